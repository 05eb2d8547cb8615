"""`docgen today`."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment
from docgen.cli.rows import answer_rows
from docgen.cli.shared import json_option, verb
from docgen.errors import DocgenError

if TYPE_CHECKING:
    from docgen.app.overview import Waits


@verb("today", _("What waits to be done, for whom, since when: the longest first."), [json_option()])
def command(line: CommandLine, *, as_json: bool) -> int:
    """Shows it."""
    from docgen.app.overview import today

    damage: list[DocgenError] = []
    waits = today(line.workspace, on_damage=damage.append)
    return show_waiting(line, waits, damage=damage, as_json=as_json)


def show_waiting(line: CommandLine, waits: Sequence[Waits], *, damage: Sequence[DocgenError], as_json: bool) -> int:
    """Shows what waits, and what was met on the way.

    Returns:
        The exit code.
    """
    zone = line.workspace.office.zone
    return answer_rows(
        "waiting",
        waits,
        damage=damage,
        headers=[_("Since"), _("Case"), _("Stage"), _("For"), _("Standard time"), _("What")],
        rows=[
            (
                moment(each.since.astimezone(zone)),
                each.case,
                each.stage,
                "; ".join(each.officials) or each.actor,
                each.standard_time or "",
                each.activity,
            )
            for each in waits
        ],
        none=_("Nothing waits."),
        as_json=as_json,
    )

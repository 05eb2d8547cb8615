"""`docgen today`."""

from __future__ import annotations

from gettext import gettext as _

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment
from docgen.cli.rows import answer_rows
from docgen.cli.shared import json_option, verb
from docgen.errors import DocgenError


@verb("today", _("What waits to be done, for whom, since when: the longest first."), [json_option()])
def command(line: CommandLine, *, as_json: bool) -> int:
    """Shows it."""
    from docgen.app.overview import today

    zone = line.workspace.office.zone
    damage: list[DocgenError] = []
    waits = today(line.workspace, on_damage=damage.append)
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

"""`docgen today`."""

from __future__ import annotations

from gettext import gettext as _

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, put, put_json, put_table
from docgen.cli.shared import json_option, verb


@verb("today", _("What waits to be done, for whom, since when: the longest first."), [json_option()])
def command(line: CommandLine, *, as_json: bool) -> None:
    """Shows it."""
    from docgen.app.overview import today  # noqa: PLC0415

    workspace = line.workspace
    waits = today(workspace)
    if as_json:
        put_json({"ok": True, "waiting": waits})
        return
    if not waits:
        put(_("Nothing waits."))
        return
    put_table(
        [_("Since"), _("Case"), _("Stage"), _("For"), _("Standard time"), _("What")],
        [
            (
                moment(each.since.astimezone(workspace.office.zone)),
                each.case,
                each.stage,
                ", ".join(each.officials) or each.actor,
                each.standard_time or "",
                each.activity,
            )
            for each in waits
        ],
    )

"""`docgen register list`."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, put, put_json, put_table
from docgen.cli.shared import json_option, verb

command = click.Group("register", help=_("The numbers that were given out."))


@command.add_command
@verb(
    "list",
    _("Every number given out, with the step it went to, or why it came to nothing."),
    [
        click.Option(["--year"], type=click.IntRange(1900, 9999), metavar=_("YEAR"), help=_("Only of this year.")),
        click.Option(["--register"], metavar=_("NAME"), help=_("Only of this register.")),
        json_option(),
    ],
)
def _list(line: CommandLine, *, year: int | None, register: str | None, as_json: bool) -> None:
    from docgen.app.registers import all_claims  # noqa: PLC0415

    claims = all_claims(line.workspace, year=year, register=register)
    if as_json:
        put_json({"ok": True, "numbers": claims})
        return
    if not claims:
        put(_("No number was given out."))
        return
    zone = line.workspace.office.zone
    put_table(
        [_("Year"), _("Register"), _("Number"), _("Case"), _("Step"), _("When"), _("Void")],
        [
            (
                str(each.year),
                each.register,
                str(each.number),
                each.case,
                str(each.step),
                moment(each.at.astimezone(zone)),
                each.void or "",
            )
            for each in claims
        ],
    )

"""`docgen register list`."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment
from docgen.cli.rows import answer_rows
from docgen.cli.shared import group_usage, json_option, verb
from docgen.errors import DocgenError

command = click.Group("register", help=_("The numbers that were given out."), **group_usage())


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
def _list(line: CommandLine, *, year: int | None, register: str | None, as_json: bool) -> int:
    from docgen.app.registers import all_claims

    damage: list[DocgenError] = []
    claims = all_claims(line.workspace, year=year, register=register, on_damage=damage.append)
    zone = line.workspace.office.zone
    return answer_rows(
        "numbers",
        claims,
        damage=damage,
        headers=[_("Year"), _("Register"), _("Number"), _("Case"), _("Step"), _("When"), _("Void")],
        rows=[
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
        none=_("No number was given out."),
        as_json=as_json,
    )

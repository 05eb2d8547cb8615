"""`docgen template fields`."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put_answer, put_table
from docgen.cli.shared import group_usage, json_option, sop_argument, verb

command = click.Group("template", help=_("What a Word template may use."), **group_usage())


@command.add_command
@verb(
    "fields",
    _(
        "Every placeholder that the templates of an SOP may use: type, label, from which stage on it is known, and "
        "when it may be empty."
    ),
    [sop_argument(), json_option()],
)
def _fields(line: CommandLine, *, sop: str, as_json: bool) -> None:
    from docgen.app.fields import placeholders

    found = placeholders(line.workspace, sop)
    if as_json:
        put_answer({"placeholders": found})
        return
    put_table(
        [_("Placeholder"), _("Type"), _("Known from"), _("Label"), _("May be empty")],
        [(each.path, each.type, each.since or _("always"), each.label, each.empty) for each in found],
    )

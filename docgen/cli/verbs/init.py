"""`docgen init`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_json
from docgen.cli.shared import json_option, verb


@verb(
    "init",
    _("Make a workspace in a new folder: settings, SOPs and sample requests."),
    [click.Argument(["folder"], metavar=_("FOLDER"), type=click.Path(path_type=Path)), json_option()],
)
def command(line: CommandLine, *, folder: Path, as_json: bool) -> None:
    """Makes it and says what to do next."""
    from docgen.app.init import init  # noqa: PLC0415

    made = init(line.start / folder.expanduser())
    if as_json:
        put_json({"ok": True, "folder": folder, "made": made})
        return
    for path in made:
        put(str(folder / path))
    put(
        _("Next: put your office and its officials into {settings}; then: docgen doctor").format(
            settings=folder / made[0]
        )
    )

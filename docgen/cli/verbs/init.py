"""`docgen init`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.shared import dry_run_option, json_option, verb
from docgen.store.typed import typed_path


@verb(
    "init",
    _("Make a workspace in a new folder: settings, SOPs and sample requests."),
    [click.Argument(["folder"], metavar=_("FOLDER"), type=click.Path(path_type=Path)), dry_run_option(), json_option()],
)
def command(line: CommandLine, *, folder: Path, dry_run: bool, as_json: bool) -> None:
    """Makes it and says what to do next."""
    from docgen.app.init import init

    made = init(typed_path(line.start, folder), dry_run=dry_run)
    if as_json:
        put_answer({"folder": folder, "made": made, "dry_run": dry_run})
        return
    for path in made:
        put(str(folder / path))
    if dry_run:
        put(_("Would be made; nothing was written."))
        return
    put(
        _("Next: put your office and its officials into {settings}; then: docgen doctor").format(
            settings=folder / made[0]
        )
    )

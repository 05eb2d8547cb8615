"""`docgen init`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.shared import dry_run_option, json_option, verb
from docgen.model.command_words import command_word
from docgen.store.typed import typed_path


@verb(
    "init",
    _(
        "Make a workspace in a new folder: settings, SOPs and sample requests. On a terminal it asks for your office's"
        " data and writes it into the settings; elsewhere, and with --plain, they are those of the sample office."
    ),
    [
        click.Argument(["folder"], metavar=_("FOLDER"), type=click.Path(path_type=Path)),
        click.Option(["--plain"], is_flag=True, help=_("Ask nothing: take the settings of the sample office.")),
        dry_run_option(),
        json_option(),
    ],
)
def command(line: CommandLine, *, folder: Path, plain: bool, dry_run: bool, as_json: bool) -> None:
    """Makes it and says what to do next."""
    from docgen.app.init import init, refuse_nested

    place = typed_path(line.start, folder)
    refuse_nested(place)
    init(place, dry_run=True)  # what is in the way is told before anything is asked
    settings = None
    if line.prompter is not None and not plain:
        from docgen.cli.first_settings import ask_settings

        settings = ask_settings(line.prompter)
    made = init(place, settings=settings, dry_run=dry_run)
    if as_json:
        put_answer({"folder": folder, "made": made, "dry_run": dry_run})
        return
    for path in made:
        put(str(folder / path))
    if dry_run:
        put(_("Would be made; nothing was written."))
        return
    if settings is None:
        put(_("The officials in {settings} are made up: put your office there.").format(settings=folder / made[0]))
    entered = command_word(str(folder))
    put(_("Next: cd {folder}, then docgen doctor: it says what is still to be done.").format(folder=entered))

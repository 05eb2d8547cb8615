"""`docgen attach`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from docgen.cli.acts import BY_HELP, answer_act, confirm_act, settle_who_and_why
from docgen.cli.command_line import CommandLine
from docgen.cli.places import typed_path
from docgen.cli.shared import by_option, case_argument, dry_run_option, json_option, verb


@verb(
    "attach",
    _("Add a file to a case, such as the signed scan of a paper. PDF, JPEG, PNG or DOCX."),
    [
        case_argument(),
        click.Argument(["file"], metavar=_("FILE"), type=click.Path(path_type=Path)),
        click.Option(
            ["--as", "as_"],
            metavar=_("NAME"),
            required=True,
            help=_("What it is: the kind of a paper of this case, or a field for files."),
        ),
        by_option(BY_HELP),
        dry_run_option(),
        json_option(),
    ],
)
def command(
    line: CommandLine, *, case: str, file: Path, as_: str, by: str | None, dry_run: bool, as_json: bool
) -> None:
    """Adds it."""
    from docgen.app.attach import attach

    who, _why = settle_who_and_why(line, by=by, reason=None, asks_why=False)
    confirm_act(line, case, _("Add the file to case {case}?"), asked=not by and not dry_run)
    path = typed_path(line.start, file)
    answer_act(line, attach(line.workspace, case, path, as_=as_, by=who, dry_run=dry_run), as_json=as_json)

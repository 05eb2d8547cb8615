"""`docgen attach`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from docgen.cli.acts import BY_HELP, answer_act
from docgen.cli.command_line import CommandLine
from docgen.cli.shared import by_option, case_argument, dry_run_option, item_option, json_option, verb


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
        item_option(_("For which item of the list its paper was issued, from 1; else for all.")),
        by_option(BY_HELP),
        dry_run_option(),
        json_option(),
    ],
)
def command(
    line: CommandLine,
    *,
    case: str,
    file: Path,
    as_: str,
    item: int | None,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Adds it."""
    from docgen.app.attach import attach

    done = attach(line.workspace, case, file, base=line.start, as_=as_, item=item, by=by, dry_run=dry_run)
    answer_act(line, done, as_json=as_json)

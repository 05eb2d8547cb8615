"""`docgen undo`."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.acts import BY_HELP, answer_act, confirm_act, settle_why
from docgen.cli.command_line import CommandLine
from docgen.cli.shared import by_option, case_argument, dry_run_option, json_option, reason_option, verb


@verb(
    "undo",
    _("Take back the last step of a case. It stays in the record, marked; nothing moves, numbers stay used."),
    [
        case_argument(),
        reason_option(),
        by_option(BY_HELP),
        click.Option(["--again"], is_flag=True, help=_("Take back one more step for the same reason.")),
        dry_run_option(),
        json_option(),
    ],
)
def command(
    line: CommandLine, *, case: str, reason: str | None, by: str | None, again: bool, dry_run: bool, as_json: bool
) -> None:
    """Takes it back."""
    from docgen.app.undo import undo

    why = settle_why(line, reason)
    why = confirm_act(line, case, _("Take back the last step of case {case}?"), why, asked=not reason and not dry_run)
    done = undo(line.workspace, case, reason=why, by=by, again=again, dry_run=dry_run)
    answer_act(line, done, as_json=as_json)

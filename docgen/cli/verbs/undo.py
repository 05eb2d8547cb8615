"""`docgen undo`."""

from __future__ import annotations

from gettext import gettext as _

from docgen.cli.acts import BY_HELP, answer_act, confirm_act, settle_who_and_why
from docgen.cli.command_line import CommandLine
from docgen.cli.shared import by_option, case_argument, dry_run_option, json_option, reason_option, verb


@verb(
    "undo",
    _("Take back the last step of a case. It stays in the record, marked; nothing moves, numbers stay used."),
    [case_argument(), reason_option(), by_option(BY_HELP), dry_run_option(), json_option()],
)
def command(line: CommandLine, *, case: str, reason: str | None, by: str | None, dry_run: bool, as_json: bool) -> None:
    """Takes it back."""
    from docgen.app.undo import undo  # noqa: PLC0415

    who, why = settle_who_and_why(line, by=by, reason=reason, asks_why=True)
    asked = not by or not reason
    confirm_act(line, case, _("Take back the last step of case {case}?"), asked=asked and not dry_run)
    answer_act(line, undo(line.workspace, case, reason=why, by=who, dry_run=dry_run), as_json=as_json)

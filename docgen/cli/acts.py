"""What `undo`, `correct` and `attach` share: who does it, why, and the answer."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put_answer
from docgen.errors import refuse

if TYPE_CHECKING:
    from docgen.app.perform import Performed

BY_HELP = _("Who does it: an official of docgen.toml; else whoever holds the role of the stage last done.")


def settle_why(line: CommandLine, reason: str | None) -> str:
    """The reason; if it was left out it is asked for at a terminal.

    Raises:
        DocgenError: `usage`, if it is missing where nobody can be asked.
    """
    if line.prompter is None and reason is None:
        message = _("The reason is missing.")
        raise refuse("usage", message, where="--reason", hint=_("--reason 'why, in a few words'"))
    while line.prompter is not None and not reason:
        reason = line.prompter.ask(_("Why"))
    return reason or ""


def answer_act(line: CommandLine, done: Performed, *, as_json: bool) -> None:
    """Tells what an act did."""
    from docgen.cli.done import done_json, tell_done

    if as_json:
        put_answer(done_json(line, done))
    else:
        tell_done(line, done)


def confirm_act(line: CommandLine, case: str, question: str, *, asked: bool) -> None:
    """Has an act confirmed if part of it was asked for. Raises `click.Abort`."""
    from docgen.cli.answers import ask_yes

    if asked and line.prompter is not None and not ask_yes(line.prompter, question.format(case=case), default=True):
        raise click.Abort

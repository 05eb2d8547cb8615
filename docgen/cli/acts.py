"""What `undo`, `correct` and `attach` share: who does it, why, and the answer."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put_answer
from docgen.cli.prompt import Back
from docgen.errors import refuse

if TYPE_CHECKING:
    from docgen.app.perform import Performed
    from docgen.cli.prompt import Returning

BY_HELP = _("Who does it: an official of docgen.toml; else whoever holds the role of the stage last done.")


def settle_why(line: CommandLine, reason: str | None) -> str:
    """The reason; if it was left out it is asked for at a terminal.

    Raises:
        DocgenError: `usage`, if it is missing where nobody can be asked.
    """
    if line.prompter is None and reason is None:
        message = _("The reason is missing.")
        raise refuse("usage", message, where="--reason", hint=_("--reason 'why, in a few words'"))
    return reason or ("" if line.prompter is None else _ask_why(line.prompter))


def _ask_why(prompter: Returning, earlier: str = "") -> str:
    from docgen.cli.answers import Enter

    note = Enter(present=earlier).words
    while True:
        try:
            reason = prompter.ask(_("Why") + (f" ({note})" if note else "")) or earlier
        except Back:
            prompter.say(_("  This is the first question."))
            continue
        if reason:
            return reason


def answer_act(line: CommandLine, done: Performed, *, as_json: bool) -> None:
    """Tells what an act did."""
    from docgen.cli.done import done_json, tell_done

    if as_json:
        put_answer(done_json(line, done))
    else:
        tell_done(line, done)


def confirm_act(line: CommandLine, case: str, question: str, why: str, *, asked: bool) -> str:
    """Has an act confirmed if part of it was asked for.

    Returns:
        The reason, which may have been asked again.

    Raises:
        click.Abort: the clerk does not want it.
    """
    if not asked or line.prompter is None:
        return why
    from docgen.cli.answers import ask_yes

    while True:
        try:
            if ask_yes(line.prompter, question.format(case=case), default=True):
                return why
        except Back:
            why = _ask_why(line.prompter, why)
        else:
            raise click.Abort

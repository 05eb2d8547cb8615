"""Who answers questions: a small protocol, so that tests can script the answers, and the terminal itself.

Every dialog talks through `Returning`, which knows the one answer that is none: `<`, back to the question before.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from gettext import gettext as _
from typing import Protocol

BACK = "<"
"""What is typed to go back one question."""


class Back(Exception):  # noqa: N818  # no error: the clerk wishes it
    """The question before is to be asked once more."""


_NO_TEXT = "\ufffd"
"""In the place of an answer that is not of the terminal's encoding: no password may have it."""


class Prompter(Protocol):
    """Somebody who reads what is said and answers. Breaking off raises `click.Abort` or KeyboardInterrupt."""

    def say(self, text: str) -> None:
        """Shows a line."""

    def ask(self, text: str) -> str:
        """The answer to a question; empty if there was none."""

    def ask_unseen(self, text: str) -> str:
        """The answer to a question, which nobody sees; empty if there was none."""


class Returning:
    """A prompter whose answers may lead back; how is told once, before the first thing that it shows."""

    def __init__(self, prompter: Prompter) -> None:
        self._prompter = prompter
        self._told = False
        self.asked = 0
        """How many questions were asked so far."""

    def say(self, text: str) -> None:
        """Shows a line."""
        self._tell_how()
        self._prompter.say(text)

    def ask(self, text: str) -> str:
        """The answer to a question; empty if there was none. Raises `Back` if it is the sign for that."""
        return self._answered(self._prompter.ask, text)

    def ask_unseen(self, text: str) -> str:
        """The answer to a question, which nobody sees; empty if there was none. Raises `Back` if it is the sign."""
        return self._answered(self._prompter.ask_unseen, text)

    def _answered(self, ask: Callable[[str], str], text: str) -> str:
        self._tell_how()
        self.asked += 1
        answer = ask(text)
        if answer == BACK:
            raise Back
        return answer

    def _tell_how(self) -> None:
        if not self._told:
            self._told = True
            self._prompter.say(
                _("(To go back one question type {back} and Enter. Ctrl-C stops; then nothing is recorded.)").format(
                    back=BACK
                )
            )


class Terminal:
    """The clerk at the terminal; questions go to standard error."""

    def say(self, text: str) -> None:
        """Shows a line."""
        from docgen.cli.output import say

        say(text)

    def ask(self, text: str) -> str:
        """The answer to a question; empty if there was none."""
        import click

        from docgen.cli.output import visible

        try:
            if _edits():
                return input(f"{visible(text)}: ").strip()
            answer: str = click.prompt(visible(text), default="", show_default=False, err=True)
        except (KeyboardInterrupt, EOFError, click.Abort):
            self.say("")  # what is told next begins a line of its own
            raise click.Abort from None
        return answer.strip()

    def ask_unseen(self, text: str) -> str:
        """The answer to a question, which nobody sees; empty if there was none."""
        import click

        from docgen.cli.output import visible

        try:
            answer: str = click.prompt(visible(text), default="", show_default=False, hide_input=True, err=True)
        except UnicodeDecodeError:
            return _NO_TEXT
        except (KeyboardInterrupt, EOFError, click.Abort):
            self.say("")
            raise click.Abort from None
        return answer


def _edits() -> bool:
    """Whether the line can be edited with the arrow keys: both ends are the terminal, and there is a readline."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  # its import is what makes input() edit

        return sys.stdin.isatty() and sys.stdout.isatty()
    return False


def terminal_prompter() -> Prompter | None:
    """The terminal, if somebody sits at it: both ends must be one."""
    return Terminal() if sys.stdin.isatty() and sys.stderr.isatty() else None

"""Who answers questions: a small protocol, so that tests can script the answers, and the terminal itself."""

from __future__ import annotations

import sys
from typing import Protocol


class Prompter(Protocol):
    """Somebody who reads what is said and answers. Breaking off raises `click.Abort` or KeyboardInterrupt."""

    def say(self, text: str) -> None:
        """Shows a line."""

    def ask(self, text: str) -> str:
        """The answer to a question; empty if there was none."""


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

        answer: str = click.prompt(visible(text), default="", show_default=False, err=True)
        return answer.strip()


def terminal_prompter() -> Prompter | None:
    """The terminal, if somebody sits at it: both ends must be one."""
    return Terminal() if sys.stdin.isatty() and sys.stderr.isatty() else None

"""What `undo`, `correct` and `attach` share: who does it and why must be said, or is asked for."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put_answer
from docgen.errors import DocgenError, Problem

if TYPE_CHECKING:
    from docgen.app.perform import Performed

BY_HELP = _("Who does it: an official of docgen.toml.")


def settle_who_and_why(line: CommandLine, *, by: str | None, reason: str | None, asks_why: bool) -> tuple[str, str]:
    """The official and the reason; what was left out is asked for at a terminal.

    Raises:
        DocgenError: `usage`, for each that is missing where nobody can be asked.
    """
    from docgen.cli.answers import ask_choice

    officials = {name: each.nama for name, each in line.workspace.office.pejabat.items()}
    prompter = line.prompter
    if prompter is None:
        missing = [*_missing_by(by, list(officials)), *(_missing_reason(reason) if asks_why else [])]
        if missing:
            raise DocgenError(missing)
        return by or "", reason or ""
    while by is None or not by:
        by = ask_choice(prompter, _("Who does it"), list(officials), optional=False, titles=officials) or None
    while asks_why and not reason:
        reason = prompter.ask(_("Why"))
    return by, reason or ""


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


def _missing_by(by: str | None, officials: list[str]) -> list[Problem]:
    if by:
        return []
    hint = _("--by OFFICIAL, one of: {names}; or set DOCGEN_BY.").format(names=", ".join(officials))
    return [Problem(reference="usage", message=_("Who does it is missing."), where="--by", hint=hint)]


def _missing_reason(reason: str | None) -> list[Problem]:
    if reason is not None:
        return []
    message = _("The reason is missing.")
    return [Problem(reference="usage", message=message, where="--reason", hint=_("--reason 'why, in a few words'"))]

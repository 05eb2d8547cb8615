"""The one place where whatever went wrong becomes text or JSON, and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _

import click

from docgen.cli.output import STDOUT, put_json, put_raw, say, unheard, visible, wants_color
from docgen.errors import REFERENCES, DocgenError, ExitCode, Problem


def report(error: BaseException, *, as_json: bool, recorded: Sequence[tuple[str, int]]) -> int:
    """Tells what went wrong, and what of it is in the record all the same.

    Args:
        error: what broke a command off.
        as_json: whether the answer is one JSON document on standard output.
        recorded: the steps that the command had recorded before, as case and number.

    Returns:
        The exit code.
    """
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        put_raw(error.ctx.get_help() + "\n")
        return int(ExitCode.OK)
    problems = problems_of(error, recorded)
    code = REFERENCES[problems[0].reference]
    _tell_failure(error, problems, code, as_json=as_json)
    return int(code)


def _tell_failure(error: BaseException, problems: Sequence[Problem], code: ExitCode, *, as_json: bool) -> None:
    if code is ExitCode.UNEXPECTED and os.environ.get("DOCGEN_DEBUG") == "1":
        say("".join(traceback.format_exception(error)).rstrip())
    if not as_json or any(problem.where == STDOUT for problem in problems):
        tell(problems)
        return
    try:
        put_json(failure(problems, code))
    except DocgenError as unwritten:
        tell([*problems, *unwritten.problems])


def failure(problems: Sequence[Problem], code: ExitCode) -> dict[str, object]:
    """The JSON document of a command that failed."""
    return {"ok": False, "errors": problems, "exit_code": int(code)}


def tell(problems: Sequence[Problem], *, warning: bool = False) -> None:
    """Problems on standard error: what, where, what to do, and the reference to look up."""
    color = wants_color()
    for problem in problems:
        mark = click.style(_("Warning:"), fg="yellow") if warning else click.style(_("Error:"), fg="red", bold=True)
        reference = click.style(f"[{problem.reference}]", dim=True)
        with unheard(sys.stderr):
            click.echo(f"{mark} {visible(problem.message)} {reference}", file=sys.stderr, color=color)
        if problem.where and problem.where not in problem.hint:
            say(_("  where: {where}").format(where=problem.where))
        if problem.hint:
            say(_("  try:   {hint}").format(hint=problem.hint))
    if len(problems) > 1 and not warning:
        say(_("{count} problems.").format(count=len(problems)))


def problems_of(error: BaseException, recorded: Sequence[tuple[str, int]]) -> tuple[Problem, ...]:
    """What went wrong, as problems."""
    if isinstance(error, DocgenError):
        return _with_truth(error.problems, recorded) if recorded else error.problems
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return (Problem(reference="interrupted", message=_("Interrupted."), hint=_truth(recorded)),)
    if isinstance(error, click.ClickException):
        return (_usage(error),)
    message = _("Something happened that docgen did not expect: {kind}: {text}").format(
        kind=type(error).__name__, text=error
    )
    ask = _("This is a fault of docgen. Please report it with what DOCGEN_DEBUG=1 shows.")
    return (Problem(reference="unexpected", message=message, hint=f"{_truth(recorded)} {ask}"),)


def _with_truth(problems: Sequence[Problem], recorded: Sequence[tuple[str, int]]) -> tuple[Problem, ...]:
    """What went wrong after the step was recorded. A failed disk asks for the command again: that is left out."""
    *others, last = problems
    hint = _truth(recorded) if REFERENCES[last.reference] is ExitCode.EXTERNAL else f"{_truth(recorded)} {last.hint}"
    return (*others, replace(last, hint=hint))


def _truth(recorded: Sequence[tuple[str, int]]) -> str:
    if not recorded:
        return _("Nothing was recorded.")
    named = ", ".join(_("case {case}, step {seq}").format(case=case, seq=seq) for case, seq in recorded)
    return _("Recorded all the same: {steps}. See: docgen status {case}").format(steps=named, case=recorded[-1][0])


def _offered(error: click.NoSuchOption | click.NoSuchCommand) -> list[str]:
    """What may have been meant, without the options that are there only to be refused."""
    parameters = error.ctx.command.get_params(error.ctx) if error.ctx is not None else []
    hidden = {name for each in parameters if isinstance(each, click.Option) and each.hidden for name in each.opts}
    return [name for name in error.possibilities or () if name not in hidden]


def _usage(error: click.ClickException) -> Problem:
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx is not None else "docgen"
    hint = _("See: {command} --help").format(command=path)
    message = error.format_message()
    if isinstance(error, click.NoSuchOption | click.NoSuchCommand):
        message = error.message
        known = _offered(error)
        if known:
            hint = _("Did you mean {name}?").format(name=known[0]) + f" {hint}"
    return Problem(reference="usage", message=message, hint=hint)

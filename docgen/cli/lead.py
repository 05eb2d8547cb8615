"""`docgen next`: leads a clerk through whatever is next in a case, or says what to type where nobody can be asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.cases import open_case
from docgen.app.officials import actor_for
from docgen.app.status import NextStage, Status, doers, status
from docgen.cli.answers import Enter, ask_choice
from docgen.cli.command_line import CommandLine
from docgen.cli.in_turn import Ask, InTurn
from docgen.cli.output import put, put_answer
from docgen.cli.prompt import Returning
from docgen.cli.stage_run import StageCall, run_stage
from docgen.errors import DocgenError, refuse
from docgen.model.sop import Sop


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCall:
    """`docgen next` as it was called."""

    case: str
    sets: tuple[str, ...]
    input_: str | None
    by: str | None
    at: str | None
    generate: bool
    passphrase_fd: int | None
    dry_run: bool
    as_json: bool

    @property
    def says_something(self) -> bool:
        """Whether values were said with it."""
        return bool(self.sets) or self.input_ is not None


def run_next(line: CommandLine, call: NextCall) -> int:
    """Does what is next in a case, or says what it is.

    Returns:
        The exit code.

    Raises:
        DocgenError: the case is closed, or nobody can be asked which stage is meant or what it needs.
    """
    stands = status(line.workspace, call.case)
    if stands.outcome is not None:
        raise refuse(
            "step-not-allowed",
            _("Nothing is next in case {case}: it is closed ({outcome}).").format(
                case=stands.case, outcome=stands.outcome
            ),
            hint=_("See what was done: docgen show {case}").format(case=stands.case),
        )
    sop = open_case(line.workspace, call.case).definition.sop
    if line.prompter is not None:
        return _lead(line, line.prompter, call, stands, sop)
    if call.says_something and len(stands.waiting) == 1:
        return run_stage(line, _stage_call(call, stands, sop, stage=stands.waiting[0].stage, by=call.by))
    if call.as_json and not call.says_something:
        return put_answer(
            {name: getattr(stands, name) for name in ("case", "sop", "title", "waiting", "acts")}
            | {"step": None, "dry_run": call.dry_run}
        )
    raise _no_terminal(stands, as_json=call.as_json)


def _no_terminal(stands: Status, *, as_json: bool) -> DocgenError:
    """The refusal where nobody can be asked; the commands that can be typed instead are the answer."""
    commands = [" ".join([each.command, *(need.option for need in each.needs)]) for each in stands.waiting]
    if not as_json:
        for command in commands:
            put(command)
    return refuse(
        "usage",
        _("docgen next asks its questions at a terminal, and there is none here.")
        if len(commands) == 1
        else _("Several stages wait in case {case}, and there is no terminal to ask which is meant.").format(
            case=stands.case
        ),
        where="docgen next",
        hint=_("Type the stage's own command with what it needs: {commands}").format(commands="; ".join(commands)),
    )


def _stage_call(call: NextCall, stands: Status, sop: Sop, *, stage: str, by: str | None) -> StageCall:
    return StageCall(
        sop=sop,
        stage=sop.stage(stage),
        cases=(stands.case,),
        options=(),
        sets=call.sets,
        input_=call.input_,
        by=by,
        at=call.at,
        again=False,
        generate=call.generate,
        passphrase_fd=call.passphrase_fd,
        dry_run=call.dry_run,
        as_json=call.as_json,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """A clerk being led."""

    line: CommandLine
    prompter: Returning
    call: NextCall
    sop: Sop
    waiting: Mapping[str, NextStage]


def _lead(line: CommandLine, prompter: Returning, call: NextCall, stands: Status, sop: Sop) -> int:
    """Asks which stage and who did it where that is not clear, and then what the stage asks."""
    lead = _Lead(
        line=line, prompter=prompter, call=call, sop=sop, waiting={each.stage: each for each in stands.waiting}
    )
    answers: dict[str, str] = {}
    calls: dict[str, StageCall] = {}
    if len(lead.waiting) == 1:
        answers["stage"] = next(iter(lead.waiting))

    def do(_earlier: str) -> str:
        stage, by = answers["stage"], answers["by"]
        known = calls.get(stage) or dataclasses.replace(_stage_call(call, stands, sop, stage=stage, by=by), led=True)
        calls[stage] = dataclasses.replace(known, by=by)
        return str(run_stage(line, calls[stage]))

    def questions() -> Iterator[Ask]:
        yield Ask("stage", lambda earlier: _ask_stage(lead, earlier))
        yield Ask("by", lambda earlier: _ask_official(lead, lead.waiting[answers["stage"]], earlier))
        yield Ask("code", do)

    for text in _head(stands):
        prompter.say(text)
    InTurn(prompter=prompter, questions=questions, answers=answers).ask_all()
    return int(answers["code"])


def _head(stands: Status) -> Iterator[str]:
    yield f"{stands.case}  {stands.title}"
    for stage in stands.waiting:
        number = f"{stage.no} " if stage.no else ""
        yield _("Next: {number}{stage}, by {who}").format(number=number, stage=stage.stage, who=stage.who)
        yield f"  {stage.activity}"
        if stage.standard_time:
            yield _("  Standard time: {time}").format(time=stage.standard_time)
    if stands.acts:
        yield _("May be done instead, with its own command:")
        yield from (f"  {act.activity}: {act.command}" for act in stands.acts)


def _ask_stage(lead: _Lead, earlier: str) -> str:
    titles = {name: each.activity for name, each in lead.waiting.items()}
    enter = Enter(present=earlier)
    return ask_choice(lead.prompter, _("Which of them"), list(titles), enter=enter, titles=titles) or earlier


def _ask_official(lead: _Lead, stage: NextStage, earlier: str) -> str:
    """Who takes the stage: whoever was named if he may, else asked for."""
    office, named = lead.line.workspace.office, lead.call.by
    may = doers(lead.line.workspace, lead.sop, lead.sop.stage(stage.stage))
    if named is not None and (named in may or "--by" not in lead.line.unsaid):
        return named  # one that was typed and may not is refused by the stage itself
    if not may:
        today = lead.line.workspace.now().date()
        actor_for(office, lead.sop, lead.sop.stage(stage.stage), None, on=today)  # says what is lacking
    if named in office.pejabat:
        lead.prompter.say(_("This is not for {who} to do.").format(who=office.pejabat[named].nama))
    titles = {name: f"{office.pejabat[name].nama}, {title}" for name, title in may.items()}
    present = earlier or _likely(lead, stage)
    enter = Enter(present=present)
    return ask_choice(lead.prompter, _("Who did it"), list(may), enter=enter, titles=titles) or present


def _likely(lead: _Lead, stage: NextStage) -> str:
    """Who takes the stage if nobody is named; empty if that is not certain."""
    try:
        workspace = lead.line.workspace
        return actor_for(workspace.office, lead.sop, lead.sop.stage(stage.stage), None, on=workspace.now().date())[0].id
    except DocgenError:
        return ""

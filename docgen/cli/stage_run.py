"""Running a stage: what was said, what is still asked for, the step itself, and the answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _

import click

from docgen.app.cases import OpenCase, open_case
from docgen.app.definitions import current
from docgen.app.draft import addressees, questions
from docgen.app.joint import gathering
from docgen.app.perform import Performed, open_new, perform
from docgen.app.reason import checked_reason
from docgen.app.safe import Safe
from docgen.app.situation import Order, Situation, new_situation
from docgen.cli.answers import ask_yes
from docgen.cli.batch import Batch, refuse_twice
from docgen.cli.command_line import CommandLine
from docgen.cli.dialog import (
    ask_again,
    ask_missing,
    for_another_case,
    go_back,
    offering,
    said_nothing,
)
from docgen.cli.done import done_json, made_lines, tell_done
from docgen.cli.gather import Gathered, gather, refuse_together
from docgen.cli.hardening import forbid_dumps
from docgen.cli.moment import parse_at
from docgen.cli.output import put_answer
from docgen.cli.prompt import Back, Returning
from docgen.cli.question import Dialog
from docgen.cli.report import tell
from docgen.cli.review import show_entered, show_tables
from docgen.cli.secrets import Ear
from docgen.errors import DocgenError, ExitCode, Problem, refuse
from docgen.model.secret_soundness import has_secrets
from docgen.model.session import SessionRules
from docgen.model.sop import Sop, Stage
from docgen.store.cases import find, meant
from docgen.workflow.capture import Capture
from docgen.workflow.given import Given, Path, noted
from docgen.workflow.planning import Wanted

_MENDABLE = frozenset({ExitCode.CASE, ExitCode.NOT_ALLOWED})
"""Refusals that another answer may mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCall:
    """A stage command as it was called."""

    sop: Sop
    stage: Stage
    cases: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    sets: tuple[str, ...]
    input_: str | None
    by: str | None
    at: str | None
    again: bool
    generate: bool
    passphrase_fd: int | None
    dry_run: bool
    as_json: bool
    pins: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    reason: str | None = None
    rows: str | None = None
    """A table with a request in each row."""
    keep_going: bool = False
    led: bool = False
    """Whether questions were asked before those of the stage: they can be gone back to, and all is confirmed."""
    earlier: dict[Path, Given] = dataclasses.field(default_factory=dict)
    """What was answered before, to be offered again."""


def run_stage(line: CommandLine, call: StageCall) -> int:
    """Does the stage in each case that was named, or in a new one.

    Returns:
        The exit code: that of the one case, or `BATCH` if only some of several went well.

    Raises:
        Back: the clerk goes back behind the first question of a stage that he was led to.
    """
    if has_secrets(call.sop, call.stage):
        forbid_dumps()
    named = tuple(meant(line.workspace.store, text, prefix=call.sop.case_prefix) for text in call.cases)
    call = dataclasses.replace(call, cases=named)
    said = gather(
        call.sop.fields,
        input_=call.input_,
        options=call.options,
        sets=call.sets,
        start=line.start,
        asked=(*call.stage.fields, *call.stage.optional),
    )
    case = call.cases[0] if call.cases else None
    at: dt.datetime | None = None
    problems = [*said.problems]
    with noted(problems):
        at = parse_at(line.workspace, call.at)
    if call.keep_going and call.rows is None:
        problems.append(_without_rows())
    order = _order(line, call, said, at)
    refuse_together(problems, lambda: call.rows or _perform(line, call, case, order, dry_run=True))
    if call.rows is not None:
        return _run_rows(line, call, call.rows, order)
    if len(call.cases) > 1:
        refuse_twice(line, call.cases)
        return _run_batch(line, call, said, at)
    done, _given = _run_one(line, call, case, said, at)
    _answer(line, call, done, said.warnings)
    return int(ExitCode.OK)


def _without_rows() -> Problem:
    return Problem(
        reference="option-unusable",
        message=_("--keep-going goes with --rows."),
        where="--keep-going",
        hint=_("Leave it out: one case is recorded or not."),
    )


def _run_rows(line: CommandLine, call: StageCall, file: str, common: Order) -> int:
    from docgen.cli.many import Many, open_many

    many = Many(
        sop=call.sop,
        stage=call.stage,
        file=file,
        order=common,
        keep_going=call.keep_going,
        dry_run=call.dry_run,
        as_json=call.as_json,
    )
    return open_many(line, many)


def _answer(line: CommandLine, call: StageCall, done: Performed, warnings: tuple[Problem, ...]) -> None:
    done = dataclasses.replace(done, warnings=(*warnings, *done.warnings))
    if call.as_json:
        put_answer(done_json(line, done))
    else:
        tell_done(line, done)


def _run_batch(line: CommandLine, call: StageCall, said: Gathered, at: dt.datetime | None) -> int:
    batch = Batch(line=line, as_json=call.as_json, tell_done=lambda _about, done: tell_done(line, done))
    for text in call.cases:
        said = _add(batch, call, text, said, at)
    return batch.answer("cases")


def _add(batch: Batch, call: StageCall, text: str, said: Gathered, at: dt.datetime | None) -> Gathered:
    """Takes the step in one of several cases; gives what was said for the next."""
    line, told = batch.line, [said]

    def do() -> Performed:
        if line.prompter is not None:
            line.prompter.say(f"== {text}")
        done, given = _run_one(line, dataclasses.replace(call, earlier={}), text, said, at)
        told.append(dataclasses.replace(said, given=for_another_case(given)))
        return done

    batch.add(text, {"case": text}, do)
    return told[-1]


def _run_one(
    line: CommandLine, call: StageCall, case: str | None, said: Gathered, at: dt.datetime | None
) -> tuple[Performed, Given]:
    workspace = line.workspace
    order = _order(line, call, said, at)
    if case is None:
        situation = new_situation(workspace, current(workspace, call.sop.id), order)
    else:
        opened = open_case(workspace, case)
        _refuse_other_sop(call, opened)
        situation = gathering(workspace, opened, order)
    if line.prompter is not None:
        return _talk(line, line.prompter, call, situation, order)
    return _record(line, call, case, order), said.given


def _order(line: CommandLine, call: StageCall, said: Gathered, at: dt.datetime | None) -> Order:
    return Order(
        stage=call.stage.id,
        given=said.given,
        base=line.start,
        by=call.by,
        at=at,
        again=call.again,
        wanted=_wanted(line, call),
        safe=Safe(generates=call.generate),
    )


def _wanted(line: CommandLine, call: StageCall) -> Wanted:
    """What the clerk wants otherwise than in turn; cases are named as everywhere. Raises DocgenError."""
    if call.excluded and call.reason is None:
        raise refuse(
            "usage",
            _("To leave a case out, say why."),
            where="--exclude",
            hint=_("Add --reason TEXT: it is recorded, and the one who is left out may ask for it."),
        )

    store = line.workspace.store
    members = call.sop.parent if isinstance(call.sop, SessionRules) else call.sop

    def cases(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(find(store, meant(store, text, prefix=members.case_prefix)).name for text in texts)

    reason = "" if call.reason is None else checked_reason(call.reason)
    return Wanted(pins=cases(call.pins), excluded=dict.fromkeys(cases(call.excluded), reason), split=cases(call.split))


def _refuse_other_sop(call: StageCall, case: OpenCase) -> None:
    sop = case.definition.sop
    if sop.id != call.sop.id:
        raise refuse(
            "sop-unknown",
            _("Case {case} is of SOP {sop}.").format(case=case.id, sop=sop.id),
            where=case.id,
            hint=_("See: docgen status {case}").format(case=case.id),
        )


def _record(line: CommandLine, call: StageCall, case: str | None, order: Order) -> Performed:
    """The step itself, or what it would do; the passphrases of what it seals are told before."""
    if not call.dry_run and has_secrets(call.sop, call.stage):
        order.safe.forget_pages()
        tried = _perform(line, call, case, order, dry_run=True)
        Ear(prompter=line.prompter, descriptor=call.passphrase_fd).tell(call.sop, tried, order.safe)
    return _perform(line, call, case, order, dry_run=call.dry_run)


def _perform(line: CommandLine, call: StageCall, case: str | None, order: Order, *, dry_run: bool) -> Performed:
    if case is None:
        return open_new(line.workspace, call.sop.id, order, dry_run=dry_run)
    return perform(line.workspace, case, order, dry_run=dry_run)


def _talk(
    line: CommandLine, prompter: Returning, call: StageCall, situation: Situation, order: Order
) -> tuple[Performed, Given]:
    """The step with a clerk at the terminal: asks for what is missing, and has what was asked for confirmed."""
    dialog = _dialog(line, prompter, call, situation, order)
    said = order.given
    if said_nothing(said):
        said = offering(said, _need_not_be_said(call.sop, call.stage))
    given = _from_the_first(call, dialog, said)
    case = situation.case if situation.steps else None
    order = dataclasses.replace(order, given=given)
    if given is not said or call.led:  # something was asked
        order = _until_right(line, call, case, dialog, order)
    return _record(line, call, case, order), order.given


def _from_the_first(call: StageCall, dialog: Dialog, given: Given) -> Given:
    """Asks for what is missing. Raises `Back` where there are questions before the first."""
    while True:
        try:
            return ask_missing(dialog, given)
        except Back:
            if call.led:
                raise
            dialog.prompter.say(_("  This is the first question."))


def _need_not_be_said(sop: Sop, stage: Stage) -> tuple[str, ...]:
    """The fields that nobody misses if they are left out: the optional ones, and those with a default."""
    ready = (name for name in stage.fields if sop.fields[name].default is not None and sop.fields[name].each is None)
    return (*ready, *stage.optional)


def _until_right(line: CommandLine, call: StageCall, case: str | None, dialog: Dialog, order: Order) -> Order:
    """Tries the step without writing and shows what was entered; asks again for what is refused or not right."""
    while True:
        try:
            if _right(line, call, case, dialog, order):
                return order
            changed = ask_again(dialog, order.given)
        except Back:
            changed = _last_again(call, dialog, order.given)
        if changed is None:
            raise click.Abort
        order = dataclasses.replace(order, given=changed)


def _right(line: CommandLine, call: StageCall, case: str | None, dialog: Dialog, order: Order) -> bool:
    """Whether the step can be taken as it was ordered, and is what the clerk wants."""
    try:
        tried = _perform(line, call, case, order, dry_run=True)
    except DocgenError as error:
        if error.exit_code not in _MENDABLE or not (dialog.entered or dialog.earlier):
            raise
        tell(error.problems)
        return False
    if call.dry_run:
        return True
    show_entered(dialog, tried.step.captured)
    show_tables(dialog, call.options, tried.step.captured, tried.case.record)
    for text in made_lines(line, dialog.sop, tried):
        dialog.prompter.say(text)
    tell(tried.warnings, warning=True)
    return ask_yes(dialog.prompter, _("Record this?"), default=True)


def _last_again(call: StageCall, dialog: Dialog, given: Given) -> Given:
    """Asks the last question once more. Raises `Back` where there are questions before those of the stage."""
    try:
        return _from_the_first(call, dialog, go_back(dialog))
    except Back:
        if call.led:
            raise
        dialog.prompter.say(_("  This is the first question."))
        return given


def _dialog(line: CommandLine, prompter: Returning, call: StageCall, situation: Situation, order: Order) -> Dialog:
    workspace = line.workspace

    def see(given: Given) -> Capture:
        return questions(workspace, situation, dataclasses.replace(order, given=given))

    def likely(given: Given, field: str) -> Sequence[str]:
        return addressees(workspace, situation, dataclasses.replace(order, given=given), field)

    return Dialog(
        sop=situation.definition.sop,
        record=situation.state.record,
        password=workspace.office.kata_sandi.make,
        officials={name: official.nama for name, official in workspace.office.pejabat.items()},
        prompter=prompter,
        see=see,
        likely=likely,
        earlier=call.earlier,
    )

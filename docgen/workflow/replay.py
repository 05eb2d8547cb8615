"""What a corrected value would have changed, had it been known: every decision is taken again.

Each step is decided again twice, by the same code as the first time: with the record as it was, and as if the mended
values had been known from the start. What differs, but for the mended values themselves, would have gone otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from pathlib import Path as FilePath

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Number, Person, Step
from docgen.model.field import FieldSpec
from docgen.model.session import asking_all
from docgen.model.sop import Sop, Stage
from docgen.workflow.capture import capture
from docgen.workflow.checking import World
from docgen.workflow.fold import State, copied_by, fold, learned, standing
from docgen.workflow.given import dotted, from_stored
from docgen.workflow.plan import NumberKey, Plan, decide
from docgen.workflow.reissue import Wanted, reissue_plan
from docgen.workflow.value import as_given


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a step decided, but for the mended values; and what it was decided on, with them."""

    refused: tuple[Problem, ...] = ()
    unasked: tuple[str, ...] = ()
    """What was not asked, or asked and not said."""
    captured: Mapping[str, JsonValue] | None = None
    spoken_of: Mapping[str, tuple[int, ...]] | None = None
    moved: tuple[object, ...] = ()
    state: State = field(compare=False)
    """The case before the step."""
    plan: Plan | None = field(default=None, compare=False)
    """The whole decision, if there is one: what the step's papers see."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A stage that stands in the record, decided again twice."""

    step: Step
    then: Decided
    """With the record as it was."""
    now: Decided
    """As if the mended values had been known from the start."""


def replay(sop: Sop, steps: Sequence[Step], mended: Mapping[str, JsonValue]) -> tuple[Replayed, ...]:
    """Every stage of a case that stands, decided again.

    Args:
        sop: the rules of the case.
        steps: all its steps.
        mended: the new values of the fields that change, each whole.
    """
    before = standing(steps)
    after = as_if_known(sop, before, mended)
    return tuple(
        Replayed(
            step,
            _decided(sop, before[:place], step, mended),
            _decided(sop, after[:place], after[place], mended),
        )
        for place, step in enumerate(before)
        if step.stage is not None
    )


def reissued(sop: Sop, steps: Sequence[Step]) -> Iterator[tuple[Step, Decided]]:
    """Every paper that was issued once more, with the decision that its step prints it by."""
    before = standing(steps)
    for place, step in enumerate(before):
        for document in step.documents if step.kind == "reissue" else ():
            known, wanted = fold(sop, before[:place]), Wanted(document.kind, document.copy_)
            state = replace(known, record=learned(sop, known.record, step.captured))
            stage = sop.stage(issuer(before[:place], document.kind, document.copy_))
            yield step, Decided(state=state, plan=_issued_again(sop, state, stage, wanted, step))


def _issued_again(sop: Sop, state: State, stage: Stage, wanted: Wanted, step: Step) -> Plan:
    signers = _signers(step)
    return reissue_plan(
        sop,
        state,
        stage,
        wanted,
        at=step.at,
        number=_numbers(step),
        signer=lambda kind, _document: signers.get(kind, step.by),
    )


def issuer(steps: Sequence[Step], kind: str, copy: int | None) -> str:
    """The stage that issued a paper last; empty if none did."""
    issued = (
        step.stage
        for step in reversed(standing(steps))
        if step.stage is not None and any((each.kind, each.copy_) == (kind, copy) for each in step.documents)
    )
    return next(issued, "")


def overthrown(replayed: Iterable[Replayed], *, way_out: Callable[[Step], str]) -> Iterator[Problem]:
    """Every decision that would have gone otherwise, had the mended values been known from the start.

    A correction mends a typo; what would have led elsewhere is a matter for `undo`.

    Args:
        replayed: the stages of the case, decided again.
        way_out: what to do about a step that would have gone otherwise.
    """
    for each in replayed:
        if each.now == each.then:
            continue
        step, hint = each.step, way_out(each.step)
        yield from (replace(problem, hint=hint) for problem in each.now.refused)
        if not each.now.refused:
            message = _("With this value, {stage} (step {seq}) would have led elsewhere.").format(
                stage=step.stage, seq=step.seq
            )
            yield Problem(reference="correction-refused", message=message, where=step.stage or "", hint=hint)


def _decided(sop: Sop, before: Sequence[Step], step: Step, mended: Mapping[str, JsonValue]) -> Decided:
    """Decides a step again on what it captured, with the numbers and signers that it had."""
    stage, state = asking_all(sop.stage(step.stage or "")), fold(sop, before)
    said = from_stored({name: _said_again(sop.fields[name], value) for name, value in _said(sop, step).items()})
    world = World(today=step.at.date(), zone=step.at.tzinfo or dt.UTC, officials={}, attach=_nothing)
    found = capture(sop, state, stage, said, at=step.at, world=world)
    if found.problems or found.missing:
        wrong = [problem.where for problem in found.problems]
        return Decided(unasked=(*wrong, *(dotted(question.path) for question in found.missing)), state=state)
    found = replace(found, copied=copied_by(step.copies, at=step.at, round_=step.round))
    signers = _signers(step)
    try:
        plan = decide(
            sop,
            state,
            stage,
            found,
            by=step.by,
            role=step.role,
            at=step.at,
            number=_numbers(step, found.numbers),
            signer=lambda kind, _document: signers.get(kind, step.by),
        )
    except DocgenError as error:
        return Decided(refused=error.problems, state=state)
    carried_over = {name for name, path in stage.replace.items() if path[0] in mended}
    return Decided(
        captured={name: value for name, value in plan.captured.items() if name not in {*mended, *carried_over}},
        spoken_of=found.spoken_of,
        moved=(plan.opens, plan.closes, plan.ends, plan.round_after),
        state=state,
        plan=plan,
    )


def _numbers(step: Step, fields: Iterable[str] = ()) -> Callable[[NumberKey, str], Number]:
    """Gives the numbers that a step took: those of these fields and of its papers; a blank one for what had none."""
    taken: dict[NumberKey, object] = {(name, None): step.captured.get(name) for name in fields}
    taken |= {(document.kind, document.copy_): document.number for document in step.documents}

    def number(key: NumberKey, register: str) -> Number:
        blank = {"nomor": "", "urut": 0, "tanggal": step.at.date(), "register": register}
        return Number.model_validate(taken.get(key) or blank)

    return number


def _signers(step: Step) -> dict[str, Person]:
    """Who signed the papers of a step, by kind of paper."""
    stored = step.office.get("penandatangan")
    signed = stored.items() if isinstance(stored, dict) else ()
    return {kind: Person.model_validate(person) for kind, person in signed}


def _said(sop: Sop, step: Step) -> dict[str, JsonValue]:
    """What a step captured because somebody said it: neither computed nor a number that it took."""
    stage = sop.stage(step.stage or "")
    return {
        name: value
        for name, value in step.captured.items()
        if name not in (*stage.set, *stage.replace) and sop.fields[name].type != "number"
    }


def _said_again(spec: FieldSpec, value: JsonValue) -> object:
    """A captured value as it would be said."""
    if spec.each is None or not isinstance(value, list):
        return as_given(spec, value)
    single = spec.model_copy(update={"each": None})
    return [None if item is None else as_given(single, item) for item in value]


def _nothing(name: str, _folder: FilePath | None) -> dict[str, JsonValue]:
    """No file is taken in again: what the record holds is kept."""
    raise refuse("file-refused", name, hint=_("Check the name and the folder."))


def as_if_known(sop: Sop, steps: Sequence[Step], mended: Mapping[str, JsonValue]) -> list[Step]:
    """The steps with each mended value where a stage captured it last; corrections made meanwhile are overtaken."""
    corrected = list(steps)
    mends = [step.stage is None for step in steps]
    for name, value in mended.items():
        captured = [step.captured.get(name) for step in steps]
        if sop.fields[name].each is not None and isinstance(value, list):
            captured = _each_replaced(captured, mends, value)
        else:
            captured = _last_replaced(captured, mends, value, same=_same_items(sop, steps, name))
        for place, new in enumerate(captured):
            others = {key: old for key, old in corrected[place].captured.items() if key != name}
            known = others if new is None else {**others, name: new}
            corrected[place] = corrected[place].model_copy(update={"captured": known})
    return corrected


def _same_items(sop: Sop, steps: Sequence[Step], name: str) -> Sequence[bool] | None:
    """For each step, whether items of a list that it captured are those before it; nothing if none is spoken of."""
    if not any(True for _said in sop.said_of(name)):
        return None
    return [step.stage is not None and name in sop.stage(step.stage).replace for step in steps]


def _last_replaced(
    captured: Sequence[JsonValue], mends: Sequence[bool], value: JsonValue, *, same: Sequence[bool] | None = None
) -> list[JsonValue]:
    """The value in place of the last that a stage captured; what mended it since is in the value.

    Args:
        captured: what each step captured of the field.
        mends: which steps are acts on the record.
        value: the mended value.
        same: of a list whose items are spoken of, which steps took its items over from the step before. These, and
            those that said the same list again, stand for the same items: what is mended was so before, too.
    """
    result = list(captured)
    for place in reversed(range(len(captured))):
        if captured[place] is None:
            continue
        result[place] = None if mends[place] else value
        if mends[place]:
            continue
        before = next((known for known in reversed(captured[:place]) if known is not None), None)
        if same is None or before is None or not (same[place] or before == captured[place]):
            break
        value = value if before == captured[place] else _item_by_item(before, captured[place], value)
    return result


def _item_by_item(before: JsonValue, after: JsonValue, mended: JsonValue) -> JsonValue:
    """A list as it was before some items gave way, with what was mended of those that did not."""
    rows = zip(*(each if isinstance(each, list) else [] for each in (before, after, mended)), strict=True)
    return [new if was == stays else was for was, stays, new in rows]


def _each_replaced(
    captured: Sequence[JsonValue], mends: Sequence[bool], values: Sequence[JsonValue]
) -> list[JsonValue]:
    """The same for what was said of the items of a list, item by item; of items that are gone it stays."""
    width = max(len(each) for each in (*captured, [*values]) if isinstance(each, list))
    columns = [[_of_item(said, item) for said in captured] for item in range(width)]
    columns = [
        _last_replaced(column, mends, values[item]) if item < len(values) else column
        for item, column in enumerate(columns)
    ]
    lengths = [len(said) if isinstance(said, list) else 0 for said in captured]
    rows = [[column[place] for column in columns[:length]] for place, length in enumerate(lengths)]
    return [row if any(said is not None for said in row) else None for row in rows]


def _of_item(said: JsonValue, item: int) -> JsonValue:
    return said[item] if isinstance(said, list) and item < len(said) else None

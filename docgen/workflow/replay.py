"""Whether a corrected value leaves every decision as it was taken.

Each step is decided again twice, by the same code as the first time: with the record as it was, and as if the mended
values had been known from the start. What differs, but for the mended values themselves, would have gone otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Number, Step
from docgen.model.sop import FieldSpec, Sop
from docgen.workflow.capture import capture
from docgen.workflow.checking import World
from docgen.workflow.fold import fold, standing
from docgen.workflow.given import dotted, from_stored
from docgen.workflow.plan import NumberKey, decide
from docgen.workflow.value import as_given


def overthrown(sop: Sop, steps: Sequence[Step], mended: Mapping[str, JsonValue]) -> Iterator[Problem]:
    """Every decision that would have gone otherwise, had the mended values been known from the start.

    A correction mends a typo; what would have led elsewhere is a matter for `undo`.

    Args:
        sop: the rules of the case.
        steps: all its steps.
        mended: the new values of the fields that change, each whole.
    """
    before = standing(steps)
    after = _as_if_known(sop, before, mended)
    for place, step in enumerate(before):
        if step.stage is None:
            continue
        then = _decided(sop, before[:place], step, mended)
        now = _decided(sop, after[:place], after[place], mended)
        if now == then:
            continue
        back = _("Take that step back first: docgen undo {case}").format(case=step.case)
        yield from (replace(problem, hint=back) for problem in now.refused)
        if not now.refused:
            message = _("With this value, {stage} (step {seq}) would have led elsewhere.").format(
                stage=step.stage, seq=step.seq
            )
            yield Problem(reference="correction-refused", message=message, where=step.stage, hint=back)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What a step decided, but for the mended values."""

    refused: tuple[Problem, ...] = ()
    unasked: tuple[str, ...] = ()
    """What was not asked, or asked and not said."""
    captured: Mapping[str, JsonValue] | None = None
    spoken_of: Mapping[str, tuple[int, ...]] | None = None
    moved: tuple[object, ...] = ()


def _decided(sop: Sop, before: Sequence[Step], step: Step, mended: Mapping[str, JsonValue]) -> _Decided:
    """Decides a step again on what it captured."""
    stage, state = sop.stage(step.stage or ""), fold(sop, before)
    said = from_stored({name: _said_again(sop.fields[name], value) for name, value in _said(sop, step).items()})
    world = World(today=step.at.date(), zone=step.at.tzinfo or dt.UTC, officials={}, attach=_nothing)
    found = capture(sop, state, stage, said, at=step.at, world=world)
    if found.problems or found.missing:
        wrong = [problem.where for problem in found.problems]
        return _Decided(unasked=(*wrong, *(dotted(question.path) for question in found.missing)))

    def number(key: NumberKey, register: str) -> Number:
        stored = step.captured.get(key[0]) if key[0] in found.numbers else None
        blank = {"nomor": "", "urut": 0, "tanggal": step.at.date(), "register": register}
        return Number.model_validate(blank if stored is None else stored)

    try:
        plan = decide(
            sop,
            state,
            stage,
            found,
            by=step.by,
            role=step.role,
            at=step.at,
            number=number,
            signer=lambda _role: step.by,
        )
    except DocgenError as error:
        return _Decided(refused=error.problems)
    return _Decided(
        captured={name: value for name, value in plan.captured.items() if name not in mended},
        spoken_of=found.spoken_of,
        moved=(plan.opens, plan.closes, plan.ends, plan.round_after),
    )


def _said(sop: Sop, step: Step) -> dict[str, JsonValue]:
    """What a step captured because somebody said it: neither computed nor a number that it took."""
    computed = sop.stage(step.stage or "").set
    return {
        name: value
        for name, value in step.captured.items()
        if name not in computed and sop.fields[name].type != "number"
    }


def _said_again(spec: FieldSpec, value: JsonValue) -> object:
    """A captured value as it would be said."""
    if spec.each is None or not isinstance(value, list):
        return as_given(spec, value)
    single = spec.model_copy(update={"each": None})
    return [None if item is None else as_given(single, item) for item in value]


def _nothing(name: str) -> dict[str, JsonValue]:
    """No file is taken in again: what the record holds is kept."""
    raise refuse("file-refused", name, hint=_("Check the name and the folder."))


def _as_if_known(sop: Sop, steps: Sequence[Step], mended: Mapping[str, JsonValue]) -> list[Step]:
    """The steps with each mended value where a stage captured it last; corrections made meanwhile are overtaken."""
    corrected = list(steps)
    mends = [step.stage is None for step in steps]
    for name, value in mended.items():
        captured = [step.captured.get(name) for step in steps]
        if sop.fields[name].each is not None and isinstance(value, list):
            captured = _each_replaced(captured, mends, value)
        else:
            captured = _last_replaced(captured, mends, value, again=any(True for _said in sop.said_of(name)))
        for place, new in enumerate(captured):
            others = {key: old for key, old in corrected[place].captured.items() if key != name}
            known = others if new is None else {**others, name: new}
            corrected[place] = corrected[place].model_copy(update={"captured": known})
    return corrected


def _last_replaced(
    captured: Sequence[JsonValue], mends: Sequence[bool], value: JsonValue, *, again: bool = False
) -> list[JsonValue]:
    """The value in place of the last that a stage captured.

    Args:
        captured: what each step captured of the field.
        mends: which steps are acts on the record.
        value: the mended value.
        again: the same value, said again, stands for the same items: it is mended as well.
    """
    stages = [place for place, old in enumerate(captured) if old is not None and not mends[place]]
    changed = set(stages[-1:])
    while again and len(changed) < len(stages) and captured[stages[-1 - len(changed)]] == captured[stages[-1]]:
        changed.add(stages[-1 - len(changed)])
    after = max(changed, default=-1)
    return [
        value if place in changed else None if mends[place] and place > after else old
        for place, old in enumerate(captured)
    ]


def _each_replaced(
    captured: Sequence[JsonValue], mends: Sequence[bool], values: Sequence[JsonValue]
) -> list[JsonValue]:
    """The same for what was said of the items of a list, item by item."""
    columns = [
        _last_replaced([_of_item(said, item) for said in captured], mends, value) for item, value in enumerate(values)
    ]
    rows = [[column[place] for column in columns] for place in range(len(captured))]
    return [row if any(said is not None for said in row) else None for row in rows]


def _of_item(said: JsonValue, item: int) -> JsonValue:
    return said[item] if isinstance(said, list) and item < len(said) else None

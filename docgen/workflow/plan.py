"""The decision: what one stage, done now with these values, records, opens, forgets and issues.

Pure: `(sop, state, stage, captured values, by, at) → Plan`. Every refusal of the workflow happens here.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Number, Person
from docgen.model.expression import Each
from docgen.model.sop import Branch, DocumentKind, Require, Sop, Stage
from docgen.workflow.capture import Capture
from docgen.workflow.fold import PAST, Past, State, disposed_entry, merge_said
from docgen.workflow.view import View, deciding_view

NumberKey = tuple[str, int | None]
"""What takes a number: a field's name, or a document's id with its copy (from 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper to be issued: its kind, for which item, and under which number."""

    kind: str
    document: DocumentKind
    copy: int | None = None
    recipient: Any = None
    number: Number | None = None
    signer: Person | None = None

    def file_name(self, case: str, seq: int, stage: str) -> str:
        """The paper's file: case, step and kind; never a person's name."""
        copy = "" if self.copy is None else f"-{self.copy}"
        return f"{case}-{seq:02d}-{stage}-{self.kind}{copy}.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a step will be, and what its papers see."""

    stage: Stage
    at: dt.datetime
    round: int
    captured: Mapping[str, JsonValue]
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    forgets: tuple[str, ...]
    ends: str | None
    round_after: int
    outcome: str | None
    """How the case has ended after this step, if it has."""
    papers: tuple[Paper, ...]
    view: View
    """What expressions see once the values are captured: the papers' own context stands on it."""

    def content(self) -> dict[str, Any]:
        """The part of the step's record that was decided here."""
        return {
            "kind": "stage",
            "stage": self.stage.id,
            "at": self.at.isoformat(),
            "round": self.round,
            "round_after": self.round_after,
            "captured": dict(self.captured),
            "opens": list(self.opens),
            "closes": list(self.closes),
            "forgets": list(self.forgets),
            "ends": self.ends,
        }


def stamp(at: dt.datetime) -> str:
    """A time as messages show it, in any language."""
    return f"{at:%Y-%m-%d %H:%M}"


def performable(sop: Sop, state: State) -> tuple[Stage, ...]:
    """The stages that may be done now: those that wait, then the acts that may be done during them."""
    if state.seq == 0:
        return (sop.first,)
    waiting = tuple(stage for stage in sop.stages if stage.id in state.open)
    return waiting + tuple(stage for stage in sop.stages if stage.is_act and _during(stage, state.open))


def _during(stage: Stage, open_stages: tuple[str, ...]) -> tuple[str, ...]:
    """The open stages during which this act is done."""
    if "any" in stage.during:
        return open_stages
    return tuple(stage_id for stage_id in open_stages if stage_id in stage.during)


def find_stage(sop: Sop, name: str) -> Stage:
    """The stage of that id. Raises `stage-unknown` with the nearest names."""
    ids = [stage.id for stage in sop.stages]
    if name in ids:
        return sop.stage(name)
    close = difflib.get_close_matches(name, ids, n=1)
    raise refuse(
        "stage-unknown",
        _("{sop} has no stage {name}.").format(sop=sop.id, name=name),
        hint=_("Did you mean {name}?").format(name=close[0]) if close else ", ".join(ids),
    )


def check_allowed(sop: Sop, state: State, stage: Stage) -> None:
    """Refuses a stage that is not open now, saying what is. Raises `step-not-allowed`."""
    if stage in performable(sop, state):
        return
    name = state.case or sop.id
    done = state.past.get(stage.key)
    if done is not None:
        message = _("{stage} was done already in case {case}: {when}, by {who}.").format(
            stage=stage.id, case=name, when=stamp(done.at), who=done.by.nama
        )
    else:
        message = _("{stage} is not possible now in case {case}.").format(stage=stage.id, case=name)
    if state.closed:
        hint = _("The case is closed: {outcome}.").format(outcome=state.outcome)
    elif state.seq == 0:
        hint = _("A case begins with: {stage}.").format(stage=sop.first.id)
    else:
        hint = _("Possible now: {stages}. See: docgen status {case}").format(
            stages=", ".join(each.id for each in performable(sop, state)), case=name
        )
    raise refuse("step-not-allowed", message, hint=hint)


def check_time(state: State, stage: Stage, *, at: dt.datetime, now: dt.datetime) -> None:
    """A step happened neither in the future nor before the step that opened its stage. Raises `time-invalid`."""
    if at > now:
        raise refuse(
            "time-invalid",
            _("{at} is in the future (now it is {now}).").format(at=stamp(at), now=stamp(now)),
            where="--at",
            hint=_("Give the time when it really happened, or leave --at out."),
        )
    during = _during(stage, state.open) if stage.is_act else (stage.id,)
    opened = [state.opened_at[name] for name in during if name in state.opened_at]
    if opened and at < max(opened):
        raise refuse(
            "time-invalid",
            _("{stage} cannot have been done at {at}: it was opened at {opened}.").format(
                stage=stage.id, at=stamp(at), opened=stamp(max(opened).astimezone(at.tzinfo))
            ),
            where="--at",
            hint=_("Give a time from {opened} on.").format(opened=stamp(max(opened).astimezone(at.tzinfo))),
        )


def decide(
    sop: Sop,
    state: State,
    stage: Stage,
    captured: Capture,
    *,
    by: Person,
    role: str,
    at: dt.datetime,
    number: Callable[[NumberKey, str], Number],
    signer: Callable[[str], Person],
) -> Plan:
    """What this stage does to the case.

    Args:
        sop: the rules that the case is pinned to.
        state: where the case stands.
        stage: a stage that `check_allowed` let through.
        captured: the checked values.
        by: who does it.
        role: the actor that he does it as.
        at: when it happened, in the office's time zone.
        number: gives the number for a field or paper, from a register: a stand-in, or a claimed one.
        signer: the official who signs for a role.

    Raises:
        DocgenError: `step-refused` with every guard that does not hold.
    """
    values = dict(captured.values)
    for name in (*stage.fields, *stage.optional):
        spec = sop.fields[name]
        if spec.type == "number" and spec.register_ is not None:
            values[name] = number((name, None), spec.register_).model_dump(mode="json", by_alias=True)
    dropped = _overtaken(sop, state, values)
    after = _captured(sop, state, stage, values, dropped, by=by, role=role, at=at)
    view = deciding_view(sop, after, stage=stage, at=at)
    for name, expression in stage.set.items():
        computed = expression.evaluate(view)
        values[name] = _json(computed)
    if stage.set:
        after = _captured(sop, state, stage, values, dropped, by=by, role=role, at=at)
        view = deciding_view(sop, after, stage=stage, at=at)
    problems = guard_problems(sop, stage, view, captured)
    if problems:
        raise DocgenError(problems)
    branch = choose(stage, view)
    closes, opens, ends = _moves(state, stage, branch)
    up = bool(branch and branch.to and min(sop.index(name) for name in branch.to) < sop.index(stage.id))
    forgets = (*dropped, *(_forgotten(sop, branch.to) if up and branch else ()))
    remaining = tuple(name for name in state.open if name not in closes) + opens
    return Plan(
        stage=stage,
        at=at,
        round=state.round,
        round_after=state.round + 1 if up else state.round,
        captured=values,
        opens=opens,
        closes=closes,
        forgets=tuple(dict.fromkeys(forgets)),
        ends=ends,
        outcome=None if remaining else (ends or state.outcome),
        papers=tuple(_papers(sop, stage, view, captured, number=number, signer=signer)),
        view=view,
    )


def _json(value: Any) -> JsonValue:
    """A computed value as it is stored."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return str(value)


def _overtaken(sop: Sop, state: State, values: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """What was said of the items of a list that this step replaces, unless it says it anew."""
    return tuple(
        each_name
        for name, value in values.items()
        if sop.fields[name].type == "list" and value != state.record.get(name)
        for each_name, _spec in sop.said_of(name)
        if each_name in state.record and each_name not in values
    )


def _captured(
    sop: Sop,
    state: State,
    stage: Stage,
    values: Mapping[str, JsonValue],
    dropped: tuple[str, ...],
    *,
    by: Person,
    role: str,
    at: dt.datetime,
) -> State:
    """The state in which this step's values are known, but nothing has moved yet: what its papers see."""
    record = {name: value for name, value in state.record.items() if name not in dropped}
    chains = {**state.dispositions}
    for name, value in values.items():
        spec = sop.fields[name]
        if spec.type == "disposition" and isinstance(value, dict):
            entry = disposed_entry(value, at=at, round_=state.round, role=role, by=by)
            chains[name] = (*chains.get(name, ()), entry)
        else:
            record[name] = merge_said(record.get(name), value) if spec.each is not None else value
    past = {**state.past, stage.key: Past(at, by, state.seq + 1)}
    return replace(state, record=record, dispositions=chains, past=past, opened=state.opened or at)


def guard_problems(sop: Sop, stage: Stage, view: View, captured: Capture) -> tuple[Problem, ...]:
    """Every guard of a stage that does not hold, with its message."""
    return tuple(
        Problem(reference="step-refused", message=guard.else_.evaluate(context), where=stage.id)
        for guard in stage.require
        for context in _guarded(sop, guard, view, captured)
        if not guard.that.evaluate(context)
    )


def _guarded(sop: Sop, guard: Require, view: View, captured: Capture) -> Iterator[View]:
    """The contexts in which a guard must hold: once, or for each item that it is about."""
    if guard.each is None:
        yield view
        return
    for _place, item in items_of(sop, guard.each, view, captured):
        yield {**view, guard.each.name: item}


def items_of(sop: Sop, each: Each, view: View, captured: Capture) -> Iterator[tuple[int, Any]]:
    """The items (place from 0) that match: those that this step spoke of; if it spoke of none, all."""
    items: Any = view
    for name in each.list:
        items = items[name]
    spoken = {
        place
        for name, places in captured.spoken_of.items()
        if (said := sop.fields[name].each) is not None and said.list == each.list
        for place in places
    }
    for place, item in enumerate(items):
        if spoken and place not in spoken:
            continue
        if each.condition is None or each.condition.evaluate({**view, each.name: item}):
            yield place, item


def choose(stage: Stage, view: View) -> Branch | None:
    """The first way on whose condition holds. Raises `step-refused` if there are ways and none holds."""
    for branch in stage.branches:
        if branch.when is None or branch.when.evaluate(view):
            return branch
    if stage.branches:
        raise refuse(
            "step-refused",
            _("No way on from {stage}: none of its conditions holds.").format(stage=stage.id),
            hint=_("The definition should end the list of `next` with a branch without `when`."),
        )
    return None


def _moves(state: State, stage: Stage, branch: Branch | None) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """What closes, what opens, and the outcome's name."""
    if branch is None:
        return (), (), None
    if not stage.is_act:
        closes: tuple[str, ...] = (stage.id,) if stage.id in state.open else ()
    else:
        closes = state.open if branch.ends else _during(stage, state.open)
    kept = [name for name in state.open if name not in closes]
    return closes, tuple(name for name in branch.to if name not in kept), branch.ends


def _forgotten(sop: Sop, targets: tuple[str, ...]) -> Iterator[str]:
    """What only the target and later stages capture, and that they were done: a new round begins."""
    start = min(sop.index(name) for name in targets)
    earlier = {name for stage in sop.stages[:start] for name in stage.captures}
    for stage in sop.stages[start:]:
        yield from (name for name in stage.captures if name not in earlier and sop.fields[name].type != "disposition")
        yield PAST + stage.key


def _papers(
    sop: Sop,
    stage: Stage,
    view: View,
    captured: Capture,
    *,
    number: Callable[[NumberKey, str], Number],
    signer: Callable[[str], Person],
) -> Iterator[Paper]:
    """The papers of this stage in its order, one for each item where the definition says so."""
    for kind in stage.documents:
        document = sop.documents[kind]
        if document.when is not None and not document.when.evaluate(view):
            continue
        copies: list[tuple[int | None, Any]] = [(None, None)]
        if document.each is not None:
            copies = [(place + 1, item) for place, item in items_of(sop, document.each, view, captured)]
        for copy, item in copies:
            yield Paper(
                kind=kind,
                document=document,
                copy=copy,
                recipient=item,
                number=number((kind, copy), document.register_) if document.register_ is not None else None,
                signer=signer(document.signer) if document.signer is not None else None,
            )

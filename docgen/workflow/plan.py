"""The decision: what one stage, done now with these values, records, opens, forgets and issues.

Pure: `(sop, state, stage, captured values, by, at) → Plan`. Every refusal of the workflow happens here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Number, Person
from docgen.model.expression import Expression
from docgen.model.field import FieldSpec
from docgen.model.sop import Branch, DocumentKind, Sop, Stage
from docgen.model.values import ValueProblem, parse_scalar
from docgen.workflow.capture import Capture
from docgen.workflow.fold import (
    Issued,
    Past,
    State,
    disposed_entry,
    issued,
    learned,
    overtaken,
    with_copies,
    with_paper,
)
from docgen.workflow.guards import guard_problems, guard_warnings, items_of
from docgen.workflow.items import item_of
from docgen.workflow.moves import move
from docgen.workflow.replacing import replaced
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
    item: str | None = None
    """For which item, in words."""
    number: Number | None = None
    signer: Person | None = None

    def file_name(self, case: str, seq: int, stage: str) -> str:
        """The paper's file: case, step and kind; never a person's name."""
        copy = "" if self.copy is None else f"-{self.copy}"
        return f"{case}-{seq:02d}-{stage}-{self.kind}{copy}.{self.document.suffix}"


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
    closed: dt.datetime | None
    """When it was closed: at this step, or before it."""
    papers: tuple[Paper, ...]
    view: View
    """What expressions see once the values are captured: the papers' own context stands on it."""
    copied: tuple[Issued, ...] = ()
    """The papers of a session that come into the file with this step."""
    warnings: tuple[Problem, ...] = ()
    """What the definition tells of the step, and does not refuse."""

    def filed(self, before: tuple[Issued, ...], paper: Paper) -> tuple[Issued, ...]:
        """The file of the case with what this step brings into it, up to this paper.

        Args:
            before: the file before this step.
            paper: one of the step's papers.
        """
        last = [(each.kind, each.copy) for each in self.papers].index((paper.kind, paper.copy))
        papers = with_copies(before, self.copied)
        for each in self.papers[: last + 1]:
            papers = with_paper(papers, self._issued(each))
        return papers

    def _issued(self, paper: Paper) -> Issued:
        return issued(
            paper.kind,
            paper.document.title,
            copy=paper.copy,
            item=paper.item,
            code=paper.document.classification,
            number=paper.number,
            at=self.at,
            round_=self.round,
        )

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
    signer: Callable[[str, DocumentKind], Person],
    numbered: bool = True,
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
        signer: the official who signs a kind of paper.
        numbered: whether the office numbers its papers itself.

    Raises:
        DocgenError: `step-refused` with every guard that does not hold; `expression-failed`: the definition reads what
            is not known.
    """
    values = dict(captured.values)
    for name in captured.numbers:
        register = sop.fields[name].register_
        assert register is not None  # noqa: S101  # a number field has one
        values[name] = number((name, None), register).model_dump(mode="json", by_alias=True)
    after = _knowing(sop, state, stage, values, captured, by=by, role=role, at=at)
    view = deciding_view(sop, after, stage=stage, at=at)
    with _named(stage):
        for name, expression in stage.set.items():
            spec = sop.fields[name]
            values[name] = (
                _kept(after, name, expression, view)
                if spec.type == "list"
                else stored(spec, name, expression, view, at)
            )
            after = _knowing(sop, state, stage, values, captured, by=by, role=role, at=at)
            view = deciding_view(sop, after, stage=stage, at=at)
        if others := replaced(sop, stage, after.record):
            values |= others
            after = _knowing(sop, state, stage, values, captured, by=by, role=role, at=at)
            view = deciding_view(sop, after, stage=stage, at=at)
        problems = guard_problems(sop, state, stage, view, captured)
        if problems:
            raise DocgenError(problems)
        warnings = guard_warnings(sop, state, stage, view, captured)
        moved = move(sop, state.open, stage, choose(stage, view))
        papers = tuple(_papers(sop, stage, view, captured, number=number if numbered else None, signer=signer))
    lost = overtaken(sop, state.record, values, mends=stage.replace)
    dropped = [name for name in lost if name not in values]
    remaining = tuple(name for name in state.open if name not in moved.closes) + moved.opens
    return Plan(
        stage=stage,
        at=at,
        round=state.round,
        round_after=state.round + 1 if moved.up else state.round,
        captured=values,
        opens=moved.opens,
        closes=moved.closes,
        forgets=tuple(dict.fromkeys([*captured.lapsed, *dropped, *moved.forgets])),
        ends=moved.ends,
        outcome=None if remaining else (moved.ends or state.outcome),
        closed=None if remaining else at,
        papers=papers,
        view=view,
        copied=captured.copied,
        warnings=warnings,
    )


@contextmanager
def _named(stage: Stage) -> Iterator[None]:
    """Says of every refusal at which stage it was."""
    try:
        yield
    except DocgenError as error:
        raise DocgenError(replace(found, where=found.where or stage.id) for found in error.problems) from error


def _kept(state: State, name: str, expression: Expression, view: View) -> JsonValue:
    """The items of a list that an expression chose from it, as the record has them."""
    chosen, items = expression.evaluate(view), state.record.get(name)
    stored_items = items if isinstance(items, list) else []
    return [item for item, seen in zip(stored_items, view[name], strict=True) if any(seen is each for each in chosen)]


def stored(spec: FieldSpec, name: str, expression: Expression, view: View, at: dt.datetime) -> JsonValue:
    """A computed value as its field stores it. Raises `expression-failed` if it does not suit the field."""
    value = expression.evaluate(view)
    if isinstance(value, dt.time):
        value = value.isoformat(timespec="minutes")
    elif isinstance(value, dt.date):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = f"{value:.2f}"
    try:
        return parse_scalar(
            spec.type,
            value,
            typed=True,
            today=at.date(),
            zone=at.tzinfo or dt.UTC,
            choices=spec.choices,
            minimum=spec.min,
            maximum=spec.max,
        )
    except ValueProblem as problem:
        raise refuse(
            "expression-failed",
            _("{name} cannot be computed by “{expression}”: {reason}").format(
                name=name, expression=expression.text, reason=problem
            ),
            hint=problem.hint,
        ) from problem


def _knowing(
    sop: Sop,
    state: State,
    stage: Stage,
    values: Mapping[str, JsonValue],
    captured: Capture,
    *,
    by: Person,
    role: str,
    at: dt.datetime,
) -> State:
    """The state in which this step's values are known, but nothing has moved yet: what its papers see."""
    record = learned(sop, state.record, values, mends=stage.replace)
    chains = {**state.dispositions}
    for name, value in values.items():
        if sop.fields[name].type == "disposition" and isinstance(value, dict):
            entry = disposed_entry(value, at=at, round_=state.round, role=role, by=by)
            chains[name] = (*chains.get(name, ()), entry)
    return replace(
        state,
        record={name: value for name, value in record.items() if name not in captured.lapsed},
        dispositions=chains,
        past={**state.past, stage.key: Past(at, by, state.seq + 1)},
        opened=state.opened or at,
    )


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


def ahead(
    sop: Sop, state: State, stage: Stage, captured: Capture, *, besides: str, at: dt.datetime
) -> tuple[Stage, ...]:
    """Where the stage leads by what was said so far; nothing while anything but this one field is missing."""
    if captured.problems or any(question.path[0] != besides for question in captured.missing):
        return ()
    known = replace(state, record=learned(sop, state.record, captured.values))
    try:
        branch = choose(stage, deciding_view(sop, known, stage=stage, at=at))
    except DocgenError:
        return ()
    return tuple(sop.stage(name) for name in branch.to) if branch is not None else ()


def _papers(
    sop: Sop,
    stage: Stage,
    view: View,
    captured: Capture,
    *,
    number: Callable[[NumberKey, str], Number] | None,
    signer: Callable[[str, DocumentKind], Person],
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
                item=item_of(sop, document, copy, item),
                number=number((kind, copy), document.register_) if number and document.register_ is not None else None,
                signer=signer(kind, document) if document.signer is not None else None,
            )

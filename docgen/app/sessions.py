"""The sessions of an SOP at a glance: their days, who sits in them, and what was made of those who waited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from pydantic import JsonValue

from docgen.app.cases import OpenCase, load_case, open_case, read_projections
from docgen.app.definitions import case_prefixes, rules_now
from docgen.app.joint import as_now
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Weighed
from docgen.model.printed import show
from docgen.model.session import SessionRules
from docgen.model.sop import SEAT_PLACE, SESSION_CASE
from docgen.store.cases import meant
from docgen.workflow.fold import standing
from docgen.workflow.seats import capacity, days, taken_seats
from docgen.workflow.timetable import Day
from docgen.workflow.view import View, record_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who sits in a session."""

    case: str
    place: int
    """His place in the list of that case, from 1."""
    facts: Mapping[str, JsonValue]
    """What the session knows of him, as the record has it."""
    shown: tuple[str, ...]
    """The same in words, with case and place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a step made of each case that waited."""

    seq: int
    stage: str
    at: dt.datetime
    requests: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A session in short."""

    case: str
    name: str
    """Its first text: what people call it."""
    days: tuple[Day, ...]
    seats: int
    capacity: int
    open: tuple[str, ...]
    """Where it waits."""
    outcome: str | None
    """How it ended, if it did."""

    @property
    def stands(self) -> str:
        """Where it waits, or how it ended."""
        return ", ".join(self.open) or self.outcome or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A session whole."""

    listed: Listed
    seated: tuple[Seat, ...]
    plans: tuple[Planned, ...]
    """Of each step that took cases in, the first one first."""


def sessions(workspace: Workspace, rules: str) -> tuple[Listed, ...]:
    """The sessions of one kind, by number. Raises DocgenError if the definition has no such kind."""
    rules_now(workspace, rules)
    return tuple(_listed(case) for case in _cases(workspace, rules))


def session(workspace: Workspace, rules: str, case_text: str) -> Whole:
    """One session, whole. Raises DocgenError: there is no such case, or it is of another kind."""
    case, _own = open_session(workspace, rules, case_text)
    return _whole(case)


def open_session(workspace: Workspace, rules: str, case_text: str) -> tuple[OpenCase, SessionRules]:
    """A session as it stands now, and its rules. Raises DocgenError: there is none, or it is of another kind."""
    case = open_case(workspace, meant(workspace.store, case_text, prefix=str(case_prefixes(workspace).get(rules))))
    own = case.definition.sop
    if own.id != rules or not isinstance(own, SessionRules):
        message = _("Case {case} is of SOP {sop}.").format(case=case.id, sop=own.id)
        raise refuse("sop-unknown", message, where=case.id, hint=_("See: docgen show {case}").format(case=case.id))
    return as_now(workspace, case), own


def _cases(workspace: Workspace, rules: str) -> Iterator[OpenCase]:
    for folder, case in read_projections(workspace, on_damage=_pass_over):
        if case.sop == rules:
            yield as_now(workspace, load_case(workspace, folder))


def _pass_over(_damage: DocgenError) -> None:
    """`docgen list` and `verify` tell of it."""


def _listed(case: OpenCase) -> Listed:
    rules, state = _rules(case), case.state
    named = next((name for name, spec in rules.fields.items() if spec.type == "text"), None)
    return Listed(
        case=case.id,
        name=str(state.record.get(named or "") or ""),
        days=days(rules, state.record),
        seats=len(taken_seats(rules, state.record)),
        capacity=capacity(rules, state),
        open=state.open,
        outcome=state.outcome if state.closed else None,
    )


def _whole(case: OpenCase) -> Whole:
    rules = _rules(case)
    seen = record_view(rules, case.state)[rules.members.list_]
    taken = taken_seats(rules, case.state.record)
    return Whole(
        listed=_listed(case),
        seated=tuple(_seat(rules, kept, seat) for kept, seat in zip(taken, seen, strict=True)),
        plans=tuple(
            Planned(seq=step.seq, stage=str(step.stage), at=step.at, requests=step.plan)
            for step in standing(case.steps)
            if step.plan
        ),
    )


def _seat(rules: SessionRules, kept: Mapping[str, JsonValue], seen: View) -> Seat:
    shown = (seen[name] for name in rules.fields[rules.members.list_].fields)
    return Seat(
        case=str(kept[SESSION_CASE]),
        place=int(str(kept[SEAT_PLACE])),
        facts={name: value for name, value in kept.items() if name not in {SESSION_CASE, SEAT_PLACE}},
        shown=tuple("" if fact is None else show(fact) for fact in shown),
    )


def _rules(case: OpenCase) -> SessionRules:
    rules = case.definition.sop
    assert isinstance(rules, SessionRules)  # noqa: S101  # its case was found by these rules
    return rules

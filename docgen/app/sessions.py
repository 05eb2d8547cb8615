"""The sessions of an SOP at a glance: their days, who sits in them, and what was made of those who waited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from gettext import gettext as _

from docgen.app.cases import OpenCase, load_case, open_case, read_projections
from docgen.app.definitions import case_prefixes, rules_now
from docgen.app.joint import seats_now
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.printed import show
from docgen.model.session import SessionRules
from docgen.store.cases import meant
from docgen.workflow.seats import capacity, days
from docgen.workflow.view import View, record_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A session in short."""

    case: str
    name: str
    """Its first text: what people call it."""
    days: tuple[str, ...]
    seats: int
    capacity: int
    stands: str
    """Where it waits, or how it ended."""
    seated: tuple[tuple[str, ...], ...] = ()
    """Who sits in it: the case, his place in it, and what the session knows of him."""
    plan: tuple[tuple[str, str], ...] = ()
    """What the last plan made of each case that waited."""


def sessions(workspace: Workspace, rules: str) -> tuple[Listed, ...]:
    """The sessions of one kind, by number. Raises DocgenError if the definition has no such kind."""
    rules_now(workspace, rules)
    return tuple(_listed(workspace, case) for case in _cases(workspace, rules))


def session(workspace: Workspace, rules: str, case_text: str) -> Listed:
    """One session, whole. Raises DocgenError: there is no such case, or it is of another kind."""
    case, _own = open_session(workspace, rules, case_text)
    return _whole(workspace, case)


def open_session(workspace: Workspace, rules: str, case_text: str) -> tuple[OpenCase, SessionRules]:
    """A session and its rules. Raises DocgenError: there is no such case, or it is of another kind."""
    case = open_case(workspace, meant(workspace.store, case_text, prefix=str(case_prefixes(workspace).get(rules))))
    own = case.definition.sop
    if own.id != rules or not isinstance(own, SessionRules):
        message = _("Case {case} is of SOP {sop}.").format(case=case.id, sop=own.id)
        raise refuse("sop-unknown", message, where=case.id, hint=_("See: docgen show {case}").format(case=case.id))
    return case, own


def _cases(workspace: Workspace, rules: str) -> Iterator[OpenCase]:
    for folder, case in read_projections(workspace, on_damage=_pass_over):
        if case.sop == rules:
            yield load_case(workspace, folder)


def _pass_over(_damage: DocgenError) -> None:
    """`docgen list` and `verify` tell of it."""


def _listed(workspace: Workspace, case: OpenCase) -> Listed:
    rules, state = _rules(case), case.state
    named = next((name for name, spec in rules.fields.items() if spec.type == "text"), None)
    return Listed(
        case=case.id,
        name=str(state.record.get(named or "") or ""),
        days=tuple(_day(day) for day in days(rules, state)),
        seats=len(_seats(workspace, case)),
        capacity=capacity(rules, state),
        stands=", ".join(state.open) or state.outcome or "",
    )


def _whole(workspace: Workspace, case: OpenCase) -> Listed:
    rules = _rules(case)
    seats = _seats(workspace, case)
    plans = [step.plan for step in case.steps if step.plan]
    return replace(
        _listed(workspace, case),
        seated=tuple(tuple("" if fact is None else show(fact) for fact in _facts(rules, seat)) for seat in seats),
        plan=tuple((each.case, each.why) for each in (plans[-1] if plans else ())),
    )


def _seats(workspace: Workspace, case: OpenCase) -> list[View]:
    """Who sits in a session: in one that is open those who have a seat now, whatever its last step knew."""
    rules, state = _rules(case), case.state
    if state.open:
        state = replace(state, record={**state.record, **seats_now(workspace, case, rules)})
    seats: list[View] = record_view(rules, state)[rules.members.list_]
    return seats


def _facts(rules: SessionRules, seat: View) -> Iterator[object]:
    yield from (seat[name] for name in rules.fields[rules.members.list_].fields)


def _rules(case: OpenCase) -> SessionRules:
    rules = case.definition.sop
    assert isinstance(rules, SessionRules)  # noqa: S101  # its case was found by these rules
    return rules


def _day(day: View) -> str:
    dates = [show(value) for value in day.values() if isinstance(value, dt.date)]
    times = [show(value) for value in day.values() if isinstance(value, dt.time)]
    return " ".join([*dates, "-".join(times)])

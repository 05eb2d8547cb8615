"""The sessions of an SOP at a glance: their days, who sits in them, and what was made of those who waited."""

from __future__ import annotations

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
from docgen.workflow.seats import capacity, days, taken_seats
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
    return tuple(_listed(case) for case in _cases(workspace, rules))


def session(workspace: Workspace, rules: str, case_text: str) -> Listed:
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
    return _as_now(workspace, case), own


def _as_now(workspace: Workspace, case: OpenCase) -> OpenCase:
    """An open session with those in its list who have a seat now, whatever its last step knew."""
    if not case.state.open:
        return case
    record = {**case.state.record, **seats_now(workspace, case, _rules(case))}
    return replace(case, state=replace(case.state, record=record))


def _cases(workspace: Workspace, rules: str) -> Iterator[OpenCase]:
    for folder, case in read_projections(workspace, on_damage=_pass_over):
        if case.sop == rules:
            yield _as_now(workspace, load_case(workspace, folder))


def _pass_over(_damage: DocgenError) -> None:
    """`docgen list` and `verify` tell of it."""


def _listed(case: OpenCase) -> Listed:
    rules, state = _rules(case), case.state
    named = next((name for name, spec in rules.fields.items() if spec.type == "text"), None)
    return Listed(
        case=case.id,
        name=str(state.record.get(named or "") or ""),
        days=tuple(day.said for day in days(rules, state.record)),
        seats=len(taken_seats(rules, state.record)),
        capacity=capacity(rules, state),
        stands=", ".join(state.open) or state.outcome or "",
    )


def _whole(case: OpenCase) -> Listed:
    rules = _rules(case)
    seats = record_view(rules, case.state)[rules.members.list_]
    plans = [step.plan for step in case.steps if step.plan]
    return replace(
        _listed(case),
        seated=tuple(tuple("" if fact is None else show(fact) for fact in _facts(rules, seat)) for seat in seats),
        plan=tuple((each.case, each.why) for each in (plans[-1] if plans else ())),
    )


def _facts(rules: SessionRules, seat: View) -> Iterator[object]:
    yield from (seat[name] for name in rules.fields[rules.members.list_].fields)


def _rules(case: OpenCase) -> SessionRules:
    rules = case.definition.sop
    assert isinstance(rules, SessionRules)  # noqa: S101  # its case was found by these rules
    return rules

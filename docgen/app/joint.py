"""A step and the steps that it takes in other cases: a stage of a session works on its members, any other on none.

members    who is in the session, who waits, whom the plan takes in
draft      the session's own step, decided on what its members say of themselves
told       the stage that is performed in each member, decided on what the session tells it
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from gettext import gettext as _

from docgen.app.cases import OpenCase, load_case, pinned_rules, read_projection
from docgen.app.copied import copies_of
from docgen.app.draft import Draft, decided, draft_step
from docgen.app.intake import Intake
from docgen.app.membership import outdated
from docgen.app.officials import actor_for
from docgen.app.other_sessions import OtherSessions
from docgen.app.situation import Order, Situation, situation_of
from docgen.app.unchanged import refuse_unchanged
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Copy, Pin, Weighed
from docgen.model.printed import show
from docgen.model.session import SessionRules
from docgen.model.sop import SESSION_CASE, Stage
from docgen.model.workdays import Calendar
from docgen.store.cases import case_dirs
from docgen.store.steps import load
from docgen.workflow.allowed import check_allowed, check_time, find_stage, performable
from docgen.workflow.fold import Issued, State, copied_by, fold, learned
from docgen.workflow.planning import Request, Verdict, propose
from docgen.workflow.seats import (
    Attendant,
    attendant,
    capacity,
    days,
    gathered,
    is_member,
    objection,
    seated_twice,
    taken_seats,
    told,
    turn,
    wishes,
)
from docgen.workflow.timetable import late_warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A step in the making, with those that it takes in members."""

    draft: Draft
    members: tuple[Draft, ...] = ()
    plan: tuple[Weighed, ...] = ()
    told: tuple[Problem, ...] = ()
    """What is told of the members."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is told and not refused."""
        of_members = (warning for member in self.members for warning in member.plan.warnings)
        return (*self.draft.captured.warnings, *self.draft.plan.warnings, *of_members, *self.told)


def work_on(workspace: Workspace, case: OpenCase, order: Order) -> Work:
    """Decides a step of a case, and those that go with it. Every refusal happens here."""
    call = _call(workspace, case, order)
    if call is None:
        draft = draft_step(workspace, situation_of(case), order)
        refuse_unchanged(draft)
        return Work(draft=draft, told=tuple(outdated(workspace, case, _after(draft))))
    meeting = _meet(call)
    draft = draft_step(workspace, meeting.situation, order)
    members = tuple(_member(call, seated, draft) for seated in meeting.performing)
    refuse_unchanged(draft, members)
    told = (*_late(call, meeting.performing), *meeting.told)
    return Work(draft=draft, members=members, plan=meeting.plan, told=told)


def _after(draft: Draft) -> State:
    """A case as it will be recorded and stand after its step."""
    plan, state = draft.plan, draft.situation.state
    known = learned(draft.situation.definition.sop, state.record, plan.captured, mends=plan.stage.replace)
    record = {name: value for name, value in known.items() if name not in plan.forgets}
    standing = tuple(name for name in state.open if name not in plan.closes)
    return replace(state, record=record, open=(*standing, *plan.opens))


def gathering(workspace: Workspace, case: OpenCase, order: Order) -> Situation:
    """A case as it stands, in a session with what its members say: what questions are asked of."""
    call = _call(workspace, case, order)
    return situation_of(case) if call is None else _meet(call).situation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A stage of a session that is to be taken."""

    workspace: Workspace
    case: OpenCase
    rules: SessionRules
    stage: Stage
    performed: Stage
    """The stage that it performs in the members."""
    order: Order
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seated:
    """A case that the session works on."""

    case: OpenCase
    one: Attendant


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meeting:
    """A session with its members at a stage."""

    situation: Situation
    performing: tuple[_Seated, ...]
    plan: tuple[Weighed, ...] = ()
    told: tuple[Problem, ...] = ()
    """What is told of who sits in it now."""


def _call(workspace: Workspace, case: OpenCase, order: Order) -> _Call | None:
    """The stage of a session, if it works on members. Raises `stage-unknown`, or if it cannot be taken now."""
    rules, stage = case.definition.sop, find_stage(case.definition.sop, order.stage)
    if not isinstance(rules, SessionRules) or stage.performs is None:
        return None
    check_allowed(rules, case.state, stage)
    at = (order.at or workspace.now()).astimezone(workspace.office.zone)
    performed = rules.parent.stage(stage.performs)
    return _Call(workspace=workspace, case=case, rules=rules, stage=stage, performed=performed, order=order, at=at)


def _meet(call: _Call) -> _Meeting:
    """Who is in the session, and whom this stage takes in."""
    present = tuple(_present(call.workspace, call.case, call.rules, call.at))
    if call.rules.plans(call.stage):
        taken, plan = _taken_in(call, present)
        every = (*present, *taken)
        twice = tuple(seated_twice(call.rules, [seated.one for seated in every]))
        return _Meeting(situation=_seated(call, every), performing=taken, plan=plan, told=twice)
    _refuse_elsewhere(call, present)
    return _Meeting(situation=_seated(call, present), performing=present)


def _seated(call: _Call, present: Sequence[_Seated]) -> Situation:
    seats = gathered(call.rules, [seated.one for seated in present], at=call.at)
    return replace(situation_of(call.case), gathered=seats)


def as_now(workspace: Workspace, case: OpenCase) -> OpenCase:
    """An open session with those in its list who have a seat now: some may have left, or given seats back, since.

    Any other case is as it stands.
    """
    rules, at = case.definition.sop, workspace.now()
    if not isinstance(rules, SessionRules) or not case.state.open:
        return case
    seats = gathered(rules, [seated.one for seated in _present(workspace, case, rules, at)], at=at)
    return replace(case, state=replace(case.state, record={**case.state.record, **seats}))


def _present(workspace: Workspace, case: OpenCase, rules: SessionRules, at: dt.datetime) -> Iterator[_Seated]:
    """The members of a session that still have a seat in it, in the order in which it has them."""
    for member in dict.fromkeys(str(seat[SESSION_CASE]) for seat in taken_seats(rules, case.state.record)):
        opened = load_case(workspace, workspace.store.case_dir(member))
        one = attendant(rules, member, opened.state, at=at)
        if is_member(rules, opened.state, case.id) and one.seats:
            yield _Seated(case=opened, one=one)


def _taken_in(call: _Call, present: Sequence[_Seated]) -> tuple[tuple[_Seated, ...], tuple[Weighed, ...]]:
    """Whom the plan takes in, and what it made of everybody who waits.

    Raises:
        DocgenError: `plan-refused`: what the clerk wants cannot be; `step-refused`: nobody is taken in.
    """
    rules, state = call.rules, call.case.state
    _refuse_over(call)
    quota = capacity(rules, state)
    others = OtherSessions(call.workspace, call.rules, call.case.id, at=call.at)
    verdicts = propose(
        [_request(call, one, others) for one in _waiting(call)],
        quota=quota,
        free=quota - sum(len(seated.one.seats) for seated in present),
        dates={day.date for day in days(rules, state.record)},
        wanted=call.order.wanted,
    )
    plan = tuple(_weighed(verdict) for verdict in verdicts)
    if not any(verdict.seats for verdict in verdicts):
        raise _nobody(call, plan)
    taken = []
    for verdict in verdicts:
        if verdict.seats:
            opened = load_case(call.workspace, call.workspace.store.case_dir(verdict.case))
            one = attendant(rules, verdict.case, opened.state, at=call.at)
            taken.append(_Seated(case=opened, one=replace(one, seats=one.seats[: verdict.seats])))
    return tuple(taken), plan


def _refuse_over(call: _Call) -> None:
    """Refuses to take anybody into a session whose last day is over. Raises `schedule-refused`."""
    last = max((day.date for day in days(call.rules, call.case.state.record)), default=None)
    if last is not None and last < call.at.date():
        raise refuse(
            "schedule-refused",
            _("{case} is over: its last day was {day}.").format(case=call.case.id, day=show(last)),
            where=call.case.id,
            hint=_("Change its days first, or close it. See: docgen status {case}").format(case=call.case.id),
        )


def _late(call: _Call, taken: Sequence[_Seated]) -> Iterator[Problem]:
    """Of each case that the plan takes in later than the SOP allows, a warning."""
    waiting = call.rules.members.waiting
    if not call.rules.plans(call.stage) or call.performed.time is None:
        return
    calendar = Calendar.of(call.workspace.office)
    for seated in taken:
        opened = seated.case.state.opened_at[waiting].astimezone(call.workspace.office.zone).date()
        warning = late_warning(seated.case.id, calendar, opened, call.at.date(), call.performed.time)
        if warning is not None:
            yield warning


def _weighed(verdict: Verdict) -> Weighed:
    return Weighed(case=verdict.case, place=verdict.place, seats=verdict.seats, why=verdict.why)


def _nobody(call: _Call, plan: Sequence[Weighed]) -> DocgenError:
    waiting, sop, case = call.rules.members.waiting, call.rules.parent.id, call.case.id
    hint = _("See who waits: docgen list --sop {sop} --stage {stage}").format(sop=sop, stage=waiting)
    messages = [_("Nobody who waits at {stage} can be taken into {case}.").format(stage=waiting, case=case)]
    messages += [f"{each.case}: {each.why}" for each in plan]
    return DocgenError(Problem(reference="plan-refused", message=text, where=case, hint=hint) for text in messages)


def _waiting(call: _Call) -> Iterator[Attendant]:
    """The cases that wait to be taken in.

    Raises:
        DocgenError: a case of this SOP cannot be read: it may be its turn, and nobody is passed over in silence.
    """
    workspace, waiting = call.workspace, call.rules.members.waiting
    rules_of = cache(lambda pin: pinned_rules(workspace, Pin.model_validate_json(pin)))
    for folder in case_dirs(workspace.store):
        if not folder.name.startswith(f"{call.rules.parent.case_prefix}-"):
            continue
        found = read_projection(workspace, folder, on_damage=lambda _told: None)  # its steps are read instead
        if all(each.stage != waiting for each in found.open):
            continue
        steps = tuple(load(workspace.store, folder))
        pin = steps[0].sop
        assert pin is not None  # noqa: S101  # load() refuses a first step without one
        rules = rules_of(pin.model_dump_json())
        state = fold(rules, steps)
        same = rules == call.rules.parent  # a comment more in the file is no other rule
        # Of a case that keeps other rules nothing can be said in the words of these.
        yield (
            attendant(call.rules, found.id, state, at=call.at)
            if same
            else Attendant(case=found.id, state=state, view={}, seats=(0,))
        )


def _request(call: _Call, one: Attendant, others: OtherSessions) -> Request:
    pin, opened = one.state.pin, one.state.opened
    if not one.view and pin is not None and opened is not None:
        obstacle = _("it keeps other rules than this session (version {version}); migrate it first")
        order = (opened.date(), opened.time())
        return Request(case=one.case, order=order, seats=1, obstacle=obstacle.format(version=pin.version))
    return Request(
        case=one.case,
        order=turn(call.rules, one),
        seats=len(one.seats),
        obstacle=objection(call.rules, one, call.case.state) if one.seats else _("nobody in it wants a seat"),
        wishes=wishes(call.rules, one),
        elsewhere=others.holding(one) if len(one.seats) > capacity(call.rules, call.case.state) else None,
    )


def _refuse_elsewhere(call: _Call, present: Sequence[_Seated]) -> None:
    """Refuses a stage that not every member can take: all of them or none. Raises `step-not-allowed`, naming each."""
    needed = " / ".join(call.performed.during or (call.performed.id,))
    message = _("{member} is at {at}: {stage} takes all members of {case} or none, and needs them at {needed}.")
    problems = [
        Problem(
            reference="step-not-allowed",
            message=message.format(
                member=seated.case.id,
                at=", ".join(seated.case.state.open),
                stage=call.stage.id,
                case=call.case.id,
                needed=needed,
            ),
            where=seated.case.id,
            hint=_("See what it waits for: docgen status {case}").format(case=seated.case.id),
        )
        for seated in present
        if call.performed not in performable(call.rules.parent, seated.case.state)
    ]
    if problems:
        raise DocgenError(problems)


def _member(call: _Call, seated: _Seated, session: Draft) -> Draft:
    """The step of a member."""
    workspace, rules, stage, case = call.workspace, call.rules, call.performed, seated.case
    check_allowed(rules.parent, case.state, stage)
    record = learned(rules, session.situation.state.record, session.plan.captured)
    captured = told(rules, stage, seated.one, record, session.situation.case)
    situation = situation_of(case)
    captured = replace(captured, copied=in_file(session, situation))
    intake = Intake(fs=workspace.fs, base=call.order.base, limit=0, case=case.id, seq=situation.seq)
    try:
        check_time(case.state, stage, at=session.at, now=workspace.now())
        by, role = actor_for(workspace.office, rules.parent, stage, session.by.id, on=session.at.date())
        return decided(
            workspace, situation, stage, captured, call.order, at=session.at, by=by, role=role, intake=intake
        )
    except DocgenError as error:
        raise DocgenError(
            replace(found, where=f"{case.id}: {found.where}" if found.where else case.id) for found in error.problems
        ) from error


def copies_in(session: Draft, member: Situation) -> tuple[Copy, ...]:
    """The papers of a session's step as they come into the next step of a member."""
    situation = session.situation
    return copies_of(situation.definition.sop, situation.case, session.printed, seq=member.seq)


def in_file(session: Draft, member: Situation) -> tuple[Issued, ...]:
    """The papers of a session's step as they come into the file of a member."""
    return copied_by(copies_in(session, member), at=session.at, round_=member.state.round)

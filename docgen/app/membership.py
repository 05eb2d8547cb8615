"""What an act on the record of one case must not do to a session behind its back: seats, days, and what it told."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _

from docgen.app.cases import OpenCase, load_case
from docgen.app.timetable import Record, check_timetable
from docgen.app.workspace import Workspace
from docgen.errors import Problem, refuse
from docgen.model.session import SessionRules, session_rules
from docgen.model.sop import SEAT_PLACE, SESSION_CASE
from docgen.workflow.fold import State, standing
from docgen.workflow.seats import attendant, gathered, is_fixed, is_member, objection, taken_seats


def refuse_seats(workspace: Workspace, case: OpenCase, after: State, *, reference: str) -> None:
    """Refuses what would give a case seats that its session has given away, or make it one that the session refuses.

    Args:
        workspace: where.
        case: as it stands.
        after: as it would stand.
        reference: of the refusal.
    """
    for rules, session in _sessions(workspace, case, after):
        then = attendant(rules, case.id, after, at=workspace.now())
        before = attendant(rules, case.id, case.state, at=workspace.now())
        member = is_member(rules, case.state, session.id)
        had = before.seats if member else ()
        listed = taken_seats(rules, session.state.record) if session.state.open else ()
        held = {(seat[SESSION_CASE], seat[SEAT_PLACE]) for seat in listed}
        if any(place not in had and (case.id, place + 1) not in held for place in then.seats):
            raise refuse(
                reference,
                _("{case} would have seats again in {session}, which has given them away since.").format(
                    case=case.id, session=session.id
                ),
                where=case.id,
                hint=_("Take the last step of {session} back first, or enter a new request.").format(
                    session=session.id
                ),
            )
        why = objection(rules, then, session.state)
        if why is not None and objection(rules, before, session.state) is None:
            raise refuse(
                reference,
                _("{case} is in {session}: {why}.").format(case=case.id, session=session.id, why=why),
                where=case.id,
                hint=_("Let it leave the session first. See: docgen status {case}").format(case=case.id),
            )


def _sessions(workspace: Workspace, case: OpenCase, after: State) -> Iterator[tuple[SessionRules, OpenCase]]:
    """The sessions that the case would be a member of."""
    for name in case.definition.sop.sessions:
        rules, kept = session_rules(case.definition.sop, name), after.record.get(name)
        session = str(kept.get(SESSION_CASE)) if isinstance(kept, dict) else ""
        if session and is_member(rules, after, session):
            yield rules, load_case(workspace, workspace.store.case_dir(session))


def outdated(workspace: Workspace, case: OpenCase, after: State) -> Iterator[Problem]:
    """That papers of a session, which is fixed, list a case's seats as they will no longer be.

    Args:
        workspace: where.
        case: as it stands.
        after: as it will stand.
    """
    for rules, session in _sessions(workspace, case, case.state):
        issued = {document.kind: document.title for step in standing(session.steps) for document in step.documents}
        now = workspace.now()
        if not issued or not session.state.open or not is_fixed(rules, session.state, at=now):
            continue
        seats = [
            gathered(
                rules, [attendant(rules, case.id, state, at=now)] if is_member(rules, state, session.id) else [], at=now
            )
            for state in (case.state, after)
        ]
        if seats[0] != seats[1]:
            message = _("Papers of {session} show the seats of {case} as they were: {papers}.")
            hint = _("Issue anew those that are still to be used: docgen reissue {session} {kind} --reason …")
            yield Problem(
                reference="seats-changed",
                message=message.format(session=session.id, case=case.id, papers=", ".join(issued.values())),
                where=session.id,
                hint=hint.format(session=session.id, kind=" | ".join(issued)),
            )


def refuse_clash(workspace: Workspace, case: OpenCase, after: State) -> None:
    """Refuses what would put a session where another has been set meanwhile. Raises `schedule-refused`."""
    rules = case.definition.sop
    if isinstance(rules, SessionRules) and after.open:
        said: Record = {name: after.record.get(name) for name in rules.members.exclusive}
        check_timetable(workspace, rules, case.id, after.record, said=said, at=workspace.now())


def told_by_sessions(case: OpenCase) -> frozenset[str]:
    """The fields whose present value a session told this case."""
    told: dict[str, bool] = {}
    for step in standing(case.steps):
        told |= dict.fromkeys(step.captured, step.with_ is not None)
    return frozenset(name for name, by_session in told.items() if by_session)

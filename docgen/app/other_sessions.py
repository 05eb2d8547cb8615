"""Where else somebody could sit who does not fit into a session: the other sessions of its kind that take cases in."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from docgen.app.timetable import other_sessions
from docgen.app.workspace import Workspace
from docgen.model.session import SessionRules
from docgen.workflow.allowed import performable
from docgen.workflow.fold import State
from docgen.workflow.seats import Attendant, capacity, days, objection, taken_seats


class OtherSessions:
    """The sessions beside the one that is planned; read once, when first asked for."""

    def __init__(self, workspace: Workspace, rules: SessionRules, case: str, *, at: dt.datetime) -> None:
        """Of this kind, but for the session of this number.

        Args:
            workspace: where.
            rules: those of the session that is planned; one that keeps others takes none of its cases.
            case: its number.
            at: the time of planning, in the office's zone: a session that is over takes nobody in.
        """
        self._workspace, self._rules, self._case, self._at = workspace, rules, case, at

    def holding(self, one: Attendant) -> str | None:
        """One that accepts a case and has seats free for all of it; the first by number.

        Raises:
            DocgenError: a session cannot be read: it may be the one.
        """
        wanted = len(one.seats)
        able = (each.case for each in self._taking if self._free(each) >= wanted and self._accepts(each, one))
        return min(able, default=None)

    @cached_property
    def _taking(self) -> tuple[State, ...]:
        """Those that still take cases in."""
        others = other_sessions(self._workspace, self._rules, self._case)
        return tuple(each.state for each in others if each.definition.sop == self._rules and self._takes_in(each.state))

    def _takes_in(self, session: State) -> bool:
        last = max(((day.date, day.end) for day in days(self._rules, session.record)), default=None)
        over = last is not None and last <= (self._at.date(), self._at.time())
        return not over and any(self._rules.plans(stage) for stage in performable(self._rules, session))

    def _accepts(self, session: State, one: Attendant) -> bool:
        return objection(self._rules, one, session) is None

    def _free(self, session: State) -> int:
        return capacity(self._rules, session) - len(taken_seats(self._rules, session.record))

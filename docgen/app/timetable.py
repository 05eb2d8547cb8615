"""Whether a session can be held when its record says: in working time, and with nobody and nothing in two places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from docgen.app.cases import OpenCase, load_case, read_projection
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.model.session import SessionRules
from docgen.model.workdays import Calendar
from docgen.store.cases import case_dirs
from docgen.workflow.seats import days
from docgen.workflow.timetable import Booking, check_days, clashes

Record = Mapping[str, JsonValue]


def check_timetable(
    workspace: Workspace, rules: SessionRules, case: str, record: Record, *, said: Record, at: dt.datetime
) -> None:
    """Refuses a step that sets a session on days, or to people and places, that cannot be.

    Args:
        workspace: where.
        rules: the session's.
        case: its number.
        record: what is known of it once the step is taken.
        said: what the step says: of what it leaves alone nothing is said.
        at: when the step is taken.

    Raises:
        DocgenError: `schedule-refused`, with everything.
    """
    members = rules.members
    if {members.dates, *members.exclusive}.isdisjoint(said):
        return
    mine = _booking(rules, case, record)
    problems = check_days(Calendar.of(workspace.office), mine.days, today=at.date()) if members.dates in said else ()
    others = (_booking(rules, each.id, each.state.record) for each in other_sessions(workspace, rules, case))
    problems += clashes(mine, others)
    if problems:
        raise DocgenError(problems)


def other_sessions(workspace: Workspace, rules: SessionRules, case: str) -> Iterator[OpenCase]:
    """The other sessions of this kind that are open. Raises DocgenError if one cannot be read."""
    for folder in case_dirs(workspace.store):
        if folder.name.startswith(f"{rules.case_prefix}-") and folder.name != case:
            found = read_projection(workspace, folder, on_damage=lambda _told: None)  # its steps are read instead
            if found.open:
                yield load_case(workspace, folder)


def _booking(rules: SessionRules, case: str, record: Record) -> Booking:
    members = rules.members
    taken = {name: tuple(_named(record.get(name))) for name in members.exclusive if name in record}
    return Booking(
        case=case,
        days=days(rules, record),
        exclusive={rules.fields[name].label: tuple(key for key, _called in named) for name, named in taken.items()},
        called={key: called for named in taken.values() for key, called in named if called},
    )


def _named(value: JsonValue) -> Iterator[tuple[str, str]]:
    """Whom or what a fact names: an official by his id, with his name, anything else by its text."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield str(each["id"]), str(each["nama"])
        elif each is not None:
            yield str(each), ""

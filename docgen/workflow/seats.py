"""Between a session and its members: who of a case is seated, what the session knows of him, what the case gets back.

Pure. A case is a member while its record holds the session's number in the field that is named after the session.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.errors import Problem
from docgen.model.expression import Reference
from docgen.model.field import SessionField
from docgen.model.printed import show
from docgen.model.session import SessionRules
from docgen.model.sop import SEAT_PLACE, SESSION_CASE, Sop, Stage, frozen_parts
from docgen.workflow.capture import Capture, items_at
from docgen.workflow.fold import State
from docgen.workflow.given import Path
from docgen.workflow.items import item_name
from docgen.workflow.plan import stored
from docgen.workflow.repeated import folded, owned, part_of, spoken
from docgen.workflow.timetable import Day
from docgen.workflow.view import View, deciding_view, record_view

Record = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendant:
    """A case that waits for a session or is a member of it."""

    case: str
    state: State
    view: View
    """What expressions see of it."""
    seats: tuple[int, ...]
    """Which items of its list (from 0) take, or want, a seat."""


def attendant(rules: SessionRules, case: str, state: State, *, at: dt.datetime) -> Attendant:
    """A case as the session sees it."""
    sop, each = rules.parent, rules.members.seats
    view = deciding_view(sop, state, stage=sop.stage(rules.members.waiting), at=at)
    wanted = (
        place
        for place, item in enumerate(items_at(view, each.list))
        if each.condition is None or each.condition.evaluate({**view, each.name: item})
    )
    return Attendant(case=case, state=state, view=view, seats=tuple(wanted))


def is_member(rules: SessionRules, state: State, session: str) -> bool:
    """Whether a case is a member of this session now."""
    kept = state.record.get(rules.name)
    return not state.closed and isinstance(kept, dict) and kept.get(SESSION_CASE) == session


def objection(rules: SessionRules, one: Attendant, session: State) -> str | None:
    """Why a session does not take a case, if it does not: what its definition accepts, and how it is with this one."""
    accepts = rules.members.accepts
    if accepts is None:
        return None
    seen = {**one.view, rules.name: record_view(rules, session)}
    if accepts.evaluate(seen):
        return None
    found = "; ".join(_said(reference, seen) for reference in accepts.references)
    return _("it does not fit this session ({facts})").format(facts=found)


def _said(reference: Reference, seen: Mapping[str, Any]) -> str:
    value: Any = seen
    for name in reference.path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return f"{'.'.join(reference.path)}: {'–' if value is None else show(value)}"


def turn(rules: SessionRules, one: Attendant) -> tuple[Any, ...]:
    """Whose turn it is: the least first."""
    return tuple(expression.evaluate(one.view) for expression in rules.members.order)


def wishes(rules: SessionRules, one: Attendant) -> tuple[dt.date, ...]:
    """The dates that a case would like."""
    wished = None if rules.members.wishes is None else rules.members.wishes.evaluate(one.view)
    return tuple(wished or ())


def days(rules: SessionRules, record: Record) -> tuple[Day, ...]:
    """The days of a session, as its record has them, each fact with its path."""
    field = rules.members.dates
    parts = rules.fields[field].fields
    date = next(name for name, part in parts.items() if part.type == "date")
    start, end = (name for name, part in parts.items() if part.type == "time")
    return tuple(
        Day(
            date=dt.date.fromisoformat(str(day[date])),
            start=dt.time.fromisoformat(str(day[start])),
            end=dt.time.fromisoformat(str(day[end])),
            date_at=f"{field}.{place}.{date}",
            start_at=f"{field}.{place}.{start}",
            end_at=f"{field}.{place}.{end}",
        )
        for place, day in enumerate(_items(record.get(field)), start=1)
    )


def taken_seats(rules: SessionRules, record: Record) -> tuple[Mapping[str, JsonValue], ...]:
    """The seats of a session, as its record has them: whose each is, and what the session knows of him."""
    return tuple(_items(record.get(rules.members.list_)))


def _items(value: JsonValue) -> Iterator[Mapping[str, JsonValue]]:
    yield from (item for item in (value if isinstance(value, list) else []) if isinstance(item, dict))


def capacity(rules: SessionRules, session: State) -> int:
    """How many seats a session has."""
    count = session.record.get(rules.members.capacity)
    return count if isinstance(count, int) else 0


def is_fixed(rules: SessionRules, session: State, *, at: dt.datetime) -> bool:
    """Whether the days of a session are certain."""
    fixed = rules.members.fixed
    return fixed is None or bool(fixed.evaluate(deciding_view(rules, session, stage=rules.first, at=at)))


def gathered(rules: SessionRules, seated: Sequence[Attendant], *, at: dt.datetime) -> dict[str, JsonValue]:
    """The session's own list: one item for each seat, with what the session knows of it."""
    return {rules.members.list_: [seat for one in seated for seat in _seats(rules, one, at)]}


def _seats(rules: SessionRules, one: Attendant, at: dt.datetime) -> Iterator[JsonValue]:
    members = rules.members
    parts = rules.fields[members.list_].fields
    items = items_at(one.view, members.seats.list)
    for place in one.seats:
        seen = {**one.view, members.seats.name: items[place]}
        facts = {name: stored(parts[name], name, expression, seen, at) for name, expression in members.facts.items()}
        yield {SESSION_CASE: one.case, SEAT_PLACE: place + 1, **facts}


def seated_twice(rules: SessionRules, present: Sequence[Attendant]) -> Iterator[Problem]:
    """Of each two seats of different cases that share what should be one's own, a warning that names both."""
    sop, listed = rules.parent, rules.members.seats.list[0]
    spec = sop.fields[listed]
    facts = [own for own in owned(sop) if own.listed == listed and own.top == listed]
    first: dict[tuple[Path, str], tuple[Attendant, int]] = {}
    for one in present:
        items = items_at(one.view, (listed,))
        for place in one.seats:
            shared: dict[tuple[str, int], list[str]] = {}
            for own in facts:
                text = spoken(part_of(items[place], own.path))
                other, where = first.setdefault((own.path, folded(text)), (one, place)) if text else (one, place)
                if other is not one:
                    shared.setdefault((other.case, where), []).append(f"{own.spec.label} {text}")
            for (case, where), what in shared.items():
                other = next(each for each in present if each.case == case)
                yield Problem(
                    reference="value-shared",
                    message=_("{item} of {case} has the same as {other} of {other_case}: {facts}.").format(
                        item=item_name(spec, place, items[place]),
                        case=one.case,
                        other=item_name(spec, where, items_at(other.view, (listed,))[where]),
                        other_case=case,
                        facts=", ".join(what),
                    ),
                    where=one.case,
                    hint=_("It may be the same one, seated twice: leave one of the requests out with --exclude."),
                )


def frozen(rules: SessionRules, record: Record, session: str) -> dict[str, JsonValue]:
    """What a member keeps of a session."""
    parts = frozen_parts(rules.parent.sessions[rules.name])
    return {SESSION_CASE: session, **{name: record[name] for name in parts if record.get(name) is not None}}


def told(rules: SessionRules, stage: Stage, one: Attendant, record: Record, session: str) -> Capture:
    """What a stage captures in a member: the session's record, and of what it says of its seats those of this case.

    Args:
        rules: the session's.
        stage: the stage of the SOP that is performed in the member.
        one: the member, with the seats that it has now.
        record: the session's record once its own step is taken.
        session: its number.
    """
    sop: Sop = rules.parent
    values: dict[str, JsonValue] = {}
    spoken: dict[str, tuple[int, ...]] = {}
    numbers = tuple(name for name in stage.fields if sop.fields[name].type == "number")
    for name in (*stage.fields, *stage.optional):
        spec = sop.fields[name]
        if isinstance(spec, SessionField) and name == rules.name:
            values[name] = frozen(rules, record, session)
        elif name == rules.members.seated:
            count = _count(rules, one)
            values[name] = [place in one.seats for place in range(count)]
            spoken[name] = tuple(range(count))
        elif spec.each is not None and name in record:
            values[name] = _sliced(rules, one, record, name)
            spoken[name] = one.seats
        elif name in record and name not in numbers:
            values[name] = record[name]
    return Capture(values=values, spoken_of=spoken, numbers=numbers)


def _count(rules: SessionRules, one: Attendant) -> int:
    return len(items_at(one.view, rules.members.seats.list))


def _sliced(rules: SessionRules, one: Attendant, record: Record, name: str) -> JsonValue:
    """What the session says of the seats of one case, at their places in its list."""
    said = record[name]
    values: list[JsonValue] = [None] * _count(rules, one)
    for seat, value in zip(taken_seats(rules, record), said if isinstance(said, list) else [], strict=False):
        if seat[SESSION_CASE] == one.case:
            values[int(str(seat[SEAT_PLACE])) - 1] = value
    return values

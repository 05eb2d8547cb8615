"""Dates for people's calendars: an iCalendar file (RFC 5545) that any calendar takes in.

A later version of an event has the same `uid` and a higher `sequence`: a calendar replaces the earlier one by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import icalendar

Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a calendar."""

    uid: str
    """What stays the same through all versions, and is nobody else's: `KLS-2026-0001-1@docgen`."""
    title: str
    start: dt.datetime
    """With a zone of the IANA database, such as Asia/Jakarta."""
    end: dt.datetime
    place: str = ""
    description: str = ""
    sequence: int = 0
    """The version, from 0."""
    status: Status = "CONFIRMED"


def calendar_bytes(events: Sequence[Event], *, made: dt.datetime, maker: str = "docgen") -> bytes:
    """The file: the same events give the same bytes.

    Args:
        events: the entries, in order.
        made: when they were decided on (`DTSTAMP`), with a zone.
        maker: who made the file.

    Raises:
        ValueError: a time has no zone, or an event ends before it starts: a mistake of the caller.
    """
    from icalendar import Calendar  # noqa: PLC0415  # slow to load

    calendar = Calendar()
    calendar.add("prodid", f"-//{maker}//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_component(event, made))
    calendar.add_missing_timezones(
        first_date=min((event.start.date() for event in events), default=made.date()),
        last_date=max((event.end.date() for event in events), default=made.date()) + dt.timedelta(days=1),
    )
    content: bytes = calendar.to_ical()
    return content


def _component(event: Event, made: dt.datetime) -> icalendar.Event:
    from icalendar import Event as Entry  # noqa: PLC0415  # as above

    times = (event.start, event.end, made)
    if not all(time.tzinfo for time in times) or event.end <= event.start:
        raise ValueError(event)
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", made.astimezone(dt.UTC))
    entry.add("sequence", event.sequence)
    entry.add("status", event.status)
    entry.add("summary", event.title)
    entry.add("dtstart", event.start)
    entry.add("dtend", event.end)
    for name, text in (("location", event.place), ("description", event.description)):
        if text:
            entry.add(name, text)
    return entry

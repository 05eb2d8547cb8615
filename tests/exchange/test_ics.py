"""Calendars: read again by another program they say what was decided, and a later version replaces the earlier one."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from zoneinfo import ZoneInfo

import icalendar
import pytest

from docgen.exchange.ics import Event, calendar_bytes

WIB = ZoneInfo("Asia/Jakarta")
MADE = dt.datetime(2026, 11, 21, 9, 0, tzinfo=WIB)
EVENT = Event(
    uid="KLS-2026-0001-1@docgen",
    title="Training SPSE; gelombang 1, „uji“",
    place="Ruang Contoh, Lantai 2",
    start=dt.datetime(2026, 12, 1, 8, 0, tzinfo=WIB),
    end=dt.datetime(2026, 12, 1, 15, 30, tzinfo=WIB),
    description="Membawa laptop.\nPakaian: bebas rapi \\ sopan",
    sequence=2,
    status="TENTATIVE",
)


def read(content: bytes) -> tuple[icalendar.Calendar, list[icalendar.Event]]:
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar, calendar.events


def test_an_event_is_read_again_as_it_was_decided() -> None:
    calendar, (event,) = read(calendar_bytes([EVENT], made=MADE))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert (event["UID"], event["SUMMARY"], event["LOCATION"]) == (EVENT.uid, EVENT.title, EVENT.place)
    assert event["DESCRIPTION"] == EVENT.description
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "TENTATIVE")
    assert (event.start, event.end) == (EVENT.start, EVENT.end)
    assert event["DTSTAMP"].dt == MADE


@pytest.mark.parametrize(("zone", "ahead"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)])
def test_the_zone_comes_with_the_file(zone: str, ahead: int) -> None:
    start, end = (time.replace(tzinfo=ZoneInfo(zone)) for time in (EVENT.start, EVENT.end))
    content = calendar_bytes([replace(EVENT, start=start, end=end)], made=MADE)
    calendar, (event,) = read(content)
    (rules,) = calendar.timezones
    assert (rules.tz_name, event["DTSTART"].params["TZID"]) == (zone, zone)
    assert rules.to_tz(lookup_tzid=False).utcoffset(dt.datetime(2026, 12, 1)) == dt.timedelta(hours=ahead)  # noqa: DTZ001


def test_a_later_version_replaces_the_earlier_one_and_may_cancel_it() -> None:
    later = replace(EVENT, start=EVENT.start + dt.timedelta(days=7), end=EVENT.end + dt.timedelta(days=7), sequence=3)
    gone = replace(later, sequence=4, status="CANCELLED")
    found = [read(calendar_bytes([each], made=MADE))[1][0] for each in (EVENT, later, gone)]
    assert {event["UID"] for event in found} == {EVENT.uid}
    assert [event["SEQUENCE"] for event in found] == [2, 3, 4]
    assert found[-1]["STATUS"] == "CANCELLED"


def test_the_same_events_give_the_same_bytes_in_any_process() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/exchange'); from test_ics import *; "
        "sys.stdout.buffer.write(calendar_bytes([EVENT, replace(EVENT, uid='b')], made=MADE))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed, "TZ": zone}
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert made == {calendar_bytes([EVENT, replace(EVENT, uid="b")], made=MADE)}


def test_control_other_events_give_other_bytes() -> None:
    assert calendar_bytes([EVENT], made=MADE) != calendar_bytes([replace(EVENT, sequence=3)], made=MADE)


def test_no_text_can_add_a_line_of_its_own() -> None:
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://x.example\rSTATUS:CANCELLED"
    calendar, (event,) = read(calendar_bytes([replace(EVENT, title=hostile, place=hostile, uid=hostile)], made=MADE))
    assert event["STATUS"] == "TENTATIVE"
    assert not [part for part in calendar.walk() if part.name == "VALARM"]


@pytest.mark.parametrize(
    "change", [{"end": EVENT.start}, {"start": EVENT.start.replace(tzinfo=None)}], ids=["ends at once", "no zone"]
)
def test_a_time_that_means_nothing_is_a_mistake(change: dict[str, dt.datetime]) -> None:
    with pytest.raises((ValueError, TypeError)):
        calendar_bytes([replace(EVENT, **change)], made=MADE)  # type: ignore[arg-type]

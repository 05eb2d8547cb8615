"""Planned days: within working time, not in the past, nobody in two places; and how late they are."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import REFERENCES, ExitCode, Problem
from docgen.model.office import Office
from docgen.model.workdays import Calendar
from docgen.workflow.timetable import Booking, Day, check_days, clashes, late_by, late_warning, longest_days

TODAY = dt.date(2026, 11, 20)
MONDAY = dt.date(2026, 11, 23)
CHRISTMAS_EVE = dt.date(2026, 12, 24)


def calendar(**more: Any) -> Calendar:
    bureau = {"nama": "A", "alamat": "B", "kota": "C", "kode_unit": "D", "kop": {"pemerintah": "E"}}
    return Calendar.of(Office.model_validate({"schema": 1, "kantor": bureau, **more}))


def day(date: dt.date = MONDAY, start: str = "08:00", end: str = "12:00", place: int = 1) -> Day:
    return Day(
        date=date, start=dt.time.fromisoformat(start), end=dt.time.fromisoformat(end),
        date_at=f"hari.{place}.tanggal", start_at=f"hari.{place}.mulai", end_at=f"hari.{place}.selesai",
    )  # fmt: skip


def found(*days: Day, **more: Any) -> tuple[Problem, ...]:
    problems = check_days(calendar(**more), days, today=TODAY)
    assert {problem.reference for problem in problems} <= {"schedule-refused"}
    return problems


def test_days_that_can_be_planned_are_let_through() -> None:
    tuesday = day(MONDAY + dt.timedelta(days=1), "07:30", "16:00", 2)
    assert found(day(), tuesday) == ()
    assert found(day(end="12:00"), day(start="12:00", end="16:00", place=2)) == (), "one after the other"
    assert found(day(TODAY)) == (), "today is not past"
    assert found() == ()
    assert REFERENCES["schedule-refused"] == ExitCode.CASE


@pytest.mark.parametrize(
    ("planned", "where", "message", "hint"),
    [
        (day(start="12:00", end="12:00"), "hari.1.selesai", "12.00, is not after the start, 12.00", "Exchange"),
        (day(start="13:00", end="09:00"), "hari.1.selesai", "09.00, is not after the start, 13.00", "Exchange"),
        (
            day(dt.date(2026, 11, 19)), "hari.1.tanggal", "Kamis, 19 November 2026 is over",
            "next working day is Senin, 23 November 2026",
        ),
        (
            day(dt.date(2026, 11, 22)), "hari.1.tanggal", "Minggu, 22 November 2026 the office is closed: Minggu is no",
            "next working day is Senin, 23 November 2026",
        ),
        (
            day(CHRISTMAS_EVE), "hari.1.tanggal", "Kamis, 24 Desember 2026 the office is closed: Cuti Bersama",
            "next working day is Senin, 28 Desember 2026",
        ),
        (day(start="07:00"), "hari.1.mulai", "07.00-12.00 is outside working hours", "from 07.30 to 16.00"),
        (day(end="16:01"), "hari.1.selesai", "08.00-16.01 is outside working hours", "from 07.30 to 16.00"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_planned_is_refused(planned: Day, where: str, message: str, hint: str) -> None:
    (problem,) = found(planned)
    assert problem.where == where
    assert message in problem.message
    assert hint in problem.hint


def test_only_a_closed_day_can_be_declared_a_working_day() -> None:
    assert "[[masuk]]" in found(day(CHRISTMAS_EVE))[0].hint
    assert "[[masuk]]" not in found(day(dt.date(2026, 11, 19)))[0].hint, "a day that is over stays over"


def test_what_the_office_says_decides() -> None:
    worked = [{"tanggal": CHRISTMAS_EVE, "alasan": "Cuti bersama dicabut (contoh)"}]
    assert len(found(day(CHRISTMAS_EVE))) == 1
    assert found(day(CHRISTMAS_EVE), masuk=worked) == ()
    assert "Pindah (contoh)" in found(day(), libur=[{"tanggal": MONDAY, "nama": "Pindah (contoh)"}])[0].message
    assert found(day(start="07:00"), kerja={"jam": {"Senin": "07.00-16.00"}}) == ()
    shut = {"mulai": dt.date(2020, 1, 1), "sampai": dt.date(2040, 1, 1), "nama": "Tutup (contoh)"}
    assert "no day of the next year" in found(day(), libur=[shut])[0].hint


def test_two_of_the_days_may_not_overlap() -> None:
    (problem,) = found(day(), day(start="11:59", end="15:00", place=2))
    assert problem.where == "hari.2.mulai"
    assert "11.59-15.00 overlaps with 08.00-12.00" in problem.message


def test_everything_is_told_at_once() -> None:
    problems = found(day(dt.date(2026, 11, 21)), day(start="06:00", place=2), day(start="11:00", end="10:00", place=3))
    assert [problem.where for problem in problems] == ["hari.1.tanggal", "hari.2.mulai", "hari.3.selesai"]


def booking(case: str, *days: Day, **exclusive: set[str]) -> Booking:
    return Booking(case=case, days=days, exclusive=exclusive)


MINE = booking("KLS-2026-0001", day(), Trainer={"trainer-satu", "trainer-dua"}, Tempat={"Ruang Melati"})


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (booking("KLS-2026-0002", day(start="11:00", end="15:00"), Trainer={"trainer-dua"}), "Trainer: trainer-dua ("),
        (booking("KLS-2026-0002", day(), Tempat={" ruang   MELATI "}), "Tempat: Ruang Melati ("),
        (booking("KLS-2026-0002", day(), Tempat={"Ｒuang\u00a0Melati"}), "Tempat: Ruang Melati ("),
        (
            booking("KLS-2026-0002", day(), Tempat={"Ruang Melati"}, Trainer={"trainer-satu"}),
            "Trainer: trainer-satu; Tempat: Ruang Melati (Senin, 23 November 2026 08.00-12.00)",
        ),
        (booking("KLS-2026-0002", day(start="12:00", end="15:00"), Trainer={"trainer-dua"}), None),
        (booking("KLS-2026-0002", day(MONDAY + dt.timedelta(days=7)), Trainer={"trainer-dua"}), None),
        (booking("KLS-2026-0002", day(), Trainer={"trainer-tiga"}, Tempat={"Ruang Kenanga"}), None),
        (booking("KLS-2026-0002", day(), Tempat={"trainer-dua"}), None),
        (booking("KLS-2026-0001", day(), Trainer={"trainer-dua"}), None),
    ],
)
def test_nobody_and_nothing_is_in_two_places(other: Booking, told: str | None) -> None:
    problems = clashes(MINE, [other])
    if told is None:
        assert problems == ()
        return
    (problem,) = problems
    assert told in problem.message
    assert "KLS-2026-0002" in problem.message
    assert (problem.reference, problem.where) == ("schedule-refused", "hari.1.mulai")
    assert "docgen show KLS-2026-0002" in problem.hint


TIMES = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1])
SPANS = st.lists(st.tuples(st.integers(0, 2), TIMES), min_size=1, max_size=3)


def spanned(case: str, spans: list[tuple[int, tuple[int, int]]]) -> Booking:
    def at(hour: int) -> dt.time:
        return dt.time(hour) if hour < 24 else dt.time(23, 59)

    days = [
        Day(date=MONDAY + dt.timedelta(days=number), start=at(start), end=at(end)) for number, (start, end) in spans
    ]
    return Booking(case=case, days=days, exclusive={"Tempat": {"x"}})


@given(mine=SPANS, theirs=SPANS)
def test_two_clash_exactly_if_they_have_an_hour_in_common(
    mine: list[tuple[int, tuple[int, int]]], theirs: list[tuple[int, tuple[int, int]]]
) -> None:
    taken = {(number, hour) for number, (start, end) in mine for hour in range(start, end)}
    wanted = {(number, hour) for number, (start, end) in theirs for hour in range(start, end)}
    one, other = spanned("A", mine), spanned("B", theirs)
    assert bool(clashes(one, [other])) == bool(taken & wanted) == bool(clashes(other, [one]))


@pytest.mark.parametrize(
    ("time", "days"),
    [
        ("1-7 hari", 7), ("1 – 7 hari", 7), ("1 s.d. 2 hari kerja", 2), ("5 (lima) hari", 5), ("1 Hari", 1),
        ("3hari", 3), ("1 hari 30 menit", 1), ("5 menit", None), ("Tentatif", None), ("", None), ("2 jam", None),
        ("1,5 hari", None),
        ("7 harian", None),
    ],
)  # fmt: skip
def test_the_longest_time_that_the_sop_allows(time: str, days: int | None) -> None:
    assert longest_days(time) == days


@pytest.mark.parametrize(
    ("done", "late"),
    [
        (dt.date(2026, 11, 16), None),
        (dt.date(2026, 11, 25), None),
        (dt.date(2026, 11, 26), 1),
        (dt.date(2026, 11, 28), 2),
        (dt.date(2026, 11, 29), 2),
        (dt.date(2026, 11, 30), 3),
        (dt.date(2026, 11, 1), None),
    ],
)
def test_a_schedule_is_late_by_working_days(done: dt.date, late: int | None) -> None:
    opened = dt.date(2026, 11, 16)
    assert late_by(calendar(), opened, done, "1-7 hari") == late
    assert late_by(calendar(), opened, done, "5 menit") is None
    warning = late_warning("TRN-2026-0001", calendar(), opened, done, "1-7 hari")
    assert (warning is None) == (late is None)
    if warning is not None:
        assert (warning.reference, warning.where) == ("schedule-late", "TRN-2026-0001")
        assert re.search(
            rf"since Senin, 16 November 2026, .* \(1-7 hari\); working days too many: {late}\.", warning.message
        )


def test_days_off_do_not_make_it_late() -> None:
    off = [{"mulai": dt.date(2026, 11, 17), "sampai": dt.date(2026, 11, 20), "nama": "Tutup (contoh)"}]
    assert late_by(calendar(), dt.date(2026, 11, 16), dt.date(2026, 11, 30), "1-7 hari") == 3
    assert late_by(calendar(libur=off), dt.date(2026, 11, 16), dt.date(2026, 11, 30), "1-7 hari") is None

"""When the office works: the national list, the week, and the settings, which have the last word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.app.workspace import read_office
from docgen.errors import DocgenError, Problem
from docgen.model.office import Office
from docgen.model.workdays import WHOLE_DAY, Calendar

SETTINGS = (Path(__file__).resolve().parents[2] / "docgen.toml").read_text(encoding="utf-8")
CHRISTMAS_EVE = dt.date(2026, 12, 24)
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def office(folder: Path, more: str = "") -> Office:
    (folder / "docgen.toml").write_text(f"{SETTINGS}\n{more}", encoding="utf-8")
    return read_office(folder / "docgen.toml")


def calendar(folder: Path, more: str = "") -> Calendar:
    return Calendar.of(office(folder, more))


def refused(folder: Path, more: str) -> tuple[Problem, ...]:
    with pytest.raises(DocgenError) as caught:
        office(folder, more)
    assert {problem.reference for problem in caught.value.problems} == {"office-invalid"}
    return caught.value.problems


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (MONDAY, None),
        (dt.date(2026, 11, 22), "Minggu is no working day"),
        (dt.date(2026, 11, 21), "Sabtu is no working day"),
        (dt.date(2026, 12, 25), "Hari Raya Natal"),
        (CHRISTMAS_EVE, "Cuti Bersama Hari Raya Natal"),
        (dt.date(2026, 8, 17), "Hari Kemerdekaan Republik Indonesia"),
        (dt.date(2026, 3, 20), "Cuti Bersama Hari Raya Idul Fitri"),
    ],
)
def test_the_week_and_the_national_list_close_the_office(folder: Path, day: dt.date, reason: str | None) -> None:
    assert calendar(folder).closed(day) == reason


def test_an_estimate_says_that_it_is_one(folder: Path) -> None:
    days = [dt.date(2030, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    reasons = [reason for day in days if (reason := calendar(folder).closed(day))]
    assert any("(perkiraan)" in reason for reason in reasons)
    assert "Hari Buruh Internasional" in reasons, "the control: a fixed date is none"


def test_the_office_has_the_last_word(folder: Path) -> None:
    own = calendar(
        folder,
        """
[[libur]]
tanggal = 2026-11-23
nama = "Hari jadi (contoh)"
[[libur]]
mulai = 2026-11-25
sampai = 2026-11-26
nama = "Pindah gedung (contoh)"
[[masuk]]
tanggal = 2026-12-24
alasan = "Cuti bersama dicabut (contoh)"
""",
    )
    assert own.closed(MONDAY) == "Hari jadi (contoh)"
    closed = [day for day in range(24, 28) if own.closed(dt.date(2026, 11, day))]
    assert closed == [25, 26]
    assert own.closed(CHRISTMAS_EVE) is None
    assert own.closed(dt.date(2026, 12, 25)), "the control: only the day that is named"
    assert calendar(folder).closed(CHRISTMAS_EVE)


def test_hours_are_those_of_the_perpres_until_the_office_says_otherwise(folder: Path) -> None:
    usual = calendar(folder)
    assert usual.hours(MONDAY) == (dt.time(7, 30), dt.time(16, 0))
    assert usual.hours(dt.date(2026, 11, 27)) == (dt.time(7, 30), dt.time(16, 30))
    own = calendar(
        folder,
        """
[kerja]
hari = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"]
jam = { Sabtu = "08:00 – 12:00", Jumat = "07.00-11.30" }
[[kerja.khusus]]
mulai = 2026-02-18
sampai = 2026-03-19
jam = { Senin = "08.00-15.00", Jumat = "08.00-15.30" }
""",
    )
    assert own.closed(dt.date(2026, 11, 21)) is None
    assert own.hours(dt.date(2026, 11, 21)) == (dt.time(8), dt.time(12))
    assert own.hours(dt.date(2026, 11, 27)) == (dt.time(7), dt.time(11, 30))
    assert own.hours(dt.date(2026, 2, 23)) == (dt.time(8), dt.time(15))
    assert own.hours(dt.date(2026, 2, 24)) == (dt.time(7, 30), dt.time(16)), "a day that is not named stays"
    assert own.hours(dt.date(2026, 3, 20)) == (dt.time(7), dt.time(11, 30)), "the day after the last"
    assert WHOLE_DAY not in {own.hours(dt.date(2026, 11, day)) for day in range(1, 31)}


def test_a_weekend_on_which_the_office_works_has_hours(folder: Path) -> None:
    own = calendar(folder, '[[masuk]]\ntanggal = 2026-11-21\nalasan = "Pengganti (contoh)"\n')
    assert own.closed(dt.date(2026, 11, 21)) is None
    assert own.hours(dt.date(2026, 11, 21)) == (dt.time(7, 30), dt.time(16))


DATES = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


@given(after=DATES, between=DATES, until=DATES)
def test_working_days_are_counted_one_by_one(after: dt.date, between: dt.date, until: dt.date) -> None:
    own = Calendar.of(OFFICE)
    count, day = 0, after
    while day < until:
        day += dt.timedelta(days=1)
        count += own.closed(day) is None
    assert own.working_days(after, until) == count
    first, middle, last = sorted([after, between, until])
    assert own.working_days(first, middle) + own.working_days(middle, last) == own.working_days(first, last)
    following = own.next_working_day(after)
    assert following is not None
    assert own.working_days(after, following) == 1


OFFICE = Office.model_validate(
    {
        "schema": 1,
        "kantor": {"nama": "A", "alamat": "B", "kota": "C", "kode_unit": "D", "kop": {"pemerintah": "E"}},
        "libur": [{"mulai": dt.date(2026, 7, 1), "sampai": dt.date(2026, 7, 10), "nama": "Contoh"}],
        "masuk": [{"tanggal": CHRISTMAS_EVE, "alasan": "Contoh"}],
    }
)


def test_an_office_that_never_opens_has_no_next_day(folder: Path) -> None:
    shut = calendar(folder, '[[libur]]\nmulai = 2020-01-01\nsampai = 2040-01-01\nnama = "Tutup (contoh)"\n')
    assert shut.next_working_day(MONDAY) is None
    assert shut.working_days(MONDAY, dt.date(2027, 1, 1)) == 0
    assert calendar(folder).next_working_day(dt.date.max) is None


@pytest.mark.parametrize(
    ("more", "line", "told"),
    [
        ('[kerja]\nhari = []', 2, "must not be empty"),
        ('[kerja]\nhari = ["senin"]', 2, "must be one of: Senin"),
        ('[kerja]\njam = { Senin = "7.30-16" }', 2, "it is no time from … to …"),
        ('[kerja]\njam = { Senin = "16.00-07.30" }', 2, "it ends before it begins"),
        ('[kerja]\njam = { Senin = "24.00-25.00" }', 2, "it is no time from … to …"),
        ('[kerja]\njam = { Senen = "07.30-16.00" }', 2, "must be one of: Senin"),
        ('[kerja]\njam = { Sabtu = "07.30-12.00" }', 2, "Sabtu has hours, but is no working day"),
        ('[kerja]\nhari = ["Senin", "Sabtu"]', 2, "Sabtu is a working day, but nothing says from when to when"),
        ('[kerja]\nharii = ["Senin"]', 2, "kerja.harii is not known here"),
        ('[[kerja.khusus]]\nmulai = 2026-03-01\nsampai = 2026-02-01\njam = { Senin = "08.00-15.00" }', 3, "is before"),
        ('[[kerja.khusus]]\nmulai = 2026-03-01\nsampai = 2026-03-02\njam = {}', 4, "must not be empty"),
        (
            """[[kerja.khusus]]
mulai = 2026-03-01
sampai = 2026-03-02
jam = { Senin = "08.00-15.00" }
[[kerja.khusus]]
mulai = 2026-03-02
sampai = 2026-03-04
jam = { Senin = "08.00-14.00" }""",
            6, "On 2026-03-02 two special working times hold",
        ),
        ('[[libur]]\ntanggal = 2026-07-01', 1, "nama is missing"),
        ('[[libur]]\ntanggal = 2026-07-01\nnama = "–"', 3, "says nothing"),
        ('[[libur]]\ntanggal = "2026-07-01"\nnama = "Contoh"', 2, "must be a date"),
        ('[[libur]]\nnama = "Contoh"', 1, "it needs `tanggal`, or `mulai` and `sampai`"),
        ('[[libur]]\nmulai = 2026-07-01\nnama = "Contoh"', 1, "it needs `tanggal`, or `mulai` and `sampai`"),
        ('[[libur]]\ntanggal = 2026-07-01\nmulai = 2026-07-01\nsampai = 2026-07-02\nnama = "Contoh"', 1, "it needs"),
        ('[[libur]]\nmulai = 2026-07-02\nsampai = 2026-07-01\nnama = "Contoh"', 3, "is before the first"),
        ('[[masuk]]\ntanggal = 2026-07-01', 1, "alasan is missing"),
        (
            """[[libur]]
mulai = 2026-07-01
sampai = 2026-07-03
nama = "Contoh"
[[masuk]]
tanggal = 2026-07-02
alasan = "Contoh"
""",
            6, "On 2026-07-02 the office is closed (Contoh) and works, both",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_line(folder: Path, more: str, line: int, told: str) -> None:
    (problem,) = refused(folder, more)
    assert told in problem.message
    assert problem.where.split(":")[:2] == ["docgen.toml", str(SETTINGS.count("\n") + 1 + line)]

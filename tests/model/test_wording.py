from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st
from num2words import num2words

from docgen.model import wording

UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]


def spelled(number: int) -> str:
    """The rules of Indonesian numerals, written down independently."""
    if number < 12:
        return UNITS[number]
    for base, name, one in (
        (10**9, "miliar", "satu miliar"),
        (10**6, "juta", "satu juta"),
        (1000, "ribu", "seribu"),
        (100, "ratus", "seratus"),
    ):
        if number >= base:
            count, rest = divmod(number, base)
            return f"{one if count == 1 else f'{spelled(count)} {name}'} {spelled(rest)}".strip()
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    return f"{UNITS[number // 10]} puluh {UNITS[number % 10]}".strip()


@given(st.one_of(st.integers(1, 2_000), st.integers(1, 10**9), st.integers(0, 999).map(lambda n: n * 10**6 + 1000)))
@example(1000)
@example(101_000)
@example(1_001_000)
@example(10**9)
def test_words_follow_the_rules(number: int) -> None:
    assert wording.words(number) == spelled(number)


def test_words_mend_what_the_library_says() -> None:
    assert num2words(1_001_000, lang="id") == "satu juta satu ribu"  # the control: why we mend
    assert wording.words(1_001_000) == "satu juta seribu"
    assert wording.words(121_000) == "seratus dua puluh satu ribu"
    assert wording.words(0) == "nol"
    assert wording.words(2026) == "dua ribu dua puluh enam"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2126, 12, 31)))
def test_dates_are_written_as_babel_writes_them(date: dt.date) -> None:
    assert wording.long_date(date) == format_date(date, "d MMMM y", locale="id")
    assert wording.day_date(date) == format_date(date, "EEEE, d MMMM y", locale="id")


def test_dates_and_times() -> None:
    assert wording.day_date(dt.date(2026, 11, 20)) == "Jumat, 20 November 2026"
    assert wording.day_date(dt.date(2026, 11, 22)) == "Minggu, 22 November 2026"
    assert wording.clock(dt.time(8)) == "08.00"
    assert wording.clock(dt.datetime(2026, 11, 21, 13, 5, tzinfo=dt.UTC)) == "13.05"


def test_money() -> None:
    assert wording.rupiah(Decimal("1500000.00")) == "Rp1.500.000,00"
    assert wording.rupiah(0) == "Rp0,00"
    assert wording.rupiah(Decimal("-12.5")) == "-Rp12,50"
    with pytest.raises(ValueError, match=r"0\.001"):
        wording.rupiah(Decimal("0.001"))


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(number: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    values = [worth[sign] for sign in wording.roman(number)]
    total = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    assert total == number
    assert not any(sign * 4 in wording.roman(number) for sign in worth)


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_numerals_have_bounds(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        wording.roman(number)

"""How Indonesian papers write dates, times, numbers and money. Always Indonesian, whatever the language of the screen.

Month and day names stand here as constants, not from babel: reading dates that people type needs the same names, and
nineteen words do not pay for loading a locale database at each start. A test compares them with babel's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
"""Monday first, as `dt.date.weekday` counts."""

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def long_date(date: dt.date) -> str:
    """`21 November 2026`."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def day_date(date: dt.date) -> str:
    """`Sabtu, 21 November 2026`."""
    return f"{DAYS[date.weekday()]}, {long_date(date)}"


def date_in_words(date: dt.date) -> str:
    """`Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)`, as minutes begin."""
    day, month, year = words(date.day), MONTHS[date.month - 1], words(date.year)
    return f"{DAYS[date.weekday()]} tanggal {day} bulan {month} tahun {year} ({date:%d-%m-%Y})"


def clock(time: dt.time | dt.datetime) -> str:
    """`08.00`: hours and minutes, in the zone that the value is in."""
    return f"{time.hour:02}.{time.minute:02}"


def words(number: int) -> str:
    """A whole number in words: 2026 is `dua ribu dua puluh enam`."""
    from num2words import num2words  # noqa: PLC0415 -- not at each start

    spelled = str(num2words(number, lang="id"))
    if abs(number) // 1000 % 1000 == 1:
        # num2words says "satu juta satu ribu"; one thousand is "seribu" wherever it stands.
        spelled = spelled.replace("satu ribu", "seribu")
    return spelled


def grouped(number: int) -> str:
    """A whole number in digits with dots: `1.500.000`."""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: Decimal | int) -> str:
    """`Rp1.500.000,00`.

    Raises:
        ValueError: The amount has parts of a sen, which would be lost.
    """
    exact = Decimal(amount)
    if exact != round(exact, 2):
        raise ValueError(amount)
    return f"{'-' if exact < 0 else ''}Rp{abs(exact):,.2f}".translate(str.maketrans(",.", ".,"))


def roman(number: int) -> str:
    """`XI` for 11.

    Raises:
        ValueError: The number is not within 1 to 3999.
    """
    if not 1 <= number <= 3999:
        raise ValueError(number)
    numeral = ""
    for worth, sign in _ROMAN:
        count, number = divmod(number, worth)
        numeral += sign * count
    return numeral

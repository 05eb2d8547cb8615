"""Dates and times as people type them: the day first, or as ISO 8601 says. JSON holds ISO 8601 only."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from gettext import gettext as _

from docgen.model.text import ValueProblem, quoted
from docgen.model.wording import MONTHS

_FIRST_YEAR = 1900
_YEARS_AHEAD = 100
"""A date before or beyond is a slip of the pen: no paper of an office speaks of it."""

_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})(?P<dash>[-/])(?P<month>[0-9]{1,2})(?P=dash)(?P<year>[0-9]{4})")
_IN_WORDS = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]+) (?P<year>[0-9]{4})")
_OLD_SPELLINGS = {"pebruari": 2, "nopember": 11}
"""Spellings of before 1972 that offices still type."""
_MONTH_NUMBERS = {**{name.lower(): number for number, name in enumerate(MONTHS, 1)}, **_OLD_SPELLINGS}

_ISO_TIME = re.compile(r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})")
_TYPED_TIME = re.compile(r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})")
_MOMENT = re.compile(
    r"(?P<date>.+?)(?:T| )(?P<time>[0-9]{1,2}[:.][0-9]{2})(?:[:.](?P<second>[0-9]{2}))?"
    r" ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def parse_date(text: str, *, today: dt.date, typed: bool = False) -> dt.date:
    """The date that a clean text says.

    Args:
        text: `2026-11-21`; unless `typed` also `21-11-2026`, `21/11/2026` (the day first) and `21 November 2026`.
        today: What the year is compared with.
        typed: Whether the text stood in JSON, where only the first form is meant.

    Raises:
        ValueProblem: It is no date, or a date that does not exist.
    """
    found = _ISO_DATE.fullmatch(text)
    if not found and not typed:
        found = _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text)
    if not found:
        raise ValueProblem(
            _("{text} is not a date").format(text=quoted(text)), hint=_date_hint(typed=typed, today=today)
        )
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTH_NUMBERS.get(month.lower())
    if number is None:
        raise ValueProblem(
            _("{text} is not the name of a month").format(text=quoted(month)), hint=_date_hint(typed=typed, today=today)
        )
    return _existing(int(found["year"]), number, int(found["day"]), today=today)


def parse_time(text: str, *, typed: bool = False) -> dt.time:
    """The time of day that a clean text says, to the minute.

    Args:
        text: `08:00`; unless `typed` also `08.00` and `8:00`.
        typed: Whether the text stood in JSON, where only the first form is meant.

    Raises:
        ValueProblem: It is no time, or one that does not exist.
    """
    found = (_ISO_TIME if typed else _TYPED_TIME).fullmatch(text)
    if not found:
        hint = _("hours and minutes, as {example}").format(example="08:00")
        raise ValueProblem(_("{text} is not a time").format(text=quoted(text)), hint=hint)
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        raise ValueProblem(
            _("there is no time {text}").format(text=quoted(text)), hint=_("from 00:00 to 23:59; midnight is 00:00")
        )
    return dt.time(hour, minute)


def parse_datetime(text: str, *, zone: dt.tzinfo, today: dt.date, typed: bool = False) -> dt.datetime:
    """The moment that a clean text says, in the office's zone, to the second.

    Args:
        text: A date and a time as above, a space or `T` between them; seconds and an offset (`+07:00`, `Z`) may follow.
        zone: The office's time zone: it is meant where no offset stands.
        today: What the year is compared with.
        typed: Whether the text stood in JSON.

    Raises:
        ValueProblem: It is no moment, or one that does not exist.
    """
    found = _MOMENT.fullmatch(text)
    if not found:
        hint = _("a date and a time, as {example}").format(example=f"{today.isoformat()} 08:00")
        raise ValueProblem(_("{text} is not a date with a time").format(text=quoted(text)), hint=hint)
    date = parse_date(found["date"], today=today, typed=typed)
    time = parse_time(found["time"], typed=typed)
    second = int(found["second"] or 0)
    if second > 59:
        raise ValueProblem(
            _("there is no second {second}").format(second=second),
            hint=_("seconds go from 00 to 59, and may be left out"),
        )
    moment = dt.datetime.combine(date, time.replace(second=second), tzinfo=_offset(found["offset"]) or zone)
    return moment.astimezone(zone)


def _date_hint(*, typed: bool, today: dt.date) -> str:
    if typed:
        return _("year, month and day, as {example}").format(example=today.isoformat())
    return _("as {iso} or, the day first, as {typed}").format(iso=today.isoformat(), typed=today.strftime("%d-%m-%Y"))


def _existing(year: int, month: int, day: int, *, today: dt.date) -> dt.date:
    if not _FIRST_YEAR <= year <= today.year + _YEARS_AHEAD:
        raise ValueProblem(
            _("the year {year:04} cannot be meant").format(year=year),
            hint=_("four digits, from {first} to {last}").format(first=_FIRST_YEAR, last=today.year + _YEARS_AHEAD),
        )
    if not 1 <= month <= 12:
        raise ValueProblem(
            _("there is no month {month}").format(month=month),
            hint=_("a date with dashes has the day first, or the year"),
        )
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise ValueProblem(
            _("there is no {day} {month} {year}").format(day=day, month=MONTHS[month - 1], year=year),
            hint=_("{month} {year} has the days 1 to {last}: look at the paper again").format(
                month=MONTHS[month - 1], year=year, last=calendar.monthrange(year, month)[1]
            ),
        ) from error


def _offset(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise ValueProblem(
            _("there is no time zone {offset}").format(offset=text),
            hint=_("as {example}, or leave it out: the office's own is meant then").format(example="+07:00"),
        )
    ahead = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-ahead if text[0] == "-" else ahead)

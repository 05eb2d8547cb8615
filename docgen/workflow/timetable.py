"""Whether days can be planned as they are: within the office's working time, not in the past, nobody in two places.

Pure: days and the office's calendar → problems. Which facts of a case are days, and of what no two sessions may have
the same at once, the definition says.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from itertools import pairwise

from docgen.errors import Problem
from docgen.model.wording import clock, day_date
from docgen.model.workdays import Calendar

_DAYS = re.compile(r"(?<![\d.,])(\d{1,4})(?:\s*\([^)]*\))?\s*(?:hari|days?)\b", re.IGNORECASE)
"""`7 hari` in `1-7 hari`, `5 (lima) hari kerja`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One planned day, with the path of each of its facts."""

    date: dt.date
    start: dt.time
    end: dt.time
    date_at: str = ""
    start_at: str = ""
    end_at: str = ""

    @property
    def said(self) -> str:
        """`Senin, 23 November 2026 08.00-12.00`."""
        return f"{day_date(self.date)} {clock(self.start)}-{clock(self.end)}"

    def meets(self, other: Day) -> bool:
        """Whether both have a minute in common."""
        return self.date == other.date and max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What a session takes: its days, and of which it must be the only one then."""

    case: str
    days: Sequence[Day]
    exclusive: Mapping[str, Collection[str]]
    """For each label of a field, whom or what it takes: ids of officials, names of places."""
    called: Mapping[str, str] = field(default_factory=dict)
    """The names of officials by their ids."""

    def said(self, name: str) -> str:
        """Whom or what it takes, as people call it."""
        return f"{self.called[name]} ({name})" if name in self.called else name


def check_days(calendar: Calendar, days: Sequence[Day], *, today: dt.date) -> tuple[Problem, ...]:
    """Everything that is wrong with planned days.

    Args:
        calendar: when the office works.
        days: as they are planned, in any order.
        today: the day on which they are planned: none may be before it.
    """
    return (
        *(problem for day in days for problem in _of_one(calendar, day, today)),
        *(
            _refused(
                _("{day} stands behind {other}: days are given in their order.").format(
                    day=day.said, other=day_date(before.date)
                ),
                day.date_at,
                _("Put the earlier day first."),
            )
            for before, day in pairwise(days)
            if day.date < before.date
        ),
        *(
            _refused(
                _("{day} overlaps with {other}, on the same day.").format(day=day.said, other=_times(other)),
                day.start_at,
                _("Let the one begin when the other has ended, or make one of the two."),
            )
            for place, day in enumerate(days)
            for other in days[:place]
            if day.meets(other)
        ),
    )


def _of_one(calendar: Calendar, day: Day, today: dt.date) -> Iterator[Problem]:
    """What is wrong with a day by itself; of a day that cannot be, its hours are not looked at."""
    if day.end <= day.start:
        message = _("The end, {end}, is not after the start, {start}.").format(
            end=clock(day.end), start=clock(day.start)
        )
        yield _refused(message, day.end_at, _("Exchange the two, or mend the one that is wrong."))
    if day.date < today:
        message = _("{day} is over: nothing can be planned for a day before {today}.")
        yield _refused(
            message.format(day=day_date(day.date), today=day_date(today)), day.date_at, _next_hint(calendar, today)
        )
    elif reason := calendar.closed(day.date):
        message = _("On {day} the office is closed: {reason}.").format(day=day_date(day.date), reason=reason)
        yield _refused(message, day.date_at, _open_hint(calendar, day.date))
    elif day.start < day.end:
        yield from _outside(calendar, day)


def _outside(calendar: Calendar, day: Day) -> Iterator[Problem]:
    """That a day begins before the office does, or ends after it."""
    start, end = calendar.hours(day.date)
    early = day.start < start
    if early or day.end > end:
        yield _refused(
            _("{day} is outside working hours.").format(day=day.said),
            day.start_at if early else day.end_at,
            _("On that day the office works from {start} to {end}; other hours stand in docgen.toml: [kerja].").format(
                start=clock(start), end=clock(end)
            ),
        )


def _next_hint(calendar: Calendar, date: dt.date, *, more: str = "") -> str:
    day = calendar.next_working_day(date)
    if day is None:
        return _("By docgen.toml no day of the next year is a working day: mend [kerja] and [[libur]].")
    return " ".join([_("The next working day is {day}.").format(day=day_date(day)), *([more] if more else [])])


def _open_hint(calendar: Calendar, date: dt.date) -> str:
    more = _("If the office does work on the day itself, write it into docgen.toml: [[masuk]].")
    return _next_hint(calendar, date, more=more)


def clashes(mine: Booking, others: Iterable[Booking]) -> tuple[Problem, ...]:
    """Of each other session that has somebody or something at the same time, one problem.

    Args:
        mine: what is planned.
        others: what other sessions have; of one under the same case number nothing is said.
    """
    return tuple(problem for other in others if other.case != mine.case for problem in _clash(mine, other))


def _clash(mine: Booking, other: Booking) -> Iterator[Problem]:
    met = [(day, theirs) for day in mine.days for theirs in other.days if day.meets(theirs)]
    shared = {label: names for label in mine.exclusive if (names := _shared(mine, other, label))}
    if not met or not shared:
        return
    what = "; ".join(f"{label}: {', '.join(map(mine.said, names))}" for label, names in shared.items())
    when = "; ".join(theirs.said for theirs in dict.fromkeys(theirs for _day, theirs in met))
    yield _refused(
        _("{case} has the same at the same time: {what} ({when}).").format(case=other.case, what=what, when=when),
        met[0][0].start_at,
        _("Choose another time, or: {labels}. See: docgen show {case}").format(
            labels=", ".join(shared), case=other.case
        ),
    )


def _shared(mine: Booking, other: Booking, label: str) -> list[str]:
    """What both take, as mine is written."""
    theirs = {_key(name) for name in other.exclusive.get(label, ())}
    return sorted(name for name in mine.exclusive[label] if _key(name) in theirs)


def _key(name: str) -> str:
    """What two ways to write one name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def longest_days(time: str) -> int | None:
    """How many days a standard time allows at most: 7 in `1-7 hari`; nothing if it names none, as `5 menit`."""
    return max(map(int, _DAYS.findall(time)), default=None)


def late_by(calendar: Calendar, opened: dt.date, done: dt.date, time: str) -> int | None:
    """By how many working days a stage is later than its standard time.

    Args:
        calendar: when the office works.
        opened: the day on which the stage opened; it does not count.
        done: the day on which it is done.
        time: its standard time, as the SOP words it.

    Returns:
        At least 1; nothing if it is in time, or its standard time names no days.
    """
    allowed = longest_days(time)
    if allowed is None:
        return None
    late = calendar.working_days(opened, done) - allowed
    return late if late > 0 else None


def late_warning(case: str, calendar: Calendar, opened: dt.date, done: dt.date, time: str) -> Problem | None:
    """That a schedule comes later than the SOP allows: a warning, because the SOP's time is no reason to have none."""
    late = late_by(calendar, opened, done, time)
    if late is None:
        return None
    return Problem(
        reference="schedule-late",
        message=_(
            "{case} has waited since {day}, longer than the SOP allows ({time}); working days too many: {count}."
        ).format(case=case, day=day_date(opened), count=late, time=time),
        where=case,
        hint=_("It may be done; tell the applicant why it took so long."),
    )


def _times(day: Day) -> str:
    return f"{clock(day.start)}-{clock(day.end)}"


def _refused(message: str, where: str, hint: str) -> Problem:
    return Problem(reference="schedule-refused", message=message, where=where, hint=hint)

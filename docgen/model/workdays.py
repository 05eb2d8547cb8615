"""When the office works: its days and hours, the national holidays, and what the office itself says against them.

The list of holidays is that of the package `holidays` (Indonesia; public ones, and those of the government, which is
cuti bersama). Dates that hang on the moon are estimates until the yearly decree, which may change in mid-year, too:
what the office writes into docgen.toml wins. Working time by default: Perpres 21/2023.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import gettext as _

from docgen.model.office import Office
from docgen.model.wording import DAYS
from docgen.model.working_time import DayOff, Hours, Work

WHOLE_DAY: Hours = (dt.time(0), dt.time(23, 59))
"""What a day counts as of which nothing is known."""
_LONGEST_BREAK = 366
"""Days within which some day must be a working day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days and hours on which an office works."""

    work: Work
    off: tuple[DayOff, ...]
    worked: Mapping[dt.date, str]
    """Days on which it works whatever the national list says, with the reason."""

    @classmethod
    def of(cls, office: Office) -> Calendar:
        """The calendar of an office."""
        return cls(office.kerja, office.libur, {each.tanggal: each.alasan for each in office.masuk})

    def closed(self, date: dt.date) -> str | None:
        """Why the office does not work on a day; nothing if it works."""
        if date in self.worked:
            return None
        for off in self.off:
            if off.first <= date <= off.last:
                return off.nama
        if holiday := _national(date.year).get(date):
            return holiday
        name = DAYS[date.weekday()]
        return None if name in self.work.hari else _("{day} is no working day").format(day=name)

    def hours(self, date: dt.date) -> Hours:
        """From when to when the office works on a day; on one that it works for once, as on its first working day."""
        return self.work.hours(DAYS[date.weekday()], date) or self.work.hours(self.work.hari[0], date) or WHOLE_DAY

    def working_days(self, after: dt.date, until: dt.date) -> int:
        """How many working days there are after a day, up to another."""
        days = range(after.toordinal() + 1, until.toordinal() + 1)
        return sum(self.closed(dt.date.fromordinal(day)) is None for day in days)

    def next_working_day(self, date: dt.date) -> dt.date | None:
        """The first working day after a day; nothing if there is none within a year."""
        first = date.toordinal() + 1
        days = (dt.date.fromordinal(day) for day in range(first, min(first + _LONGEST_BREAK, dt.date.max.toordinal())))
        return next((day for day in days if self.closed(day) is None), None)


@lru_cache(maxsize=16)
def _national(year: int) -> Mapping[dt.date, str]:
    """The holidays of a year with their Indonesian names; an estimate says so in its name."""
    from holidays import country_holidays  # noqa: PLC0415  # heavy, and wanted only where days are planned

    return dict(country_holidays("ID", years=year, categories=("public", "government"), language="id"))

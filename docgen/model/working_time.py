"""When the office works, as `docgen.toml` states it: what `docgen.model.workdays` counts with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sized
from gettext import gettext as _
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from docgen.model.setting import Day, FilledText, Setting, refused
from docgen.model.text import ValueProblem

DayName = Literal["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
Hours = tuple[dt.time, dt.time]
_HOURS = re.compile(r"([01][0-9]|2[0-3])[.:]([0-5][0-9]) *[-–] *([01][0-9]|2[0-3])[.:]([0-5][0-9])")


def _hours(value: object) -> object:
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        message = _("it is no time from … to …")
        raise refused(ValueProblem(message, hint=_('Write it in quotes: "07.30-16.00"')))
    start, end = dt.time(int(found[1]), int(found[2])), dt.time(int(found[3]), int(found[4]))
    if end <= start:
        message = _("it ends before it begins")
        raise refused(ValueProblem(message, hint=_("Exchange them: first the begin, then the end.")))
    return start, end


def _some(values: Sized) -> Sized:
    """Judged after the items: one that is wrong is told as what it is, not as missing."""
    if not values:
        raise PydanticCustomError("too_short", "nothing is in it")
    return values


HoursText = Annotated[Hours, BeforeValidator(_hours), WithJsonSchema({"type": "string", "pattern": _HOURS.pattern})]
DayHours = dict[DayName, HoursText]
_ON_MOST_DAYS: Hours = (dt.time(7, 30), dt.time(16, 0))
_PERPRES_21_2023: Mapping[str, Hours] = {
    **dict.fromkeys(("Senin", "Selasa", "Rabu", "Kamis"), _ON_MOST_DAYS),
    "Jumat": (dt.time(7, 30), dt.time(16, 30)),
}
"""Working time by the Perpres, where the office says nothing else."""


class SpecialHours(Setting):
    """`[[kerja.khusus]]`: other working time from one day to another, such as in Ramadan."""

    mulai: Day
    sampai: Day
    jam: Annotated[DayHours, AfterValidator(_some)]


class Work(Setting):
    """`[kerja]`: the days and hours on which the office works."""

    hari: Annotated[tuple[DayName, ...], AfterValidator(_some)] = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")
    jam: DayHours = Field(default={})
    """Where it is not as in Perpres 21/2023."""
    khusus: tuple[SpecialHours, ...] = ()

    def hours(self, day: str, date: dt.date | None = None) -> Hours | None:
        """The working time of a day of the week, at a date; nothing if none was said."""
        special = [each.jam for each in self.khusus if date is not None and each.mulai <= date <= each.sampai]
        said: tuple[Mapping[Any, Hours], ...] = (*special, self.jam, _PERPRES_21_2023)
        return next((hours[day] for hours in said if day in hours), None)


class DayOff(Setting):
    """`[[libur]]`: a day, or some, on which the office is closed of itself."""

    tanggal: Day | None = None
    mulai: Day | None = None
    sampai: Day | None = None
    nama: FilledText

    @model_validator(mode="after")
    def _says_when(self) -> DayOff:
        if (self.mulai is None) != (self.sampai is None) or (self.tanggal is None) == (self.mulai is None):
            message = _("it needs `tanggal`, or `mulai` and `sampai`")
            raise refused(ValueProblem(message, hint=_("Write tanggal for one day; mulai and sampai for several.")))
        return self

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.tanggal or self.mulai or dt.date.min

    @property
    def last(self) -> dt.date:
        """The last one."""
        return self.tanggal or self.sampai or dt.date.min


class DayWorked(Setting):
    """`[[masuk]]`: a day on which the office works though the national list, or the week, says otherwise."""

    tanggal: Day
    alasan: FilledText

"""What the settings say that cannot be: who stands in for nobody, in whose name one signs, when the office works."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.located import Path, Source
from docgen.model.nearest import meant
from docgen.model.office import LetterRule, Office, Official, StandIn
from docgen.model.working_time import DayOff, SpecialHours

_PREFIXES = ("a.n.", "an.", "u.b.", "ub.", "plh.", "plt.", "pj.")


def check_office(office: Office, source: Source) -> tuple[Problem, ...]:
    """Everything about officials and working days that contradicts itself, each with its line.

    Args:
        office: the settings.
        source: their text.
    """
    checker = _Checker(office, source)
    return (
        *(problem for name, official in office.pejabat.items() for problem in checker.official(name, official)),
        *(problem for place, each in enumerate(office.pengganti) for problem in checker.stand_in(place, each)),
        *(problem for kind, rule in office.naskah.items() for problem in checker.letter(kind, rule)),
        *checker.working_days(),
        *checker.days_off(),
    )


class _Checker:
    """The settings with their text."""

    def __init__(self, office: Office, source: Source) -> None:
        self.office = office
        self.source = source

    def wrong(self, path: Path, message: str, hint: str) -> Problem:
        return Problem(reference="office-invalid", message=message, where=self.source.where(path), hint=hint)

    def official(self, name: str, official: Official) -> Iterator[Problem]:
        yield from self.period(("pejabat", name), official)
        yield from self.bare(("pejabat", name, "jabatan"), official.jabatan)

    def period(self, path: Path, period: Official | StandIn | SpecialHours | DayOff) -> Iterator[Problem]:
        if period.mulai is not None and period.sampai is not None and period.sampai < period.mulai:
            message = _("The last day, {end}, is before the first, {start}.").format(
                end=period.sampai, start=period.mulai
            )
            yield self.wrong((*path, "sampai"), message, _("Exchange them, or mend the year: mulai, then sampai."))

    def bare(self, path: Path, post: str) -> Iterator[Problem]:
        if post.casefold().startswith(_PREFIXES):
            message = _("“{post}” begins with what docgen itself prints before a post.").format(post=post)
            hint = _("Write the post alone; a stand-in gets a table [[pengganti]] with his decree.")
            yield self.wrong(path, message, hint)

    def stand_in(self, place: int, stand_in: StandIn) -> Iterator[Problem]:
        path: Path = ("pengganti", place)
        yield from self.named((*path, "menggantikan"), stand_in.menggantikan)
        yield from self.named((*path, "pejabat"), stand_in.pejabat)
        yield from self.period(path, stand_in)
        named = f"{stand_in.jenis} {stand_in.menggantikan}"
        if stand_in.menggantikan == stand_in.pejabat:
            message = _("{official} cannot stand in for himself.").format(official=stand_in.pejabat)
            yield self.wrong((*path, "pejabat"), message, _("Name another official, or delete this [[pengganti]]."))
        if not stand_in.surat:
            message = _("The stand-in {name} has no decree.").format(name=named)
            yield self.wrong(path, message, _('Write the number of his decree: surat = "…"'))
        if stand_in.jenis == "Plh." and stand_in.sampai is None:
            message = _("The stand-in {name} has no last day.").format(name=named)
            hint = _("Write it: sampai = …; whoever fills a vacant post until it is given away is Plt. or Pj.")
            yield self.wrong((*path, "jenis"), message, hint)
        yield from self.overlapping(place, stand_in)

    def named(self, path: Path, official_id: str) -> Iterator[Problem]:
        if official_id not in self.office.pejabat:
            message = _("There is no official {name}.").format(name=official_id)
            known = _("Officials in docgen.toml: {names}.").format(names=", ".join(self.office.pejabat) or "–")
            yield self.wrong(path, message, meant(official_id, self.office.pejabat) or known)

    def overlapping(self, place: int, stand_in: StandIn) -> Iterator[Problem]:
        for other in self.office.pengganti[:place]:
            if other.menggantikan == stand_in.menggantikan and _overlap(other, stand_in):
                message = _("For {official} two stand in on {day}: {one} and {other}.").format(
                    official=stand_in.menggantikan,
                    day=max(other.mulai, stand_in.mulai),
                    one=other.pejabat,
                    other=stand_in.pejabat,
                )
                hint = _("Let the one end the day before the other begins: sampai = …")
                yield self.wrong(("pengganti", place, "mulai"), message, hint)

    def letter(self, kind: str, rule: LetterRule) -> Iterator[Problem]:
        path: Path = ("naskah", kind)
        if rule.untuk_beliau is not None and rule.atas_nama is None:
            message = _("{key} means nothing without {needed}.").format(key="untuk_beliau", needed="atas_nama")
            hint = _("Add atas_nama, the post in whose name it is signed; untuk_beliau is the post between.")
            yield self.wrong((*path, "untuk_beliau"), message, hint)
        for key, post in (("atas_nama", rule.atas_nama), ("untuk_beliau", rule.untuk_beliau)):
            yield from self.bare((*path, key), post or "")

    def working_days(self) -> Iterator[Problem]:
        """Days of the week without hours, hours of days that are none, and periods upon each other."""
        work = self.office.kerja
        for place, day in enumerate(work.hari):
            if work.hours(day) is None:
                message = _("{day} is a working day, but nothing says from when to when.").format(day=day)
                hint = _('Write it in [kerja]: jam = {{ {day} = "07.30-16.00" }}').format(day=day)
                yield self.wrong(("kerja", "hari", place), message, hint)
        periods: list[tuple[Path, SpecialHours]] = [
            (("kerja", "khusus", i), each) for i, each in enumerate(work.khusus)
        ]
        for path, jam in ((("kerja",), work.jam), *((path, each.jam) for path, each in periods)):
            for day in jam:
                if day not in work.hari:
                    message = _("{day} has hours, but is no working day.").format(day=day)
                    yield self.wrong((*path, "jam", day), message, _("Add it to hari in [kerja], or delete it here."))
        for place, (path, period) in enumerate(periods):
            yield from self.period(path, period)
            if any(_meet(other, period) for _path, other in periods[:place]):
                message = _("On {day} two special working times hold.").format(day=period.mulai)
                yield self.wrong(
                    (*path, "mulai"), message, _("Let the one end the day before the other begins: sampai = …")
                )

    def days_off(self) -> Iterator[Problem]:
        """Days off that end before they begin, or on which the office works."""
        for place, off in enumerate(self.office.libur):
            yield from self.period(("libur", place), off)
        for place, worked in enumerate(self.office.masuk):
            for off in self.office.libur:
                if off.first <= worked.tanggal <= off.last:
                    message = _("On {day} the office is closed ({name}) and works, both.").format(
                        day=worked.tanggal, name=off.nama
                    )
                    hint = _("Delete one of the two: [[libur]] or [[masuk]].")
                    yield self.wrong(("masuk", place, "tanggal"), message, hint)


def _meet(one: SpecialHours, other: SpecialHours) -> bool:
    """Whether both hold on some day."""
    return other.mulai <= one.sampai and one.mulai <= other.sampai


def _overlap(one: StandIn, other: StandIn) -> bool:
    """Whether both stand in on some day."""
    return (one.sampai is None or other.mulai <= one.sampai) and (other.sampai is None or one.mulai <= other.sampai)

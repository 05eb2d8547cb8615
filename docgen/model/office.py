"""The office as `docgen.toml` states it: letterhead, officials and their roles, number patterns, language.

Nothing here is ever invented: what the office did not say stays empty.
"""

from __future__ import annotations

import datetime as dt
import string
import zoneinfo
from gettext import gettext as _
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from docgen.model.case import Identity, Person
from docgen.model.identity import check_identity
from docgen.model.text import TextError, ValueProblem, clean, quoted
from docgen.model.validation import SLUG

PATTERN_NAMES = frozenset({"nomor", "kode", "unit", "tahun", "bulan"})
"""What a number pattern may use; `bulan` is the month, roman if the register says so."""


def _refused(problem: ValueProblem) -> PydanticCustomError:
    return PydanticCustomError("value", "{message}", {"message": problem.message, "hint": problem.hint})


def _clean(text: str) -> str:
    try:
        return clean(text)
    except TextError as error:
        raise _refused(error) from error


Text = Annotated[str, AfterValidator(_clean)]
FilledText = Annotated[Text, Field(min_length=1)]


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:  # `Asia` is a folder of them
        raise PydanticCustomError("zone", "unknown time zone {name}", {"name": name}) from error
    return name


def _pattern(pattern: str) -> str:
    try:
        fields = [field for field in string.Formatter().parse(pattern) if field[1] is not None]
    except ValueError as error:
        raise PydanticCustomError("pattern_brace", "a brace stands alone") from error
    names = {str(name) for _, name, _, _ in fields}
    unknown = sorted(names - PATTERN_NAMES)
    if unknown:
        raise PydanticCustomError("pattern_unknown", "the pattern names {names}", {"names": ", ".join(unknown)})
    formatted = sorted({str(name) for _, name, spec, conversion in fields if spec or conversion})
    if formatted:
        raise PydanticCustomError("pattern_format", "the pattern formats {names}", {"names": ", ".join(formatted)})
    if "nomor" not in names:
        raise PydanticCustomError("pattern_number", "the pattern lacks its number")
    return pattern


def _identity(identity: Identity) -> Identity:
    try:
        return Identity(jenis=identity.jenis, nomor=check_identity(identity.jenis, identity.nomor))
    except ValueProblem as error:
        raise _refused(error) from error


def _each_once(headings: tuple[str, ...]) -> tuple[str, ...]:
    for place, heading in enumerate(headings):
        if heading in headings[:place]:
            message = _("{heading} is there twice").format(heading=quoted(heading))
            raise _refused(ValueProblem(message, hint=_("Name each column once.")))
    return headings


class Setting(BaseModel):
    """A table of the settings: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Letterhead(Setting):
    """The three lines in capitals at the head of a letter."""

    pemerintah: FilledText
    perangkat: Text = ""
    unit: Text = ""


class Bureau(Setting):
    """`[kantor]`: what letters say of the office."""

    nama: FilledText
    sebutan: Text = ""
    alamat: FilledText
    kota: FilledText
    """The place beside a letter's date."""
    kode_unit: FilledText
    """The office's part in letter numbers."""
    telepon: Text = ""
    email: Text = ""
    web: Text = ""
    kode_pos: Text = ""
    alamat_aplikasi: Text = ""
    """Where the applicants find the application that this office serves."""
    kop: Letterhead


class Official(Setting):
    """`[pejabat.<id>]`: somebody of the office and the roles he holds."""

    nama: FilledText
    jabatan: FilledText
    pangkat: Text | None = None
    identitas: Annotated[Identity, AfterValidator(_identity)] | None = None
    peran: tuple[str, ...] = ()

    def person(self, official_id: str) -> Person:
        """How he is kept in a step."""
        return Person(
            id=official_id,
            nama=self.nama,
            jabatan=self.jabatan,
            pangkat=self.pangkat,
            identitas=self.identitas,
            blok=(f"{self.jabatan.upper()},",),
        )


class RegisterRule(Setting):
    """`[register.<id>]`: how a yearly series of numbers is printed."""

    nama: Text = ""
    pola: Annotated[str, AfterValidator(_pattern)] = "{kode}/{nomor}/{unit}/{tahun}"
    lebar: int = Field(default=1, ge=1, le=8)
    """Digits that the number is padded to."""
    bulan_romawi: bool = False
    kolom: Annotated[tuple[FilledText, ...], AfterValidator(_each_once)] = ()
    """Headings of its book in their order; what no SOP fills stays empty, to be filled in by hand."""


class LetterRule(Setting):
    """`[naskah.<id>]`: what the office adds to one kind of paper."""

    tembusan: tuple[FilledText, ...] = ()
    """Who gets a copy, in the order of the list."""


class Attachments(Setting):
    """`[berkas]`: what may be handed in."""

    ukuran_maks_mib: int = Field(default=10, ge=1, le=200)


class Office(Setting):
    """All of `docgen.toml`."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    bahasa: Literal["id", "en"] = "id"
    zona_waktu: Annotated[str, AfterValidator(_zone)] = "Asia/Jakarta"
    kantor: Bureau
    pejabat: dict[Annotated[str, Field(pattern=SLUG)], Official] = {}
    register_: dict[str, RegisterRule] = Field(default={}, alias="register")
    naskah: dict[Annotated[str, Field(pattern=SLUG)], LetterRule] = {}
    berkas: Attachments = Attachments()

    @property
    def zone(self) -> dt.tzinfo:
        """The office's time zone."""
        return zoneinfo.ZoneInfo(self.zona_waktu)

    def holders(self, role: str) -> tuple[str, ...]:
        """The officials who hold a role, in the order of the file."""
        return tuple(official_id for official_id, official in self.pejabat.items() if role in official.peran)


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def print_number(rule: RegisterRule, *, number: int, date: dt.date, code: str, unit: str) -> str:
    """The number as a letter shows it; year and month come from the letter's date, never from today."""
    return rule.pola.format(
        nomor=f"{number:0{rule.lebar}d}",
        kode=code,
        unit=unit,
        tahun=date.year,
        bulan=_ROMAN[date.month - 1] if rule.bulan_romawi else f"{date.month:02d}",
    )


def validate_office(data: Any) -> Office:
    """The office that this table states. Raises pydantic's ValidationError with every error in it."""
    return Office.model_validate(data)

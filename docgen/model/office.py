"""The office as `docgen.toml` states it: letterhead, officials and their roles, number patterns, language.

Nothing here is ever invented: what the office did not say stays empty.
"""

from __future__ import annotations

import datetime as dt
import string
import zoneinfo
from gettext import gettext as _
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
)
from pydantic_core import PydanticCustomError

from docgen.model.case import Identity, Person
from docgen.model.identity import check_identity
from docgen.model.secret import Secret, generate
from docgen.model.setting import Day, FilledText, Setting, Text, cleaned, refused, said
from docgen.model.text import ValueProblem, quoted
from docgen.model.validation import SLUG
from docgen.model.working_time import DayOff, DayWorked, Work

PATTERN_NAMES = frozenset({"nomor", "kode", "unit", "tahun", "bulan"})
"""What a number pattern may use; `bulan` is the month, roman if the register says so."""


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:  # `Asia` is a folder of them
        raise PydanticCustomError("zone", "unknown time zone {name}", {"name": name}) from error
    return name


def _pattern(pattern: str) -> str:
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise PydanticCustomError("pattern_brace", "a brace stands alone") from error
    if any("{" in text or "}" in text for text, *_field in parts):
        raise PydanticCustomError("pattern_brace", "a brace is doubled")
    fields = [field for field in parts if field[1] is not None]
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
        raise refused(error) from error


def _each_once(headings: tuple[str, ...]) -> tuple[str, ...]:
    for place, heading in enumerate(headings):
        if heading in headings[:place]:
            message = _("{heading} is there twice").format(heading=quoted(heading))
            raise refused(ValueProblem(message, hint=_("Name each column once.")))
    return headings


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
    """`[pejabat.<id>]`: somebody of the office, his post, and the roles that go with it."""

    nama: FilledText
    jabatan: FilledText
    pangkat: Text | None = None
    identitas: Annotated[Identity, AfterValidator(_identity)] | None = None
    peran: tuple[str, ...] = ()
    mulai: Day | None = None
    """The first day on which he holds the post; none: always."""
    sampai: Day | None = None
    """The last one."""

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


class StandIn(Setting):
    """`[[pengganti]]`: who fills the post of another for a time, with all its roles, and by which decree."""

    jenis: Literal["Plh.", "Plt.", "Pj."]
    """`Plh.`: its official is away; `Plt.`: it has none; `Pj.`: an acting official until one is appointed."""
    menggantikan: str
    """Whose post, by the official's id."""
    pejabat: str
    """Who fills it, by the official's id."""
    mulai: Day
    sampai: Day | None = None
    surat: Annotated[Text, AfterValidator(said)] = ""
    """The number of the decree."""


class RegisterRule(Setting):
    """`[register.<id>]`: how a yearly series of numbers is printed."""

    nama: Text = ""
    pola: Annotated[str, AfterValidator(_pattern), AfterValidator(cleaned)] = "{kode}/{nomor}/{unit}/{tahun}"
    lebar: int = Field(default=1, ge=1, le=8)
    """Digits that the number is padded to."""
    bulan_romawi: bool = False
    kolom: Annotated[tuple[FilledText, ...], AfterValidator(_each_once)] = ()
    """Headings of its book in their order; what no SOP fills stays empty, to be filled in by hand."""


class LetterRule(Setting):
    """`[naskah.<id>]`: what the office adds to one kind of paper."""

    tembusan: tuple[FilledText, ...] = ()
    """Who gets a copy, in the order of the list."""
    peran: str | None = None
    """Whose holder signs, if it is not the SOP's `signer`."""
    atas_nama: FilledText | None = None
    """The post in whose name it is signed (a.n.)."""
    untuk_beliau: FilledText | None = None
    """The post between that one and the signer's own (u.b.)."""


class PasswordRule(Setting):
    """`[kata_sandi]`: what first passwords must be like."""

    minimal: int = Field(default=12, ge=8, le=64)
    """The fewest characters of one that is typed."""
    panjang: int = Field(default=16, ge=16, le=64)
    """The characters of one that docgen makes."""
    simbol: Annotated[str, Field(pattern=r"^[!-/:-@\[-`{-~]*$")] = ""
    """The signs that one that docgen makes may have beside letters and digits."""

    def make(self) -> Secret:
        """A random password as the office wants them."""
        return generate(length=self.panjang, symbols=self.simbol)


class Attachments(Setting):
    """`[berkas]`: what may be handed in."""

    ukuran_maks_mib: int = Field(default=10, ge=1, le=200)


class Printing(Setting):
    """`[cetak]`: how papers are printed."""

    kertas: Literal["A4", "F4"] = "A4"


class National(Setting):
    """`[srikandi]`: whether letters are numbered, dated and signed in the national application."""

    aktif: StrictBool = False


class Office(Setting):
    """All of `docgen.toml`."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    bahasa: Literal["id", "en"] = "id"
    zona_waktu: Annotated[str, AfterValidator(_zone)] = "Asia/Jakarta"
    kantor: Bureau
    pejabat: dict[Annotated[str, Field(pattern=SLUG)], Official] = Field(default={})
    pengganti: tuple[StandIn, ...] = ()
    register_: dict[Annotated[str, Field(pattern=SLUG)], RegisterRule] = Field(default={}, alias="register")
    naskah: dict[Annotated[str, Field(pattern=SLUG)], LetterRule] = Field(default={})
    kata_sandi: PasswordRule = PasswordRule()
    berkas: Attachments = Attachments()
    cetak: Printing = Printing()
    kerja: Work = Work()
    libur: tuple[DayOff, ...] = ()
    masuk: tuple[DayWorked, ...] = ()
    srikandi: National = National()

    @property
    def zone(self) -> dt.tzinfo:
        """The office's time zone."""
        return zoneinfo.ZoneInfo(self.zona_waktu)


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

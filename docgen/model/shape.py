"""What an SOP's record looks like to expressions and templates: which names exist below which.

The shape answers whether a placeholder can exist at all, and gives every fact its empty form, so that a
misspelt name is always an error and a fact not yet known never is one by accident.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from docgen.model.field import FieldSpec
from docgen.model.later import N_
from docgen.model.sop import DocumentKind, Sop, Stage

ITEM = "[]"
"""The path element that stands for «an item of this list»."""

RESERVED = frozenset({"kantor", "kasus", "tahap", "naskah", "penandatangan", "petugas", "langkah", "penerima", "buku"})
METHODS = frozenset(dir(dict)) | frozenset(dir(list)) | frozenset(dir(str))
"""Names that Jinja would find as a method before it finds the value."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A value's form: a scalar of some type, named parts, or a list of one form."""

    type: str
    label: str = ""
    parts: Mapping[str, Shape] = field(default_factory=dict)
    item: Shape | None = None
    meaning: str = ""
    """What a part of the kernel's own stands for, to be translated; the definition gives its fields a label instead."""
    optional: bool = False
    """Whether a part of the kernel's own may be empty though the rest is known."""
    absent: bool = False
    """Whether the definition leaves it out, so that no case ever has it."""
    least: int = 0
    """How many items a list has at least, once it is known."""

    def at(self, path: tuple[str, ...]) -> Shape | None:
        """The form at a path below this one, or nothing if no such name exists."""
        here: Shape | None = self
        for name in path:
            if here is None:
                return None
            here = here.item if name == ITEM else here.parts.get(name)
        return here

    def empty(self) -> object:
        """The value of this form of which nothing is known yet."""
        if self.item is not None:
            return []
        if self.parts:
            return {name: part.empty() for name, part in self.parts.items()}
        return None

    def leaves(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Shape]]:
        """Every printable fact below, with its path."""
        if self.item is not None:
            yield from self.item.leaves((*path, ITEM))
        elif self.parts:
            for name, part in self.parts.items():
                yield from part.leaves((*path, name))
        else:
            yield path, self


def _record(**parts: Shape) -> Shape:
    return Shape("record", parts=parts)


def _list(item: Shape, label: str = "", *, meaning: str = "", least: int = 0) -> Shape:
    return Shape("list", label, item=item, meaning=meaning, least=least)


def _without(whole: Shape, names: Collection[str]) -> Shape:
    """A record of which these parts are never there."""
    return replace(whole, parts={name: replace(part, absent=name in names) for name, part in whole.parts.items()})


def _fact(kind: str, meaning: str, *, optional: bool = False) -> Shape:
    return Shape(kind, meaning=meaning, optional=optional)


def _text(meaning: str, *, optional: bool = False) -> Shape:
    return _fact("text", meaning, optional=optional)


IDENTITY = Shape(
    "record",
    "Identitas",
    {"jenis": _text(N_("kind of the number")), "nomor": _fact("identity", N_("number"))},
    meaning=N_("identity"),
)
PERSON = _record(
    nama=_text(N_("name")),
    jabatan=_text(N_("position")),
    pangkat=_text(N_("rank"), optional=True),
    identitas=replace(IDENTITY, optional=True),
    blok=_list(_text(N_("line of the signature block, above the room for the signature")), least=1),
)
SIGNER = _record(
    **PERSON.parts,
    ttd=_text(N_("token in whose place the national application puts the signature"), optional=True),
)
NUMBER = _record(
    nomor=_text(N_("number as it is printed")),
    urut=_fact("integer", N_("place in the register")),
    tanggal=_fact("date", N_("date of the number")),
)
FILE = _record(
    nama=_text(N_("name of the file")),
    path=_text(N_("place in the case's folder")),
    sha256=_text(N_("sha256 of the file")),
    size=_fact("integer", N_("size in bytes")),
    type=_text(N_("kind of file")),
)
CHECKED = _record(
    id=_text(N_("id of the item")),
    uraian=_text(N_("wording of the item")),
    hasil=_text(N_("what was found")),
    ada=_fact("yesno", N_("whether it is there")),
    sesuai=_fact("yesno", N_("whether it is as it should be"), optional=True),
    keterangan=_text(N_("note"), optional=True),
)
CHECKLIST = _record(
    lengkap=_fact("yesno", N_("whether every item is as it should be")),
    butir=_list(CHECKED, least=1),
    kurang=_list(CHECKED, meaning=N_("what is lacking")),
)
DISPOSED = _record(
    no=_fact("integer", N_("place in the chain")),
    dari=_text(N_("who passed it on")),
    kepada=_list(_text(N_("to whom")), least=1),
    isi=_fact("paragraph", N_("wording of the disposition"), optional=True),
    harap=_list(_text(N_("what is asked for"))),
    tanggal=_fact("date", N_("date of the disposition")),
    waktu=_fact("time", N_("time of the disposition")),
    zona=_text(N_("time zone of that time: WIB, WITA, WIT")),
    putaran=_fact("integer", N_("round of the case")),
    petugas=replace(PERSON, meaning=N_("who passed it on")),
)
_CHOSEN = _fact("yesno", N_("whether it was chosen"))
DISPOSITION = _record(
    rantai=_list(DISPOSED, least=1),
    tujuan=_list(_record(jabatan=_text(N_("actor of the office")), dipilih=_CHOSEN), least=1),
    tujuan_lain=_list(_text(N_("somebody else it went to"))),
    harapan=_list(_record(teks=_text(N_("request that is offered")), dipilih=_CHOSEN)),
    harapan_lain=_list(_text(N_("another request"))),
    terakhir=replace(DISPOSED, meaning=N_("the last one")),
)
_COMPUTED = {
    "identity": IDENTITY,
    "official": PERSON,
    "number": NUMBER,
    "file": FILE,
    "checklist": CHECKLIST,
    "disposition": DISPOSITION,
}

STEP_TAKEN = _record(
    tanggal=_fact("date", N_("date of the step")),
    waktu=_fact("time", N_("time of the step")),
    zona=_text(N_("time zone of that time: WIB, WITA, WIT")),
    petugas=replace(PERSON, meaning=N_("who took the step")),
)
STAGE_NOW = _record(
    id=_text(N_("id of this stage")),
    nomor=_text(N_("number of this stage in the SOP")),
    kegiatan=_text(N_("activity of this stage")),
    pelaksana=_text(N_("actor of this stage")),
    tanggal=_fact("date", N_("date of this step")),
    waktu=_fact("time", N_("time of this step")),
    zona=_text(N_("time zone of that time: WIB, WITA, WIT")),
)
KOP = _record(
    pemerintah=_text(N_("first line of the letterhead")),
    perangkat=_text(N_("second line of the letterhead"), optional=True),
    unit=_text(N_("third line of the letterhead"), optional=True),
)
OFFICE = _record(
    nama=_text(N_("name of the office")),
    sebutan=_text(N_("what the office is called in a text"), optional=True),
    alamat=_text(N_("address of the office")),
    kota=_text(N_("place beside the date of a letter")),
    telepon=_text(N_("telephone of the office"), optional=True),
    email=_text(N_("e-mail address of the office"), optional=True),
    web=_text(N_("web site of the office"), optional=True),
    kode_pos=_text(N_("postal code of the office"), optional=True),
    alamat_aplikasi=_text(N_("address of the application that the office serves"), optional=True),
    kop=KOP,
)
FILED = _record(
    no=_fact("integer", N_("place in the file")),
    judul=_text(N_("title of the paper")),
    untuk=_text(N_("for which item of a list it was issued"), optional=True),
    kode=_text(N_("classification code of the paper"), optional=True),
    nomor=_text(N_("number of the paper"), optional=True),
    tanggal=_fact("date", N_("date of the paper")),
    putaran=_fact("integer", N_("round of the case")),
    cetakan=_fact("integer", N_("how often it was printed in this round")),
    pindaian=_fact("yesno", N_("whether it is a scan that was attached")),
    digantikan=_fact("yesno", N_("whether the session has issued another in its place")),
)
CASE = _record(
    nomor=_text(N_("number of the case")),
    sop=_text(N_("id of the SOP")),
    nomor_sop=_text(N_("number of the SOP")),
    judul=_text(N_("title of the SOP")),
    putaran=_fact("integer", N_("round of the case")),
    dibuka=_fact("date", N_("date on which the case was opened")),
    ditutup=_fact("date", N_("date on which the case was closed"), optional=True),
    status=_text(N_("outcome of the case, or that it is being dealt with")),
    segel=_text(N_("seal of the record before this step")),
    naskah=_list(FILED, meaning=N_("papers in the file of the case so far")),
)
PAPER = _record(
    nomor=_text(N_("number of this paper")),
    tanggal=_fact("date", N_("date of this paper")),
    sifat=_text(N_("handling of this paper, such as urgent")),
    lampiran=_text(N_("annexes of this paper")),
    hal=_text(N_("subject of this paper: its title")),
    kode=_text(N_("classification code of this paper")),
    tembusan=_list(_text(N_("who gets a copy of this paper"))),
)

BOOK = _record(
    urut=_fact("integer", N_("place in the register")),
    nomor=_text(N_("number as it is printed")),
    tanggal=_fact("date", N_("date of the number")),
    keterangan=_text(N_("why the number is void, or what it went to outside docgen"), optional=True),
)


def field_shape(spec: FieldSpec) -> Shape:
    """The form of one declared field."""
    if spec.type == "record":
        return Shape("record", spec.label, {name: field_shape(part) for name, part in spec.fields.items()})
    if spec.type == "list":
        if spec.of is not None:
            return _list(_COMPUTED.get(spec.of, Shape(spec.of)), spec.label, least=spec.min or 0)
        parts = {name: field_shape(part) for name, part in spec.fields.items()}
        return _list(_record(**parts), spec.label, least=spec.min or 0)
    computed = _COMPUTED.get(spec.type)
    return Shape(spec.type, spec.label) if computed is None else Shape("record", spec.label, computed.parts)


def record_shape(sop: Sop) -> Shape:
    """The form of the whole record: every field, with `each` fields inside the items they speak of."""
    parts: dict[str, Shape] = {}
    for name, spec in sop.fields.items():
        if spec.each is not None:
            continue
        shape = field_shape(spec)
        if spec.type == "list" and spec.of is None and shape.item is not None:
            said = {each_name: field_shape(each) for each_name, each in sop.said_of(name)}
            shape = replace(shape, item=_record(**shape.item.parts, **said))
        parts[name] = shape
    return Shape("record", sop.title, parts)


def deciding_shape(sop: Sop, stage: Stage | None = None) -> Shape:
    """What expressions of the definition may name: the record, the stage at hand, the steps taken."""
    unnumbered = {"nomor"} if stage is not None and stage.no is None else set()
    return Shape(
        "record",
        sop.title,
        {
            **record_shape(sop).parts,
            "tahap": _without(STAGE_NOW, unnumbered),
            "langkah": _record(**{each.key: STEP_TAKEN for each in sop.stages}),
        },
    )


def paper_shape(sop: Sop, document: DocumentKind, stage: Stage | None = None) -> Shape:
    """What a paper's template may name: what decisions see, and the office, case, paper and people."""
    deciding = deciding_shape(sop, stage)
    given = {
        "nomor": document.register_,
        "sifat": document.handling,
        "lampiran": document.annexes,
        "kode": document.classification or sop.classification,
    }
    parts = {
        **deciding.parts,
        "kantor": OFFICE,
        "kasus": CASE,
        "naskah": _without(PAPER, {name for name, value in given.items() if value is None}),
        "petugas": PERSON,
    }
    if document.signer is not None:
        parts["penandatangan"] = SIGNER
    if document.each is not None:
        listed = deciding.at(document.each.list)
        if listed is not None and listed.item is not None:
            parts["penerima"] = listed.item
    return Shape("record", document.title, parts)

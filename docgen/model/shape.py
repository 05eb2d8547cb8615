"""What an SOP's record looks like to expressions and templates: which names exist below which.

The shape answers whether a placeholder can exist at all, and gives every fact its empty form, so that a
misspelt name is always an error and a fact not yet known never is one by accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docgen.model.sop import DocumentKind, FieldSpec, Sop

ITEM = "[]"
"""The path element that stands for «an item of this list»."""

RESERVED = frozenset({"kantor", "kasus", "tahap", "naskah", "penandatangan", "petugas", "langkah", "penerima"})
METHODS = frozenset(dir(dict)) | frozenset(dir(list)) | frozenset(dir(str))
"""Names that Jinja would find as a method before it finds the value."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A value's form: a scalar of some type, named parts, or a list of one form."""

    type: str
    label: str = ""
    parts: Mapping[str, Shape] = field(default_factory=dict)
    item: Shape | None = None

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


def _scalars(**types: str) -> dict[str, Shape]:
    return {name: Shape(kind) for name, kind in types.items()}


def _record(label: str = "", /, **parts: Shape) -> Shape:
    return Shape("record", label, parts)


def _list(item: Shape, label: str = "") -> Shape:
    return Shape("list", label, item=item)


TEXT = Shape("text")
IDENTITY = Shape("record", "Identitas", _scalars(jenis="text", nomor="identity"))
PERSON = Shape("record", "Pejabat", {**_scalars(nama="text", jabatan="text", pangkat="text"), "identitas": IDENTITY})
NUMBER = Shape("record", "Nomor", _scalars(nomor="text", urut="integer", tanggal="date"))
FILE = Shape("record", "Berkas", _scalars(nama="text", path="text", sha256="text", size="integer", type="text"))
CHECKED = Shape(
    "record",
    "Butir",
    _scalars(id="text", uraian="text", hasil="text", ada="yesno", sesuai="yesno", keterangan="text"),
)
CHECKLIST = _record(lengkap=Shape("yesno"), butir=_list(CHECKED), kurang=_list(CHECKED))
DISPOSED = _record(
    no=Shape("integer"),
    dari=TEXT,
    kepada=_list(TEXT),
    isi=Shape("paragraph"),
    harap=_list(TEXT),
    tanggal=Shape("date"),
    waktu=Shape("time"),
    putaran=Shape("integer"),
    petugas=PERSON,
)
DISPOSITION = _record(
    rantai=_list(DISPOSED),
    tujuan=_list(_record(jabatan=TEXT, dipilih=Shape("yesno"))),
    tujuan_lain=_list(TEXT),
    harapan=_list(_record(teks=TEXT, dipilih=Shape("yesno"))),
    harapan_lain=_list(TEXT),
    terakhir=DISPOSED,
)
_COMPUTED = {
    "identity": IDENTITY,
    "official": PERSON,
    "number": NUMBER,
    "file": FILE,
    "checklist": CHECKLIST,
    "disposition": DISPOSITION,
}

STEP_TAKEN = _record(tanggal=Shape("date"), waktu=Shape("time"), petugas=PERSON)
STAGE_NOW = _record(
    **_scalars(id="text", nomor="text", kegiatan="text", pelaksana="text", tanggal="date", waktu="time")
)
KOP = Shape("record", "Kop", _scalars(pemerintah="text", perangkat="text", unit="text"))
OFFICE = Shape(
    "record",
    "Kantor",
    {
        **_scalars(nama="text", sebutan="text", alamat="text", kota="text"),
        **_scalars(telepon="text", email="text", web="text", kode_pos="text"),
        "kop": KOP,
    },
)
CASE = _record(
    **_scalars(nomor="text", sop="text", nomor_sop="text", judul="text", putaran="integer"),
    **_scalars(dibuka="date", status="text", segel="text"),
)
PAPER = _record(**_scalars(nomor="text", tanggal="date", sifat="text", lampiran="text", hal="text", kode="text"))


def field_shape(spec: FieldSpec) -> Shape:
    """The form of one declared field."""
    if spec.type == "record":
        return Shape("record", spec.label, {name: field_shape(part) for name, part in spec.fields.items()})
    if spec.type == "list":
        if spec.of is not None:
            return _list(_COMPUTED.get(spec.of, Shape(spec.of)), spec.label)
        return _list(_record(**{name: field_shape(part) for name, part in spec.fields.items()}), spec.label)
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
            shape = _list(_record(**shape.item.parts, **said), spec.label)
        parts[name] = shape
    return Shape("record", sop.title, parts)


def deciding_shape(sop: Sop) -> Shape:
    """What expressions of the definition may name: the record, the stage at hand, the steps taken."""
    return Shape(
        "record",
        sop.title,
        {
            **record_shape(sop).parts,
            "tahap": STAGE_NOW,
            "langkah": _record(**{each.key: STEP_TAKEN for each in sop.stages}),
        },
    )


def paper_shape(sop: Sop, document: DocumentKind) -> Shape:
    """What a paper's template may name: what decisions see, and the office, case, paper and people."""
    deciding = deciding_shape(sop)
    parts = {
        **deciding.parts,
        "kantor": OFFICE,
        "kasus": CASE,
        "naskah": PAPER,
        "petugas": PERSON,
    }
    if document.signer is not None:
        parts["penandatangan"] = PERSON
    if document.each is not None:
        listed = deciding.at(document.each.list)
        if listed is not None and listed.item is not None:
            parts["penerima"] = listed.item
    return Shape("record", document.title, parts)

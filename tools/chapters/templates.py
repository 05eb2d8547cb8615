"""The tables of `docs/templat.md`: placeholders of the SOPs that come with docgen, and filters with what they print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from docgen.app.fields import Placeholder, placeholders
from docgen.app.workspace import open_workspace
from docgen.model import sandbox
from docgen.render.filters import FILTERS

_DAY = dt.date(2026, 11, 21)
_IDENTITY = {"jenis": "NIP", "nomor": "198609262015051001"}
SAMPLES: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "tanggal": ("tanggal", "x", (_DAY,)),
    "hari_tanggal": ("tanggal dengan nama hari", "x", (_DAY,)),
    "tanggal_terbilang": ("tanggal dengan huruf, untuk berita acara", "x", (_DAY,)),
    "jam": ("jam", "x", (dt.time(8, 0),)),
    "terbilang": ("bilangan dengan huruf", "x", (23,)),
    "angka_terbilang": ("bilangan dengan angka dan huruf", "x", (4,)),
    "rupiah": ("jumlah uang", "x", (Decimal(1500000),)),
    "romawi": ("angka Romawi", "x", (11,)),
    "nip": ("nomor identitas, NIP dikelompokkan", "x", (_IDENTITY,)),
    "hp": ("nomor telepon seperti dipakai menelepon", "x", ("+6281200000001",)),
    "samar": ("nomor atau alamat yang disamarkan", "x", ("+6281200000001",)),
    "centang": ("kotak centang dari ya/tidak; kosong = tidak dicentang", "x", (True,)),
    "titik": ("isinya, atau titik-titik sebanyak angka itu bila kosong", "x(12)", (None, 12)),
    "upper": ("huruf besar semua", "x", ("lpse",)),
    "lower": ("huruf kecil semua", "x", ("LPSE",)),
    "join": ("butir-butir daftar menjadi satu teks, dengan pemisah itu", "x(', ')", (["satu", "dua"], ", ")),
    "length": ("banyaknya butir", "x", ([1, 2, 3],)),
    "first": ("butir pertama", "x", (["satu", "dua"],)),
    "last": ("butir terakhir", "x", (["satu", "dua"],)),
}
"""Each filter that a template prints with: what for, how it is written, and a value to show it."""
OTHERS = {
    "list", "map", "max", "min", "reject", "rejectattr", "select", "selectattr", "sort", "sum", "unique",
}  # fmt: skip
"""Filters that choose from lists, for conditions."""


def filters() -> str:
    """A table of filters, each with what it really prints."""
    known = {**sandbox.FILTERS, **FILTERS}
    unknown = known.keys() ^ (SAMPLES.keys() | OTHERS)
    assert not unknown, f"no sample: {sorted(unknown)}"
    lines = ["| di templat | untuk | mencetak |", "|---|---|---|"]
    for name, (purpose, written, values) in SAMPLES.items():
        tag = f"{{{{ x \\| {written.replace('x', name, 1)} }}}}"  # a table's own sign is escaped
        lines.append(f"| `{tag}` | {purpose} | {_shown(known[name](*values))} |")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    return str(value).replace("\u00a0", " ").replace("*", r"\*")


def fields(workspace: Path, sop_id: str) -> str:
    """The tables of what the templates of an SOP may print: its own facts, and those of every SOP."""
    found = placeholders(open_workspace(workspace), sop_id)
    groups = {
        "Data SOP": [each for each in found if each.since is not None and not each.path.startswith("langkah.")],
        "Ada di setiap SOP": [each for each in found if each.since is None],
        "Langkah yang sudah dilakukan": [each for each in found if each.path.startswith("langkah.")],
    }
    return "\n".join(line for title, listed in groups.items() for line in _table(title, listed))


def _table(title: str, listed: list[Placeholder]) -> Iterator[str]:
    yield f"#### {title}\n"
    yield "| penanda | jenis | diketahui sejak | label | mungkin kosong |\n|---|---|---|---|---|"
    for each in listed:
        cells = (each.type, each.since or "selalu", each.label, each.empty)
        yield f"| `{each.path}` | " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""

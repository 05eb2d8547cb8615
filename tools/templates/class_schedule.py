"""Jadwal Training (SOP 24): the days of a class and, as an annex on pages of its own, who sits in it.

The annex goes to every institution in the class, so it bears no telephone number and no identity.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from docx.document import Document
from docx.table import Table

from templates.class_days import DAY, trainers
from templates.letterhead import add_page_furniture
from templates.people import signer_signature
from templates.styles import (
    ANNEX_CELL,
    ANNEX_CENTRE,
    ANNEX_TITLE,
    CELL,
    CELL_CENTRE,
    CELL_LAST,
    COLUMN,
    GAP,
    GAP_KEPT,
    HEAD_FACT,
    PLAIN_TABLE,
    PROVISIONAL,
    SIGNATURE,
    SUBTITLE,
    TITLE,
)
from templates.word import Box, Line, add_row, box, control_row, new_document, new_table, numbered, write

COLUMNS = {
    "No": 8.0,
    "Hari/Tanggal": 29.0,
    "Waktu (WIB)": 28.0,
    "Materi": 43.0,
    "Trainer": 30.0,
    "Keterangan": 22.0,
}
ANNEX_COLUMNS = {"No": 8.0, "Nama": 46.0, "Instansi": 44.0, "Jabatan/Peran": 37.0, "Keterangan": 25.0}


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Jadwal Training")
    add_page_furniture(document)
    write(document, "JADWAL TRAINING", TITLE)
    write(document, "Versi {{ versi }}", SUBTITLE)
    for line in ("{%p if status != 'tetap' %}", "T E N T A T I F", "{%p endif %}"):
        write(document, line, PROVISIONAL)
    for fact in (
        "Gelombang/kelas\t:\t{{ nama }}",
        "No. kelas\t:\t{{ kasus.nomor }}",
        "Materi\t:\t{{ materi }}",
        "Tempat\t:\t{{ tempat }}",
        "Kuota\t:\t{{ kuota | angka_terbilang }} orang",
        "Peserta terjadwal\t:\t{{ peserta | length | angka_terbilang }} orang",
    ):
        write(document, fact, HEAD_FACT)
    for fact in (
        "{%p if versi != none and versi > 1 %}",
        "Keterangan\t:\tmenggantikan jadwal versi {{ versi - 1 }}",
        "{%p endif %}",
    ):
        write(document, fact, HEAD_FACT)
    write(document, "", GAP)
    _add_days(document)
    _add_signature(document)
    _add_annex(document)
    return document


def _add_days(document: Document) -> None:
    """One row for each item of a day's programme; a day without one is one row."""
    table = new_table(document, tuple(COLUMNS.values()))
    heads = [name.replace("(WIB)", "{% if tahap.zona %}({{ tahap.zona }}){% endif %}") for name in COLUMNS]
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in heads], header=True, height_mm=8)
    control_row(table, "{%tr for h in hari %}")
    control_row(table, "{%tr set hari_ke = loop.index %}")
    control_row(table, "{%tr set hari_terakhir = loop.last %}")
    control_row(table, "{%tr for butir in h.acara or [materi] %}")
    control_row(table, "{%tr if loop.first %}")
    _add_item(table, "restart")
    control_row(table, "{%tr else %}")
    _add_item(table, "continue")
    control_row(table, "{%tr endif %}")
    control_row(table, "{%tr endfor %}")
    control_row(table, "{%tr endfor %}")
    write(document, "", GAP_KEPT)


def _add_item(table: Table, merged: Literal["restart", "continue"]) -> None:
    """A row; day, hours and trainers stand in the first one of the day and reach down to its last."""
    first = merged == "restart"
    number = numbered(
        "hari_ke" if first else "''",
        last="hari_terakhir and loop.last",
        style=CELL_CENTRE,
        last_style=CELL_LAST,
    )
    clock = "{{ h.mulai | jam }} s.d. {{ h.selesai | jam }}"
    add_row(
        table,
        [
            replace(number, merged=merged),
            Box(lines=[Line(content=DAY if first else "", style=CELL)], merged=merged),
            Box(lines=[Line(content=clock if first else "", style=CELL_CENTRE)], merged=merged),
            box(CELL, "{{ butir }}"),
            Box(lines=[Line(content=trainers("trainer") if first else "", style=CELL)], merged=merged),
            box(CELL, ""),
        ],
        height_mm=7,
    )


def _add_signature(document: Document) -> None:
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    place = Line(content="{{ kantor.kota }}, {{ naskah.tanggal }}", style=SIGNATURE)
    add_row(table, [box(SIGNATURE, ""), Box(lines=[place, *signer_signature(unknown="KASUBBAG LPSE,")])])


def _add_annex(document: Document) -> None:
    write(document, "DAFTAR PESERTA", ANNEX_TITLE)
    write(document, "Lampiran Jadwal Training {{ nama }}, versi {{ versi }}", SUBTITLE)
    table = new_table(document, tuple(ANNEX_COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in ANNEX_COLUMNS], header=True, height_mm=8)
    control_row(table, "{%tr for p in peserta %}")
    add_row(
        table,
        [
            box(ANNEX_CENTRE, "{{ loop.index }}"),
            box(ANNEX_CELL, "{{ p.nama }}"),
            box(ANNEX_CELL, "{{ p.instansi }}"),
            box(ANNEX_CELL, "{{ p.jabatan }} / {{ p.peran }}"),
            box(ANNEX_CENTRE, "{{ p.kasus }}"),
        ],
        height_mm=6.5,
    )
    control_row(table, "{%tr endfor %}")
    write(document, "", GAP)

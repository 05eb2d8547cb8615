"""Daftar Hadir (SOP 24): one for each day of a class, for the pens of the participants and of those who teach."""

from __future__ import annotations

from docx.document import Document
from docx.table import Table

from templates.class_days import hours
from templates.letterhead import add_page_furniture
from templates.people import signer_signature
from templates.styles import (
    CELL,
    CELL_CENTRE,
    CELL_LAST,
    COLUMN,
    GAP,
    GAP_KEPT,
    HEAD_FACT,
    LEAD,
    PLAIN_TABLE,
    SIGN_EVEN,
    SIGN_ODD,
    SIGNATURE,
    TITLE,
)
from templates.word import Box, Line, add_row, box, control_row, new_document, new_table, numbered, write

COLUMNS = {"No": 10.0, "Nama": 53.0, "Instansi/Jabatan": 51.0, "Tanda tangan": 46.0}
SPARE = 3
"""Rows for participants who come in somebody else's place."""
ODD = ", ".join(str(number) for number in range(1, 200, 2))
"""Expressions cannot divide; a class is smaller than this."""
ROW_MM = 9.5
DOTS = "." * 13


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Daftar Hadir")
    add_page_furniture(document)
    write(document, "DAFTAR HADIR PESERTA TRAINING", TITLE)
    for fact in (
        "Gelombang/kelas\t:\t{{ nama }}",
        "No. kelas\t:\t{{ kasus.nomor }}",
        "Materi\t:\t{{ materi }}",
        "Hari/tanggal\t:\t{{ penerima.tanggal | hari_tanggal }}",
        f"Waktu\t:\tpukul {hours('penerima')}",
        "Tempat\t:\t{{ tempat }}",
    ):
        write(document, fact, HEAD_FACT)
    write(document, "", GAP)
    table = _table(document, tuple(COLUMNS))
    control_row(table, "{%tr for p in peserta %}")
    _row(table, "loop.index", "{{ p.nama }}", ("{{ p.instansi }}", "{{ p.jabatan }}"))
    control_row(table, "{%tr endfor %}")
    for place in range(1, SPARE + 1):
        _row(table, f"(peserta | length) + {place}", "", ("",))
    write(document, "Trainer:", LEAD)
    table = _table(document, ("No", "Nama", "Jabatan", "Tanda tangan"))
    control_row(table, "{%tr for t in trainer %}")
    _row(table, "loop.index", "{{ t.nama }}", ("{{ t.jabatan }}",), last="loop.last")
    control_row(table, "{%tr endfor %}")
    write(document, "", GAP_KEPT)
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    heading = [
        Line(content="{{ kantor.kota }}, {{ penerima.tanggal }}", style=SIGNATURE),
        Line(content="Mengetahui,", style=SIGNATURE),
    ]
    add_row(table, [box(SIGNATURE, ""), Box(lines=[*heading, *signer_signature(unknown="KASUBBAG LPSE,")])])
    write(document, "", GAP)
    return document


def _table(document: Document, names: tuple[str, ...]) -> Table:
    table = new_table(document, tuple(COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in names], header=True, height_mm=8)
    return table


def _row(table: Table, number: str, name: str, belongs: tuple[str, ...], *, last: str = "false") -> None:
    """A row; the places for the signatures stand left and right by turns, so that each has room for two rows."""
    signed = f"{{{{ {number} }}}}. {DOTS}"
    place = [
        Line(content=f"{{%p if ({number}) in ({ODD}) %}}", style=SIGN_ODD),
        Line(content=signed, style=SIGN_ODD),
        Line(content="{%p else %}", style=SIGN_ODD),
        Line(content=signed, style=SIGN_EVEN),
        Line(content="{%p endif %}", style=SIGN_ODD),
    ]
    add_row(
        table,
        [
            numbered(number, last=last, style=CELL_CENTRE, last_style=CELL_LAST),
            box(CELL, name),
            box(CELL, *belongs),
            Box(lines=place, middle=True),
        ],
        height_mm=ROW_MM,
    )

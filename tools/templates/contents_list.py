"""Daftar Isi Berkas: what lies in the file of a case, for the archive. All SOPs."""

from __future__ import annotations

from docx.document import Document
from docx.table import Table

from templates.incoming import ASSIGNED, FILES, LETTER, ROUND, number
from templates.letter import INSTITUTION
from templates.letterhead import add_page_furniture
from templates.people import official_signature
from templates.styles import (
    ANNEX_CELL,
    ANNEX_CENTRE,
    ANNEX_LAST,
    COLUMN,
    GAP,
    GAP_KEPT,
    HEAD_FACT,
    PLAIN_TABLE,
    SIGNATURE,
    TITLE,
)
from templates.word import Box, Line, add_row, box, control_row, new_document, new_table, numbered, write

COLUMNS = {
    "No. berkas": 25.5,
    "No. item": 10.5,
    "Kode": 18.0,
    "Uraian": 43.5,
    "Tanggal": 27.5,
    "Jumlah": 16.5,
    "Ket.": 18.5,
}
ISSUED = "kasus.naskah"
NOTE = (
    "{% if n.pindaian %}pindaian{% elif n.cetakan > 1 %}{{ n.cetakan }} cetakan{% endif %}"
    "{% if n.digantikan %}{% if n.pindaian %}, {% endif %}diganti{% endif %}"
)
CODE = "{% if naskah.kode %}{{ naskah.kode }}{% endif %}"


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Daftar Isi Berkas")
    add_page_furniture(document)
    write(document, "DAFTAR ISI BERKAS", TITLE)
    for fact in (
        "Unit pengolah\t:\t{{ kantor.nama }}",
        f"Uraian berkas\t:\t{{{{ kasus.judul }}}}, {INSTITUTION}",
        "Kurun waktu\t:\t{{ kasus.dibuka }} s.d. {{ tahap.tanggal }}",
    ):
        write(document, fact, HEAD_FACT)
    write(document, "{%p if lokasi_arsip is defined %}", HEAD_FACT)
    write(document, "Tempat simpan\t:\t{{ lokasi_arsip }}", HEAD_FACT)
    write(document, "{%p endif %}", HEAD_FACT)
    write(document, "", GAP)
    table = new_table(document, tuple(COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in COLUMNS], header=True, height_mm=7)
    control_row(table, f"{{%tr if {LETTER} %}}")
    received = "Agenda {{ agenda.nomor }}"
    letter = "Surat permohonan Nomor {{ surat.nomor }}, {{ surat.hal }}"
    _row(table, "1", letter, date="{{ surat.tanggal }}", amount="1 berkas", note=received)
    control_row(table, "{%tr endif %}")
    control_row(table, f"{{%tr if {ASSIGNED} %}}")
    assigned = "Surat tugas Nomor {{ surat_tugas.nomor }}, {{ surat_tugas.penerbit }}"
    _row(table, number((LETTER,), "1"), assigned, date="{{ surat_tugas.tanggal }}", amount="1 berkas", note="")
    control_row(table, "{%tr endif %}")
    control_row(table, f"{{%tr for b in {FILES} %}}")
    counted = number((LETTER, ASSIGNED), "loop.index")
    _row(table, counted, "{{ b.nama }}", date="", amount="1 berkas", note="elektronik")
    control_row(table, "{%tr endfor %}")
    control_row(table, f"{{%tr for n in {ISSUED} %}}")
    title = (
        "{{ n.judul }}{% if n.nomor %} Nomor {{ n.nomor }}{% elif n.untuk %}, {{ n.untuk }}{% endif %}"
        f"{{% if kasus.putaran > 1 %}} ({ROUND} ke-{{{{ n.putaran }}}}){{% endif %}}"
    )
    counted = number((LETTER, ASSIGNED), f"({FILES} | length) + loop.index")
    code = "{% if n.kode %}{{ n.kode }}{% endif %}"
    _row(table, counted, title, date="{{ n.tanggal }}", amount="1 naskah", note=NOTE, code=code, last="loop.last")
    control_row(table, "{%tr endfor %}")
    write(document, "", GAP_KEPT)
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    place = Line(content="{{ kantor.kota }}, {{ tahap.tanggal }}", style=SIGNATURE)
    signed = official_signature("petugas", known="petugas.nama", unknown="")
    add_row(table, [box(SIGNATURE, ""), Box(lines=[place, *signed])])
    write(document, "", GAP)
    return document


def _row(
    table: Table,
    counted: str,
    text: str,
    *,
    date: str,
    amount: str,
    note: str,
    code: str = CODE,
    last: str = f"not {ISSUED}",
) -> None:
    add_row(
        table,
        [
            numbered("kasus.nomor", last=last, style=ANNEX_CELL, last_style=ANNEX_LAST),
            box(ANNEX_CENTRE, f"{{{{ {counted} }}}}"),
            box(ANNEX_CENTRE, code),
            box(ANNEX_CELL, text),
            box(ANNEX_CELL, date),
            box(ANNEX_CELL, amount),
            box(ANNEX_CELL, note),
        ],
        height_mm=6,
    )

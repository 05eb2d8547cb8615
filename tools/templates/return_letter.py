"""Surat Pengembalian (SOP 49): what the check list found lacking, and who of the team was refused, with the reasons."""

from __future__ import annotations

from docx.document import Document

from templates.letter import ASKED, add_applicant, finish, new_letter
from templates.people import identity
from templates.styles import COLUMN, LETTER_BODY, LETTER_CELL, LETTER_CELL_CENTRE, LETTER_LEAD, LETTER_TABLE
from templates.word import add_row, box, control_row, new_table, write

LACKING = {"No": 9.0, "Persyaratan": 58.0, "Kekurangan": 50.0, "Perbaikan yang diminta": 43.0}
REFUSED_COLUMNS = {"No": 9.0, "Nama": 55.0, "Identitas": 46.0, "Alasan": 50.0}
REFUSED = "auditor | selectattr('periksa.hasil', 'equalto', 'ditolak') | list"
OPENING = (
    f"Sehubungan dengan {ASKED}, dengan hormat disampaikan bahwa berdasarkan hasil verifikasi tanggal "
    "{{ langkah.verifikasi.tanggal }} berkas permohonan dimaksud belum memenuhi persyaratan, sehingga kami kembalikan "
    "untuk diperbaiki."
)
AGAIN = "Permohonan dapat diajukan kembali setelah berkas dilengkapi dan diperbaiki."


def make() -> Document:
    """The template's first form."""
    document = new_letter(title="Pengembalian Berkas Permohonan")
    add_applicant(document)
    write(document, OPENING, LETTER_BODY)
    write(document, "{%p if kelengkapan.kurang %}", LETTER_TABLE)
    write(document, "Persyaratan yang belum terpenuhi:", LETTER_TABLE)
    table = new_table(document, tuple(LACKING.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in LACKING], header=True)
    control_row(table, "{%tr for b in kelengkapan.kurang %}")
    add_row(
        table,
        [
            box(LETTER_CELL_CENTRE, "{{ loop.index }}"),
            box(LETTER_CELL, "{{ b.uraian }}"),
            box(LETTER_CELL, "{{ b.hasil }}{% if b.keterangan %}: {{ b.keterangan }}{% endif %}"),
            box(LETTER_CELL, "{% if b.ada %}agar diperbaiki{% else %}agar dilengkapi{% endif %}"),
        ],
    )
    control_row(table, "{%tr endfor %}")
    write(document, "{%p endif %}", LETTER_TABLE)
    write(document, f"{{%p if {REFUSED} %}}", LETTER_TABLE)
    write(document, "Auditor yang belum dapat didaftarkan:", LETTER_TABLE)
    table = new_table(document, tuple(REFUSED_COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in REFUSED_COLUMNS], header=True)
    control_row(table, f"{{%tr for a in {REFUSED} %}}")
    add_row(
        table,
        [
            box(LETTER_CELL_CENTRE, "{{ loop.index }}"),
            box(LETTER_CELL, "{{ a.nama }}"),
            box(LETTER_CELL, identity("a.identitas")),
            box(LETTER_CELL, "{% if a.periksa.catatan %}{{ a.periksa.catatan }}{% endif %}"),
        ],
    )
    control_row(table, "{%tr endfor %}")
    write(document, "{%p endif %}", LETTER_TABLE)
    write(document, AGAIN, LETTER_LEAD)
    finish(document)
    return document

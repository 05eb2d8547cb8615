"""Contoh Surat Permohonan with the sheet Data Auditor (SOP 49): a blank for applicants, on their own letterhead."""

from __future__ import annotations

from docx.document import Document

from templates.service_form import PURPOSE
from templates.styles import (
    ANNEX_CELL,
    ANNEX_CENTRE,
    BLANK_HEAD,
    COLUMN,
    GAP,
    HEAD_FACT,
    KOP_RULE,
    LETTER_AT,
    LETTER_BLANK,
    LETTER_CLOSING,
    LETTER_DATE,
    LETTER_HEAD,
    LETTER_LAST,
    LETTER_LEAD,
    LETTER_NAME,
    LETTER_POINT,
    LETTER_POST,
    LETTER_TO,
    LETTER_TO_MORE,
    NOTICE,
    PLAIN_TABLE,
    SIGNATURE,
    SIGNATURE_LAST,
    SUBTITLE,
    TITLE,
)
from templates.word import Box, Line, add_row, box, new_document, new_table, wide_section, write

COLUMNS = {
    "No": 9.0,
    "Nama": 56.0,
    "NIP/NRP": 40.0,
    "Pangkat/Gol.": 30.0,
    "Jabatan dalam tim": 34.0,
    "No. HP": 32.0,
    "E-mail": 46.0,
}
ROWS = 12
LINE = "." * 30
SHORT = "." * 20


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Contoh Surat Permohonan dan Data Auditor")
    _add_letter(document)
    section = wide_section(document)
    section.footer.is_linked_to_previous = False
    _add_sheet(document)
    return document


def _add_letter(document: Document) -> None:
    write(document, "(KOP SURAT INSTANSI PEMOHON)", BLANK_HEAD)
    write(document, "", KOP_RULE)
    write(document, f"{SHORT}, {SHORT}", LETTER_DATE)
    for line in (
        f"Nomor\t:\t{LINE}",
        "Sifat\t:\tBiasa",
        "Lampiran\t:\t1 (satu) berkas",
        "Hal\t:\tPermohonan Registrasi USER ID Auditor",
    ):
        write(document, line, LETTER_HEAD)
    write(document, "Yth.\tKetua {{ kantor.nama }}", LETTER_TO)
    write(document, "di", LETTER_AT)
    write(document, "{{ kantor.kota }}", LETTER_TO_MORE)
    write(
        document,
        f"Dalam rangka pelaksanaan pemeriksaan berdasarkan Surat Tugas Nomor {LINE} tanggal {SHORT} yang diterbitkan "
        f"oleh {LINE}, berlaku mulai tanggal {SHORT} sampai dengan tanggal {SHORT}, dengan ini kami mengajukan "
        "permohonan registrasi USER ID Auditor bagi tim sebagaimana Data Auditor terlampir.",
        LETTER_BLANK,
    )
    write(document, "Objek/paket yang diperiksa:", LETTER_LEAD)
    for place in (1, 2, 3):
        write(document, f"{place}.\t{LINE * 3}", LETTER_POINT)
    write(document, "Sebagai kelengkapan persyaratan, bersama ini kami sampaikan:", LETTER_LEAD)
    for place, text in enumerate(
        ("Surat Tugas pemeriksaan;", "Data Auditor; dan", "Formulir Permintaan Layanan yang telah diisi."), 1
    ):
        write(document, f"{place}.\t{text}", LETTER_POINT)
    write(document, "Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih.", LETTER_CLOSING)
    for line in ("Jabatan pimpinan instansi,", "", "(tanda tangan dan cap instansi)", "", ""):
        write(document, line, LETTER_POST)
    write(document, LINE, LETTER_NAME)
    write(document, "Pangkat/Gol. " + SHORT, LETTER_POST)
    write(document, f"NIP/NRP. {SHORT}", LETTER_LAST)


def _add_sheet(document: Document) -> None:
    write(document, "DATA AUDITOR", TITLE)
    write(document, "Lampiran Surat Permohonan Registrasi USER ID Auditor", SUBTITLE)
    for fact in (f"Instansi\t:\t{LINE * 2}", f"Surat permohonan\t:\tNomor {LINE} tanggal {SHORT}"):
        write(document, fact, HEAD_FACT)
    write(document, "", GAP)
    table = new_table(document, tuple(COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in COLUMNS], header=True, height_mm=8)
    for place in range(1, ROWS + 1):
        cells = [box(ANNEX_CELL, "") for _ in COLUMNS]
        add_row(table, [box(ANNEX_CENTRE, str(place)), *cells[1:]], height_mm=6.5)
    write(document, "Nama ditulis sama dengan Surat Tugas. " + PURPOSE, NOTICE)
    table = new_table(document, (160.0, 87.0), style=PLAIN_TABLE)
    signed = [
        *(
            Line(content=line, style=SIGNATURE)
            for line in (f"{SHORT}, {SHORT}", "Jabatan pimpinan instansi,", "", "", "")
        ),
        Line(content=LINE, style=SIGNATURE),
        Line(content=f"NIP/NRP. {SHORT}", style=SIGNATURE_LAST),
    ]
    add_row(table, [box(SIGNATURE, ""), Box(lines=signed)])

"""Form Check List Registrasi (SOP 49), with the annex Data Auditor on pages of their own, on their side.

At reception it goes out empty for the Verifikator's pen; after the verification it is filled.
"""

from __future__ import annotations

from docx.document import Document

from templates.letterhead import add_page_furniture, add_wide_foot
from templates.people import DOTS, official_signature
from templates.styles import (
    ANNEX_CELL,
    ANNEX_CENTRE,
    CELL,
    CELL_CENTRE,
    COLUMN,
    CONCLUSION,
    GAP,
    HEAD_FACT,
    LEAD,
    PLAIN_TABLE,
    REASON,
    SIGNATURE,
    SUBTITLE,
    TITLE,
)
from templates.word import (
    Box,
    Line,
    add_row,
    box,
    control_row,
    new_document,
    new_table,
    tick,
    wide_section,
    write,
)

COLUMNS = {
    "No": 9.0,
    "Persyaratan": 56.0,
    "Ada": 11.0,
    "Tidak Ada": 13.0,
    "Sesuai": 14.0,
    "Tidak Sesuai": 14.0,
    "Keterangan": 43.0,
}
ANNEX_COLUMNS = {
    "No": 8.0,
    "Nama": 39.5,
    "NIP/NRP": 36.0,
    "Pangkat/Gol.": 25.0,
    "Jabatan dalam tim": 26.0,
    "No. HP": 26.0,
    "E-mail": 42.0,
    "Tercantum": 20.0,
    "Hasil": 24.5,
}
VERIFIER = "langkah.verifikasi.petugas"
ACCEPTED = "(auditor | selectattr('periksa.hasil', 'equalto', 'diterima') | list | length)"
"""Complete papers of a team of which nobody was accepted go back too: the SOP asks for both."""
DONE = "kelengkapan.lengkap != none"
"""Once it is known whether the papers are complete, somebody has verified them in this round."""


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Form Check List Registrasi")
    add_page_furniture(document)
    write(document, "FORM CHECK LIST REGISTRASI", TITLE)
    write(document, "USER ID AUDITOR", SUBTITLE)
    _add_head(document)
    write(document, "", GAP)
    _add_items(document)
    _add_conclusion(document)
    _add_signature(document)
    add_wide_foot(wide_section(document))
    _add_annex(document)
    return document


def _add_head(document: Document) -> None:
    for fact in (
        "No. agenda\t:\t{{ agenda.nomor }}",
        "Instansi\t:\t{{ instansi.nama }}",
        "No./tgl. surat permohonan\t:\t{{ surat.nomor }} / {{ surat.tanggal }}",
        f"Tanggal verifikasi\t:\t{{% if {DONE} %}}{{{{ langkah.verifikasi.tanggal }}}}{{% else %}}{DOTS}{{% endif %}}",
    ):
        write(document, fact, HEAD_FACT)


def _add_items(document: Document) -> None:
    table = new_table(document, tuple(COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in COLUMNS], header=True, height_mm=9)
    control_row(table, "{%tr for b in kelengkapan.butir %}")
    add_row(
        table,
        [
            box(CELL_CENTRE, "{{ loop.index }}"),
            box(CELL, "{{ b.uraian }}"),
            *(
                Box(lines=[Line(content=[tick(holds)], style=CELL_CENTRE)])
                for holds in ("b.ada == true", "b.ada == false", "b.sesuai == true", "b.sesuai == false")
            ),
            box(CELL, "{{ b.keterangan or '' }}"),
        ],
        height_mm=8.5,
    )
    control_row(table, "{%tr endfor %}")


def _add_conclusion(document: Document) -> None:
    write(document, "Kesimpulan hasil verifikasi:", LEAD)
    processed = f"kelengkapan.lengkap == true and {ACCEPTED} != 0"
    returned = f"kelengkapan.lengkap == false or (kelengkapan.lengkap == true and {ACCEPTED} == 0)"
    write(document, [tick(processed), "\tLENGKAP, dapat diproses"], CONCLUSION)
    write(document, [tick(returned), "\tTIDAK LENGKAP, dikembalikan:"], CONCLUSION)
    for content in (
        "{%p for b in kelengkapan.kurang %}",
        "{{ loop.index }}.\t{{ b.uraian }}: {{ b.hasil }}{% if b.keterangan %} ({{ b.keterangan }}){% endif %}",
        "{%p endfor %}",
        "{%p if kelengkapan.lengkap == none %}",
        f"1.\t{DOTS * 2}",
        f"2.\t{DOTS * 2}",
        "{%p endif %}",
    ):
        write(document, content, REASON)
    refused = "auditor | selectattr('periksa.hasil', 'equalto', 'ditolak') | list"
    write(document, f"{{%p if {refused} %}}", LEAD)
    write(document, "Auditor yang ditolak:", LEAD)
    write(document, "{%p endif %}", LEAD)
    write(document, f"{{%p for a in {refused} %}}", REASON)
    said = "{{ a.nama }}{% if a.periksa.catatan %}: {{ a.periksa.catatan }}{% endif %}"
    write(document, f"{{{{ loop.index }}}}.\t{said}", REASON)
    write(document, "{%p endfor %}", REASON)


def _add_signature(document: Document) -> None:
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    known = f"{DONE} and {VERIFIER}.nama"
    place = (
        f"{{{{ kantor.kota }}}}, {{% if {DONE} %}}{{{{ langkah.verifikasi.tanggal }}}}"
        "{% else %}..............................{% endif %}"
    )
    lines = [
        Line(content="", style=SIGNATURE),
        Line(content=place, style=SIGNATURE),
        *official_signature(VERIFIER, known=known, unknown="VERIFIKATOR LPSE,"),
    ]
    add_row(table, [box(SIGNATURE, ""), Box(lines=lines)])


def _add_annex(document: Document) -> None:
    write(document, "DATA AUDITOR", TITLE)
    write(document, "Lampiran Form Check List Registrasi USER ID Auditor", SUBTITLE)
    for fact in (
        "Instansi\t:\t{{ instansi.nama }}",
        "Surat tugas\t:\tNomor {{ surat_tugas.nomor }} tanggal {{ surat_tugas.tanggal }}, {{ surat_tugas.penerbit }}",
        "Masa berlaku\t:\t{{ surat_tugas.mulai }} s.d. {{ surat_tugas.sampai }}",
    ):
        write(document, fact, HEAD_FACT)
    write(document, "", GAP)
    table = new_table(document, tuple(ANNEX_COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in ANNEX_COLUMNS], header=True, height_mm=9)
    control_row(table, "{%tr for a in auditor %}")
    listed = "{% if a.periksa.tercantum == true %}Ya{% elif a.periksa.tercantum == false %}Tidak{% endif %}"
    number = box(
        ANNEX_CELL,
        "{%p if a.identitas.jenis == 'NI PPPK' or a.identitas.jenis == 'NRP' %}",
        "{{ a.identitas.jenis }}",
        "{%p endif %}",
        "{{ a.identitas.nomor | nip }}",
    )
    result = "{{ a.periksa.hasil or '' }}{% if a.periksa.catatan %}: {{ a.periksa.catatan }}{% endif %}"
    add_row(
        table,
        [
            box(ANNEX_CENTRE, "{{ loop.index }}"),
            box(ANNEX_CELL, "{{ a.nama }}"),
            number,
            box(ANNEX_CELL, "{{ a.pangkat or '' }}"),
            box(ANNEX_CELL, "{{ a.jabatan_tim }}"),
            box(ANNEX_CELL, "{{ a.hp | hp }}"),
            box(ANNEX_CELL, "{{ a.email }}"),
            box(ANNEX_CENTRE, listed),
            box(ANNEX_CELL, result),
        ],
        height_mm=7,
    )
    control_row(table, "{%tr endfor %}")
    write(document, "", GAP)

"""Formulir Pendaftaran Training (SOP 24): an individual asks for a seat; the office says in which class he has one."""

from __future__ import annotations

from docx.document import Document
from docx.table import Table

from templates.letterhead import add_page_furniture
from templates.people import DOTS, identity, official_signature, signature
from templates.service_form import PURPOSE, choices
from templates.styles import (
    BODY,
    GAP,
    LABEL,
    LABEL_KEPT,
    LEAD,
    NOTICE,
    PLAIN_TABLE,
    SECTION,
    SIGNATURE,
    SUBTITLE,
    TICK_ROW,
    TITLE,
)
from templates.word import EMPTY_TICK, Box, Content, Line, add_row, box, new_document, new_table, tick, write

COLUMNS = (50.0, 55.0, 55.0)
WHO = "peserta[0]"
"""The form is for one person only."""
ROLES = ("PA/KPA", "PPK", "Pokja/PP", "Penyedia", "Auditor", "Lainnya")
APPLICATIONS = ("SPSE", "SiRUP", "e-Katalog", "e-Purchasing", "Lainnya")
PROMISE = "Saya bersedia mengikuti jadwal dan ketentuan yang berlaku di LPSE."
OFFICER = "langkah.terima.petugas"


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Formulir Pendaftaran Training (Perseorangan)")
    add_page_furniture(document)
    write(document, "FORMULIR PENDAFTARAN TRAINING", TITLE)
    write(document, "(PERSEORANGAN)", SUBTITLE)
    table = new_table(document, COLUMNS)
    add_row(
        table,
        [
            box(LABEL, "No. pendaftaran: {{ kasus.nomor }}", span=2, middle=True),
            box(LABEL, "Tanggal: {{ kasus.dibuka }}", middle=True),
        ],
        height_mm=7,
    )
    _add_person(table)
    _add_training(table)
    _add_office(table)
    write(document, f"Pernyataan: {PROMISE}", LEAD)
    write(document, PURPOSE, NOTICE)
    _add_signatures(document)
    write(document, "", GAP)
    return document


def _section(table: Table, heading: str) -> None:
    add_row(table, [box(SECTION, heading, span=len(COLUMNS), shaded=True)])


def _fact(table: Table, label: str, *contents: Content, ticks: bool = False, kept: bool = False) -> None:
    style = TICK_ROW if ticks else BODY
    add_row(table, [box(LABEL_KEPT if kept else LABEL, label), box(style, *contents, span=2)], height_mm=6)


def _add_person(table: Table) -> None:
    _section(table, "A. DATA PESERTA")
    _fact(table, "Nama lengkap", f"{{{{ {WHO}.nama }}}}")
    _fact(table, "Instansi/perusahaan", "{{ pemohon.instansi }}")
    _fact(table, "Jabatan", f"{{{{ {WHO}.jabatan }}}}")
    known = f"{WHO}.identitas.nomor"
    _fact(
        table,
        "Jenis & nomor identitas",
        f"{{% if {known} %}}{identity(f'{WHO}.identitas')}{{% else %}}{DOTS}{{% endif %}}",
    )
    _fact(table, "Alamat", "{{ pemohon.alamat }}")
    _fact(table, "No. HP", f"{{{{ {WHO}.hp | hp }}}}")
    _fact(table, "E-mail", f"{{{{ {WHO}.email }}}}")
    _fact(table, "Peran", *_rows(f"{WHO}.peran", ROLES), ticks=True)


def _add_training(table: Table) -> None:
    _section(table, "B. TRAINING YANG DIMINTA")
    _fact(table, "Aplikasi", *_rows("aplikasi", APPLICATIONS), ticks=True)
    for place in (0, 1):
        wish = f"{{{{ tanggal_usulan[{place}] | hari_tanggal | titik({len(DOTS)}) }}}}"
        _fact(table, f"Tanggal yang diusulkan ({place + 1})", wish)
    # "Tidak" is ticked only for a no that was said.
    for label, name in (("Bersedia menunggu kuota", "bersedia_menunggu"), ("Membawa laptop", "membawa_laptop")):
        answers = choices((tick(f"{name} == true"), "Ya"), (tick(f"{name} == false"), "Tidak"))
        _fact(table, label, answers, ticks=True)


def _add_office(table: Table) -> None:
    _section(table, "C. DIISI PETUGAS")
    _fact(table, "Kuota", f"{{{{ kelas.kuota | titik({len(DOTS)}) }}}}", kept=True)
    _fact(table, "Kelas/gelombang", f"{{{{ kelas.nama | titik({len(DOTS)}) }}}}", kept=True)
    outcome = choices((tick(f"{WHO}.kursi == true"), "Terdaftar"), (EMPTY_TICK, "Daftar tunggu"))
    _fact(table, "Hasil pendaftaran", outcome, ticks=True, kept=True)


def _rows(path: str, options: tuple[str, ...]) -> list[Content]:
    """The boxes of a choice, three on a line."""
    boxes = [(tick(f"{path} == '{each}'"), each) for each in options]
    return [choices(*boxes[:3]), choices(*boxes[3:])]


def _add_signatures(document: Document) -> None:
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    place = "{{ kantor.kota }}, {{ kasus.dibuka }}"
    left = signature(heading="Pendaftar,", person="pemohon", known="pemohon.nama")
    right = official_signature(OFFICER, known=f"{OFFICER}.nama", unknown="PETUGAS HELPDESK,", rank=False)
    add_row(
        table,
        [
            Box(lines=[Line(content="", style=SIGNATURE), *left]),
            Box(lines=[Line(content=place, style=SIGNATURE), *right]),
        ],
    )

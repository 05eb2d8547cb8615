"""Formulir Permintaan Layanan: what an applicant asks of the office, and what became of it. One page."""

from __future__ import annotations

from docx.document import Document
from docx.table import Table

from templates.incoming import ON_FORM, PARTICIPANTS
from templates.letterhead import add_page_furniture
from templates.people import DOTS, clock, identity, official_signature, signature
from templates.styles import BODY, GAP, LABEL, LABEL_KEPT, NOTICE, PLAIN_TABLE, SECTION, SIGNATURE, TICK_ROW, TITLE
from templates.word import (
    EMPTY_TICK,
    Box,
    Content,
    Line,
    Run,
    add_row,
    box,
    new_document,
    new_table,
    tick,
    write,
)

COLUMNS = (44.0, 26.0, 52.0, 38.0)
"""Labels stand in the first; the head of the form divides the rest."""
NOBODY = "auditor is defined and (auditor | selectattr('periksa.hasil', 'equalto', 'diterima') | list | length) == 0"
RETURNED = f"kelengkapan is defined and (kelengkapan.lengkap == false or (kelengkapan.lengkap == true and {NOBODY}))"
"""Incomplete, or complete and nobody accepted. SOP 24 has no checklist; before the verification nothing is known."""
LAST = "disposisi.terakhir"
PURPOSE = (
    "Data pribadi pada formulir ini digunakan hanya untuk memproses permintaan layanan ini dan disimpan sebagai arsip "
    "sesuai ketentuan (Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi)."
)


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Formulir Permintaan Layanan")
    add_page_furniture(document)
    write(document, "FORMULIR PERMINTAAN LAYANAN", TITLE)
    table = new_table(document, COLUMNS)
    add_row(
        table,
        [
            box(LABEL, "No. registrasi: {{ kasus.nomor }}", span=2, middle=True),
            box(LABEL, "Tanggal: {{ langkah.terima.tanggal }}", middle=True),
            box(LABEL, "Jam: " + clock("langkah.terima"), middle=True),
        ],
        height_mm=7,
    )
    _add_applicant(table)
    _add_service(table)
    _add_request(table)
    _add_handling(table)
    write(document, PURPOSE, NOTICE)
    _add_signatures(document)
    write(document, "", GAP)
    return document


def _section(table: Table, heading: str) -> None:
    add_row(table, [box(SECTION, heading, span=len(COLUMNS), shaded=True)])


def _fact(table: Table, label: str, *contents: Content, kept: bool = False) -> None:
    add_row(table, [box(LABEL_KEPT if kept else LABEL, label), box(BODY, *contents, span=3)])


def _ticks(table: Table, label: str, *contents: Content, kept: bool = False) -> None:
    add_row(table, [box(LABEL_KEPT if kept else LABEL, label), box(TICK_ROW, *contents, span=3)])


def choices(*options: tuple[Run, str]) -> list[str | Run]:
    """Boxes with their words, side by side on a line."""
    pieces: list[str | Run] = []
    for mark, text in options:
        pieces += ["    "] if pieces else []
        # A no-break space: a box never stands at the end of a line without its word.
        pieces += [mark, "\u00a0" + text.replace(" ", "\u00a0")]
    return pieces


def _add_applicant(table: Table) -> None:
    _section(table, "A. DATA PEMOHON")
    _fact(table, "Nama lengkap", "{{ pemohon.nama }}")
    _fact(
        table,
        "Jenis & nomor identitas",
        f"{{% if pemohon.identitas.nomor %}}{identity('pemohon.identitas')}{{% else %}}{DOTS}{{% endif %}}",
    )
    _fact(table, "Jabatan", "{{ pemohon.jabatan }}")
    _fact(table, "Instansi", "{{ instansi.nama if instansi is defined else pemohon.instansi }}")
    _fact(table, "Alamat", "{{ instansi.alamat if instansi is defined else pemohon.alamat }}")
    _fact(table, "No. HP", "{{ pemohon.hp | hp }}")
    _fact(table, "E-mail", "{{ pemohon.email }}")


def _add_service(table: Table) -> None:
    _section(table, "B. JENIS LAYANAN")
    auditor = tick("kasus.sop == 'auditor'")
    _ticks(
        table,
        "Layanan",
        [
            auditor,
            "\u00a0Registrasi User ID  (",
            *choices((auditor, "Auditor"), (EMPTY_TICK, "PPK"), (EMPTY_TICK, "Pokja"), (EMPTY_TICK, "Penyedia")),
            ")",
        ],
        choices(
            (tick("kasus.sop == 'training'"), "Training"),
            (EMPTY_TICK, "Permasalahan aplikasi"),
            (EMPTY_TICK, "Informasi"),
            (tick("kasus.sop != 'auditor' and kasus.sop != 'training'"), "Lainnya"),
        ),
    )
    media = ("Datang langsung", "Surat", "Telepon", "E-mail")
    _ticks(table, "Media", choices(*((tick(f"media == '{each}'"), each) for each in media)))


def _add_request(table: Table) -> None:
    _section(table, "C. URAIAN PERMINTAAN")
    add_row(
        table,
        [
            box(LABEL, "Uraian"),
            box(
                BODY,
                "{{ surat.hal or kasus.judul }}",
                "{%p if surat_tugas is defined %}",
                "Surat tugas {{ surat_tugas.penerbit }} Nomor {{ surat_tugas.nomor }} "
                "tanggal {{ surat_tugas.tanggal }}, berlaku {{ surat_tugas.mulai }} s.d. {{ surat_tugas.sampai }}",
                "{%p endif %}",
                f"{{%p if {PARTICIPANTS} and peserta %}}",
                "Training {{ aplikasi }} bagi {{ peserta | length | angka_terbilang }} orang peserta",
                "{%p endif %}",
                span=3,
            ),
        ],
        height_mm=11,
    )
    letter = "Nomor {{ surat.nomor }} tanggal {{ surat.tanggal }}"
    _fact(table, "Surat dasar", f"{{% if {ON_FORM} %}}- (formulir pendaftaran){{% else %}}{letter}{{% endif %}}")
    _fact(table, "Lampiran", f"{{{{ berkas | map(attribute='nama') | join('; ') | titik({len(DOTS)}) }}}}")


def _add_handling(table: Table) -> None:
    # Kept together with the signatures: were they to stand alone on a page, nobody would know what was signed.
    _section(table, "D. DIISI PETUGAS")
    _fact(table, "Diterima oleh", "{{ langkah.terima.petugas.nama }}", kept=True)
    received = "{{ langkah.terima.tanggal }} / pukul " + clock("langkah.terima")
    _fact(table, "Tanggal/jam", received, kept=True)
    _fact(table, "Diteruskan kepada", f"{{{{ {LAST}.kepada | join('; ') | titik({len(DOTS)}) }}}}", kept=True)
    ordered = (
        f"{{% if {LAST}.harap or {LAST}.isi %}}{{{{ {LAST}.harap | join('; ') }}}}"
        f"{{% if {LAST}.harap and {LAST}.isi %}}. {{% endif %}}{{{{ {LAST}.isi or '' }}}}"
        f"{{% else %}}{DOTS}{{% endif %}}"
    )
    _fact(table, "Tindak lanjut", ordered, kept=True)
    status = choices(
        (tick("kasus.status == 'selesai'"), "Selesai"),
        (tick(f"kasus.status == 'diproses' and not ({RETURNED})"), "Diproses"),
        (tick(f"kasus.status == 'diproses' and ({RETURNED})"), "Dikembalikan"),
        (tick("kasus.status == 'ditolak'"), "Ditolak"),
    )
    _ticks(table, "Status", status, kept=True)
    closed = f"{{% if kasus.ditutup is not none %}}{{{{ kasus.ditutup }}}}{{% else %}}{DOTS}{{% endif %}}"
    _fact(table, "Tanggal selesai", closed, kept=True)


def _add_signatures(document: Document) -> None:
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    place = "{{ kantor.kota }}, {{ langkah.terima.tanggal }}"
    left = signature(heading="Pemohon,", person="pemohon", known="pemohon.nama")
    officer = "langkah.terima.petugas"
    right = official_signature(officer, known=f"{officer}.nama", unknown="PETUGAS HELPDESK,", rank=False)
    add_row(
        table,
        [
            Box(lines=[Line(content="", style=SIGNATURE), *left]),
            Box(lines=[Line(content=place, style=SIGNATURE), *right]),
        ],
    )

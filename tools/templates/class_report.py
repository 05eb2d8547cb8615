"""Berita Acara Pelaksanaan Training (SOP 24): what became of a class, with the list of who was there on which day."""

from __future__ import annotations

from docx.document import Document

from templates.class_days import TRAINING, add_days, trainers
from templates.letter import signed
from templates.letterhead import add_page_furniture
from templates.styles import (
    ANNEX_CELL,
    ANNEX_CENTRE,
    ANNEX_TITLE,
    COLUMN,
    GAP,
    LETTER_BODY,
    LETTER_CLOSING,
    LETTER_FACT,
    LETTER_LEAD,
    LETTER_POST,
    LETTER_SAID,
    PLAIN_TABLE,
    SUBTITLE,
    TITLE,
)
from templates.word import TEXT_MM, Box, Line, add_row, box, control_row, new_document, new_table, write

ANNEX_COLUMNS = {"No": 8.0, "Nama": 42.0, "Instansi": 38.0, "Jabatan/Peran": 34.0, "Hari yang dihadiri": 38.0}
ONE_DAY = "{% if hari | length > 1 %}, sedikitnya satu hari{% endif %}"


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Berita Acara Pelaksanaan Training")
    add_page_furniture(document)
    write(document, "BERITA ACARA PELAKSANAAN TRAINING", TITLE)
    write(document, "Nomor {{ naskah.nomor }}", SUBTITLE)
    write(
        document,
        "Pada hari ini {{ tahap.tanggal | tanggal_terbilang }} dibuat berita acara yang menerangkan bahwa "
        f"{{{{ kantor.nama }}}} telah melaksanakan {TRAINING} sebagai berikut:",
        LETTER_LEAD,
    )
    write(document, "Gelombang/kelas\t:\t{{ nama }}", LETTER_FACT)
    write(document, "No. kelas\t:\t{{ kasus.nomor }}", LETTER_FACT)
    write(document, "Materi\t:\t{{ materi }}", LETTER_FACT)
    add_days(document, "hari")
    for line in (
        "Tempat\t:\t{{ tempat }}",
        f"Trainer\t:\t{trainers('trainer')}",
        "Peserta terjadwal\t:\t{{ peserta | length | angka_terbilang }} orang",
        f"Hadir\t:\t{{{{ hadir | angka_terbilang }}}} orang{ONE_DAY}",
        "Tidak hadir\t:\t{{ ((peserta | length) - hadir) | angka_terbilang }} orang",
    ):
        write(document, line, LETTER_FACT)
    write(document, "{%p if kendala %}", LETTER_BODY)
    write(document, "Kendala selama pelaksanaan:", LETTER_LEAD)
    write(document, "{{ kendala }}", LETTER_SAID)
    write(document, "{%p else %}", LETTER_BODY)
    write(document, "Selama pelaksanaan tidak tercatat kendala.", LETTER_BODY)
    write(document, "{%p endif %}", LETTER_BODY)
    write(document, "Daftar kehadiran peserta terlampir dan merupakan bagian dari berita acara ini.", LETTER_BODY)
    write(
        document,
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        LETTER_CLOSING,
    )
    # In a row, which is never cut: LibreOffice cuts a chain of paragraphs that a new page follows.
    table = new_table(document, (TEXT_MM,), style=PLAIN_TABLE)
    place = Line(content="{{ kantor.kota }}, {{ naskah.tanggal }}", style=LETTER_POST)
    add_row(table, [Box(lines=[place, *signed()])])
    _add_annex(document)
    return document


def _add_annex(document: Document) -> None:
    write(document, "DAFTAR KEHADIRAN PESERTA", ANNEX_TITLE)
    write(document, "Lampiran Berita Acara Nomor {{ naskah.nomor }}", SUBTITLE)
    table = new_table(document, tuple(ANNEX_COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in ANNEX_COLUMNS], header=True, height_mm=8)
    control_row(table, "{%tr for p in peserta %}")
    attended = "{% if p.kehadiran %}{{ p.kehadiran | map('tanggal') | join(' dan ') }}{% else %}tidak hadir{% endif %}"
    add_row(
        table,
        [
            box(ANNEX_CENTRE, "{{ loop.index }}"),
            box(ANNEX_CELL, "{{ p.nama }}"),
            box(ANNEX_CELL, "{{ p.instansi }}"),
            box(ANNEX_CELL, "{{ p.jabatan }} / {{ p.peran }}"),
            box(ANNEX_CELL, attended),
        ],
        height_mm=6.5,
    )
    control_row(table, "{%tr endfor %}")
    write(document, "", GAP)

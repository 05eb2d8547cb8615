"""The letters of a class (SOP 24): its schedule, a changed schedule, and a class that is postponed.

An institution is told by name who of its participants has a seat, and who has none in this class.
"""

from __future__ import annotations

from docx.document import Document

from templates.class_days import TRAINING, add_days
from templates.letter import ASKED, add_applicant, finish, new_letter, when
from templates.styles import (
    COLUMN,
    LETTER_BODY,
    LETTER_CELL,
    LETTER_CELL_CENTRE,
    LETTER_FACT,
    LETTER_LEAD,
    LETTER_POINT,
    LETTER_SAID,
    LETTER_TABLE,
)
from templates.word import add_row, box, control_row, new_table, write

SEATED = "peserta | selectattr('kursi', 'true') | list"
UNSEATED = "peserta | selectattr('kursi', 'false') | list"
COLUMNS = {"No": 9.0, "Nama": 66.0, "Jabatan": 55.0, "Peran": 30.0}
TERMS = (
    "peserta hadir 15 (lima belas) menit sebelum training dimulai;",
    (
        "kehadiran setiap peserta, atau penggantinya, dikonfirmasi kepada {{ kantor.nama }}"
        "{% if kantor.telepon %}, telepon {{ kantor.telepon }},{% endif %} paling lambat "
        "{{ konfirmasi_sampai | hari_tanggal }}; kursi yang tidak dikonfirmasi diberikan kepada pemohon lain; dan"
    ),
    "peserta {% if membawa_laptop %}membawa laptop dan {% endif %}mengikuti ketentuan yang berlaku di LPSE.",
)
TENTATIVE = "Jadwal ini masih tentatif; perubahannya, apabila ada, akan kami sampaikan."


def make_schedule() -> Document:
    """Surat Penyampaian Jadwal: the first form of its template."""
    document = new_letter(title="Penyampaian Jadwal Training")
    add_applicant(document)
    write(
        document,
        f"Menindaklanjuti {ASKED}, dengan hormat disampaikan jadwal {TRAINING} (terlampir) sebagai berikut:",
        LETTER_LEAD,
    )
    _add_class(document)
    _add_participants(document)
    when(
        document,
        UNSEATED,
        f"Belum mendapat kursi pada kelas tersebut: {{{{ {UNSEATED} | map(attribute='nama') | join('; ') }}}}.",
    )
    _finish_with_terms(document)
    return document


def make_changed() -> Document:
    """Surat Perubahan Jadwal: the first form of its template."""
    document = new_letter(title="Perubahan Jadwal Training")
    add_applicant(document)
    write(
        document,
        f"Menindaklanjuti {ASKED}, dengan hormat disampaikan bahwa jadwal {TRAINING} diubah "
        "dengan alasan sebagai berikut:",
        LETTER_LEAD,
    )
    write(document, "{{ alasan }}", LETTER_SAID)
    write(
        document,
        "Jadwal yang berlaku ialah versi {{ kelas.versi }} (terlampir)"
        "{% if langkah.penyampaian.tanggal %}, menggantikan jadwal yang disampaikan sebelumnya "
        "beserta konfirmasinya{% endif %}, sebagai berikut:",
        LETTER_LEAD,
    )
    _add_class(document)
    _add_participants(document)
    _finish_with_terms(document)
    return document


def make_postponed() -> Document:
    """Surat Penundaan: the first form of its template."""
    document = new_letter(title="Penundaan Training")
    add_applicant(document)
    write(
        document,
        f"Menindaklanjuti {ASKED}, dengan hormat disampaikan bahwa {TRAINING} yang semula dijadwalkan sebagai berikut:",
        LETTER_LEAD,
    )
    write(document, "Kelas\t:\t{{ kelas.nama }}", LETTER_FACT)
    write(document, "Materi\t:\t{{ kelas.materi }}", LETTER_FACT)
    add_days(document, "kelas.hari")
    write(document, "Tempat\t:\t{{ kelas.tempat }}", LETTER_FACT)
    write(document, "ditunda dengan alasan:", LETTER_TABLE)
    write(document, "{{ alasan }}", LETTER_SAID)
    write(
        document,
        "Permohonan Saudara tetap tercatat dalam daftar tunggu dengan urutan semula dan dijadwalkan pada kelas "
        "berikutnya; Saudara tidak perlu mengajukan permohonan baru. Jadwal yang telah disampaikan sebelumnya "
        "dinyatakan tidak berlaku lagi.",
        LETTER_BODY,
    )
    finish(document, "Demikian disampaikan, atas perhatian dan pengertian Saudara diucapkan terima kasih.")
    return document


def _add_class(document: Document) -> None:
    for line in ("Kelas\t:\t{{ kelas.nama }}", "Materi\t:\t{{ kelas.materi }}"):
        write(document, line, LETTER_FACT)
    add_days(document, "kelas.hari")
    write(document, "Tempat\t:\t{{ kelas.tempat }}", LETTER_FACT)
    when(
        document,
        "not surat.nomor",
        f"{{%p for p in {SEATED} %}}",
        "Peserta\t:\t{{ p.nama }}, {{ p.jabatan }}",
        "{%p endfor %}",
        style=LETTER_FACT,
    )


def _add_participants(document: Document) -> None:
    write(document, "{%p if surat.nomor %}", LETTER_TABLE)
    counted = f"{{{{ {SEATED} | length | angka_terbilang }}}} orang"
    write(document, f"Peserta yang mendapat kursi pada kelas tersebut, {counted}:", LETTER_TABLE)
    table = new_table(document, tuple(COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in COLUMNS], header=True)
    control_row(table, f"{{%tr for p in {SEATED} %}}")
    add_row(
        table,
        [
            box(LETTER_CELL_CENTRE, "{{ loop.index }}"),
            box(LETTER_CELL, "{{ p.nama }}"),
            box(LETTER_CELL, "{{ p.jabatan }}"),
            box(LETTER_CELL, "{{ p.peran }}"),
        ],
    )
    control_row(table, "{%tr endfor %}")
    write(document, "{%p endif %}", LETTER_TABLE)


def _finish_with_terms(document: Document) -> None:
    write(document, "Training diikuti dengan ketentuan sebagai berikut:", LETTER_LEAD)
    for place, term in enumerate(TERMS, 1):
        write(document, f"{place}.\t{term}", LETTER_POINT)
    when(document, "kelas.status == 'tentatif'", TENTATIVE)
    finish(document)

"""Surat Penolakan and Surat Pembatalan: a request that the office refuses, and one that was taken back. All SOPs."""

from __future__ import annotations

from docx.document import Document

from templates.letter import ASKED, add_applicant, finish, new_letter
from templates.styles import LETTER_BODY, LETTER_LEAD, LETTER_SAID
from templates.word import write

RELEASED = "konfirmasi_sampai is defined and konfirmasi_sampai and tahap.id == 'pelepasan-kursi'"
"""The office cancels what nobody confirmed; otherwise the applicant took his request back."""
WHY = (
    f"{{% if {RELEASED} %}}sampai dengan batas waktu konfirmasi tanggal {{{{ konfirmasi_sampai }}}} kami belum "
    "menerima konfirmasi kehadiran, sehingga kursi yang disediakan dilepas pada tanggal {{ tahap.tanggal }}"
    "{% else %}permohonan dimaksud telah ditarik kembali oleh pemohon pada tanggal {{ tahap.tanggal }}{% endif %}"
)


def make_refusal() -> Document:
    """Surat Penolakan: the first form of its template."""
    return _with_reason(
        "Penolakan Permohonan",
        opening=f"Sehubungan dengan {ASKED}, dengan hormat disampaikan bahwa setelah kami teliti, permohonan dimaksud "
        "tidak dapat dipenuhi dengan alasan sebagai berikut:",
        outcome="Dengan demikian permohonan tersebut tidak diproses lebih lanjut.",
    )


def make_withdrawal() -> Document:
    """Surat Pembatalan: the first form of its template."""
    return _with_reason(
        "Pembatalan Permohonan",
        opening=f"Sehubungan dengan {ASKED}, dengan hormat disampaikan bahwa {WHY} dengan alasan sebagai berikut:",
        outcome="Dengan demikian permohonan tersebut dinyatakan batal dan tidak diproses lebih lanjut. Apabila masih "
        "diperlukan, Saudara dapat mengajukan permohonan baru.",
    )


def _with_reason(title: str, *, opening: str, outcome: str) -> Document:
    document = new_letter(title=title)
    add_applicant(document)
    write(document, opening, LETTER_LEAD)
    write(document, "{{ alasan }}", LETTER_SAID)
    write(document, outcome, LETTER_BODY)
    finish(document)
    return document

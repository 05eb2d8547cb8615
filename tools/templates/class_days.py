"""What papers say of a class (SOP 24): its days and hours, who teaches in it, and what a letter must tell of it."""

from __future__ import annotations

from docx.document import Document

from templates.styles import LETTER_FACT, ParagraphStyle
from templates.word import write

TRAINING = "Training Aplikasi e-Procurement"
DAY = "{{ h.tanggal | hari_tanggal }}"


def hours(day: str) -> str:
    """`08.00 WIB s.d. 12.00 WIB`: when a day begins and ends, in the time zone of the office."""
    zone = "{% if tahap.zona %} {{ tahap.zona }}{% endif %}"
    return f"{{{{ {day}.mulai | jam }}}}{zone} s.d. {{{{ {day}.selesai | jam }}}}{zone}"


def trainers(listed: str) -> str:
    """The names of those who teach."""
    return f"{{{{ {listed} | map(attribute='nama') | join('; ') }}}}"


def add_days(document: Document, days: str, style: ParagraphStyle = LETTER_FACT) -> None:
    """Day and hours of each day, one below the other."""
    for line in (
        f"{{%p for h in {days} %}}",
        f"Hari/tanggal\t:\t{DAY}",
        f"Waktu\t:\tpukul {hours('h')}",
        "{%p endfor %}",
    ):
        write(document, line, style)

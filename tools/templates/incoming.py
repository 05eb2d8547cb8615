"""What may have come in with a request, in the order in which receipts and archive lists count it.

An SOP has only some of it; a template that all SOPs share asks which.
"""

from __future__ import annotations

from collections.abc import Sequence

LETTER = "surat.nomor"
"""A request on a form has no letter."""
ON_FORM = "jalur is defined and jalur == 'formulir'"
"""Known to be on a form, unlike a request of which nothing is known yet."""
ASSIGNED = "surat_tugas is defined"
TEAM = "auditor is defined"
PARTICIPANTS = "peserta is defined"
FILES = "berkas"
ROUND = "{% if kelas is defined %}penjadwalan{% else %}pengajuan{% endif %}"
"""What begins anew with a round: with classes another schedule, else the request is handed in again."""


def number(before: Sequence[str], counted: str) -> str:
    """The number of a row behind those of the papers before it, as far as they are there."""
    return " + ".join([*(f"(1 if {paper} else 0)" for paper in before), counted])

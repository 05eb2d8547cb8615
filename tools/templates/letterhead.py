"""The letterhead (kop), the head of continuation pages and the foot that witnesses the record.

The lines and sizes of the kop are those of the office's own letters: government 12 pt, body 16 pt bold, unit 14 pt
bold, address 10 pt, a rule of 2.25 pt below.
"""

from __future__ import annotations

from docx.document import Document
from docx.section import Section, _Footer, _Header

from templates.styles import (
    BODY,
    FOOT,
    FOOT_WIDE,
    KOP_ADDRESS,
    KOP_BODY,
    KOP_GOVERNMENT,
    KOP_RULE,
    KOP_UNIT,
    PAGE_NUMBER,
    PLAIN_TABLE,
    ParagraphStyle,
)
from templates.word import Box, Line, add_row, clear, field, new_document, new_table, write

EMBLEM_MM = 20.0
"""Width of the emblem's cell, and of the empty one that keeps the lines in the middle of the page."""

_LINES = (
    Line(content="{{ kantor.kop.pemerintah }}", style=KOP_GOVERNMENT),
    Line(content="{%p if kantor.kop.perangkat %}", style=KOP_BODY),
    Line(content="{{ kantor.kop.perangkat }}", style=KOP_BODY),
    Line(content="{%p endif %}", style=KOP_BODY),
    Line(content="{%p if kantor.kop.unit %}", style=KOP_UNIT),
    Line(content="{{ kantor.kop.unit }}", style=KOP_UNIT),
    Line(content="{%p endif %}", style=KOP_UNIT),
    Line(content="{%p if kantor.sebutan %}", style=KOP_ADDRESS),
    Line(content="{{ kantor.sebutan }}", style=KOP_ADDRESS),
    Line(content="{%p endif %}", style=KOP_ADDRESS),
    Line(content="{{ kantor.alamat }}{% if kantor.kode_pos %} {{ kantor.kode_pos }}{% endif %}", style=KOP_ADDRESS),
    Line(content="{%p if kantor.telepon or kantor.email or kantor.web %}", style=KOP_ADDRESS),
    Line(
        # No-break spaces: where the line is too long it is divided between the facts.
        content="{% if kantor.telepon %}Telepon\u00a0{{ kantor.telepon }}{% endif %}"
        "{% if kantor.email %}{% if kantor.telepon %}\u00a0· {% endif %}E-mail\u00a0{{ kantor.email }}{% endif %}"
        "{% if kantor.web %}{% if kantor.telepon or kantor.email %}\u00a0· {% endif %}Laman\u00a0{{ kantor.web }}"
        "{% endif %}",
        style=KOP_ADDRESS,
    ),
    Line(content="{%p endif %}", style=KOP_ADDRESS),
)

_INSTRUCTIONS = (
    "Kepala halaman pertama berkas ini adalah kop semua naskah: ia menggantikan kepala halaman pertama setiap naskah.",
    "Lambang daerah ditempatkan di sel kiri kop (sisipkan gambar, tinggi ± 2 cm); tanpa lambang sel itu tetap kosong.",
    "Isi halaman ini tidak ikut dicetak.",
)
"""Stands on the page of `kop.docx`, for whoever opens it in Word."""


def add_letterhead(header: _Header) -> None:
    """Puts the kop into a header: emblem's cell, centred lines, an empty cell, and the rule below."""
    clear(header)
    table = new_table(header, (EMBLEM_MM, 160 - 2 * EMBLEM_MM, EMBLEM_MM), style=PLAIN_TABLE)
    empty = Box(lines=[Line(content="", style=KOP_ADDRESS)], middle=True)
    add_row(table, [empty, Box(lines=_LINES, middle=True), empty])
    write(header, "", KOP_RULE)


def add_page_furniture(document: Document) -> None:
    """The first page's kop, `- 2 -` at the head of the next ones, and the foot of all."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    add_letterhead(section.first_page_header)
    header = section.header
    clear(header)
    number = write(header, "- ", PAGE_NUMBER)
    field(number, "PAGE")
    number.add_run(" -")
    for footer in (section.first_page_footer, section.footer):
        _add_foot(footer, FOOT)


def add_wide_foot(section: Section) -> None:
    """The same foot for pages on their side."""
    _add_foot(section.footer, FOOT_WIDE)


def _add_foot(footer: _Footer, style: ParagraphStyle) -> None:
    clear(footer)
    foot = write(footer, "{{ kasus.nomor }} · {{ kasus.segel }}\tHalaman ", style)
    field(foot, "PAGE")
    foot.add_run(" dari ")
    field(foot, "NUMPAGES")


def make_kop() -> Document:
    """`bersama/kop.docx`: the one letterhead, which replaces the first page's header of every other template."""
    document = new_document(title="Kop naskah dinas")
    add_page_furniture(document)
    for sentence in _INSTRUCTIONS:
        write(document, sentence, BODY)
    return document

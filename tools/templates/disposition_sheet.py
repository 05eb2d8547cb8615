"""Lembar Disposisi: the sheet that travels with the letter, issued again with each disposition that is added.

A grid of 167.5 mm, meant for the upper half of the page. Nothing that an official did not say is ticked.
"""

from __future__ import annotations

from docx.document import Document

from templates.incoming import ON_FORM, ROUND
from templates.letterhead import add_page_furniture
from templates.people import clock
from templates.styles import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_LAST,
    COLUMN,
    FACT,
    FACT_RIGHT,
    GAP,
    INITIALS,
    INITIALS_POST,
    SHEET_TITLE,
    TICK_LINE,
    TICK_ROW,
)
from templates.word import (
    EMPTY_TICK,
    TICKED,
    Box,
    Line,
    add_row,
    box,
    control_row,
    new_document,
    new_table,
    numbered,
    strong,
    tick,
    write,
)

HALVES = (73.5, 94.0)
CHAIN_COLUMNS = (8.0, 32.0, 33.0, 45.5, 32.0, 17.0)
DOTS = "." * 40
AGAIN = (
    f"{{% if kasus.putaran > 1 %}} {ROUND} ke-{{{{ kasus.putaran }}}}"
    "{% if kelas is not defined %}; disposisi atas pengajuan sebelumnya turut dicantumkan{% endif %}.{% endif %}"
)
"""Otherwise a sheet for a letter that came again would show dispositions that are older than the letter."""
SENDER = "{{ instansi.nama if instansi is defined else pemohon.instansi }}"


def make() -> Document:
    """The template's first form."""
    document = new_document(title="Lembar Disposisi")
    add_page_furniture(document)
    _add_head(document)
    write(document, "", GAP)
    _add_chain(document)
    # A document must end with a paragraph; it must not be the one that makes a second page.
    write(document, "", GAP)
    return document


def _add_head(document: Document) -> None:
    table = new_table(document, HALVES, centred=True)
    add_row(table, [box(SHEET_TITLE, "LEMBAR DISPOSISI", span=2, middle=True)])
    add_row(
        table,
        [
            box(
                FACT,
                f"Surat dari\t:\t{SENDER}",
                f"No. Surat\t:\t{_instead('Formulir {{ kasus.nomor }}', '{{ surat.nomor }}')}",
                f"Tgl. Surat\t:\t{_instead('{{ kasus.dibuka }}', '{{ surat.tanggal }}')}",
            ),
            Box(
                lines=[
                    Line(content="Diterima Tgl.\t:\t{{ langkah.terima.tanggal }}", style=FACT_RIGHT),
                    Line(content="No. Agenda\t:\t{{ agenda.nomor }}", style=FACT_RIGHT),
                    Line(
                        content=[
                            "Sifat\t:\t",
                            *_choice("Sangat Segera"),
                            "  ",
                            *_choice("Segera"),
                            "  ",
                            *_choice("Rahasia"),
                        ],
                        style=FACT_RIGHT,
                    ),
                ]
            ),
        ],
    )
    add_row(table, [box(FACT, f"Hal\t:\t{_instead('{{ kasus.judul }}', '{{ surat.hal }}')}", span=2)])
    add_row(
        table,
        [
            _ticks(
                "Diteruskan kepada Sdr.:", listed="disposisi.tujuan", text="jabatan", others="disposisi.tujuan_lain"
            ),
            _ticks("Dengan hormat harap:", listed="disposisi.harapan", text="teks", others="disposisi.harapan_lain"),
        ],
    )
    add_row(table, [box(BODY, [strong("Catatan:"), AGAIN], span=2)], height_mm=10)


def _instead(form: str, letter: str) -> str:
    """What stands there of a request on a form, and of one by letter."""
    return f"{{% if {ON_FORM} %}}{form}{{% else %}}{letter}{{% endif %}}"


def _choice(sifat: str) -> list[object]:
    # A no-break space: a box never stands at the end of a line without its word.
    return [tick(f"surat.sifat == '{sifat}'"), "\u00a0" + sifat.replace(" ", "\u00a0")]


def _ticks(heading: str, *, listed: str, text: str, others: str) -> Box:
    return Box(
        lines=[
            Line(content=[strong(heading)], style=TICK_ROW),
            Line(content=f"{{%p for pilihan in {listed} %}}", style=TICK_LINE),
            Line(content=[tick("pilihan.dipilih"), f"\t{{{{ pilihan.{text} }}}}"], style=TICK_LINE),
            Line(content="{%p endfor %}", style=TICK_LINE),
            Line(content=f"{{%p for lain in {others} %}}", style=TICK_LINE),
            Line(content=[TICKED, "\t{{ lain }}"], style=TICK_LINE),
            Line(content="{%p endfor %}", style=TICK_LINE),
            Line(content=f"{{%p if not {others} %}}", style=TICK_LINE),
            Line(content=[EMPTY_TICK, f"\t{DOTS}"], style=TICK_LINE),
            Line(content="{%p endif %}", style=TICK_LINE),
        ]
    )


def _add_chain(document: Document) -> None:
    table = new_table(document, CHAIN_COLUMNS, centred=True)
    names = ("No", "Dari", "Kepada", "Isi disposisi", "Tanggal/Jam", "Paraf")
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in names], header=True)
    control_row(table, "{%tr for d in disposisi.rantai %}")
    add_row(
        table,
        [
            numbered("d.no", last="loop.last", style=CELL_CENTRE, last_style=CELL_LAST),
            box(CELL, "{{ d.dari }}"),
            box(CELL, "{{ d.kepada | join('; ') }}"),
            box(CELL, "{{ d.harap | join('; ') }}{% if d.harap and d.isi %}. {% endif %}{{ d.isi or '' }}"),
            box(CELL_CENTRE, "{{ d.tanggal }}", "pukul " + clock("d")),
            box(CELL_CENTRE, ""),
        ],
        height_mm=9,
    )
    control_row(table, "{%tr endfor %}")
    control_row(table, "{%tr if not disposisi.rantai %}")
    add_row(table, [box(CELL_LAST, ""), *(box(CELL_CENTRE, "") for _ in names[1:])], height_mm=12)
    control_row(table, "{%tr endif %}")
    closing = [
        Line(content="{%p for baris in petugas.blok %}", style=INITIALS_POST),
        Line(content="{{ baris }}", style=INITIALS_POST),
        Line(content="{%p endfor %}", style=INITIALS_POST),
        Line(content="Paraf: ..............................", style=INITIALS),
    ]
    add_row(table, [Box(lines=closing, span=len(names))])

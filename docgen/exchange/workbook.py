"""A table as an Excel workbook that any office program opens, no cell of which can act as a formula.

Every text is written as a text, whatever it begins with: a letter's subject may be `=HYPERLINK(…)`. Excel keeps it one
even when somebody edits the cell. The same table gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

import xlsxwriter

from docgen.errors import refuse

Cell = str | int | dt.date | None
LONGEST = 32_767
"""Characters that a cell holds; Excel's own limit."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a program may take for the beginning of a formula where somebody types it."""
_EXCELS_FIRST = dt.date(1900, 3, 1)
"""Excel counts a day too many before; such a date is written as text."""
_NARROW, _WIDE = 8, 24
"""The least and the most characters that a column is wide."""
_LINE = 15
"""Points of a line; not every program makes a row as high as its text, so the heights are written down."""
_A4 = 9
_HIGHEST = 409
"""Points of the highest row: Excel's own limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a workbook shows."""

    name: str
    """Of its one sheet: at most 31 characters, letters, digits, dots and hyphens."""
    title: tuple[str, ...]
    """The lines above the table; none in a list that is to be filled in and read again."""
    author: str
    made: dt.date
    """A day that the content gives, so that the same content gives the same bytes."""
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def workbook(table: Sheet) -> bytes:
    """The file. Raises `value-too-long` for a text that no cell can hold."""
    _refuse_long(table)
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": table.title[0] if table.title else table.name,
            "author": table.author,
            "created": dt.datetime.combine(table.made, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None),
        }
    )
    sheet = book.add_worksheet(table.name)
    _fill(book, sheet, table)
    _lay_out(sheet, table)
    book.close()
    return written.getvalue()


def _fill(book: Any, sheet: Any, table: Sheet) -> None:
    plain = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
    text, guarded = book.add_format(plain), book.add_format({**plain, "quote_prefix": True})
    number = book.add_format({**plain, "num_format": "0", "align": "center"})
    date = book.add_format({**plain, "num_format": "dd-mm-yyyy", "align": "left"})
    heading = book.add_format({**plain, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9D9D9"})
    for row, line in enumerate(table.title):
        size = 14 if row == 0 else 12
        sheet.write_string(row, 0, line, book.add_format({"num_format": "@", "bold": True, "font_size": size}))
    top = _top(table)
    for column, words in enumerate(table.headings):
        sheet.write_string(top, column, words, heading)
    for row, cells in enumerate(table.rows, top + 1):
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                sheet.write_blank(row, column, None, text)
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell, number)
            elif isinstance(cell, dt.date) and cell >= _EXCELS_FIRST:
                sheet.write_datetime(row, column, cell, date)
            else:
                words = cell.isoformat() if isinstance(cell, dt.date) else cell
                sheet.write_string(row, column, words, guarded if words.startswith(_ACTIVE) else text)


def _lay_out(sheet: Any, table: Sheet) -> None:
    """Landscape on A4, as wide as the page, the head on every page and always in sight."""
    top = _top(table)
    widths = [_width(cells) for cells in zip(table.headings, *table.rows, strict=True)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    for row, cells in enumerate((table.headings, *table.rows), top):
        lines = max(_lines(cell, width) for cell, width in zip(cells, widths, strict=True))
        sheet.set_row(row, min(lines * _LINE, _HIGHEST))
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + len(table.rows), len(table.headings) - 1)
    sheet.repeat_rows(0, top)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&R&P / &N")


def _top(table: Sheet) -> int:
    """The row of the headings: one stays empty below the title."""
    return len(table.title) + bool(table.title)


def _width(cells: Iterable[Cell]) -> int:
    """The characters of a column's longest line, within bounds."""
    return max(_NARROW, min(_WIDE, max(len(line) for cell in cells for line in _text(cell).split("\n"))))


def _lines(cell: Cell, width: int) -> int:
    """The lines that a cell takes at this width."""
    return sum(len(textwrap.wrap(line, width)) or 1 for line in _text(cell).split("\n"))


def _text(cell: Cell) -> str:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, dt.date) else "" if cell is None else str(cell)


def _refuse_long(table: Sheet) -> None:
    for row in table.rows:
        for heading, cell in zip(table.headings, row, strict=True):
            if isinstance(cell, str) and len(cell) > LONGEST:
                raise refuse(
                    "value-too-long",
                    _("{heading}: the text has {length} characters, at most {limit} fit into a cell").format(
                        heading=heading, length=len(cell), limit=LONGEST
                    ),
                    where=heading,
                    hint=_("Let the SOP show less in this column."),
                )

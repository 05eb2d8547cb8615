"""The rows of an Excel workbook's first visible sheet, read by openpyxl once its package was looked at.

The package is distrusted: what it unpacks to is bounded before anything is read, and rows come one by one.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from docgen.errors import DocgenError
from docgen.exchange.table import Cell, Reading, Row
from docgen.model.values import YES_OR_NO

_PARTS = 1000
_REACH = 20
"""How many times the rows that are read a sheet may reach down, most of them empty."""
_DIGITS = 15
"""Digits that Excel keeps of a number."""
_MIDNIGHT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_PADDED = re.compile("0{2,}")
"""A format that fills a number up with zeros: what is seen is 0012."""
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, KeyError, ValueError, TypeError, IndexError,
    AttributeError, OverflowError, AssertionError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What zipfile, the XML parser and openpyxl raise for what is no workbook, or a broken one."""


def xlsx_rows(content: bytes, reading: Reading) -> tuple[list[Row], tuple[str, ...]]:
    """The rows of the first visible sheet, and the other sheets that are not empty. Raises `table-refused`."""
    try:
        _distrust(content, reading)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would not write again: nothing is written
            return _read(content, reading)
    except DocgenError:
        raise
    except _UNREADABLE:
        reading.refuse(
            _("{name} is no Excel workbook that can be read.").format(name=reading.name),
            hint=_("Open it in Excel or LibreOffice and save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”."),
        )


def _distrust(content: bytes, reading: Reading) -> None:
    """Refuses a package that is there to exhaust the reader, before it is unpacked."""
    limits = reading.limits
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        unpacked = sum(part.file_size for part in parts)
        most = min(limits.unpacked, max(limits.floor, limits.ratio * len(content)))
        if len(parts) > _PARTS or unpacked > most:
            reading.refuse(
                _("{name} would unpack to {size} MiB: no list is so large.").format(
                    name=reading.name, size=f"{unpacked / 1024 / 1024:.0f}"
                ),
                hint=_(
                    "Check that this is the right file. Copy the list into a new workbook, or save it as CSV UTF-8."
                ),
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _distrust_part(part.filename, package.read(part), reading)


def _distrust_part(name: str, content: bytes, reading: Reading) -> None:
    if b"<!DOCTYPE" in content:
        raise ValueError(name)
    if "worksheets/" in name and content.count(b"<row") > reading.limits.rows * _REACH:
        reading.too_many_rows()


def _read(content: bytes, reading: Reading) -> tuple[list[Row], tuple[str, ...]]:
    import openpyxl  # noqa: PLC0415  # slow to load

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise ValueError(reading.name)
        others = [sheet for sheet in book.worksheets if sheet is not sheets[0]]
        return list(_rows(sheets[0], reading)), tuple(sheet.title for sheet in others if _is_filled(sheet))
    finally:
        book.close()


def _is_filled(sheet: Any) -> bool:
    """Whether anything stands near the top of a sheet."""
    sheet.reset_dimensions()
    return any(cell.value is not None for row in sheet.iter_rows(max_row=20, max_col=20) for cell in row)


def _rows(sheet: Any, reading: Reading) -> Iterator[Row]:
    filled = 0
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    for number, cells in enumerate(sheet.iter_rows(), 1):
        found = {place: cell for place, cell in enumerate(cells, 1) if cell.value not in (None, "")}
        filled += bool(found)
        if filled > reading.limits.rows + 1 or number > reading.limits.rows * _REACH:
            reading.too_many_rows()
        if not found:
            continue
        if max(found) > reading.limits.columns:
            reading.too_many_columns()
        places = reading.columns(max(found))
        yield Row(number, tuple(_cell(found.get(place), place, number, reading) for place in places))


def _cell(cell: Any, column: int, row: int, reading: Reading) -> Cell:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # as above

    where = f"{reading.name}:{get_column_letter(column)}{row}"
    if cell is None:
        return Cell("", where)
    value = cell.value
    if cell.data_type == "f":
        return reading.formula(where)
    if cell.data_type == "e":
        hint = _("Mend the cell in Excel or LibreOffice, then save the file.")
        reading.wrong(where, _("The cell shows an error: {shown}.").format(shown=value), hint=hint)
        return Cell("", where)
    if isinstance(value, bool):
        return Cell(YES_OR_NO[0] if value else YES_OR_NO[1], where)
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format), where, reading)
    return reading.text(_text(value), where)


def _number(value: float, shown_as: str, where: str, reading: Reading) -> Cell:
    """A number as it was typed; one whose digits Excel has dropped is noted."""
    if abs(value) < 10**_DIGITS and value == int(value):
        value = int(value)
    text = repr(value)
    if sum(map(str.isdigit, text)) > _DIGITS or not set(text) <= set("-.0123456789"):
        return reading.lost(text, where)
    if text.isdigit() and _PADDED.fullmatch(shown_as):
        text = text.zfill(len(shown_as))
    return reading.text(text, where)


def _text(value: object) -> str:
    """A text, or a date or time as ISO 8601 writes it."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(timespec=_precision(value))
    if isinstance(value, dt.timedelta):
        value = (_MIDNIGHT + value).time() if dt.timedelta() <= value < dt.timedelta(days=1) else str(value)
    if isinstance(value, dt.time):
        return value.isoformat(timespec=_precision(value))
    return str(value)


def _precision(value: dt.datetime | dt.time) -> str:
    return "seconds" if value.second else "minutes"

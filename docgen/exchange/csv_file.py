"""The rows of a CSV file: UTF-8, with commas, semicolons or tabs between the cells, as Excel writes it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from gettext import gettext as _

from docgen.exchange.table import Cell, Reading, Row

_MARK = "\ufeff"
_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_SHORTENED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?E\+[0-9]{2}")
"""How Excel writes a long number into a CSV file: 1,98609E+17."""


def csv_rows(content: bytes, reading: Reading) -> Iterator[Row]:
    """The rows of the text, each with its first line. Raises `table-refused`."""
    text = _decoded(content, reading)
    head = next((line for line in text.splitlines() if line.strip(_SEPARATORS + " ")), "")
    plain = _QUOTED.sub("", head)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=plain.count), strict=True)
    line = 1
    try:
        for texts in rows:
            yield Row(line, tuple(_cells(texts, line, reading)))
            line = rows.line_num + 1
    except csv.Error:
        reading.refuse(
            _("The cells of this row cannot be told apart: a quotation mark is missing, or stands in a wrong place."),
            where=f"{reading.name}:{line}",
            hint=_("Open the file in Excel or LibreOffice, look at this row, and save it as “CSV UTF-8”."),
        )


def _cells(texts: list[str], line: int, reading: Reading) -> Iterator[Cell]:
    for column in reading.columns(len(texts)):
        text = texts[column - 1] if column <= len(texts) else ""
        where = f"{reading.name}:{line}:{column}"
        if text.lstrip().startswith("="):
            yield reading.formula(where)
        elif _SHORTENED.fullmatch(text.strip()):
            yield reading.lost(text.strip(), where)
        else:
            yield reading.text(text, where)


def _decoded(content: bytes, reading: Reading) -> str:
    hint = _("In Excel: File > Save As > “CSV UTF-8 (comma delimited)”. In LibreOffice: character set UTF-8.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        reading.refuse(_("{name} is no text in UTF-8.").format(name=reading.name), hint=hint)
    try:
        return content.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        lines = content[: error.start].splitlines(keepends=True)
        line = len(lines) + (not lines or lines[-1].endswith((b"\n", b"\r")))
        reading.refuse(
            _("Line {line} is not written in UTF-8: the byte {byte}.").format(
                line=line, byte=f"{content[error.start]:02X}"
            ),
            where=f"{reading.name}:{line}",
            hint=hint,
        )

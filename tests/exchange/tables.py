"""Tables as people send them: real CSV and Excel files, honest and hostile."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]


def csv_file(path: Path, rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV file with these rows."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def xlsx_file(path: Path, rows: Rows, **sheets: Rows) -> Path:
    """A workbook with these rows, and other sheets behind it; texts stay texts."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    fill(sheet, rows)
    for name, more in sheets.items():
        fill(book.create_sheet(name), more)
    book.save(path)
    return path


def fill(sheet: Any, rows: Rows) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str) and not value.startswith("="):
                cell.number_format = "@"
            elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                cell.number_format = "dd-mm-yyyy"


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced or added."""
    whole = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    path.write_bytes(whole.getvalue())
    return path

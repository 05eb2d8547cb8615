"""A workbook in which nothing is a formula, that prints well, and that is the same for the same content."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import DocgenError
from docgen.exchange.workbook import LONGEST, Cell, Sheet, workbook

DANGEROUS = (
    "=1+1", "=HYPERLINK(\"http://x.example\";\"klik\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1;1)", "\t=1+1",
    "\r=1+1", "\n=1+1", "{=1+1}", "'=1+1", "http://x.example", "mailto:a@x.example", "internal:Sheet1!A1", "0012",
    "1e5", "TRUE", "_x003D_1+1", "2025-11-03", "#REF!",
)  # fmt: skip


def table(*rows: tuple[Cell, ...], **more: object) -> Sheet:
    facts = {
        "name": "agenda 2025",
        "title": ("Buku", "Kantor & Contoh", "Tahun 2025"),
        "author": "Kantor & Contoh",
        "made": dt.date(2025, 1, 1),
        "headings": tuple(f"Kolom {place}" for place, _cell in enumerate(rows[0], 1)),
        "rows": rows,
    }
    return Sheet(**{**facts, **more})  # type: ignore[arg-type]


def sheet_of(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(found, openpyxl.worksheet.worksheet.Worksheet)
    return found


def active(content: bytes) -> list[str]:
    """Whatever a program that opens the workbook could follow or compute."""
    found = [
        f"cell {cell.coordinate}" for row in sheet_of(content).iter_rows() for cell in row if cell.data_type == "f"
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            text = package.read(name).decode()
            found += [
                f"{name}: {mark}" for mark in ("<f>", "<f ", "<hyperlink", "<ddeLink", "externalLink") if mark in text
            ]
            found += [f"{name}: external" for _target in re.findall(r'TargetMode="External"', text)]
    return found


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_can_act_as_a_formula(text: str) -> None:
    content = workbook(table((text, "biasa"), headings=(text, "Kolom")))
    assert active(content) == []
    sheet = sheet_of(content)
    heading, cell = sheet.cell(5, 1), sheet.cell(6, 1)
    assert (heading.data_type, cell.data_type) == ("s", "s")
    assert cell.number_format == "@"  # a text it stays, even if somebody edits the cell
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "http://x.example"])
def test_control_written_by_its_looks_a_text_is_found(text: str) -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.add_worksheet().write(0, 0, text)
    book.close()
    assert active(written.getvalue())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), min_size=1, max_size=5))
def test_every_text_is_read_again_as_it_was(texts: list[str]) -> None:
    content = workbook(table(tuple(texts)))
    assert active(content) == []
    assert all(cell.data_type == "s" for cell in sheet_of(content)[6])
    visible = [text for text in texts if text.isprintable()]
    read = [cell.value for cell in sheet_of(content)[6]]
    assert [value for value, text in zip(read, texts, strict=True) if text.isprintable()] == visible


def test_dates_and_numbers_can_be_sorted_and_identifiers_stay_text() -> None:
    sheet = sheet_of(workbook(table((dt.date(2025, 11, 3), 57, "0057", None, dt.date(1899, 1, 1)))))
    day, number, identifier, nothing, old = sheet[6]
    assert (day.value.date(), day.data_type, day.number_format) == (dt.date(2025, 11, 3), "d", "dd-mm-yyyy")
    assert (number.value, number.data_type) == (57, "n")
    assert (identifier.value, identifier.data_type) == ("0057", "s")
    assert nothing.value is None
    assert (old.value, old.data_type) == ("1899-01-01", "s")


def test_it_prints_landscape_with_its_head_on_every_page() -> None:
    sheet = sheet_of(workbook(table(*[("isi " * 30, str(place)) for place in range(200)])))
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["Buku", "Kantor & Contoh", "Tahun 2025"]
    assert sheet.cell(5, 1).font.b
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$1:$5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.cell(6, 1).alignment.wrapText
    assert sheet.column_dimensions["A"].width < 30
    assert sheet.row_dimensions[6].height > 60  # the wrapped text is seen whole


@pytest.mark.parametrize(
    "build", [lambda: workbook(table(("a", 1, dt.date(2025, 1, 2)))), lambda: workbook(table(("a",)))]
)
def test_the_same_content_gives_the_same_bytes(build: Callable[[], bytes]) -> None:
    assert build() == build()
    with zipfile.ZipFile(io.BytesIO(build())) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_control_other_content_gives_other_bytes() -> None:
    assert workbook(table(("a",))) != workbook(table(("b",)))


def test_what_no_cell_can_hold_is_refused_and_not_cut_off() -> None:
    whole = "x" * LONGEST
    assert sheet_of(workbook(table((whole,)))).cell(6, 1).value == whole
    with pytest.raises(DocgenError) as refusal:
        workbook(table((whole + "x",)))
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == ("value-too-long", "Kolom 1")

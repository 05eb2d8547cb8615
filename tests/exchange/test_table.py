"""Tables that people send: every text as it was written, or refused with its cell."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from tables import csv_file, with_part, xlsx_file

from docgen.errors import DocgenError, Problem
from docgen.exchange.table import Limits, Table, read_table
from docgen.exchange.workbook import Sheet, workbook

HEAD = ("Nama", "Jabatan", "HP")
ROWS = [("Peserta Contoh Satu", "Staf", "0812-3456-7890"), ("Peserta Contoh Dua", "Kepala; Seksi", "081234567891")]


def read(path: Path, **limits: int) -> Table:
    return read_table(path, shown=path.name, limits=Limits(**limits))


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def refused(path: Path, **limits: int) -> tuple[Problem, ...]:
    with pytest.raises(DocgenError) as error:
        read(path, **limits)
    return error.value.problems


def only(path: Path, **limits: int) -> tuple[str, str]:
    (problem,) = refused(path, **limits)
    return problem.reference, problem.where


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_file_is_read_whatever_stands_between_its_cells(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "daftar.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows([HEAD, *ROWS, ("Ñandú ☑", "dua\nbaris", ""), ("", "", "")])
    table = read(path)
    assert [cell.text for cell in table.headings] == [*HEAD]
    assert texts(table) == [*map(list, ROWS), ["Ñandú ☑", "dua\nbaris", ""]]
    assert table.rows[0].cells[1].where == "daftar.csv:2:2"


def test_a_row_behind_one_of_two_lines_keeps_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text('Nama,Ket\n"satu\ndua",x\ntiga,y\n', encoding="utf-8")
    assert [row.number for row in read(path).rows] == [2, 4]


def test_an_excel_file_is_read_as_it_was_typed(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 21, 8, 30)  # noqa: DTZ001  # Excel knows no zones
    values = ["0012", 12, 12.5, True, dt.date(2026, 11, 21), moment, dt.time(8, 0), " tepi ", 123456789012345]
    path = xlsx_file(tmp_path / "isi.xlsx", [[f"k{place}" for place in range(9)], values, [None] * 9, ["akhir"]])
    table = read(path)
    expected = ["0012", "12", "12.5", "ya", "2026-11-21", "2026-11-21T08:30", "08:00", "tepi", "123456789012345"]
    assert texts(table) == [expected, ["akhir", *[""] * 8]]
    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].cells[2].where == "isi.xlsx:C2"


def test_what_docgen_wrote_is_read_again(tmp_path: Path) -> None:
    rows = (("=1+1", "@x", "+62"), ("0012", "", "-"))
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(
        workbook(Sheet(name="daftar", title=(), author="Kantor", made=dt.date(2026, 1, 1), headings=HEAD, rows=rows))
    )
    assert texts(read(path)) == [list(row) for row in rows]


def test_a_number_that_is_shown_with_zeros_keeps_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Kode"])
    book.active.append([12])
    book.active["A2"].number_format = "0000"
    book.save(tmp_path / "kode.xlsx")
    assert texts(read(tmp_path / "kode.xlsx")) == [["0012"]]


def test_only_the_first_visible_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path / "isi.xlsx", [["Nama"], ["salah"]], Daftar=[["Nama"], ["benar"]], Lain=[["x"]], Kosong=[]
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    table = read(path)
    assert (texts(table), table.unread) == ([["benar"]], ("Sheet", "Lain"))


@pytest.mark.parametrize("nip", [198609262015051001, 1.98609262015051e17, 1234567890123456])
def test_a_number_that_lost_digits_is_refused_with_its_cell(tmp_path: Path, nip: float) -> None:
    assert only(xlsx_file(tmp_path / "a.xlsx", [["Nama", "NIP"], ["Contoh", nip]])) == ("value-invalid", "a.xlsx:B2")


def test_control_the_same_number_as_a_text_is_taken(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [["Nama", "NIP"], ["Contoh", "198609262015051001"]])
    assert texts(read(path)) == [["Contoh", "198609262015051001"]]


def test_what_excel_shortened_is_refused_in_a_csv_file_too(tmp_path: Path) -> None:
    assert only(csv_file(tmp_path / "a.csv", [["Nama", "NIP"], ["x", "1.98609E+17"]])) == ("value-invalid", "a.csv:2:2")
    assert texts(read(csv_file(tmp_path / "b.csv", [["Nama"], ["Ruang 2E3"]]))) == [["Ruang 2E3"]]


def test_a_formula_is_refused_with_its_cell_whatever_it_shows(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [["Nama", "HP"], ["x", "=CONCAT(A2)"], ["y", "=A1"]])
    assert [problem.where for problem in refused(path)] == ["a.xlsx:B2", "a.xlsx:B3"]
    assert only(csv_file(tmp_path / "a.csv", [["Nama"], ["=1+1"]])) == ("value-invalid", "a.csv:2:1")


def test_an_error_in_a_cell_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nama"])
    book.active.append(["#REF!"])
    book.save(tmp_path / "a.xlsx")
    assert only(tmp_path / "a.xlsx") == ("value-invalid", "a.xlsx:A2")


def test_a_wrong_encoding_is_refused_with_its_line_and_what_to_do(tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], ("Désirée Contoh", "Staf", "0812")]
    (problem,) = refused(csv_file(tmp_path / "a.csv", rows, encoding="cp1252"))
    assert (problem.reference, problem.where) == ("table-refused", "a.csv:3")
    assert "CSV UTF-8" in problem.hint
    assert only(csv_file(tmp_path / "b.csv", rows, encoding="utf-16")) == ("table-refused", "b.csv")
    assert len(read(csv_file(tmp_path / "c.csv", rows)).rows) == 2


def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Nama,Ket\nsatu,x\n"dua,y\n', encoding="utf-8")
    assert only(path) == ("table-refused", "a.csv:3")


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_too_many_rows_or_columns_are_refused(tmp_path: Path, write: object) -> None:
    assert callable(write)
    tall = write(tmp_path / "tinggi.x", [["Nama"], *[["x"]] * 11])
    wide = write(tmp_path / "lebar.x", [[f"k{place}" for place in range(12)]])
    assert only(tall, rows=10) == ("table-refused", "tinggi.x")
    assert only(wide, columns=11) == ("table-refused", "lebar.x")
    assert len(read(tall, rows=11).rows) == 11
    assert len(read(wide, columns=12).headings) == 12


def test_a_hundred_thousand_rows_are_refused_without_reading_them_all(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [HEAD, *[("Peserta Contoh", "Staf", "0812")] * 100_000])
    assert only(path) == ("table-refused", "a.csv")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in itertools.repeat(["x"], 100_000):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert only(tmp_path / "a.xlsx") == ("table-refused", "a.xlsx")


def test_five_thousand_columns_are_refused(tmp_path: Path) -> None:
    for write, name in ((csv_file, "a.csv"), (xlsx_file, "a.xlsx")):
        assert only(write(tmp_path / name, [[f"k{place}" for place in range(5000)]])) == ("table-refused", name)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [HEAD, *ROWS])
    assert only(path, size=20) == ("table-refused", "a.csv")
    assert read(path, size=path.stat().st_size)
    (problem,) = refused(path, size=20)
    assert ("2000 rows" in problem.hint, "ictures" in problem.hint) == (True, False)
    (problem,) = refused(xlsx_file(tmp_path / "a.xlsx", [HEAD, *ROWS]), size=20)
    assert ("2000 rows" in problem.hint, "ictures" in problem.hint) == (True, True)


def test_a_text_that_is_too_long_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["Nama"], ["x" * 4001]])
    assert only(path) == ("value-invalid", "a.csv:2:1")
    assert read(path, text=4001)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [["Nama"], ["x"]])
    with_part(path, "xl/media/bom.bin", bytes(64 * 1024 * 1024))
    tracemalloc.start()
    assert only(path) == ("table-refused", "a.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    tracemalloc.stop()


def test_control_a_large_part_that_packs_badly_is_none(tmp_path: Path) -> None:
    path = with_part(xlsx_file(tmp_path / "a.xlsx", [["Nama"], ["x"]]), "xl/media/a.bin", bytes(3 * 1024 * 1024))
    assert texts(read(path)) == [["x"]]
    assert only(path, floor=1024) == ("table-refused", "a.xlsx")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "hostile",
    [
        SHEET.format('<row r="999999999999"><c r="A999999999999" t="inlineStr"><is><t>x</t></is></c></row>'),
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + SHEET.format("&b;"),
        SHEET.format("<row><c"),
        SHEET.format('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "",
    ],
    ids=["a row far below", "entities", "cut off", "no such text", "empty"],
)
def test_a_hostile_sheet_is_refused(tmp_path: Path, hostile: str) -> None:
    path = with_part(xlsx_file(tmp_path / "a.xlsx", [["Nama"]]), "xl/worksheets/sheet1.xml", hostile.encode())
    assert only(path, rows=20) == ("table-refused", "a.xlsx")


def test_a_cell_far_to_the_right_exhausts_nothing(tmp_path: Path) -> None:
    cell = '<c r="{}1" t="inlineStr"><is><t>x</t></is></c>'
    far = SHEET.format(f'<row r="1">{cell.format("A")}{cell.format("XFD")}</row>')
    path = with_part(xlsx_file(tmp_path / "a.xlsx", [["Nama"]]), "xl/worksheets/sheet1.xml", far.encode())
    assert only(path) == ("table-refused", "a.xlsx")


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0" + bytes(600), b"PK\x03\x04 bukan arsip", b"", b"\r\n ,,\r\n"], ids=repr
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert only(tmp_path / "a.xlsx") == ("table-refused", "a.xlsx")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert only(tmp_path / "a.csv") == ("input-unreadable", "a.csv")
    assert only(tmp_path) == ("input-unreadable", tmp_path.name)


def test_a_heading_twice_and_a_column_without_one_are_refused(tmp_path: Path) -> None:
    for rows, place in (
        ([["Nama", "HP", "nama "], ["x", "y", "z"]], "1:3"),
        ([["Nama", "", "HP"], ["x", "y", "z"]], "2:2"),
        ([["DAFTAR PESERTA"], ["Nama", "HP"]], "2:2"),
    ):
        assert only(csv_file(tmp_path / "a.csv", rows)) == ("value-invalid", f"a.csv:{place}")
    merged = openpyxl.Workbook()
    merged.active.append(["Nama", "Jabatan"])
    merged.active.append(["x", "y"])
    merged.active.merge_cells("A1:B1")
    merged.save(tmp_path / "d.xlsx")
    assert only(tmp_path / "d.xlsx") == ("value-invalid", "d.xlsx:B2")
    assert len(read(csv_file(tmp_path / "e.csv", [["Nama", "", "HP"], ["x", "", "z"]])).headings) == 3

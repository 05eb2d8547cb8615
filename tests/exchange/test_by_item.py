"""Lists and what is said of their items, from tables: every column and row finds its place or is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tables import Rows, csv_file, xlsx_file

from docgen.errors import DocgenError, Problem
from docgen.exchange.by_item import ByItem
from docgen.exchange.items import items_of
from docgen.exchange.table import read_table
from docgen.model.field import FieldSpec
from docgen.workflow.given import Given

LISTED = FieldSpec.model_validate(
    {
        "type": "list",
        "label": "Peserta",
        "fields": {
            "nama": {"type": "text", "label": "Nama"},
            "identitas": {"type": "identity", "label": "NIP/NRP", "optional": True},
            "hp": {"type": "phone", "label": "No. HP"},
            "alamat": {
                "type": "record",
                "label": "Alamat",
                "fields": {
                    "kota": {"type": "text", "label": "Kota"},
                    "catatan": {"type": "text", "label": "Catatan", "optional": True},
                },
            },
            "catatan": {"type": "text", "label": "Catatan", "optional": True},
        },
    }
)
DATES = FieldSpec.model_validate({"type": "list", "of": "date", "label": "Hari yang dihadiri", "each": "p in peserta"})
ONE = FieldSpec.model_validate({"type": "yesno", "label": "Mendapat kursi", "each": "p in peserta"})
PARTS = FieldSpec.model_validate(
    {
        "type": "record",
        "label": "Konfirmasi",
        "each": "p in peserta",
        "fields": {
            "jawaban": {"type": "text", "label": "Jawaban"},
            "pengganti": {
                "type": "record",
                "label": "Pengganti",
                "when": "jawaban == 'diganti'",
                "fields": {"nama": {"type": "text", "label": "Nama"}, "hp": {"type": "phone", "label": "No. HP"}},
            },
        },
    }
)
ITEMS = [
    {"nama": "Peserta Contoh Satu", "kasus": "TRN-2026-0001", "urut": 1},
    {"nama": "Peserta Contoh Dua", "kasus": "TRN-2026-0001", "urut": 2},
    {"nama": "Peserta Contoh Satu", "kasus": "TRN-2026-0002", "urut": 1},
]


def plain(given: Given) -> Any:
    if given.parts is not None:
        return {name: plain(part) for name, part in given.parts.items()}
    return [plain(item) for item in given.items] if given.items is not None else given.value


def listed(tmp_path: Path, rows: Rows) -> Given:
    return items_of(read_table(csv_file(tmp_path / "a.csv", rows, separator=";"), shown="a.csv"), LISTED)


def by_item(tmp_path: Path, spec: FieldSpec, rows: Rows, items: Sequence[Any] = ITEMS[:2]) -> Given:
    table = read_table(xlsx_file(tmp_path / "a.xlsx", rows), shown="a.xlsx")
    return ByItem(table, "hadir", spec, LISTED)(items)


def refused(found: Any) -> list[tuple[str, str]]:
    return [(problem.reference, problem.where) for problem in problems(found)]


def problems(found: Any) -> tuple[Problem, ...]:
    with pytest.raises(DocgenError) as error:
        found()
    return error.value.problems


def test_headings_are_names_labels_or_paths_in_any_case(tmp_path: Path) -> None:
    rows = [
        ["No.", "NAMA", "identitas.jenis", "identitas.nomor", "no. hp", "Alamat: Kota", "alamat.catatan"],
        ["1", "Satu", "NRP", "12345678", "0812", "Kota Contoh", ""],
        ["2", "Dua", "", "", "0813", "", ""],
        ["3", "", "", "", "", "", ""],
    ]
    found = listed(tmp_path, rows)
    assert plain(found) == [
        {
            "nama": "Satu",
            "identitas": {"jenis": "NRP", "nomor": "12345678"},
            "hp": "0812",
            "alamat": {"kota": "Kota Contoh", "catatan": None},
        },
        {"nama": "Dua", "hp": "0813", "alamat": None},
    ]
    assert found.items is not None
    assert found.items[1].parts is not None
    assert found.items[1].parts["alamat"].where == "a.csv:3:6"  # what is missing is missing there


def test_a_column_that_is_unknown_missing_or_double_is_refused(tmp_path: Path) -> None:
    good = ["nama", "hp", "kota"]
    assert refused(lambda: listed(tmp_path, [[*good, "jabtan"], ["x", "y", "z", "u"]])) == [
        ("table-refused", "a.csv:1:4")
    ]
    (problem,) = problems(lambda: listed(tmp_path, [["namaa", "hp", "kota"], ["x", "y", "z"]]))
    assert "nama" in problem.hint
    (problem,) = problems(lambda: listed(tmp_path, [["nama", "hp"], ["x", "y"]]))
    assert "alamat.kota" in problem.message
    assert refused(lambda: listed(tmp_path, [[*good, "NIP/NRP", "identitas.nomor"], [*"xyzuv"]])) == [
        ("table-refused", "a.csv:1:5")
    ]
    assert len(plain(listed(tmp_path, [good, ["x", "y", "z"]]))) == 1


def test_the_marks_of_each_day(tmp_path: Path) -> None:
    day = dt.date(2026, 12, 2)
    rows = [
        ["Nama", "kasus", "urut", "hp", "2026-12-01", day, "03/12/2026"],
        ["Peserta Contoh Satu", "TRN-2026-0001", 1, "", "x", "ya", 1],
        ["Peserta Contoh Dua", "trn-2026-0001", "2", "", "-", "", None],
        ["Peserta Contoh Satu", "TRN-2026-0002", 1, "", None, "", None],
    ]
    found = by_item(tmp_path, DATES, rows, ITEMS)
    assert plain(found) == {"1": ["2026-12-01", "2026-12-02", "2026-12-03"], "2": [], "3": None}
    unsaid = (found.parts or {})["3"]
    assert (unsaid.where, "ya or tidak" in unsaid.mend) == ("a.xlsx:E4", True)


@pytest.mark.parametrize("mark", ["x", "V", "✓", "1", "ya", "Hadir", "H", True])
def test_what_says_yes(tmp_path: Path, mark: object) -> None:
    rows = [["nama", "01-12-2026"], ["Peserta Contoh Dua", mark]]
    assert plain(by_item(tmp_path, DATES, rows)) == {"2": ["2026-12-01"]}


@pytest.mark.parametrize("mark", ["0", 0, "tidak", "-", False])
def test_what_says_no(tmp_path: Path, mark: object) -> None:
    assert plain(by_item(tmp_path, DATES, [["nama", "01-12-2026"], ["Peserta Contoh Dua", mark]])) == {"2": []}


def test_what_says_neither_is_refused_with_its_cell(tmp_path: Path) -> None:
    rows = [["nama", "01-12-2026"], ["Peserta Contoh Dua", "mungkin"]]
    assert refused(lambda: by_item(tmp_path, DATES, rows)) == [("value-invalid", "a.xlsx:B2")]


def test_a_row_for_somebody_else_twice_or_for_nobody_is_refused_with_its_cell(tmp_path: Path) -> None:
    rows = [
        ["nama", "2026-12-01"],
        ["Peserta Contoh Satu", "x"],
        ["Orang Lain Contoh", "x"],
        ["peserta contoh  satu", "-"],
        ["", "x"],
    ]
    found = problems(lambda: by_item(tmp_path, DATES, rows))
    assert [problem.where for problem in found] == ["a.xlsx:A3", "a.xlsx:A4", "a.xlsx:A5"]
    assert "Orang Lain Contoh" in found[0].message


def test_a_name_that_two_have_is_refused_unless_case_and_place_say_who(tmp_path: Path) -> None:
    row = ["Peserta Contoh Satu", "x"]
    rows = [["nama", "2026-12-01"], row]
    assert refused(lambda: by_item(tmp_path, DATES, rows, ITEMS)) == [("value-invalid", "a.xlsx:A2")]
    rows = [["nama", "2026-12-01", "kasus", "urut"], [*row, "TRN-2026-0002", 1]]
    assert plain(by_item(tmp_path, DATES, rows, ITEMS)) == {"3": ["2026-12-01"]}
    rows[1][2] = "TRN-2026-0003"
    assert refused(lambda: by_item(tmp_path, DATES, rows, ITEMS)) == [("value-invalid", "a.xlsx:C2")]


def test_a_row_whose_name_is_not_that_of_its_case_and_place_is_refused(tmp_path: Path) -> None:
    rows = [["kasus", "urut", "nama", "2026-12-01"], ["TRN-2026-0001", 2, "Peserta Contoh Satu", "x"]]
    (found,) = problems(lambda: by_item(tmp_path, DATES, rows, ITEMS))
    assert (found.reference, found.where) == ("value-invalid", "a.xlsx:C2")
    assert ("Peserta Contoh Dua" in found.message, "Peserta Contoh Satu" in found.message) == (True, True)
    for name in ("peserta  contoh dua", ""):
        rows[1][2] = name
        assert plain(by_item(tmp_path, DATES, rows, ITEMS)) == {"2": ["2026-12-01"]}


def test_case_and_place_count_only_where_the_list_has_them(tmp_path: Path) -> None:
    rows = [["kasus", "urut", "nama", "2026-12-01"], ["", "", "Peserta Contoh Dua", "x"]]
    assert plain(by_item(tmp_path, DATES, rows, [{"nama": "Peserta Contoh Dua"}])) == {"1": ["2026-12-01"]}


@pytest.mark.parametrize(
    ("headings", "place"),
    [(["hp", "2026-12-01"], "A1"), (["nama", "hp"], "A1"), (["nama", "Senin"], "B1"), (["nama", "2026-13-01"], "B1")],
)
def test_columns_that_do_not_say_who_or_when_are_refused(tmp_path: Path, headings: list[str], place: str) -> None:
    rows = [headings, ["Peserta Contoh Dua", "x"]]
    assert refused(lambda: by_item(tmp_path, DATES, rows)) == [("table-refused", f"a.xlsx:{place}")]


def test_the_same_day_twice_is_refused(tmp_path: Path) -> None:
    rows = [["nama", "2026-12-01", "1/12/2026"], ["Peserta Contoh Dua", "x", "-"]]
    assert refused(lambda: by_item(tmp_path, DATES, rows)) == [("table-refused", "a.xlsx:C1")]


def test_one_value_for_each(tmp_path: Path) -> None:
    rows = [["nama", "Mendapat kursi", "no."], ["", "", 3], ["Peserta Contoh Dua", "ya"], ["Peserta Contoh Satu", ""]]
    assert plain(by_item(tmp_path, ONE, rows)) == {"1": None, "2": "ya"}


def test_a_record_for_each_beside_what_the_list_itself_knows(tmp_path: Path) -> None:
    rows = [
        ["nama", "hp", "Jawaban", "pengganti.nama", "Pengganti: No. HP"],
        ["Peserta Contoh Satu", "0812", "hadir", "", ""],
        ["Peserta Contoh Dua", "0813", "diganti", "Pengganti Contoh", "0814"],
    ]
    assert plain(by_item(tmp_path, PARTS, rows)) == {
        "1": {"jawaban": "hadir", "pengganti": None},
        "2": {"jawaban": "diganti", "pengganti": {"nama": "Pengganti Contoh", "hp": "0814"}},
    }

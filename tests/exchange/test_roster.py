"""A list that goes out as a workbook comes back the same, and nothing in it can act."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playing import bare_workspace
from test_by_item import DATES, LISTED, plain

from docgen.app.export_roster import export_roster
from docgen.errors import DocgenError
from docgen.exchange.by_item import ByItem
from docgen.exchange.items import items_of
from docgen.exchange.roster import Roster, roster_bytes
from docgen.exchange.table import read_table

ITEMS: list[dict[str, Any]] = [
    {
        "nama": "=Peserta Contoh Satu",
        "identitas": {"jenis": "NIP", "nomor": "198609262015051001"},
        "hp": "+6281234567890",
        "alamat": {"kota": "@Kota\tContoh", "catatan": None},
    },
    {"nama": "-Peserta Contoh Dua", "identitas": None, "hp": "+6281234567891", "alamat": {"kota": "Kota"}},
]
SEATED = [{**item, "kasus": f"TRN-2026-000{place}", "urut": place} for place, item in enumerate(ITEMS, 1)]
DAYS = ("2026-12-01", "2026-12-02")


def roster(**more: Any) -> Roster:
    facts = {"name": "peserta", "author": "Kantor", "made": dt.date(2026, 1, 1), "listed": LISTED, "items": ITEMS}
    return Roster(**{**facts, **more})


def written(tmp_path: Path, roster: Roster) -> Path:
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(roster_bytes(roster))
    return path


def test_what_is_exported_is_read_again_as_it_was(tmp_path: Path) -> None:
    found = items_of(read_table(written(tmp_path, roster()), shown="daftar.xlsx"), LISTED)
    first, second = plain(found)
    assert first["nama"] == "=Peserta Contoh Satu"
    assert first["identitas"] == "NIP 198609262015051001"
    assert (first["hp"], first["alamat"]["kota"]) == ("+6281234567890", "@Kota\tContoh")
    assert (second["nama"], second["identitas"], second["alamat"]["kota"]) == ("-Peserta Contoh Dua", None, "Kota")


def test_every_cell_is_a_text_and_none_a_formula(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, roster(items=SEATED, days=DAYS, came=[DAYS, []]))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_a_list_goes_out_is_filled_in_and_comes_back(tmp_path: Path) -> None:
    path = written(tmp_path, roster(items=SEATED, days=DAYS))
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    headings = [cell.value for cell in sheet[1]]
    assert headings[:2] == ["kasus", "urut"]
    sheet.cell(2, headings.index("2026-12-02") + 1, "x")
    book.save(path)
    said = ByItem(read_table(path, shown="daftar.xlsx"), "kehadiran", DATES, LISTED)(SEATED)
    assert plain(said) == {"1": ["2026-12-02"], "2": None}  # of the second nothing was filled in


def test_what_is_known_of_the_days_comes_back_too(tmp_path: Path) -> None:
    path = written(tmp_path, roster(items=SEATED, days=DAYS, came=[["2026-12-01"], []]))
    said = ByItem(read_table(path, shown="daftar.xlsx"), "kehadiran", DATES, LISTED)(SEATED)
    assert plain(said) == {"1": ["2026-12-01"], "2": []}


def test_the_same_list_gives_the_same_bytes() -> None:
    assert roster_bytes(roster()) == roster_bytes(roster())
    assert roster_bytes(roster()) != roster_bytes(roster(items=ITEMS[:1]))


def test_it_is_written_beside_the_record_and_over_nothing(tmp_path: Path) -> None:
    workspace = bare_workspace(tmp_path / "kantor")
    target = workspace.root / "daftar.xlsx"
    export_roster(workspace, roster(), target, dry_run=True)
    assert not target.exists()
    assert export_roster(workspace, roster(), target, dry_run=False).rows == 2
    for path, reference in (
        (target, "would-overwrite"),
        (workspace.root / "cases" / "x.xlsx", "option-unusable"),
        (workspace.root / "daftar.csv", "option-unusable"),
    ):
        path.parent.mkdir(exist_ok=True)
        with pytest.raises(DocgenError) as refusal:
            export_roster(workspace, roster(), path, dry_run=False)
        assert refusal.value.problems[0].reference == reference

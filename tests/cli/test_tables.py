"""Lists that come from spreadsheets: `--auditor FILE`, and what is said of each item: `--periksa FILE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commands import Cli, Result, write_json
from playing import ROOT, script, set_clock, stand_at

from docgen.app.cases import load_case
from docgen.app.workspace import Workspace

sys.path.append(str(ROOT / "tests" / "exchange"))
from tables import csv_file, xlsx_file

HEAD = ["nama", "NIP/NRP", "Pangkat/Gol.", "jabatan_tim", "hp", "E-mail"]


def people() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script("1")[0]["input"]["auditor"]
    return found


def rows() -> list[list[str]]:
    return [
        [
            one["nama"],
            " ".join(one["identitas"].values()),
            one.get("pangkat", ""),
            one["jabatan_tim"],
            one["hp"],
            one["email"],
        ]
        for one in people()
    ]


def rest(workspace: Workspace) -> str:
    """An input file with everything but the list."""
    said = {name: value for name, value in script("1")[0]["input"].items() if name not in {"auditor", "berkas"}}
    return write_json(workspace, "permohonan.json", said)


def request(cli: Cli, workspace: Workspace, file: str, *more: str) -> Result:
    set_clock(workspace, script("1")[0]["at"])
    return cli("auditor", "permohonan", "--input", rest(workspace), "--auditor", file, "--json", *more)


def record(workspace: Workspace, case: str) -> Any:
    return load_case(workspace, workspace.store.case_dir(case)).state.record


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_a_list_from_a_table_is_the_same_as_one_from_an_input_file(cli: Cli, workspace: Workspace, write: Any) -> None:
    write(workspace.root / "tim.x", [HEAD, *rows()])
    done = request(cli, workspace, "tim.x")
    assert done.code == 0, done.out
    told = record(workspace, done.json["case"])["auditor"]
    typed = cli("auditor", "permohonan", "--input", write_json(workspace, "b.json", whole()), "--again", "--json")
    assert told == record(workspace, typed.json["case"])["auditor"]
    assert len(told) == 4


def whole() -> dict[str, Any]:
    return {name: value for name, value in script("1")[0]["input"].items() if name != "berkas"}


def test_what_is_wrong_in_a_table_is_told_with_its_cells_all_at_once(cli: Cli, workspace: Workspace) -> None:
    wrong = rows()
    wrong[1][1], wrong[2][4], wrong[3][5] = "NIP 123", "", "bukan surel"
    xlsx_file(workspace.root / "tim.xlsx", [HEAD, *wrong])
    done = request(cli, workspace, "tim.xlsx")
    assert done.code == 3
    assert [error["where"] for error in done.json["errors"]] == [
        "tim.xlsx:B3 (auditor.2.identitas)",
        "tim.xlsx:F5 (auditor.4.email)",
        "tim.xlsx:E4 (auditor.3.hp)",
    ]
    assert cli("list", "--json").json["cases"] == []


def test_a_table_that_cannot_be_read_is_one_error(cli: Cli, workspace: Workspace) -> None:
    csv_file(workspace.root / "tim.csv", [HEAD, *rows(), ["Désirée Contoh", *rows()[0][1:]]], encoding="cp1252")
    done = request(cli, workspace, "tim.csv")
    assert (done.code, done.references) == (3, ["table-refused"])
    csv_file(workspace.root / "b.csv", [HEAD[:-1], *(row[:-1] for row in rows())])
    done = request(cli, workspace, "b.csv")
    assert (done.references, done.json["errors"][0]["hint"]) == (["table-refused"], "Add it with such a heading: email")
    assert request(cli, workspace, "tidak-ada.csv").references == ["input-unreadable"]


def test_a_single_value_may_be_said_beside_the_table(cli: Cli, workspace: Workspace) -> None:
    wrong = rows()
    wrong[2][4] = ""
    csv_file(workspace.root / "tim.csv", [HEAD, *wrong])
    done = request(cli, workspace, "tim.csv", "--set", "auditor.3.hp=081200000077")
    assert record(workspace, done.json["case"])["auditor"][2]["hp"] == "+6281200000077"


def test_a_list_that_is_said_twice_is_refused(cli: Cli, workspace: Workspace) -> None:
    csv_file(workspace.root / "tim.csv", [HEAD, *rows()])
    assert request(cli, workspace, "tim.csv", "--set", "auditor=[]").references == ["option-unusable"]


def test_other_sheets_are_not_passed_over_in_silence(cli: Cli, workspace: Workspace) -> None:
    xlsx_file(workspace.root / "tim.xlsx", [HEAD, *rows()], Catatan=[["jangan lupa"]])
    done = request(cli, workspace, "tim.xlsx", "--dry-run")
    assert "Catatan" in done.json["warnings"][0]["message"]


def checked(workspace: Workspace, change: dict[int, list[str]]) -> Path:
    """What was found of each auditor, as a table; some rows otherwise."""
    found = [[one["nama"], "ya", "diterima", ""] for one in people()]
    for place, row in change.items():
        found[place] = row
    return xlsx_file(workspace.root / "periksa.xlsx", [["nama", "tercantum", "Hasil", "catatan"], *reversed(found)])


def stage_step(stage: str) -> dict[str, Any]:
    return next(step for step in script("1") if step["stage"] == stage)


def verify(cli: Cli, workspace: Workspace, *more: str) -> Result:
    known = [each["case"] for each in cli("list", "--json").json["cases"]]
    case, step = (known[0], stage_step("verifikasi")) if known else stand_at(workspace, "verifikasi")
    said = {name: value for name, value in step["input"].items() if name != "periksa"}
    name = write_json(workspace, "verifikasi.json", said)
    return cli("auditor", "verifikasi", case, "--input", name, "--periksa", "periksa.xlsx", "--json", *more)


def test_what_is_said_of_each_item_is_found_by_its_name(cli: Cli, workspace: Workspace) -> None:
    checked(workspace, {1: [people()[1]["nama"], "tidak", "ditolak", "Tidak tercantum"]})
    done = verify(cli, workspace)
    assert done.code == 0, done.out
    results = [one["hasil"] for one in done.json["step"]["captured"]["periksa"]]
    assert results == ["diterima", "ditolak", "diterima", "diterima"]


def test_an_item_without_a_row_is_named_as_missing(cli: Cli, workspace: Workspace) -> None:
    checked(workspace, {1: ["", "", "", ""]})
    done = verify(cli, workspace)
    assert done.references == ["field-missing"] * len(done.references)
    assert all("Auditor Contoh Dua" in error["message"] for error in done.json["errors"])
    checked(workspace, {1: [people()[1]["nama"], "", "", ""]})
    assert verify(cli, workspace).references == done.references  # a row that says nothing is no answer


def test_what_a_table_leaves_out_may_be_said_beside_it(cli: Cli, workspace: Workspace) -> None:
    checked(workspace, {1: ["", "", "", ""]})
    done = verify(cli, workspace, "--set", "periksa.2.tercantum=ya", "--set", "periksa.2.hasil=diterima")
    assert done.code == 0, done.out


def test_a_row_for_somebody_who_is_not_in_the_list_is_refused_with_its_cell(cli: Cli, workspace: Workspace) -> None:
    checked(workspace, {1: ["Orang Lain Contoh", "ya", "diterima", ""]})
    done = verify(cli, workspace)
    assert (done.code, [error["where"] for error in done.json["errors"]]) == (3, ["periksa.xlsx:A4"])
    assert "Orang Lain Contoh" in done.json["errors"][0]["message"]


def test_what_a_row_says_wrongly_is_refused_with_its_cell(cli: Cli, workspace: Workspace) -> None:
    checked(workspace, {0: [people()[0]["nama"], "mungkin", "diterima", ""]})
    assert [error["where"] for error in verify(cli, workspace).json["errors"]] == [
        "periksa.xlsx:B5 (periksa.1.tercantum)"
    ]


def test_a_column_that_holds_a_password_is_refused_and_not_repeated(cli: Cli, workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "user-id")
    (workspace.root / "akun.csv").write_text(
        "nama,hasil,Kata sandi pertama\nAuditor Contoh Satu,dibuat,Rahasia-2026\n", encoding="utf-8"
    )
    done = cli("auditor", "user-id", case, "--akun", "akun.csv", "--json")
    assert "secret-exposed" in done.references
    assert "Rahasia" not in done.out + done.err


def test_help_offers_the_file(cli: Cli) -> None:
    told = cli("auditor", "permohonan", "--help").out
    assert "--auditor FILE" in told
    assert "CSV or Excel" in told


def test_a_formula_in_the_table_is_refused(cli: Cli, workspace: Workspace) -> None:
    xlsx_file(workspace.root / "tim.xlsx", [HEAD, *rows()])
    book = openpyxl.load_workbook(workspace.root / "tim.xlsx")
    book.active["A2"] = '=HYPERLINK("http://x.example")'
    book.save(workspace.root / "tim.xlsx")
    (error,) = request(cli, workspace, "tim.xlsx").json["errors"]
    assert (error["reference"], error["where"]) == ("value-invalid", "tim.xlsx:A2")

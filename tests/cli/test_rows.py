"""Many requests from one table: all of them, or those that are right, each with its row and column."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from commands import Cli, Result, spawn, terminal, write_json
from playing import ROOT, script, set_clock, tree

from docgen.app.cases import load_case
from docgen.app.workspace import Workspace

sys.path.append(str(ROOT / "tests" / "exchange"))
from tables import csv_file, xlsx_file

HEAD = [
    "instansi.nama", "Nama lengkap", "pemohon.identitas", "pemohon.jabatan", "pemohon.hp", "pemohon.email",
    "Nomor surat", "Tanggal surat", "auditor.1.nama", "auditor.1.identitas", "auditor.1.jabatan_tim", "auditor.1.hp",
    "auditor.1.email", "auditor.2.nama", "auditor.2.identitas", "auditor.2.jabatan_tim", "auditor.2.hp",
    "auditor.2.email", "surat_tugas.objek",
]  # fmt: skip
TWO = [13, 14, 15, 16, 17]
HP = HEAD.index("pemohon.hp")
COMMON = {
    "instansi": {"jenis": "BPK", "alamat": "Jalan Contoh Nomor 1, Kota Contoh"},
    "surat": {"hal": "Permohonan Registrasi USER ID Auditor"},
    "surat_tugas": {
        "nomor": "ST-001", "tanggal": "2025-11-03", "penerbit": "Pimpinan Contoh",
        "mulai": "2025-11-05", "sampai": "2025-12-31",
    },
}  # fmt: skip


def row(number: int) -> list[Any]:
    first, second = script("1")[0]["input"]["auditor"][:2]
    auditors = [
        [one["nama"], f"NIP {one['identitas']['nomor']}", one["jabatan_tim"], one["hp"], one["email"]]
        for one in (first, second)
    ]
    who = [f"Instansi Contoh {number}", f"Pemohon Contoh {number}", "NIP 190606061930061006", "Kepala Contoh"]
    return [
        *who,
        "081200000099",
        "a@contoh.example",
        f"S-{number}",
        "03-11-2025",
        *auditors[0],
        *auditors[1],
        "Satu; Dua",
    ]


def table(path: Path, *rows: list[Any], head: list[str] = HEAD) -> Path:
    return (csv_file if path.suffix == ".csv" else xlsx_file)(path, [head, *rows])


def take(cli: Cli, workspace: Workspace, *more: str, name: str = "masuk.xlsx") -> Result:
    set_clock(workspace, "2025-11-03T08:10")
    common = write_json(workspace, "umum.json", COMMON)
    return cli("auditor", "permohonan", "--rows", name, "--input", common, "--json", *more)


def cases(cli: Cli) -> list[str]:
    return [each["case"] for each in cli("list", "--json").json["cases"]]


@pytest.mark.parametrize("name", ["masuk.csv", "masuk.xlsx"])
def test_each_row_opens_a_case(cli: Cli, workspace: Workspace, name: str) -> None:
    alone = row(2)
    for place in TWO:
        alone[place] = ""
    table(workspace.root / name, row(1), alone, row(3))
    done = take(cli, workspace, name=name)
    assert done.code == 0, done.out
    assert [(each["row"], each["ok"]) for each in done.json["rows"]] == [(2, True), (3, True), (4, True)]
    assert cases(cli) == [each["case"] for each in done.json["rows"]]
    found = [load_case(workspace, workspace.store.case_dir(case)).state.record for case in cases(cli)]
    assert [len(record["auditor"]) for record in found] == [2, 1, 2]
    assert [record["instansi"]["nama"] for record in found] == [f"Instansi Contoh {place}" for place in (1, 2, 3)]
    assert found[0]["surat_tugas"]["objek"] == ["Satu", "Dua"]
    assert found[2]["instansi"]["jenis"] == "BPK"


def wrong(workspace: Workspace) -> None:
    bad, missing = row(2), row(4)
    bad[HP], missing[0] = "12", ""
    table(workspace.root / "masuk.xlsx", row(1), bad, row(3), missing)


def test_if_one_row_is_wrong_nothing_is_recorded_and_all_is_told(cli: Cli, workspace: Workspace) -> None:
    wrong(workspace)
    before = tree(workspace.root)
    done = take(cli, workspace)
    assert done.code == 3
    assert [error["where"] for error in done.json["errors"]] == [
        "masuk.xlsx:E3 (pemohon.hp)",
        "masuk.xlsx:A5 (instansi.nama)",
    ]
    assert [(each["row"], each["ok"]) for each in done.json["rows"]] == [(2, True), (3, False), (4, True), (5, False)]
    assert tree(workspace.root) == before


def test_keep_going_records_those_that_are_right(cli: Cli, workspace: Workspace) -> None:
    wrong(workspace)
    done = take(cli, workspace, "--keep-going")
    assert (done.code, done.references) == (9, ["batch-failed"])
    assert [each.get("case") for each in done.json["rows"]] == ["AUD-2025-0001", None, "AUD-2025-0002", None]
    assert len(cases(cli)) == 2


def test_a_dry_run_records_nothing(cli: Cli, workspace: Workspace) -> None:
    table(workspace.root / "masuk.xlsx", row(1), row(2))
    before = tree(workspace.root)
    done = take(cli, workspace, "--dry-run")
    assert (done.code, [each["dry_run"] for each in done.json["rows"]]) == (0, [True, True])
    assert tree(workspace.root) == before
    assert take(cli, workspace).code == 0
    assert tree(workspace.root) != before


def test_a_request_that_came_before_is_refused_in_the_table_and_in_the_record(cli: Cli, workspace: Workspace) -> None:
    table(workspace.root / "masuk.xlsx", row(1), row(2), row(1))
    done = take(cli, workspace)
    assert (done.references, done.json["errors"][0]["where"]) == (["request-repeated"], "masuk.xlsx:4")
    assert take(cli, workspace, "--keep-going").code == 9
    assert len(cases(cli)) == 2
    done = take(cli, workspace)
    assert done.references == ["request-repeated"] * 3
    assert take(cli, workspace, "--again").code == 0
    assert len(cases(cli)) == 5


def test_columns_that_are_missing_unknown_or_unclear_are_one_error_each(cli: Cli, workspace: Workspace) -> None:
    table(workspace.root / "masuk.xlsx", row(1)[1:], row(2)[1:], head=HEAD[1:])
    (error,) = take(cli, workspace).json["errors"]
    assert (error["reference"], "instansi.nama" in error["message"]) == ("table-refused", True)
    assert take(cli, workspace, "--set", "instansi.nama=Instansi Contoh").code == 0
    head = [*HEAD]
    head[HP] = "pemohon.hpp"
    table(workspace.root / "masuk.xlsx", row(1), head=head)
    (error,) = take(cli, workspace).json["errors"]
    assert (error["where"], "pemohon.hp" in error["hint"]) == ("masuk.xlsx:E1", True)
    head[HP] = "No. HP"
    table(workspace.root / "masuk.xlsx", row(1), head=head)
    (error,) = take(cli, workspace).json["errors"]
    assert "pemohon.hp, auditor.1.hp" in error["message"]


def test_what_is_refused_for_the_whole_row_names_the_row(cli: Cli, workspace: Workspace) -> None:
    table(workspace.root / "masuk.xlsx", row(1))
    done = take(cli, workspace, "--set", "surat_tugas.sampai=2025-11-04")
    assert done.code in {3, 5}
    assert all(error["where"].startswith("masuk.xlsx:2") for error in done.json["errors"])


def test_tables_that_are_too_large_or_empty_are_refused(cli: Cli, workspace: Workspace) -> None:
    csv_file(workspace.root / "masuk.csv", [HEAD, *[[str(place)] * len(HEAD) for place in range(3000)]])
    assert take(cli, workspace, name="masuk.csv").references == ["table-refused"]
    csv_file(workspace.root / "masuk.csv", [HEAD])
    assert take(cli, workspace, name="masuk.csv").references == ["table-refused"]


def test_keep_going_alone_is_refused(cli: Cli, workspace: Workspace) -> None:
    assert cli("auditor", "permohonan", "--keep-going", "--json").references[0] == "option-unusable"


def test_other_stages_take_no_rows(cli: Cli) -> None:
    assert cli("auditor", "terima", "--rows", "x.csv", "--json").references == ["usage"]


def test_people_are_told_in_lines_and_how_far_it_is_on_a_terminal_only(cli: Cli, workspace: Workspace) -> None:
    wrong(workspace)
    write_json(workspace, "umum.json", COMMON)
    words = ("auditor", "permohonan", "--rows", "masuk.xlsx", "--input", "umum.json", "--at", "2025-11-03 08:10")
    tried = spawn([*words, "--keep-going", "--dry-run"], cwd=workspace.root)
    assert [line.partition(":")[0] for line in tried.out.splitlines()] == ["row 2", "row 4"]
    done = spawn([*words, "--keep-going"], cwd=workspace.root)
    assert done.code == 9
    assert [line.rsplit(": ", 2)[0] for line in done.out.splitlines()] == [
        "row 2: AUD-2025-0001",
        "row 4: AUD-2025-0002",
    ]
    assert "masuk.xlsx:E3" in done.err
    assert "3/4" not in done.err
    with terminal(workspace.root, *words) as session:
        session.expect("3/4")
        session.expect("Nothing was recorded: 4 of 4 rows are wrong")
        session.expect(pexpect.EOF)


def test_control_more_cells_than_one_may_be_wrong_in_one_row(cli: Cli, workspace: Workspace) -> None:
    bad = row(1)
    bad[HP], bad[7] = "12", "31-02-2025"
    table(workspace.root / "masuk.xlsx", bad)
    assert [error["where"].split()[0] for error in take(cli, workspace).json["errors"]] == [
        "masuk.xlsx:E2",
        "masuk.xlsx:H2",
    ]

"""A class from request to report with lists from spreadsheets: participants come in, who attended comes back."""

from __future__ import annotations

import json
import sys
from typing import Any

import openpyxl
import pytest
from commands import Cli, Result, Script, write_json
from playing import ROOT, set_clock, tree

from docgen.app.cases import open_case
from docgen.app.export_roster import export_roster
from docgen.app.workspace import Workspace
from docgen.exchange.roster import Roster

sys.path.append(str(ROOT / "tests" / "exchange"))
from tables import csv_file, xlsx_file

EXAMPLES = ROOT / "templates_docx" / "training" / "contoh"
DAYS = ("2025-11-12", "2025-11-13")


def steps(name: str) -> dict[str, dict[str, Any]]:
    """The steps of an example, by stage."""
    found = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))["steps"]
    return {step["stage"]: step for step in found}


def people() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = steps("1-instansi")["permohonan"]["input"]["peserta"]
    return found


def done(result: Result) -> Any:
    assert result.code == 0, result.out
    return result.json


def take(cli: Cli, workspace: Workspace, words: str, step: dict[str, Any], *more: str) -> Result:
    set_clock(workspace, step["at"])
    name = write_json(workspace, "masuk.json", step.get("input", {}))
    by = ["--by", step["by"]] if "by" in step else []
    return cli(*words.split(), "--input", name, "--json", *by, *more)


def requested(cli: Cli, workspace: Workspace) -> str:
    """A request whose participants stand in a table."""
    parts = ("nama", "jabatan", "peran", "hp", "email")
    rows = [[*(one[part] for part in parts), one["identitas"]["nomor"]] for one in people()]
    xlsx_file(workspace.root / "peserta.xlsx", [["No.", "Nama", "Jabatan", "Peran", "No. HP", "E-mail", "identitas"], *(
        [place, *row] for place, row in enumerate(rows, 1)
    )])  # fmt: skip
    step = steps("1-instansi")["permohonan"]
    step["input"] = {name: value for name, value in step["input"].items() if name not in {"peserta", "berkas"}}
    case = done(take(cli, workspace, "training permohonan", step, "--peserta", "peserta.xlsx"))["case"]
    told = open_case(workspace, case).state.record["peserta"]
    assert isinstance(told, list)
    assert [one["nama"] for one in told if isinstance(one, dict)] == [one["nama"] for one in people()]
    return str(case)


def ready(cli: Cli, workspace: Workspace) -> str:
    """A class that is to be closed; gives its number."""
    case, script, lesson = requested(cli, workspace), steps("1-instansi"), steps("kelas/1-terlaksana")
    for stage in ("terima", "disposisi-kepala-bagian", "disposisi-kasubbag"):
        done(take(cli, workspace, f"training {stage} {case}", script[stage]))
    session = str(done(take(cli, workspace, "training kelas buka", lesson["buka"]))["case"])
    done(take(cli, workspace, f"training kelas rencana {session}", {**lesson["rencana"], "input": {}}))
    for stage in ("penyampaian", "konfirmasi"):
        done(take(cli, workspace, f"training {stage} {case}", script[stage]))
    done(
        take(
            cli,
            workspace,
            f"training kelas tetapkan {session}",
            {**lesson["tetapkan"], "input": {}, "by": "ketua-trainer"},
        )
    )
    return session


def close(cli: Cli, workspace: Workspace, session: str, *more: str) -> Result:
    step = {**steps("kelas/1-terlaksana")["tutup"], "input": {}}
    return take(cli, workspace, f"training kelas tutup {session}", step, *more)


def seated(workspace: Workspace, session: str) -> list[dict[str, Any]]:
    found: Any = open_case(workspace, session).state.record["peserta"]
    return list(found)


@pytest.fixture
def session(cli: Cli, workspace: Workspace) -> str:
    return ready(cli, workspace)


def test_what_a_table_holds_is_shown_before_it_is_recorded(cli: Cli, workspace: Workspace, session: str) -> None:
    names = [one["nama"] for one in seated(workspace, session)]
    csv_file(workspace.root / "hadir.csv", [["nama", *DAYS], [names[0], "x", "x"], [names[1], "", ""]])
    before = tree(workspace.root)
    set_clock(workspace, steps("kelas/1-terlaksana")["tutup"]["at"])
    clerk = Script([DAYS[0], "", "t", ""])
    close_it = ("training", "kelas", "tutup", session, "--kehadiran", "hadir.csv", "--by", "ketua-trainer")
    assert cli(*close_it, prompter=clerk).code == 130
    shown = clerk.said[clerk.said.index("From hadir.csv, Hari yang dihadiri: 2") :]
    assert shown[1:3] == [
        f"  Peserta 1 ({names[0]}): 12 November 2025, 13 November 2025",
        f"  Peserta 2 ({names[1]}): 12 November 2025",
    ]
    assert tree(workspace.root) == before


def test_participants_of_a_table_are_shown_before_they_are_recorded(cli: Cli, workspace: Workspace) -> None:
    step = steps("1-instansi")["permohonan"]
    said = {name: value for name, value in step["input"].items() if name not in {"peserta", "berkas", "membawa_laptop"}}
    csv_file(
        workspace.root / "peserta.csv",
        [
            ["nama", "jabatan", "peran", "hp", "email"],
            *([f"Peserta Contoh {n}", "Staf", "PPK", f"08120000{n:04}", f"peserta{n}@contoh.go.id"] for n in range(25)),
        ],
    )
    set_clock(workspace, step["at"])
    clerk = Script(["ya", "t", ""])
    request = ("training", "permohonan", "--input", write_json(workspace, "masuk.json", said))
    assert cli(*request, "--peserta", "peserta.csv", prompter=clerk).code == 130, clerk.said
    place = clerk.said.index("From peserta.csv, Peserta: 25")
    assert clerk.said[place + 1].startswith("  1  Peserta Contoh 0 - Staf - PPK - 0812-0000-0000")
    assert clerk.said[place + 21] == "  … and 5 more"


def test_days_are_asked_of_each_participant_under_his_name(cli: Cli, workspace: Workspace, session: str) -> None:
    names = [one["nama"] for one in seated(workspace, session)]
    set_clock(workspace, steps("kelas/1-terlaksana")["tutup"]["at"])
    clerk = Script([DAYS[0], "12-11-2025", DAYS[1], "", "", "", "y"])
    closing = cli("training", "kelas", "tutup", session, "--by", "ketua-trainer", prompter=clerk)
    assert (closing.code, clerk.answers) == (0, []), closing.err
    told = [text for text in clerk.said if text.startswith(("-- ", "Hari yang dihadiri ("))]
    assert told[::2] == [f"-- Peserta {place} ({name})" for place, name in enumerate(names, 1)]
    assert all("one a line" in text for text in told[1::2])
    assert any("the same" in text or "twice" in text for text in clerk.said), "a day stands there once"
    assert open_case(workspace, session).state.record["kehadiran"] == [[*DAYS], []]
    assert f"  2  kehadiran.2  Peserta 2 ({names[1]}): Hari yang dihadiri: nothing" in clerk.said


def test_a_trainer_must_be_chosen(cli: Cli, workspace: Workspace) -> None:
    step = steps("kelas/1-terlaksana")["buka"]
    name = write_json(workspace, "buka.json", {key: said for key, said in step["input"].items() if key != "trainer"})
    set_clock(workspace, step["at"])
    clerk = Script(["", "ketua-trainer", "y"])
    done = cli("training", "kelas", "buka", "--input", name, "--by", "kasubbag-lpse", prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    assert clerk.asked[:2] == ["  numbers or texts, with commas between"] * 2, "Enter alone is no answer"
    assert any("An answer is needed" in line for line in clerk.said)


def test_who_attended_is_read_from_the_list_that_went_out(cli: Cli, workspace: Workspace, session: str) -> None:
    items = seated(workspace, session)
    assert [one["nama"] for one in items] == ["Peserta Contoh Satu", "Peserta Contoh Pengganti"]
    roster = Roster(
        name=session,
        author="Kantor",
        made=workspace.now().date(),
        listed=open_case(workspace, session).definition.sop.fields["peserta"],
        items=items,
        days=DAYS,
    )
    target = workspace.root / "hadir.xlsx"
    export_roster(workspace, roster, target, dry_run=False)
    before = tree(workspace.root)
    refused = close(cli, workspace, session, "--kehadiran", "hadir.xlsx")
    assert refused.references == ["field-missing"] * 2, refused.out  # nobody has answered: each is named
    assert all(one["nama"] in refused.out for one in items)
    errors = refused.json["errors"]
    assert [error["where"].split()[0] for error in errors] == ["hadir.xlsx:G2", "hadir.xlsx:G3"]
    assert all("ya or tidak" in error["hint"] and "--set" not in error["hint"] for error in errors)
    assert tree(workspace.root) == before
    book = openpyxl.load_workbook(target)
    sheet = book.active
    assert sheet is not None
    column = [cell.value for cell in sheet[1]].index(DAYS[0]) + 1
    for row, marks in enumerate((("x", "hadir"), ("-", None)), 2):
        for place, mark in enumerate(marks):
            sheet.cell(row, column + place, mark)
    book.save(target)
    done(close(cli, workspace, session, "--kehadiran", "hadir.xlsx"))
    assert open_case(workspace, session).state.record["kehadiran"] == [[*DAYS], []]


def test_somebody_who_is_not_in_the_class_is_refused_with_his_cell(
    cli: Cli, workspace: Workspace, session: str
) -> None:
    names = [one["nama"] for one in seated(workspace, session)]
    rows = [["nama", "12-11-2025"], *([name, "x"] for name in names), ["Orang Lain Contoh", "x"]]
    csv_file(workspace.root / "hadir.csv", rows)
    (error,) = close(cli, workspace, session, "--kehadiran", "hadir.csv").json["errors"]
    assert (error["reference"], error["where"]) == ("value-invalid", "hadir.csv:4:1")
    csv_file(workspace.root / "hadir.csv", rows[:-1])
    assert close(cli, workspace, session, "--kehadiran", "hadir.csv", "--dry-run").code == 0
    csv_file(workspace.root / "hadir.csv", rows[:-2])
    missing = close(cli, workspace, session, "--kehadiran", "hadir.csv")
    assert (missing.references, names[-1] in missing.out) == (["field-missing"], True)
    assert missing.json["errors"][0]["hint"] == "Add a row for it to hadir.csv."
    csv_file(workspace.root / "hadir.csv", [*rows[:-2], [names[-1], ""]])
    empty = close(cli, workspace, session, "--kehadiran", "hadir.csv")
    assert empty.json["errors"][0]["where"].startswith("hadir.csv:3:2 ")
    said = ("--kehadiran", "hadir.csv", "--set", f"kehadiran.*={DAYS[1]}")
    done(close(cli, workspace, session, *said))
    assert open_case(workspace, session).state.record["kehadiran"] == [[DAYS[0]], [DAYS[1]]]


def test_individuals_come_in_from_one_table(cli: Cli, workspace: Workspace) -> None:
    step = steps("2-perseorangan")["permohonan"]
    said = step["input"]
    person, seat = said["pemohon"], said["peserta"][0]
    head = ["pemohon.nama", *(f"pemohon.{name}" for name in ("jabatan", "instansi", "alamat", "hp", "email"))]
    head += [f"peserta.1.{name}" for name in ("nama", "jabatan", "peran", "hp", "email")]
    head += ["aplikasi", "Bersedia menunggu kuota", "Tanggal yang diusulkan"]
    rows = [
        [
            f"Pemohon Contoh {number}",
            *(person[name] for name in ("jabatan", "instansi", "alamat", "hp", "email")),
            f"Pemohon Contoh {number}",
            *(seat[name] for name in ("jabatan", "peran", "hp", "email")),
            "SPSE",
            "ya",
            "12-11-2025; 13-11-2025" if number == 2 else "",
        ]
        for number in range(1, 4)
    ]
    csv_file(workspace.root / "masuk.csv", [head, *rows])
    set_clock(workspace, step["at"])
    common = ("--jalur", "formulir", "--membawa-laptop", "ya", "--json")
    answer = done(cli("training", "permohonan", "--rows", "masuk.csv", *common))
    cases = [each["case"] for each in answer["rows"]]
    assert cases == ["TRN-2025-0001", "TRN-2025-0002", "TRN-2025-0003"]
    records = [open_case(workspace, case).state.record for case in cases]
    assert [record.get("tanggal_usulan") for record in records] == [None, ["2025-11-12", "2025-11-13"], None]
    assert [record["jalur"] for record in records] == ["formulir"] * 3

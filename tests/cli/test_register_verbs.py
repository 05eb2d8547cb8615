"""`docgen register`, for people and for programs."""

from __future__ import annotations

import openpyxl
import pytest
from commands import Cli, Script, environment, spawn
from playing import play, script, tree

from docgen.app.workspace import Workspace

BOOK = "agenda-masuk"


@pytest.fixture
def begun(workspace: Workspace, cli: Cli) -> Workspace:
    """An office that has three numbers from the book on paper, the second void, and a fourth of a step."""
    assert cli("register", "record", BOOK, "1-3", "--note", "Buku kertas").code == 0
    assert cli("register", "void", BOOK, "2", "--reason", "Salah tulis").code == 0
    play(workspace, script("1")[:2])
    return workspace


def test_recording_tells_the_next_number(workspace: Workspace, cli: Cli) -> None:
    tried = cli("register", "record", BOOK, "1-213", "--note", "Buku kertas", "-n").out
    assert "1–213 of register agenda-masuk of 2025; nothing was written." in tried
    assert "register" not in " ".join(tree(workspace.root))
    done = cli("register", "record", BOOK, "1-213", "--note", "Buku kertas", "--date", "2025-01-02", "--json").json
    assert (done["ok"], done["register"], done["first"], done["last"], done["year"]) == (True, BOOK, 1, 213, 2025)
    assert done["outside"]["by"]["id"] == "helpdesk"
    assert done["outside"]["date"] == "2025-01-02"
    assert "The next number is 215." in cli("register", "record", BOOK, "214", "--note", "x").out


def test_a_hole_ends_with_5_and_the_note_is_demanded(workspace: Workspace, cli: Cli) -> None:
    refused = cli("register", "record", BOOK, "57", "--note", "x", "--json")
    assert (refused.code, refused.references) == (5, ["number-refused"])
    assert cli("register", "record", BOOK, "1", "--json").references == ["value-invalid"]
    assert cli("register", "record", BOOK, "1-", "--note", "x", "--json").references == ["option-unusable"]
    assert cli("register", "record", "agnda", "1", "--note", "x").code == 2


def test_who_records_may_come_from_the_environment(
    workspace: Workspace, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_BY", "admin")
    done = cli("register", "record", "surat-keluar", "1", "--note", "x", "--json").json
    assert done["outside"]["by"]["id"] == "admin"


@pytest.mark.usefixtures("begun")
def test_void_answers_and_asks_why(cli: Cli) -> None:
    clerk = Script(["Ganda"])
    assert "nothing was written" in cli("register", "void", BOOK, "1", "--reason", "Ganda", "--dry-run").out
    assert cli("register", "void", BOOK, "1", prompter=clerk).out == (
        "Void: 1 of register agenda-masuk of 2025 (Ganda). It stays used.\n"
    )
    again = cli("register", "void", BOOK, "1", "--reason", "x", "--json")
    assert (again.code, again.references) == (5, ["number-refused"])
    assert cli("register", "void", BOOK, "3", "--json").references == ["usage"]
    assert cli("register", "void", BOOK, "0", "--reason", "x", "--json").references == ["usage"]
    done = cli("register", "void", BOOK, "3", "--year", "2025", "--reason", "x", "--json").json
    assert (done["ok"], done["number"], done["reason"]) == (True, 3, "x")


@pytest.mark.usefixtures("begun")
def test_list_shows_printed_forms_notes_and_reasons(cli: Cli) -> None:
    rows = [" ".join(line.split()) for line in cli("register", "list").out.splitlines()]
    assert rows[1:] == [
        (
            "2025 agenda-masuk 1 0001 2025-11-03 08:00"
            " outside docgen, 2025-11-03: Buku kertas (Pejabat Contoh Satu, S.Kom.)"
        ),
        (
            "2025 agenda-masuk 2 0002 2025-11-03 08:00"
            " void: Salah tulis; outside docgen, 2025-11-03: Buku kertas (Pejabat Contoh Satu, S.Kom.)"
        ),
        (
            "2025 agenda-masuk 3 0003 2025-11-03 08:00"
            " outside docgen, 2025-11-03: Buku kertas (Pejabat Contoh Satu, S.Kom.)"
        ),
        "2025 agenda-masuk 4 0004 AUD-2025-0001 2 2025-11-03 08:20",
    ]
    numbers = cli("register", "list", "--json").json["numbers"]
    assert [each["printed"] for each in numbers] == ["0001", "0002", "0003", "0004"]
    assert [each["case"] for each in numbers] == [None, None, None, "AUD-2025-0001"]
    assert numbers[0]["outside"]["note"] == "Buku kertas"
    assert cli("register", "list", "--register", "agenda", "--json").references == ["register-unknown"]


def test_gaps_tells_the_series_and_what_is_missing(begun: Workspace, cli: Cli) -> None:
    assert cli("register", "gaps", "--year", "2024").out == "No number was given out.\n"
    shown = cli("register", "gaps")
    assert shown.code == 0
    assert [" ".join(line.split()) for line in shown.out.splitlines()][1:] == [
        "2025 agenda-masuk 1–4 1 3 1",
        "2025 agenda-masuk 2 is void: Salah tulis",
    ]
    (begun.store.register(year=2025, register=BOOK) / "000003.json").unlink()
    damaged = cli("register", "gaps", "--register", BOOK)
    assert damaged.code == 11
    assert " ".join(damaged.out.splitlines()[1].split()) == "2025 agenda-masuk 1–4 1 2 1 3"
    assert "000003.json is missing" in damaged.err
    answer = cli("register", "gaps", "--json")
    assert (answer.code, answer.references) == (11, ["register-damaged"])
    assert answer.json["series"][0]["missing"] == [3]


def test_export_tells_where_the_book_is_and_what_it_could_not_tell(begun: Workspace, cli: Cli) -> None:
    would = cli("register", "export", BOOK, "-o", "buku.xlsx", "--dry-run")
    assert would.out == "Would be written: buku.xlsx, 4 numbers of register agenda-masuk of 2025.\n"
    assert not (begun.root / "buku.xlsx").exists()
    done = cli("register", "export", BOOK, "-o", "buku.xlsx", "--json").json
    assert (done["ok"], done["rows"], done["year"], done["columns"][0]) == (True, 4, 2025, "No. agenda")
    assert openpyxl.load_workbook(begun.root / "buku.xlsx").active is not None
    again = cli("register", "export", BOOK, "--output", "buku.xlsx", "--json")
    assert (again.code, again.references) == (6, ["would-overwrite"])
    assert cli("register", "export", BOOK, "-o", "buku.xlsx", "--force").code == 0
    assert cli("register", "export", BOOK, "--json").references == ["usage"]
    assert cli("register", "export", "agenda", "-o", "x.xlsx", "--json").references == ["register-unknown"]
    assert cli("register", "export", BOOK, "-o", "x.xlsx", "--year", "2024").code == 2


def test_registers_are_completed(begun: Workspace, cli: Cli) -> None:
    shown = spawn(
        [],
        cwd=begun.root,
        env=environment(_DOCGEN_COMPLETE="bash_complete", COMP_WORDS="docgen register void ag", COMP_CWORD="3"),
    )
    assert shown.out.split(",")[-1].strip() == BOOK

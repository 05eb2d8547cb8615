"""A session at the command line: its stages, the first look, its list, and what is typed wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path

import icalendar
import openpyxl
import pytest
from commands import DOCGEN, Cli, Script, environment
from playing import set_clock, tree
from tours import go, request, tour, tours

from docgen.app.cases import open_case
from docgen.app.workspace import Workspace

MORNING = "2025-11-03T08:"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tours(tmp_path / "kantor")


def waiting(workspace: Workspace) -> tuple[str, list[str]]:
    """A tour of four, and requests of one, two and three."""
    requests = [request(workspace, f"{MORNING}0{guests}", guests) for guests in (1, 2, 3)]
    session = tour(workspace)
    set_clock(workspace, "2025-11-03T09:30")
    return session, requests


def test_help_shows_which_stages_a_session_takes_and_what_a_session_can(cli: Cli) -> None:
    told = cli("tur", "--help").out
    assert "(taken by: rombongan isi)" in " ".join(told.split())
    assert "rombongan  Rombongan" in told
    inner = cli("tur", "rombongan", "--help").out
    assert all(name in inner for name in ("buka", "isi", "selesai", "list", "show"))
    assert "--pin" in cli("tur", "rombongan", "isi", "--help").out
    assert "--pin" not in cli("tur", "rombongan", "selesai", "--help").out


def test_the_first_look_shows_a_sentence_for_each_request_and_writes_nothing(workspace: Workspace, cli: Cli) -> None:
    session, requests = waiting(workspace)
    before = tree(workspace.root)
    done = cli("tur", "rombongan", "isi", session, "--dry-run")
    assert done.code == 0
    for case in requests:
        assert sum(case in line and "Number" in line for line in done.out.splitlines()) == 1
    assert tree(workspace.root) == before
    told = cli("tur", "rombongan", "isi", session, "-n", "--json").json
    assert [(each["case"], each["seats"]) for each in told["plan"]] == list(zip(requests, (1, 2, 0), strict=True))


def test_pin_and_exclude_take_cases_as_they_are_typed_everywhere(workspace: Workspace, cli: Cli) -> None:
    session, requests = waiting(workspace)
    command = ["tur", "rombongan", "isi", session, "--pin", "tur-2025-0003", "--exclude", "TUR-2025-0001"]
    refused = cli(*command)
    assert (refused.code, "--reason" in refused.err) == (2, True)
    done = cli(*command, "--reason", "Diminta menunggu.", "--json")
    assert {each["case"]: each["seats"] for each in done.json["plan"]} == dict(zip(requests, (0, 0, 3), strict=True))
    assert "Diminta menunggu." in open_case(workspace, session).steps[-1].plan[0].why


def test_a_stage_that_a_session_takes_leads_to_the_session(workspace: Workspace, cli: Cli) -> None:
    session, (first, *_more) = waiting(workspace)
    assert "docgen tur rombongan list" in cli("status", first).out
    refused = cli("tur", "tunggu", first, "--json")
    assert refused.references == ["step-not-allowed"]
    cli("tur", "rombongan", "isi", session)
    assert f"docgen next {session}" in cli("status", first).out


def test_list_and_show_tell_who_sits_in_it(workspace: Workspace, cli: Cli) -> None:
    session, (_first, second, third) = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    assert f"{session}  Rombongan Contoh" in cli("tur", "rombongan", "list").out
    (row,) = cli("tur", "rombongan", "list", "--json").json["sessions"]
    assert (row["case"], row["seats"], row["capacity"]) == (session, 3, 4)
    shown = cli("tur", "rombongan", "show", session).out
    assert "Tamu 2 08:02" in shown
    assert any(third in line and "wait" in line for line in shown.splitlines())
    wrong = cli("tur", "rombongan", "show", second, "--json")
    assert wrong.references == ["sop-unknown"]


def test_a_member_shows_which_of_its_papers_are_copies(workspace: Workspace, cli: Cli) -> None:
    session, (first, *_more) = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    (copy,) = (line for line in cli("show", first).out.splitlines() if f"/{session}-" in line)
    assert copy.endswith(f"copy from {session}")
    assert "copy from" not in cli("show", session).out  # there it is the paper itself
    cli("undo", session, "--reason", "Salah pilih.")
    (undone,) = (line for line in cli("show", first).out.splitlines() if f"/{session}-" in line)
    assert undone.endswith("undone")


def test_programs_read_a_session_in_named_values(workspace: Workspace, cli: Cli) -> None:
    session, (first, second, third) = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    day = {"date": "2025-11-10", "start": "09:00", "end": "11:00"}
    short = {"case": session, "name": "Rombongan Contoh", "days": [day], "seats": 3, "capacity": 4}
    stands = {"open": ["selesai"], "outcome": None}
    assert cli("tur", "rombongan", "list", "--json").json["sessions"] == [{**short, **stands}]
    found = cli("tur", "rombongan", "show", session, "--json").json["session"]
    assert {name: found[name] for name in (*short, *stands)} == {**short, **stands}
    assert [(seat["case"], seat["place"]) for seat in found["seated"]] == [(first, 1), (second, 1), (second, 2)]
    assert found["seated"][2]["facts"] == {"nama": "Tamu 2 08:02", "asal": "Pemohon Contoh 08:02"}
    (plan,) = found["plans"]
    assert (plan["seq"], plan["stage"], plan["at"]) == (2, "isi", "2025-11-03T09:30:00+07:00")
    assert [(each["case"], each["place"], each["seats"]) for each in plan["requests"]] == [
        (first, 1, 1),
        (second, 2, 2),
        (third, 3, 0),
    ]


def test_each_step_that_planned_has_its_plan_and_one_taken_back_has_none(workspace: Workspace, cli: Cli) -> None:
    session, (_first, second, third) = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    go(workspace, second, "mundur", at="2025-11-04T08:00")
    go(workspace, session, "tambah", at="2025-11-04T09:00")
    lines = cli("tur", "rombongan", "show", session).out.splitlines()
    first, later = (
        lines.index(f"Plan of step {each}") for each in ("2 (isi), 2025-11-03 09:30", "3 (tambah), 2025-11-04 09:00")
    )
    assert any(third in line and "waits" in line for line in lines[first:later])
    assert any(third in line and "everybody" in line for line in lines[later:])
    assert cli("undo", session, "--reason", "Salah.").code == 0
    plans = cli("tur", "rombongan", "show", session, "--json").json["session"]["plans"]
    assert [plan["stage"] for plan in plans] == ["isi"]


def test_its_list_goes_out_and_comes_back_filled(workspace: Workspace, cli: Cli) -> None:
    session, _requests = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    assert cli("tur", "rombongan", "show", session, "--xlsx", "daftar.xlsx").code == 0
    book = openpyxl.load_workbook(workspace.root / "daftar.xlsx")
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(1, len(headings) + 1, "datang")
    for row, came in enumerate(("ya", "tidak", "ya"), start=2):
        sheet.cell(row, len(headings) + 1, came)
    book.save(workspace.root / "daftar.xlsx")
    set_clock(workspace, "2025-11-10T11:30")
    done = cli("tur", "rombongan", "selesai", session, "--datang", "daftar.xlsx", "--json")
    assert done.code == 0, done.out
    assert open_case(workspace, session).state.record["datang"] == [True, False, True]


def test_a_file_that_is_there_is_told_with_the_option_that_asked_for_it(workspace: Workspace, cli: Cli) -> None:
    session, _requests = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    for option, place in (("--xlsx", "daftar.xlsx"), ("--ics", ".")):
        show = ("tur", "rombongan", "show", session, option, place)
        assert cli(*show).code == 0
        (error,) = cli(*show, "--json").json["errors"]
        assert error["reference"] == "would-overwrite"
        assert (option in error["hint"], "-o" in error["hint"].split()) == (True, False)
        assert cli(*show, "--force").code == 0
    for option, place in (("--xlsx", "tiada/daftar.xlsx"), ("--xlsx", "daftar.csv"), ("--ics", "tiada")):
        (error,) = cli("tur", "rombongan", "show", session, option, place, "--json").json["errors"]
        assert (error["reference"], error["where"]) == ("option-unusable", option)


def test_calendar_files_follow_the_session(workspace: Workspace, cli: Cli) -> None:
    session, (first, *_more) = waiting(workspace)
    assert cli("tur", "rombongan", "show", session, "--ics", ".").code == 2  # nobody sits in it yet
    cli("tur", "rombongan", "isi", session)
    cli("tur", "rombongan", "show", session, "--ics", ".")
    files = sorted(path.name for path in workspace.root.glob("*.ics"))
    assert files == [
        f"{session}-TUR-2025-0001-1.ics",
        f"{session}-TUR-2025-0002-1.ics",
        f"{session}-TUR-2025-0002-2.ics",
        f"{session}-pemandu.ics",
    ]
    (event,) = entries(workspace.root / files[0])
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Rombongan: Rombongan Contoh", "Lobi")
    assert event["DTSTART"].dt.isoformat() == "2025-11-10T09:00:00+07:00"
    set_clock(workspace, "2025-11-05T08:00")
    go(workspace, session, "geser", {"titik": "Taman", "sebab": "Lobi dicat."})
    cli("tur", "rombongan", "show", session, "--ics", ".", "--force")
    (moved,) = entries(workspace.root / files[0])
    assert (moved["UID"], str(moved["LOCATION"])) == (event["UID"], "Taman")
    assert moved["SEQUENCE"] > event["SEQUENCE"]
    go(workspace, session, "batal", {"sebab": "Hujan."})
    cli("tur", "rombongan", "show", session, "--ics", ".", "--force")
    assert str(entries(workspace.root / files[0])[0]["STATUS"]) == "CANCELLED"
    assert first in files[0]


def entries(path: Path) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_who_came_is_asked_at_the_terminal_by_name(workspace: Workspace, cli: Cli) -> None:
    session, _requests = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    set_clock(workspace, "2025-11-10T11:30")
    clerk = Script(["ya", "tidak", "ya", "ya"])
    done = cli("tur", "rombongan", "selesai", session, prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    assert any("Tamu 2 08:02" in text for text in (*clerk.asked, *clerk.said))
    assert open_case(workspace, session).state.record["datang"] == [True, False, True]


def test_a_batch_of_members_is_told_one_by_one(workspace: Workspace, cli: Cli) -> None:
    session, requests = waiting(workspace)
    cli("tur", "rombongan", "isi", session)
    done = cli("tur", "mundur", *requests, "--json")
    assert done.code == 0, done.out
    assert [each["outcome"] for each in done.json["cases"]] == ["mundur"] * 3


def test_completion_offers_sessions_and_no_stage_that_they_take(workspace: Workspace) -> None:
    told = complete(workspace, "docgen tur ")
    assert "rombongan" in told
    assert "tunggu" not in told
    assert {"buka", "isi", "list", "show"} <= complete(workspace, "docgen tur rombongan ")


def complete(workspace: Workspace, words: str) -> set[str]:
    done = subprocess.run(
        DOCGEN,
        check=False,
        cwd=workspace.root,
        env=environment(_DOCGEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split()))),
        capture_output=True,
        text=True,
    )
    return {line.partition(",")[2].split(",")[0] or line for line in done.stdout.splitlines()}

"""`unique: warned`: the same person twice, in one request or in two open ones, is told with both names, not refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from commands import Cli, terminal, write_json
from playing import at_work, order, play, script, set_clock, tree

from docgen.app.definitions import current
from docgen.app.perform import open_new, opening
from docgen.app.taken import Seen
from docgen.app.workspace import Workspace
from docgen.store.filesystem import FileSystem
from docgen.workflow.checking import Holder


@pytest.fixture
def warned(workspace: Workspace) -> Workspace:
    """The shipped office, whose SOP tells of an auditor who is named twice."""
    path = workspace.templates / "auditor" / "sop.yaml"
    before, listed, after = path.read_text(encoding="utf-8").partition("    label: Data auditor\n")
    for old in ("label: NIP/NRP, unique: case}", "label: No. HP}", "label: E-mail}"):
        assert old in after
        after = after.replace(old, f"{old.partition(',')[0].rstrip('}')}, unique: warned}}", 1)
    path.write_text(before + listed + after, encoding="utf-8")
    return workspace


def auditor(number: int, **same: Any) -> dict[str, Any]:
    return {
        "nama": f"Auditor Contoh {number}",
        "identitas": {"jenis": "NRP", "nomor": f"0000000{number}"},
        "jabatan_tim": "Anggota Tim",
        "hp": f"08120000000{number}",
        "email": f"contoh{number}@contoh.example",
        **same,
    }


def request(workspace: Workspace, *auditors: dict[str, Any], letter: str = "1/CONTOH/2025") -> list[str]:
    """The command of the first stage with these auditors."""
    step = script("1")[0]
    set_clock(workspace, step["at"])
    step["input"] |= {"auditor": list(auditors)}
    step["input"]["surat"]["nomor"] = letter
    return ["auditor", "permohonan", "--input", write_json(workspace, "masukan.json", step["input"])]


def ask(
    cli: Cli, workspace: Workspace, *auditors: dict[str, Any], more: tuple[str, ...] = (), letter: str = "1/X"
) -> Any:
    done = cli(*request(workspace, *auditors, letter=letter), "--json", *more)
    assert done.code == 0, done.out
    assert done.json["ok"]
    return done.json


def test_twice_in_one_request_is_told_once_with_both_names(warned: Workspace, cli: Cli) -> None:
    twice = auditor(2, hp="0812-0000-0001", email="CONTOH1@contoh.example")
    done = cli(*request(warned, auditor(1), twice, auditor(3)))
    assert (done.code, done.out.count("step 1 (permohonan) recorded")) == (0, 1)
    assert done.err.count("Warning:") == 1
    assert (
        "Warning: Data auditor 2 (Auditor Contoh 2) has the same as Data auditor 1 (Auditor Contoh 1): "
        "No. HP +6281200000001, E-mail CONTOH1@contoh.example. [value-shared]"
    ) in done.err
    assert "auditor.2.hp" in done.err
    assert len(cli("show", "AUD-2025-0001", "--json").json["steps"][0]["captured"]["auditor"]) == 3


def test_in_two_open_cases_both_are_named_with_the_case(warned: Workspace, cli: Cli) -> None:
    ask(cli, warned, auditor(8), auditor(1))
    before = tree(warned.root)
    tried = ask(cli, warned, auditor(2), auditor(3), auditor(1, nama="A. Contoh"), more=("--dry-run",), letter="2/X")
    assert tree(warned.root) == before
    done = ask(cli, warned, auditor(2), auditor(3), auditor(1, nama="A. Contoh"), letter="2/X")
    assert done["case"] == "AUD-2025-0002"
    assert tried["warnings"] == done["warnings"]
    [warning] = done["warnings"]
    assert warning["reference"] == "value-shared"
    assert warning["message"] == (
        "Data auditor 3 (A. Contoh) has the same as Data auditor 2 (Auditor Contoh 1) of the open case AUD-2025-0001: "
        "NIP/NRP NRP 00000001, No. HP +6281200000001, E-mail contoh1@contoh.example."
    )
    assert warning["hint"] == "It may be the same one: docgen show AUD-2025-0001"


def test_control_others_are_not_told(warned: Workspace, cli: Cli) -> None:
    assert ask(cli, warned, auditor(1), auditor(2))["warnings"] == []
    assert ask(cli, warned, auditor(3), auditor(4), letter="2/X")["warnings"] == []


def test_control_a_case_that_is_closed_is_not_told(warned: Workspace, cli: Cli) -> None:
    ask(cli, warned, auditor(1))
    assert cli("auditor", "penarikan", "AUD-2025-0001", "--set", "alasan=Ditarik").code == 0
    assert ask(cli, warned, auditor(1), letter="2/X")["warnings"] == []


def test_control_the_shipped_definition_refuses_an_identity_and_tells_of_nothing_else(
    workspace: Workspace, cli: Cli
) -> None:
    assert ask(cli, workspace, auditor(1), auditor(2, hp="081200000001"))["warnings"] == []
    refused = cli(*request(workspace, auditor(1), auditor(1), letter="2/X"), "--json")
    assert (refused.code, refused.references) == (3, ["value-repeated"])


def test_a_correction_is_told_too_and_only_of_what_it_says(warned: Workspace, cli: Cli) -> None:
    ask(cli, warned, auditor(1))
    ask(cli, warned, auditor(2), auditor(1, nama="A. Contoh"), letter="2/X")
    mend = ["correct", "AUD-2025-0002", "--reason", "salah ketik", "--json", "--set"]
    assert cli(*mend, "auditor.2.nama=Auditor Contoh Dua").json["warnings"] == []
    for more in (["--dry-run"], []):
        told = cli(*mend, "auditor.1.hp=081200000001", *more).json["warnings"]
        elsewhere, here = (each["message"] for each in told)
        assert elsewhere.startswith(
            "Data auditor 1 (Auditor Contoh 2) has the same as Data auditor 1 (Auditor Contoh 1)"
        )
        assert elsewhere.endswith("of the open case AUD-2025-0001: No. HP +6281200000001.")
        assert here.startswith("Data auditor 1 (Auditor Contoh 2) has the same as Data auditor 2 (Auditor Contoh Dua)")


def test_a_clerk_at_the_terminal_sees_it_before_recording(warned: Workspace, cli: Cli) -> None:
    ask(cli, warned, auditor(1))
    command = request(warned, auditor(1), letter="2/X")
    whole = warned.root / command[-1]
    text = whole.read_text(encoding="utf-8").replace('"nomor": "2/X", ', "")
    assert '"2/X"' not in text
    whole.write_text(text, encoding="utf-8")
    with terminal(warned.root, *command) as session:
        session.expect("Nomor surat")
        session.sendline("2/X")
        session.expect("Warning: Data auditor 1")
        assert "Record this?" not in str(session.before)
        session.expect("of the open case AUD-2025-0001")
        session.expect(r"Record this\?")
        session.sendline("t")
    assert cli("list", "--json").json["cases"][1:] == []


def test_every_case_is_read_once_however_many_facts_there_are(warned: Workspace) -> None:
    for number in range(1, 6):
        steps = script("1")[:1]
        steps[0]["input"] |= {"auditor": [auditor(number)]}
        steps[0]["input"]["surat"]["nomor"] = f"{number}/X"
        play(warned, steps)
    reads: Counter[str] = Counter()

    class Counting(FileSystem):
        def read(self, path: Path) -> bytes:
            reads[path.name] += 1
            return super().read(path)

    counting = at_work(warned.root, fs=Counting())
    sop = current(counting, "auditor").sop
    reads.clear()
    taken = Seen().taken(counting, sop, but="AUD-2025-0003")
    assert reads["case.json"] == 5
    assert {path: len(values) for path, values in taken.items()} == {
        ("auditor", "identitas"): 4,
        ("auditor", "hp"): 4,
        ("auditor", "email"): 4,
        ("akun", "user_id"): 0,
    }
    assert taken["auditor", "hp"]["+6281200000004"] == Holder("Data auditor 1 (Auditor Contoh 4)", "AUD-2025-0004")


def test_many_that_are_opened_by_one_command_read_each_case_once_and_see_those_that_come(warned: Workspace) -> None:
    steps = script("1")[:1]
    steps[0]["input"] |= {"auditor": [auditor(9)]}
    play(warned, steps)
    reads: Counter[str] = Counter()

    class Counting(FileSystem):
        def read(self, path: Path) -> bytes:
            reads[path.relative_to(warned.root).as_posix()] += 1
            return super().read(path)

    counting = at_work(warned.root, now=steps[0]["at"], first=100, fs=Counting())
    ready = opening(counting, "auditor")
    told = []
    for number, hp in enumerate(["081200000001", "081200000009", "081200000001", "081200000007"], 1):
        values = {**steps[0]["input"], "auditor": [auditor(number, hp=hp)]}
        values["surat"] = {**values["surat"], "nomor": f"{number}/Z"}
        wanted = order("permohonan", values, by="helpdesk")
        tried = open_new(counting, "auditor", wanted, ready=ready, dry_run=True)
        done = open_new(counting, "auditor", wanted, ready=ready)
        told.append([warning.message for warning in done.warnings])
        assert [warning.message for warning in tried.warnings] == told[-1]
        if number == 3:  # another clerk, meanwhile
            another = {**values, "surat": {**values["surat"], "nomor": "99/Z"}, "auditor": [auditor(7)]}
            open_new(warned, "auditor", order("permohonan", another, by="helpdesk"))
    assert [[case for case in CASES if case in str(warnings)] for warnings in told] == [
        [],
        CASES[:1],
        CASES[1:2],
        CASES[4:5],
    ]
    assert {reads[f"cases/2025/{case}/01/step.json"] for case in CASES[:1]} == {1}
    assert max(reads[f"cases/2025/{case}/case.json"] for case in CASES[:3]) <= 2  # once for itself, once for the others


CASES = [f"AUD-2025-000{number}" for number in range(1, 7)]


@pytest.mark.parametrize("said", [{"1": {"user_id": "AUDITOR-CONTOH-1"}}, {"*": {"user_id": "AUDITOR-CONTOH-1"}}])
def test_what_is_said_of_all_items_is_compared_with_other_cases_too(
    workspace: Workspace, cli: Cli, said: dict[str, Any]
) -> None:
    """A USER ID that another open case holds is refused also if it is said of every auditor at once."""
    play(workspace, script("1")[:6])
    steps = script("1")[:6]
    steps[0]["input"]["surat"]["nomor"] = "LAIN/2025"
    steps[0]["input"]["auditor"] = steps[0]["input"]["auditor"][:1]
    for step in steps[1:]:
        if "periksa" in step["input"]:
            step["input"]["periksa"] = step["input"]["periksa"][:1]
    case = play(workspace, steps[:5])[-1].case.id
    account = {"hasil": "dibuat", "mode_akun": "inaproc", "kanal": "e-mail"}
    given = {place: {**account, **parts} for place, parts in said.items()}
    set_clock(workspace, steps[5]["at"])
    refused = cli(
        "auditor", steps[5]["stage"], case, "--input", write_json(workspace, "akun.json", {"akun": given}), "--json"
    )
    assert refused.references == ["value-repeated"], refused.out

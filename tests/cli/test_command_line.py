"""Manners of the command line as a whole: rules that are kept, closed pipes, usage lines, dry runs, JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from commands import DOCGEN, Cli, environment, spawn
from playing import stand_at

from docgen.app.workspace import Workspace

TAKEN = ("--media", "Datang langsung", "--set", "disposisi.kepada=verifikator", "--by", "helpdesk")


@pytest.fixture
def orphaned(workspace: Workspace) -> str:
    """A case whose SOP's folder was deleted."""
    case, _step = stand_at(workspace, "terima")
    shutil.rmtree(workspace.templates / "auditor")
    return case


def test_a_running_case_goes_on_by_the_rules_it_keeps(cli: Cli, orphaned: str) -> None:
    assert cli("auditor", "terima", orphaned, *TAKEN).code == 0
    assert "verifikasi" in cli("auditor", "--help").out
    assert "--media" in cli("auditor", "terima", "--help").out
    assert cli("list", "--sop", "auditor", "--stage", "verifikasi").out.count(orphaned) == 1


def test_completion_knows_the_rules_that_are_kept(workspace: Workspace, orphaned: str) -> None:
    for words, offered in (("docgen auditor ver", "verifikasi"), ("docgen auditor terima ", orphaned)):
        env = environment(_DOCGEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1))
        done = subprocess.run(DOCGEN, cwd=workspace.root, env=env, capture_output=True, check=True)
        assert done.stdout.decode().splitlines() == [f"plain,{offered}"]


@pytest.mark.usefixtures("orphaned")
def test_no_new_case_is_opened_by_an_sop_that_is_gone(cli: Cli) -> None:
    refused = cli("auditor", "permohonan", "--json")
    assert refused.references == ["sop-unknown"]
    assert "templates_docx/auditor/sop.yaml" in refused.json["errors"][0]["hint"]


@pytest.mark.parametrize(
    ("word", "reference"), [("auditr", "sop-unknown"), ("statu", "usage"), ("xyzzy", "sop-unknown")]
)
def test_an_unknown_word_is_of_the_kind_that_it_is_nearest_to(cli: Cli, word: str, reference: str) -> None:
    assert cli(word, "--json").references == [reference]


@pytest.mark.parametrize("command", [("sop", "list"), ("sop", "check"), ("list", "--sop", "auditor")])
def test_without_any_sop_it_is_said_what_to_do(cli: Cli, workspace: Workspace, command: tuple[str, ...]) -> None:
    shutil.rmtree(workspace.templates)
    refused = cli(*command, "--json")
    assert (refused.code, refused.references) == (2, ["sop-unknown"])
    assert "docgen init" in refused.json["errors"][0]["hint"]


def test_a_damaged_case_is_told_and_not_called_unfitting(cli: Cli, workspace: Workspace) -> None:
    assert cli("list").out == "No case fits.\n"
    case, _step = stand_at(workspace, "terima")
    folder = workspace.store.case_dir(case)
    (folder / "01/step.json").write_text("{}", encoding="utf-8")
    (folder / "case.json").unlink()
    told = cli("list")
    assert told.code == 11
    assert told.out == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["list"], 0), (["doctor"], 0), (["auditor", "--help"], 0), (["list", "--sop", "nope"], 2)],
)
def test_a_reader_who_has_seen_enough_is_no_fault(workspace: Workspace, arguments: list[str], code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*DOCGEN, *arguments], cwd=workspace.root, env=environment(), stdout=writer, stderr=writer, check=False
    )
    os.close(writer)
    assert done.returncode == code


@pytest.mark.parametrize("command", ["doctor", "verify"])
def test_what_is_wrong_is_in_the_exit_code_though_nobody_reads_on(workspace: Workspace, command: str) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    arguments = [command, case] if command == "verify" else [command]
    whole = spawn(arguments, cwd=workspace.root)
    paper = next((workspace.root / f"cases/2025/{case}/02").glob("*.docx"))
    paper.write_bytes(paper.read_bytes() + b" ")
    (workspace.root / "templates_docx/auditor/form-check-list.docx").unlink()
    wrong = spawn(arguments, cwd=workspace.root)
    assert (whole.code, wrong.code) == (0, {"doctor": 4, "verify": 11}[command])
    reader, writer = os.pipe()
    os.close(reader)
    unread = subprocess.run(
        [*DOCGEN, *arguments], cwd=workspace.root, env=environment(), stdout=writer, stderr=writer, check=False
    )
    os.close(writer)
    assert unread.returncode == wrong.code


def test_a_folder_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    gone = tmp_path / "hilang"
    gone.mkdir()
    program = " ".join(f"'{part}'" for part in [*DOCGEN, "list", "--json"])
    done = subprocess.run(
        ["bash", "-c", f"rmdir '{gone}'; {program}"], cwd=gone, env=environment(), capture_output=True, check=False
    )
    (error,) = json.loads(done.stdout)["errors"]
    assert (done.returncode, error["reference"]) == (2, "workspace-missing")
    assert "cd PATH" in error["hint"]


def test_every_document_says_how_it_went_in_the_same_places(cli: Cli, workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    commands = (
        ["list"],
        ["today"],
        ["show", case],
        ["status", case],
        ["verify", case],
        ["doctor"],
        ["sop", "list"],
        ["sop", "show", "auditor"],
        ["register", "list"],
        ["template", "fields", "auditor"],
        ["completion", "bash"],
        ["auditor", "terima", case, *TAKEN],
        ["undo", case, "--reason", "salah", "--by", "helpdesk"],
        ["status", "none-such"],
    )
    for command in commands:
        done = cli(*command, "--json")
        assert done.json["exit_code"] == done.code, command
        assert done.json["ok"] == (not done.json["errors"]) == (done.code == 0), command


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["undo", "1", "--reason"], "docgen undo"),
        (["auditor", "permohonan", "--set"], "docgen auditor permohonan"),
        (["sop", "list", "--x"], "docgen sop list"),
    ],
)
def test_a_mistake_names_the_help_of_its_own_command(cli: Cli, arguments: list[str], command: str) -> None:
    assert f"{command} --help" in cli(*arguments).err


def test_a_dry_run_of_init_and_demo_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    assert "docgen.toml" in cli("init", "-n", "baru", start=tmp_path).out
    assert "docgen auditor permohonan" in cli("demo", "-n", "baru", start=tmp_path).out
    assert not (tmp_path / "baru").exists()
    assert cli("init", "baru", start=tmp_path).code == 0
    assert cli("init", "-n", "baru", start=tmp_path).code == 6
    assert cli("demo", "-n", "baru", start=tmp_path).code == 6


def test_all_that_is_wrong_with_what_is_said_of_items_is_told_at_once(cli: Cli, workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    sets = [f"--set={said}" for said in ("periksa.9.hasil=x", "periksa.satu.hasil=x", "periksa=x")]
    refused = cli("auditor", "verifikasi", case, *sets, "--at", "kapan", "--json")
    assert {each["where"] for each in refused.json["errors"]} >= {
        "--set periksa.9.hasil",
        "--set periksa.satu.hasil",
        "--set periksa",
        "--at",
    }


def test_the_usage_line_is_in_the_language_of_the_screen(workspace: Workspace) -> None:
    for arguments in (["--help"], ["auditor", "--help"], ["status", "--help"], ["sop", "--help"], ["list", "--help"]):
        first = spawn(arguments, cwd=workspace.root, env=environment(DOCGEN_LANG="id")).out.splitlines()[0]
        assert not any(word in first for word in ("OPTIONS", "COMMAND", "ARGS", "CASE", "TEXT")), first

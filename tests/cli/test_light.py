"""Help and completion load nothing heavy, and complete what is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import DOCGEN, environment, spawn
from playing import stand_at

from docgen.app.outline import case_ids, outline, recorded_by
from docgen.app.workspace import Workspace

HEAVY = {
    "pydantic", "jinja2", "docx", "docxtpl", "lxml", "rich", "babel", "phonenumbers",
    "openpyxl", "xlsxwriter", "icalendar",
}  # fmt: skip
LOADED = """
import json, sys
from docgen.cli.main import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded(arguments: list[str], *, cwd: Path, **env: str) -> set[str]:
    """The packages that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=cwd, env=environment(**env), capture_output=True, check=True
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def completed(words: str, *, cwd: Path, shell: str = "bash") -> list[str]:
    """What the shell is told when a key is pressed after these words."""
    env = environment(_DOCGEN_COMPLETE=f"{shell}_complete", COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1))
    done = subprocess.run(DOCGEN, cwd=cwd, env=env, capture_output=True, check=True)
    return [line.split(",", 1)[1] for line in done.stdout.decode().splitlines() if line]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["auditor", "--help"], [], ["auditor"], ["show", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(workspace: Workspace, arguments: list[str]) -> None:
    assert loaded(arguments, cwd=workspace.root) & HEAVY == set()


@pytest.mark.parametrize("words", ["docgen ", "docgen auditor ", "docgen auditor terima 0", "docgen status A"])
def test_completion_loads_nothing_heavy(workspace: Workspace, words: str) -> None:
    stand_at(workspace, "terima")
    env = {"_DOCGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert loaded([], cwd=workspace.root, **env) & HEAVY == set()


def test_control_a_command_that_does_something_loads_them(workspace: Workspace) -> None:
    assert loaded(["list"], cwd=workspace.root) & HEAVY >= {"pydantic"}
    assert loaded(["sop", "list"], cwd=workspace.root) & HEAVY == {"rich"}


def test_what_is_completed(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    root = workspace.root
    assert {"auditor", "status", "init"} <= set(completed("docgen ", cwd=root))
    assert completed("docgen auditor ver", cwd=root) == ["verifikasi"]
    assert completed("docgen auditor terima 0001", cwd=root) == [case]
    assert completed("docgen status aud-", cwd=root) == [case]
    assert completed("docgen auditor terima AUD --by ver", cwd=root) == ["verifikator"]
    assert completed("docgen auditor terima --med", cwd=root) == ["--media"]
    assert completed("docgen sop ", cwd=root) == ["check", "list", "show"]
    assert completed("docgen sop show a", cwd=root) == ["auditor"]
    assert completed("docgen list --sop a", cwd=root) == ["auditor"]
    assert completed("docgen auditor permohonan ", cwd=root) == []


def test_completion_outside_a_workspace_or_in_a_broken_one_is_silent(workspace: Workspace, tmp_path: Path) -> None:
    assert "init" in completed("docgen ", cwd=tmp_path)
    assert "terima" not in completed("docgen auditor ", cwd=tmp_path)
    (workspace.root / "templates_docx/auditor/sop.yaml").write_text("{", encoding="utf-8")
    assert completed("docgen auditor ", cwd=workspace.root) == []
    (workspace.root / "docgen.toml").write_text("[", encoding="utf-8")
    assert "auditor" in completed("docgen ", cwd=workspace.root)


def test_other_shells_are_told_what_each_is(workspace: Workspace) -> None:
    env = environment(_DOCGEN_COMPLETE="zsh_complete", COMP_WORDS="docgen auditor ver", COMP_CWORD="2")
    done = subprocess.run(DOCGEN, cwd=workspace.root, env=env, capture_output=True, check=True)
    assert "Menerima dan memverifikasi" in done.stdout.decode()


def test_the_outline_says_what_the_definition_says(workspace: Workspace) -> None:
    found = outline(workspace.root, "auditor")
    assert found is not None
    assert (found.number, found.title) == ("49", "Permohonan Registrasi USER ID Auditor pada LPSE")
    stages = {stage.id: stage for stage in found.stages}
    assert stages["verifikasi"].actor == "VERIFIKATOR LPSE"
    assert stages["verifikasi"].time == "15 menit"
    assert stages["terima"].options == (("media", False),)
    assert stages["permohonan"].options == (("auditor", False), ("berkas", True))
    assert outline(workspace.root, "tidak-ada") is None


def test_cases_and_operations_are_read_from_the_folders(workspace: Workspace) -> None:
    assert case_ids(workspace.root) == []
    case, _step = stand_at(workspace, "verifikasi")
    assert case_ids(workspace.root) == [case]
    operation = json.loads((workspace.store.case_dir(case) / "02/step.json").read_bytes())["operation"]
    assert recorded_by(workspace.root, [operation]) == [(case, 2)]
    assert recorded_by(workspace.root, ["f" * 32]) == []
    (workspace.store.case_dir(case) / "01/step.json").write_text("{", encoding="utf-8")
    assert recorded_by(workspace.root, [operation]) == [(case, 2)]


def test_only_cases_are_offered(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    year = workspace.store.case_dir(case).parent
    (year / f"{case} - copy").mkdir()
    (year / "catatan-a-b.txt").touch()
    (year.parent / "2024").mkdir()
    (year.parent / "2024" / case).mkdir()
    assert completed("docgen status ", cwd=workspace.root) == [case]


def test_settings_that_are_nested_without_end_leave_help_alone(workspace: Workspace) -> None:
    (workspace.root / "docgen.toml").write_text("a = " + "[" * 5000, encoding="utf-8")
    surroundings = environment()
    del surroundings["DOCGEN_LANG"]
    done = spawn(["--help"], cwd=workspace.root, env=surroundings)
    assert (done.code, done.err) == (0, "")
    assert "auditor" in done.out


def test_without_libyaml_help_is_the_same(workspace: Workspace) -> None:
    slow = [sys.executable, "-c", "import yaml; del yaml.CBaseLoader\n" + DOCGEN[-1], "auditor", "--help"]
    done = subprocess.run(slow, cwd=workspace.root, env=environment(), capture_output=True, check=True)
    assert done.stdout.decode() == spawn(["auditor", "--help"], cwd=workspace.root).out


def test_nothing_is_written_by_help_or_completion(workspace: Workspace) -> None:
    before = sorted(path for path in workspace.root.rglob("*"))
    completed("docgen auditor terima ", cwd=workspace.root)
    loaded(["auditor", "--help"], cwd=workspace.root)
    assert sorted(path for path in workspace.root.rglob("*")) == before
    assert os.environ.get("_DOCGEN_COMPLETE") is None

"""`docgen template preview | blank`: where files go, what is never overwritten, what is told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from commands import Cli
from playing import tree

from docgen.app.workspace import Workspace
from docgen.cli.command_line import CommandLine
from docgen.cli.root import root

PAPER = "form-check-list"


def test_a_preview_goes_where_one_stands_under_a_name_that_says_what_it_is(
    cli: Cli, workspace: Workspace, tmp_path: Path
) -> None:
    before = tree(workspace.root)
    done = cli("template", "preview", "auditor", PAPER, start=tmp_path)
    assert (done.code, done.out) == (0, f"pratinjau-{PAPER}.docx\n")
    assert "1-tim-bpk" in done.err
    assert (tmp_path / f"pratinjau-{PAPER}.docx").read_bytes().startswith(b"PK")
    assert tree(workspace.root) == before
    again = cli("template", "preview", "auditor", PAPER, "--json", start=tmp_path)
    assert (again.code, again.references) == (6, ["would-overwrite"])
    forced = cli("template", "preview", "auditor", PAPER, "--force", "--json", start=tmp_path)
    assert (forced.code, forced.json["files"]) == (0, [f"pratinjau-{PAPER}.docx"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kantor", f"pratinjau-{PAPER}.docx"]


def test_a_dry_run_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    done = cli("template", "preview", "auditor", PAPER, "-n", start=tmp_path)
    assert done.code == 0
    assert "nothing was written" in done.err
    assert cli("template", "blank", "auditor", PAPER, "-n", start=tmp_path).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kantor"]


@pytest.mark.parametrize(
    "place", ["templates_docx/auditor", "templates_docx/bersama/kop.docx", "cases", "cases/x.docx"]
)
def test_a_preview_never_lies_among_templates_or_cases(cli: Cli, workspace: Workspace, place: str) -> None:
    before = sorted(workspace.root.rglob("*"))
    (workspace.root / "cases").mkdir(exist_ok=True)
    done = cli("template", "preview", "auditor", PAPER, "-o", place, "--force", "--json")
    assert (done.code, done.references) == (2, ["option-unusable"])
    assert sorted(workspace.root.rglob("*")) == sorted([*before, workspace.root / "cases"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-o", "a.docx"], 0),
        (["-o", "a.pdf", "--png"], 2),
        (["--pdf", "--png"], 2),
        (["-o", "a.docx", "--pdf"], 2),
        (["-o", "a.txt"], 2),
        (["-o", "-"], 2),
        (["-o", "nowhere/a.docx"], 2),
        (["--example", "x"], 2),
    ],
)
def test_what_is_to_be_made_is_said_once(cli: Cli, tmp_path: Path, arguments: list[str], code: int) -> None:
    done = cli("template", "preview", "auditor", PAPER, *arguments, "--json", start=tmp_path)
    assert done.code == code
    assert [path.name for path in tmp_path.iterdir() if path.name != "kantor"] == (["a.docx"] if code == 0 else [])


def test_pages_need_programs_and_are_numbered(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    missing = cli("template", "preview", "auditor", PAPER, "--pdf", "--json", start=tmp_path)
    assert (missing.code, missing.references) == (7, ["program-missing"])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "kantor"]
    monkeypatch.setenv("PATH", path)
    if shutil.which("soffice") is None or shutil.which("pdftoppm") is None:
        assert not os.environ.get("CI")
        pytest.skip("LibreOffice or poppler is not installed")
    done = cli("template", "preview", "auditor", PAPER, "-o", "p.png", "--json", start=tmp_path)
    assert done.json["files"] == ["p-1.png", "p-2.png"]
    again = cli("template", "preview", "auditor", PAPER, "-o", "p.png", "--json", start=tmp_path)
    assert (again.code, again.references) == (6, ["would-overwrite"])
    assert not (tmp_path / "p.png").exists()


def test_blank_forms_go_into_a_folder(cli: Cli, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    done = cli("template", "blank", "auditor", PAPER, "-o", "out", "--json", start=tmp_path)
    assert done.code == 0
    assert [form["file"] for form in done.json["forms"]] == [f"out/{PAPER}.docx"]
    assert (tmp_path / "out" / f"{PAPER}.docx").read_bytes().startswith(b"PK")
    assert cli("template", "blank", "auditor", PAPER, "-o", "out", start=tmp_path).code == 6
    assert cli("template", "blank", "auditor", "form-chek-list", "--json").references == ["paper-unknown"]


def test_papers_are_completed(workspace: Workspace) -> None:
    line = CommandLine(start=workspace.root, prompter=None, injected=workspace)
    complete = ShellComplete(root, {"obj": line}, "docgen", "_DOCGEN_COMPLETE")
    found = complete.get_completions(["template", "preview", "auditor"], "form")
    assert [each.value for each in found] == ["formulir-permintaan-layanan", "form-check-list"]

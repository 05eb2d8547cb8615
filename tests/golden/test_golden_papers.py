"""Every path of both SOPs, played on the disk: the text of each paper is what the office agreed on.

After a wanted change, `DOCGEN_GOLDEN=write pytest tests/golden` writes the texts anew; read the difference as a clerk
would before it is committed. The seal in the foot stands as <segel>: it differs with every change of a template.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection
from pathlib import Path

import auditor_paths
import classes
import pytest
import training_paths
from paper_text import paper_text
from playing import stand_at, take

from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.store.steps import load

GOLDEN = Path(__file__).parent
WRITE = os.environ.get("DOCGEN_GOLDEN") == "write"


PATHS = {**auditor_paths.PATHS, **training_paths.PATHS}
FROM_CLASS = training_paths.PATHS.keys() - {"24-1-instansi", "24-2-perseorangan", "24-3-ditolak"}
"""The paths of SOP 24 whose papers are compared from the class on: until then they are those of the other three."""


def texts(workspace: Workspace, case: str, *, without: Collection[str] = ()) -> dict[str, str]:
    """The text of every paper of a case, by the paper's name, each proved to bear its seal.

    The papers of a session that lie there too are proved to be its own and listed.

    Args:
        workspace: where.
        case: the case.
        without: stages whose papers are passed over.
    """
    folder = workspace.store.case_dir(case)
    steps: list[Step] = load(workspace.store, folder)
    found: dict[str, str] = {}
    copies: list[str] = []
    for step in steps:
        for document in step.documents:
            if document.template is None or step.stage in without:
                continue  # sealed: only its passphrase opens it
            paper = Path(document.path)
            content = (folder / paper).read_bytes()
            if paper.suffix == ".docx":
                text = paper_text(content)
                assert step.prev in text, paper
            else:
                text = content.decode("utf-8")
            found[f"{paper.stem}.txt"] = text.replace(step.prev, "<segel>")
        for copied in step.copies:
            session, path = copied.of.split("/", 1)
            assert (folder / copied.path).read_bytes() == (workspace.store.case_dir(session) / path).read_bytes()
            copies.append(f"{copied.path} = {copied.of}")
    if copies:
        found[f"{case}-salinan.txt"] = "".join(f"{line}\n" for line in copies)
    return found


def difference(expected: str, found: str, name: str) -> str:
    """What differs, line by line; empty if nothing does."""
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), name, f"{name} (now)", lineterm="")
    return "\n".join(lines)


def compare(folder: Path, found: dict[str, str]) -> list[str]:
    """Every difference between a folder of golden texts and what was made."""
    golden = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    names = sorted(golden.keys() | found.keys())
    return [
        text
        for name in names
        if (text := difference(golden.get(name, ""), found.get(name, ""), f"{folder.name}/{name}"))
    ]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("path", PATHS)
def test_the_papers_of_each_path_read_as_agreed(workspace: Workspace, path: str) -> None:
    without = classes.INTAKE if path in FROM_CLASS else ()
    cases = PATHS[path](workspace)
    found = {name: text for case in cases for name, text in texts(workspace, case, without=without).items()}
    assert not [problem for case in cases for problem in verify_case(workspace, case)]
    folder = GOLDEN / path
    if WRITE:
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for name, text in found.items():
            (folder / name).write_text(text, encoding="utf-8")
    differences = compare(folder, found)
    assert not differences, "\n\n".join(differences)


def test_no_golden_folder_is_left_without_its_path() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/*.txt")} == set(PATHS)


def test_control_one_changed_letter_is_noticed(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    step["input"]["disposisi"]["isi"] = "Mohon diverifikasi kelengkapan persyaratanya."
    take(workspace, step, case=case)
    golden = GOLDEN / "1-tim-bpk"
    found = texts(workspace, case)
    differences = [difference((golden / name).read_text(encoding="utf-8"), text, name) for name, text in found.items()]
    assert sum("persyaratanya." in text for text in differences) >= 1
    assert all("-" in text or not text for text in differences)

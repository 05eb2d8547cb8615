"""Every path of SOP 49, played on the disk: the text of each paper is what the office agreed on.

After a wanted change, `DOCGEN_GOLDEN=write pytest tests/golden` writes the texts anew; read the difference as a clerk
would before it is committed. The seal in the foot stands as <segel>: it differs with every change of a template.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from paper_text import paper_text
from playing import given, play, script, set_clock, stand_at, take

from docgen.app.correct import correct
from docgen.app.perform import Performed
from docgen.app.undo import undo
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.store.steps import load

GOLDEN = Path(__file__).parent
WRITE = os.environ.get("DOCGEN_GOLDEN") == "write"


def played(name: str) -> Callable[[Workspace], list[Performed]]:
    """A shipped example as it is."""
    return lambda workspace: play(workspace, script(name))


def undone(workspace: Workspace) -> list[Performed]:
    """The Verifikator found the papers incomplete by mistake: taken back, the office goes on another way."""
    mistaken, good = script("2")[:3], script("2")[10:]
    done = play(workspace, mistaken)
    case = done[-1].case.id
    set_clock(workspace, "2025-11-05T08:35")
    undo(workspace, case, reason="Cap pada surat ternyata ada.", by="verifikator")
    return play(workspace, good, case=case)


def corrected(workspace: Workspace) -> list[Performed]:
    """A typo in an auditor's name and in the letter's number is found after the verification."""
    done = play(workspace, script("1")[:3])
    case = done[-1].case.id
    set_clock(workspace, "2025-11-03T08:50")
    mended = given({"auditor": {"2": {"nama": "Auditor Contoh Dwi"}}, "surat": {"nomor": "010/S/CONTOH/11/2025"}})
    correct(workspace, case, given=mended, reason="Salah ketik.", by="helpdesk", base=workspace.root)
    return play(workspace, script("1")[3:], case=case)


PATHS: dict[str, Callable[[Workspace], list[Performed]]] = {
    "1-tim-bpk": played("1"),
    "2-dikembalikan": played("2"),
    "3-ditolak": played("3"),
    "4-ditarik": played("4"),
    "5-sebagian": played("5"),
    "6-dibatalkan": undone,
    "7-dikoreksi": corrected,
}


def texts(workspace: Workspace, case: str) -> dict[str, str]:
    """The text of every paper of a case, by the paper's name, each proved to bear its seal."""
    folder = workspace.store.case_dir(case)
    steps: list[Step] = load(workspace.store, folder)
    found: dict[str, str] = {}
    for step in steps:
        for document in step.documents:
            if document.template is None:
                continue  # sealed: only its passphrase opens it
            text = paper_text((folder / document.path).read_bytes())
            assert step.prev in text, document.path
            found[f"{Path(document.path).stem}.txt"] = text.replace(step.prev, "<segel>")
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


@pytest.mark.parametrize("path", PATHS)
def test_the_papers_of_each_path_read_as_agreed(workspace: Workspace, path: str) -> None:
    done = PATHS[path](workspace)
    found = texts(workspace, done[-1].case.id)
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

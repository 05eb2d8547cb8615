"""The list of what lies in the file of a case: what stands, once each, the same whenever it is printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import docx
import pytest
from playing import play, script, set_clock

from docgen.app.attach import attach
from docgen.app.cases import open_case
from docgen.app.restore import restore
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quick")

LIST = "daftar-isi-berkas"
NUMBER, TITLE, NOTE = 1, 3, 6
"""Columns of the list."""


def listed(paper: Path) -> list[list[str]]:
    """The rows of an archive list."""
    return [[cell.text for cell in row.cells] for row in docx.Document(str(paper)).tables[0].rows][1:]


def last_list(workspace: Workspace, case: str) -> Path:
    """The archive list that was printed last."""
    opened = open_case(workspace, case)
    made = [document.path for step in opened.steps for document in step.documents if document.kind == LIST]
    return opened.folder / made[-1]


@pytest.mark.parametrize("path", ["1", "2", "5"])
def test_every_paper_that_lies_there_is_listed_once_a_round(workspace: Workspace, path: str) -> None:
    case = play(workspace, script(path))[-1].case.id
    opened = open_case(workspace, case)
    printed = Counter(
        (document.title, document.number and document.number.nomor, step.round, document.copy_)
        for step in opened.steps
        for document in step.documents
        if document.kind != LIST
    )
    rows = listed(last_list(workspace, case))[2:]  # behind the request and the surat tugas
    assert len(rows) == len(printed)
    for (title, number, _round, _copy), prints in printed.items():
        named = f"{title} Nomor {number}" if number else title
        found = [row for row in rows if row[TITLE].split(" (")[0] == named]
        assert any(row[NOTE] == (f"{prints} cetakan" if prints > 1 else "") for row in found), named
    assert [row[NUMBER] for row in rows] == [str(place) for place in range(3, len(rows) + 3)]


def test_a_scan_is_listed_beside_its_paper(workspace: Workspace) -> None:
    case = play(workspace, script("1")[:6])[-1].case.id
    scan = workspace.root / "pindaian.pdf"
    scan.write_bytes(b"%PDF-1.7\n...\n%%EOF\n")
    attach(workspace, case, scan, as_="lembar-disposisi", by="helpdesk")
    play(workspace, script("1")[6:], case=case)
    rows = [(row[TITLE], row[NOTE]) for row in listed(last_list(workspace, case))]
    assert [note for title, note in rows if title == "Lembar Disposisi"] == ["4 cetakan", "pindaian"]


def test_what_was_taken_back_is_not_listed(workspace: Workspace) -> None:
    steps = script("1")
    for account in steps[5]["input"]["akun"]:
        account["mode_akun"] = "inaproc"  # what holds a password is handed over, and not taken back
    case = play(workspace, steps[:6])[-1].case.id
    undo(workspace, case, reason="Salah pilih.", by="admin")
    again = [{**step, "at": step["at"].replace("2025-11-03", "2025-11-04")} for step in steps[5:]]
    play(workspace, again, case=case)
    letters = [row[TITLE] for row in listed(last_list(workspace, case)) if "Pemberitahuan" in row[TITLE]]
    assert [title.split("/")[1] for title in letters] == ["005", "006", "007", "008"]


def test_an_older_list_is_put_back_as_it_was(workspace: Workspace) -> None:
    case = play(workspace, script("1"))[-1].case.id
    folder = open_case(workspace, case).folder
    (older,) = folder.glob("07/*daftar-isi-berkas.docx")
    as_printed = older.read_bytes()
    assert as_printed != last_list(workspace, case).read_bytes()
    older.unlink()
    set_clock(workspace, "2025-11-05T08:00")
    assert restore(workspace, case) == (older,)
    assert older.read_bytes() == as_printed
    assert verify_case(workspace, case) == ()


def test_the_list_is_printed_again_only_once_the_file_is_archived(workspace: Workspace) -> None:
    steps = script("1")
    handed_over_first = [*steps[:6], {**steps[7], "at": "2025-11-03T10:30"}, steps[6]]
    case = play(workspace, handed_over_first)[-1].case.id
    opened = open_case(workspace, case)
    assert [[each.kind for each in step.documents] for step in opened.steps[6:]] == [["tanda-terima-user-id"], [LIST]]
    assert listed(last_list(workspace, case))[-1][TITLE] == "Tanda Terima USER ID"

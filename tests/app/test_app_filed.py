"""The list of what lies in the file of a case: what stands, once each, the same whenever it is printed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import docx
import pytest
from classes import DAY, KASUBBAG, answered, closed, opened, told, waiting
from playing import play, script, set_clock
from tours import go

from docgen.app.attach import attach
from docgen.app.cases import open_case
from docgen.app.overview import today
from docgen.app.reissue import Reissue, reissue
from docgen.app.restore import restore
from docgen.app.status import status
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.model.case import Copy

pytestmark = pytest.mark.usefixtures("quick")

LIST = "daftar-isi-berkas"
NUMBER, CODE, TITLE, DATE, NOTE = 1, 2, 3, 4, 6
"""Columns of the list."""
REQUEST_CODE, CLASS_CODE = "800.2.4.1", "800.2.4.2"
OTHER_DAY = {**DAY, "tanggal": "2025-11-13"}


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
        (document.title, document.number and document.number.nomor, document.item, step.round)
        for step in opened.steps
        for document in step.documents
        if document.kind != LIST
    )
    rows = listed(last_list(workspace, case))[2:]  # behind the request and the surat tugas
    assert len(rows) == len(printed)
    for (title, number, item, _round), prints in printed.items():
        named = f"{title} Nomor {number}" if number else f"{title}, {item}" if item else title
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


def of_class(workspace: Workspace, case: str) -> list[list[str]]:
    """Of the papers of its class in the file of a member: code, title, date, note."""
    rows = listed(last_list(workspace, case))
    return [
        [row[column] for column in (CODE, TITLE, DATE, NOTE)]
        for row in rows
        if row[TITLE].startswith(("Jadwal Training", "Daftar Hadir", "Berita Acara"))
    ]


def member(workspace: Workspace) -> tuple[str, str]:
    """A request that sits in a fixed class of two days, and the class."""
    case = waiting(workspace, people=1)
    session = opened(workspace, "2025-11-04T09:30", hari=[DAY, OTHER_DAY])
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-06T09:00", "hadir")
    go(workspace, session, "tetapkan", at="2025-11-10T08:30", by=KASUBBAG)
    return case, session


def test_papers_of_a_class_stand_under_their_own_code_and_day(workspace: Workspace) -> None:
    case, session = member(workspace)
    closed(workspace, session, "2025-11-13T12:30", [["2025-11-12", "2025-11-13"]])
    rows = of_class(workspace, case)
    assert rows == [
        [REQUEST_CODE, "Jadwal Training", "4 November 2025", "diganti"],
        [REQUEST_CODE, "Jadwal Training", "10 November 2025", ""],
        [CLASS_CODE, "Daftar Hadir, 12 November 2025", "10 November 2025", ""],
        [CLASS_CODE, "Daftar Hadir, 13 November 2025", "10 November 2025", ""],
        [CLASS_CODE, rows[-1][1], "13 November 2025", ""],
    ]
    others = [row[CODE] for row in listed(last_list(workspace, case)) if "Lembar" in row[TITLE]]
    assert others == [REQUEST_CODE]


def test_what_a_class_replaced_is_told_from_what_is_in_force(workspace: Workspace) -> None:
    case, session = member(workspace)
    changed = {"hari": [OTHER_DAY], "alasan": "Ruang dipakai.", "konfirmasi_sampai": "2025-11-12"}
    go(workspace, session, "ubah", changed, at="2025-11-11T08:30", by=KASUBBAG)
    answered(workspace, case, "2025-11-11T13:00", "hadir")
    closed(workspace, session, "2025-11-13T12:30", [["2025-11-13"]])
    schedules = [(row[2], row[3]) for row in of_class(workspace, case) if row[1].startswith("Jadwal")]
    lists = [(row[1].split(" (")[0], row[2], row[3]) for row in of_class(workspace, case) if "Hadir" in row[1]]
    assert schedules == [
        ("4 November 2025", "diganti"),
        ("10 November 2025", "diganti"),
        ("11 November 2025", ""),
    ]
    assert lists == [
        ("Daftar Hadir, 12 November 2025", "10 November 2025", "diganti"),
        ("Daftar Hadir, 13 November 2025", "10 November 2025", "diganti"),
        ("Daftar Hadir, 13 November 2025", "11 November 2025", ""),
    ]


def test_a_record_made_before_copies_had_codes_is_still_read(workspace: Workspace) -> None:
    case, _session = member(workspace)
    copies = [copy for step in open_case(workspace, case).steps for copy in step.copies]
    assert {copy.classification for copy in copies} == {REQUEST_CODE, CLASS_CODE}
    older = [copy.model_dump(mode="json", by_alias=True, exclude={"item", "classification"}) for copy in copies]
    read = [Copy.model_validate_json(json.dumps(each), strict=True) for each in older]
    assert [each.path for each in read] == [copy.path for copy in copies]


def test_the_signed_copy_of_a_paper_of_the_class_lies_in_the_file_of_a_member(workspace: Workspace) -> None:
    case, session = member(workspace)
    scan = workspace.root / "jadwal-ttd.pdf"
    scan.write_bytes(b"%PDF-1.7\n...\n%%EOF\n")
    signed = workspace.root / "hadir-ttd.pdf"
    signed.write_bytes(b"%PDF-1.7\n....\n%%EOF\n")
    attach(workspace, case, scan, as_="jadwal-training", by="helpdesk")
    attach(workspace, case, signed, as_="daftar-hadir", item=2, by="helpdesk")
    assert case in {each.case for each in today(workspace)}
    assert status(workspace, case).waiting[0].stage == "training"
    closed(workspace, session, "2025-11-13T12:30", [["2025-11-12", "2025-11-13"]])
    scans = [row for row in of_class(workspace, case) if row[3] == "pindaian"]
    assert scans == [
        [REQUEST_CODE, "Jadwal Training", "10 November 2025", "pindaian"],
        [CLASS_CODE, "Daftar Hadir, 13 November 2025", "10 November 2025", "pindaian"],
    ]
    assert verify_case(workspace, case) == ()


def test_a_scan_of_what_a_class_replaced_says_so(workspace: Workspace) -> None:
    case, session = member(workspace)
    scan = workspace.root / "jadwal-ttd.pdf"
    scan.write_bytes(b"%PDF-1.7\n...\n%%EOF\n")
    attach(workspace, case, scan, as_="jadwal-training", by="helpdesk")
    set_clock(workspace, "2025-11-10T09:00")
    reissue(workspace, session, Reissue(kind="jadwal-training", reason="Hilang.", by=KASUBBAG))
    closed(workspace, session, "2025-11-13T12:30", [["2025-11-12", "2025-11-13"]])
    notes = [row[3] for row in of_class(workspace, case) if row[1] == "Jadwal Training"]
    assert notes == ["diganti", "diganti", "pindaian, diganti", ""]


@pytest.mark.parametrize(
    ("kind", "item", "hint"),
    [("berita-acara", None, "jadwal-training"), ("daftar-hadir", 3, "--item 2 (13 November 2025)")],
)
def test_control_a_paper_of_the_class_that_is_not_in_the_file_is_refused(
    workspace: Workspace, kind: str, item: int | None, hint: str
) -> None:
    case, _session = member(workspace)
    scan = workspace.root / "ttd.pdf"
    scan.write_bytes(b"%PDF-1.7\n...\n%%EOF\n")
    with pytest.raises(DocgenError) as refusal:
        attach(workspace, case, scan, as_=kind, item=item, by="helpdesk")
    (problem,) = refusal.value.problems
    assert problem.reference == "option-unusable"
    assert hint in problem.hint

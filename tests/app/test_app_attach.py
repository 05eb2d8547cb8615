"""Attach: what came later is judged by its content, copied, and kept with its sha256."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from playing import play, script, tree

from docgen.app.attach import attach
from docgen.app.cases import open_case
from docgen.app.reissue import Reissue, reissue
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem

pytestmark = pytest.mark.usefixtures("quick")

PDF = b"%PDF-1.7\n...\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 20 + b"IEND\xaeB`\x82"


def word() -> bytes:
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


@pytest.fixture
def case(workspace: Workspace) -> str:
    return play(workspace, script("1")[:2])[-1].case.id


def file(workspace: Workspace, name: str, content: bytes) -> Path:
    path = workspace.root / name
    path.write_bytes(content)
    return path


def refused(workspace: Workspace, case: str, path: Path, as_: str = "lembar-disposisi") -> Problem:
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        attach(workspace, case, path, as_=as_, by="helpdesk")
    assert tree(workspace.root) == before
    (problem,) = refusal.value.problems
    assert problem.hint
    return problem


def test_a_signed_scan_lies_in_the_record(workspace: Workspace, case: str) -> None:
    path = file(workspace, "Lembar Disposisi (ttd).pdf", PDF)
    done = attach(workspace, case, path, as_="lembar-disposisi", by="helpdesk")
    (stored,) = done.step.files
    assert stored.nama == path.name
    assert stored.path == "03/AUD-2025-0001-03-berkas-1.pdf"
    assert (stored.sha256, stored.size, stored.type) == (hashlib.sha256(PDF).hexdigest(), len(PDF), "pdf")
    assert (done.folder / stored.path).read_bytes() == PDF
    assert done.step.attached_as == "lembar-disposisi"
    assert done.case.open[0].stage == "verifikasi"
    assert verify_case(workspace, case) == ()
    (done.folder / stored.path).write_bytes(PDF + b"x")
    assert [problem.reference for problem in verify_case(workspace, case)] == ["paper-changed"]


@pytest.mark.parametrize(("content", "type_"), [(PDF, "pdf"), (JPEG, "jpeg"), (PNG, "png"), (word(), "docx")])
def test_the_content_says_what_it_is(workspace: Workspace, case: str, content: bytes, type_: str) -> None:
    done = attach(workspace, case, file(workspace, "berkas.bin", content), as_="berkas", by="helpdesk")
    assert done.step.files[0].type == type_
    assert done.step.files[0].path.endswith(f".{type_}")


def test_files_of_a_field_are_added_to_those_that_are_there(workspace: Workspace) -> None:
    steps = script("1")[:2]
    first = file(workspace, "surat-tugas.pdf", PDF)
    steps[0]["input"]["berkas"] = [str(first)]
    case = play(workspace, steps)[-1].case.id
    done = attach(workspace, case, file(workspace, "data.png", PNG), as_="berkas", by="helpdesk")
    listed = done.case.record["berkas"]
    assert [each["nama"] for each in listed] == ["surat-tugas.pdf", "data.png"]  # type: ignore[union-attr,index,call-overload]
    assert [each["path"][:2] for each in listed] == ["01", "03"]  # type: ignore[union-attr,index,call-overload]
    assert verify_case(workspace, case) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"halo", b"MZ\x90\0", b"<html>", b"%PDF-1.7 cut off", JPEG[:-2], PNG[:-8], word()[:-30], b"PK\x03\x04"],
)
def test_what_is_no_document_is_refused_whatever_its_name(workspace: Workspace, case: str, content: bytes) -> None:
    assert refused(workspace, case, file(workspace, "surat.pdf", content)).reference == "file-refused"


def test_the_limit_is_the_offices(workspace: Workspace, case: str) -> None:
    limit = workspace.office.berkas.ukuran_maks_mib * 1024 * 1024
    assert limit == 10 * 1024 * 1024
    largest = b"%PDF-1.7\n" + b"\0" * (limit - 15) + b"%%EOF\n"
    problem = refused(workspace, case, file(workspace, "besar.pdf", largest + b"\n"))
    assert problem.reference == "file-refused"
    assert "10 MiB" in problem.message
    assert "ukuran_maks_mib" in problem.hint
    attach(workspace, case, file(workspace, "pas.pdf", largest), as_="berkas", by="helpdesk")


@pytest.mark.parametrize("name", ["tiada.pdf", "templates_docx", "nama\u202efdp.exe"])
def test_what_cannot_be_read_is_refused(workspace: Workspace, case: str, name: str) -> None:
    assert refused(workspace, case, workspace.root / name).reference == "file-refused"


@pytest.mark.parametrize(
    ("as_", "near"),
    [("lembar-disposisii", "lembar-disposisi"), ("surat", "berkas"), ("media", "berkas"), ("", "berkas")],
)
def test_what_it_is_must_be_known(workspace: Workspace, case: str, as_: str, near: str) -> None:
    problem = refused(workspace, case, file(workspace, "a.pdf", PDF), as_)
    assert (problem.reference, problem.where) == ("option-unusable", "--as")
    assert near in problem.hint


def test_a_paper_that_the_case_has_not_made_has_no_scan(workspace: Workspace) -> None:
    case = play(workspace, script("1")[:1])[-1].case.id
    assert refused(workspace, case, file(workspace, "a.pdf", PDF)).reference == "option-unusable"


def test_a_closed_case_still_takes_its_scans(workspace: Workspace) -> None:
    case = play(workspace, script("1"))[-1].case.id
    done = attach(workspace, case, file(workspace, "a.pdf", PDF), as_="form-check-list", by="helpdesk")
    assert done.case.outcome == "selesai"


LETTER = "pemberitahuan-user-id"


def filed(workspace: Workspace, case: str, last: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the contents list says of each paper, and its note, once the file is archived."""
    (done,) = play(workspace, [last], case=case)[-1:]
    (contents,) = [each.path for each in done.step.documents if each.kind == "daftar-isi-berkas"]
    rows = docx.Document(str(done.folder / contents)).tables[0].rows
    return [(row.cells[3].text, row.cells[6].text) for row in rows]


def test_a_scan_of_a_letter_to_one_stands_under_the_number_of_that_letter(workspace: Workspace) -> None:
    archive = script("1")[6]
    case = play(workspace, script("1")[:6])[-1].case.id
    step = attach(workspace, case, file(workspace, "a.pdf", PDF), as_=LETTER, item=3, by="helpdesk").step
    assert (step.attached_as, step.attached_item) == (LETTER, 3)
    attach(workspace, case, file(workspace, "b.pdf", PDF + b"\n"), as_=LETTER, by="helpdesk")
    scans = [text for text, note in filed(workspace, case, archive) if note == "pindaian"]
    title = "Pemberitahuan USER ID Auditor"
    assert scans == [f"{title} Nomor 000.3.5/003/LPSE/2025", title], "one that shows all of them has no number of one"


def test_one_file_may_show_two_letters_but_none_twice(workspace: Workspace) -> None:
    case = play(workspace, script("1")[:6])[-1].case.id
    path = file(workspace, "a.pdf", PDF)
    for item in (1, 2):
        attach(workspace, case, path, as_=LETTER, item=item, by="helpdesk")
    with pytest.raises(DocgenError) as refusal:
        attach(workspace, case, path, as_=LETTER, item=2, by="helpdesk")
    assert [problem.reference for problem in refusal.value.problems] == ["request-repeated"]


@pytest.mark.parametrize(("as_", "item"), [(LETTER, 5), (LETTER, 9), ("lembar-disposisi", 1), ("berkas", 1)])
def test_an_item_for_which_nothing_was_issued_is_refused(workspace: Workspace, as_: str, item: int) -> None:
    case = play(workspace, script("1")[:6])[-1].case.id
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        attach(workspace, case, file(workspace, "a.pdf", PDF), as_=as_, item=item, by="helpdesk")
    (workspace.root / "a.pdf").unlink()
    assert tree(workspace.root) == before
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == ("option-unusable", "--item")
    assert ("--item 4 (" in problem.hint) == (as_ == LETTER)


def test_a_scan_stands_in_the_round_of_the_letter_that_was_issued_last_before_it(workspace: Workspace) -> None:
    steps = script("2")
    case = play(workspace, steps[:5])[-1].case.id
    attach(workspace, case, file(workspace, "s.pdf", PDF), as_="surat-pengembalian", by="helpdesk")
    papers = open_case(workspace, case).state.papers
    (letter,) = [each for each in papers if each.kind == "surat-pengembalian" and not each.scan]
    (scan,) = [each for each in papers if each.scan]
    assert open_case(workspace, case).state.round == 2
    assert (scan.round, scan.number) == (letter.round, letter.number) == (1, letter.number)
    assert letter.number is not None


def test_a_scan_shows_the_letter_that_took_the_place_of_a_lost_one(workspace: Workspace) -> None:
    case = play(workspace, script("1")[:6])[-1].case.id
    again = reissue(workspace, case, Reissue(kind=LETTER, item=1, reason="Hilang.", by="admin"))
    attach(workspace, case, file(workspace, "s.pdf", PDF), as_=LETTER, item=1, by="helpdesk")
    (scan,) = [each for each in open_case(workspace, case).state.papers if each.scan]
    (number,) = [each.number for each in again.step.documents]
    assert number is not None
    assert scan.number == number.nomor

"""Reissue: a lost page gets a new password, a paper that a correction has overtaken prints the new value."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from pathlib import Path

import docx
import pytest
from playing import given, play, script, set_clock, take, tree

from docgen.app.cases import open_case, projection
from docgen.app.correct import correct
from docgen.app.registers import all_claims
from docgen.app.reissue import Reissue, reissue
from docgen.app.restore import restore
from docgen.app.safe import Safe
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError

pytestmark = pytest.mark.usefixtures("quick")
SLIP = "slip-kata-sandi"


def order(kind: str, item: int | None = None, *, reason: str = "Hilang.", again: bool = False) -> Reissue:
    return Reissue(kind=kind, item=item, reason=reason, by="admin", safe=Safe(generates=True), again=again)


@pytest.fixture
def case(workspace: Workspace) -> str:
    return play(workspace, script("1")[:6])[-1].case.id


def test_a_lost_page_gets_a_new_one_and_the_old_stays(workspace: Workspace, case: str) -> None:
    before = tree(workspace.root)
    done = reissue(workspace, case, order(SLIP, 1))
    (page,) = done.step.documents
    assert (page.kind, page.copy_, page.template) == (SLIP, 1, None)
    old = next(path for path in before if path.endswith(f"{SLIP}-1.pdf"))
    now = tree(workspace.root)
    assert now[old] == before[old]
    assert (done.folder / page.path).read_bytes() != before[old]
    assert verify_case(workspace, case) == ()
    assert done.case.open == play_on(workspace, case)


def play_on(workspace: Workspace, case: str) -> object:
    """What waits in the case: a reissue moves nothing."""
    before = open_case(workspace, case).state.open
    assert before == ("arsip", "selesai")
    opened = open_case(workspace, case)
    return projection(opened.definition.sop, opened.steps).open


def test_a_page_that_is_gone_stops_nothing_and_is_told(workspace: Workspace, case: str) -> None:
    folder = open_case(workspace, case).folder
    page = next(folder.glob(f"06/*{SLIP}-1.pdf"))
    page.unlink()
    (problem,) = verify_case(workspace, case)
    assert f"docgen reissue {case} {SLIP}" in problem.hint
    reissue(workspace, case, order(SLIP, 1))
    letter = next(folder.glob("06/*pemberitahuan-user-id-1.docx"))
    letter.unlink()
    with pytest.raises(DocgenError) as refusal:  # the control: any other paper does
        reissue(workspace, case, order(SLIP, 3))
    assert [each.reference for each in refusal.value.problems] == ["paper-changed"]


@pytest.mark.parametrize(
    ("kind", "item", "hint"),
    [
        (SLIP, 2, "--item 1"),  # his account is extended: he never got one
        (SLIP, None, "--item 1"),
        ("surat-penolakan", None, "Issued so far"),
        ("slip-kata-sandy", 1, "slip-kata-sandi"),
    ],
)
def test_what_was_never_issued_is_refused(
    workspace: Workspace, case: str, kind: str, item: int | None, hint: str
) -> None:
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        reissue(workspace, case, order(kind, item))
    assert refusal.value.problems[0].reference == "reissue-refused"
    assert hint in refusal.value.problems[0].hint
    assert tree(workspace.root) == before


def test_without_a_password_there_is_no_page(workspace: Workspace, case: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        reissue(workspace, case, Reissue(kind=SLIP, item=1, reason="Hilang.", by="admin"))
    assert refusal.value.problems[0].reference == "field-missing"


def test_the_same_reissue_typed_twice_is_refused(workspace: Workspace, case: str) -> None:
    reissue(workspace, case, order(SLIP, 1))
    with pytest.raises(DocgenError, match="just been issued") as refusal:
        reissue(workspace, case, order(SLIP, 1))
    assert refusal.value.problems[0].reference == "reissue-refused"
    reissue(workspace, case, order(SLIP, 1, again=True))
    reissue(workspace, case, order(SLIP, 3))


def test_a_letter_takes_a_new_number_and_says_what_was_mended(workspace: Workspace, case: str) -> None:
    said = given({"auditor": {"1": {"nama": "Auditor Contoh Satu Benar"}}})
    correct(workspace, case, given=said, reason="Salah ketik.", by="helpdesk", base=workspace.root)
    numbers = [claim.number for claim in all_claims(workspace, register="surat-keluar")]
    done = reissue(workspace, case, order("pemberitahuan-user-id", 1, reason="Nama diperbaiki."))
    (letter,) = done.step.documents
    assert letter.number is not None
    assert letter.number.urut == numbers[-1] + 1
    path = done.folder / letter.path
    content = path.read_bytes()
    assert text_of(path).count("Auditor Contoh Satu Benar") >= 1
    path.unlink()
    assert restore(workspace, case) == (path,)
    assert path.read_bytes() == content
    set_clock(workspace, "2025-11-03T10:35")
    take(workspace, script("1")[6], case=case)
    assert verify_case(workspace, case) == ()


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_a_paper_is_of_one_moment_however_long_it_takes(workspace: Workspace, case: str) -> None:
    seconds = itertools.count()
    start = workspace.now()
    ticking = dataclasses.replace(workspace, clock=lambda: start + dt.timedelta(seconds=next(seconds)))
    done = reissue(ticking, case, order("pemberitahuan-user-id", 3))
    (letter,) = done.step.documents
    path = done.folder / letter.path
    path.unlink()
    assert restore(workspace, case) == (path,)
    assert verify_case(workspace, case) == ()


def test_what_belongs_to_a_round_that_is_over_stays_as_it_was(workspace: Workspace) -> None:
    """The record speaks of the present submission: a return letter made of it would be false."""
    steps = script("2")
    case = play(workspace, steps[:4])[-1].case.id
    assert reissue(workspace, case, order("surat-pengembalian")).step.documents, "the control: its round is not over"
    play(workspace, steps[4:], case=case)
    said = given({"instansi": {"nama": "Inspektorat Lain"}})
    mended = correct(workspace, case, given=said, reason="Salah ketik.", by="helpdesk", base=workspace.root)
    assert mended.step.reissue
    assert not [path for path in mended.step.reissue if "surat-pengembalian" in path]
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        reissue(workspace, case, order("surat-pengembalian"))
    (problem,) = refusal.value.problems
    assert problem.reference == "reissue-refused"
    assert "which is over" in problem.message
    assert tree(workspace.root) == before


def test_a_receipt_that_is_issued_once_more_says_when_the_file_was_taken_in(workspace: Workspace) -> None:
    case = play(workspace, script("1"))[-1].case.id
    taken_in = open_case(workspace, case).steps[1].at
    set_clock(workspace, "2025-12-01T09:15")
    done = reissue(workspace, case, order("tanda-terima-berkas"))
    text = text_of(done.folder / done.step.documents[0].path)
    assert f"3 November 2025 pukul {taken_in:%H.%M} WIB" in text
    assert "Desember" not in text
    form = reissue(workspace, case, order("formulir-permintaan-layanan"))
    cells = docx.Document(str(form.folder / form.step.documents[0].path)).tables[0].rows
    closed = [row.cells[-1].text for row in cells if row.cells[0].text == "Tanggal selesai"]
    assert closed == ["3 November 2025"], "the day on which the case was closed"
    assert verify_case(workspace, case) == ()


@pytest.mark.parametrize(("zone", "name"), [("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")])
def test_times_are_printed_with_the_zone_of_the_office(workspace: Workspace, zone: str, name: str) -> None:
    office = workspace.office.model_copy(update={"zona_waktu": zone})
    there = dataclasses.replace(workspace, office=office)
    step = play(there, script("1")[:2])[-1]
    for kind in ("tanda-terima-berkas", "lembar-disposisi", "formulir-permintaan-layanan"):
        (path,) = [step.folder / each.path for each in step.step.documents if each.kind == kind]
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        whole = "\n".join([text_of(path), *cells])
        assert f" {name}" in whole, kind
        assert "WIB" not in whole, kind


def test_a_password_that_no_page_would_seal_is_refused(workspace: Workspace) -> None:
    """Nobody would ever see it: the definition asks for more than its page is made for."""
    path = workspace.templates / "auditor" / "sop.yaml"
    text = path.read_text(encoding="utf-8")
    old = "penerima.akun.mode_akun == 'spse_lokal'\n"
    assert text.count(old) == 1
    path.write_text(text.replace(old, old.rstrip() + " and penerima.akun.kanal == 'langsung'\n"), encoding="utf-8")
    case = play(workspace, script("1")[:5])[-1].case.id
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        take(workspace, script("1")[5], case=case)
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == ("sop-invalid", "akun.1.sandi")
    assert tree(workspace.root) == before

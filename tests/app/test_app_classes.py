"""Classes of SOP 24, where a wrong step would seat, list or forget somebody wrongly."""

from __future__ import annotations

import dataclasses

import pytest
from classes import DAY, KASUBBAG, answered, closed, opened, told, waiting
from playing import given, set_clock
from tours import go

from docgen.app.cases import open_case
from docgen.app.correct import correct
from docgen.app.perform import Performed
from docgen.app.reissue import Reissue, reissue
from docgen.app.restore import restore
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError

pytestmark = pytest.mark.usefixtures("quick")
CHANGED = {"tempat": "Aula LPSE", "alasan": "Ruang dipakai.", "konfirmasi_sampai": "2025-11-11"}


def names(done: Performed) -> list[object]:
    """Who sits in a class after a step of it."""
    seats = done.case.record["peserta"]
    assert isinstance(seats, list)
    return [seat["nama"] for seat in seats if isinstance(seat, dict)]


def full(workspace: Workspace) -> tuple[str, str]:
    """A class of two, full: of the first request one declined, and the next one has his seat."""
    first, second = waiting(workspace, people=2), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, first, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, first, "2025-11-05T09:00", "hadir", "batal")
    go(workspace, session, "isi", at="2025-11-05T10:00", by=KASUBBAG)
    told(workspace, second, "2025-11-05T10:30", until="2025-11-07")
    answered(workspace, second, "2025-11-05T13:00", "hadir")
    return session, first


def test_a_declined_seat_that_was_given_away_does_not_come_back_with_a_change(workspace: Workspace) -> None:
    session, first = full(workspace)
    go(workspace, session, "ubah", CHANGED, at="2025-11-06T08:30", by=KASUBBAG)
    assert open_case(workspace, first).state.record["kursi"] == [True, False]
    again = {**CHANGED, "alasan": "Ruangan diganti sekali lagi."}
    fixed = go(workspace, session, "ubah", again, at="2025-11-06T09:30", by=KASUBBAG)
    assert names(fixed) == ["Peserta Contoh Satu", "Pemohon Contoh Mandiri"]


def test_who_comes_late_into_a_fixed_class_stands_on_its_attendance_list(workspace: Workspace) -> None:
    first, second = waiting(workspace, people=2), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    tentative = go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, first, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, first, "2025-11-05T09:00", "hadir", "batal")
    go(workspace, session, "tetapkan", at="2025-11-05T09:30", by=KASUBBAG)
    late = go(workspace, session, "isi", at="2025-11-05T10:00", by=KASUBBAG)
    assert open_case(workspace, second).state.open == ("penyampaian",)
    assert [document.kind for document in tentative.step.documents] == ["jadwal-training"]
    assert [document.kind for document in late.step.documents] == ["jadwal-training", "daftar-hadir"]


def test_who_of_a_divided_group_was_not_asked_is_not_forgotten_when_the_others_decline(workspace: Workspace) -> None:
    divided, other = waiting(workspace), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG, split=[divided])
    told(workspace, divided, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, divided, "2025-11-05T09:00", "batal", "batal", None)
    assert open_case(workspace, divided).state.open == ("tindak-lanjut",)
    taken = go(workspace, session, "isi", at="2025-11-05T10:00", by=KASUBBAG)
    assert names(taken) == ["Pemohon Contoh Mandiri"]
    told(workspace, other, "2025-11-05T10:30", until="2025-11-07")
    fixed = go(workspace, session, "tetapkan", at="2025-11-05T11:00", by=KASUBBAG)
    assert [member.case for member in fixed.step.members] == [other]
    follow_up = {"tindak_lanjut": "jadwal ulang", "alasan": "Satu peserta belum mendapat kursi."}
    waits = go(workspace, divided, "tindak-lanjut", follow_up, at="2025-11-05T13:00", by=KASUBBAG)
    assert names(waits) == ["Peserta Contoh Tiga"]
    assert open_case(workspace, divided).state.open == ("jadwal",)


def test_a_class_that_nobody_sits_in_any_more_was_not_held(workspace: Workspace) -> None:
    case = waiting(workspace, people=1)
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    go(workspace, session, "tetapkan", at="2025-11-05T09:00", by=KASUBBAG)
    go(workspace, case, "penarikan", {"alasan": "Peserta pindah tugas."}, at="2025-11-05T10:00")
    with pytest.raises(DocgenError) as refusal:
        closed(workspace, session, "2025-11-12T12:30", [])
    assert [problem.reference for problem in refusal.value.problems] == ["step-refused"]
    ended = go(workspace, session, "tunda", {"alasan": "Tidak ada peserta."}, at="2025-11-12T12:30", by=KASUBBAG)
    assert ended.case.outcome == "ditunda"


def once_more(kind: str, reason: str = "Lembarnya hilang.") -> Reissue:
    return Reissue(kind=kind, reason=reason, by=KASUBBAG)


def seated(workspace: Workspace) -> tuple[str, str, str]:
    """A tentative class with two members, who confirmed; gives it first."""
    first, second = waiting(workspace, people=1), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    for case in (first, second):
        told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
        answered(workspace, case, "2025-11-05T09:00", "hadir")
    return session, first, second


def test_a_paper_of_a_class_that_is_issued_once_more_comes_to_its_members(workspace: Workspace) -> None:
    session, first, second = seated(workspace)
    set_clock(workspace, "2025-11-06T09:00")
    done = reissue(workspace, session, once_more("jadwal-training"))
    assert [each.case for each in done.step.members] == [first, second]
    printed = (done.folder / done.step.documents[0].path).read_bytes()
    for case in (first, second):
        opened_case = open_case(workspace, case)
        (copy,) = opened_case.steps[-1].copies
        assert (opened_case.folder / copy.path).read_bytes() == printed
        assert opened_case.steps[-1].reason == "Lembarnya hilang."
        schedules = [each.replaced for each in opened_case.state.papers if each.kind == "jadwal-training"]
        assert schedules == [True, False]
        (opened_case.folder / copy.path).unlink()
        assert [path.read_bytes() for path in restore(workspace, case)] == [printed]
        assert verify_case(workspace, case) == ()
    undo(workspace, session, reason="Ternyata ada.", by=KASUBBAG)
    assert [each.replaced for each in open_case(workspace, first).state.papers if each.session] == [False]
    assert verify_case(workspace, session) == ()


def test_one_day_of_the_attendance_list_replaces_that_day_only(workspace: Workspace) -> None:
    other = {**DAY, "tanggal": "2025-11-13"}
    case = waiting(workspace, people=1)
    session = opened(workspace, "2025-11-04T09:30", hari=[DAY, other])
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    go(workspace, session, "tetapkan", at="2025-11-05T09:00", by=KASUBBAG)
    set_clock(workspace, "2025-11-06T09:00")
    reissue(workspace, session, dataclasses.replace(once_more("daftar-hadir"), item=2))
    lists = [each for each in open_case(workspace, case).state.papers if each.kind == "daftar-hadir"]
    assert [(each.copy, each.replaced) for each in lists] == [(1, False), (2, True), (2, False)]


def test_a_closed_file_keeps_the_copy_that_it_has_and_that_is_said(workspace: Workspace) -> None:
    session, first, second = seated(workspace)
    go(workspace, second, "penarikan", {"alasan": "Pindah tugas."}, at="2025-11-06T08:00")
    steps = len(open_case(workspace, second).steps)
    set_clock(workspace, "2025-11-06T09:00")
    tried = reissue(workspace, session, once_more("jadwal-training"), dry_run=True)
    done = reissue(workspace, session, once_more("jadwal-training"))
    assert [each.case for each in done.step.members] == [first]
    assert len(open_case(workspace, second).steps) == steps
    for found in (tried, done):
        (warning,) = found.warnings
        assert (warning.reference, second in warning.message, first in warning.message) == ("copy-kept", True, False)


def test_no_member_gets_it_where_one_was_edited(workspace: Workspace) -> None:
    session, first, second = seated(workspace)
    copy = next(open_case(workspace, second).folder.glob("*/*jadwal-training.docx"))
    copy.write_bytes(copy.read_bytes() + b"x")
    with pytest.raises(DocgenError) as refusal:
        reissue(workspace, session, once_more("jadwal-training"))
    assert [problem.reference for problem in refusal.value.problems] == ["paper-changed"]
    assert open_case(workspace, first).steps[-1].stage == "konfirmasi"
    assert open_case(workspace, session).steps[-1].stage == "rencana"


def test_a_copy_is_issued_once_more_by_its_own_case(workspace: Workspace) -> None:
    session, first, _second = seated(workspace)
    for kind, hint in (("jadwal-training", f"docgen reissue {session} jadwal-training"), ("berita-acara", "Issued")):
        with pytest.raises(DocgenError) as refusal:
            reissue(workspace, first, once_more(kind))
        assert hint in refusal.value.problems[0].hint


def mending(workspace: Workspace, case: str, values: dict[str, object]) -> str:
    """What a correction that is refused advises."""
    with pytest.raises(DocgenError) as refusal:
        correct(workspace, case, given=given(values), reason="Salah ketik.", by=KASUBBAG, base=workspace.root)
    assert [problem.reference for problem in refusal.value.problems] == ["correction-refused"]
    return refusal.value.problems[0].hint


def test_what_is_advised_where_a_class_told_it_can_be_done_then(workspace: Workspace) -> None:
    first = waiting(workspace, people=1)
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    change, back = f"docgen training kelas ubah {session}", f"docgen undo {session} --reason …"
    for case, place in ((session, {"tempat": "Aula"}), (first, {"kelas": {"tempat": "Aula"}})):
        assert mending(workspace, case, place).endswith(f": {change}; {back}")
    assert mending(workspace, session, {"nama": "Gelombang Satu"}).endswith(f": {back}")  # no stage asks for it again
    told(workspace, first, "2025-11-04T10:30", until="2025-11-07")
    assert mending(workspace, session, {"tempat": "Aula"}).endswith(f": {change}")  # the member has gone on
    assert session in mending(workspace, session, {"nama": "Gelombang Satu"})
    go(workspace, session, "tunda", {"alasan": "Tidak ada peserta."}, at="2025-11-05T12:30", by=KASUBBAG)
    assert mending(workspace, session, {"tempat": "Aula"}).endswith(f": {back}")  # it is closed

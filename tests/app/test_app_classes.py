"""Classes of SOP 24, where a wrong step would seat, list or forget somebody wrongly."""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from classes import DAY, KASUBBAG, SOP, answered, closed, opened, told, waiting
from docx import Document as DocxDocument
from docx.oxml.ns import qn
from playing import given, script, set_clock
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
from docgen.workflow.given import from_stored

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
    again = {**CHANGED, "tempat": "Ruang Rapat", "alasan": "Ruangan diganti sekali lagi."}
    fixed = go(workspace, session, "ubah", again, at="2025-11-06T09:30", by=KASUBBAG)
    assert names(fixed) == ["Peserta Contoh Satu", "Pemohon Contoh Mandiri"]


def test_a_changed_schedule_changes_a_day_a_place_a_trainer_or_the_limit(workspace: Workspace) -> None:
    session, _first = full(workspace)
    same = {"tempat": "Ruang Pelatihan LPSE", "alasan": "Salah tekan.", "konfirmasi_sampai": "2025-11-07"}
    with pytest.raises(DocgenError) as refusal:
        go(workspace, session, "ubah", same, at="2025-11-06T08:30", by=KASUBBAG)
    assert [(problem.reference, problem.where) for problem in refusal.value.problems] == [("step-refused", "ubah")]
    longer = {"alasan": "Libur di antaranya.", "konfirmasi_sampai": "2025-11-10"}
    assert go(workspace, session, "ubah", longer, at="2025-11-06T08:30", by=KASUBBAG).case.record["versi"] == 3


def twice(workspace: Workspace, session: str, **more: Any) -> list[str]:
    """Who is told to be seated twice, at the first look of a class."""
    done = go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG, dry_run=True, **more)
    return [each.message for each in done.warnings if each.reference == "value-shared"]


def test_the_same_person_in_two_requests_of_one_class_is_told_and_both_are_named(workspace: Workspace) -> None:
    first = waiting(workspace, people=2)
    seats = open_case(workspace, first).state.record["peserta"]
    assert isinstance(seats, list)
    assert isinstance(seats[0], dict)
    (own,) = script("2", SOP)[0]["input"]["peserta"]
    same = {"identitas": seats[0]["identitas"], "hp": str(seats[0]["hp"])}
    second = waiting(workspace, "2", peserta=[{**own, **same}])
    session = opened(workspace, "2025-11-04T09:30")
    (message,) = twice(workspace, session)
    for named in (first, second, "Peserta Contoh Satu", own["nama"], "Identitas", "No. HP", str(seats[0]["hp"])):
        assert named in message, named
    assert twice(workspace, session, excluded={second: "Orang yang sama."}) == []


def test_different_people_of_two_requests_are_seated_without_a_word(workspace: Workspace) -> None:
    waiting(workspace, people=2)
    waiting(workspace, "2")
    assert twice(workspace, opened(workspace, "2025-11-04T09:30")) == []


def test_who_has_not_confirmed_is_told_when_the_schedule_is_fixed(workspace: Workspace) -> None:
    first, second = waiting(workspace, people=2), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, first, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, first, "2025-11-05T09:00", "hadir", "batal")
    told(workspace, second, "2025-11-05T09:30", until="2025-11-07")
    fix = (workspace, session, "tetapkan")
    (warning,) = go(*fix, at="2025-11-05T10:00", by=KASUBBAG, dry_run=True).warnings
    assert (warning.reference, warning.where) == ("step-doubtful", second)
    assert warning.message == "Konfirmasi belum diterima dari Pemohon Contoh Mandiri."
    answered(workspace, second, "2025-11-05T10:30", "hadir")
    assert go(*fix, at="2025-11-05T11:00", by=KASUBBAG).warnings == ()


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
    again = {"tindak_lanjut": "jadwal ulang", "dijadwalkan_ulang": {"*": True}}
    follow_up = {**again, "alasan": "Satu peserta belum mendapat kursi."}
    waits = go(workspace, divided, "tindak-lanjut", follow_up, at="2025-11-05T13:00", by=KASUBBAG)
    assert names(waits) == ["Peserta Contoh Tiga"]
    assert open_case(workspace, divided).state.open == ("jadwal",)


def test_silence_of_some_does_not_cost_the_others_of_a_divided_group_their_place(workspace: Workspace) -> None:
    divided, whole = waiting(workspace), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG, split=[divided])
    told(workspace, divided, "2025-11-04T10:30", until="2025-11-05")
    reason = {"alasan": "Tidak menjawab."}
    with pytest.raises(DocgenError, match="Sebagian peserta tidak mempunyai kursi"):
        go(workspace, divided, "pelepasan-kursi", reason, at="2025-11-06T08:30")
    answered(workspace, divided, "2025-11-06T08:30", "batal", "batal", None)
    assert open_case(workspace, divided).state.open == ("tindak-lanjut",)
    go(workspace, session, "isi", at="2025-11-06T09:00", by=KASUBBAG)
    told(workspace, whole, "2025-11-06T09:30", until="2025-11-07")
    released = go(workspace, whole, "pelepasan-kursi", reason, at="2025-11-10T08:30")
    assert released.case.outcome == "tanpa konfirmasi"  # the control: of a whole group nobody waits


def test_who_declined_before_a_change_is_scheduled_again_only_if_somebody_says_so(workspace: Workspace) -> None:
    case = waiting(workspace)
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-05T09:00", "hadir", "batal", "hadir")
    go(workspace, session, "ubah", CHANGED, at="2025-11-06T08:30", by=KASUBBAG)
    answered(workspace, case, "2025-11-06T09:00", "hadir", None, "hadir")
    go(workspace, session, "tetapkan", at="2025-11-06T10:00", by=KASUBBAG)
    closed(workspace, session, "2025-11-12T12:30", [["2025-11-12"], []])
    again = {"tindak_lanjut": "jadwal ulang", "alasan": "Sakit."}
    nobody = {**again, "dijadwalkan_ulang": [None, False, False]}
    with pytest.raises(DocgenError, match="Tidak seorang pun dijadwalkan ulang"):
        go(workspace, case, "tindak-lanjut", nobody, at="2025-11-13T08:30", by=KASUBBAG)
    chosen = {**again, "dijadwalkan_ulang": [None, False, True]}
    go(workspace, case, "tindak-lanjut", chosen, at="2025-11-13T08:30", by=KASUBBAG)
    assert [each["nama"] for each in participants(workspace, case)] == ["Peserta Contoh Tiga"]
    assert open_case(workspace, case).state.open == ("jadwal",)


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


OTHER = {
    "nama": "Pengganti Contoh",
    "jabatan": "Analis Contoh",
    "hp": "+6281200000131",
    "email": "pengganti@contoh.example",
}


def participants(workspace: Workspace, case: str) -> list[dict[str, Any]]:
    """Who is named in a request."""
    record: dict[str, Any] = dict(open_case(workspace, case).state.record)
    found: list[dict[str, Any]] = record["peserta"]
    return found


def substituted(workspace: Workspace) -> tuple[str, str]:
    """A class with a request of two, of whom the second sends somebody else."""
    case = waiting(workspace, people=2)
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-05T09:00", "hadir", {"jawaban": "diganti", "pengganti": OTHER})
    return session, case


def test_who_comes_instead_keeps_the_seat_when_the_schedule_changes(workspace: Workspace) -> None:
    session, case = substituted(workspace)
    first = names(go(workspace, session, "tetapkan", at="2025-11-05T10:00", by=KASUBBAG))
    changed = names(go(workspace, session, "ubah", CHANGED, at="2025-11-06T08:30", by=KASUBBAG))
    assert first == changed == ["Peserta Contoh Satu", "Pengganti Contoh"]
    answered(workspace, case, "2025-11-06T09:00", "hadir", "hadir")
    assert participants(workspace, case)[1]["email"] == "pengganti@contoh.example"
    held = closed(workspace, session, "2025-11-12T12:30", [["2025-11-12"], ["2025-11-12"]])
    assert names(held) == first
    assert open_case(workspace, case).state.outcome == "selesai"


def test_who_comes_instead_waits_for_the_next_class_when_this_one_is_put_off(workspace: Workspace) -> None:
    session, case = substituted(workspace)
    go(workspace, session, "tunda", {"alasan": "Terlalu sedikit."}, at="2025-11-06T08:30", by=KASUBBAG)
    second = opened(workspace, "2025-11-06T09:00", hari=[{**DAY, "tanggal": "2025-11-26"}])
    planned = go(workspace, second, "rencana", at="2025-11-06T10:00", by=KASUBBAG)
    assert names(planned) == ["Peserta Contoh Satu", "Pengganti Contoh"]
    assert [member.case for member in planned.step.members] == [case]


def test_who_comes_instead_and_sits_in_another_request_is_told(workspace: Workspace) -> None:
    other = waiting(workspace, "2")
    (participant,) = participants(workspace, other)
    case = waiting(workspace, people=1)
    session = opened(workspace, "2025-11-04T09:30", kuota=1)
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG, excluded={other: "Diminta menunggu."})
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    twin = {"jawaban": "diganti", "pengganti": {**OTHER, "hp": participant["hp"]}}
    found = answered(workspace, case, "2025-11-05T09:00", twin)
    (warning,) = found.warnings
    assert warning.reference == "value-shared"
    assert "konfirmasi.1.pengganti.hp" in warning.where
    assert other in warning.message


def test_a_typo_in_a_substitute_is_mended_in_both_places(workspace: Workspace) -> None:
    _session, case = substituted(workspace)
    said = {"konfirmasi": {"2": {"pengganti": {"nama": "Pengganti Contoh, S.E."}}}}
    mended = correct(workspace, case, given=from_stored(said), reason="Salah ketik.", base=workspace.root)
    assert set(mended.step.captured) == {"konfirmasi", "peserta"}
    assert [each["nama"] for each in participants(workspace, case)] == ["Peserta Contoh Satu", "Pengganti Contoh, S.E."]
    back = {"konfirmasi": {"2": {"jawaban": "hadir", "pengganti": None}}}
    with pytest.raises(DocgenError) as refusal:
        correct(workspace, case, given=from_stored(back), reason="Ternyata hadir.", base=workspace.root)
    assert [problem.reference for problem in refusal.value.problems] == ["correction-refused"]


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


def shown(folder: Path, path: str) -> str:
    """A paper as text."""
    return " ".join(node.text or "" for node in DocxDocument(str(folder / path)).element.body.iter(qn("w:t")))


def test_an_attendance_list_issued_anew_has_who_sits_there_now(workspace: Workspace) -> None:
    case, other = waiting(workspace), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30")
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    for each in (case, other):
        told(workspace, each, "2025-11-04T10:30", until="2025-11-07")
    tentative = answered(workspace, other, "2025-11-05T09:00", "batal")
    assert tentative.warnings == ()  # the papers are to be made yet
    go(workspace, session, "tetapkan", at="2025-11-05T10:00", by=KASUBBAG)
    done = answered(workspace, case, "2025-11-05T11:00", {"jawaban": "diganti", "pengganti": OTHER}, "batal", "hadir")
    (warning,) = done.warnings
    assert (warning.reference, warning.where) == ("seats-changed", session)
    assert "Daftar Hadir" in warning.message
    set_clock(workspace, "2025-11-06T09:00")
    printed = reissue(workspace, session, dataclasses.replace(once_more("daftar-hadir"), item=1))
    text = shown(printed.folder, printed.step.documents[0].path)
    assert [name in text for name in ("Pengganti Contoh", "Peserta Contoh Dua", "Peserta Contoh Tiga")] == [
        True,
        False,
        True,
    ]
    assert names(printed) == ["Pengganti Contoh", "Peserta Contoh Tiga"]
    (printed.folder / printed.step.documents[0].path).unlink()
    (restored,) = restore(workspace, session)
    assert shown(restored.parent, restored.name) == text
    assert verify_case(workspace, session) == verify_case(workspace, case) == ()
    set_clock(workspace, "2025-11-06T10:00")
    (typo,) = mending_warns(workspace, case, {"peserta": {"3": {"nama": "Peserta Contoh Tiga, S.E."}}})
    assert typo == "seats-changed"


def mending_warns(workspace: Workspace, case: str, said: dict[str, Any]) -> list[str]:
    done = correct(workspace, case, given=from_stored(said), reason="Salah ketik.", base=workspace.root)
    return [each.reference for each in done.warnings]


def test_a_copy_that_a_class_brought_does_not_bind_what_the_member_did(workspace: Workspace) -> None:
    session, first, second = seated(workspace)
    undo(workspace, first, reason="Belum menjawab.")
    undo(workspace, second, reason="Belum menjawab.")
    answered(workspace, second, "2025-11-05T09:00", "batal")
    case = open_case(workspace, first).id
    set_clock(workspace, "2025-11-06T09:00")
    reissue(workspace, session, once_more("jadwal-training"))
    answered(workspace, case, "2025-11-06T10:00", "batal")
    undo(workspace, case, reason="Salah catat.")  # its own answer, after the copy
    undo(workspace, case, reason="Disampaikan lagi.")  # its own step before the copy, which stays
    after = open_case(workspace, case)
    assert after.state.open == ("penyampaian",)
    assert after.steps[-1].undoes is not None
    assert [each.replaced for each in after.state.papers if each.session] == [True, False]
    with pytest.raises(DocgenError, match="in all its members at once"):
        undo(workspace, case, reason="Kelasnya juga.")  # the control: what the class did is taken back there


def test_what_a_class_told_and_took_back_may_be_mended_again(workspace: Workspace) -> None:
    session, first, _second = seated(workspace)
    go(workspace, session, "ubah", CHANGED, at="2025-11-06T08:30", by=KASUBBAG)
    longer = {"konfirmasi_sampai": "2025-11-10"}
    assert "correction-refused" in refusals(workspace, first, longer)
    undo(workspace, session, reason="Ruang jadi dipakai.", by=KASUBBAG)
    assert refusals(workspace, first, longer) == []


def refusals(workspace: Workspace, case: str, said: dict[str, Any]) -> list[str]:
    try:
        correct(workspace, case, given=from_stored(said), reason="Salah ketik.", base=workspace.root)
    except DocgenError as error:
        return [problem.reference for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"trainer": ["trainer", "ketua-trainer"]}, True),  # the same two
        ({"hari": [{**DAY, "acara": []}]}, True),
        ({"trainer": ["trainer"]}, False),
        ({"hari": [{**DAY, "acara": ["Praktik"]}]}, False),
    ],
)
def test_a_change_that_only_looks_like_one_is_refused(
    workspace: Workspace, changed: dict[str, Any], refused: bool
) -> None:
    session, _first, _second = seated(workspace)
    said = {**changed, "alasan": "Diganti.", "konfirmasi_sampai": "2025-11-07"}
    with pytest.raises(DocgenError, match="changes nothing") if refused else nullcontext():
        go(workspace, session, "ubah", said, at="2025-11-06T08:30", by=KASUBBAG)


def test_who_has_left_a_class_keeps_the_copy_and_that_is_said(workspace: Workspace) -> None:
    session, case, other = seated(workspace)
    go(workspace, session, "tunda", {"alasan": "Listrik padam."}, at="2025-11-06T08:30", by=KASUBBAG)
    set_clock(workspace, "2025-11-06T10:00")
    done = reissue(workspace, session, once_more("jadwal-training"))
    (warning,) = done.warnings
    assert warning.reference == "copy-kept"
    assert case in warning.message
    assert other in warning.message

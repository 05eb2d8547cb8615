"""Sessions: a case of its own whose stages work on several others, all of them or none."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import docx
import pytest
from playing import given, set_clock
from tours import SESSION, go, request, tour, tours

from docgen.app.cases import open_case
from docgen.app.check_sop import check_sop
from docgen.app.correct import correct
from docgen.app.definitions import definition_path
from docgen.app.overview import list_cases, today
from docgen.app.registers import all_claims
from docgen.app.restore import restore
from docgen.app.session_files import export_calendars, export_seats
from docgen.app.sessions import session as listed
from docgen.app.status import status
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.store.cases import case_dirs, meant
from docgen.workflow.fold import State

MORNING = "2025-11-03T08:"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tours(tmp_path / "kantor")


def state(workspace: Workspace, case: str) -> State:
    return open_case(workspace, case).state


def filled(workspace: Workspace) -> tuple[str, list[str]]:
    """A tour of four with a request of one and one of two; a third request, of three, waits."""
    requests = [request(workspace, f"{MORNING}0{guests}", guests) for guests in (1, 2, 3)]
    session = tour(workspace)
    go(workspace, session, "isi", at="2025-11-03T09:30")
    return session, requests


def refused(workspace: Workspace, *args: object, **more: object) -> DocgenError:
    with pytest.raises(DocgenError) as refusal:
        go(workspace, *args, **more)  # type: ignore[arg-type]
    return refusal.value


def paper(workspace: Workspace, case: str, kind: str) -> str:
    (path,) = workspace.store.case_dir(case).glob(f"*/*{kind}.docx")
    return docx.Document(io.BytesIO(path.read_bytes())).paragraphs[0].text


def whole(workspace: Workspace) -> bool:
    return not [problem for folder in case_dirs(workspace.store) for problem in verify_case(workspace, folder.name)]


def test_its_check_finds_nothing(workspace: Workspace) -> None:
    report = check_sop(workspace, "tur")
    assert (report.problems, report.warnings) == ((), ())
    assert (report.stages, report.templates) == (12, 4)


def test_who_waits_is_taken_in_in_turn_and_told_why(workspace: Workspace) -> None:
    session, (first, second, third) = filled(workspace)
    places = [state(workspace, case).open for case in (first, second, third)]
    assert places == [("kunjungan",), ("kunjungan",), ("tunggu",)]
    step = open_case(workspace, session).steps[-1]
    assert [(each.case, each.seats) for each in step.plan] == [(first, 1), (second, 2), (third, 0)]
    assert "1" in step.plan[2].why
    assert [(each.case, each.seq) for each in step.members] == [(first, 2), (second, 2)]
    kept = state(workspace, second).record["rombongan"]
    assert isinstance(kept, dict)
    assert (kept["kasus"], kept["nama"], kept["titik"]) == (session, "Rombongan Contoh", "Lobi")
    assert "tamu" not in kept  # a member keeps nothing of the others
    assert state(workspace, second).record["kursi"] == [True, True]
    assert whole(workspace)


def test_each_member_gets_its_letter_and_a_copy_of_the_list(workspace: Workspace) -> None:
    session, (first, second, third) = filled(workspace)
    assert paper(workspace, second, "undangan") == (
        "Nomor 000.9.1/002/LPSE/2025: Pemohon Contoh 08:02 ikut Rombongan Contoh di Lobi."
    )
    (own,) = workspace.store.case_dir(session).glob("02/*daftar-tamu.docx")
    for case in (first, second):
        assert (workspace.store.case_dir(case) / "02" / own.name).read_bytes() == own.read_bytes()
    assert not (workspace.store.case_dir(third) / "02").exists()
    assert f"{second}/2" in paper(workspace, session, "daftar-tamu")
    assert [claim.number for claim in all_claims(workspace, register="surat-keluar")] == [1, 2]


def test_a_changed_copy_is_found(workspace: Workspace) -> None:
    _session, (first, *_others) = filled(workspace)
    (copy,) = workspace.store.case_dir(first).glob("02/*daftar-tamu.docx")
    copy.write_bytes(copy.read_bytes() + b"x")
    assert [problem.reference for problem in verify_case(workspace, first)] == ["paper-changed"]


def test_what_a_session_does_nobody_does_by_hand(workspace: Workspace) -> None:
    case = request(workspace, f"{MORNING}01", 1)
    error = refused(workspace, case, "tunggu", {"rombongan": {"nama": "x"}, "kursi": [True]})
    assert error.problems[0].reference == "step-not-allowed"
    assert "docgen tur rombongan isi" in error.problems[0].hint


def test_its_command_names_the_session_that_has_the_case(workspace: Workspace) -> None:
    session, (first, _second, waits) = filled(workspace)
    assert status(workspace, first).waiting[0].command == f"docgen next {session}"
    assert status(workspace, waits).waiting[0].command == "docgen tur rombongan list"


def test_a_last_number_is_one_of_the_kind_that_is_asked_for(workspace: Workspace) -> None:
    session, (first, *_others) = filled(workspace)
    assert (meant(workspace.store, "1", prefix="TUR"), meant(workspace.store, "1", prefix="ROM")) == (first, session)
    assert meant(workspace.store, "1", prefix="LAIN") == "1"
    assert listed(workspace, SESSION, "1").listed.case == session
    with pytest.raises(DocgenError, match="fits 2 cases"):
        open_case(workspace, "1")


def test_its_days_are_told_with_their_hours(workspace: Workspace) -> None:
    session, _requests = filled(workspace)
    (day,) = listed(workspace, SESSION, session).listed.days
    assert day.said == "Senin, 10 November 2025 09.00-11.00"


def test_what_was_done_names_who_did_it_whole(workspace: Workspace) -> None:
    session, _requests = filled(workspace)
    assert "by Pemandu Contoh (2025-11-03 09:30)." in refused(workspace, session, "isi").problems[0].message


def test_a_dry_run_shows_the_plan_and_changes_nothing(workspace: Workspace) -> None:
    first = request(workspace, f"{MORNING}01", 1)
    session = tour(workspace)
    tried = go(workspace, session, "isi", dry_run=True)
    assert [each.case for each in tried.step.plan] == [first]
    assert [len(open_case(workspace, case).steps) for case in (first, session)] == [1, 1]
    assert workspace.store.fs.names(workspace.store.staging) == []


def test_the_end_tells_each_member_of_its_own(workspace: Workspace) -> None:
    session, (first, second, _third) = filled(workspace)
    done = go(workspace, session, "selesai", {"datang": [True, False, True]}, at="2025-11-10T11:00")
    assert done.case.outcome == "selesai"
    assert state(workspace, first).record["datang"] == [True]
    assert state(workspace, second).record["datang"] == [False, True]
    assert state(workspace, second).outcome == "selesai"
    assert paper(workspace, session, "laporan").endswith("2 dari 3 tamu datang.")
    assert whole(workspace)


def test_who_has_not_answered_is_named(workspace: Workspace) -> None:
    session, _requests = filled(workspace)
    error = refused(workspace, session, "selesai", {"datang": [True, None, True]})
    assert [problem.reference for problem in error.problems] == ["field-missing"]
    assert "Tamu 1 08:02" in error.problems[0].message


def test_a_member_that_left_gives_its_seat_to_the_next(workspace: Workspace) -> None:
    session, (first, second, third) = filled(workspace)
    go(workspace, second, "mundur", at="2025-11-04T08:00")
    go(workspace, session, "tambah", at="2025-11-04T09:00")
    assert state(workspace, third).open == ("kunjungan",)
    seats = state(workspace, session).record["tamu"]
    assert isinstance(seats, list)
    assert [seat["kasus"] for seat in seats if isinstance(seat, dict)] == [first, third, third, third]


def test_a_cancelled_tour_puts_its_members_back_to_their_old_place(workspace: Workspace) -> None:
    session, (first, second, third) = filled(workspace)
    go(workspace, session, "batal", {"sebab": "Hujan."}, at="2025-11-04T08:00")
    assert {state(workspace, case).open for case in (first, second, third)} == {("tunggu",)}
    later = request(workspace, "2025-11-04T08:30", 1)
    other = tour(workspace, at="2025-11-04T09:00", nama="Rombongan kedua")
    plan = go(workspace, other, "isi", at="2025-11-04T09:30", dry_run=True).step.plan
    assert [each.case for each in plan] == [first, second, third, later]
    assert paper(workspace, first, "batal").endswith(": Hujan.")


def test_all_members_or_none_and_each_that_is_elsewhere_is_named(workspace: Workspace) -> None:
    session, (first, second, _third) = filled(workspace)
    taken = json.loads((workspace.store.case_dir(second) / "02" / "step.json").read_text(encoding="utf-8"))
    assert taken["with"] == f"{session}/2"
    definition = definition_path(workspace, "tur")
    assert definition.exists()
    go(workspace, session, "selesai", {"datang": [True, True, True]}, at="2025-11-10T11:00")
    error = refused(workspace, session, "geser", {"sebab": "Terlambat."})
    assert error.problems[0].reference == "step-not-allowed"
    assert {state(workspace, case).outcome for case in (first, second)} == {"selesai"}


def test_only_the_session_takes_back_what_it_did(workspace: Workspace) -> None:
    session, (first, second, _third) = filled(workspace)
    with pytest.raises(DocgenError) as refusal:
        undo(workspace, first, reason="Salah.")
    assert refusal.value.problems[0].reference == "undo-refused"
    assert f"docgen undo {session}" in refusal.value.problems[0].hint
    done = undo(workspace, session, reason="Salah.")
    assert {each.case for each in done.step.members} == {first, second}
    assert {state(workspace, case).open for case in (first, second)} == {("tunggu",)}
    assert state(workspace, session).open == ("isi",)
    go(workspace, session, "isi")
    assert whole(workspace)


def test_a_session_is_not_undone_once_a_member_went_on(workspace: Workspace) -> None:
    session, (_first, second, _third) = filled(workspace)
    go(workspace, second, "mundur", at="2025-11-04T08:00")
    with pytest.raises(DocgenError) as refusal:
        undo(workspace, session, reason="Salah.")
    assert (refusal.value.problems[0].reference, refusal.value.problems[0].where) == ("undo-refused", second)
    assert state(workspace, session).open == ("selesai",)


def test_what_members_keep_is_changed_by_a_stage_that_tells_them(workspace: Workspace) -> None:
    session, (first, second, _third) = filled(workspace)
    for case, values in ((session, {"titik": "Taman"}), (first, {"rombongan": {"titik": "Taman"}})):
        with pytest.raises(DocgenError) as refusal:
            correct(workspace, case, given=given(values), reason="Salah ketik.", base=workspace.root)
        assert refusal.value.problems[0].reference == "correction-refused"
    go(workspace, session, "geser", {"titik": "Taman", "sebab": "Lobi dicat."}, at="2025-11-05T08:00")
    for case in (first, second):
        kept = state(workspace, case).record["rombongan"]
        assert isinstance(kept, dict)
        assert kept["titik"] == "Taman"


def test_who_keeps_other_rules_waits_until_migrated(workspace: Workspace) -> None:
    old = request(workspace, f"{MORNING}01", 1)
    path = definition_path(workspace, "tur")
    path.write_text(path.read_text().replace("Kunjungan Balai Kota", "Kunjungan Balai"), encoding="utf-8")
    new = request(workspace, f"{MORNING}02", 1)
    session = tour(workspace)
    plan = go(workspace, session, "isi").step.plan
    assert [(each.case, each.seats) for each in plan] == [(old, 0), (new, 1)]
    assert "migrate" in plan[0].why


def test_what_it_does_not_accept_is_told_with_both_facts(workspace: Workspace) -> None:
    request(workspace, f"{MORNING}01", 1, language="Inggris")
    session = tour(workspace)
    error = refused(workspace, session, "isi")
    assert {problem.reference for problem in error.problems} == {"plan-refused"}
    assert re.search(r"Inggris.*Indonesia", error.problems[1].message)
    assert state(workspace, session).open == ("isi",)


def test_pins_exclusions_and_splits_are_recorded(workspace: Workspace) -> None:
    big = request(workspace, f"{MORNING}00", 6)
    first = request(workspace, f"{MORNING}01", 3)
    last = request(workspace, f"{MORNING}02", 2)
    session = tour(workspace)
    step = go(workspace, session, "isi", pins=[last], excluded={first: "Diminta menunggu."}, split=[big]).step
    assert [(each.case, each.seats) for each in step.plan] == [(big, 2), (first, 0), (last, 2)]
    assert "Diminta menunggu" in step.plan[1].why
    assert state(workspace, big).record["kursi"] == [True, True, False, False, False, False]


def test_a_group_is_split_only_if_no_open_session_holds_it(workspace: Workspace) -> None:
    big = request(workspace, f"{MORNING}01", 6)
    small = tour(workspace)
    places = (("Taman", {"tempat": 5}), ("Aula", {"bahasa": "Inggris"}), ("Balkon", {}), ("Teras", {}))
    _five, _english, full, free = (
        tour(workspace, titik=place, pemandu="lain", hari=[hours(9 + n)], **{"tempat": 6, **more})
        for n, (place, more) in enumerate(places)
    )
    assert f"waits for {full}" in refused(workspace, small, "isi").problems[-1].message
    go(workspace, full, "isi")
    second = request(workspace, "2025-11-03T09:10", 6)
    assert f"waits for {free}" in refused(workspace, small, "isi").problems[-1].message  # its seats are free
    error = refused(workspace, small, "isi", split=[second])
    assert [(each.reference, each.where) for each in error.problems] == [("plan-refused", "--split")]
    assert free in error.problems[0].message
    assert state(workspace, big).open == ("kunjungan",)
    go(workspace, free, "batal", {"sebab": "Hujan."})
    assert state(workspace, full).open  # but no seat is free there
    step = go(workspace, small, "isi", split=[second]).step
    assert [(each.case, each.seats) for each in step.plan] == [(second, 4)]


def hours(start: int) -> dict[str, str]:
    return {"tanggal": "2025-11-10", "mulai": f"{start:02}:00", "selesai": f"{start + 1:02}:00"}


def test_a_case_of_the_session_is_listed_as_its_own_kind(workspace: Workspace) -> None:
    session, requests = filled(workspace)
    assert [each.case for each in list_cases(workspace, sop=SESSION)] == [session]
    assert {each.case for each in list_cases(workspace, sop="tur")} == {session, *requests}
    assert {each.case for each in today(workspace)} == {session, *requests}


def test_two_who_plan_at_once_do_not_seat_anybody_twice(workspace: Workspace) -> None:
    request(workspace, f"{MORNING}01", 1)
    sessions = [tour(workspace), tour(workspace, nama="Yang lain", titik="Taman", pemandu="lain")]
    go(workspace, sessions[0], "isi")
    error = refused(workspace, sessions[1], "isi")
    assert error.problems[0].reference == "plan-refused"
    assert whole(workspace)


def test_the_seats_are_those_at_the_time_of_the_step(workspace: Workspace) -> None:
    session, (first, *_more) = filled(workspace)
    set_clock(workspace, "2025-11-05T08:00")
    mended = given({"tamu": [{"nama": "Tamu Baru"}]})
    correct(workspace, first, given=mended, reason="Salah ketik.", base=workspace.root)
    done = go(workspace, session, "selesai", {"datang": [True, True, True]}, at="2025-11-10T11:00")
    seats = done.case.record["tamu"]
    assert isinstance(seats, list)
    assert isinstance(seats[0], dict)
    assert seats[0]["nama"] == "Tamu Baru"


def test_papers_of_a_session_and_their_copies_are_put_back(workspace: Workspace) -> None:
    session, (first, *_others) = filled(workspace)
    done = go(workspace, session, "selesai", {"datang": [True, True, False]}, at="2025-11-10T11:00")
    lost = [
        workspace.store.case_dir(session) / done.step.documents[0].path,
        *workspace.store.case_dir(session).glob("02/*daftar-tamu.docx"),
        *workspace.store.case_dir(first).glob("02/*.docx"),
    ]
    assert len(lost) == 4
    before = [path.read_bytes() for path in lost]
    for path in lost:
        path.unlink()
    assert not whole(workspace)
    assert len(restore(workspace, session)) == 2
    assert len(restore(workspace, first)) == 2
    assert [path.read_bytes() for path in lost] == before
    assert whole(workspace)


def test_a_day_that_cannot_be_is_refused_with_the_reason(workspace: Workspace) -> None:
    sunday, past = "2025-11-09", "2025-10-31"
    days = [
        {"tanggal": past, "mulai": "09:00", "selesai": "11:00"},
        {"tanggal": sunday, "mulai": "09:00", "selesai": "11:00"},
        {"tanggal": "2025-11-11", "mulai": "18:00", "selesai": "17:00"},
        {"tanggal": "2025-11-12", "mulai": "06:00", "selesai": "11:00"},
        {"tanggal": "2025-12-25", "mulai": "09:00", "selesai": "11:00"},
        {"tanggal": "2025-12-24", "mulai": "09:00", "selesai": "11:00"},
    ]
    with pytest.raises(DocgenError) as refusal:
        tour(workspace, hari=days)
    assert {problem.reference for problem in refusal.value.problems} == {"schedule-refused"}
    assert [problem.where for problem in refusal.value.problems] == [
        "hari.1.tanggal",
        "hari.2.tanggal",
        "hari.3.selesai",
        "hari.4.mulai",
        "hari.5.tanggal",
        "hari.6.tanggal",
    ]
    assert case_dirs(workspace.store) == []


def test_the_same_guide_or_place_at_the_same_time_is_refused(workspace: Workspace) -> None:
    first = tour(workspace)
    for same, shared in (
        ({"pemandu": "pemandu", "titik": "Taman"}, "Pemandu: Pemandu Contoh (pemandu) ("),
        ({"pemandu": "lain", "titik": "  lobi "}, "Titik kumpul: lobi ("),
    ):
        with pytest.raises(DocgenError) as refusal:
            tour(workspace, nama="Rombongan kedua", **same)
        assert first in refusal.value.problems[0].message
        assert shared in refusal.value.problems[0].message
    other = tour(workspace, nama="Rombongan kedua", pemandu="lain", titik="Taman")
    go(workspace, first, "batal", {"sebab": "Hujan."})
    assert tour(workspace, nama="Rombongan ketiga") not in {first, other}  # a closed one holds nobody


def test_who_is_taken_in_later_than_the_sop_allows_is_told(workspace: Workspace) -> None:
    late = request(workspace, f"{MORNING}01", 1)
    session = tour(workspace)
    in_time = request(workspace, "2025-11-06T08:00", 1)
    done = go(workspace, session, "isi", at="2025-11-07T08:00")
    assert [(problem.reference, problem.where) for problem in done.warnings] == [("schedule-late", late)]
    assert {each.case for each in done.step.members} == {late, in_time}


def test_a_case_that_cannot_be_read_is_not_passed_over(workspace: Workspace) -> None:
    session = tour(workspace)
    first = request(workspace, f"{MORNING}01", 1)
    request(workspace, f"{MORNING}02", 1)
    step = workspace.store.case_dir(first) / "01" / "step.json"
    (workspace.store.case_dir(first) / "case.json").unlink()
    step.write_text(step.read_text(encoding="utf-8").replace("Tamu 1", "Tamu 9"), encoding="utf-8")
    assert refused(workspace, session, "isi").problems[0].reference == "step-damaged"
    assert len(open_case(workspace, session).steps) == 1


def test_a_lost_step_of_a_session_is_damage_and_takes_nothing_from_its_members(workspace: Workspace) -> None:
    session, (first, *_others) = filled(workspace)
    aside = workspace.root / "hilang"
    (workspace.store.case_dir(session) / "02").rename(aside)
    steps = len(list(workspace.store.case_dir(first).glob("[0-9]*")))
    go(workspace, first, "mundur", at="2025-11-04T08:00")
    assert len(list(workspace.store.case_dir(first).glob("[0-9]*"))) == steps + 1
    assert {problem.reference for problem in verify_case(workspace, first)} == {"chain-broken"}
    aside.rename(workspace.store.case_dir(session) / "02")
    assert verify_case(workspace, first) == ()


def test_a_seat_that_was_given_away_does_not_come_back_with_an_undo(workspace: Workspace) -> None:
    session, (_first, second, third) = filled(workspace)
    go(workspace, second, "mundur", at="2025-11-04T08:00")
    go(workspace, session, "tambah", at="2025-11-04T09:00")
    with pytest.raises(DocgenError) as refusal:
        undo(workspace, second, reason="Ternyata jadi.")
    assert refusal.value.problems[0].reference == "undo-refused"
    assert session in refusal.value.problems[0].message
    assert state(workspace, third).open == ("kunjungan",)


def test_control_a_seat_that_is_still_free_does(workspace: Workspace) -> None:
    session, (_first, second, _third) = filled(workspace)
    go(workspace, second, "mundur", at="2025-11-04T08:00")
    undo(workspace, second, reason="Ternyata jadi.")
    assert state(workspace, second).open == ("kunjungan",)
    assert listed(workspace, SESSION, session).listed.seats == 3


def test_a_correction_gives_nobody_a_seat(workspace: Workspace) -> None:
    big = request(workspace, f"{MORNING}00", 6)
    session = tour(workspace)
    go(workspace, session, "isi", split=[big])
    for values in ({"kursi": [True] * 6}, {"bahasa": "Inggris"}):
        with pytest.raises(DocgenError) as refusal:
            correct(workspace, big, given=given(values), reason="Salah ketik.", base=workspace.root)
        assert refusal.value.problems[0].reference == "correction-refused"


def test_days_are_looked_at_in_corrections_and_undoings_too(workspace: Workspace) -> None:
    session = tour(workspace)
    sunday = {"hari": {"1": {"tanggal": "2025-11-09"}}}
    with pytest.raises(DocgenError) as refusal:
        correct(workspace, session, given=given(sunday), reason="Salah ketik.", base=workspace.root)
    assert refusal.value.problems[0].reference == "schedule-refused"
    go(workspace, session, "batal", {"sebab": "Hujan."})
    tour(workspace, nama="Rombongan kedua")
    with pytest.raises(DocgenError) as again:
        undo(workspace, session, reason="Ternyata cerah.")
    assert again.value.problems[0].reference == "schedule-refused"


def test_a_session_whose_days_are_over_takes_nobody_in(workspace: Workspace) -> None:
    request(workspace, f"{MORNING}01", 1)
    session = tour(workspace)
    error = refused(workspace, session, "isi", at="2025-11-11T08:00")
    assert error.problems[0].reference == "schedule-refused"


def test_a_comment_more_in_the_definition_is_no_other_rule(workspace: Workspace) -> None:
    waits = request(workspace, f"{MORNING}01", 1)
    path = definition_path(workspace, "tur")
    path.write_text(path.read_text(encoding="utf-8") + "\n# catatan\n", encoding="utf-8")
    session = tour(workspace)
    assert [each.seats for each in go(workspace, session, "isi").step.plan] == [1]
    assert state(workspace, waits).open == ("kunjungan",)


def test_the_same_change_is_not_recorded_twice(workspace: Workspace) -> None:
    session, _requests = filled(workspace)
    change = {"titik": "Taman", "sebab": "Lobi dicat."}
    go(workspace, session, "geser", change, at="2025-11-05T08:00")
    assert refused(workspace, session, "geser", change).problems[0].reference == "step-repeated"


def test_a_change_that_changes_nothing_is_refused(workspace: Workspace) -> None:
    session, _requests = filled(workspace)
    for change in ({}, {"titik": "Lobi"}, {"pemandu": "pemandu"}):
        (problem,) = refused(workspace, session, "geser", {"sebab": "Lobi dicat.", **change}).problems
        assert (problem.reference, problem.where) == ("step-refused", "geser")
        assert ("Titik kumpul" in problem.message, "--titik" in problem.hint) == (True, True)
    assert state(workspace, session).seq == 2
    go(workspace, session, "geser", {"sebab": "Lobi dicat.", "pemandu": "lain"})
    assert state(workspace, session).seq == 3


def test_a_day_that_was_dropped_is_taken_out_of_calendars(workspace: Workspace) -> None:
    days = [{"tanggal": f"2025-11-1{day}", "mulai": "09:00", "selesai": "11:00"} for day in (0, 1)]
    request(workspace, f"{MORNING}01", 1)
    session = tour(workspace, hari=days)
    go(workspace, session, "isi")
    go(workspace, session, "geser", {"hari": days[:1], "sebab": "Satu hari cukup."}, at="2025-11-05T08:00")
    made = export_calendars(workspace, SESSION, session, workspace.root)
    text = made.files[0].read_text(encoding="utf-8")
    assert (text.count("BEGIN:VEVENT"), text.count("STATUS:CANCELLED")) == (2, 1)


def test_a_day_stands_in_a_list_once(workspace: Workspace) -> None:
    set_clock(workspace, f"{MORNING}01")
    with pytest.raises(DocgenError) as refusal:
        request(workspace, f"{MORNING}01", 1, usulan=["2025-11-10", "2025-11-10"])
    assert (refusal.value.problems[0].reference, "same" in refusal.value.problems[0].message) == ("value-invalid", True)


def test_who_has_left_gets_no_calendar_file_and_stands_on_no_list(workspace: Workspace) -> None:
    session, (first, second, _third) = filled(workspace)
    go(workspace, second, "mundur", at="2025-11-04T08:00")
    made = export_calendars(workspace, SESSION, session, workspace.root)
    assert [path.stem.removeprefix(f"{session}-") for path in made.files] == [f"{first}-1", "pemandu"]
    assert export_seats(workspace, SESSION, session, workspace.root / "daftar.xlsx").rows == 1

"""The rules of SOP 49, each tried through `perform`: what is refused writes nothing and says what to do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playing import moment, order, play, script, set_clock, stand_at, take, tree

from docgen.app.cases import open_case
from docgen.app.perform import open_new, perform
from docgen.app.registers import all_claims
from docgen.app.status import status
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.sop import Sop

pytestmark = pytest.mark.usefixtures("quick")

COMPLETE = dict.fromkeys(
    ("surat-permohonan", "surat-tugas", "masa-berlaku", "data-auditor", "objek", "formulir"), "sesuai"
)


def refused(workspace: Workspace, step: dict[str, Any], *, case: str = "") -> tuple[Problem, ...]:
    """The problems of a step that is refused, and for which nothing is written."""
    set_clock(workspace, step["at"])
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        take(workspace, step, case=case)
    assert tree(workspace.root) == before
    return refusal.value.problems


def rules(workspace: Workspace, case: str) -> Sop:
    return open_case(workspace, case).definition.sop


@pytest.mark.parametrize("place", range(len(script("1"))))
def test_a_step_is_only_taken_in_its_order(workspace: Workspace, place: int) -> None:
    """At each place of the main path, whatever is not open there is refused, with what is possible instead."""
    steps = script("1")
    case = play(workspace, steps[: place + 1])[-1].case.id
    sop, state = rules(workspace, case), open_case(workspace, case).state
    possible = {*state.open, *(stage.id for stage in sop.stages if stage.is_act and not state.closed)}
    if not {"disposisi-kepala-biro", "persetujuan"} & set(state.open):
        possible -= {"penolakan"}
    assert {each.stage for each in (*status(workspace, case).waiting, *status(workspace, case).acts)} == possible
    for stage in sop.stages:
        if stage.id not in possible:
            step = {"stage": stage.id, "at": steps[place]["at"], "input": {}}
            (problem,) = refused(workspace, step, case=case)
            assert problem.reference == "step-not-allowed"
            assert problem.hint


@pytest.mark.parametrize("first", ["arsip", "selesai"])
def test_archive_and_reception_come_in_either_order(workspace: Workspace, first: str) -> None:
    case, _step = stand_at(workspace, "arsip")
    both = [step for step in script("1") if step["stage"] in {"arsip", "selesai"}]
    late = max(step["at"] for step in both)
    both = [{**step, "at": late} for step in sorted(both, key=lambda step: step["stage"] != first)]
    half, whole = play(workspace, both, case=case)
    assert half.case.outcome is None
    assert half.next == tuple({"arsip", "selesai"} - {first})
    assert whole.case.outcome == "selesai"


def test_an_unfinished_checklist_is_refused(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "verifikasi")
    for name in ("objek", "formulir"):
        del step["input"]["kelengkapan"][name]
    problems = refused(workspace, step, case=case)
    assert [problem.reference for problem in problems] == ["field-missing"] * 2
    places = [problem.where.partition(" ") for problem in problems]
    assert [path for _place, _space, path in places] == ["(kelengkapan.objek)", "(kelengkapan.formulir)"]
    assert all(place.startswith("masukan.json:1:") for place, _space, _path in places)
    assert all("sesuai|tidak sesuai|tidak ada" in problem.hint for problem in problems)


@pytest.mark.parametrize("answer", ["tidak sesuai", "tidak ada"])
@pytest.mark.parametrize("item", COMPLETE)
def test_a_user_id_only_with_a_complete_checklist(workspace: Workspace, item: str, answer: str) -> None:
    case, step = stand_at(workspace, "verifikasi")
    step["input"]["kelengkapan"] = COMPLETE | {item: answer}
    assert take(workspace, step, case=case).next == ("pengembalian",)
    for stage in ("disposisi-kepala-biro", "persetujuan", "user-id"):
        (problem,) = refused(workspace, {"stage": stage, "at": step["at"]}, case=case)
        assert problem.reference == "step-not-allowed"


def test_nobody_accepted_goes_back_though_the_papers_are_complete(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "verifikasi")
    step["input"]["periksa"] = [{"tercantum": False, "hasil": "ditolak", "catatan": "Tidak tercantum."}] * 4
    assert take(workspace, step, case=case).next == ("pengembalian",)


def test_incomplete_papers_come_back_as_round_2_with_an_empty_checklist(workspace: Workspace) -> None:
    done = play(workspace, script("2")[:6])
    case = done[-1].case
    first, second = (open_case(workspace, case.id).steps[place] for place in (2, 5))
    assert [step.case.round for step in done] == [1, 1, 1, 1, 2, 2]
    assert (first.round, second.round) == (1, 2)
    assert "kelengkapan" in first.captured  # round 1 is kept
    assert "kelengkapan" not in case.record
    assert "periksa" not in case.record
    assert case.record["agenda"]["urut"] == 2  # type: ignore[index,call-overload]  # a number of its own
    assert [entry["putaran"] for entry in case.dispositions["disposisi"]] == [1, 1, 2]  # they accumulate
    assert len(case.papers) == 12  # those of round 1 stay
    kept = sorted(path.name for path in (done[-1].folder / "03").glob("*.docx"))
    assert len(kept) == 3
    assert status(workspace, case.id).waiting[0].stage == "verifikasi"
    needs = {need.path.partition(".")[0] for need in status(workspace, case.id).waiting[0].needs}
    assert needs == {"kelengkapan", "periksa", "disposisi"}


def test_a_case_that_was_returned_twice_goes_on_to_its_end(workspace: Workspace) -> None:
    done = play(workspace, script("2"))
    assert done[-1].case.round == 3
    assert done[-1].case.outcome == "selesai"


@pytest.mark.parametrize("stage", ["disposisi-kepala-biro", "persetujuan"])
def test_refusal_needs_its_reason(workspace: Workspace, stage: str) -> None:
    case, step = stand_at(workspace, stage)
    for said in ({}, {"alasan": "  "}):
        (problem,) = refused(workspace, {"stage": "penolakan", "at": step["at"], "input": said}, case=case)
        assert problem.reference in {"field-missing", "value-invalid"}
        assert "alasan" in problem.where
    by = "kepala-biro" if stage == "disposisi-kepala-biro" else None
    reason = {"alasan": "Pemeriksaan sudah selesai."}
    done = take(workspace, {"stage": "penolakan", "at": step["at"], "input": reason, "by": by}, case=case)
    assert done.case.outcome == "ditolak"
    assert done.step.captured == reason


def test_refusal_is_not_the_helpdesks(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "persetujuan")
    said = {"alasan": "Tidak."}
    (problem,) = refused(
        workspace, {"stage": "penolakan", "at": step["at"], "input": said, "by": "helpdesk"}, case=case
    )
    assert problem.reference == "official-not-entitled"
    assert "ketua-lpse" in problem.hint


@pytest.mark.parametrize("place", range(1, 7))
def test_withdrawal_is_possible_at_every_open_stage(workspace: Workspace, place: int) -> None:
    done = play(workspace, script("1")[:place])
    said = {"alasan": "Jadwal pemeriksaan diubah."}
    ended = take(workspace, {"stage": "penarikan", "input": said}, case=done[-1].case.id)
    assert ended.case.outcome == "ditarik"
    assert ended.next == ()
    (problem,) = refused(
        workspace, {"stage": "penarikan", "at": workspace.now().isoformat()[:16], "input": said}, case=ended.case.id
    )
    assert problem.reference == "step-not-allowed"
    assert "ditarik" in problem.hint


def test_each_auditor_has_an_outcome_of_his_own(workspace: Workspace) -> None:
    done = play(workspace, script("5"))
    view = open_case(workspace, done[-1].case.id).state.record["akun"]
    assert [each and each["hasil"] for each in view] == ["dibuat", "dibuat", "gagal", None]  # type: ignore[union-attr,call-overload,index]
    first, second = (step for step in done if step.step.stage == "user-id")
    assert first.next == ("user-id",)  # one was postponed: the stage stays open, the round too
    assert first.case.round == second.case.round == 1
    assert second.next == ("arsip", "selesai")


def test_who_is_settled_is_not_asked_again(workspace: Workspace) -> None:
    steps = script("5")
    place = next(place for place, step in enumerate(steps) if step["stage"] == "user-id")
    case = play(workspace, steps[: place + 1])[-1].case.id
    again = {**steps[place + 1], "input": {"akun": [{"hasil": "gagal", "alasan": "Coba lagi."}, None, None, None]}}
    problems = refused(workspace, again, case=case)
    assert {problem.reference for problem in problems} >= {"field-unasked"}
    assert any("Auditor Contoh Satu" in problem.message for problem in problems)


def test_an_extended_user_id_counts_as_given(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "user-id")
    for account in step["input"]["akun"]:
        account["hasil"] = "diperpanjang"
    assert take(workspace, step, case=case).next == ("arsip", "selesai")


def test_if_nobody_gets_a_user_id_there_is_nothing_to_hand_over(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "user-id")
    step["input"]["akun"] = [{"hasil": "gagal", "alasan": "Sudah terdaftar."}] * 4
    assert take(workspace, step, case=case).next == ("arsip",)


def test_an_auditor_who_is_not_named_in_the_surat_tugas_stops_the_step_by_name(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "verifikasi")
    step["input"]["periksa"][2] = {"tercantum": False, "hasil": "diterima"}
    (problem,) = refused(workspace, step, case=case)
    assert problem.reference == "step-refused"
    assert "Auditor Contoh Tiga" in problem.message
    assert "surat tugas" in problem.message


def test_a_refused_auditor_needs_a_note_and_an_accepted_one_has_none(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "verifikasi")
    step["input"]["periksa"][0] = {"tercantum": False, "hasil": "ditolak"}
    step["input"]["periksa"][1] = {"tercantum": True, "hasil": "diterima", "catatan": "Baik."}
    problems = refused(workspace, step, case=case)
    assert {problem.reference for problem in problems} == {"field-missing", "field-unasked"}


def expired(workspace: Workspace, stage: str, until: str) -> tuple[str, dict[str, Any]]:
    tugas = script("1")[0]["input"]["surat_tugas"] | {"mulai": "2025-11-01", "sampai": until}
    return stand_at(workspace, stage, surat_tugas=tugas)


def test_an_expired_surat_tugas_stops_the_verification_by_name(workspace: Workspace) -> None:
    case, step = expired(workspace, "verifikasi", "2025-11-02")
    problems = refused(workspace, step, case=case)
    assert len(problems) == 4
    assert "Auditor Contoh Satu" in problems[0].message
    assert "2 November 2025" in problems[0].message or "2025-11-02" in problems[0].message
    step["input"]["periksa"] = [{"tercantum": True, "hasil": "ditolak", "catatan": "Surat tugas berakhir."}] * 4
    assert take(workspace, step, case=case).next == ("pengembalian",)


def test_a_surat_tugas_that_expires_on_the_way_stops_the_user_id_by_name(workspace: Workspace) -> None:
    case, step = expired(workspace, "user-id", "2025-11-03")
    step["at"] = "2025-11-04T08:00"
    problems = refused(workspace, step, case=case)
    assert {problem.reference for problem in problems} == {"step-refused"}
    assert "Auditor Contoh Satu" in problems[0].message
    step["input"]["akun"] = [{"hasil": "gagal", "alasan": "Surat tugas berakhir."}] * 4
    assert take(workspace, step, case=case).next == ("arsip",)


def test_on_its_last_day_a_surat_tugas_is_still_good(workspace: Workspace) -> None:
    case, step = expired(workspace, "verifikasi", "2025-11-03")
    assert take(workspace, step, case=case).next == ("disposisi-kepala-biro",)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"surat": {"tanggal": "2025-11-04"}}, "surat.tanggal"),
        ({"surat_tugas": {"tanggal": "2025-11-04"}}, "surat_tugas.tanggal"),
        ({"surat_tugas": {"mulai": "2025-12-31", "sampai": "2025-12-01"}}, "surat_tugas.mulai"),
    ],
)
def test_dates_of_letters_that_cannot_be(workspace: Workspace, changes: dict[str, Any], named: str) -> None:
    step = script("1")[0]
    for name, parts in changes.items():
        step["input"][name] |= parts
    (problem,) = refused(workspace, step)
    assert problem.reference == "step-refused"
    assert named in problem.message


def test_dispositions_accumulate_and_none_is_made_up(workspace: Workspace) -> None:
    done = play(workspace, script("1"))
    chain = done[-1].case.dispositions["disposisi"]
    assert [entry["peran"] for entry in chain] == ["helpdesk", "verifikator", "kepala_biro", "ketua_lpse"]
    assert chain[0].get("harap") is None
    assert chain[2]["kepada_lain"] == "Kepala Bagian LPSE"


def test_a_disposition_goes_to_somebody_of_this_office(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    step["input"]["disposisi"] = {"kepada": ["verifikatr"], "harap": ["Segera"]}
    problems = refused(workspace, step, case=case)
    assert {problem.reference for problem in problems} == {"value-invalid"}
    assert "verifikator" in problems[0].hint
    step["input"]["disposisi"] = {"isi": "Mohon diperiksa."}
    (problem,) = refused(workspace, step, case=case)
    assert problem.reference == "field-missing"
    assert problem.where.endswith(" (disposisi.kepada)")


def test_everything_that_is_wrong_is_said_at_once(workspace: Workspace) -> None:
    step = script("1")[0]
    step["input"]["auditor"][1]["identitas"]["nomor"] = "190213011930011002"
    step["input"]["pemohon"]["nama"] = "Pemohon\u202eContoh"
    step["input"]["pemohon"]["email"] = "tanpa-at"
    step["input"]["surat"]["nomer"] = "1"
    del step["input"]["surat"]["tanggal"]
    problems = refused(workspace, step)
    named = " ".join(problem.where for problem in problems)
    for field in ("auditor.2.identitas", "pemohon.nama", "pemohon.email", "surat.nomer", "surat.tanggal"):
        assert field in named


@pytest.mark.parametrize("name", ["R&D <Pemeriksa> \"A\" 'B'", "Ñandú Ωmega", "Tim 🦅"])
def test_strange_but_honest_names_are_printed_whole(workspace: Workspace, name: str) -> None:
    steps = script("1")[:2]
    steps[0]["input"]["instansi"]["nama"] = name
    done = play(workspace, steps)
    assert done[-1].case.record["instansi"]["nama"] == name  # type: ignore[index,call-overload]
    assert len(done[-1].step.documents) == 4


def test_a_step_is_neither_in_the_future_nor_before_its_stage_was_opened(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    for at, word in (("2025-11-03T08:21", "future"), ("2025-11-03T08:09", "opened")):
        before = tree(workspace.root)
        with pytest.raises(DocgenError, match=word) as refusal:
            perform(workspace, case, order("terima", step["input"], at=moment(at)))
        assert refusal.value.problems[0].reference == "time-invalid"
        assert tree(workspace.root) == before
    done = perform(workspace, case, order("terima", step["input"], at=moment("2025-11-03T08:10")))
    assert done.step.at == moment("2025-11-03T08:10")
    assert done.step.recorded == moment("2025-11-03T08:20")


def test_a_step_entered_late_counts_in_the_year_in_which_it_happened(workspace: Workspace) -> None:
    opening, receiving = script("1")[:2]
    set_clock(workspace, "2026-01-02T09:00")
    opened = open_new(workspace, "auditor", order("permohonan", opening["input"], at=moment("2025-12-30T10:00")))
    assert opened.case.id == "AUD-2025-0001"
    late = order("terima", receiving["input"], at=moment("2025-12-31T16:00"))
    done = perform(workspace, opened.case.id, late)
    assert [(claim.year, claim.number) for claim in all_claims(workspace)] == [(2025, 1)]
    assert done.case.record["agenda"]["tanggal"] == "2025-12-31"  # type: ignore[index,call-overload]
    other = script("3")
    opened = open_new(workspace, "auditor", order("permohonan", other[0]["input"]))
    assert opened.case.id == "AUD-2026-0001"
    perform(workspace, opened.case.id, order("terima", other[1]["input"]))
    assert [(claim.year, claim.number) for claim in all_claims(workspace)] == [(2025, 1), (2026, 1)]


def test_the_year_and_the_day_are_those_of_the_office(workspace: Workspace) -> None:
    """An hour before midnight in London it is the next year in Tanjungpandan."""
    set_clock(workspace, dt.datetime(2025, 12, 31, 23, 0, tzinfo=dt.UTC))
    request = script("1")[0]["input"]
    request["surat"]["tanggal"] = "2026-01-01"
    told = order("permohonan", request, at=dt.datetime(2025, 12, 31, 22, 30, tzinfo=dt.UTC))
    done = open_new(workspace, "auditor", told)
    assert done.case.id == "AUD-2026-0001"
    assert done.step.at.isoformat() == "2026-01-01T05:30:00+07:00"
    assert b'"at": "2026-01-01T05:30:00+07:00"' in (done.folder / "01" / "step.json").read_bytes()


def test_a_number_is_not_claimed_for_a_step_that_is_only_tried(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    before = tree(workspace.root)
    tried = perform(workspace, case, order("terima", step["input"]), dry_run=True)
    assert tried.dry_run
    assert tried.next == ("verifikasi",)
    assert len(tried.step.documents) == 4
    assert tree(workspace.root) == before
    assert all_claims(workspace) == ()


def test_unknown_names_are_answered_with_the_nearest(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    (problem,) = refused(workspace, {**step, "stage": "trima"}, case=case)
    assert (problem.reference, "terima" in problem.hint) == ("stage-unknown", True)
    (problem,) = refused(workspace, {**step, "by": "helpdes"}, case=case)
    assert (problem.reference, "helpdesk" in problem.hint) == ("official-unknown", True)
    with pytest.raises(DocgenError, match="auditr") as refusal:
        open_new(workspace, "auditr", order("permohonan"))
    assert refusal.value.problems[0].reference == "sop-unknown"
    with pytest.raises(DocgenError) as refusal:
        perform(workspace, "AUD-2025-0002", order("terima"))
    assert refusal.value.problems[0].reference == "case-unknown"
    assert case in refusal.value.problems[0].hint


def test_a_running_case_keeps_the_rules_it_began_under(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    path = workspace.templates / "auditor" / "sop.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fields: [agenda, media, disposisi]", "fields: [media, disposisi]"), encoding="utf-8")
    (workspace.templates / "bersama" / "lembar-disposisi.docx").write_bytes(b"PK")
    done = take(workspace, step, case=case)
    assert "agenda" in done.step.captured
    assert len(done.step.documents) == 4

"""What steps add up to: rounds and what they forget, lists that are replaced, acts, undoing, ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from player import Played, auditor, official, refused, script, small

from docgen.errors import DocgenError
from docgen.model.sop import Sop
from docgen.workflow.allowed import check_time, performable
from docgen.workflow.fold import fold
from docgen.workflow.view import deciding_view, record_view


@pytest.fixture(scope="module")
def sop() -> Sop:
    return auditor()


def played(sop: Sop, example: str, *, until: str | None = None, count: int | None = None) -> Played:
    """A shipped example, whole or up to the first step of a stage."""
    case = Played(sop)
    for step in script(example)[:count]:
        if step["stage"] == until:
            break
        case.follow(step)
    return case


def ids(case: Played) -> set[str]:
    return {stage.id for stage in performable(case.sop, case.state)}


@pytest.mark.parametrize("example", ["1", "2", "3", "4", "5"])
def test_every_shipped_example_ends(sop: Sop, example: str) -> None:
    case = played(sop, example)
    assert case.state.closed
    assert performable(sop, case.state) == ()


def test_a_way_up_begins_a_round_with_an_empty_checklist_and_keeps_what_was_done(sop: Sop) -> None:
    case = played(sop, "2", count=5)
    state = case.state
    assert (state.round, state.open) == (2, ("terima",))
    assert set(state.record) == {"instansi", "pemohon", "surat", "surat_tugas", "auditor"}
    assert set(state.past) == {"permohonan"}
    assert "kelengkapan" in case.steps[2].captured  # round 1's step keeps what it captured
    assert case.steps[4].forgets[:4] == ("agenda", "media", "langkah.terima", "kelengkapan")
    checklist = record_view(sop, state)["kelengkapan"]
    assert checklist["lengkap"] is None
    assert {row["hasil"] for row in checklist["butir"]} == {None}


def test_dispositions_accumulate_with_their_round(sop: Sop) -> None:
    case = played(sop, "2")
    chain = case.state.dispositions["disposisi"]
    assert [entry["putaran"] for entry in chain] == [1, 1, 2, 2, 3, 3, 3, 3]
    seen = record_view(sop, case.state)["disposisi"]
    assert [link["no"] for link in seen["rantai"]] == list(range(1, 9))
    assert seen["terakhir"] == seen["rantai"][-1]
    assert {target["jabatan"] for target in seen["tujuan"] if target["dipilih"]} == {
        "VERIFIKATOR LPSE",
        "KEPALA BIRO LAYANAN PENGADAAN",
        "KETUA LPSE",
        "ADMIN LPSE",
    }


def test_each_auditor_has_an_outcome_of_his_own(sop: Sop) -> None:
    case = played(sop, "5", count=6)
    assert case.state.open == ("user-id",)
    found = case.see("user-id", {})
    assert [question.path for question in found.missing] == [("akun", "2")]  # only the postponed one is asked again
    case.do("user-id", script("5")[6]["input"])
    akun: Any = case.state.record["akun"]
    assert [value and value["hasil"] for value in akun] == ["dibuat", "dibuat", "gagal", None]
    assert case.state.open == ("arsip", "selesai")


def test_two_stages_are_open_in_any_order_and_the_last_one_closes(sop: Sop) -> None:
    for first, second in (("arsip", "selesai"), ("selesai", "arsip")):
        case = played(sop, "1", until="arsip")
        assert set(case.state.open) == {"arsip", "selesai"}
        inputs = {step["stage"]: step["input"] for step in script("1")}
        plan = case.do(first, inputs[first])
        assert (case.state.open, plan.outcome) == ((second,), None)
        plan = case.do(second, inputs[second])
        assert (case.state.closed, case.state.outcome, plan.outcome) == (True, "selesai", "selesai")


def test_nobody_given_a_user_id_leads_to_the_archive_alone(sop: Sop) -> None:
    case = played(sop, "1", until="user-id")
    case.do("user-id", {"akun": {"*": {"hasil": "gagal", "alasan": "x"}}})
    assert case.state.open == ("arsip",)


def test_guards_name_the_person(sop: Sop) -> None:
    case = played(sop, "1", until="verifikasi")
    said = script("1")[2]["input"]
    said["periksa"][1] = {"tercantum": False, "hasil": "diterima"}
    (problem,) = refused(lambda: case.do("verifikasi", said))
    assert problem.reference == "step-refused"
    assert problem.message.startswith("Auditor Contoh Dua tidak tercantum dalam surat tugas")
    late = played(sop, "1", until="verifikasi")
    step = late.steps[0]
    tugas = {**step.captured["surat_tugas"], "mulai": "2025-11-01", "sampai": "2025-11-02"}  # type: ignore[dict-item]
    late.steps[0] = step.model_copy(update={"captured": {**step.captured, "surat_tugas": tugas}})
    problems = refused(lambda: late.do("verifikasi", script("1")[2]["input"]))
    assert "Surat tugas Auditor Contoh Satu berakhir 2 November 2025" in problems[0].message
    assert len(problems) == len(script("1")[2]["input"]["periksa"])


def test_refusal_and_withdrawal_are_acts_of_certain_places(sop: Sop) -> None:
    case = played(sop, "1", until="verifikasi")
    assert ids(case) == {"verifikasi", "penarikan"}
    assert refused(lambda: case.do("penolakan", {"alasan": "x"}))[0].reference == "step-not-allowed"
    case = played(sop, "1", until="persetujuan")
    assert ids(case) == {"persetujuan", "penolakan", "penarikan"}
    plan = case.do("penolakan", {"alasan": "x"})
    assert (plan.closes, plan.opens, plan.outcome) == (("persetujuan",), (), "ditolak")
    (problem,) = refused(lambda: case.do("persetujuan", {}))
    assert problem.reference == "step-not-allowed"
    assert "ditolak" in problem.message
    both = played(sop, "1", until="arsip")
    assert both.do("penarikan", {"alasan": "x"}).closes == ("arsip", "selesai")


def test_an_act_without_a_way_leaves_the_case_where_it_is() -> None:
    case = Played(
        small(
            "catatan: {type: text, label: Catatan}",
            """
            - {id: satu, actor: petugas_a, activity: Satu, next: [{to: [dua, tiga]}]}
            - {id: dua, actor: petugas_a, activity: Dua, ends: selesai}
            - {id: tiga, actor: petugas_a, activity: Tiga, ends: selesai}
            - {id: catat, during: [dua], actor: petugas_a, activity: Catat, fields: [catatan]}
            - {id: ulang, during: [dua], actor: petugas_a, activity: Ulang, next: satu}
            """,
        )
    )
    case.do("satu")
    plan = case.do("catat", {"catatan": "x"})
    assert (plan.opens, plan.closes, plan.ends, plan.round_after) == ((), (), None, 1)
    plan = case.do("ulang")  # closes what it happened during, leaves the rest open, and begins a round
    assert (plan.opens, plan.closes, case.state.open, case.state.round) == (("satu",), ("dua",), ("satu", "tiga"), 2)
    assert "catatan" not in case.state.record
    plan = case.do("satu")  # what is open already is not opened again
    assert plan.opens == ("dua",)
    assert case.state.open == ("dua", "tiga")


def test_what_was_said_of_the_items_of_a_replaced_list_is_gone_even_if_it_is_said_anew() -> None:
    sop = small(
        """
        orang: {type: list, label: Orang, fields: {nama: {type: text, label: Nama}}}
        nilai: {type: integer, label: Nilai, each: o in orang}
        ukur: {type: integer, label: Ukur, each: o in orang}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [orang, nilai, ukur], next: ubah}
        - {id: ubah, actor: petugas_a, activity: Ubah, optional: [orang, nilai], next: ubah}
        """,
    )
    case = Played(sop)
    case.do("awal", {"orang": [{"nama": "A"}, {"nama": "B"}, {"nama": "C"}], "nilai": [1, 2, 3], "ukur": [7, 8, 9]})
    same = case.do("ubah", {"orang": [{"nama": "A"}, {"nama": "B"}, {"nama": "C"}], "nilai": [None, 5]})
    assert same.forgets == ()
    assert case.state.record["nilai"] == [1, 5, 3]
    plan = case.do("ubah", {"orang": [{"nama": "X"}, {"nama": "Y"}], "nilai": [4]})
    assert plan.forgets == ("ukur",)
    assert case.state.record["nilai"] == [4, None]  # nothing of B's values slips to Y
    assert [item["nilai"] for item in plan.view["orang"]] == [4, None]
    assert "ukur" not in case.state.record


def test_undo_gives_back_the_state_before_and_stays_in_the_list(sop: Sop) -> None:
    case = played(sop, "2", count=4)
    before = case.state
    case.follow(script("2")[4])
    assert case.state.round == 2
    case.undo(5)
    after = case.state
    for name in ("round", "open", "opened_at", "outcome", "record", "dispositions", "past", "opened"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.seq == 6
    assert len(case.steps) == 6


def test_a_mended_list_keeps_what_was_said_of_its_items(sop: Sop) -> None:
    case = played(sop, "1", until="persetujuan")
    people: Any = [dict(person) for person in case.state.record["auditor"]]  # type: ignore[union-attr, arg-type]
    people[0]["nama"] = "Auditor Contoh Baru"
    case.act("correct", captured={"auditor": people}, reason="salah ketik")
    seen = record_view(sop, case.state)["auditor"][0]
    assert (seen["nama"], seen["periksa"]["hasil"]) == ("Auditor Contoh Baru", "diterima")


def test_a_step_happened_neither_before_its_stage_was_opened_nor_in_the_future(sop: Sop) -> None:
    case = played(sop, "1", until="verifikasi")
    state, stage = case.state, sop.stage("verifikasi")
    opened = state.opened_at["verifikasi"]
    check_time(state, stage, at=opened, now=case.now)
    seconds = dt.timedelta(seconds=30)
    check_time(case.state, stage, at=opened, now=opened)
    with pytest.raises(DocgenError) as early:
        check_time(state, stage, at=opened - dt.timedelta(minutes=1), now=case.now)
    assert early.value.problems[0].reference == "time-invalid"
    with pytest.raises(DocgenError) as late:
        check_time(state, stage, at=case.now + seconds, now=case.now)
    assert "future" in late.value.problems[0].message
    # A clerk gives minutes: opened at 08.10.30, done at "08.10".
    shifted = fold(sop, [case.steps[0], case.steps[1].model_copy(update={"at": opened + seconds})])
    check_time(shifted, stage, at=opened, now=case.now)
    act = sop.stage("penarikan")
    with pytest.raises(DocgenError):
        check_time(state, act, at=opened - dt.timedelta(minutes=1), now=case.now)


def test_expressions_see_the_stage_at_hand_and_the_steps_taken(sop: Sop) -> None:
    case = played(sop, "1", until="verifikasi")
    seen = deciding_view(sop, case.state, stage=sop.stage("verifikasi"), at=case.now)
    assert seen["tahap"]["nomor"] == "2"
    assert seen["tahap"]["pelaksana"] == "VERIFIKATOR LPSE"
    assert seen["langkah"]["terima"]["petugas"]["nama"] == official("helpdesk").nama
    assert seen["langkah"]["persetujuan"] == {
        "tanggal": None,
        "waktu": None,
        "zona": None,
        "petugas": {
            "nama": None,
            "jabatan": None,
            "pangkat": None,
            "identitas": {"jenis": None, "nomor": None},
            "blok": [],
        },
    }


def test_a_computed_value_suits_its_field_and_may_use_the_one_before() -> None:
    fields = """
        harga: {type: money, label: Harga}
        ganda: {type: money, label: Ganda}
        rangkap: {type: money, label: Rangkap}
        tanggal: {type: date, label: Tanggal}
        status: {type: choice, label: Status, choices: [baru, lama]}
        """
    stage = "- {id: awal, actor: petugas_a, activity: Awal, fields: [harga], ends: x, set: {%s}}"
    sets = "ganda: harga + harga, rangkap: ganda + harga, tanggal: tahap.tanggal, status: \"'baru'\""
    case = Played(small(fields, stage % sets))
    case.do("awal", {"harga": "1500000.00"})
    assert case.state.record["ganda"] == "3000000.00"
    assert case.state.record["rangkap"] == "4500000.00"
    assert case.state.record["tanggal"] == "2025-11-03"
    for wrong in ("status: \"'usang'\"", "status: harga", "tanggal: none", "harga: none"):
        broken = small(fields, (stage % wrong).replace("fields: [harga], ", ""))
        (problem,) = refused(lambda broken=broken: Played(broken).do("awal"))  # type: ignore[misc]
        assert (problem.reference, problem.where) == ("expression-failed", "awal")


def test_a_guard_whose_words_are_unknown_still_refuses_and_one_that_cannot_be_judged_is_named() -> None:
    case = Played(
        small(
            "umur: {type: integer, label: Umur}\nnama: {type: text, label: Nama}",
            """
            - id: awal
              actor: petugas_a
              activity: Awal
              optional: [umur, nama]
              require: [{that: umur is not none, else: "Umur {{ nama }} belum diisi."}]
              next: dua
            - id: dua
              actor: petugas_a
              activity: Dua
              require: [{that: nama is none or umur > 17, else: "Umur {{ umur }}."}]
              ends: selesai
            """,
        )
    )
    (problem,) = refused(lambda: case.do("awal", {}))
    assert (problem.reference, problem.message) == ("step-refused", "Umur {{ nama }} belum diisi.")
    assert "nama" in problem.hint
    assert refused(lambda: case.do("awal", {"nama": "Ani"}))[0].message == "Umur Ani belum diisi."
    case.do("awal", {"umur": 3, "nama": "Ani"})
    case.steps[0] = case.steps[0].model_copy(update={"captured": {"nama": "Ani"}})
    (problem,) = refused(lambda: case.do("dua"))
    assert (problem.reference, problem.where) == ("expression-failed", "dua")
    assert "nama is none or umur > 17" in problem.message
    assert "umur" in problem.message

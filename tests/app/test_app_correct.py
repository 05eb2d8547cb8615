"""Correct: a typo is mended, the papers that show it are named; what would have led elsewhere is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playing import given, play, script, stand_at, take, tree

from docgen.app.cases import open_case, projection
from docgen.app.correct import correct
from docgen.app.perform import Performed
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.case import Case

pytestmark = pytest.mark.usefixtures("quick")


def mend(workspace: Workspace, case: str, values: Any, **more: Any) -> Performed:
    return correct(
        workspace, case, given=given(values), reason="Salah ketik.", by="helpdesk", base=workspace.root, **more
    )


def refused(workspace: Workspace, case: str, values: Any) -> tuple[Problem, ...]:
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        mend(workspace, case, values)
    assert tree(workspace.root) == before
    return refusal.value.problems


@pytest.fixture
def case(workspace: Workspace) -> str:
    """A case whose papers were verified."""
    return play(workspace, script("1")[:3])[-1].case.id


def test_a_typo_is_mended_and_the_last_papers_that_show_it_are_named(workspace: Workspace, case: str) -> None:
    before = open_case(workspace, case)
    waiting = projection(before.definition.sop, before.steps).open
    done = mend(workspace, case, {"surat": {"nomor": "010/S/CONTOH/11/2025"}})
    surat = done.case.record["surat"]
    assert surat == before.state.record["surat"] | {"nomor": "010/S/CONTOH/11/2025"}  # type: ignore[operator]
    named = {Path(path).stem.split("-", 4)[-1] for path in done.step.reissue}
    last = {document.kind for document in before.steps[-1].documents}
    assert {name.split("-", 1)[-1] for name in named} == last | {"tanda-terima-berkas"}
    assert done.step.captured == {"surat": surat}
    assert done.case.open == waiting
    assert verify_case(workspace, case) == ()


def test_a_value_said_of_one_auditor_is_mended_for_him_alone(workspace: Workspace) -> None:
    done = play(workspace, script("5")[:7])
    case = done[-1].case.id
    before = open_case(workspace, case).state.record["akun"]
    mended = mend(workspace, case, {"akun": {"1": {"user_id": "AUDITOR-CONTOH-01"}}}).case.record["akun"]
    assert mended[0] == before[0] | {"user_id": "AUDITOR-CONTOH-01"}  # type: ignore[index,call-overload,operator]
    assert mended[1:] == before[1:]  # type: ignore[index,call-overload]
    problems = refused(workspace, case, {"akun": {"4": {"user_id": "X"}}})
    assert problems[0].reference in {"value-invalid", "option-unusable", "field-unasked"}


@pytest.mark.parametrize(
    "values",
    [
        {"kelengkapan": {"objek": {"hasil": "tidak ada"}}},
        {"periksa": [{"tercantum": False, "hasil": "ditolak", "catatan": "Tidak."}] * 4},
    ],
)
def test_what_would_have_led_elsewhere_is_refused(workspace: Workspace, case: str, values: Any) -> None:
    (problem,) = refused(workspace, case, values)
    assert problem.reference == "correction-refused"
    assert "verifikasi" in problem.message
    assert problem.hint.startswith("Give a value with which step 3 (verifikasi) stands. Only if this one is right")


def test_a_refusal_names_the_steps_that_stand_in_the_way(workspace: Workspace) -> None:
    case = play(workspace, script("1")[:4])[-1].case.id
    mend(workspace, case, {"surat": {"hal": "Permohonan"}})
    (problem,) = refused(workspace, case, {"kelengkapan": {"objek": {"hasil": "tidak ada"}}})
    assert "take back 5 (correct), 4 (disposisi-kepala-biro), 3 (verifikasi) before you mend it" in problem.hint
    assert f"`docgen undo {case} --reason … --again`" in problem.hint
    for _step in range(3):
        undo(workspace, case, reason="…", again=True)
    assert "verifikasi" in {waiting.stage for waiting in projection_of(workspace, case).open}


@pytest.mark.parametrize("values", [{"surat": {"tanggal": "2026-11-30"}}, {"surat_tugas": {"sampai": "2020-01-01"}}])
def test_a_value_with_which_the_first_step_falls_is_given_anew(workspace: Workspace, case: str, values: Any) -> None:
    problem = refused(workspace, case, values)[0]
    assert problem.hint.startswith("Give a value with which step 1 (permohonan) stands. Only if this one is right")
    assert "docgen undo" not in problem.hint
    assert "`docgen auditor permohonan`" in problem.hint
    assert f"To end the case: `docgen auditor penarikan {case} --alasan" in problem.hint


def projection_of(workspace: Workspace, case: str) -> Case:
    opened = open_case(workspace, case)
    return projection(opened.definition.sop, opened.steps)


@pytest.mark.parametrize(
    "values",
    [
        {"surat": {"tanggal": "2025-11-04"}},
        {"surat_tugas": {"sampai": "2025-11-01"}},
        {"periksa": {"1": {"tercantum": False}}},
    ],
)
def test_what_a_guard_would_have_stopped_is_refused(workspace: Workspace, case: str, values: Any) -> None:
    problems = refused(workspace, case, values)
    assert {problem.reference for problem in problems} <= {"step-refused", "correction-refused"}


def test_what_is_the_same_is_no_correction(workspace: Workspace, case: str) -> None:
    surat = open_case(workspace, case).state.record["surat"]
    for values in ({}, {"surat": surat}, {"surat": {"sifat": "Biasa"}}):
        (problem,) = refused(workspace, case, values)
        assert problem.reference == "correction-refused"


@pytest.mark.parametrize("more", [0, 1])
def test_a_correction_does_not_change_how_many_there_are(workspace: Workspace, case: str, more: int) -> None:
    team = script("1")[0]["input"]["auditor"]
    values = [*team, team[0]] if more else team[:3]
    problems = refused(workspace, case, {"auditor": values})
    assert {problem.reference for problem in problems} == {"value-invalid"}


@pytest.mark.parametrize("values", [{"auditor": {"9": {"nama": "X"}}}, {"periksa": {"9": {"catatan": "X"}}}])
def test_a_correction_does_not_offer_one_item_more(workspace: Workspace, case: str, values: Any) -> None:
    (problem,) = refused(workspace, case, values)
    assert "4 items" in problem.message
    assert "adds one" not in problem.hint


@pytest.mark.parametrize(
    ("values", "reference"),
    [
        ({"srat": {"nomor": "1"}}, "field-unknown"),
        ({"surat": {"nomer": "1"}}, "field-unknown"),
        ({"agenda": {"nomor": "7"}}, "field-unknown"),
        ({"disposisi": {"isi": "Lain."}}, "field-unknown"),
        ({"akun": {"1": {"user_id": "X"}}}, "field-unknown"),  # not known yet
        ({"surat": {"tanggal": "4-13-2025"}}, "value-invalid"),
        ({"pemohon": {"nama": "A\u202eB"}}, "value-characters"),
        ({"surat": {"nomor": None}}, "field-missing"),
        ({"auditor": {"9": {"nama": "X"}}}, "option-unusable"),
    ],
)
def test_values_are_checked_as_at_their_stage(workspace: Workspace, case: str, values: Any, reference: str) -> None:
    assert refused(workspace, case, values)[0].reference in {reference, "value-invalid"}


def test_a_closed_case_can_be_mended(workspace: Workspace) -> None:
    case = play(workspace, script("1"))[-1].case.id
    done = mend(workspace, case, {"lokasi_arsip": "Rak 2 / Map Auditor 2025"})
    assert done.case.outcome == "selesai"
    assert done.case.record["lokasi_arsip"] == "Rak 2 / Map Auditor 2025"


def test_what_comes_later_shows_the_mended_value(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "disposisi-kepala-biro")
    mend(workspace, case, {"instansi": {"nama": "BPK Perwakilan Contoh"}})
    take(workspace, step, case=case)
    assert verify_case(workspace, case) == ()


def test_a_correction_that_is_only_tried_writes_nothing(workspace: Workspace, case: str) -> None:
    before = tree(workspace.root)
    done = mend(workspace, case, {"surat": {"hal": "Permohonan"}}, dry_run=True)
    assert done.step.reissue
    assert tree(workspace.root) == before


DRAWN = ["AUDITOR-CONTOH-1", "auditor-contoh-1", "AUDITOR-CONTOH-1\ufe0f", "\uff21UDITOR-CONTOH-1"]


@pytest.mark.parametrize("user_id", DRAWN)
def test_what_another_open_case_holds_is_no_correction(workspace: Workspace, user_id: str) -> None:
    """A USER ID is of one auditor only, however its letters are drawn, and however it comes into the record."""
    play(workspace, script("1")[:6])
    steps = script("1")[:6]
    steps[0]["input"]["surat"]["nomor"] = "LAIN/2025"
    for place, account in enumerate(steps[5]["input"]["akun"]):
        if account and "user_id" in account:
            account["user_id"] = f"LAIN-{place}"
    case = play(workspace, steps)[-1].case.id
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        mend(workspace, case, {"akun": {"1": {"user_id": user_id}}})
    assert [problem.reference for problem in refusal.value.problems] == ["value-repeated"]
    assert tree(workspace.root) == before
    mend(workspace, case, {"akun": {"1": {"user_id": "LAIN-9"}}})


def test_a_correction_that_needs_a_password_leads_back_to_its_stage(workspace: Workspace) -> None:
    steps = script("1")[:6]
    steps[5]["input"]["akun"][0]["mode_akun"] = "inaproc"
    case = play(workspace, steps)[-1].case.id
    (problem,) = refused(workspace, case, {"akun": {"1": {"mode_akun": "spse_lokal"}}})
    assert (problem.reference, problem.where) == ("correction-refused", "akun.1.sandi")
    assert "docgen undo" in problem.hint
    assert "--generate" not in problem.hint

"""A correction is let through only if every decision would have been the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from player import Played, auditor, given, script, small, stored, world

from docgen.model.sop import Sop
from docgen.workflow.capture import Capture
from docgen.workflow.mend import mend
from docgen.workflow.replay import overthrown, replay


@pytest.fixture(scope="module")
def sop() -> Sop:
    return auditor()


def played(sop: Sop, example: str, count: int | None = None) -> Played:
    case = Played(sop)
    for step in script(example)[:count]:
        case.follow(step)
    return case


def mended(case: Played, said: Any) -> Capture:
    return mend(case.sop, case.state, given(said), stage=case.sop.first, at=case.now, world=world(case.now))


def verdict(case: Played, said: Any) -> list[str]:
    """What a correction would overthrow."""
    found = mended(case, said)
    assert not found.problems
    assert not found.missing
    changed = {name: value for name, value in found.values.items() if value != case.state.record.get(name)}
    return overthrew(case, changed)


def overthrew(case: Played, changed: Mapping[str, Any]) -> list[str]:
    replayed = replay(case.sop, case.steps, changed)
    return [problem.reference for problem in overthrown(replayed, way_out=lambda step: f"See step {step.seq}.")]


@pytest.mark.parametrize("example", ["1", "2", "3", "4", "5"])
def test_deciding_every_step_again_changes_nothing(sop: Sop, example: str) -> None:
    case = played(sop, example)
    assert overthrew(case, {}) == []
    assert overthrew(case, case.state.record) == []


def test_a_typo_is_mended_also_where_the_same_stage_was_done_twice(sop: Sop) -> None:
    case = played(sop, "5")
    assert verdict(case, {"akun": {"2": {"user_id": "AUDITOR-LAIN"}}}) == []
    assert verdict(case, {"auditor": {"1": {"nama": "Nama Lain"}}, "surat": {"nomor": "9"}}) == []


def test_what_would_have_led_elsewhere_is_refused(sop: Sop) -> None:
    case = played(sop, "5")
    assert verdict(case, {"surat_tugas": {"sampai": "2025-11-02", "mulai": "2025-11-01"}}) != []
    assert verdict(case, {"periksa": {"1": {"tercantum": False}}})[0] == "step-refused"


def test_what_would_not_have_been_asked_is_refused(sop: Sop) -> None:
    case = played(sop, "5")
    assert verdict(case, {"periksa": {"1": {"hasil": "ditolak", "catatan": "x"}}}) == ["correction-refused"]
    assert verdict(case, {"periksa": {"4": {"hasil": "diterima", "tercantum": True}}}) != []


def test_one_more_stage_opened_counts_as_elsewhere(sop: Sop) -> None:
    case = Played(sop)
    for step in script("1")[:5]:
        case.follow(step)
    case.do("user-id", {"akun": {"*": {"hasil": "gagal", "alasan": "x"}}})
    change = {"hasil": "dibuat", "user_id": "A", "mode_akun": "spse_lokal", "kanal": "SMS"}
    assert verdict(case, {"akun": {"1": change}}) == ["correction-refused"]


def test_a_second_correction_is_judged_against_the_steps_before_the_first(sop: Sop) -> None:
    case = played(sop, "5")
    first = dict(case.state.record["surat_tugas"])  # type: ignore[arg-type]
    case.act("correct", captured={"surat_tugas": {**first, "sampai": "2025-12-30"}}, reason="x")
    assert verdict(case, {"surat_tugas": {"sampai": "2025-12-29"}}) == []
    assert verdict(case, {"surat_tugas": {"sampai": "2025-11-02", "mulai": "2025-11-01"}}) != []


def test_a_mended_list_that_was_said_twice_is_the_same_list() -> None:
    sop = small(
        """
        orang: {type: list, label: Orang, fields: {nama: {type: text, label: Nama}}}
        nilai: {type: integer, label: Nilai, each: o in orang}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [orang, nilai], next: ubah}
        - {id: ubah, actor: petugas_a, activity: Ubah, optional: [orang], next: akhir}
        - id: akhir
          actor: petugas_a
          activity: Akhir
          require: [{each: o in orang, that: o.nilai is not none, else: "{{ o.nama }}"}]
          ends: selesai
        """,
    )
    case = Played(sop)
    case.do("awal", {"orang": [{"nama": "A"}], "nilai": [1]})
    case.do("ubah", {"orang": [{"nama": "A"}]})
    case.do("akhir")
    assert verdict(case, {"orang": {"1": {"nama": "B"}}}) == []


def test_what_was_said_of_a_list_that_became_shorter_is_mended_in_its_last_round() -> None:
    sop = small(
        """
        orang: {type: list, label: Orang, fields: {nama: {type: text, label: Nama}}}
        nilai: {type: integer, label: Nilai, each: o in orang}
        lagi: {type: yesno, label: Lagi}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [orang], next: nilai}
        - {id: nilai, actor: petugas_a, activity: Nilai, fields: [nilai], next: akhir}
        - id: akhir
          actor: petugas_a
          activity: Akhir
          fields: [lagi]
          set: {orang: "orang | rejectattr('nilai', 'equalto', 1) | list if lagi else orang"}
          next: [{when: lagi, to: nilai}, {ends: selesai}]
        """,
    )
    case = Played(sop)
    case.do("awal", {"orang": [{"nama": "A"}, {"nama": "B"}]})
    case.do("nilai", {"nilai": [1, 2]})
    case.do("akhir", {"lagi": True})
    case.do("nilai", {"nilai": [3]})
    assert verdict(case, {"nilai": {"1": 4}}) == []


def test_a_computed_value_that_would_differ_is_refused() -> None:
    sop = small(
        "a: {type: integer, label: A}\nb: {type: integer, label: B}",
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [a], set: {b: a + 1}, ends: selesai}",
    )
    case = Played(sop)
    case.do("awal", {"a": 1})
    assert verdict(case, {"a": 2}) == ["correction-refused"]


def test_mending_keeps_places_and_what_was_not_said(sop: Sop) -> None:
    case = played(sop, "5")
    found = mended(case, {"akun": [None, {"user_id": "X"}]})
    record: Any = case.state.record
    assert found.values["akun"] == [record["akun"][0], {**record["akun"][1], "user_id": "X"}, *record["akun"][2:]]
    for said, where in (
        ({"akun": {"4": {"user_id": "X"}}}, "akun.4"),  # nothing was said of him
        ({"akun": "X"}, "akun"),
        ({"akun": [None] * 4 + [{"hasil": "gagal"}]}, "akun.5"),
        ({"auditor": []}, "auditor"),
        ({"agenda": "7"}, "agenda"),
        ({"disposisi": {"isi": "x"}}, "disposisi"),
        ({"surat": {"tanggal": None}}, "surat.tanggal"),
    ):
        found = mended(case, said)
        wheres = [problem.where for problem in found.problems] + [".".join(each.path) for each in found.missing]
        assert wheres == [where], said
    assert stored({"a": [1]}).parts is not None

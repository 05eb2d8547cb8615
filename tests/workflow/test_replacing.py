"""Items of a list that give way to others: what is kept, what goes, what is told, and how it is mended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from player import Played, given, small, world

from docgen.errors import DocgenError
from docgen.workflow import fold
from docgen.workflow.capture import capture
from docgen.workflow.checking import Holder
from docgen.workflow.mend import mend
from docgen.workflow.replacing import carried
from docgen.workflow.replay import overthrown, replay

FIELDS = """
orang:
  type: list
  label: Orang
  fields:
    nama:  {type: text, label: Nama}
    nik:   {type: text, label: NIK, optional: true}
    hp:    {type: phone, label: HP, unique: warned}
    peran: {type: text, label: Peran}
kursi: {type: yesno, label: Kursi, each: o in orang}
jawab:
  type: record
  label: Jawaban
  each: o in orang if o.kursi
  fields:
    kata: {type: choice, label: Kata, choices: [ya, diganti]}
    lain:
      type: record
      label: Pengganti
      when: kata == 'diganti'
      fields:
        nama: {type: text, label: Nama}
        nik:  {type: text, label: NIK, optional: true}
        hp:   {type: phone, label: HP}
catatan: {type: text, label: Catatan}
"""
STAGES = """
- {id: awal, actor: petugas_a, activity: Awal, fields: [orang], next: kursi}
- {id: kursi, actor: petugas_a, activity: Kursi, fields: [kursi], next: jawab}
- {id: jawab, actor: petugas_a, activity: Jawab, fields: [jawab], replace: {orang: jawab.lain}, next: akhir}
- id: akhir
  actor: petugas_a
  activity: Akhir
  fields: [catatan]
  next: [{when: catatan == 'ulang', to: jawab}, {ends: selesai}]
"""
ANI = {"nama": "Ani", "nik": "1", "hp": "+6281200000001", "peran": "PPK"}
BUDI = {"nama": "Budi", "hp": "+6281200000002", "peran": "PA"}
CITRA = {"nama": "Citra", "hp": "+6281200000003"}


@pytest.fixture
def case() -> Played:
    """Two with seats; each is to answer."""
    played = Played(small(FIELDS, STAGES))
    played.do("awal", {"orang": [ANI, BUDI]})
    played.do("kursi", {"kursi": [True, True]})
    return played


def answers(*said: Any) -> dict[str, Any]:
    return {"jawab": [{"kata": "ya"} if each is None else {"kata": "diganti", "lain": each} for each in said]}


def mended(case: Played, said: dict[str, Any]) -> list[str]:
    """Why a correction is refused; one that is not is recorded."""
    sop = case.sop
    found = mend(sop, case.state, given(said), stage=sop.first, at=case.now, world=world(case.now))
    assert not found.problems
    try:
        changed = carried(sop, case.state.record, found.values)
    except DocgenError as error:
        return [problem.reference for problem in error.problems]
    refusals = [found.reference for found in overthrown(replay(sop, case.steps, changed), way_out=str)]
    if not refusals:
        case.act("correct", captured=changed, reason="Salah ketik.")
    return refusals


def test_who_comes_instead_stands_in_the_place_with_nothing_of_the_other_but_what_is_never_said(case: Played) -> None:
    plan = case.do("jawab", answers(CITRA, None))
    citra = {**CITRA, "peran": "PPK"}  # no `nik`: that was Ani's
    assert case.state.record["orang"] == [citra, BUDI]
    assert [item["nama"] for item in plan.view["orang"]] == ["Citra", "Budi"]
    assert case.state.record["kursi"] == [True, True]
    assert case.state.record["jawab"] == answers(CITRA, None)["jawab"]


def test_control_another_list_would_lose_what_was_said_of_its_items(
    case: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = fold.learned
    monkeypatch.setattr(fold, "learned", lambda sop, record, captured, **_mends: learned(sop, record, captured))
    case.do("jawab", answers(CITRA, None))
    assert "kursi" not in case.state.record


def test_the_list_is_recorded_only_where_somebody_gave_way(case: Played) -> None:
    assert set(case.do("jawab", answers(None, None)).captured) == {"jawab"}


def test_a_new_round_asks_about_who_came_instead(case: Played) -> None:
    case.do("jawab", answers(CITRA, None))
    case.do("akhir", {"catatan": "ulang"})
    assert "jawab" not in case.state.record
    assert [item["nama"] for item in case.state.record["orang"]] == ["Citra", "Budi"]  # type: ignore[index, union-attr, call-overload]
    case.do("jawab", answers(None, None))
    assert [item["nama"] for item in case.state.record["orang"]] == ["Citra", "Budi"]  # type: ignore[index, union-attr, call-overload]


def test_undoing_the_answer_brings_the_first_one_back(case: Played) -> None:
    case.do("jawab", answers(CITRA, None))
    case.undo(3)
    assert case.state.record["orang"] == [ANI, BUDI]


@pytest.mark.parametrize("there", ["jawab", "orang"])
def test_who_comes_instead_is_compared_with_everybody(case: Played, there: str) -> None:
    twin = {**CITRA, "hp": BUDI["hp"]}
    found = case.see("jawab", answers(twin, None))
    (warning,) = found.warnings
    assert (warning.reference, warning.where) == ("value-shared", "jawab.1.lain.hp")
    assert "Budi" in warning.message
    elsewhere = {("orang", "hp"): {CITRA["hp"]: _holder()}}
    stage = case.sop.stage("jawab")
    taken = replace(world(case.now), taken=lambda: elsewhere if there == "orang" else {})
    found = capture(case.sop, case.state, stage, given(answers(CITRA, None)), at=case.now, world=taken)
    assert [each.reference for each in found.warnings] == (["value-shared"] if there == "orang" else [])


def _holder() -> Any:
    return Holder("Orang 1 (Citra)", "KCL-2025-0002")


@pytest.mark.parametrize(
    "said", [{"orang": {"1": {"nama": "Citra Dewi"}}}, {"jawab": {"1": {"lain": {"nama": "Citra Dewi"}}}}]
)
def test_a_typo_in_who_came_instead_is_mended_in_both_places(case: Played, said: dict[str, Any]) -> None:
    case.do("jawab", answers(CITRA, None))
    assert mended(case, said) == []
    record: Any = case.state.record
    assert record["orang"][0]["nama"] == record["jawab"][0]["lain"]["nama"] == "Citra Dewi"
    assert record["orang"][0]["peran"] == "PPK"


def test_one_correction_leaves_what_another_mended(case: Played) -> None:
    case.do("jawab", answers(CITRA, {"nama": "Dewi", "hp": "+6281200000004"}))
    assert mended(case, {"orang": {"1": {"nama": "Citra Dewi", "nik": "7"}}}) == []
    assert mended(case, {"jawab": {"2": {"lain": {"nama": "Dewi Sari"}}}}) == []
    assert mended(case, {"jawab": {"1": {"lain": {"hp": "+6281200000009"}}}}) == []
    record: Any = case.state.record
    assert [each["nama"] for each in record["orang"]] == ["Citra Dewi", "Dewi Sari"]
    assert (record["orang"][0]["nik"], record["orang"][0]["hp"]) == ("7", "+6281200000009")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (CITRA, {"kata": "ya", "lain": None}),
        (None, {"kata": "diganti", "lain": CITRA}),
    ],
)
def test_whether_somebody_comes_instead_is_no_typo(case: Played, answer: Any, said: dict[str, Any]) -> None:
    case.do("jawab", answers(answer, None))
    assert mended(case, {"jawab": {"1": said}}) == ["correction-refused"]


def test_a_typo_that_was_mended_before_somebody_came_is_still_his(case: Played) -> None:
    assert mended(case, {"orang": {"2": {"nama": "Budy"}}}) == []
    case.do("jawab", answers(CITRA, None))
    sop = case.sop
    found = mend(
        sop, case.state, given({"orang": {"2": {"nama": "Budi W."}}}), stage=sop.first, at=case.now, world=world()
    )
    first, _kursi, last = replay(sop, case.steps, carried(sop, case.state.record, found.values))
    names = [[item["nama"] for item in each.now.plan.view["orang"]] for each in (first, last) if each.now.plan]
    assert names == [["Ani", "Budi W."], ["Citra", "Budi W."]]


def test_a_typo_in_who_stayed_was_there_before_too(case: Played) -> None:
    case.do("jawab", answers(CITRA, None))
    sop, said = case.sop, {"orang": {"1": {"nama": "Citra Dewi"}, "2": {"nama": "Budiman"}}}
    found = mend(sop, case.state, given(said), stage=sop.first, at=case.now, world=world(case.now))
    first, _kursi, last = replay(sop, case.steps, found.values)
    names = [[item["nama"] for item in each.now.plan.view["orang"]] for each in (first, last) if each.now.plan]
    assert names == [["Ani", "Budiman"], ["Citra", "Budiman"]]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("replace: {orang: jawab.lain}", "replace: {orang: jawab.lian}", "is no record that stage jawab asks"),
        ("replace: {orang: jawab.lain}", "replace: {orang: catatan}", "is no record that stage jawab asks"),
        (
            "fields: [catatan]",
            "fields: [catatan]\n  replace: {orang: jawab.lain}",
            "is no record that stage akhir asks",
        ),
        ("replace: {orang: jawab.lain}", "replace: {orng: jawab.lain}", "no field orng"),
        ("replace: {orang: jawab.lain}", "replace: {kursi: jawab.lain}", "no list of items with parts"),
        ("fields: [jawab],", "fields: [jawab], optional: [orang],", "names field orang twice"),
        ("        hp:   {type: phone, label: HP}", "        hp: {type: text, label: HP}", "of another type"),
        ("        hp:   {type: phone, label: HP}", "        kota: {type: text, label: K}", "no part of orang"),
        ("HP}\ncatatan", "HP, optional: true}\ncatatan", "may be missing"),
    ],
)
def test_what_cannot_come_instead_is_told(old: str, new: str, told: str) -> None:
    text = f"{FIELDS}===={STAGES}"
    assert text.count(old) >= 1
    fields, stages = text.replace(old, new).split("====")
    with pytest.raises(AssertionError, match=told):
        small(fields, stages)


def test_an_answer_that_cannot_be_is_refused_as_ever(case: Played) -> None:
    with pytest.raises(DocgenError):
        case.do("jawab", answers({"nama": "Citra"}, None))

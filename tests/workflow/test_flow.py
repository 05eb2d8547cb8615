"""What the walk over a definition promises is there whenever a real case gets there, by whatever way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from answers import complete, generating, some_optional
from hypothesis import given, settings
from hypothesis import strategies as st
from player import Played, auditor, small

from docgen.errors import DocgenError
from docgen.model.sop import Sop, validate_sop
from docgen.model.soundness import check_names
from docgen.model.source import Source
from docgen.workflow import flow
from docgen.workflow.allowed import performable
from docgen.workflow.flow import ASKED, START, Flow, walk
from docgen.workflow.fold import PAST, State, fold
from docgen.workflow.moves import Move, move
from docgen.workflow.view import record_view

FIELDS: dict[str, Any] = {
    "teks": {"type": "text", "label": "Teks"},
    "pilih": {"type": "choice", "label": "Pilih", "choices": ["a", "b"]},
    "kalau": {"type": "text", "label": "Kalau", "when": "pilih == 'a'"},
    "orang": {
        "type": "list",
        "label": "Orang",
        "fields": {"nama": {"type": "choice", "label": "N", "choices": ["A", "B"]}},
    },
    "tiap": {"type": "integer", "label": "Tiap", "each": "o in orang"},
    "sebagian": {"type": "integer", "label": "Sebagian", "each": "o in orang if o.nama == 'A'"},
    "disposisi": {"type": "disposition", "label": "Disposisi"},
    "nomor": {"type": "number", "label": "Nomor", "register": "buku"},
    "cek": {"type": "checklist", "label": "Cek", "items": {"satu": "Satu"}},
    "hitung": {"type": "integer", "label": "Hitung"},
}
IDS = ("s0", "s1", "s2", "s3", "s4")
"""The normal stages; acts are a0 and a1."""


@st.composite
def sops(draw: Any) -> Sop:
    """Small definitions: any stages, ways, acts and fields that the grammar allows, sensible or not."""
    ids = IDS[: draw(st.integers(2, 5))]
    stages = [_stage(draw, name, ids) for name in ids]
    for name in ("a0", "a1")[: draw(st.integers(0, 2))]:
        act = _stage(draw, name, ids)
        act["during"] = draw(
            st.one_of(st.just(["any"]), st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        )
        if draw(st.booleans()):
            act.pop("next")
        stages.insert(draw(st.integers(1, len(stages))), act)
    sop = validate_sop(
        {
            "id": "acak", "number": "1", "title": "Acak", "version": "1", "case_prefix": "ACK",
            "actors": {"petugas_a": {"title": "A"}}, "fields": FIELDS, "stages": stages,
        }
    )  # fmt: skip
    assert not check_names(sop, Source(name="acak", data=None, positions={}, typed=False))
    return sop


def _stage(draw: Any, name: str, ids: tuple[str, ...]) -> dict[str, Any]:
    fields = draw(st.lists(st.sampled_from(sorted(set(FIELDS) - {"hitung"})), max_size=4, unique=True))
    kept = [field for field in fields if field == "nomor" or draw(st.integers(0, 2))]
    ways: list[dict[str, Any]] = []
    if draw(st.booleans()):
        ways.append({"when": "pilih == 'a'", **_way(draw, ids)})
    ways.append(_way(draw, ids))
    return {
        "id": name,
        "actor": "petugas_a",
        "activity": name,
        "fields": kept,
        "optional": [field for field in fields if field not in kept],
        "set": {"hitung": "1"} if draw(st.integers(0, 3)) == 0 else {},
        "next": ways,
    }


def _way(draw: Any, ids: tuple[str, ...]) -> dict[str, Any]:
    if draw(st.integers(0, 3)) == 0:
        return {"ends": "selesai"}
    return {"to": draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))}


class Broken(Exception):  # noqa: N818  # a promise
    """The walk promised what is not so."""


def holds(sop: Sop, state: State, fact: str) -> bool:
    """Whether a promised fact is really in the record."""
    if fact.startswith(PAST):
        return fact.removeprefix(PAST) in state.past
    name = fact.removeprefix(ASKED)
    spec, seen = sop.fields[name], record_view(sop, state)
    if spec.type == "disposition":
        return bool(state.dispositions.get(name))
    if spec.each is None:
        asked = name == fact or spec.when is None or bool(spec.when.evaluate(seen))
        return not asked or name in state.record
    condition, said = spec.each.condition, state.record.get(name) or []
    return all(
        place < len(said) and said[place] is not None  # type: ignore[arg-type, index]
        for place, item in enumerate(seen[spec.each.list[0]])
        if name == fact or condition is None or condition.evaluate({**seen, spec.each.name: item})
    )


def stroll(draw: Any, sop: Sop, promise: Flow, *, steps: int) -> None:
    """A random way through a case, comparing it with the promises at every step."""
    case = Played(sop)
    for _step in range(steps):
        state = case.state
        stages = performable(sop, state)
        if not stages:
            return
        position = frozenset(state.open) if case.steps else START
        if position not in promise.promised:
            raise Broken(f"nobody foresaw {set(position)}")
        _kept(sop, state, promise.promised[position])
        stage = draw(st.sampled_from(stages))
        if position not in promise.performed_at(stage):
            raise Broken(f"{stage.id} was not foreseen at {set(position)}")
        try:
            case.do(stage.id, complete(draw, case, stage.id, some_optional(draw, case, stage.id)))
        except DocgenError as error:
            if {problem.reference for problem in error.problems} != {"step-refused"}:
                raise
            continue
        issuing = fold(sop, [*case.steps[:-1], case.steps[-1].model_copy(update={"forgets": ()})])
        _kept(sop, issuing, promise.known(sop, stage))


def _kept(sop: Sop, state: State, promised: frozenset[str]) -> None:
    lacking = [fact for fact in sorted(promised) if not holds(sop, state, fact)]
    if lacking:
        raise Broken(f"promised but not there: {lacking}")


QUICK = generating(120)
SHIPPED = auditor()


@settings(QUICK, max_examples=25)
@given(data=st.data())
def test_what_is_promised_of_the_shipped_sop_is_there(data: st.DataObject) -> None:
    stroll(data.draw, SHIPPED, walk(SHIPPED), steps=16)


@QUICK
@given(sop=sops(), data=st.data())
def test_what_is_promised_of_any_sop_is_there(sop: Sop, data: st.DataObject) -> None:
    stroll(data.draw, sop, walk(sop), steps=10)


def forgetting_nothing(*arguments: Any) -> Move:
    return replace(move(*arguments), forgets=())


def keeping_all_open(*arguments: Any) -> Move:
    return replace(move(*arguments), closes=())


@pytest.mark.parametrize(
    ("name", "blind"),
    [
        ("move", forgetting_nothing),
        ("move", keeping_all_open),
        ("may_replace", lambda _sop, _stage: frozenset()),
        ("_doubtful", lambda _sop, _changed: frozenset()),
    ],
)
def test_control_a_careless_walk_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, blind: Callable[..., Any]
) -> None:
    monkeypatch.setattr(flow, name, blind)

    @settings(QUICK, max_examples=1000)
    @given(sop=sops(), data=st.data())
    def strolls(sop: Sop, data: st.DataObject) -> None:
        stroll(data.draw, sop, walk(sop), steps=10)

    with pytest.raises(Broken):
        strolls()


def test_the_shipped_flow_in_full() -> None:
    found = walk(SHIPPED)
    assert not found.stuck - {START}
    assert frozenset({"arsip", "selesai"}) in found.promised
    assert {"kelengkapan", "periksa", "disposisi", PAST + "verifikasi"} <= found.known(
        SHIPPED, SHIPPED.stage("persetujuan")
    )
    assert "kelengkapan" not in found.known(
        SHIPPED, SHIPPED.stage("terima")
    )  # forgotten in round 2, unknown in round 1
    assert "akun" not in found.known(SHIPPED, SHIPPED.stage("arsip"))  # said of some auditors only
    assert found.known(SHIPPED, SHIPPED.stage("penarikan")) >= {"surat", "auditor", "alasan"}


def test_what_may_be_done_anywhere_is_no_way_out() -> None:
    sop = small(
        "{}",
        """
        - {id: awal, actor: petugas_a, activity: A, next: [{to: [putar, akhir]}]}
        - {id: putar, actor: petugas_a, activity: B, next: putar}
        - {id: akhir, actor: petugas_a, activity: C, ends: x}
        - {id: tarik, during: any, actor: petugas_a, activity: D, ends: y}
        """,
    )
    assert walk(sop).stuck - {START} == {frozenset({"putar"}), frozenset({"putar", "akhir"})}

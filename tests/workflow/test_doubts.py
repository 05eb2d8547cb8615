"""A guard that only warns tells what a refusing one would, and lets the step be taken."""

from __future__ import annotations

import pytest
from player import START, Played, given, small

from docgen.errors import DocgenError
from docgen.workflow.guards import refused_so_far

FIELDS = "jumlah: {type: integer, label: Jumlah}"
GUARD = "{that: jumlah <= 3, else: 'Jumlahnya {{ jumlah }}.'%s}"
STAGE = "- {id: awal, actor: petugas_a, activity: Awal, fields: [jumlah], require: [%s], ends: selesai}"


def case(more: str) -> Played:
    return Played(small(FIELDS, STAGE % (GUARD % more)))


def test_a_doubt_is_told_and_the_step_is_taken() -> None:
    plan = case(", warn: true").do("awal", {"jumlah": 4})
    assert [(each.reference, each.message, each.where) for each in plan.warnings] == [
        ("step-doubtful", "Jumlahnya 4.", "awal")
    ]
    assert case(", warn: true").do("awal", {"jumlah": 3}).warnings == ()


@pytest.mark.parametrize("more", ["", ", warn: false"])
def test_control_without_it_the_step_is_refused(more: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        case(more).do("awal", {"jumlah": 4})
    assert [each.reference for each in refusal.value.problems] == ["step-refused"]


@pytest.mark.parametrize(("more", "count"), [("", 1), (", warn: true", 0)])
def test_a_doubt_asks_for_no_other_answer(more: str, count: int) -> None:
    played = case(more)
    stage, said = played.sop.stage("awal"), played.see("awal", given({"jumlah": 4}))
    assert len(refused_so_far(played.sop, played.state, stage, said, at=START)) == count

"""Lists: what waits, for whom, since when; the same bytes for the same input; and fast with many cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import moment, new_workspace, play, script, stand_at, take, tree

from docgen.app.overview import list_cases, today
from docgen.app.undo import undo
from docgen.app.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quick")


def test_the_longest_waiting_comes_first_with_its_officials(workspace: Workspace) -> None:
    late = play(workspace, script("3")[:1])[-1].case.id
    early = play(workspace, script("1")[:3])[-1].case.id
    first, second = today(workspace)
    assert (first.case, first.stage, first.since) == (early, "disposisi-kepala-biro", moment("2025-11-03T08:40"))
    assert first.officials == ("Pejabat Contoh Tiga, S.E., M.M.",)
    assert first.standard_time == "30 menit"
    assert (second.case, second.stage, second.standard_time) == (late, "terima", "10 menit")


def test_both_open_stages_wait_and_a_closed_case_does_not(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "arsip")
    assert {waits.stage for waits in today(workspace)} == {"arsip", "selesai"}
    take(workspace, step, case=case)
    assert {waits.stage for waits in today(workspace)} == {"selesai"}
    last = next(step for step in script("1") if step["stage"] == "selesai")
    take(workspace, last | {"at": max(last["at"], step["at"])}, case=case)
    assert today(workspace) == ()
    undo(workspace, case, reason="Keliru.", by="helpdesk")
    assert {waits.stage for waits in today(workspace)} == {"selesai"}


def test_cases_are_found_by_stage_state_and_text(workspace: Workspace) -> None:
    first = play(workspace, script("4"))[-1].case.id
    second = play(workspace, script("1")[:2])[-1].case.id
    found = {
        (): [first, second],
        (("open_only", True),): [second],
        (("closed_only", True),): [first],
        (("stage", "verifikasi"),): [second],
        (("sop", "training"),): [],
        (("text", "aud-2025-0002"),): [second],
        (("text", "INSPEKTORAT KABUPATEN"),): [first],
        (("text", "diverifikasi kelengkapan"),): [first, second],
        (("text", "tidak ada di sini"),): [],
    }
    for told, cases in found.items():
        assert [each.case for each in list_cases(workspace, **dict(told))] == cases, told  # type: ignore[arg-type]
    assert list_cases(workspace, closed_only=True)[0].outcome == "ditarik"


def test_the_same_input_gives_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    other = new_workspace(tmp_path / "lain")
    trees = []
    for place in (workspace, other):
        cases = [play(place, script(name)[:5])[-1].case.id for name in ("1", "2", "3")]
        undo(place, cases[1], reason="Keliru.", by="helpdesk")
        trees.append(tree(place.root))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 60
    assert any(name.endswith(".docx") for name in trees[0])


def test_control_another_time_gives_other_bytes(workspace: Workspace, tmp_path: Path) -> None:
    other = new_workspace(tmp_path / "lain")
    take(workspace, script("1")[0])
    take(other, {**script("1")[0], "at": "2025-11-03T08:11"})
    assert tree(workspace.root) != tree(other.root)

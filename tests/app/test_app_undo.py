"""Undo: recorded as a step, moves nothing, gives back the state before; numbers stay used."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from playing import EXAMPLES, order, play, script, stand_at, take, tree

from docgen.app.attach import attach
from docgen.app.cases import open_case
from docgen.app.correct import correct
from docgen.app.perform import Performed
from docgen.app.registers import all_claims
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.workflow.fold import State

pytestmark = pytest.mark.usefixtures("quick")


def place_of(state: State) -> dict[str, Any]:
    """A state without how far the record goes."""
    found = {each.name: getattr(state, each.name) for each in dataclasses.fields(state)}
    return {name: value for name, value in found.items() if name not in {"seq", "head"}}


def take_back(workspace: Workspace, case: str) -> None:
    undo(workspace, case, reason="Keliru.", by="helpdesk", again=True)


def hands_over(done: Performed) -> bool:
    """Whether a step sealed something."""
    return any(document.template is None for document in done.step.documents)


@pytest.mark.parametrize("example", ["1", "2", "3", "4", "5"])
def test_undo_gives_back_the_state_before_at_every_step(workspace: Workspace, example: str) -> None:
    steps = script(example)
    case = take(workspace, steps[0]).case.id
    for step in steps[1:]:
        before = place_of(open_case(workspace, case).state)
        done = take(workspace, step, case=case)
        if hands_over(done):
            continue  # what was handed over is not taken back: see below
        kept = tree(workspace.root)
        take_back(workspace, case)
        assert place_of(open_case(workspace, case).state) == before, step["stage"]
        now = tree(workspace.root)
        gone = [name for name, content in kept.items() if now.get(name) != content]
        assert [Path(name).name for name in gone] == ["case.json"]  # nothing else was moved or changed
        take(workspace, step, case=case)
    assert verify_case(workspace, case) == ()
    state = open_case(workspace, case).state
    assert (state.outcome, state.closed) == (json.loads(example_text(example))["ends"], True)


def example_text(example: str) -> str:
    (path,) = EXAMPLES.glob(f"{example}*.json")
    return path.read_text(encoding="utf-8")


def test_a_whole_case_can_be_taken_back_step_by_step(workspace: Workspace) -> None:
    done = play(workspace, script("2")[:13])  # up to what is handed over
    case = done[-1].case.id
    for earlier in reversed(done[:-1]):
        take_back(workspace, case)
        now = json.loads((earlier.folder / "case.json").read_bytes())
        once = earlier.case.model_dump(mode="json", by_alias=True)
        for name in ("round", "open", "outcome", "record", "dispositions", "papers"):
            assert now[name] == once[name], (earlier.step.stage, name)
    with pytest.raises(DocgenError, match=case) as refusal:
        take_back(workspace, case)
    assert refusal.value.problems[0].reference == "undo-refused"


def test_what_was_handed_over_is_not_taken_back(workspace: Workspace) -> None:
    done = play(workspace, script("1")[:6])
    case = done[-1].case.id
    assert hands_over(done[-1])
    before = tree(workspace.root)
    with pytest.raises(DocgenError, match="Kata Sandi Pertama") as refusal:
        take_back(workspace, case)
    assert refusal.value.problems[0].reference == "undo-refused"
    assert tree(workspace.root) == before
    control = play(workspace, without_passwords(script("1")[:6]))
    take_back(workspace, control[-1].case.id)


def without_passwords(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same request for another letter, in which every account is one of the national application."""
    steps[0]["input"]["surat"]["nomor"] = "002/LAIN"
    for place, account in enumerate(steps[5]["input"]["akun"]):
        account["mode_akun"] = "inaproc"
        account["user_id"] = f"LAIN-{place}"
    return steps


def test_the_first_step_is_not_taken_back(workspace: Workspace) -> None:
    case = take(workspace, script("1")[0]).case.id
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        take_back(workspace, case)
    (problem,) = refusal.value.problems
    assert problem.reference == "undo-refused"
    assert f"To mend a value: `docgen correct {case} --set PATH=VALUE --reason …`." in problem.hint
    assert f'To end the case: `docgen auditor penarikan {case} --alasan "…"`.' in problem.hint
    assert tree(workspace.root) == before


def test_numbers_of_a_step_that_was_taken_back_stay_used(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    take_back(workspace, case)
    assert [claim.void for claim in all_claims(workspace)] == [None]
    assert take(workspace, step, case=case).step.captured["agenda"]["urut"] == 2  # type: ignore[index,call-overload]
    assert verify_case(workspace, case) == ()


def test_undone_papers_do_not_stand_and_are_marked(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    done = take(workspace, step, case=case)
    after = undo(workspace, case, reason="Keliru.", by="helpdesk")
    assert after.case.papers == ()
    assert [line.undone for line in after.case.steps] == [False, True, False]
    assert (after.step.undoes, after.step.reason) == (2, "Keliru.")
    assert all((done.folder / document.path).exists() for document in done.step.documents)


def test_what_was_attached_or_corrected_is_taken_back_too(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    before = place_of(open_case(workspace, case).state)
    (workspace.root / "pindaian.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    attach(workspace, case, workspace.root / "pindaian.pdf", as_="lembar-disposisi", by="helpdesk")
    mended = order("x", {"surat": {"hal": "Permohonan"}}).given
    correct(workspace, case, given=mended, reason="Salah ketik.", by="helpdesk", base=workspace.root)
    assert place_of(open_case(workspace, case).state) != before
    take_back(workspace, case)
    take_back(workspace, case)
    assert place_of(open_case(workspace, case).state) == before


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b", "\u202edlrow"])
def test_a_reason_is_needed(workspace: Workspace, reason: str) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        undo(workspace, case, reason=reason, by="helpdesk")
    assert refusal.value.problems[0].where == "--reason"
    assert tree(workspace.root) == before


def test_undo_that_is_only_tried_writes_nothing(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    before = tree(workspace.root)
    assert undo(workspace, case, reason="Keliru.", by="helpdesk", dry_run=True).next == ("terima",)
    assert tree(workspace.root) == before


def test_an_unknown_official_takes_nothing_back(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        undo(workspace, case, reason="Keliru.", by="helpdes")
    assert refusal.value.problems[0].reference == "official-unknown"
    assert tree(workspace.root) == before


def test_the_same_undo_typed_twice_takes_back_one_step(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    play(workspace, script("1")[2:4], case=case)
    undo(workspace, case, reason="Salah kasus.", by="helpdesk")
    before = tree(workspace.root)
    for more in ({}, {"dry_run": True}, {"reason": "  Salah kasus. "}, {"by": "verifikator"}):
        with pytest.raises(DocgenError) as refusal:
            undo(workspace, case, **{"reason": "Salah kasus.", "by": "helpdesk", **more})  # type: ignore[arg-type]
        (problem,) = refusal.value.problems
        assert problem.reference == "undo-refused"
        for told in ("Step 4 (disposisi-kepala-biro)", case, "step 5", "2025-11-03"):
            assert told in problem.message
        assert "step 3 (verifikasi)" in problem.hint
        assert "--again" in problem.hint
        assert tree(workspace.root) == before
    assert undo(workspace, case, reason="Salah kasus.", by="helpdesk", again=True).step.undoes == 3
    assert undo(workspace, case, reason="Dan ini juga.", by="helpdesk").step.undoes == 2


def test_control_after_another_step_the_same_reason_goes_through(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "verifikasi")
    for _time in range(2):
        take(workspace, step, case=case)
        assert undo(workspace, case, reason="Keliru.", by="helpdesk").next == ("verifikasi",)

"""Two clerks at once, in two processes; the same command, and the same request, entered again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from injection import start, wait
from playing import at_work, order, play, script, set_clock, stand_at, take, tree

from docgen.app.cases import open_case
from docgen.app.overview import list_cases
from docgen.app.perform import open_new
from docgen.app.registers import all_claims
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.store.filesystem import FileSystem
from docgen.store.recovery import unaccounted

pytestmark = pytest.mark.usefixtures("quick")

TOLD = 7
"""How a clerk's process ends who was told that somebody else was first."""


class Meeting(FileSystem):
    """Waits before the commit until the other clerk has come as far, and knows no locks."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._met = False

    def rename_new(self, source: Path, target: Path) -> None:
        if not self._met and source.is_dir() and not target.name.startswith(".dead"):
            self._met = True
            (self._folder / self._name).touch()
            deadline = time.monotonic() + 20
            while len(list(self._folder.iterdir())) < 2 and time.monotonic() < deadline:
                time.sleep(0.01)
        super().rename_new(source, target)

    def lock(self, path: Path, *, timeout: float) -> Any:
        """Locks are a courtesy: without those of the cases, the commit alone must keep order."""
        return (lambda: None) if path.parent.name == ".lock" else super().lock(path, timeout=timeout)


def at_once(workspace: Workspace, tmp_path: Path, orders: list[tuple[str, dict[str, Any]]], *, meet: bool) -> list[int]:
    """Each order in a process of its own, all at once; gives how they ended."""
    folder = tmp_path / "temu"
    folder.mkdir()
    now = f"{workspace.now():%Y-%m-%dT%H:%M}"

    def clerk(place: int, case: str, step: dict[str, Any]) -> int:
        fs = Meeting(folder, str(place)) if meet else FileSystem()
        mine = at_work(workspace.root, now=now, first=1000 * (place + 1), fs=fs)
        try:
            take(mine, {key: value for key, value in step.items() if key != "at"}, case=case)
        except DocgenError as refusal:
            (folder.parent / f"pesan-{place}").write_text(str(refusal), encoding="utf-8")
            return TOLD if refusal.problems[0].reference in {"step-not-allowed", "request-repeated"} else 9
        return 0

    children = [start(lambda place=place, one=one: clerk(place, *one)) for place, one in enumerate(orders)]  # type: ignore[misc]
    return [wait(child) for child in children]


@pytest.mark.parametrize("meet", [True, False])
def test_of_two_at_the_same_stage_one_wins_and_the_other_is_told(
    workspace: Workspace, tmp_path: Path, meet: bool
) -> None:
    case, step = stand_at(workspace, "terima")
    assert sorted(at_once(workspace, tmp_path, [(case, step), (case, step)], meet=meet)) == [0, TOLD]
    (message,) = [path.read_text(encoding="utf-8") for path in tmp_path.glob("pesan-*")]
    assert "Pejabat Contoh Satu" in message
    assert "2025-11-03 08:20" in message
    assert len(open_case(workspace, case).steps) == 2
    assert verify_case(workspace, case) == ()
    assert unaccounted(workspace.store) == []
    valid = [claim for claim in all_claims(workspace) if claim.void is None]
    assert [claim.step for claim in valid] == [2]  # the loser's number, if he took one, is void with a reason


@pytest.mark.parametrize("meet", [True, False])
def test_two_different_stages_at_once_both_land(workspace: Workspace, tmp_path: Path, meet: bool) -> None:
    case, first = stand_at(workspace, "arsip")
    second = next(step for step in script("1") if step["stage"] == "selesai")
    set_clock(workspace, max(first["at"], second["at"]))
    assert at_once(workspace, tmp_path, [(case, first), (case, second)], meet=meet) == [0, 0]
    opened = open_case(workspace, case)
    assert {step.stage for step in opened.steps[-2:]} == {"arsip", "selesai"}
    assert opened.state.closed
    assert opened.state.outcome == "selesai"
    assert verify_case(workspace, case) == ()


def test_two_requests_at_once_get_two_cases(workspace: Workspace, tmp_path: Path) -> None:
    requests = [("", script(name)[0]) for name in ("1", "3")]
    set_clock(workspace, "2025-11-05T08:00")
    assert at_once(workspace, tmp_path, requests, meet=True) == [0, 0]
    assert [case.case for case in list_cases(workspace)] == ["AUD-2025-0001", "AUD-2025-0002"]


def test_the_same_request_twice_at_once_makes_one_case(workspace: Workspace, tmp_path: Path) -> None:
    request = ("", script("1")[0])
    set_clock(workspace, "2025-11-05T08:00")
    assert sorted(at_once(workspace, tmp_path, [request, request], meet=True)) == [0, TOLD]
    assert [case.case for case in list_cases(workspace)] == ["AUD-2025-0001"]


def test_the_same_command_again_says_who_did_it_and_when(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        take(workspace, {**step, "at": "2025-11-03T08:21"}, case=case)
    (problem,) = refusal.value.problems
    assert problem.reference == "step-not-allowed"
    assert all(word in problem.message for word in (case, "2025-11-03 08:20", "Pejabat Contoh Satu"))
    assert "verifikasi" in problem.hint
    assert tree(workspace.root) == before
    assert len(all_claims(workspace)) == 1


@pytest.mark.parametrize("last", [1, 4, len(script("4"))], ids=["new", "on its way", "closed"])
def test_the_same_request_again_is_refused_whatever_became_of_it(workspace: Workspace, last: int) -> None:
    case = play(workspace, script("4")[:last])[-1].case.id
    request = {**script("4")[0], "at": "2025-11-06T08:00"}
    for dry_run in (True, False):
        with pytest.raises(DocgenError) as refusal:
            open_new(workspace, "auditor", order(request["stage"], request["input"]), dry_run=dry_run)
        (problem,) = refusal.value.problems
        assert problem.reference == "request-repeated"
        assert case in problem.message
        assert "--again" in problem.hint
    assert take(workspace, request, again=True).case.id == "AUD-2025-0002"


def test_a_request_is_recognized_even_without_its_case_json(workspace: Workspace) -> None:
    done = take(workspace, script("1")[0])
    (done.folder / "case.json").unlink()
    with pytest.raises(DocgenError, match=done.case.id):
        take(workspace, script("1")[0])


def test_another_request_of_the_same_office_is_none(workspace: Workspace) -> None:
    take(workspace, script("1")[0])
    other = script("1")[0]
    other["input"]["surat"]["nomor"] = "002/S/CONTOH/11/2025"
    assert take(workspace, other).case.id == "AUD-2025-0002"


def test_after_an_undo_the_same_command_is_possible_again(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    undo(workspace, case, reason="Salah media.", by="helpdesk")
    done = take(workspace, step, case=case)
    assert done.step.seq == 4
    assert done.case.record["agenda"]["urut"] == 2  # type: ignore[index,call-overload]  # the first number stays used

"""A case's folder renamed, moved or copied by hand: every command tells it, none crashes, none writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playing import play, script, tree

from docgen.app.doctor import doctor
from docgen.app.overview import list_cases, today
from docgen.app.show import show
from docgen.app.status import status
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem

pytestmark = pytest.mark.usefixtures("quick")

CASE = "AUD-2025-0001"


def renamed(folder: Path) -> Path:
    return folder.rename(folder.with_name("AUD-2025-0009"))


def renamed_to_no_number(folder: Path) -> Path:
    return folder.rename(folder.with_name(f"{CASE} lama"))


def moved_to_another_year(folder: Path) -> Path:
    other = folder.parent.parent / "2026"
    other.mkdir()
    return folder.rename(other / folder.name)


def year_renamed(folder: Path) -> Path:
    return folder.parent.rename(folder.parent.with_name("arsip 2025")) / folder.name


def year_moved_deeper(folder: Path) -> Path:
    deeper = folder.parent.parent / "lama"
    deeper.mkdir()
    return folder.parent.rename(deeper / "2025") / folder.name


MOVES: list[Callable[[Path], Path]] = [
    renamed, renamed_to_no_number, moved_to_another_year, year_renamed, year_moved_deeper,
]  # fmt: skip


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    return play(workspace, script("1")[:2])[-1].folder


def told_by(listing: Callable[..., tuple[object, ...]], workspace: Workspace) -> tuple[list[str], list[Problem]]:
    told: list[DocgenError] = []
    cases = [each.case for each in listing(workspace, on_damage=told.append)]  # type: ignore[attr-defined]
    return cases, [problem for error in told for problem in error.problems]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_every_command_tells_a_folder_that_is_not_in_its_place(
    workspace: Workspace, folder: Path, move: Callable[[Path], Path]
) -> None:
    now = move(folder)
    before = tree(workspace.root)
    problems: dict[str, Problem] = {}
    for listing in (list_cases, today):
        cases, told = told_by(listing, workspace)
        assert cases == [CASE], listing  # the number in the record is the true one
        (problems[listing.__name__],) = told
    for command in (status, show, verify_case):
        with pytest.raises(DocgenError) as refusal:
            command(workspace, CASE)
        (problems[command.__name__],) = refusal.value.problems
    (problems["doctor"],) = [each for finding in doctor(workspace) for each in finding.problems]
    for name, problem in problems.items():
        assert problem.reference == "chain-broken", name
        assert CASE in problem.message, name
        assert str(now) in problem.message, name
        assert str(folder) in problem.hint, name
    assert tree(workspace.root) == before


def test_by_its_wrong_name_it_is_told_too(workspace: Workspace, folder: Path) -> None:
    renamed(folder)
    for command in (status, show):
        with pytest.raises(DocgenError, match=CASE):
            command(workspace, "0009")
    (problem,) = verify_case(workspace, "0009")
    assert CASE in problem.message


@pytest.mark.parametrize("name", ["AUD-2025-0009", f"{CASE} (salinan)"])
def test_a_copy_is_told_and_the_case_itself_goes_on(workspace: Workspace, folder: Path, name: str) -> None:
    shutil.copytree(folder, folder.with_name(name))
    cases, (problem,) = told_by(list_cases, workspace)
    assert cases == [CASE]
    assert "compare" in problem.hint
    assert status(workspace, CASE).case == CASE
    assert verify_case(workspace, CASE) == ()
    (found,) = [each for finding in doctor(workspace) for each in finding.problems]
    assert name in found.where


def test_without_case_json_the_steps_tell_it(workspace: Workspace, folder: Path) -> None:
    (renamed(folder) / "case.json").unlink()
    for listing in (list_cases, today):
        cases, (problem,) = told_by(listing, workspace)
        assert cases == []
        assert CASE in problem.message


def test_the_case_json_of_another_case_is_not_believed(workspace: Workspace, folder: Path) -> None:
    other = play(workspace, script("3")[:2])[-1].folder
    shutil.copyfile(folder / "case.json", other / "case.json")
    cases, (problem,) = told_by(list_cases, workspace)
    assert cases == [CASE, other.name]
    assert problem.reference == "projection-edited"


@pytest.mark.parametrize("depth", ["case", "year"])
def test_links_are_not_followed_but_told(workspace: Workspace, folder: Path, depth: str, tmp_path: Path) -> None:
    linked = folder if depth == "case" else folder.parent
    linked.rename(tmp_path / "lain")
    linked.symlink_to(tmp_path / "lain")
    cases, (problem,) = told_by(list_cases, workspace)
    assert cases == []
    assert str(linked) in problem.message
    assert problem.hint


def test_control_what_is_no_case_is_no_trouble(workspace: Workspace, folder: Path) -> None:
    (folder.parent / "catatan").mkdir()
    (folder.parent / "catatan" / "surat.pdf").write_bytes(b"x")
    (folder.parent / "2025.xlsx").write_bytes(b"x")
    assert told_by(list_cases, workspace) == ([CASE], [])
    assert [each for finding in doctor(workspace) for each in finding.problems] == []

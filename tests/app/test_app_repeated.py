"""The same command typed twice: the second is refused with one clear message, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playing import order, script, stand_at, take, tree

from docgen.app.attach import attach
from docgen.app.correct import correct
from docgen.app.undo import undo
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem

pytestmark = pytest.mark.usefixtures("quick")

SCAN = b"%PDF-1.7\n%%EOF\n"


def stage(workspace: Workspace, case: str) -> None:
    take(workspace, script("1")[2], case=case)


def attached(workspace: Workspace, case: str) -> None:
    (workspace.root / "pindaian.pdf").write_bytes(SCAN)
    attach(workspace, case, workspace.root / "pindaian.pdf", as_="lembar-disposisi", by="helpdesk")


def corrected(workspace: Workspace, case: str) -> None:
    mended = order("x", {"surat": {"hal": "Permohonan"}}).given
    correct(workspace, case, given=mended, reason="Salah ketik.", by="helpdesk", base=workspace.root)


def undone(workspace: Workspace, case: str) -> None:
    undo(workspace, case, reason="Salah kasus.", by="helpdesk")


def asked(workspace: Workspace, _case: str) -> None:
    take(workspace, script("3")[0])


COMMANDS: dict[Callable[[Workspace, str], None], tuple[str, str]] = {
    stage: ("step-not-allowed", "verifikasi"),
    attached: ("request-repeated", "very file"),
    corrected: ("correction-refused", "Nothing changes"),
    undone: ("undo-refused", "just been taken back"),
    asked: ("request-repeated", "very request"),
}


def refused(command: Callable[[Workspace, str], None], workspace: Workspace, case: str) -> Problem:
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        command(workspace, case)
    assert tree(workspace.root) == before
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_the_second_time_is_refused(workspace: Workspace, command: Callable[[Workspace, str], None]) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    command(workspace, case)
    problem = refused(command, workspace, case)
    reference, says = COMMANDS[command]
    assert problem.reference == reference
    assert says in problem.message
    assert problem.hint


def test_control_what_is_not_the_same_goes_through(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    attached(workspace, case)
    (workspace.root / "lain.pdf").write_bytes(SCAN + b"\n")
    done = attach(workspace, case, workspace.root / "lain.pdf", as_="lembar-disposisi", by="helpdesk")
    assert done.step.seq == 4
    undone(workspace, case)
    assert undo(workspace, case, reason="Juga salah.", by="helpdesk").step.undoes == 3
    attached(workspace, case)  # what was taken back may be handed in once more

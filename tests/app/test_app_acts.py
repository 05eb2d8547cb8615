"""Who takes an act on the record where nobody is named: whoever holds the role of the stage last done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playing import at_work, given, play, script, tree

from docgen.app.attach import attach
from docgen.app.correct import correct
from docgen.app.perform import Performed
from docgen.app.undo import undo
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem

pytestmark = pytest.mark.usefixtures("quick")

Taken = Callable[[Workspace, str, str | None], Performed]


def undone(workspace: Workspace, case: str, by: str | None = None) -> Performed:
    return undo(workspace, case, reason="Keliru.", by=by)


def corrected(workspace: Workspace, case: str, by: str | None = None) -> Performed:
    mended = given({"surat": {"hal": "Permohonan"}})
    return correct(workspace, case, given=mended, reason="Salah ketik.", by=by, base=workspace.root)


def attached(workspace: Workspace, case: str, by: str | None = None) -> Performed:
    scan = workspace.root / "pindaian.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF\n")
    return attach(workspace, case, scan, as_="lembar-disposisi", by=by)


def with_roles(workspace: Workspace, before: str, after: str) -> Workspace:
    """The office after a change of duties."""
    settings = workspace.root / "docgen.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count(before) == 1
    settings.write_text(text.replace(before, after), encoding="utf-8")
    return at_work(workspace.root, now="2025-11-04T08:00", first=1000)


def refused(act: Taken, workspace: Workspace, case: str) -> Problem:
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as caught:
        act(workspace, case, None)
    assert tree(workspace.root) == before
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("act", [undone, corrected, attached])
@pytest.mark.parametrize(("count", "who", "role"), [(2, "helpdesk", "helpdesk"), (3, "verifikator", "verifikator")])
def test_the_holder_of_the_role_of_the_last_stage_acts(
    workspace: Workspace, act: Taken, count: int, who: str, role: str
) -> None:
    case = play(workspace, script("1")[:count])[-1].case.id
    step = act(workspace, case, None).step
    assert (step.by.id, step.role) == (who, role)


def test_acts_and_what_was_taken_back_do_not_change_whose_turn_it_was(workspace: Workspace) -> None:
    case = play(workspace, script("1")[:3])[-1].case.id
    assert corrected(workspace, case).step.by.id == "verifikator"
    assert attached(workspace, case).step.by.id == "verifikator"
    for seq in (5, 4, 3):
        taken_back = undo(workspace, case, reason=f"Langkah {seq} keliru.").step
        assert (taken_back.undoes, taken_back.by.id) == (seq, "verifikator")
    assert undo(workspace, case, reason="Langkah 2 keliru.").step.by.id == "helpdesk"


@pytest.mark.parametrize("act", [undone, corrected, attached])
def test_where_several_hold_the_role_one_must_be_named(workspace: Workspace, act: Taken) -> None:
    case = play(workspace, script("1")[:3])[-1].case.id
    office = with_roles(workspace, 'peran = ["admin_lpse"]', 'peran = ["admin_lpse", "verifikator"]')
    problem = refused(act, office, case)
    assert (problem.reference, problem.where) == ("official-unknown", "--by")
    assert "--by verifikator" in problem.hint
    assert act(office, case, "admin").step.by.id == "admin"


@pytest.mark.parametrize("act", [undone, corrected, attached])
def test_where_nobody_holds_the_role_somebody_must_be_named(workspace: Workspace, act: Taken) -> None:
    case = play(workspace, script("1")[:3])[-1].case.id
    office = with_roles(workspace, 'peran = ["verifikator"]', 'peran = ["lain"]')
    assert refused(act, office, case).reference == "office-unstaffed"
    assert act(office, case, "helpdesk").step.by.id == "helpdesk"

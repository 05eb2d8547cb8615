"""A case keeps the rules it began under, so none begins under rules that do not hold together."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from playing import order, play, script

from docgen.app.perform import open_new
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError


def broken_template(workspace: Workspace) -> Path:
    """A template of a later stage, with a misspelt placeholder."""
    path = workspace.templates / "bersama" / "lembar-disposisi.docx"
    document = docx.Document(str(path))
    document.add_paragraph("{{ surat.nomer }}")
    document.save(str(path))
    return path


def first(workspace: Workspace) -> None:
    request = script("1")[0]
    open_new(workspace, "auditor", order("permohonan", request["input"]))


def test_no_case_is_opened_under_a_template_that_will_fail_later(workspace: Workspace) -> None:
    workspace.clock.now = workspace.clock.now.replace(hour=9)  # type: ignore[attr-defined]
    broken_template(workspace)
    with pytest.raises(DocgenError) as refused:
        first(workspace)
    (problem,) = refused.value.problems
    assert problem.reference == "placeholder-unknown"
    assert "surat.nomor" in problem.hint
    assert not list(workspace.store.root.glob("2*/*"))


def test_a_running_case_keeps_the_template_it_began_with(workspace: Workspace) -> None:
    steps = script("1")
    case = play(workspace, steps[:1])[0].case.id
    broken_template(workspace)
    assert play(workspace, steps[1:2], case=case)[0].step.documents


def test_rules_are_proved_once_and_again_when_they_change(workspace: Workspace) -> None:
    play(workspace, script("1")[:1])
    kept = list(workspace.store.content.glob("*.json"))
    assert len(kept) == 1
    play(workspace, script("4")[:1])
    assert list(workspace.store.content.glob("*.json")) == kept, "the control: the same rules need no new proof"
    definition = workspace.templates / "auditor" / "sop.yaml"
    definition.write_text(definition.read_text().replace("- to: pengembalian", "- to: perbaikan", 1))
    with pytest.raises(DocgenError) as refused:
        play(workspace, script("2")[:1])
    assert {problem.reference for problem in refused.value.problems} == {"sop-flow"}

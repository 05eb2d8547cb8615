"""Comparing everything of a case that lies on the disk with what its steps say."""

from __future__ import annotations

from docgen.app.cases import case_json, pinned
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.case import Pin, Step
from docgen.store.cases import find
from docgen.store.content import kept
from docgen.store.verify import verify


def verify_case(workspace: Workspace, case_text: str) -> tuple[Problem, ...]:
    """All that is wrong with a case's record; nothing if it is whole.

    Raises:
        DocgenError: there is no such case.
    """
    store = workspace.store
    folder = find(store, case_text)
    found: list[Problem] = []

    def fold(steps: list[Step]) -> bytes:
        pin = steps[0].sop
        assert pin is not None  # noqa: S101  # a first step without one is damaged
        return case_json(pinned(workspace, pin).sop, steps)

    try:
        found.extend(verify(store, folder, fold))
    except DocgenError as error:
        found.extend(error.problems)
    return tuple(dict.fromkeys([*found, *_kept_problems(workspace, folder.name)]))


def _kept_problems(workspace: Workspace, case: str) -> list[Problem]:
    """What is wrong with the rules and templates that the case keeps by content."""
    path = workspace.store.case_dir(case) / "01" / "step.json"
    try:
        pin = Step.model_validate_json(workspace.read(path)).sop
    except (ValueError, DocgenError):
        return []  # a damaged first step is reported by the chain
    return [] if pin is None else _missing_content(workspace, pin)


def _missing_content(workspace: Workspace, pin: Pin) -> list[Problem]:
    problems: list[Problem] = []
    contents = [(pin.definition, ".yaml"), *((sha256, ".docx") for sha256 in pin.templates.values())]
    if pin.letterhead is not None:
        contents.append((pin.letterhead, ".docx"))
    for sha256, suffix in contents:
        try:
            kept(workspace.store, sha256, suffix)
        except DocgenError as error:
            problems.extend(error.problems)
    return problems

"""Comparing everything of a case that lies on the disk with what its steps say."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.app.cases import case_json, kept_problems, pinned_rules
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.case import Number, Step
from docgen.model.sop import Sop
from docgen.store.cases import find
from docgen.store.layout import STEP_FILE, step_name
from docgen.store.verify import numbers_of_papers, verify


def verify_case(workspace: Workspace, case_text: str) -> tuple[Problem, ...]:
    """All that is wrong with a case's record; nothing if it is whole.

    Raises:
        DocgenError: there is no such case.
    """
    store = workspace.store
    folder = find(store, case_text)
    rules = _rules(workspace, folder.name)

    def fold(steps: list[Step]) -> bytes:
        pin = steps[0].sop
        assert pin is not None  # noqa: S101  # a first step without one is damaged
        return case_json(pinned_rules(workspace, pin), steps)

    def numbers(step: Step) -> Iterator[Number]:
        yield from numbers_of_papers(step)
        if rules is not None:
            yield from _captured(rules, step)

    found = verify(store, folder, fold, numbers=numbers)
    return tuple(dict.fromkeys([*found, *_kept_problems(workspace, folder.name)]))


def _captured(sop: Sop, step: Step) -> Iterator[Number]:
    """The numbers that a step took for its own fields."""
    for name, value in step.captured.items():
        if name in sop.fields and sop.fields[name].type == "number":
            yield Number.model_validate(value)


def _rules(workspace: Workspace, case: str) -> Sop | None:
    """The rules of a case; none if they or the first step are damaged, which is reported by the chain."""
    try:
        pin = _first(workspace, case).sop
        return None if pin is None else pinned_rules(workspace, pin)
    except (ValueError, DocgenError):
        return None


def _first(workspace: Workspace, case: str) -> Step:
    path = workspace.store.case_dir(case) / step_name(1) / STEP_FILE
    return Step.model_validate_json(workspace.read(path))


def _kept_problems(workspace: Workspace, case: str) -> tuple[Problem, ...]:
    """What is wrong with the rules and templates that the case keeps by content."""
    try:
        pin = _first(workspace, case).sop
    except (ValueError, DocgenError):
        return ()  # a damaged first step is reported by the chain
    return () if pin is None else kept_problems(workspace, pin)

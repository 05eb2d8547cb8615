"""Everything of a case: its record in words, its steps, its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.app.cases import open_case, projection
from docgen.app.workspace import Workspace
from docgen.model.case import Case, Step
from docgen.model.printed import show as in_words
from docgen.model.shape import Shape, record_shape
from docgen.workflow.fold import undone
from docgen.workflow.view import record_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the record."""

    path: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A case, whole."""

    case: Case
    title: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    undone: frozenset[int]


def show(workspace: Workspace, case_text: str) -> Shown:
    """The whole of a case. Raises DocgenError if there is no such case or its record is damaged."""
    opened = open_case(workspace, case_text)
    sop = opened.definition.sop
    view = record_view(sop, opened.state)
    return Shown(
        case=projection(sop, opened.steps),
        title=sop.title,
        facts=tuple(_facts(record_shape(sop), view, "", sop.title)),
        steps=opened.steps,
        undone=undone(opened.steps),
    )


def _facts(shape: Shape, value: Any, path: str, label: str) -> Iterator[Fact]:
    """Every known fact below, with its path as `--set` takes it."""
    if value is None:
        return
    if shape.item is not None:
        for place, item in enumerate(value, 1):
            yield from _facts(shape.item, item, f"{path}.{place}", f"{label} {place}")
    elif shape.parts:
        for name, part in shape.parts.items():
            yield from _facts(part, value[name], f"{path}.{name}" if path else name, part.label or label)
    else:
        yield Fact(path=path, label=shape.label or label, text=in_words(value))

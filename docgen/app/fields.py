"""Every placeholder that the templates of an SOP may use, for whoever edits them in Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.app.definitions import definition_path, parse_definition
from docgen.app.workspace import Workspace
from docgen.model.shape import CASE, ITEM, OFFICE, PAPER, PERSON, STAGE_NOW, STEP_TAKEN, Shape, record_shape
from docgen.model.sop import Sop
from docgen.workflow.flow import Flow, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A name that a template may print."""

    path: str
    """As it is typed; `[]` stands behind a list whose items a `for` goes through."""
    type: str
    label: str
    since: str | None
    """The first stage at which it is known for certain; nothing if it is known everywhere, or nowhere for certain."""
    certain: bool
    """Whether it is known for certain somewhere; what is not must be guarded in a letter."""


def placeholders(workspace: Workspace, sop_id: str) -> tuple[Placeholder, ...]:
    """All placeholders of an SOP. Raises DocgenError if its definition is wrong."""
    path = definition_path(workspace, sop_id)
    sop, _source = parse_definition(workspace.read(path), name=workspace.shown(path), folder=sop_id)
    return (*_recorded(sop, walk(sop)), *_everywhere(sop))


def _recorded(sop: Sop, flow: Flow) -> Iterator[Placeholder]:
    for name, shape in record_shape(sop).parts.items():
        for path, leaf in shape.leaves((name,)):
            # A value said of each item is known when it was said, not when the list was.
            fact = path[2] if len(path) > 2 and path[1] == ITEM and path[2] in sop.fields else name
            since = next((stage.id for stage in sop.stages if fact in flow.known(sop, stage)), None)
            label = leaf.label or shape.label
            yield Placeholder(path=printed(path), type=leaf.type, label=label, since=since, certain=since is not None)


def _everywhere(sop: Sop) -> Iterator[Placeholder]:
    always = {
        "kantor": OFFICE,
        "kasus": CASE,
        "tahap": STAGE_NOW,
        "naskah": PAPER,
        "petugas": PERSON,
        "penandatangan": PERSON,
    }
    for name, shape in always.items():
        for path, leaf in shape.leaves((name,)):
            yield Placeholder(path=printed(path), type=leaf.type, label=leaf.label, since=None, certain=True)
    for stage in sop.stages:
        for path, leaf in Shape("record", "", {stage.key: STEP_TAKEN}).leaves(("langkah",)):
            yield Placeholder(path=printed(path), type=leaf.type, label=stage.activity, since=stage.id, certain=True)


def printed(path: tuple[str, ...]) -> str:
    """A path as it is typed: `auditor[].nama`."""
    return ".".join(path).replace(f".{ITEM}", ITEM)

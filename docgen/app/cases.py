"""A case as it stands: its steps checked, its rules as it keeps them, and its projection."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.app.definitions import Definition, parse_definition
from docgen.app.workspace import Workspace
from docgen.model.case import Case, Head, Pin, Step, StepLine, Waiting
from docgen.model.sop import Sop
from docgen.store.cases import case_dirs, find
from docgen.store.content import kept
from docgen.store.projection import CASE_FILE, check_projection, project
from docgen.store.steps import highest, load
from docgen.workflow.fold import State, fold, standing, undone


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case, ready to be decided on."""

    folder: Path
    definition: Definition
    steps: tuple[Step, ...]
    state: State

    @property
    def id(self) -> str:
        """The case's number."""
        return self.folder.name


def pinned(workspace: Workspace, pin: Pin) -> Definition:
    """The definition that a case keeps by content. Raises `content-damaged`."""
    store = workspace.store
    text = kept(store, pin.definition, ".yaml")
    sop, _source = parse_definition(text, name=f"{pin.id}/sop.yaml ({pin.version})")
    templates = {kind: store.content / f"{sha256}.docx" for kind, sha256 in pin.templates.items()}
    letterhead = None if pin.letterhead is None else store.content / f"{pin.letterhead}.docx"
    return Definition(sop, pin, templates, letterhead)


def open_case(workspace: Workspace, text: str) -> OpenCase:
    """The case of that id, part of an id, or path, its chain verified.

    Raises:
        DocgenError: no such case, several, or its record is damaged.
    """
    return load_case(workspace, find(workspace.store, text))


def load_case(workspace: Workspace, folder: Path) -> OpenCase:
    """The case in this folder, its chain verified."""
    steps = tuple(load(workspace.store, folder))
    pin = steps[0].sop
    assert pin is not None  # noqa: S101  # load() refuses a first step without one
    definition = pinned(workspace, pin)
    return OpenCase(folder, definition, steps, fold(definition.sop, steps))


def projection(sop: Sop, steps: Sequence[Step]) -> Case:
    """What `case.json` says of these steps."""
    state = fold(sop, steps)
    taken_back = undone(steps)
    assert state.pin is not None  # noqa: S101  # the first step has one
    assert state.opened is not None  # noqa: S101
    return Case(
        id=state.case,
        sop=sop.id,
        version=state.pin.version,
        opened=state.opened,
        round=state.round,
        open=tuple(Waiting(stage=name, since=state.opened_at[name]) for name in state.open),
        outcome=state.outcome if state.closed else None,
        record=dict(state.record),
        dispositions={name: tuple(dict(entry) for entry in chain) for name, chain in state.dispositions.items()},
        steps=tuple(
            StepLine(
                seq=step.seq,
                kind=step.kind,
                stage=step.stage,
                at=step.at,
                by=step.by.nama,
                undone=step.seq in taken_back,
            )
            for step in steps
        ),
        papers=tuple(document.path for step in standing(steps) for document in step.documents),
        request=steps[0].request,
        head=Head(seq=state.seq, hash=state.head),
    )


def case_json(sop: Sop, steps: Sequence[Step]) -> bytes:
    """`case.json`, byte for byte."""
    data = projection(sop, steps).model_dump(mode="json", by_alias=True)
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def settle_projection(workspace: Workspace, case: OpenCase) -> None:
    """Writes `case.json` anew if it is missing or older than the steps.

    Raises:
        DocgenError: `projection-edited` if somebody changed it by hand.
    """
    sop = case.definition.sop
    expected = case_json(sop, case.steps)
    if check_projection(workspace.store, case.folder, expected=expected, head_seq=case.state.seq) == "stale":
        project(workspace.store, case.folder, lambda steps: case_json(sop, steps))


def read_projections(workspace: Workspace) -> Iterator[Case]:
    """Every case in short, from its `case.json`; one that is missing or old is folded from the steps instead."""
    store = workspace.store
    for folder in case_dirs(store):
        yield read_projection(workspace, folder)


def read_projection(workspace: Workspace, folder: Path) -> Case:
    """One case in short. Raises DocgenError if its record is damaged."""
    store = workspace.store
    path = folder / CASE_FILE
    if store.fs.exists(path):
        try:
            case = Case.model_validate_json(store.fs.read(path))
        except ValueError:
            pass
        else:
            if case.head.seq == highest(store, folder):
                return case
    opened = load_case(workspace, folder)
    return projection(opened.definition.sop, opened.steps)

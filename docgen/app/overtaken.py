"""Printing papers of the record again: as they were, and as they would have been with a mended value."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from docgen.app.definitions import Definition
from docgen.app.papers import Desk, PaperKey, Printed, compile_templates, print_papers
from docgen.errors import DocgenError
from docgen.model.case import Document, Step
from docgen.render.template import Template
from docgen.workflow.fold import standing
from docgen.workflow.replay import Decided, Replayed


def overtaken(definition: Definition, replayed: Sequence[Replayed], steps: Sequence[Step]) -> Iterator[Document]:
    """The last paper of each kind and copy in this round, if the mended values give it another text, or none.

    Args:
        definition: the rules and templates of the case.
        replayed: its stages, decided again with and without the mended values.
        steps: all its steps: a paper that was issued once more lies in a step of its own.
    """
    last = {
        (document.kind, document.copy_): (each, document)
        for each in replayed
        if each.step.round == steps[-1].round_after
        for document in each.step.documents
    }
    latest = {(document.kind, document.copy_): document for step in standing(steps) for document in step.documents}
    templates = compile_templates(definition, tuple(kind for kind, _copy in last))
    for each, document in last.values():
        then, now = (_content(definition, templates, each.step, way, document) for way in (each.then, each.now))
        if then != now:
            yield latest[document.kind, document.copy_]


def _content(
    definition: Definition, templates: Mapping[str, Template], step: Step, decided: Decided, document: Document
) -> str | None:
    """The digest of a paper as its step would print it after this decision; nothing if it could not."""
    wanted = {(document.kind, document.copy_)}
    try:
        printed = _printed(definition, templates, step, decided, wanted)
    except DocgenError:
        return None
    return printed[0].document.content if printed else None


def print_again(definition: Definition, step: Step, decided: Decided, paths: Container[str]) -> tuple[Printed, ...]:
    """The papers of a step that lie at these paths, printed as they were; a sealed page is never made again.

    Raises:
        DocgenError: a paper cannot be printed.
    """
    wanted = {
        (document.kind, document.copy_)
        for document in step.documents
        if document.path in paths and document.template is not None
    }
    templates = compile_templates(definition, tuple(kind for kind, _copy in wanted))
    return _printed(definition, templates, step, decided, wanted)


def _printed(
    definition: Definition,
    templates: Mapping[str, Template],
    step: Step,
    decided: Decided,
    wanted: Container[PaperKey],
) -> tuple[Printed, ...]:
    """Some papers of a step after a decision, with what the step kept of the office."""
    if decided.plan is None:
        return ()
    office: Any = step.office
    desk = Desk(definition=definition, templates=templates, by=step.by, office=office)
    return print_papers(desk, decided.state, decided.plan, case=step.case, seq=step.seq, seal=step.prev, only=wanted)

"""The papers of one step, in memory: filled, proved, and described as the step will keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.app.definitions import Definition
from docgen.model.case import Document, Person
from docgen.render.context import paper_context
from docgen.render.template import Properties, Template, compile_template, content_digest
from docgen.store.layout import step_name
from docgen.workflow.fold import State
from docgen.workflow.plan import Paper, Plan


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was made: what the step keeps of it, and its bytes."""

    document: Document
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the papers of one step are made: templates compiled once, who signs, what the office says of itself."""

    definition: Definition
    templates: Mapping[str, Template]
    by: Person
    office: Mapping[str, Any]


def compile_templates(definition: Definition, kinds: tuple[str, ...]) -> dict[str, Template]:
    """The templates of these kinds of paper, ready to be filled."""
    return {
        kind: compile_template(
            definition.templates[kind],
            letterhead=definition.letterhead,
            form=definition.sop.documents[kind].form,
            name=f"{kind}.docx",
        )
        for kind in dict.fromkeys(kinds)
    }


def print_papers(desk: Desk, state: State, plan: Plan, *, case: str, seq: int, seal: str) -> tuple[Printed, ...]:
    """All papers of a step.

    Raises:
        DocgenError: a fact is missing in a letter, a value must not be printed, or a template is wrong.
    """
    return tuple(_print(desk, state, plan, paper, case=case, seq=seq, seal=seal) for paper in plan.papers)


def render_paper(
    desk: Desk, state: State, plan: Plan, paper: Paper, *, case: str, seal: str, title: str | None = None
) -> bytes:
    """The Word file of one paper.

    Args:
        desk: where it is made.
        state: the case before the step.
        plan: what the step will be.
        paper: which paper, for whom.
        case: the case's number.
        seal: the head of the record before the step.
        title: what the file says of itself; the paper's own title if left out.
    """
    definition = desk.definition
    context = paper_context(
        sop=definition.sop,
        state=state,
        case=case,
        seal=seal,
        plan=plan,
        paper=paper,
        by=desk.by,
        office=desk.office,
    )
    properties = Properties(
        title=title or paper.document.title,
        subject=definition.sop.title,
        creator=str(desk.office["kantor"]["nama"]),
        identifier=case,
        created=plan.at,
    )
    return desk.templates[paper.kind].render(context, properties=properties)


def _print(desk: Desk, state: State, plan: Plan, paper: Paper, *, case: str, seq: int, seal: str) -> Printed:
    definition = desk.definition
    content = render_paper(desk, state, plan, paper, case=case, seal=seal)
    name = paper.file_name(case, seq, plan.stage.id)
    document = Document.model_validate(
        {
            "kind": paper.kind,
            "title": paper.document.title,
            "path": f"{step_name(seq)}/{name}",
            "copy": paper.copy,
            "number": None if paper.number is None else paper.number.model_dump(mode="json", by_alias=True),
            "template": definition.pin.templates[paper.kind],
            "letterhead": definition.pin.letterhead,
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content_digest(content),
        }
    )
    return Printed(document, name, content)

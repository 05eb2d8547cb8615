"""The papers of one step, in memory: filled, proved, and described as the step will keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from docgen.app.definitions import Definition
from docgen.app.safe import Safe
from docgen.app.sealing import public_digest, seal_page
from docgen.model.case import Document, Person
from docgen.model.secret import Secret
from docgen.render.context import paper_context
from docgen.render.template import Properties, Template, compile_template
from docgen.store.layout import step_name
from docgen.workflow.fold import State
from docgen.workflow.given import Path
from docgen.workflow.plan import Paper, Plan

PaperKey = tuple[str, int | None]
"""A paper among those of one step: its kind, and which copy."""


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
    secrets: Mapping[Path, Secret] = field(default_factory=dict)
    """What is to be sealed."""
    safe: Safe | None = None
    """Where the passphrases of sealed pages come from; without it no page can be sealed."""


def compile_templates(definition: Definition, kinds: tuple[str, ...]) -> dict[str, Template]:
    """The templates of these kinds of paper, ready to be filled."""
    return {
        kind: (_compiled_once if _is_kept(definition, kind) else compile_template)(
            definition.templates[kind],
            letterhead=definition.letterhead,
            form=document.form,
            limit=document.limit,
            name=f"{kind}.{document.suffix}",
        )
        for kind in dict.fromkeys(kinds)
        if not (document := definition.sop.documents[kind]).seals
    }


def _is_kept(definition: Definition, kind: str) -> bool:
    """Whether a template lies where a name stands for its content: what is there never changes."""
    return definition.templates[kind].stem == definition.pin.templates[kind]


@lru_cache(maxsize=64)
def _compiled_once(path: FilePath, **how: Any) -> Template:
    """A kept template: many steps of one command fill the same."""
    return compile_template(path, **how)


def print_papers(
    desk: Desk, state: State, plan: Plan, *, case: str, seq: int, seal: str, only: Container[PaperKey] | None = None
) -> tuple[Printed, ...]:
    """The papers of a step: all, or `only` these.

    Raises:
        DocgenError: a fact is missing in a letter, a value must not be printed, or a template is wrong.
    """
    return tuple(
        _print(desk, state, plan, paper, case=case, seq=seq, seal=seal)
        for paper in plan.papers
        if only is None or (paper.kind, paper.copy) in only
    )


def render_paper(
    desk: Desk, state: State, plan: Plan, paper: Paper, *, case: str, seal: str, title: str | None = None
) -> bytes:
    """The file of one paper that has a template.

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
    return desk.templates[paper.kind].render(context, properties=properties, sheet=desk.office.get("kertas"))


def _print(desk: Desk, state: State, plan: Plan, paper: Paper, *, case: str, seq: int, seal: str) -> Printed:
    name = paper.file_name(case, seq, plan.stage.id)
    if paper.document.seals:
        content, public = _sealed(desk, plan, paper, case=case, name=name)
        return Printed(_document(desk, paper, f"{step_name(seq)}/{name}", content, public), name, content)
    content = render_paper(desk, state, plan, paper, case=case, seal=seal)
    digest = desk.templates[paper.kind].digest(content)
    return Printed(_document(desk, paper, f"{step_name(seq)}/{name}", content, digest), name, content)


def _sealed(desk: Desk, plan: Plan, paper: Paper, *, case: str, name: str) -> tuple[bytes, str]:
    """A sealed page (nothing, where there is no safe: it cannot be made again), and the digest of what is no secret."""
    sop = desk.definition.sop
    public = public_digest(sop, plan, paper)
    if desk.safe is None:
        return b"", public
    content = seal_page(
        sop,
        plan,
        paper,
        case=case,
        office=str(desk.office["kantor"]["nama"]),
        secrets=desk.secrets,
        passphrase=desk.safe.passphrase(name),
    )
    return content, public


def _document(desk: Desk, paper: Paper, path: str, content: bytes, digest: str) -> Document:
    """What a step keeps of a paper."""
    pin = desk.definition.pin
    return Document.model_validate(
        {
            "kind": paper.kind,
            "title": paper.document.title,
            "path": path,
            "copy": paper.copy,
            "item": paper.item,
            "number": None if paper.number is None else paper.number.model_dump(mode="json", by_alias=True),
            "template": pin.templates.get(paper.kind),
            "letterhead": pin.letterhead if paper.document.suffix == "docx" else None,
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": digest,
        }
    )

"""A paper as an SOP's example makes it, from the template as it lies in the folder now: for whoever edits it in Word.

It is played in memory: no number is claimed, and the record is not touched. The page is the page that will be printed;
that it is a preview is told by the file's name and its properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.definitions import definition_of, definition_path
from docgen.app.draft import Draft
from docgen.app.examples import example_paths, examples_folder, play_example
from docgen.app.one_paper import issuers, sop_with, with_only
from docgen.app.papers import compile_templates, render_paper
from docgen.app.proof import open_templates, paper_problems
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.nearest import meant
from docgen.model.sop import Sop
from docgen.workflow.flow import walk
from docgen.workflow.plan import Paper

MARK = "pratinjau"
"""What the name of a preview's file begins with."""
_FILE = ("kasus", "naskah")
"""The papers in the file of a case: whoever prints them needs the other papers of the example."""
_TITLE = "Pratinjau: {title}"
"""What a preview's properties say: as the paper itself, always in Indonesian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A paper that was made from an example."""

    kind: str
    title: str
    content: bytes
    example: str
    stage: str
    """The stage of the example that issues it."""
    copies: int
    """How many copies that step makes; this is the first."""
    warnings: tuple[Problem, ...]


def preview(workspace: Workspace, sop_id: str, kind: str, *, example: str | None = None) -> Preview:
    """One paper of an SOP, as an example issues it last.

    Args:
        workspace: where.
        sop_id: the SOP.
        kind: the paper, by its id in the definition.
        example: the name of the example; the first that issues the paper if left out.

    Raises:
        DocgenError: `paper-unknown`, `paper-unplayed`; what is wrong with the definition, this template or the example.
            Other templates do not matter, unless this one lists the papers of the case.
    """
    sop = sop_with(workspace, sop_id, kind)
    _refuse_unissued(sop, kind)
    paths = _examples(workspace, sop.id, example)
    definition = with_only(workspace, sop, kind)
    templates = compile_templates(definition, (kind,))
    wrong, doubtful = paper_problems(sop, walk(sop), kind, templates[kind])
    if wrong:
        raise DocgenError(wrong)
    warnings = (*open_templates(workspace, definition.sop), *doubtful)
    if any(reference.path[: len(_FILE)] == _FILE for reference in templates[kind].references):
        definition = definition_of(workspace, sop, definition_path(workspace, sop_id))
        templates = compile_templates(definition, tuple(definition.templates))
    for each in paths:
        played = play_example(workspace, definition, each, templates=templates)
        issued = [(draft, papers) for draft, _step in played if (papers := _papers(draft, kind))]
        if issued:
            return _made(*issued[-1], each.stem, warnings)
    raise _unplayed(workspace, sop, kind, example)


def _papers(draft: Draft, kind: str) -> list[Paper]:
    return [paper for paper in draft.plan.papers if paper.kind == kind]


def _refuse_unissued(sop: Sop, kind: str) -> None:
    if sop.documents[kind].seals:
        raise refuse(
            "usage",
            _("{kind} is a sealed page: it has no template that could be shown.").format(kind=kind),
            where=kind,
            hint=_("Name a paper that has a template: {names}.").format(
                names=", ".join(name for name, document in sop.documents.items() if not document.seals)
            ),
        )
    if issuers(sop, kind):
        return
    raise refuse(
        "paper-unplayed",
        _("No stage of {sop} issues {kind}, so that no example shows it.").format(sop=sop.id, kind=kind),
        hint=_("See it as a blank form: docgen template blank {sop} {kind}").format(sop=sop.id, kind=kind)
        if sop.documents[kind].form
        else _("Name it under `documents` of a stage in sop.yaml."),
    )


def _examples(workspace: Workspace, sop_id: str, name: str | None) -> tuple[Path, ...]:
    """The examples to be tried. Raises `usage` if there is none of that name."""
    paths = example_paths(workspace, sop_id)
    if name is None:
        return paths
    chosen = tuple(path for path in paths if path.stem == name.removesuffix(".json"))
    if not chosen:
        names = [path.stem for path in paths]
        raise refuse(
            "usage",
            _("{sop} has no example {name}.").format(sop=sop_id, name=name),
            where="--example",
            hint=meant(name, names) or _("Known: {names}.").format(names=", ".join(names) or _("none")),
        )
    return chosen


def _made(draft: Draft, papers: list[Paper], example: str, warnings: tuple[Problem, ...]) -> Preview:
    paper, situation = papers[0], draft.situation
    title = paper.document.title
    content = render_paper(
        draft.desk,
        situation.state,
        draft.plan,
        paper,
        case=situation.case,
        seal=situation.prev,
        title=_TITLE.format(title=title),
    )
    return Preview(
        kind=paper.kind,
        title=title,
        content=content,
        example=example,
        stage=draft.stage.id,
        copies=len(papers),
        warnings=warnings,
    )


def _unplayed(workspace: Workspace, sop: Sop, kind: str, example: str | None) -> DocgenError:
    stages = ", ".join(issuers(sop, kind))
    if example is not None:
        return refuse(
            "paper-unplayed",
            _("Example {example} issues no {kind}; the stage that does is: {stages}.").format(
                example=example, kind=kind, stages=stages
            ),
            where="--example",
            hint=_("Leave --example out: the first example that issues it is taken."),
        )
    folder = workspace.shown(examples_folder(workspace, sop.id))
    return refuse(
        "paper-unplayed",
        _("No example of {sop} issues {kind}; the stage that does is: {stages}.").format(
            sop=sop.id, kind=kind, stages=stages
        ),
        where=folder,
        hint=_("Add a step of that stage to an example in {folder}, or a new example.").format(folder=folder),
    )

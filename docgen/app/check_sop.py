"""Proving an SOP before any case exists: grammar, names, flow, templates, placeholders, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.app.blank import blank_forms
from docgen.app.definitions import Definition, definition_of, definition_path, examined
from docgen.app.examples import example_paths, run_example
from docgen.app.one_paper import issuers
from docgen.app.proof import compiled_templates, prove
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.definition import Examined
from docgen.model.session import narrowed
from docgen.model.sop import Sop
from docgen.model.source import Source
from docgen.render.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the check of an SOP found."""

    sop: str
    title: str = ""
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    stages: int = 0
    templates: int = 0
    examples: tuple[str, ...] = ()
    """The examples that ran to their end."""


def check_sop(workspace: Workspace, sop_id: str) -> Report:
    """Checks one SOP as it stands in its folder.

    Raises:
        DocgenError: there is no SOP of that id. What is wrong *in* it stands in the report.
    """
    return check_examined(workspace, sop_id, examined(workspace, sop_id))


def _all(found: Examined, sop: Sop) -> Iterator[tuple[Sop, Source]]:
    """The SOP and each of its sessions, with their parts of the text."""
    yield sop, found.source
    for name in sop.sessions:
        yield narrowed(sop, found.source, f"{sop.id} {name}")


def check_examined(workspace: Workspace, sop_id: str, found: Examined) -> Report:
    """Checks an SOP whose definition was read already."""
    sop = found.sop
    if sop is None or found.problems:  # what is known when, and where that is printed, is for names that are right
        in_folder = None if sop is None else sop.model_copy(update={"id": sop_id})
        broken = () if in_folder is None else compiled_templates(workspace, in_folder)[1]
        return Report(sop=sop_id, problems=(*found.problems, *broken))
    proofs = [(rules, prove(workspace, rules, source)) for rules, source in _all(found, sop)]
    problems = [problem for _rules, proof in proofs for problem in proof.problems]
    passed: list[str] = []
    for rules, proof in () if problems else proofs:
        definition = definition_of(workspace, rules, definition_path(workspace, sop_id))
        played, failed = _examples(workspace, definition, proof.templates)
        passed += played
        problems += [*failed, *_blanks(workspace, rules)]
    return Report(
        sop=sop_id,
        title=sop.title,
        problems=tuple(problems),
        warnings=tuple(warning for _rules, proof in proofs for warning in proof.warnings),
        stages=sum(len(rules.stages) for rules, _proof in proofs),
        templates=sum(len(proof.templates) for _rules, proof in proofs),
        examples=tuple(passed),
    )


def _examples(
    workspace: Workspace, definition: Definition, templates: Mapping[str, Template]
) -> tuple[list[str], list[Problem]]:
    passed: list[str] = []
    failed: list[Problem] = []
    for path in example_paths(workspace, definition.sop.id):
        try:
            run_example(workspace, definition, path, templates=templates)
            passed.append(path.stem)
        except DocgenError as error:
            failed += [
                Problem(
                    reference="example-failed",
                    message=f"{workspace.shown(path)}: {problem.message}",
                    where=problem.where,
                    hint=problem.hint,
                )
                for problem in error.problems
            ]
    return passed, failed


def _blanks(workspace: Workspace, sop: Sop) -> list[Problem]:
    """What is wrong with the forms that no example shows: they are printed blank."""
    kinds = [kind for kind, document in sop.documents.items() if document.form and not issuers(sop, kind)]
    try:
        blank_forms(workspace, sop, kinds, rows=1)
    except DocgenError as error:
        return [*error.problems]
    return []

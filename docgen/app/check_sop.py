"""Proving an SOP before any case exists: grammar, names, flow, templates, placeholders, examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.app.definitions import Definition, definition_of, definition_path
from docgen.app.examples import example_paths, run_example
from docgen.app.proof import compiled_templates, prove
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.definition import examine_definition
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
    path = definition_path(workspace, sop_id)
    try:
        examined = examine_definition(workspace.read(path), name=workspace.shown(path), folder=sop_id)
    except DocgenError as error:
        return Report(sop=sop_id, problems=error.problems)
    sop = examined.sop
    if sop is None or examined.problems:  # what is known when, and where that is printed, is for names that are right
        in_folder = None if sop is None else sop.model_copy(update={"id": sop_id})
        broken = () if in_folder is None else compiled_templates(workspace, in_folder)[1]
        return Report(sop=sop_id, problems=(*examined.problems, *broken))
    proof = prove(workspace, sop, examined.source)
    passed: list[str] = []
    failed: list[Problem] = []
    if not proof.problems:
        passed, failed = _examples(workspace, definition_of(workspace, sop, path), proof.templates)
    return Report(
        sop=sop_id,
        title=sop.title,
        problems=(*proof.problems, *failed),
        warnings=proof.warnings,
        stages=len(sop.stages),
        templates=len(proof.templates),
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

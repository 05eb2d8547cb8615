"""Mending a typo that was found later: recorded as a step, with the papers that show the old value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from gettext import gettext as _
from pathlib import Path

from pydantic import JsonValue

from docgen.app.acts import Act, act_on
from docgen.app.cases import OpenCase
from docgen.app.draft import world
from docgen.app.intake import Intake
from docgen.app.missing import missing_error
from docgen.app.papers import compile_templates
from docgen.app.perform import Performed
from docgen.app.reason import checked_reason
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Document, Step
from docgen.workflow.capture import Capture
from docgen.workflow.fold import standing
from docgen.workflow.given import Given
from docgen.workflow.mend import mend
from docgen.workflow.replay import overthrown


def correct(
    workspace: Workspace, case: str, *, given: Given, reason: str, by: str, base: Path, dry_run: bool = False
) -> Performed:
    """Mends values that the record holds; the step names the papers to be issued again.

    Raises:
        DocgenError: a value is wrong or was never recorded, or `correction-refused`: with the new value the case
            would have gone another way.
    """
    said = checked_reason(reason)
    return act_on(
        workspace, case, by=by, decide=lambda opened: _decide(workspace, opened, given, said, base), dry_run=dry_run
    )


def _decide(workspace: Workspace, case: OpenCase, given: Given, reason: str, base: Path) -> Act:
    sop = case.definition.sop
    limit = workspace.office.berkas.ukuran_maks_mib * 1024 * 1024
    intake = Intake(fs=workspace.fs, base=base, limit=limit, case=case.id, seq=case.state.seq + 1)
    now = workspace.now()
    mended = mend(sop, case.state, given, stage=sop.first, at=now, world=world(workspace, intake))
    problems = [*mended.problems, *missing_error(sop, mended.missing)]
    if problems:
        raise DocgenError(problems)
    changed = _changed(case, mended)
    if not changed:
        raise refuse(
            "correction-refused",
            _("Nothing changes: case {case} has these values already.").format(case=case.id),
            hint=_("See: docgen show {case}").format(case=case.id),
        )
    problems = [*overthrown(sop, case.steps, changed)]
    if problems:
        raise DocgenError(problems)
    return Act(
        content={
            "kind": "correct",
            "captured": dict(changed),
            "reason": reason,
            "reissue": [document.path for document in _overtaken(case, set(changed))],
            "files": [intake.attach(name) for name in intake.taken],
        },
        files=intake.files(),
    )


def _changed(case: OpenCase, mended: Capture) -> Mapping[str, JsonValue]:
    return {name: value for name, value in mended.values.items() if value != case.state.record.get(name)}


def _overtaken(case: OpenCase, names: set[str]) -> Iterator[Document]:
    """The last paper of each kind and copy, if its template shows one of these fields."""
    latest: dict[tuple[str, int | None], Document] = {}
    steps: tuple[Step, ...] = standing(case.steps)
    for step in steps:
        for document in step.documents:
            latest[document.kind, document.copy_] = document
    templates = compile_templates(case.definition, tuple(kind for kind, _copy in latest))
    for (kind, _copy), document in latest.items():
        if any(names & set(reference.path) for reference in templates[kind].references):
            yield document

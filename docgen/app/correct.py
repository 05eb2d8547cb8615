"""Mending a typo that was found later: recorded as a step, with the papers that show the old value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from gettext import gettext as _
from pathlib import Path as FilePath

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
from docgen.model.references import ITEM, Path
from docgen.workflow.capture import Capture
from docgen.workflow.fold import standing
from docgen.workflow.given import Given
from docgen.workflow.mend import mend
from docgen.workflow.replay import overthrown


def correct(
    workspace: Workspace, case: str, *, given: Given, reason: str, by: str, base: FilePath, dry_run: bool = False
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


def _decide(workspace: Workspace, case: OpenCase, given: Given, reason: str, base: FilePath) -> Act:
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
            "reissue": [document.path for document in _overtaken(case, _changed_paths(case, changed))],
            "files": [intake.attach(name) for name in intake.taken],
        },
        files=intake.files(),
    )


def _changed(case: OpenCase, mended: Capture) -> Mapping[str, JsonValue]:
    return {name: value for name, value in mended.values.items() if value != case.state.record.get(name)}


def _changed_paths(case: OpenCase, changed: Mapping[str, JsonValue]) -> set[Path]:
    """Where templates see what changed: `auditor.[].hp`; a list that grew or shrank has changed as a whole."""
    fields = case.definition.sop.fields
    paths: set[Path] = set()
    for name, value in changed.items():
        each = fields[name].each
        computed = fields[name].type == "checklist"
        start: Path = (name,) if each is None else (*each.list, ITEM, name)
        before = case.state.record.get(name)
        if each is not None and isinstance(value, list) and isinstance(before, list):
            for old, new in zip(before, value, strict=True):
                paths.update(_differences(old, new, start))
        else:
            paths.update({start} if computed else _differences(before, value, start))
    return paths


def _differences(old: JsonValue, new: JsonValue, path: Path) -> Iterator[Path]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from _differences(old.get(name), new.get(name), (*path, name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _differences(one, other, (*path, ITEM))
    elif old != new:
        yield path


def _overtaken(case: OpenCase, changed: set[Path]) -> Iterator[Document]:
    """The last paper of each kind and copy, if its template shows something that changed."""
    latest: dict[tuple[str, int | None], Document] = {}
    steps: tuple[Step, ...] = standing(case.steps)
    for step in steps:
        for document in step.documents:
            latest[document.kind, document.copy_] = document
    templates = compile_templates(case.definition, tuple(kind for kind, _copy in latest))
    for (kind, _copy), document in latest.items():
        listed = case.definition.sop.documents[kind].each
        seen = [
            _in_record(reference.path, listed.list if listed is not None else ())
            for reference in templates[kind].references
        ]
        if any(one[: len(other)] == other or other[: len(one)] == one for one in seen for other in changed):
            yield document


def _in_record(path: Path, listed: Path) -> Path:
    """A placeholder's path in the record: `penerima` is an item of the list that the paper goes through."""
    return (*listed, ITEM, *path[1:]) if path[0] == "penerima" else path

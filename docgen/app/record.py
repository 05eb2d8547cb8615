"""Putting a step into the record: what every act on a case does last, and how it holds the case meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from gettext import gettext as _

from docgen.app.cases import OpenCase, case_json, load_case, settle_projection
from docgen.app.draft import Situation
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Step
from docgen.store.cases import find
from docgen.store.commit import commit
from docgen.store.layout import STEP_FILE, step_name
from docgen.store.lock import case_lock
from docgen.store.projection import project
from docgen.store.staging import Staging
from docgen.store.steps import step_bytes
from docgen.store.verify import edited

TRIES = 5
"""How often a step is decided anew when somebody else was first."""


@contextmanager
def held_case(workspace: Workspace, case_text: str) -> Iterator[OpenCase]:
    """A case that nobody else works on meanwhile, as far as locks reach, its papers untouched, its projection in order.

    Raises:
        DocgenError: the case is unknown, damaged or edited by hand.
    """
    folder = find(workspace.store, case_text)
    with case_lock(workspace.store, folder.name):
        case = load_case(workspace, folder)
        refuse_edited(workspace, case)
        settle_projection(workspace, case)
        yield case


def refuse_edited(workspace: Workspace, case: OpenCase) -> None:
    """Refuses to go on with a case in whose folders something was changed, removed or put.

    A sealed page that is gone stops nothing: nobody can print it again, and another is issued in its place.

    Raises:
        DocgenError: everything of that kind.
    """
    problems = edited(workspace.store, case.folder, case.steps, lost_seals=False)
    if problems:
        raise DocgenError(problems)


def write_step(
    workspace: Workspace, staging: Staging, situation: Situation, step: Step, files: Sequence[tuple[str, bytes]]
) -> tuple[Problem, ...]:
    """Writes a step's files and its `step.json`, gives them their name, and renews the projection.

    Returns:
        Why `case.json` could not be renewed, if so: the step is recorded by then, and the next command renews it.

    Raises:
        Conflict: somebody else has taken this step's place.
        DocgenError: the disk refuses; then nothing was recorded, unless it failed after the step had its name.
    """
    opening = situation.seq == 1
    folder = f"{step_name(step.seq)}/" if opening else ""
    for name, content in files:
        staging.write(folder + name, content)
    staging.write(folder + STEP_FILE, step_bytes(step))
    commit(staging, situation.folder if opening else situation.folder / step_name(step.seq))
    sop = situation.definition.sop
    try:
        project(workspace.store, situation.folder, lambda steps: case_json(sop, steps))
    except DocgenError as error:
        return error.problems
    return ()


def too_busy(case: str) -> DocgenError:
    """The refusal after too many lost races."""
    return refuse(
        "case-conflict",
        _("Others were first {count} times in a row at case {case}.").format(count=TRIES, case=case),
        hint=_("Nothing was recorded. Try again in a moment."),
    )

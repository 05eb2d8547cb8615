"""Putting a step into the record: what every act on a case does last, and how it holds the case meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from pydantic import JsonValue

from docgen.app.cases import OpenCase, case_json, load_case, settle_projection
from docgen.app.situation import Situation
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Step
from docgen.store.cases import find
from docgen.store.commit import commit
from docgen.store.filesystem import disk_errors
from docgen.store.joint import MEMBERS, is_alive, pending, put_away
from docgen.store.layout import STEP_FILE, step_name
from docgen.store.lock import case_lock
from docgen.store.projection import project
from docgen.store.staging import Staging
from docgen.store.steps import step_bytes, step_numbers
from docgen.store.verify import edited

TRIES = 5
"""How often a step is decided anew when somebody else was first."""


@contextmanager
def held_case(workspace: Workspace, case_text: str) -> Iterator[OpenCase]:
    """A case that nobody else works on meanwhile, as far as locks reach, its papers untouched, its projection in order.

    Raises:
        DocgenError: the case is unknown, damaged or edited by hand.
    """
    with held_folder(workspace, find(workspace.store, case_text)) as case:
        yield case


@contextmanager
def held_folder(workspace: Workspace, folder: Path) -> Iterator[OpenCase]:
    """The case in this folder, held as `held_case` does."""
    with case_lock(workspace.store, folder.name):
        _clear_pending(workspace, folder)
        case = load_case(workspace, folder)
        refuse_edited(workspace, case)
        settle_projection(workspace, case)
        yield case


@contextmanager
def held_folders(workspace: Workspace, folders: Iterable[Path]) -> Iterator[None]:
    """Several cases, each held as `held_case` does, always in the same order."""
    with ExitStack() as stack:
        for folder in sorted(folders):
            stack.enter_context(held_folder(workspace, folder))
        yield


@disk_errors()
def _clear_pending(workspace: Workspace, folder: Path) -> None:
    """Puts away a step that a dead session left; one that is about to be recorded is waited for.

    Raises:
        DocgenError: `case-busy`: a session is being recorded that works on this case.
    """
    store = workspace.store
    found = pending(store, folder / step_name(max(step_numbers(store, folder), default=1)))
    if found is None:
        return
    if is_alive(store, found):
        raise refuse(
            "case-busy",
            _("{session} is being recorded right now, with {case} in it.").format(
                session=found.session, case=folder.name
            ),
            hint=_("Wait a moment, then enter the command again."),
        )
    put_away(store, found)


def refuse_edited(workspace: Workspace, case: OpenCase) -> None:
    """Refuses to go on with a case in whose folders something was changed, removed or put.

    A sealed page that is gone stops nothing: nobody can print it again, and another is issued in its place.

    Raises:
        DocgenError: everything of that kind.
    """
    problems = edited(workspace.store, case.folder, case.steps, lost_seals=False)
    if problems:
        raise DocgenError(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step to be recorded, with the files that lie beside it."""

    situation: Situation
    step: Step
    files: Sequence[tuple[str, bytes]] = ()


def members_of(entries: Sequence[Entry]) -> list[JsonValue]:
    """What the step of a session keeps of the steps that are taken with it."""
    return [{"case": each.step.case, "seq": each.step.seq, "hash": each.step.hash} for each in entries]


def write_step(
    workspace: Workspace, staging: Staging, entry: Entry, members: Sequence[Entry] = ()
) -> tuple[Problem, ...]:
    """Writes a step's files and its `step.json`, gives them their name, and renews the projection.

    The steps of members are put in place first; they count with this one.

    Returns:
        Why `case.json` could not be renewed, if so: the step is recorded by then, and the next command renews it.

    Raises:
        Conflict: somebody else has taken this step's place, or that of a member's.
        DocgenError: the disk refuses; then nothing was recorded, unless it failed after the step had its name.
    """
    opening, name = entry.situation.seq == 1, step_name(entry.step.seq)
    _write(staging, f"{name}/" if opening else "", entry)
    for each in members:
        _write(staging, f"{MEMBERS}/{each.step.case}/", each)
    for each in members:
        staging.place(each.step.case, each.situation.folder / step_name(each.step.seq))
    commit(staging, entry.situation.folder if opening else entry.situation.folder / name)
    return tuple(problem for each in (entry, *members) for problem in _renew(workspace, each.situation))


def _write(staging: Staging, folder: str, entry: Entry) -> None:
    for name, content in [*entry.files, (STEP_FILE, step_bytes(entry.step))]:
        staging.write(folder + name, content)


def _renew(workspace: Workspace, situation: Situation) -> tuple[Problem, ...]:
    """Renews the projection of a case; gives why it could not be."""
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

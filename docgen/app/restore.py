"""Putting back papers that somebody changed or removed: printed again, they have the very bytes that were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docgen.app.cases import OpenCase, load_case
from docgen.app.overtaken import print_again
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.store.cases import find
from docgen.store.filesystem import disk_errors
from docgen.store.layout import Store
from docgen.store.lock import case_lock
from docgen.store.verify import is_as_recorded
from docgen.workflow.replay import reissued, replay

SET_ASIDE = ".aside"
"""Beside the years, where what lay in a paper's place is kept."""


def restore(workspace: Workspace, case_text: str) -> tuple[Path, ...]:
    """Puts back each paper of a case that is missing or changed, if printing it gives the bytes that the step recorded.

    What lay in its place is kept in `cases/.aside`. What cannot be printed again (files that were handed in, papers of
    steps that were taken back) stays as it is, and `verify` goes on to name it.

    Returns:
        The papers that were put back.

    Raises:
        DocgenError: the case is unknown, its chain is broken, or the disk refuses.
    """
    folder = find(workspace.store, case_text)
    with case_lock(workspace.store, folder.name):
        case = load_case(workspace, folder)
        restored = (*_reprinted(workspace.store, case), *_copied(workspace.store, case))
        for path, content in restored:
            _put_back(workspace, path, content)
    return tuple(path for path, _content in restored)


def _reprinted(store: Store, case: OpenCase) -> Iterator[tuple[Path, bytes]]:
    """The papers that do not lie there as recorded, with their recorded bytes."""
    decided = [(each.step, each.then) for each in replay(case.definition.sop, case.steps, {})]
    for step, then in (*decided, *reissued(case.definition.sop, case.steps)):
        touched = _touched(store, case.folder, step)
        for printed in print_again(case.definition, step, then, touched) if touched else ():
            if printed.document.sha256 == touched.get(printed.document.path):
                yield case.folder / printed.document.path, printed.content


def _copied(store: Store, case: OpenCase) -> Iterator[tuple[Path, bytes]]:
    """The copies of papers of sessions that do not lie there as recorded, from the session's own."""
    for step in case.steps:
        for copy in step.copies:
            session, _slash, path = copy.of.partition("/")
            own = store.case_dir(session) / path
            if not _lies(store, case.folder / copy.path, copy.sha256) and _lies(store, own, copy.sha256):
                yield case.folder / copy.path, store.fs.read(own)


@disk_errors()
def _lies(store: Store, path: Path, sha256: str) -> bool:
    return is_as_recorded(store, path, sha256)


def _touched(store: Store, folder: Path, step: Step) -> dict[str, str]:
    """The papers of a step that are missing or changed, each with the hash that it should have."""
    return {
        document.path: document.sha256
        for document in step.documents
        if not _lies(store, folder / document.path, document.sha256)
    }


@disk_errors()
def _put_back(workspace: Workspace, path: Path, content: bytes) -> None:
    store = workspace.store
    if store.fs.exists(path):
        aside = store.root / SET_ASIDE / workspace.operation()
        store.ensure(aside)
        store.fs.rename_new(path, aside / path.name)
    store.fs.write_new(path, content)
    store.fs.sync_dir(path.parent)

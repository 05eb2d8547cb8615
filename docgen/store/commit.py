"""The commit: one rename gives a finished step its name, and never takes a name that something has."""

from __future__ import annotations

from pathlib import Path

from docgen.store.filesystem import disk_errors
from docgen.store.layout import CASE_ID
from docgen.store.staging import Conflict, Staging, set_aside, taken

__all__ = ["Conflict", "commit"]


@disk_errors()
def commit(staging: Staging, target: Path) -> None:
    """Make what was written count: the rename is the commit, before it nothing has happened, after it all has.

    Args:
        staging: the operation, everything written.
        target: the step's folder in its case; for a new case the folder of the case.

    Raises:
        Conflict: `target` exists, so somebody else was first. The operation can be tried `again`.
        DocgenError: the disk refuses. If it only failed to confirm the new name, the step is there nevertheless.
    """
    fs = staging.store.fs
    staging.settle()
    if CASE_ID.fullmatch(target.name):
        staging.store.ensure(target.parent)
    staging.target = target
    try:
        fs.rename_new(staging.folder, target)
    except OSError as error:
        # A disk in the network may do as told, lose the answer, and fail at the repetition.
        if not staging.landed():
            raise _refusal(staging, target, error) from error
    try:
        fs.sync_dir(target.parent)
    finally:
        staging.close()


def _refusal(staging: Staging, target: Path, error: OSError) -> Exception:
    if isinstance(error, FileExistsError):
        return taken(target)
    if isinstance(error, FileNotFoundError) and not staging.store.fs.exists(staging.folder):
        return set_aside(staging)
    return error

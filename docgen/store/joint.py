"""Steps in several cases at once: those of the members are put in place first, and count only with the session's.

A member's step says with which step of which session it was taken. It counts once that step is there *and was made by
the same operation*: so the one rename that names the session's step is the commit of all. A member's step that does not
count (its process died, or is just about to commit) is no step to whoever reads; whoever writes puts it away first.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.store.jsonfile import parse_json
from docgen.store.layout import CASE_ID, STEP_FILE, Store, step_name

MEMBERS = ".members"
"""The folder in a hidden one in which the steps of members are written, each in a folder named after its case."""
_DEAD = ".dead-"


@dataclass(frozen=True, slots=True)
class Pending:
    """The last step of a case, which does not count."""

    folder: Path
    operation: str
    session: str
    """The number of the session that it waits for."""


def operation_in(store: Store, folder: Path) -> str | None:
    """The operation that made a step's folder, or the first step of a case's folder; none if there is no such step."""
    for path in (folder / STEP_FILE, folder / step_name(1) / STEP_FILE):
        try:
            return str(parse_json(store.fs.read(path)).get("operation"))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except ValueError:
            return None
    return None


def pending(store: Store, folder: Path) -> Pending | None:
    """What a step's folder waits for, if it does not count; none if it counts, or is not what a step is."""
    try:
        raw = store.fs.read(folder / STEP_FILE)
        step = parse_json(raw) if b'"with"' in raw else {}
    except (OSError, ValueError):
        return None  # whoever reads the step says what is wrong with it
    session, _slash, seq = str(step.get("with") or "").partition("/")
    if CASE_ID.fullmatch(session) is None or not seq.isdecimal():
        return None
    found = Pending(folder, str(step.get("operation")), session)
    if operation_in(store, store.case_dir(session) / step_name(int(seq))) == found.operation:
        return None
    # The commit renames the operation's folder away. Where neither it nor a dead one is left, the step was committed,
    # and that the session's is missing is damage: nothing is taken for undone.
    return found if is_alive(store, found) or store.fs.exists(_grave(store, found)) else None


def is_alive(store: Store, found: Pending) -> bool:
    """Whether the operation that put a pending step in place may still commit it."""
    return store.fs.exists(store.staging / found.operation)


def _grave(store: Store, found: Pending) -> Path:
    """What recovery makes of the folder of a dead operation."""
    return store.staging / f"{_DEAD}{found.operation}"


def put_away(store: Store, found: Pending) -> None:
    """Takes a pending step out of its case; its operation must be dead. Does nothing if somebody else just did."""
    case, seq = found.folder.parent.name, found.folder.name
    grave = _grave(store, found) / MEMBERS
    store.ensure(grave)
    with suppress(FileNotFoundError):
        store.fs.rename_new(found.folder, grave / f"{case}-{seq}-{len(store.fs.names(grave))}")
        store.fs.sync_dir(found.folder.parent)


def members_in(store: Store, folder: Path) -> list[Path]:
    """The places of the steps that the step in a hidden folder was to take in its members."""
    try:
        members = parse_json(store.fs.read(folder / STEP_FILE)).get("members")
    except (OSError, ValueError):
        return []
    return [
        store.case_dir(str(each["case"])) / step_name(int(str(each["seq"])))
        for each in (members if isinstance(members, list) else [])
        if isinstance(each, dict) and CASE_ID.fullmatch(str(each.get("case"))) and str(each.get("seq")).isdecimal()
    ]


def put_away_all(store: Store, folders: Iterable[Path], *, operation: str) -> None:
    """Takes the steps of a dead operation out of its members, as far as they do not count."""
    for folder in folders:
        found = pending(store, folder)
        if found is not None and found.operation == operation:
            put_away(store, found)

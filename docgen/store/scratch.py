"""Hidden folders in which something is written before it gets its name.

Each has a lock that lives as long as its process, so that what a dead one left can be told from what a living one is
about to name. Nothing is ever written under its own name: it is written here, synced, and renamed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docgen.store.layout import Store, plain_name

SCRATCH = "scratch-"
"""How a folder begins that claims no numbers."""


@dataclass(frozen=True)
class Hidden:
    """A hidden folder of this process."""

    store: Store
    folder: Path
    lock: Path
    release: Callable[[], None]

    def close(self) -> None:
        """Let go of the lock; the folder has its name by now."""
        try:
            self.store.fs.remove(self.lock)
        finally:
            self.release()

    def discard(self) -> None:
        """Remove the folder and let go of the lock; what cannot be removed is left to recovery."""
        try:
            self.store.fs.remove_tree(self.folder)
            self.store.fs.remove(self.lock)
        finally:
            self.release()


def lock_of(store: Store, operation: str) -> Path:
    """The file whose lock says that the process of an operation lives."""
    return store.staging / f"{operation}.lock"


def hide(store: Store, operation: str) -> Hidden:
    """Make the hidden folder of an operation.

    Raises:
        ValueError: the operation's id has been used before, or cannot name a folder.
        OSError: the disk refuses.
    """
    folder = store.staging / plain_name(operation)
    lock = lock_of(store, operation)
    store.ensure(store.staging)
    release = None
    while release is None:  # a recovery may look at the new lock for a moment
        release = store.fs.lock(lock, timeout=60)
    try:
        store.fs.make_dir(folder)
    except FileExistsError as error:
        release()
        message = f"operation used twice: {operation}"
        raise ValueError(message) from error
    except BaseException:
        release()
        raise
    return Hidden(store=store, folder=folder, lock=lock, release=release)


@contextmanager
def scratch(store: Store) -> Iterator[Path]:
    """A hidden folder for as long as the block runs; its name never reaches the record."""
    hidden = hide(store, SCRATCH + uuid.uuid4().hex)
    try:
        yield hidden.folder
    finally:
        hidden.discard()


def place_new(store: Store, path: Path, content: bytes, *, via: Path) -> None:
    """Write a file that never changes again: whole on the disk before it has its name.

    Args:
        store: the record.
        path: the file; its folder is made if need be.
        content: all of it.
        via: the hidden folder to write it in. If somebody moved that away, this fails and nothing gets the name.

    Raises:
        FileExistsError: `path` is taken.
    """
    store.ensure(path.parent)
    hidden = via / f".{path.name}"
    store.fs.remove(hidden)  # a rest of an attempt that failed would look like a name that is taken
    store.fs.write_new(hidden, content)
    try:
        store.fs.rename_new(hidden, path)
    except FileExistsError:
        store.fs.remove(hidden)
        raise
    store.fs.sync_dir(path.parent)


def place_over(store: Store, path: Path, content: bytes, *, via: Path) -> None:
    """Write a file in the place of an older one: who reads sees the old or the new, both whole."""
    hidden = via / f".{path.name}"
    store.fs.write_new(hidden, content)
    store.fs.replace(hidden, path)
    store.fs.sync_dir(path.parent)

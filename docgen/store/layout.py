"""Where everything lies in the folder of cases.

<year>/<CASE-ID>/case.json      what the steps add up to
<year>/<CASE-ID>/01/step.json   a committed step, with its papers beside it
register/<year>/<register>/000012.json, 000012.void.json
.sop/<sha256>.yaml              SOP texts and templates, by content
.staging/<operation>/           what is being written; <operation>.lock lives as long as its process
.lock/<CASE-ID>.lock            the courtesy between clerks
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from docgen.store.filesystem import FileSystem

CASE_ID = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z0-9]*)-(?P<year>[0-9]{4})-(?P<number>[0-9]{4,})")
YEAR = re.compile(r"[0-9]{4}")
STEP_FILE = "step.json"
"""What a committed step says of itself, in its folder."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""What can name one file or folder and nothing else."""


@dataclass(frozen=True)
class Store:
    """The record of an office: a folder, and the file system that it is reached through."""

    root: Path
    """The folder of cases."""
    fs: FileSystem = field(default_factory=FileSystem)

    @property
    def staging(self) -> Path:
        """Where steps are written before they count."""
        return self.root / ".staging"

    @property
    def content(self) -> Path:
        """Where SOP texts and templates are kept by content."""
        return self.root / ".sop"

    @property
    def locks(self) -> Path:
        """Where the courtesy locks of the cases lie."""
        return self.root / ".lock"

    def register(self, *, year: int, register: str) -> Path:
        """The folder of one register's numbers of one year."""
        return self.root / "register" / f"{year:04d}" / plain_name(register)

    def case_dir(self, case: str) -> Path:
        """The folder of a case, by its id.

        Raises:
            ValueError: it is not the id of a case.
        """
        match = CASE_ID.fullmatch(case)
        if match is None:
            message = f"not the id of a case: {case!r}"
            raise ValueError(message)
        return self.root / match["year"] / case

    def ensure(self, folder: Path) -> None:
        """Make a folder and those above it, as far as they are missing, so that a power cut does not undo it."""
        if self.fs.exists(folder):
            return
        self.ensure(folder.parent)
        with suppress(FileExistsError):  # somebody else was making it too
            self.fs.make_dir(folder)
        self.fs.sync_dir(folder.parent)


def step_name(seq: int) -> str:
    """The name of a step's folder."""
    return f"{seq:02d}"


def plain_name(name: str) -> str:
    """The name itself, if it can name one file or folder and nothing else.

    Raises:
        ValueError: it could lead elsewhere.
    """
    if PLAIN_NAME.fullmatch(name) is None:
        message = f"not a plain name: {name!r}"
        raise ValueError(message)
    return name


def first_free(taken: Callable[[int], bool]) -> int:
    """The lowest number from 1 that is not taken, where all below it are: by doubling steps, then halving them.

    Asks about 2·log2(n) times instead of listing a folder that grows for a year.
    """
    low, high = 0, 1
    while taken(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if taken(middle):
            low = middle
        else:
            high = middle
    return high

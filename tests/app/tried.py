"""Trying an act at every call of the disk: a record to copy for each try, and the calls that the act makes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from injection import Watched
from playing import at_work

from docgen.app.perform import Performed
from docgen.app.workspace import Workspace

Act = Callable[[Workspace], Performed]


def copied(base: Path, target: Path) -> Path:
    """A record of its own."""
    shutil.copytree(base, target)
    return target


def calls_of(root: Path, act: Act, *, now: str) -> list[str]:
    """The calls of an act on a whole disk."""
    names: list[str] = []
    act(at_work(root, now=now, first=100, fs=Watched(lambda name, _args: names.append(name))))
    return names

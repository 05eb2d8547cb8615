"""Names of files as people type them."""

from __future__ import annotations

from pathlib import Path


def typed_path(start: Path, name: str | Path) -> Path:
    """The path that a name stands for, counted from `start`; `~` is the home folder.

    Where there is no such home, as with `~nobody/a.json`, the name stands as it was typed: that is a shell's rule too.
    """
    try:
        return start / Path(name).expanduser()
    except RuntimeError:
        return start / name

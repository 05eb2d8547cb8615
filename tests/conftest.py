"""What all tests share: a workspace of their own, with a clock that they set and operation ids that are counted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "store"))  # `injection`: file systems that die, fail or cheat

from playing import new_workspace

from docgen.app.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The shipped office and its SOPs in an empty folder, on 3 November 2025 at eight."""
    return new_workspace(tmp_path / "kantor")

"""What all tests share: plain surroundings, and a workspace with a clock that they set and counted operation ids."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "store"))  # `injection`: file systems that die, fail or cheat

from playing import new_workspace

from docgen.app.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The shipped office and its SOPs in an empty folder, on 3 November 2025 at eight."""
    return new_workspace(tmp_path / "kantor")


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, no colours, no official from the environment; the language is put back afterwards."""
    for name in ("NO_COLOR", "DOCGEN_BY", "DOCGEN_DEBUG", "_DOCGEN_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOCGEN_LANG", "en")
    monkeypatch.setenv("LANGUAGE", os.environ.get("LANGUAGE", ""))
    domain = gettext.textdomain()
    yield
    gettext.textdomain(domain)

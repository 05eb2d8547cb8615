"""What all tests share: plain surroundings, and a workspace with a clock that they set and counted operation ids."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent / "store"))  # `injection`: file systems that die, fail or cheat

from playing import new_workspace

from docgen.app import cases, definitions, papers
from docgen.app.workspace import Workspace
from docgen.errors import Problem


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The shipped office and its SOPs in an empty folder, on 3 November 2025 at eight."""
    return new_workspace(tmp_path / "kantor")


@pytest.fixture(autouse=True)
def unhinted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Problem]]:
    """Fails a test in which a problem arises that does not say what to do. Gives the problems that do not."""
    made, found = Problem.__init__, []

    def noting(problem: Problem, **values: Any) -> None:
        made(problem, **values)
        if not problem.hint.strip():
            found.append(problem)

    monkeypatch.setattr(Problem, "__init__", noting)
    yield found
    assert not found, f"no hint: {found}"


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


@cache
def _parsed(text: bytes, name: str, rules: str, folder: str | None) -> Any:
    return definitions_parse(text, name=name, rules=rules, folder=folder)


definitions_parse = definitions.parse_definition
compile_template = papers.compile_template
_compiled: dict[tuple[Any, ...], Any] = {}


def _once(path: Path, *, letterhead: Path | None = None, **more: Any) -> Any:
    key = (path.read_bytes(), letterhead and letterhead.read_bytes(), *more.values())
    if key not in _compiled:
        _compiled[key] = compile_template(path, letterhead=letterhead, **more)
    return _compiled[key]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same definition is parsed, the same template compiled, only once: both are pure, and take most of a step."""
    parse: Callable[..., Any] = lambda text, *, name, rules="", folder=None: _parsed(text, name, rules, folder)  # noqa: E731
    monkeypatch.setattr(cases, "parse_definition", parse)
    monkeypatch.setattr(definitions, "parse_definition", parse)
    monkeypatch.setattr(papers, "compile_template", _once)

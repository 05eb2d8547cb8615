from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docgen.app import cases, definitions, papers


@cache
def _parsed(text: bytes, name: str, folder: str | None) -> Any:
    return definitions_parse(text, name=name, folder=folder)


definitions_parse = definitions.parse_definition
compile_template = papers.compile_template
_compiled: dict[tuple[bytes, bytes | None, bool, str | None], Any] = {}


def _once(path: Path, *, letterhead: Path | None = None, form: bool = False, name: str | None = None) -> Any:
    key = (path.read_bytes(), letterhead and letterhead.read_bytes(), form, name)
    if key not in _compiled:
        _compiled[key] = compile_template(path, letterhead=letterhead, form=form, name=name)
    return _compiled[key]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same definition is parsed, the same template compiled, only once: both are pure, and take most of a step."""
    parse: Callable[..., Any] = lambda text, *, name, folder=None: _parsed(text, name, folder)  # noqa: E731
    monkeypatch.setattr(cases, "parse_definition", parse)
    monkeypatch.setattr(definitions, "parse_definition", parse)
    monkeypatch.setattr(papers, "compile_template", _once)

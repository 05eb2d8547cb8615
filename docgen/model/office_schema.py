"""The JSON Schema of `docgen.toml`, for editors that know TOML."""

from __future__ import annotations

from typing import Any

from docgen.model.dialect import DIALECT
from docgen.model.office import Office

_SAID = frozenset({"title", "description"})


def office_schema() -> dict[str, Any]:
    """The schema of the settings: their tables, keys and types."""
    return {"$schema": DIALECT, **_plain(Office.model_json_schema()), "title": "docgen.toml"}


def _plain(node: Any) -> Any:
    """Without the titles that pydantic makes up of Python's names, and without docstrings for programmers."""
    if isinstance(node, list):
        return [_plain(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {key: _plain(value) for key, value in node.items() if key not in _SAID or not isinstance(value, str)}

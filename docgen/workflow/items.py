"""Items of lists in words: in messages, and where papers are listed that were issued for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.model.field import FieldSpec
from docgen.model.printed import show
from docgen.model.sop import DocumentKind, Sop
from docgen.model.text import quoted

_LONGEST = 60
"""Characters of an item's name that are always said whole."""


def item_name(spec: FieldSpec, place: int, item: Any) -> str:
    """An item in words: its list's label and number, and its name: the first text that the list asks of it."""
    named = next((name for name, part in spec.fields.items() if part.type == "text"), None)
    text = item.get(named) if isinstance(item, Mapping) else item
    if not isinstance(text, str) or not text:
        return f"{spec.label} {place + 1}"
    return f"{spec.label} {place + 1} ({text if len(text) <= _LONGEST else quoted(text)})"


def _itself(spec: FieldSpec, place: int, item: Any) -> str:
    """An item in a list of papers: the first text that its list asks of it, else the first date.

    By its number, if neither is there, or if it is longer than any name: whole it would fill the page.
    """
    facts = [item]
    if isinstance(item, Mapping):
        parts = ((kind, name) for kind in ("text", "date") for name, part in spec.fields.items() if part.type == kind)
        facts = [item[name] for _kind, name in parts if item.get(name)]
    text = show(facts[0]) if facts else ""
    return text if 0 < len(text) <= _LONGEST else f"{spec.label} {place + 1}"


def item_of(sop: Sop, document: DocumentKind, copy: int | None, recipient: Any) -> str | None:
    """For which item a copy of a paper is (from 1), in words."""
    if document.each is None or copy is None:
        return None
    return _itself(sop.fields[document.each.list[0]], copy - 1, recipient)

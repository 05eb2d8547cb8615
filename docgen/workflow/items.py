"""Items of lists in words: in messages, and where papers are listed that were issued for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.model.field import FieldSpec
from docgen.model.printed import show
from docgen.model.sop import DocumentKind, Sop
from docgen.model.text import quoted


def item_name(spec: FieldSpec, place: int, item: Any) -> str:
    """An item in words: its list's label and number, and its name: the first text that the list asks of it."""
    named = next((name for name, part in spec.fields.items() if part.type == "text"), None)
    text = item.get(named) if isinstance(item, Mapping) else item
    if not isinstance(text, str) or not text:
        return f"{spec.label} {place + 1}"
    return f"{spec.label} {place + 1} ({text if len(text) <= 60 else quoted(text)})"


def _itself(spec: FieldSpec, place: int, item: Any) -> str:
    """An item in a list of papers: the first text that its list asks of it, else the first date, else its number."""
    if not isinstance(item, Mapping):
        return show(item)
    for kind in ("text", "date"):
        for name, part in spec.fields.items():
            if part.type == kind and item.get(name):
                return show(item[name])
    return f"{spec.label} {place + 1}"


def item_of(sop: Sop, document: DocumentKind, copy: int | None, recipient: Any) -> str | None:
    """For which item a copy of a paper is (from 1), in words."""
    if document.each is None or copy is None:
        return None
    return _itself(sop.fields[document.each.list[0]], copy - 1, recipient)

"""One value of a step in words, as it is recorded and will be printed."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.model.contact import national_phone
from docgen.model.field import FieldSpec
from docgen.model.identity import grouped_nip
from docgen.model.printed import show
from docgen.model.sop import Sop
from docgen.workflow.asked import item_spec, spec_at
from docgen.workflow.given import Path
from docgen.workflow.view import typed


def recorded(sop: Sop, captured: Mapping[str, JsonValue], path: Path) -> str:
    """What a step would record at a path (items counted from 1), in words; empty if nothing."""
    stored: Any = captured
    for name in path:
        if isinstance(stored, Mapping):
            stored = stored.get(name)
        elif isinstance(stored, list) and name.isdecimal() and 1 <= int(name) <= len(stored):
            stored = stored[int(name) - 1]
        else:
            return ""
    spec, parent = spec_at(sop.fields, path), spec_at(sop.fields, path[:-1])
    if parent is not None and parent.type == "disposition" and isinstance(stored, list):
        return ", ".join(sop.actors[each].title if each in sop.actors else each for each in stored)
    return "" if spec is None or stored is None else _in_words(sop, spec, stored)


def _in_words(sop: Sop, spec: FieldSpec, stored: Any) -> str:  # noqa: PLR0911  # one line for each kind
    """A stored value in words, whatever its type."""
    if spec.type == "secret":
        return _("not shown")
    if isinstance(stored, list):
        item = item_spec(spec)
        return ", ".join(_in_words(sop, item, each) for each in stored)
    if spec.type == "record":
        parts = (_in_words(sop, part, stored[name]) for name, part in spec.fields.items() if stored.get(name))
        return " - ".join(parts)
    if spec.type == "identity":
        return f"{stored['jenis']} {grouped_nip(stored['nomor'])}"
    if isinstance(stored, Mapping):
        return str(stored.get("nama", ""))
    if spec.type == "phone":
        return national_phone(stored)
    return show(typed(spec, stored))

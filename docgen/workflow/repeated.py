"""Whether two items of a list have the same value where each must have its own: in a case, or in any open one."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from docgen.model.sop import FieldSpec, Sop
from docgen.model.text import EMOJI_STYLE
from docgen.workflow.checking import Checking
from docgen.workflow.given import Given, Path, find
from docgen.workflow.value import item_name
from docgen.workflow.view import View


@dataclass(frozen=True, slots=True)
class _Own:
    """A fact of which each item of a list has its own."""

    listed: str
    """The list."""
    path: Path
    """From an item on, as expressions see it."""
    spec: FieldSpec
    top: str
    """The field that captures it: the list, or what is said of each of its items."""

    def at(self, place: int) -> Path:
        """Where the fact of an item (from 0) is said."""
        below = self.path if self.top == self.listed else self.path[1:]
        return (self.top, str(place + 1), *below)


def check_repeated(checking: Checking, view: View, said: Mapping[str, Given], asked: Collection[str]) -> None:
    """Notes each value that another item has already, in this case or in another open one.

    Args:
        checking: the run of the check.
        view: the record with what was said.
        said: what was said of each field, for the places.
        asked: the fields of the stage: only what is said now can be said otherwise.
    """
    for own in owned(checking.sop):
        if own.top not in asked or own.top not in said:
            continue
        elsewhere = checking.world.taken((own.top, *own.at(0)[2:])) if own.spec.unique == "open" else {}
        seen: dict[str, int] = {}
        for place, item in enumerate(view[own.listed]):
            text = spoken(_value(item, own.path))
            if not text:
                continue
            first = seen.setdefault(folded(text), place)
            path = own.at(place)
            given = find(Given(dict(said)), path)
            if first != place:
                other = item_name(checking.sop.fields[own.listed], first, view[own.listed][first])
                message = _("{label}: {value} is recorded for {other} already.")
                hint = _("Each has one of its own: say which of the two is right.")
                message = message.format(label=own.spec.label, value=text, other=other)
                checking.wrong("value-repeated", message, given, path, hint=hint)
            elif given is not None and folded(text) in elsewhere:
                case = elsewhere[folded(text)]
                message = _("{label}: {value} is recorded in the open case {case} already.")
                hint = _("Look there first: docgen show {case}").format(case=case)
                message = message.format(label=own.spec.label, value=text, case=case)
                checking.wrong("value-repeated", message, given, path, hint=hint)


def owned(sop: Sop) -> Iterator[_Own]:
    """Every fact of which each item of a list has its own."""
    for name, field in sop.fields.items():
        if field.type == "list" and field.of is None:
            yield from _unique(name, (), field, name)
            for each_name, each in sop.said_of(name):
                yield from _unique(name, (each_name,), each, each_name)


def _unique(listed: str, path: Path, spec: FieldSpec, top: str) -> Iterator[_Own]:
    if spec.unique is not None:
        yield _Own(listed, path, spec, top)
    for name, part in spec.fields.items():
        yield from _unique(listed, (*path, name), part, top)


def folded(text: str) -> str:
    """A text as it is compared: without case, width and style of its letters, which a reader takes for the same."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", text) if each not in EMOJI_STYLE)
    return plain.casefold()


def spoken(value: Any) -> str:
    """A value as one text: an identity by its kind and number."""
    if isinstance(value, Mapping):
        return f"{value['jenis']} {value['nomor']}" if value.get("nomor") else ""
    return value if isinstance(value, str) else ""


def _value(item: Any, path: Path) -> Any:
    for name in path:
        item = item[name]
    return item

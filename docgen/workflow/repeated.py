"""Whether two items have the same value where each should have its own: in a case, or in any open one.

What must be so is refused; what only should (`unique: warned`, as with a telephone that two may share) is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.model.field import FieldSpec
from docgen.model.sop import Sop
from docgen.model.text import EMOJI_STYLE
from docgen.workflow.checking import Checking, Holder
from docgen.workflow.given import ALL, Given, Path, find
from docgen.workflow.items import item_name
from docgen.workflow.view import View


@dataclass(frozen=True, slots=True)
class Own:
    """A fact of which each item of a list has its own."""

    listed: str
    """The list."""
    path: Path
    """From an item on, as expressions see it."""
    spec: FieldSpec
    top: str
    """The field that captures it: the list, or what is said of each of its items."""
    through: Path = ()
    """Where it is said at a stage at which items give way: of an item, what comes in its place."""

    @property
    def fact(self) -> Path:
        """Where it is kept, without places."""
        return (self.top, *self._below)

    def at(self, place: int | str) -> Path:
        """Where the fact of an item is said: of one by its place (from 0), or of all."""
        top, *between = self.through or (self.top,)
        return (top, str(place + 1) if isinstance(place, int) else place, *between, *self._below)

    @property
    def _below(self) -> Path:
        return self.path if self.top == self.listed else self.path[1:]


@dataclass(frozen=True, slots=True)
class _Has:
    """An item that has a value of its own."""

    item: str
    text: str
    path: Path
    given: Given | None
    """What was said of it now, if anything."""


_Pair = tuple[str, Holder]
"""An item, and the other that has the same."""


def check_repeated(
    checking: Checking,
    view: View,
    said: Mapping[str, Given],
    asked: Collection[str],
    *,
    replace: Mapping[str, Path] | None = None,
) -> None:
    """Notes each value that another item has already, in this case or in another open one.

    Args:
        checking: the run of the check.
        view: the record with what was said.
        said: what was said of each field, for the places.
        asked: the fields of the stage: only what is said now can be said otherwise.
        replace: the lists of which items give way to what is said of them (see `Stage.replace`).
    """
    alike: dict[_Pair, list[tuple[Own, _Has]]] = {}
    for fact in owned(checking.sop):
        own = with_(fact, through=(replace or {}).get(fact.top, ()))
        top = own.at(ALL)[0]
        if top not in asked or top not in said:
            continue
        elsewhere = {} if own.spec.unique == "case" else checking.world.taken().get(own.fact, {})
        for has, other in _shared(_having(checking.sop, own, view, said), elsewhere):
            if own.spec.unique == "warned":
                alike.setdefault((has.item, other), []).append((own, has))
            else:
                _refuse(checking, own, has, other)
    for (item, other), facts in alike.items():
        _warn(checking, item, other, facts)


def _having(sop: Sop, own: Own, view: View, said: Mapping[str, Given]) -> Iterator[_Has]:
    """The items that have the fact."""
    tree = Given(dict(said))
    for place, item in enumerate(view[own.listed]):
        if text := spoken(part_of(item, own.path)):
            given = find(tree, own.at(place)) or find(tree, own.at(ALL))
            yield _Has(item_name(sop.fields[own.listed], place, item), text, own.at(place), given)


def _shared(having: Iterator[_Has], elsewhere: Mapping[str, Holder]) -> Iterator[tuple[_Has, Holder]]:
    """Those whose value another has already, if it was said of one of them now."""
    seen: dict[str, _Has] = {}
    for has in having:
        first = seen.setdefault(folded(has.text), has)
        if first is not has and (has.given or first.given):
            yield (has, Holder(first.item)) if has.given else (first, Holder(has.item))
        elif first is has and has.given and (other := elsewhere.get(folded(has.text))):
            yield has, other


def _refuse(checking: Checking, own: Own, has: _Has, other: Holder) -> None:
    """Notes a value that must not be there twice."""
    if other.case:
        message = _("{label}: {value} is recorded in the open case {case} already.")
        hint = _("Look there first: docgen show {case}").format(case=other.case)
    else:
        message = _("{label}: {value} is recorded for {other} already.")
        hint = _("Each has one of its own: say which of the two is right.")
    message = message.format(label=own.spec.label, value=has.text, case=other.case, other=other.item)
    checking.wrong("value-repeated", message, has.given, has.path, hint=hint)


def _warn(checking: Checking, item: str, other: Holder, facts: Sequence[tuple[Own, _Has]]) -> None:
    """Notes once that an item has one or more facts in common with another."""
    if other.case:
        message = _("{item} has the same as {other} of the open case {case}: {facts}.")
        hint = _("It may be the same one: docgen show {case}").format(case=other.case)
    else:
        message = _("{item} has the same as {other}: {facts}.")
        hint = _("It may be the same one, named twice.")
    shared = ", ".join(f"{own.spec.label} {has.text}" for own, has in facts)
    message = message.format(item=item, other=other.item, case=other.case, facts=shared)
    checking.warn("value-shared", message, facts[0][1].given, facts[0][1].path, hint=hint)


def held(sop: Sop, own: Own, record: Mapping[str, JsonValue]) -> Iterator[tuple[str, str]]:
    """The items of a recorded case that have the fact, in words, each with its value."""
    items, values = (record.get(name) for name in (own.listed, own.top))
    if not isinstance(items, list) or not isinstance(values, list):
        return
    for place, (item, value) in enumerate(zip(items, values, strict=False)):
        if text := spoken(part_of(value, own.fact[1:])):
            yield item_name(sop.fields[own.listed], place, item), text


def owned(sop: Sop) -> Iterator[Own]:
    """Every fact of which each item of a list has its own."""
    for name, field in sop.fields.items():
        if field.type == "list" and field.of is None:
            yield from _unique(name, (), field, name)
            for each_name, each in sop.said_of(name):
                yield from _unique(name, (each_name,), each, each_name)


def _unique(listed: str, path: Path, spec: FieldSpec, top: str) -> Iterator[Own]:
    if spec.unique is not None:
        yield Own(listed, path, spec, top)
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


def part_of(value: Any, path: Path) -> Any:
    """A part of an item; nothing where there is none, as under other rules."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value

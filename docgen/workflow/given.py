"""What a clerk said, before it is checked: a tree of raw values that each know where they stand.

Input files, `--set`, options and answers at a prompt all become this one tree; items are counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from gettext import gettext as _

from docgen.errors import refuse
from docgen.model.source import Source

Path = tuple[str, ...]
ALL = "*"
"""In `--set periksa.*.hasil=…`: every item."""


class Mark(Enum):
    """Values that no input can hold."""

    PENDING = "pending"
    """To be asked for, though it may be left out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that the record holds and that is kept as it is: a file taken in, an official as he was."""

    value: object


Raw = str | int | float | bool | object | None


@dataclass(frozen=True, slots=True)
class Given:
    """A raw value: a scalar, a mapping or a list; `typed` when it came from JSON."""

    value: Raw
    typed: bool = False
    where: str = ""
    """`file:line:column`, or the option; empty at a prompt."""

    @property
    def parts(self) -> Mapping[str, Given] | None:
        """The named parts, if it is a mapping."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def items(self) -> list[Given] | None:
        """The items, if it is a list."""
        return self.value if isinstance(self.value, list) else None


PENDING = Given(Mark.PENDING)


def from_source(source: Source) -> Given:
    """The tree of a JSON or YAML text, each value with its line and column."""

    def at(data: object, path: tuple[str | int, ...]) -> Given:
        where = source.where(path)
        if isinstance(data, dict):
            return Given({key: at(value, (*path, key)) for key, value in data.items()}, source.typed, where)
        if isinstance(data, list):
            return Given([at(value, (*path, place)) for place, value in enumerate(data)], source.typed, where)
        return Given(data, source.typed, where)

    return at(source.data, ())


def from_stored(value: object) -> Given:
    """The tree of a value that the record holds already."""
    if isinstance(value, Mapping):
        return Given({key: from_stored(part) for key, part in value.items()}, typed=True)
    if isinstance(value, list | tuple):
        return Given([from_stored(item) for item in value], typed=True)
    return Given(value, typed=True)


def at_path(path: Path, leaf: Given) -> Given:
    """A tree that says only this one thing."""
    for name in reversed(path):
        leaf = Given({name: leaf}, leaf.typed, leaf.where)
    return leaf


def find(given: Given | None, path: Path) -> Given | None:
    """The value at a path; items are counted from 1."""
    for name in path:
        if given is None:
            return None
        if given.items is not None:
            place = int(name) - 1 if name.isdecimal() else -1
            given = given.items[place] if 0 <= place < len(given.items) else None
        else:
            given = (given.parts or {}).get(name)
    return given


def overlay(base: Given | None, more: Given) -> Given:
    """`base` with what `more` says on top: mappings merge, a list is replaced, `{1: …}` mends an item of a list."""
    if base is None or base.value is None or more.parts is None:
        return _settle(more)
    if base.items is not None:
        return _mend(base.items, more)
    if base.parts is None:
        return _settle(more)
    merged = dict(base.parts)
    for name, part in more.parts.items():
        merged[name] = overlay(merged.get(name), part)
    return Given(merged, more.typed, more.where)


def _is_place(name: str) -> bool:
    return name == ALL or (name.isdecimal() and name.isascii())


def _settle(given: Given) -> Given:
    """A tree in which mappings of places (`{1: …, 2: …}`) have become lists."""
    if given.parts is None:
        return given
    if given.parts and all(_is_place(name) for name in given.parts):
        return _mend([], given)
    return Given({name: _settle(part) for name, part in given.parts.items()}, given.typed, given.where)


def _mend(items: Iterable[Given], more: Given) -> Given:
    """A list with some of its items mended, or one more put at its end."""
    mended = list(items)
    for name, part in (more.parts or {}).items():
        if name == ALL and not mended:
            raise refuse(
                "option-unusable",
                _("{where} speaks of all items, but there is none yet.").format(where=part.where or ALL),
                where=part.where,
                hint=_("Give the list first, or name one item by its number: 1, 2, …"),
            )
        for place in _places(name, len(mended), part.where):
            before = mended[place] if place < len(mended) else None
            after = overlay(before, part)
            mended[place : place + 1] = [after]
    return Given(mended, more.typed, more.where)


def _places(name: str, length: int, where: str) -> Iterable[int]:
    if name == ALL:
        return range(length)
    if name.isdecimal() and name.isascii() and 1 <= int(name) <= length + 1:
        return (int(name) - 1,)
    raise refuse(
        "option-unusable",
        _("{name} is no item of a list with {length} items.").format(name=name, length=length),
        where=where,
        hint=_("Items are counted from 1; `*` means all of them; {next} adds one.").format(next=length + 1),
    )


def dotted(path: Path) -> str:
    """A path as a clerk types it: `auditor.2.nama`."""
    return ".".join(path)

"""What a clerk said, before it is checked: a tree of raw values that each know where they stand.

Input files, `--set`, options and answers at a prompt all become this one tree; items are counted from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from gettext import gettext as _
from pathlib import Path as FilePath
from typing import Any

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.source import Source
from docgen.model.text import quoted

Path = tuple[str, ...]
ALL = "*"
"""In `--set orang.*.nama=…`: every item."""
FITTING = "**"
"""In the place of items that a table speaks of (`Fitting`): which they are shows once the list is known."""


class Mark(Enum):
    """Values that no input can hold."""

    PENDING = "pending"
    """To be asked for, though it may be left out."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that was said, but that the reader of its text could not take."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """What was said of items by their names, not by their places."""

    fit: Callable[[Sequence[Any]], Given]
    """What it says, by place, of these items; raises DocgenError for what fits none of them."""


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
    """`file:line:column`, or the option; empty at a prompt, and for what options make up together."""
    stands: bool = False
    """It was not said now but stands in the record; it goes when its condition holds no longer."""
    folder: FilePath | None = None
    """Where the name of a file counts from; nothing if that is where the clerk stands."""
    mend: str = ""
    """How the value is given where nothing was said: what to write into an empty cell of a table, not an option."""

    @property
    def parts(self) -> Mapping[str, Given] | None:
        """The named parts, if it is a mapping."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def items(self) -> list[Given] | None:
        """The items, if it is a list."""
        return self.value if isinstance(self.value, list) else None

    @property
    def has_parts(self) -> bool:
        """Whether it is a mapping or a list: said in more than one place, perhaps."""
        return isinstance(self.value, dict | list)

    @property
    def said_at(self) -> str:
        """Where it was said; of what has no place of its own, where the first of its parts was."""
        inner = (self.parts or {}).values() if self.items is None else self.items
        return self.where or next((part.said_at for part in inner if part.said_at), "")


PENDING = Given(Mark.PENDING)


def from_source(source: Source, *, folder: FilePath | None = None) -> Given:
    """The tree of a JSON or YAML text, each value with its line and column.

    Args:
        source: the text.
        folder: where the names of files in it count from, if that is not where the clerk stands.
    """

    def at(data: object, path: tuple[str | int, ...]) -> Given:
        value = data
        if path in source.refused:
            value = Refused(source.refused[path])
        elif isinstance(data, dict):
            value = {key: at(part, (*path, key)) for key, part in data.items()}
        elif isinstance(data, list):
            value = [at(item, (*path, place)) for place, item in enumerate(data)]
        return Given(value, source.typed, source.where(path), folder=folder)

    return at(source.data, ())


def from_stored(value: object) -> Given:
    """The tree of a value that the record holds already."""
    if isinstance(value, Mapping):
        return Given({key: from_stored(part) for key, part in value.items()}, typed=True, stands=True)
    if isinstance(value, list | tuple):
        return Given([from_stored(item) for item in value], typed=True, stands=True)
    return Given(value, typed=True, stands=True)


def at_path(path: Path, leaf: Given) -> Given:
    """A tree that says only this one thing."""
    for name in reversed(path):
        leaf = Given({name: leaf}, leaf.typed)
    return leaf


def find(given: Given | None, path: Path) -> Given | None:
    """The value at a path; items are counted from 1."""
    for name in path:
        if given is None:
            return None
        if given.items is not None:
            place = number_of(name)
            given = given.items[place - 1] if place is not None and 1 <= place <= len(given.items) else None
        else:
            given = (given.parts or {}).get(name)
    return given


def overlay(base: Given | None, more: Given, *, grows: bool = True) -> Given:
    """`base` with what `more` says on top: mappings merge, a list is replaced, `{2: …}` mends an item of a list.

    Places of a list that is not known here (`{2: …}` on nothing) stay as they are until they meet it.
    `grows`: whether the list itself may become longer.

    Raises:
        DocgenError: `option-unusable`, for each item that a list does not have.
    """
    if base is None or base.value is None or more.parts is None:
        return more
    if base.items is not None:
        return mended(base.items, more, grows=grows)
    if base.parts is None:
        return more
    merged, problems = dict(base.parts), list[Problem]()
    for name, part in more.parts.items():
        with noted(problems):
            merged[name] = overlay(merged.get(name), part)
    if problems:
        raise DocgenError(problems)
    return Given(merged, more.typed, more.where or base.where)


@contextmanager
def noted(problems: list[Problem]) -> Iterator[None]:
    """Notes what is refused meanwhile and goes on, so that all of it can be told at once."""
    try:
        yield
    except DocgenError as error:
        problems.extend(error.problems)


def number_of(name: str) -> int | None:
    """The number that a part of a path is, if it is one; longer ones than any list needs are none."""
    return int(name) if name.isdecimal() and name.isascii() and len(name) <= 6 else None


def speaks_of_items(given: Given) -> bool:
    """Whether a mapping mends items of a list: its names are all numbers, or `*`."""
    parts = given.parts
    return bool(parts) and all(name == ALL or number_of(name) is not None for name in parts or ())


def mended(items: Iterable[Given], more: Given, *, grows: bool = True) -> Given:
    """A list with some of its items mended, or (if it `grows`) one more put at its end.

    Raises:
        DocgenError: `option-unusable`, for each item that there is none of.
    """
    changed, problems = list(items), list[Problem]()
    for name, part in (more.parts or {}).items():
        with noted(problems):
            _mend_one(changed, name, part, grows=grows)
    if problems:
        raise DocgenError(problems)
    return Given(changed, more.typed, more.said_at)


def _mend_one(changed: list[Given], name: str, part: Given, *, grows: bool) -> None:
    if name == ALL and not changed:
        raise refuse(
            "option-unusable",
            _("{where} speaks of all items, but there is none yet.").format(where=part.said_at or ALL),
            where=part.said_at,
            hint=_("Give the list first, or name one item by its number: 1, 2, …"),
        )
    for place in _places(name, len(changed), part.said_at, grows=grows):
        before = changed[place] if place < len(changed) else None
        changed[place : place + 1] = [overlay(before, part)]


def _places(name: str, length: int, where: str, *, grows: bool) -> Iterable[int]:
    if name == ALL:
        return range(length)
    number = number_of(name)
    if number is not None and 1 <= number <= length + grows:
        return (number - 1,)
    raise no_such_item(name, length, where, grows=grows)


def no_such_item(name: str, length: int, where: str, *, grows: bool) -> DocgenError:
    """The refusal of an item's number, or of what is none. `grows`: whether the list may become longer here."""
    hint = (
        _("Items are counted from 1; `*` means all of them; {next} adds one.").format(next=length + 1)
        if grows
        else _("Items are counted from 1; `*` means all of them.")
    )
    message = _("{name} is no item of a list with {length} items.").format(name=quoted(name), length=length)
    return refuse("option-unusable", message, where=where, hint=hint)


def dotted(path: Path) -> str:
    """A path as a clerk types it: `orang.2.nama`."""
    return ".".join(path)

"""YAML read as text: every scalar is a string, and what hides meaning is refused.

Anchors, aliases, tags and several documents are powers that a definition does not need and a reader overlooks.
The tree is built from the parser's events, so that a bomb of aliases or of nesting never unfolds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import gettext as _
from types import MappingProxyType
from typing import TYPE_CHECKING

from docgen.errors import DocgenError, Problem
from docgen.model.located import MAX_DEPTH, Path, Source, Text, decode
from docgen.model.yaml_mistakes import breach

if TYPE_CHECKING:
    import yaml

# The characters that YAML 1.2 (section 5.1) calls printable; the parser itself stops at the first other one.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NODES: dict[str, type] = {"MappingStartEvent": dict, "SequenceStartEvent": list, "ScalarEvent": str, "AliasEvent": str}


@dataclass
class _Places:
    """Line and column of values and of the keys in front of them."""

    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)


@dataclass
class _Open:
    """A mapping or list whose end has not been read yet."""

    path: Path
    value: dict[str, object] | list[object]
    places: _Places
    key: str | None = None
    """The key that waits for its value."""


@dataclass
class _Reading:
    """What one text has given so far."""

    name: str
    reference: str
    places: _Places = field(default_factory=_Places)
    repeated: set[Path] = field(default_factory=set)
    refused: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: list[object] = field(default_factory=list)
    broken: bool = False
    """Nothing behind the last problem could be read."""

    def refuse(self, mark: tuple[int, int], message: str, hint: str) -> None:
        """Note one problem and go on."""
        where = f"{self.name}:{mark[0]}:{mark[1]}"
        self.problems.append(Problem(reference=self.reference, message=message, where=where, hint=hint))

    def spoil(self, path: Path, since: int) -> None:
        """What has been noted since there were so many problems speaks of the value at this path."""
        if found := self.problems[since:]:
            self.refused[path] = (*self.refused.get(path, ()), *found)

    def break_off(self, mark: tuple[int, int], message: str, hint: str) -> None:
        """Note a problem behind which nothing can be read."""
        self.refuse(mark, message, hint)
        self.broken = True


def read_yaml(raw: bytes, *, name: str, reference: str = "yaml-syntax") -> Source:
    """The one document of a YAML text, every scalar as text.

    Args:
        raw: UTF-8, with or without a byte order mark.
        name: what to call the text in messages.
        reference: what its problems are; a request's are the clerk's ("input-syntax"), not the definition's.

    Raises:
        DocgenError: all duplicate keys, anchors, aliases, tags, further documents, keys that are no text and
            unprintable characters at once; a breach of the syntax ends the reading.
    """
    source, problems = scan_yaml(raw, name=name, reference=reference)
    if source is None or problems:
        raise DocgenError(problems)
    return source


def scan_yaml(raw: bytes, *, name: str, reference: str = "yaml-syntax") -> tuple[Source | None, tuple[Problem, ...]]:
    """The same, with the problems beside what could be read; nothing was read if the syntax itself is broken.

    Raises:
        DocgenError: it is no text at all.
    """
    text = decode(raw, name=name, reference=reference)
    reading = _Reading(name=name, reference=reference)
    _refuse_unprintable(text, reading)
    if not reading.problems:
        _read(text.text, reading)
    if not reading.documents and not reading.problems:
        reading.break_off((1, 1), _("The text is empty."), _("Check that this is the right file."))
    if reading.broken or not reading.documents:
        return None, tuple(reading.problems)
    source = Source(
        name=name,
        data=reading.documents[0],
        positions=MappingProxyType(reading.places.values),
        typed=False,
        keys=MappingProxyType(reading.places.keys),
        repeated=frozenset(reading.repeated),
        refused=MappingProxyType(reading.refused),
    )
    return source, tuple(reading.problems)


def _refuse_unprintable(text: Text, reading: _Reading) -> None:
    for match in _UNPRINTABLE.finditer(text.text):
        reading.refuse(
            text.place(match.start()),
            _("The character U+{code} cannot stand here.").format(code=f"{ord(match.group()):04X}"),
            _("Delete it, or copy the text again without formatting."),
        )


def _events(text: str, reading: _Reading) -> Iterator[yaml.Event]:
    """The parser's events; a breach of the syntax is noted and ends them."""
    import yaml  # noqa: PLC0415  # kept out of commands that read no definition

    from docgen.model.yaml_parser import parser  # noqa: PLC0415  # as above

    try:
        yield from yaml.parse(text, Loader=parser())
    except yaml.YAMLError as error:
        reading.break_off(*breach(error, text))


def _read(text: str, reading: _Reading) -> None:
    """Read every document's data; a second one is refused and ends the reading."""
    stack: list[_Open] = []
    for event in _events(text, reading):
        kind = type(event).__name__
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if kind in {"MappingEndEvent", "SequenceEndEvent"}:
            stack.pop()
        elif kind == "DocumentStartEvent" and reading.documents:
            reading.refuse(place, _("A second document begins here."), _("Keep one document in a file."))
            return
        elif kind in _NODES:
            opened = _node(event, place, stack, reading)
            if opened is not None:
                stack.append(opened)
            if len(stack) > MAX_DEPTH:
                message = _("This is nested more than {limit} deep.").format(limit=MAX_DEPTH)
                reading.break_off(place, message, _("Check the indentation and the brackets before this place."))
                return


def _node(event: yaml.Event, place: tuple[int, int], stack: list[_Open], reading: _Reading) -> _Open | None:
    """Put a node where it belongs; gives what is to be filled, if it has parts."""
    kind, before = type(event).__name__, len(reading.problems)
    _refuse_powers(event, kind, place, reading)
    value: object = _NODES[kind]()
    if kind == "ScalarEvent":
        value = event.value  # type: ignore[attr-defined]  # the stubs know the base class only
        if _SURROGATE.search(event.value):  # type: ignore[attr-defined]
            reading.refuse(place, _("This text holds half a character (a lone surrogate)."), _("Type it again."))
    path: Path = ()
    places = reading.places
    if not stack:
        reading.documents.append(value)
    elif isinstance(stack[-1].value, dict) and stack[-1].key is None:
        path, places = _key(value, place, stack[-1], reading), _Places()
    else:
        path, places = _put(value, stack[-1])
    places.values[path] = place
    reading.spoil(path, before)
    return _Open(path, value, places) if isinstance(value, dict | list) else None


def _put(value: object, top: _Open) -> tuple[Path, _Places]:
    """Put a value into what is open; of what stands behind a key the second time nothing is kept."""
    if isinstance(top.value, list):
        top.value.append(value)
        return (*top.path, len(top.value) - 1), top.places
    key, top.key = top.key or "", None
    places = _Places() if key in top.value else top.places
    top.value.setdefault(key, value)
    return (*top.path, key), places


def _key(value: object, place: tuple[int, int], top: _Open, reading: _Reading) -> Path:
    """Note the key that the next node is the value of."""
    if not isinstance(value, str):
        reading.refuse(place, _("A key must be a text."), _("Put it in quotes, or check the colon behind it."))
        top.key = ""
        top.places.keys[(*top.path, "")] = place
        return (*top.path, "")
    path = (*top.path, value)
    if path in top.places.keys:
        first = top.places.keys[path]
        if top.places is reading.places:
            reading.repeated.add(path)
        reading.refuse(
            place,
            _("The key {key} stands here a second time.").format(key=value),
            _("It is already in line {line}: keep one of them.").format(line=first[0]),
        )
    else:
        top.places.keys[path] = place
    top.key = value
    return path


def _refuse_powers(event: yaml.Event, kind: str, place: tuple[int, int], reading: _Reading) -> None:
    if kind == "AliasEvent":
        hint = _("Write the value out; to begin a text with *, put it in quotes.")
        reading.refuse(place, _("An alias (*) cannot be used here."), hint)
        return
    if getattr(event, "anchor", None) is not None:
        hint = _("Write the value out; to begin a text with &, put it in quotes.")
        reading.refuse(place, _("An anchor (&) cannot be used here."), hint)
    if getattr(event, "tag", None) is not None:
        hint = _("Leave it out; to begin a text with !, put it in quotes.")
        reading.refuse(place, _("A tag (!) cannot be used here."), hint)

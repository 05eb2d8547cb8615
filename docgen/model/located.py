"""What was read from a text, with the place of every value: what each reader of a format gives back.

Lines and columns count from 1, columns in characters; a byte order mark at the start is no column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from types import MappingProxyType

from docgen.errors import DocgenError, Problem, refuse

Path = tuple[str | int, ...]
"""The way to a value from the top: names in mappings, places from 0 in lists."""

MAX_BYTES = 4 * 1024 * 1024
"""Largest text that is read: a thousand times a real definition or request, and still parsed in seconds."""

MAX_DEPTH = 40
"""Deepest nesting that is read: far beyond any real one, far below Python's own limit."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]+")
_NOTHING: Mapping[Path, tuple[int, int]] = MappingProxyType({})
_NO_REFUSALS: Mapping[Path, tuple[Problem, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Source:
    """Data read from a text, knowing where each value stood in it."""

    name: str
    """What people call the text: a file's name, or `stdin`."""
    data: object
    positions: Mapping[Path, tuple[int, int]]
    """Line and column of each value."""
    typed: bool
    """Whether the format itself tells texts from numbers (JSON), or every scalar is text (YAML)."""
    keys: Mapping[Path, tuple[int, int]] = field(default_factory=lambda: _NOTHING)
    """Line and column of the key in front of each value of a mapping."""
    repeated: frozenset[Path] = frozenset()
    """Keys that stand a second time: the data holds what stands behind the first, and which is meant is unknown."""
    refused: Mapping[Path, tuple[Problem, ...]] = field(default_factory=lambda: _NO_REFUSALS)
    """Why the reader could not take a value, though it could read on: what the data holds there means nothing."""

    def where(self, path: Path) -> str:
        """`name:line:column` of the value at `path`, or of the nearest thing around it that stands in the text."""
        for length in range(len(path), -1, -1):
            place = self.positions.get(path[:length])
            if place is not None:
                return self._at(place)
        return self.name

    def where_key(self, path: Path) -> str:
        """`name:line:column` of the key of the value at `path`; for what has no key, as `where`."""
        place = self.keys.get(path)
        return self.where(path) if place is None else self._at(place)

    def below(self, path: Path) -> Source:
        """The same text as if it were all about what stands at `path`; what does not stand there is at its head."""
        length = len(path)

        def within(places: Mapping[Path, tuple[int, int]]) -> dict[Path, tuple[int, int]]:
            return {key[length:]: place for key, place in places.items() if key[:length] == path}

        return Source(
            name=self.name,
            data=None,
            positions={(): self.positions.get((), (1, 1)), **within(self.positions)},
            typed=self.typed,
            keys=within(self.keys),
        )

    def _at(self, place: tuple[int, int]) -> str:
        return f"{self.name}:{place[0]}:{place[1]}"


class Text:
    """A decoded text that turns offsets into lines and columns."""

    def __init__(self, text: str, *, name: str) -> None:
        self.text = text
        self.name = name
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def where(self, offset: int) -> str:
        """`name:line:column` of the character at `offset`."""
        line, column = self.place(offset)
        return f"{self.name}:{line}:{column}"


def decode(raw: bytes, *, name: str, reference: str) -> Text:
    """The text of `raw`, which must be UTF-8 of a sane size; a byte order mark is dropped.

    Raises:
        DocgenError: with `reference`, naming every place that is not UTF-8.
    """
    if len(raw) > MAX_BYTES:
        raise refuse(
            reference,
            _("The text is larger than {limit} MiB.").format(limit=MAX_BYTES // (1024 * 1024)),
            where=name,
            hint=_("Check that this is the right file."),
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(
            reference, _("The text is UTF-16, not UTF-8."), where=f"{name}:1:1", hint=_("Save the file as UTF-8.")
        )
    text = Text(raw.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff"), name=name)
    wrong = [
        Problem(
            reference=reference,
            message=_("This is not UTF-8: the bytes {bytes}.").format(
                bytes=match.group().encode("utf-8", errors="surrogateescape")[:8].hex(" ").upper()
            ),
            where=text.where(match.start()),
            hint=_("Save the file as UTF-8."),
        )
        for match in _NOT_UTF8.finditer(text.text)
    ]
    if wrong:
        raise DocgenError(wrong)
    return text

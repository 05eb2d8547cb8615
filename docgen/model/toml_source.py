"""TOML with the place of every value, so that a refusal can point at it.

What is TOML and what it says is the standard library's judgement; it knows no places. They are found by a second pass
over a text that is TOML already, which looks only for headings, keys and the ends of values.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from docgen.errors import Problem
from docgen.model.located import Path, Source, Text, decode
from docgen.model.toml_mistakes import breach

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_SPACE = re.compile(r"[ \t]*")
_END = re.compile(r"[ \t]*\]\]?")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|' + r"'''.*?'''(?:'{0,2})|" + r""""(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^,\]}#\n]+""",
    re.DOTALL,
)
_MISTAKES = 20
"""More broken lines than that are no settings file."""


def scan_toml(raw: bytes, *, name: str, reference: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The tables of a TOML text, typed as TOML types them, and beside them every line that is broken in itself.

    Args:
        raw: UTF-8, with or without a byte order mark.
        name: what to call the text in messages.
        reference: what its problems are.

    Returns:
        What could be read without the broken lines, and the problems; nothing was read if one reaches no one knows
        how far.

    Raises:
        DocgenError: it is no text at all.
    """
    text = Text(decode(raw, name=name, reference=reference).text.replace("\r\n", "\n") + "\n", name=name)
    problems: list[Problem] = []
    while len(problems) < _MISTAKES:
        try:
            data = tomllib.loads(text.text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = breach(error, text)
            problems.append(Problem(reference=reference, message=found.message, where=found.where, hint=found.hint))
            if not found.lines:
                return None, tuple(problems)
            text = _without(text, found.lines)
        else:
            places = _Places(text)
            return (
                Source(
                    name=name,
                    data=data,
                    positions=MappingProxyType(places.positions),
                    typed=True,
                    keys=MappingProxyType(places.keys),
                ),
                tuple(problems),
            )
    return None, tuple(problems)


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in a TOML text."""

    values: Mapping[Path, range]
    """The characters of each value."""
    keys: Mapping[Path, tuple[int, int]]
    """Line and column, from 1, of each key and each table's heading."""


def places(text: str) -> Places:
    """Where each value and key stands in a text that is TOML and whose lines end with a line feed."""
    found = _Places(Text(text, name=""))
    return Places(MappingProxyType(found.spans), MappingProxyType(found.keys))


def _without(text: Text, broken: range) -> Text:
    lines = ["" if number in broken else line for number, line in enumerate(text.text.split("\n"), 1)]
    return Text("\n".join(lines), name=text.name)


class _Places:
    """One pass over a text that is TOML; `at` is the offset of the next character."""

    def __init__(self, text: Text) -> None:
        self.source = text
        self.text = text.text
        self.at = 0
        self.positions: dict[Path, tuple[int, int]] = {(): (1, 1)}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.spans: dict[Path, range] = {}
        """The characters of each value."""
        self.items: dict[Path, int] = {}
        """How many tables of an array of tables have begun."""
        table: Path = ()
        while self.passed(_BLANK) is not None and self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.heading()
            else:
                self.entry(table)

    def passed(self, pattern: re.Pattern[str]) -> str | None:
        """Pass over what fits here; none if nothing does."""
        match = pattern.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return match[0]

    def heading(self) -> Path:
        """`[a.b]` or `[[a.b]]`; gives the path of the table that begins."""
        listed = self.text.startswith("[[", self.at)
        self.at += 2 if listed else 1
        place = self.source.place(self.at)
        path = self.dotted((), last_is_item=not listed)
        self.passed(_END)
        if listed:
            number = self.items.get(path, 0)
            self.items[path] = number + 1
            path = (*path, number)
            self.positions[path] = place
        return path

    def dotted(self, above: Path, *, last_is_item: bool = False) -> Path:
        """`a.b.c`: notes each part where it stands first; a part that names an array of tables means its last one."""
        path = above
        self.passed(_SPACE)
        while True:
            place = self.source.place(self.at)
            written = self.passed(_KEY) or ""
            path = (*path, _key_text(written))
            self.keys.setdefault(path, place)
            self.positions.setdefault(path, place)
            last = self.passed(_DOT) is None
            if path in self.items and (last_is_item or not last):
                path = (*path, self.items[path] - 1)
            if last:
                return path

    def entry(self, table: Path) -> None:
        """`key = value`."""
        path = self.dotted(table)
        self.passed(_EQUALS)
        self.value(path)

    def value(self, path: Path) -> None:
        """Whatever stands behind a key or in an array."""
        start = self.at
        self.positions[path] = self.source.place(start)
        opening = self.text[start]
        if opening == "[":
            self.parts("]", path)
        elif opening == "{":
            self.parts("}", path)
        else:
            self.passed(_SCALAR)
        self.spans[path] = range(start, start + len(self.text[start : self.at].rstrip()))

    def parts(self, end: str, path: Path) -> None:
        """The values of an array, or the entries of an inline table."""
        self.at += 1
        count = 0
        while True:
            self.passed(_BLANK)
            if self.text[self.at] == end:
                break
            if end == "]":
                self.value((*path, count))
            else:
                self.entry(path)
            count += 1
            self.passed(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1


def _key_text(written: str) -> str:
    """A key as it is meant: `"a b"` and `'a b'` without their quotes."""
    if written[:1] in {'"', "'"}:
        return str(tomllib.loads(f"x = {written}")["x"])
    return written

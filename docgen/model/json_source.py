"""Strict JSON (RFC 8259) with the place of every value, so that a refusal can point at it.

What a lenient reader would guess at is refused: duplicate keys, NaN, half characters, control characters, what follows
the value. Numbers stay exact: an integer is an `int`, anything with a point or an exponent a `Decimal`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from gettext import gettext as _
from types import MappingProxyType

from docgen.errors import DocgenError, Problem
from docgen.model.located import MAX_DEPTH, Path, Source, Text, decode

_REFERENCE = "input-syntax"
MAX_NUMBER = 100
"""Longest number in characters: far beyond any sum of money, far below what makes arithmetic slow."""

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NUMBER_LIKE = re.compile(r"[-+.0-9][-+.0-9a-zA-Z_]*")
_WORD = re.compile(r"-?[A-Za-z_][A-Za-z_0-9]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]+')
_HEX4 = re.compile(r"[0-9a-fA-F]{4}")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class _BrokenError(Exception):
    """The syntax is broken, so that nothing behind it can be judged; the problem has been noted."""


def read_json(raw: bytes, *, name: str) -> Source:
    """The value of a JSON text, typed as JSON types it.

    Args:
        raw: UTF-8, with or without a byte order mark.
        name: what to call the text in messages.

    Raises:
        DocgenError: "input-syntax", everything that can be seen at once; a breach of the syntax ends the reading.
    """
    source, problems = scan_json(raw, name=name)
    if source is None or problems:
        raise DocgenError(problems)
    return source


def scan_json(raw: bytes, *, name: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """The same, with the problems beside what could be read; nothing was read if the syntax itself is broken.

    Raises:
        DocgenError: it is no text at all.
    """
    text = decode(raw, name=name, reference=_REFERENCE)
    scanner = _Scanner(text)
    source = None
    with suppress(_BrokenError):
        source = Source(
            name=name,
            data=scanner.whole(),
            positions=MappingProxyType(scanner.positions),
            typed=True,
            keys=MappingProxyType(scanner.keys),
            repeated=frozenset(scanner.repeated),
            refused=MappingProxyType(scanner.refused),
        )
    return source, tuple(problem for _offset, problem in sorted(scanner.problems, key=lambda noted: noted[0]))


class _Scanner:
    """One pass over the text; `at` is the offset of the next character."""

    def __init__(self, text: Text) -> None:
        self.source = text
        self.text = text.text
        self.at = 0
        self.positions: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.repeated: set[Path] = set()
        self.refused: dict[Path, tuple[Problem, ...]] = {}
        self.problems: list[tuple[int, Problem]] = []

    def whole(self) -> object:
        """The one value of the text."""
        self.blank()
        if self.at == len(self.text):
            raise self.broken(0, _("The text is empty."), _('Write each value with its name: {"name": "value"}.'))
        value = self.value(())
        self.blank()
        if self.at < len(self.text):
            raise self.broken(
                self.at, _("Something follows the end of the value."), _("Keep one value, and check the brackets.")
            )
        return value

    def note(self, offset: int, message: str, hint: str) -> None:
        """Note a problem and go on."""
        where = self.source.where(offset)
        self.problems.append((offset, Problem(reference=_REFERENCE, message=message, where=where, hint=hint)))

    def broken(self, offset: int, message: str, hint: str) -> _BrokenError:
        """Note the problem that ends the reading; to be raised."""
        self.note(offset, message, hint)
        return _BrokenError()

    def spoil(self, path: Path, since: int) -> None:
        """What has been noted since there were so many problems speaks of the value at this path."""
        if found := tuple(problem for _offset, problem in self.problems[since:]):
            self.refused[path] = (*self.refused.get(path, ()), *found)

    def blank(self) -> None:
        """Pass over what separates."""
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def peek(self) -> str:
        """The next character; empty at the end."""
        return self.text[self.at : self.at + 1]

    def value(self, path: Path) -> object:
        """Whatever stands here."""
        self.positions[path] = self.source.place(self.at)
        character = self.peek()
        if character in {"{", "["} and len(path) >= MAX_DEPTH:
            raise self.broken(
                self.at,
                _("This is nested more than {limit} deep.").format(limit=MAX_DEPTH),
                _("No value needs as many levels: look for brackets that were never closed."),
            )
        if character == "{":
            return self.mapping(path)
        if character == "[":
            return self.sequence(path)
        before = len(self.problems)
        value = self.string() if character == '"' else self.scalar()
        self.spoil(path, before)
        return value

    def mapping(self, path: Path) -> dict[str, object]:
        """An object; of a key that stands twice the first value counts."""
        found: dict[str, object] = {}
        lines: dict[str, int] = {}
        self.at += 1
        while self.more("}", first=not found, opened=path):
            if self.peek() != '"':
                raise self.broken(self.at, _("A key is expected here."), _("Put keys in double quotes."))
            start, before = self.at, len(self.problems)
            key = self.string()
            inner = (*path, key)
            if key in lines:
                self.repeated.add(inner)
                self.note(
                    start,
                    _("The key {key} stands here a second time.").format(key=key),
                    _("It is already in line {line}: keep one of them.").format(line=lines[key]),
                )
            else:
                lines[key] = self.source.place(start)[0]
                self.keys.setdefault(inner, self.source.place(start))
            self.spoil(inner, before)
            self.blank()
            if self.peek() != ":":
                raise self.broken(
                    self.at,
                    _("A colon is expected here, behind the key {key}.").format(key=key),
                    _('Write "{key}": and then its value.').format(key=key),
                )
            self.at += 1
            self.blank()
            found.setdefault(key, self.value(inner))
        return found

    def sequence(self, path: Path) -> list[object]:
        """An array."""
        found: list[object] = []
        self.at += 1
        while self.more("]", first=not found, opened=path):
            found.append(self.value((*path, len(found))))
        return found

    def more(self, end: str, *, first: bool, opened: Path) -> bool:
        """Whether another part follows before `end`; passes over the comma or the end."""
        self.blank()
        character = self.peek()
        if character == end:
            self.at += 1
            return False
        if character == "":
            line = self.positions[opened][0]
            raise self.broken(
                self.at,
                _("The text ends before its last bracket."),
                _("The bracket of line {line} is not closed.").format(line=line),
            )
        if first:
            return True
        if character != ",":
            raise self.broken(
                self.at, _("A comma or {end} is expected here.").format(end=end), _("Put a comma between two entries.")
            )
        comma = self.at
        self.at += 1
        self.blank()
        if self.peek() == end:
            raise self.broken(
                comma, _("This comma has nothing behind it."), _("Delete the comma before {end}.").format(end=end)
            )
        return True

    def string(self) -> str:
        """A text in double quotes, its escapes resolved."""
        start = self.at
        self.at += 1
        parts: list[str] = []
        while True:
            plain = _PLAIN.match(self.text, self.at)
            if plain:
                parts.append(plain.group())
                self.at = plain.end()
            character = self.peek()
            if character == '"':
                self.at += 1
                return "".join(parts)
            if character == "\\":
                parts.append(self.escape())
            elif character in {"", "\n", "\r"}:
                raise self.broken(
                    start,
                    _("The text that begins here is not closed on its line."),
                    _('Close it with "; a line break within it is written \\n.'),
                )
            else:
                self.note(
                    self.at,
                    _("The character U+{code} cannot stand here.").format(code=f"{ord(character):04X}"),
                    _("Delete it; a tab is written \\t."),
                )
                self.at += 1

    def escape(self) -> str:
        r"""What `\n`, `\"` or `\u00e9` stands for."""
        start = self.at
        sign = self.text[start + 1 : start + 2]
        if sign != "u":
            if sign not in _ESCAPES:
                raise self.broken(
                    start, _("\\{sign} means nothing here.").format(sign=sign), _("Write a backslash as \\\\.")
                )
            self.at += 2
            return _ESCAPES[sign]
        unit = self.unit(start)
        self.at += 6
        if 0xD800 <= unit < 0xDC00 and self.text.startswith("\\u", self.at):
            low = self.unit(self.at)
            if 0xDC00 <= low < 0xE000:
                self.at += 6
                return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
        if 0xD800 <= unit < 0xE000:
            self.note(start, _("This text holds half a character (a lone surrogate)."), _("Type it again."))
            return "\ufffd"
        return chr(unit)

    def unit(self, start: int) -> int:
        r"""The number of the `\uXXXX` at `start`."""
        match = _HEX4.match(self.text, start + 2)
        if match is None:
            raise self.broken(
                start,
                _("\\u must be followed by four hexadecimal digits."),
                _("Type the character itself, or complete it, as in \\u00e9."),
            )
        return int(match.group(), 16)

    def scalar(self) -> object:
        """A number, `true`, `false` or `null`; what only looks like one is refused with what was meant."""
        word = _WORD.match(self.text, self.at)
        if word:
            return self.word(word.group())
        like = _NUMBER_LIKE.match(self.text, self.at)
        if like:
            return self.number(like.group())
        hints = {
            "'": _("Use double quotes."),
            "/": _("JSON has no comments: delete it, or use YAML."),
            "#": _("JSON has no comments: delete it, or use YAML."),
            "": _("The text ends here."),
        }
        raise self.broken(
            self.at, _("A value is expected here."), hints.get(self.peek(), _("Put texts in double quotes."))
        )

    def word(self, word: str) -> object:
        """One of the three words of JSON; numbers that are none are noted."""
        start = self.at
        self.at += len(word)
        if word in _WORDS:
            return _WORDS[word]
        if word in {"NaN", "Infinity", "-Infinity", "-NaN"}:
            self.note(start, _("{word} is no number.").format(word=word), _("Give a number, or null."))
            return None
        if word.casefold() in _WORDS or word == "None":
            meant = {"none": "null"}.get(word.casefold(), word.casefold())
            raise self.broken(
                start, _("{word} is not a word of JSON.").format(word=word), _("Write {meant}.").format(meant=meant)
            )
        raise self.broken(start, _("A value is expected here."), _("Put texts in double quotes."))

    def number(self, written: str) -> object:
        """An exact number; the ways of writing one that JSON does not know are noted."""
        start = self.at
        self.at += len(written)
        match = _NUMBER.fullmatch(written)
        if match is None:
            self.note(
                start,
                _("{written} is not a number of JSON.").format(written=written[:MAX_NUMBER]),
                _("Put it in quotes if it is a code; a number has no leading 0 or +, and a digit around its point."),
            )
            return None
        if len(written) > MAX_NUMBER or len(match[2] or "") > len("e+00"):
            self.note(start, _("This number is too long."), _("Put it in quotes if it is a code."))
            return None
        return Decimal(written) if match[1] or match[2] else int(written)

"""What is wrong where a text is no TOML, in the clerk's words: the library says it in English only."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from gettext import gettext as _

from docgen.model.later import N_
from docgen.model.located import MAX_DEPTH, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Where the reading of a TOML text broke off, and why."""

    message: str
    hint: str
    where: str
    lines: range
    """The lines without which the others can be read; none if it cannot be told how far the mistake reaches."""


_PLACE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)
_QUOTES = frozenset("“”„‟‘’‚«»")
_TRIPLE = re.compile("\"\"\"|'''")
_SHOWN = 40

_TWICE = (N_("The key {key} stands here a second time."), N_("It stands further up already: keep one of them."))
_QUOTE = (N_("A quote is not closed."), N_("Close the text with the quote that it begins with, in the same line."))
_STRANGE = (
    N_("The character {character} cannot stand here."),
    N_("Delete it, or copy the text again without formatting."),
)
_BACKSLASH = (
    N_("A backslash does not stand for itself in a text."),
    N_(r"Write it twice (\\), or put the text in single quotes: {example}"),
)
_HEADING = (N_("The heading of a table is not closed."), N_("Write it as: {example}"))
_NAME = (
    N_("A name in the heading of a table cannot be written like this: {key}"),
    N_("Write it with the letters a to z, digits, _ and -, as in [pejabat.ibu-ani]."),
)
_VALUE = (N_("This is no value: {text}"), N_("Put a text in straight quotes: {example}"))
_NO_VALUE = (N_("The value is missing."), N_("Write it behind the =; to leave it empty, write two quotes: {example}"))
_CURLY = (N_("These quotes cannot be used: {text}"), N_("Put a text in straight quotes: {example}"))
_KEY = (
    N_("A key cannot begin with {character}."),
    N_("Keys are written with the letters a to z, digits, _ and -."),
)
_EQUALS = (N_("Behind the key, = is missing."), N_("Write it as: {example}"))
_LIST = (N_("A list is not closed, or a comma is missing in it."), N_("Write it as: {example}"))
_BRACES = (
    N_("A table in braces is not closed in its line, or a comma is missing in it."),
    N_("Write it as: {example}"),
)
_FOLLOWS = (
    N_("Something follows behind the value: {text}"),
    N_("Put a text in quotes as a whole, and each entry in a line of its own."),
)
_DATE = (N_("There is no such date or time."), N_("Check day and month, or put it in quotes as a text."))
_OTHER = (N_("This is not TOML ({detail})."), N_("Check quotes and brackets here and in the line above."))
_KINDS: tuple[tuple[str, tuple[str, str], str], ...] = (
    ("Invalid statement", _KEY, ""),
    ("Invalid initial character for a key", _KEY, ""),
    ("Expected '=' after a key", _EQUALS, 'kota = "…"'),
    ("Expected newline", _FOLLOWS, ""),
    ("Expected ']", _HEADING, "[kantor.kop]"),
    ("Unclosed array", _LIST, '["a", "b"]'),
    ("Unclosed inline table", _BRACES, '{ a = "…", b = "…" }'),
    ("Cannot declare", _TWICE, ""),
    ("Cannot overwrite", _TWICE, ""),
    ("Cannot redefine", _TWICE, ""),
    ("Cannot mutate", _TWICE, ""),
    ("Duplicate inline table key", _TWICE, ""),
    ("Unterminated string", _QUOTE, ""),
    ('Expected "\'', _QUOTE, ""),
    ("Illegal character '\\n'", _QUOTE, ""),
    ("Found invalid character '\\n'", _QUOTE, ""),
    ("Illegal character", _STRANGE, ""),
    ("Found invalid character", _STRANGE, ""),
    ("Unescaped", _BACKSLASH, r"'C:\data'"),
    ("Invalid hex", _BACKSLASH, r"'C:\data'"),
    ("Escaped character", _BACKSLASH, r"'C:\data'"),
    ("Invalid date", _DATE, ""),
    ("Invalid value", _VALUE, 'kota = "…"'),
)  # fmt: skip
"""How the library's message begins; what it is called here, and what to do; an example that is right."""


def breach(error: tomllib.TOMLDecodeError | RecursionError, text: Text) -> Breach:
    """Why a text is no TOML.

    Args:
        error: what the library raised.
        text: the text that it was given.
    """
    lines = text.text.split("\n")
    if isinstance(error, RecursionError):
        line = next((at for at, each in enumerate(lines, 1) if each.count("[") + each.count("{") > MAX_DEPTH), 1)
        message = _("This is nested more than {limit} deep.").format(limit=MAX_DEPTH)
        hint = _("Check the indentation and the brackets before this place.")
        return Breach(message=message, hint=hint, where=f"{text.name}:{line}:1", lines=range(0))
    what, last, column = _told(str(error), lines)
    rest = lines[last - 1][column - 1 :].strip()
    words, example = _kind(what, rest)
    line = _start(lines, last) if words is _TWICE else last  # the library points behind what is there twice
    written = lines[line - 1]
    key = _key_in(written)
    if words is _TWICE:
        column = written.index(key) + 1
    facts = {"key": key, "text": _shortened(rest), "character": _named(rest[:1]), "detail": what, "example": example}
    message, hint = (_(each).format(**facts) for each in words)
    if words is _TWICE:
        ends = not written.lstrip().startswith("[") and (line == last or _is_toml(lines[line - 1 : last]))
    else:
        ends = words is not _BRACES and not _TRIPLE.search(written) and _alone(written) is not None
    cut = range(line, last + 1) if ends else range(0)
    return Breach(message=message, hint=hint, where=f"{text.name}:{line}:{column}", lines=cut)


def _start(lines: list[str], last: int) -> int:
    """The line in which the entry begins that ends in line `last`: all that stands before it is TOML by itself."""
    return next(line for line in range(last, 0, -1) if _is_toml(lines[: line - 1]))


def _is_toml(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines) + "\n")
    except tomllib.TOMLDecodeError:
        return False
    return True


def _told(message: str, lines: list[str]) -> tuple[str, int, int]:
    """What the library says, with line and column; what it noticed only at the end stands where it began."""
    told = _PLACE.match(message)
    if told is None:
        return message, len(lines), 1
    if told["line"] is not None:
        return told["what"], int(told["line"]), int(told["column"])
    what = "Unclosed array" if told["what"] == "Invalid value" else told["what"]
    for at, line in enumerate(lines, 1):
        alone = _alone(line)
        if alone is not None and alone.startswith(told["what"]):
            return what, at, line.find("=") + 2
    return what, len(lines), 1


def _kind(what: str, rest: str) -> tuple[tuple[str, str], str]:
    found = next(((words, example) for start, words, example in _KINDS if what.startswith(start)), (_OTHER, ""))
    if found[0] is _HEADING and "]" in rest:
        return _NAME, ""
    if found[0] is _VALUE and (not rest or rest.startswith("#")):
        return _NO_VALUE, '""'
    if found[0] is _VALUE and rest[0] in _QUOTES:
        return _CURLY, found[1]
    return found


def _alone(line: str) -> str | None:
    """Why an entry is wrong whatever stands around it; without a heading, what is below it would go elsewhere."""
    if line.lstrip().startswith("["):
        return None
    try:
        tomllib.loads(line + "\n")
    except tomllib.TOMLDecodeError as error:
        return str(error)
    return None


def _key_in(line: str) -> str:
    """The key or heading of a line."""
    heading = re.match(r"\s*\[+\s*([^\]]*)", line)
    return (heading[1] if heading else line.partition("=")[0]).strip()


def _shortened(text: str) -> str:
    text = text.partition(" #")[0].rstrip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _named(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"

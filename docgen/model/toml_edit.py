"""Changing values of a TOML text without touching what stands around them: its comments are for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from docgen.model.located import Path
from docgen.model.toml_source import places

Value = str | tuple[str, ...] | Mapping[str, str]
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_BEFORE_COMMENT = re.compile(r" *(?=#)")


def literal(value: Value) -> str:
    """A text, a list of texts or a small table as TOML writes it, whatever characters the texts hold."""
    if isinstance(value, str):
        return '"' + _ESCAPED.sub(_escape, value) + '"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    return f"{{ {', '.join(f'{key} = {literal(part)}' for key, part in value.items())} }}"


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in {'"', "\\"} else f"\\u{ord(found[0]):04x}"


def with_values(text: str, values: Mapping[Path, Value]) -> str:
    """The text with other values in these places; a comment behind one keeps its column while there is room.

    Raises:
        KeyError: there is no such place.
    """
    spans = places(text).values
    for path in sorted(values, key=lambda each: spans[each].start, reverse=True):
        span, new = spans[path], literal(values[path])
        rest = text[span.stop :]
        room = _BEFORE_COMMENT.match(rest)
        if room is not None:
            rest = " " * max(2, len(span) + len(room[0]) - len(new)) + rest[room.end() :]
        text = text[: span.start] + new + rest
    return text


def commented_out(text: str, paths: Iterable[Path]) -> str:
    """The text in which these keys, or tables with all that stands below their heading, are comments.

    Raises:
        KeyError: there is no such place.
    """
    found = places(text)
    lines = text.split("\n")
    for path in paths:
        first = found.keys[path][0] - 1
        last = first if path not in found.values else text.count("\n", 0, found.values[path].stop)
        while path not in found.values and last + 1 < len(lines) and lines[last + 1].strip():
            last += 1
        lines[first : last + 1] = [f"# {line}" for line in lines[first : last + 1]]
    return "\n".join(lines)

"""What is wrong where a text is no YAML, in the clerk's words: the parser says it in English only.

Both parsers (libyaml's and Python's own) say the same about where they were; about what they met they differ.
"""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.model.later import N_

if TYPE_CHECKING:
    import yaml

_CHECK = N_("Check indentation, quotes and brackets here and in the line above.")
_TAB = (N_("A tab stands here."), N_("Indent with spaces, not with tabs."))
_POWER = (N_("A text cannot begin with {character}."), N_("Put the text in quotes."))
_KINDS: tuple[tuple[str, str, bool, tuple[str, str]], ...] = (
    ("while scanning a quoted scalar", "", True, (
        N_("A quote is not closed."), N_("Close the text with the quote that it begins with."),
    )),
    ("", "unknown escape character", False, (
        N_("A backslash does not stand for itself between double quotes."), N_("Put the text in single quotes."),
    )),
    ("", "cannot start any token", False, _POWER),
    ("while scanning an a", "", True, _POWER),
    ("while scanning a tag", "", True, _POWER),
    ("while parsing a tag", "", True, _POWER),
    ("", "undefined tag handle", False, _POWER),
    ("while scanning a directive", "", True, _POWER),
    ("", "mapping values are not allowed", False, (
        N_("A colon cannot stand here."),
        N_("Put a text that contains a colon in quotes, and check the indentation of this line."),
    )),
    ("", "entries are not allowed", False, (
        N_("An item of a list cannot begin here."), N_("Write each item in a line of its own, all equally indented."),
    )),
    ("while scanning a simple key", "", True, (
        N_("Behind this name its colon is missing."),
        N_("Write it as: {example}"),
    )),
    ("while parsing a flow sequence", "", True, (
        N_("A list is not closed, or a comma is missing in it."), N_("Write it as: {example}"),
    )),
    ("while parsing a flow mapping", "", True, (
        N_("A mapping in braces is not closed, or a comma is missing in it."), N_("Write it as: {example}"),
    )),
    ("while parsing a block mapping", "", False, (
        N_("Neither the next name nor the end of the mapping stands here."),
        N_("Indent names that belong together equally; leave nothing behind a closing quote."),
    )),
    ("while parsing a block collection", "", False, (
        N_("Neither the next item nor the end of the list stands here."),
        N_("Begin each item with “- ”, all equally indented."),
    )),
    ("while scanning a block scalar", "", False, (
        N_("A text of several lines cannot begin so."),
        N_("Leave nothing behind | or >, and indent the lines below it."),
    )),
    ("", "node content", False, (N_("A value is expected here."), _CHECK)),
)  # fmt: skip
"""Where the parser was, what it met (in part), whether the beginning is the place to look at; message and hint."""
_OTHER = (N_("This is not YAML ({detail})."), _CHECK)
_EXAMPLES = {
    "while scanning a simple key": "title: …",
    "while parsing a flow sequence": "[a, b]",
    "while parsing a flow mapping": "{a: 1, b: 2}",
}


def breach(error: yaml.YAMLError, text: str) -> tuple[tuple[int, int], str, str]:
    """Line and column at which a text is no YAML, why, and what to do.

    Args:
        error: what the parser raised.
        text: the text that it was given.
    """
    context = str(getattr(error, "context", None) or "")
    problem = str(getattr(error, "problem", None) or "")
    lines = text.split("\n")
    here, begun = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    from_begin, words = next(
        (
            (from_begin, words)
            for where, what, from_begin, words in _KINDS
            if context.startswith(where) and what in problem
        ),
        (False, _OTHER),
    )
    mark = (begun or here) if from_begin else (here or begun)
    place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if place[0] > len(lines):  # the C parser counts the end as a line of its own
        place = (len(lines), len(lines[-1]) + 1)
    met = lines[place[0] - 1][place[1] - 1 : place[1]]
    if met == "\t":
        words = _TAB
    facts = {
        "character": met,
        "example": _EXAMPLES.get(context, ""),
        "detail": ", ".join(part for part in (context, problem) if part) or str(error).partition("\n")[0],
    }
    message, hint = (_(each).format(**facts) for each in words)
    return place, message, hint

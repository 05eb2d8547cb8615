"""The gate for text that people write: what may stand in the record and be printed, and in which form.

Letters, digits, punctuation and emoji of any script pass as they are, `&` and `<` too: the renderer escapes. Refused is
what a reader of the paper cannot see or what would change its meaning: control and invisible characters, switches of
the writing direction, halves of characters, and text that template engines take for code.
"""

from __future__ import annotations

import re
import unicodedata
from gettext import gettext as _

TEXT_LIMIT = 500
"""Characters in a text of one line, unless the field says otherwise."""
PARAGRAPH_LIMIT = 4000
"""Characters in a text of several lines, unless the field says otherwise."""

_SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE_RUN = re.compile(f"[{_SPACES}]+")
_OUTER = re.compile(rf"\A[{_SPACES}\t\r\n]+|[{_SPACES}\t\r\n]+\Z")
_LINE_END = re.compile(r" ?\r\n? ?| ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_CODE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{_\{|\}_\}|\{_%|%_\}|\$\{")
"""Jinja's marks, docxtpl's ways to write them, and the start of the tokens that the national app SRIKANDI fills in."""

_NFC_SHRINKS_TO = 4
"""At most so many code points become one by NFC: longer text is too long whatever it composes to."""

_QUOTED = 60
"""Characters of a refused value that a message repeats."""

_ZWNJ, _ZWJ = "\u200c", "\u200d"
EMOJI_STYLE = "\ufe0e\ufe0f"
"""Marks that choose how the sign before them looks."""
_VIRAMA = 9
"""The canonical combining class of the signs after which Indic scripts use (non-)joiners."""
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    # Not of category Cf, yet without a mark on paper (Unicode's Default_Ignorable_Code_Point); the empty Braille cell.
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U000e0000-\U000e0fff]"
)
_PRINTED_FORMAT = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
"""Of category Cf, but seen: signs that Arabic, Syriac and Kaithi write around numbers."""


class ValueProblem(ValueError):  # noqa: N818 -- it becomes a `docgen.errors.Problem`
    """A value that is refused. Who knows the field makes it a `DocgenError` that names the place.

    Attributes:
        message: What is wrong, translated.
        hint: What to do about it, translated.
        reference: One of `docgen.errors.REFERENCES`.
    """

    def __init__(self, message: str, *, hint: str, reference: str = "value-invalid") -> None:
        self.message = message
        self.hint = hint
        self.reference = reference
        super().__init__(message)


class TextError(ValueProblem):
    """A text that cannot be printed as it is: reference `value-characters` or `value-too-long`.

    The message never holds the offending character itself.
    """


def clean(text: str, *, paragraph: bool = False, limit: int | None = None) -> str:
    r"""The text as it is stored: composed (NFC), without outer white space, each run of spaces as one plain space.

    Args:
        text: What somebody wrote.
        paragraph: Whether line breaks may stand in it; they become `\n`, at most two in a row.
        limit: The most characters (code points after composing); by default 500, in a paragraph 4000.

    Returns:
        The clean text. Cleaning it again changes nothing; it may be empty.

    Raises:
        TextError: A character or a length that is refused. Nothing is ever cut off or left out.
    """
    if limit is None:
        limit = PARAGRAPH_LIMIT if paragraph else TEXT_LIMIT
    text = _SPACE_RUN.sub(" ", _OUTER.sub("", text))
    if paragraph:
        text = _BLANK_LINES.sub("\n\n", _LINE_END.sub("\n", text))
    if len(text) <= limit * _NFC_SHRINKS_TO:
        text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise TextError(
            _("the text has {length} characters, at most {limit} fit").format(length=len(text), limit=limit),
            hint=_("shorten it: nothing is cut off"),
            reference="value-too-long",
        )
    _check_characters(text, paragraph=paragraph)
    if code := _CODE.search(text):
        raise TextError(
            _("“{code}” at character {position} is template code").format(code=code[0], position=code.start() + 1),
            hint=_("write it without the braces"),
            reference="value-characters",
        )
    return text


def quoted(text: str) -> str:
    """A clean text as a message repeats it: in quotes, only its beginning if it is long."""
    return f"“{text}”" if len(text) <= _QUOTED else f"“{text[:_QUOTED]}…”"


def character_name(character: str) -> str:
    """A character by code point and Unicode name, fit for a message: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    named = {"\t": _("tab"), "\n": _("line break"), "\r": _("line break")}
    name = named.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _check_characters(text: str, *, paragraph: bool) -> None:
    for index, character in enumerate(text):
        if character.isascii() and character.isprintable():
            continue
        reason = _why_refused(text, index, paragraph=paragraph)
        if reason:
            raise TextError(
                _("character {position} is {character}: {reason}").format(
                    position=index + 1, character=character_name(character), reason=reason
                ),
                hint=_("type that place again: what was copied from a file or a chat may bring such characters along"),
                reference="value-characters",
            )


def _why_refused(text: str, index: int, *, paragraph: bool) -> str:
    """Why the character may not stand there; empty if it may."""
    character = text[index]
    category = unicodedata.category(character)
    if category == "Cc":
        if character == "\n":
            return "" if paragraph else _("the text must be one line")
        return _("a control character")
    if category in {"Zl", "Zp"}:
        return _("a line separator")
    if _DIRECTION.match(character):
        return _("it changes the writing direction unseen")
    return _why_broken(character, category) or _why_invisible(text, index, category)


def _why_broken(character: str, category: str) -> str:
    if category == "Cs":
        return _("half a character")
    if category == "Co":
        return _("a private character, which each computer shows differently")
    if "\ufdd0" <= character <= "\ufdef" or ord(character) & 0xFFFE == 0xFFFE:
        return _("not a character")
    if character in "\ufffc\ufffd":
        return _("it stands for something that was lost when the text was copied")
    return ""


def _why_invisible(text: str, index: int, category: str) -> str:
    character = text[index]
    if character in EMOJI_STYLE:
        allowed = index > 0 and unicodedata.category(text[index - 1]) in {"So", "Sm", "Sk", "Po", "Pd", "Nd", "Cn"}
    elif character in {_ZWJ, _ZWNJ}:
        allowed = _joins(text, index)
    else:
        allowed = not _INVISIBLE.match(character) and (category != "Cf" or bool(_PRINTED_FORMAT.match(character)))
    return "" if allowed else _("an invisible character")


def _joins(text: str, index: int) -> bool:
    """Whether a (non-)joiner is part of the spelling: within an emoji, or by the rules that RFC 5892 has for names."""
    if index in {0, len(text) - 1}:
        return False
    before, after = text[index - 1], text[index + 1]
    if unicodedata.combining(before) == _VIRAMA:
        return True
    if text[index] == _ZWNJ:
        return unicodedata.bidirectional(before) == "AL" == unicodedata.bidirectional(after)
    pictures = {"So", "Sk", "Cn"}
    # An emoji not yet in this Python's Unicode tables has category Cn.
    return (before in EMOJI_STYLE or unicodedata.category(before) in pictures) and unicodedata.category(
        after
    ) in pictures

"""Secrets: a text that goes from a clerk's hand to one sealed page, and nowhere else.

A `Secret` never shows what it holds: neither in a message, nor in a traceback, nor in JSON. The record keeps `SEALED`
in its place.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from gettext import gettext as _
from typing import NoReturn

from docgen.model.text import ValueProblem

SEALED = True
"""What the record holds of a secret: that there was one."""
LONGEST = 64
"""Characters that a password may have: more do not fit on one line of its page."""
LOWER, UPPER, DIGITS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789"
"""Letters and digits of which none is taken for another: without i, l, o, 0, 1."""
_TYPABLE = re.compile(r"[!-~]+")
_WORD = re.compile(r"[\w'’]+")
_SHORTEST = 3
"""Letters of a whole name that must not stand in a password; a single word of it needs one more."""


class Secret:
    """A text that only `reveal` gives away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself: for the sealed page, and for the check of its strength."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "•••"

    def __reduce__(self) -> NoReturn:
        """Refuses to be copied to where it could be read. Raises TypeError."""
        message = "a secret is not written down"
        raise TypeError(message)


def generate(*, length: int, symbols: str = "") -> Secret:
    """A random password with a letter of either case, a digit and, if there are any, a symbol.

    Args:
        length: its characters.
        symbols: what else may stand in it.
    """
    kinds = [LOWER, UPPER, DIGITS, *([symbols] if symbols else [])]
    while True:
        text = "".join(secrets.choice("".join(kinds)) for _place in range(length))
        if all(set(kind) & set(text) for kind in kinds):
            return Secret(text)


def check_password(secret: Secret, *, least: int, names: Iterable[str]) -> None:
    """Refuses a password that is too weak, or that could not be typed from its page.

    Args:
        secret: the password.
        least: the fewest characters.
        names: what is known of the person it is for: none of it may stand in it, nor a word of four letters of it,
            whatever signs and accents lie between.

    Raises:
        ValueProblem: with what to do; it never repeats the password.
    """
    text = secret.reveal()
    if not least <= len(text) <= LONGEST:
        raise ValueProblem(
            _("the password has {length} characters; at least {least}, at most {most} are needed").format(
                length=len(text), least=least, most=LONGEST
            ),
            hint=_("choose another one, or let docgen make one: --generate"),
        )
    if not _TYPABLE.fullmatch(text):
        raise ValueProblem(
            _("a password has no spaces, and only characters of an English keyboard"),
            hint=_("choose another one: letters, digits and signs"),
        )
    squeezed = _squeezed(text)
    if any(part in squeezed for name in names for part in _telling(name)):
        raise ValueProblem(
            _("the password has the name of its user in it, or something else that is known of him"),
            hint=_("choose another one, or let docgen make one: --generate"),
        )


def _telling(name: str) -> Iterator[str]:
    """What of a name gives it away: all of it without titles, what stands before an @, and each longer word."""
    known = _squeezed(re.split("[,@]", name, maxsplit=1)[0])
    if len(known) >= _SHORTEST:
        yield known
    yield from (word for each in _WORD.findall(name) if len(word := _squeezed(each)) > _SHORTEST)


def _squeezed(text: str) -> str:
    """The bare letters and digits of a text: without case, accents and whatever lies between."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def exposed() -> ValueProblem:
    """The refusal of a password that was said where others can read it."""
    return ValueProblem(
        _("a password is never given in an option or a file: others can read it there"),
        hint=_(
            "It counts as known now: choose another one. On a terminal it is asked for unseen; else give it as JSON on "
            "standard input (--input -), or let docgen make one: --generate"
        ),
        reference="secret-exposed",
    )

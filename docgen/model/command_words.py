"""Commands that messages tell people to type: in words that every shell of theirs reads alike."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z0-9_@+=:,./-]+")
_MEANT = re.compile(r"""["$`!]|\\$""")
"""What means something to sh even within double quotes."""


def command_word(text: str) -> str:
    """A word as it is to be typed: in double quotes, which cmd, PowerShell and sh all know, where it needs any.

    Windows' cmd takes single quotes for letters, so they stand only around what double ones would not hold.
    """
    if _PLAIN.fullmatch(text):
        return text
    return shlex.quote(text) if not text or _MEANT.search(text) else f'"{text}"'


def command_line(words: Iterable[str]) -> str:
    """A command as it is to be typed."""
    return " ".join(map(command_word, words))

"""Passphrases that are told by telephone: Indonesian words of which no two differ by one letter alone."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

from docgen.model.secret import Secret

WORDS = 7
"""Each of 1024 words is worth 10 bits: seven are worth 70."""


def draw() -> Secret:
    """A random passphrase: seven words with spaces between them."""
    return Secret(" ".join(secrets.choice(word_list()) for _place in range(WORDS)))


@cache
def word_list() -> tuple[str, ...]:
    """The words, in alphabetical order."""
    return tuple(files("docgen.seal").joinpath("kata.txt").read_text(encoding="utf-8").split())

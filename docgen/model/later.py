"""The mark of a message that is written in one place and translated in another, when it is shown."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 -- the name by which tools of gettext know the mark
    """The message as it is: `tools/catalogues.py` gathers it here, `_` translates it where it is shown."""
    return message

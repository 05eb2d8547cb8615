"""What somebody probably meant who typed a name that there is not: the one helper behind every “Did you mean”."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _

ALIKE = 0.6
"""How much of a name must be right, from 0 to 1."""


def nearest(typed: str, known: Iterable[str], *, most: int = 1, alike: float = ALIKE) -> list[str]:
    """The known names that are most like the one that was typed, in whatever case of letters; the nearest first.

    Args:
        typed: what was typed.
        known: the names that there are.
        most: how many to give at most.
        alike: how much of a name must be right.
    """
    import difflib  # noqa: PLC0415  # only for a slip of the pen

    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(typed.strip().casefold(), folded, n=most, cutoff=alike)
    return [folded[name] for name in close]


def meant(typed: str, known: Iterable[str]) -> str:
    """The question whether the nearest of the known names was meant; empty if none is near."""
    found = nearest(typed, known)
    return _("Did you mean {name}?").format(name=found[0]) if found else ""

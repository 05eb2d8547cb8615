"""Where damage is told while the rest is listed: one damaged file must not hide the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from docgen.errors import DocgenError, Problem

OnDamage = Callable[[DocgenError], None]
"""Is told of each thing that is damaged."""


@contextmanager
def told(on_damage: OnDamage | None) -> Iterator[OnDamage]:
    """Where damage is told; what nobody wants to be told of is raised in the end, all at once."""
    problems: list[Problem] = []
    yield on_damage or (lambda error: problems.extend(error.problems))
    if problems:
        raise DocgenError(dict.fromkeys(problems))

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


@contextmanager
def telling(on_damage: OnDamage) -> Iterator[None]:
    """What is damaged in the block is told instead of raised, so that the rest is looked at all the same."""
    try:
        yield
    except DocgenError as error:
        on_damage(error)

"""Whether conditions hold whatever the facts may be that they read, as far as those can be counted: choices, yes or no.

What a test around them has made certain of a fact (`Limit`) leaves fewer values to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from math import prod

from docgen.errors import DocgenError
from docgen.model.expression import Expression
from docgen.model.field import FieldSpec
from docgen.model.trace import ITEM, Limit, Path

Values = frozenset[object]
MOST = 4096
"""Combinations that are tried; a definition that needs more is not one that people read."""


def values_of(spec: FieldSpec | None, trace: Path, limits: Collection[Limit]) -> Values | None:
    """Every value that a fact may have here, none among them; nothing if they cannot be counted."""
    about = [limit for limit in limits if limit.trace == trace]
    left: Values | None = None
    if spec is not None and spec.type in {"choice", "yesno"}:
        left = frozenset(spec.choices or (True, False)) | {None}
    for limit in about:
        if limit.operator == "in":
            left = limit.values if left is None else left & limit.values
    if left is None:
        return None
    return left.difference(*(limit.values for limit in about if limit.operator == "notin"))


def one_holds(conditions: Sequence[Expression], values: Mapping[Path, Values | None]) -> bool:
    """Whether one of the conditions holds for each combination of these values.

    Args:
        conditions: in their order; the first that holds is enough.
        values: for each fact that they read, what it may be; nothing if it may be anything.
    """
    counted = [known for known in values.values() if known is not None]
    if len(counted) < len(values) or any(ITEM in path for path in values) or prod(map(len, counted)) > MOST:
        return False
    return all(
        any(_holds(condition, _tree(zip(values, combination, strict=True))) for condition in conditions)
        for combination in product(*counted)
    )


def _holds(condition: Expression, context: Mapping[str, object]) -> bool:
    try:
        return bool(condition.evaluate(context))
    except DocgenError:
        return False


def _tree(facts: Iterable[tuple[Path, object]]) -> dict[str, object]:
    """What an expression sees where only these facts are."""
    tree: dict[str, object] = {}
    for path, value in facts:
        here = tree
        for name in path[:-1]:
            inner = here.setdefault(name, {})
            if not isinstance(inner, dict):
                return {}  # a condition reads a fact and a part of it: nothing can be said
            here = inner
        here[path[-1]] = value
    return tree

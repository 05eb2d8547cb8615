"""What an expression stands for, found without running it: the trace of a fact through lists, filters and names.

A trace is a path that also tells *which* item of a list is meant, so that what is known of one item is never taken
for known of another. Beside names it holds

    []        whichever item: what is known of it is known of each
    [0] [-1] [min]   the item at this place
    [+]       each item, and there is at least one
    [#7:2]    the item at hand in one loop
    |sort     the list as a filter left it
    [*]       the list of what stands behind it in each item before it (`map`)
    [,]       at the end: one of the values of a list that is written out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from jinja2 import nodes

Path = tuple[str, ...]
ITEM = "[]"
SOME = "[+]"
_LISTED = "[*]"
_WRITTEN = "[,]"

ITEM_OF: Mapping[str, str] = {"first": "[0]", "last": "[-1]", "min": "[min]", "max": "[max]"}
"""Filters that give an item, with its place."""
SELECTING = frozenset({"select", "reject", "selectattr", "rejectattr"})
"""Filters that give some of the items."""
ORDERING = frozenset({"sort", "unique"})
"""Filters that give something if there is something, in another order."""
PASSING = frozenset({"upper", "lower", "join"})
"""Filters of every expression that give none for none."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a test made certain of a value."""

    trace: Path
    operator: str
    """`in`, `notin`, or an order."""
    values: frozenset[object]


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """What `{% set %}` bound a name to: an expression, and what the names in it and its place made certain."""

    node: nodes.Node
    scope: Scope
    traces: tuple[Path, ...]
    known: frozenset[Path]
    limits: frozenset[Limit]
    depth: int
    """How many of them stand behind each other."""


Scope: TypeAlias = "Mapping[str, tuple[Path | Bound, ...]]"


def path_of(trace: Path) -> Path:
    """Where the fact lies, whichever item it is of."""
    kept = (step for step in trace if not step.startswith("|") and step != _WRITTEN)
    return tuple(ITEM if step.startswith("[") else step for step in kept)


def is_item(step: str) -> bool:
    """Whether this step of a trace goes from a list to an item."""
    return step.startswith("[")


def item(trace: Path, which: str) -> Path:
    """An item of the list that a trace stands for."""
    if _LISTED in trace:
        return tuple(which if step == _LISTED else step for step in trace)
    return trace[:-1] if trace[-1] == _WRITTEN else (*trace, which)


def whole(trace: Path) -> Path:
    """The list itself, of whose items a list of values was made."""
    return trace[: trace.index(_LISTED)] if _LISTED in trace else trace


def covers(fact: Path, prefix: Path) -> bool:
    """Whether a fact that is there proves that what stands at the beginning of some trace is there."""
    if not prefix:
        return ITEM not in fact  # what holds of each item does not say that there is one
    if not fact:
        return False
    if fact[0] == prefix[0] or (fact[0] == ITEM and len(prefix) > 1 and is_item(prefix[0])):
        return covers(fact[1:], prefix[1:])
    return fact[0] == ITEM and prefix[0].startswith("|") and covers(fact, prefix[1:])


def denoted(  # noqa: PLR0911 -- one case for each kind of node
    node: nodes.Node, scope: Scope
) -> tuple[Path, ...]:
    """The facts that an expression may stand for; none if it computes something new."""
    match node:
        case nodes.Name(name=name):
            bound = scope.get(name, ((name,),))
            return tuple(dict.fromkeys(trace for one in bound for trace in _traces(one)))
        case nodes.Getattr(node=owner, attr=name):
            return tuple((*trace, name) for trace in denoted(owner, scope))
        case nodes.Getitem(node=owner, arg=nodes.Const(value=str(name))):
            return tuple((*trace, name) for trace in denoted(owner, scope))
        case nodes.Getitem(node=owner, arg=place):
            return tuple(item(trace, f"[{_number(place)}]") for trace in denoted(owner, scope))
        case nodes.Or(left=left, right=right) | nodes.CondExpr(expr1=left, expr2=right):
            traces = denoted(left, scope) + (denoted(right, scope) if right is not None else ())
            return tuple(dict.fromkeys(traces))
        case nodes.And(right=right):
            return denoted(right, scope)
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return tuple((*trace, _WRITTEN) for each in items for trace in denoted(each, scope))
        case nodes.Filter(node=nodes.Expr() as base) if follows(node):
            return tuple(_filtered(trace, node) for trace in denoted(base, scope))
    return ()


def follows(node: nodes.Filter) -> bool:
    """Whether what the filter gives is still a fact of the record."""
    mapped = node.name == "map" and (bool(attribute(node)) or _first_argument(node) in PASSING)
    return mapped or node.name == "list" or node.name in SELECTING | ORDERING | ITEM_OF.keys()


def attribute(node: nodes.Filter) -> Path:
    """The path that a filter reads in each item."""
    if node.name in {"selectattr", "rejectattr"}:
        named = _first_argument(node)
    else:
        named = next((constant(keyword.value) for keyword in node.kwargs if keyword.key == "attribute"), None)
    return tuple(named.split(".")) if isinstance(named, str) else ()


def constant(node: nodes.Node) -> object:
    """The value that is written there; none if it is none, or something else is written."""
    return node.value if isinstance(node, nodes.Const) else None


def _traces(bound: Path | Bound) -> tuple[Path, ...]:
    return bound.traces if isinstance(bound, Bound) else (bound,)


def _first_argument(node: nodes.Filter) -> object:
    return constant(node.args[0]) if node.args else None


def _number(place: nodes.Node) -> object:
    return f"-{constant(place.node)}" if isinstance(place, nodes.Neg) else constant(place)


def _filtered(trace: Path, node: nodes.Filter) -> Path:
    if node.name in ITEM_OF:
        return item(trace, ITEM_OF[node.name])
    if node.name == "list" or (node.name == "map" and not attribute(node)):
        return trace
    if node.name == "map":
        return (*(item(trace, _LISTED)), *attribute(node))
    if trace[-1] == _WRITTEN:
        return trace
    mark = f"|{node.name}{[repr(part) for part in (*node.args, *node.kwargs)]}"
    return (*whole(trace), mark, *trace[len(whole(trace)) :])

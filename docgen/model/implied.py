"""What is certain once a condition of an expression or template came out one way, found without running it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import nodes

from docgen.model.trace import (
    ITEM,
    ORDERING,
    SELECTING,
    Bound,
    Limit,
    Path,
    Scope,
    attribute,
    constant,
    denoted,
    item,
    whole,
)

FALSY: frozenset[object] = frozenset({None, False, ""})
CALM = frozenset({"eq", "equalto", "==", "ne", "!=", "in", "none", "true", "false", "defined", "undefined"})
"""Tests that have an answer for what is not known yet."""
_HONEST = SELECTING | ORDERING | {"list", "first", "last", "length", "sum", "join", "map", "upper", "lower"}
"""Filters that make something of something only."""
_OPERATORS = {
    **dict.fromkeys(("eq", "equalto", "=="), "eq"),
    **dict.fromkeys(("ne", "!="), "ne"),
    **dict.fromkeys(("lt", "lessthan", "<"), "lt"),
    **dict.fromkeys(("le", "<="), "lteq"),
    **dict.fromkeys(("gt", "greaterthan", ">"), "gt"),
    **dict.fromkeys(("ge", ">="), "gteq"),
    "in": "in",
}
"""Tests that compare, and how the comparison is written."""


@dataclass(frozen=True, slots=True)
class Implied:
    """What a condition makes certain."""

    known: frozenset[Path] = frozenset()
    """What is not none."""
    limits: frozenset[Limit] = frozenset()
    defined: frozenset[Path] = frozenset()
    undefined: frozenset[Path] = frozenset()

    def both(self, other: Implied) -> Implied:
        """What holds where both hold."""
        return Implied(
            self.known | other.known,
            self.limits | other.limits,
            self.defined | other.defined,
            self.undefined | other.undefined,
        )

    def either(self, other: Implied) -> Implied:
        """What holds where one of them does."""
        joined = {
            Limit(one.trace, "in", one.values | two.values)
            for one in self.limits
            for two in other.limits
            if one.trace == two.trace and one.operator == two.operator == "in"
        }
        return Implied(
            self.known & other.known,
            (self.limits & other.limits) | joined,
            self.defined & other.defined,
            self.undefined & other.undefined,
        )


def implied(  # noqa: PLR0911 -- one case for each kind of node
    test: nodes.Node, scope: Scope, *, outcome: bool
) -> Implied:
    """What is certain after this outcome of a test."""
    match test:
        case nodes.Not():
            return implied(test.node, scope, outcome=not outcome)
        case nodes.And() | nodes.Or():
            left = implied(test.left, scope, outcome=outcome)
            right = implied(test.right, scope, outcome=outcome)
            return left.both(right) if isinstance(test, nodes.And) is outcome else left.either(right)
        case nodes.Test(name="defined" | "undefined"):
            paths = frozenset(denoted(test.node, scope))
            there = outcome is (test.name == "defined")
            return Implied(defined=paths) if there else Implied(undefined=paths)
        case nodes.Test(name="none" | "true" | "false" as name):
            values: dict[str, object] = {"none": None, "true": True, "false": False}
            return _among(test.node, scope, [values[name]], among=outcome)
        case nodes.Test(name=name, args=[other]) if name in _OPERATORS:
            compared = nodes.Compare(test.node, [nodes.Operand(_OPERATORS[name], other)])
            return _compared(compared, scope, outcome=outcome)
        case nodes.Compare():
            return _compared(test, scope, outcome=outcome)
        case nodes.Filter(node=nodes.Expr() as base, name=name) if name in _HONEST:
            return _of_filter(test, base, scope) if outcome else Implied()
        case nodes.Name(name=name) if _set(name, scope):
            return _of_set(scope[name], outcome=outcome)
        case _:
            return _among(test, scope, FALSY, among=not outcome)


def selected(node: nodes.Node, scope: Scope) -> Implied:
    """What holds of each item of the lists that filters have chosen in an expression, whatever comes of it."""
    if not isinstance(node, nodes.Filter) or node.node is None:
        inner = getattr(node, "node", None)
        if isinstance(inner, nodes.Node):
            return selected(inner, scope)
        bound = _set(node.name, scope) if isinstance(node, nodes.Name) else ()
        return selected(bound[0].node, bound[0].scope) if len(bound) == 1 else Implied()
    found = selected(node.node, scope)
    if node.name in SELECTING:
        one: nodes.Expr = nodes.Name("item", "load", lineno=node.lineno)
        for name in attribute(node):
            one = nodes.Getattr(one, name, "load", lineno=node.lineno)
        asked = node.args[len(attribute(node)[:1]) :]
        if asked:
            one = nodes.Test(one, str(constant(asked[0])), asked[1:], [], None, None, lineno=node.lineno)
        chosen = {"item": tuple(item(trace, ITEM) for trace in denoted(node, scope))}
        found = found.both(implied(one, chosen, outcome=node.name.startswith("select")))
    return found


def _set(name: str, scope: Scope) -> tuple[Bound, ...]:
    return tuple(one for one in scope.get(name, ()) if isinstance(one, Bound))


def set_key(bound: Bound) -> Path:
    """A fact of its own: what this `{% set %}` bound its name to is there."""
    return (f"[set {id(bound)}]",)


def _of_set(bound: tuple[Path | Bound, ...], *, outcome: bool) -> Implied:
    """A name that stands for expressions: that it stands for something, and what its expression implies."""
    sets = [one for one in bound if isinstance(one, Bound)]
    there = Implied(frozenset(set_key(one) for one in sets)) if outcome else Implied()
    if len(sets) < len(bound) or len(sets) > 1:
        return there
    return there.both(implied(sets[0].node, sets[0].scope, outcome=outcome))


def _of_filter(test: nodes.Filter, base: nodes.Expr, scope: Scope) -> Implied:
    found = implied(base, scope, outcome=True).both(selected(test, scope))
    if test.name == "join":
        each = (item(trace, ITEM) for trace in denoted(base, scope))
        return found.both(Implied(frozenset((*one, *attribute(test)) for one in each)))
    return found.both(_among(test, scope, FALSY, among=False))


def _among(node: nodes.Node, scope: Scope, values: Iterable[object], *, among: bool) -> Implied:
    """That a fact is one of these values, or none of them."""
    traces = denoted(node, scope)
    if len(traces) != 1:
        return Implied()
    trace, chosen = whole(traces[0]), frozenset(values)
    known = frozenset([trace]) if among is not (None in chosen) else frozenset()
    return Implied(known, frozenset([Limit(trace, "in" if among else "notin", chosen)]))


def _compared(test: nodes.Compare, scope: Scope, *, outcome: bool) -> Implied:
    if len(test.ops) != 1:
        return Implied()
    operator, other = test.ops[0].op, test.ops[0].expr
    if operator not in {"eq", "ne", "in", "notin"}:
        # An order has no answer for none: whoever comes behind it, both sides were there.
        found = _present(test.expr, scope).both(_present(other, scope))
        traces = denoted(test.expr, scope)
        if outcome and len(traces) == 1 and isinstance(other, nodes.Const):
            return found.both(Implied(limits=frozenset([Limit(traces[0], operator, frozenset([other.value]))])))
        return found
    options = other.items if isinstance(other, (nodes.Tuple, nodes.List)) and "in" in operator else [other]
    if not all(isinstance(option, nodes.Const) for option in options):
        return Implied()
    return _among(test.expr, scope, map(constant, options), among=outcome is (operator in {"eq", "in"}))


def _present(node: nodes.Node, scope: Scope) -> Implied:
    return _among(node, scope, [None], among=False)

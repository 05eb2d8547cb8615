"""Which facts an expression or a template reads, under which conditions, found without running it.

A fact is a path of names; `[]` stands for "an item of": inside `{% for o in orang %}`, `o.nama` is
`("orang", "[]", "nama")`. Names bound by `for` and `set` are followed to what they stand for: a name that `set` bound
is read as its expression, wherever it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from typing import Literal

from jinja2 import nodes

from docgen.model.implied import CALM, Implied, implied, selected, set_key
from docgen.model.trace import (
    ITEM,
    ORDERING,
    PASSING,
    SELECTING,
    SOME,
    Bound,
    Limit,
    Path,
    Scope,
    attribute,
    constant,
    denoted,
    follows,
    item,
    path_of,
)

__all__ = ["ITEM", "Limit", "Path", "Reference", "references"]

Use = Literal["tested", "printed", "listed", "computed"]
"""What becomes of a fact: it does no harm if it is none; a letter needs it; its items; nothing can be made of none."""
_DEEPEST_SET = 6
"""More of `{% set %}` behind each other than this are no longer followed."""
_ALONG: frozenset[Use] = frozenset({"tested", "listed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One fact that is read at one place."""

    path: Path
    trace: Path = ()
    """The path, with which item it is of (see `docgen.model.trace`)."""
    guards: frozenset[Path] = frozenset()
    """Traces known to be there whenever this one is read; itself, if it does no harm that it is not there."""
    limits: frozenset[Limit] = frozenset()
    """What is known of the values of facts whenever this one is read."""
    use: Use = "tested"
    through: str = ""
    """The filter that it is read through."""
    beside: Path | str = ()
    """What it is compared with or added to: another fact, or the type of what is written there."""
    line: int = 1
    defined_test: bool = False
    """Whether only its existence is asked: `x is defined`."""
    if_defined: frozenset[Path] = frozenset()
    """It is read only where all of these names exist."""
    unless_defined: frozenset[Path] = frozenset()
    """It is read only where none of these names exists."""


@dataclass(frozen=True, slots=True)
class _Here:
    """What holds at one place of the template."""

    scope: Scope
    accepting: Collection[str]
    passing: Collection[str]
    loops: count[int] = field(default_factory=count)
    certain: Implied = field(default_factory=Implied)

    def when(self, test: nodes.Node, *, outcome: bool) -> _Here:
        """What holds where the test came out so."""
        return self.knowing(implied(test, self.scope, outcome=outcome))

    def knowing(self, more: Implied) -> _Here:
        return replace(self, certain=self.certain.both(more))

    def naming(self, name: str, bound: tuple[Path | Bound, ...]) -> _Here:
        return replace(self, scope={**self.scope, name: bound})


def references(
    root: nodes.Node,
    *,
    within: Mapping[str, Path] | None = None,
    accepting: Collection[str] = (),
    passing: Collection[str] = (),
) -> tuple[Reference, ...]:
    """Every fact that `root` (an expression or a whole template) reads, each once for its place and conditions.

    Args:
        root: Parsed by Jinja and checked by `docgen.model.syntax`.
        within: Names bound outside, with what they stand for: `{"o": ("orang", "[]")}`.
        accepting: Filters that take what is not known yet, so that reading it guards itself.
        passing: Filters that give none for none, beside those of every expression.
    """
    scope: Scope = {name: (path,) for name, path in (within or {}).items()}
    here = _Here(scope, frozenset(accepting), PASSING.union(passing))
    found: list[Reference] = []
    if isinstance(root, nodes.Template):
        _block(root.body, here, found)
    else:
        _read(root, here, found, "computed")
    return tuple(dict.fromkeys(found))


def _block(body: Iterable[nodes.Node], here: _Here, found: list[Reference]) -> _Here:
    """Reads statements one after the other; gives what holds behind them, because `set` outlives an `if`."""
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    _read(part, here, found, "printed")
            case nodes.Assign(target=nodes.Name(name=name)):
                _read(node.node, here, found, "tested")
                here = here.naming(name, _bound(node.node, here))
            case nodes.If():
                here = _if(node, here, found)
            case nodes.For():
                _for(node, here, found)
    return here


def _bound(value: nodes.Node, here: _Here) -> tuple[Path | Bound, ...]:
    """What `{% set %}` binds a name to."""
    traces = denoted(value, here.scope)
    behind = [one for name in value.find_all(nodes.Name) for one in here.scope.get(name.name, ())]
    if isinstance(value, nodes.Name):
        behind += here.scope.get(value.name, ())
    depth = 1 + max((one.depth for one in behind if isinstance(one, Bound)), default=0)
    if depth > _DEEPEST_SET:
        return traces
    return (Bound(value, here.scope, traces, here.certain.known, here.certain.limits, depth),)


def _if(node: nodes.If, here: _Here, found: list[Reference]) -> _Here:
    ends: list[_Here] = []
    otherwise = here
    for branch in (node, *node.elif_):
        _read(branch.test, otherwise, found, "tested")
        ends.append(_block(branch.body, otherwise.when(branch.test, outcome=True), found))
        otherwise = otherwise.when(branch.test, outcome=False)
    ends.append(_block(node.else_, otherwise, found))
    names = dict.fromkeys(name for end in ends for name in end.scope)
    merged = {
        name: tuple(dict.fromkeys(one for end in ends for one in end.scope.get(name, ((name,),)))) for name in names
    }
    return replace(here, scope=merged)


def _for(node: nodes.For, here: _Here, found: list[Reference]) -> None:
    _read(node.iter, here, found, "listed")
    at_hand = f"[#{next(here.loops)}]"
    items = tuple(item(trace, at_hand) for trace in denoted(node.iter, here.scope))
    inside = here.when(node.iter, outcome=True).knowing(selected(node.iter, here.scope)).naming("loop", ())
    if isinstance(node.target, nodes.Name):
        inside = inside.naming(node.target.name, items)
    if node.test is not None:
        _read(node.test, inside, found, "tested")
        inside = inside.when(node.test, outcome=True)
    _block(node.body, inside, found)
    _block(node.else_, here, found)


def _read(  # noqa: C901, PLR0912 -- one case for each kind of node
    node: nodes.Node, here: _Here, found: list[Reference], use: Use
) -> None:
    """Notes what an expression reads, and what becomes of it."""
    match node:
        case nodes.Name(name=name):
            for bound in here.scope.get(name, ((name,),)):
                if isinstance(bound, Bound):
                    _read_set(bound, node.lineno, here, found, use)
                else:
                    _note([bound], node.lineno, here, found, use)
        case nodes.Getattr() | nodes.Getitem():
            here = here.knowing(selected(node, here.scope))
            _note(denoted(node, here.scope), node.lineno, here, found, use)
            base: nodes.Node = node
            while isinstance(base, (nodes.Getattr, nodes.Getitem)):
                base = base.node
            if not isinstance(base, nodes.Name):
                _read(base, here, found, "listed")
        case nodes.Or() | nodes.And() | nodes.Not() | nodes.CondExpr() | nodes.Compare():
            _read_logic(node, here, found, use)
        case nodes.Test():
            _test(node, here, found)
        case nodes.Filter():
            _filter(node, here, found, use)
        case nodes.Tuple() | nodes.List():
            for listed in node.items:
                _read(listed, here, found, "tested" if use in _ALONG else use)
        case nodes.Add() | nodes.Sub():
            _read_pair(node.left, node.right, here, found)
        case _:
            for child in node.iter_child_nodes():
                _read(child, here, found, "computed")


def _read_pair(one: nodes.Expr, other: nodes.Expr, here: _Here, found: list[Reference]) -> None:
    """Reads two things of which something is computed together."""
    for side, beside in ((one, other), (other, one)):
        read: list[Reference] = []
        _read(side, here, read, "computed")
        kind = _kind(beside, here)
        direct = set(denoted(side, here.scope))
        found.extend(replace(each, beside=kind) if each.trace in direct else each for each in read)


def _kind(node: nodes.Expr, here: _Here) -> Path | str:
    """What an expression is, for what stands beside it: the fact that it stands for, or the type that is written."""
    if isinstance(node, nodes.Const):
        return "text" if isinstance(node.value, str) else "integer"
    traces = denoted(node, here.scope)
    return path_of(traces[0]) if len(traces) == 1 else ()


def _read_set(bound: Bound, line: int, here: _Here, found: list[Reference], use: Use) -> None:
    """A name that `{% set %}` bound is read as its expression, with what is known there and here."""
    there = here.knowing(Implied(bound.known, bound.limits))
    tested = set_key(bound) in here.certain.known
    read: list[Reference] = []
    _read(bound.node, replace(there, scope=bound.scope), read, "tested" if tested else use)
    found.extend(replace(one, line=line) for one in read)


def _read_logic(node: nodes.Node, here: _Here, found: list[Reference], use: Use) -> None:
    """Notes what a condition reads, each part under what the parts before it made certain."""
    match node:
        case nodes.Or():
            _read(node.left, here, found, "tested")
            _read(node.right, here.when(node.left, outcome=False), found, use)
        case nodes.And():
            _read(node.left, here, found, use)
            _read(node.right, here.when(node.left, outcome=True), found, use)
        case nodes.Not():
            _read(node.node, here, found, "tested")
        case nodes.CondExpr():
            _read(node.test, here, found, "tested")
            _read(node.expr1, here.when(node.test, outcome=True), found, use)
            if node.expr2 is not None:
                _read(node.expr2, here.when(node.test, outcome=False), found, use)
        case nodes.Compare():
            sides = [node.expr, *(operand.expr for operand in node.ops)]
            if all(operand.op in {"eq", "ne", "in", "notin"} for operand in node.ops):
                for part in sides:
                    _read(part, here, found, "tested")
            else:
                for one, other in pairwise(sides):
                    _read_pair(one, other, here, found)


def _test(node: nodes.Test, here: _Here, found: list[Reference]) -> None:
    if node.name in {"defined", "undefined"}:
        asked = (_reference(trace, node.lineno, here, "tested") for trace in denoted(node.node, here.scope))
        found.extend(replace(one, defined_test=True) for one in asked)
        return
    for part in (node.node, *node.args):
        _read(part, here, found, "tested" if node.name in CALM else "computed")


def _filter(node: nodes.Filter, here: _Here, found: list[Reference], use: Use) -> None:
    base = node.node
    if base is None:
        return
    here = here.knowing(selected(node, here.scope))
    traces = denoted(base, here.scope)
    if node.name in here.accepting:
        _read_through(node.name, base, here, found, "tested")
    elif node.name == "join":
        _read(base, here, found, "tested" if use == "tested" else "listed")
        _note(_items(node, traces, SOME), node.lineno, here, found, use)
    elif node.name in here.passing:
        _read_through(node.name, base, here, found, use)
    else:
        _read(base, here, found, "listed")
        read: list[Reference] = []
        _note(_items(node, traces, ITEM), node.lineno, here, read, _of_items(node))
        found.extend(replace(one, through=node.name) for one in read)
        if use not in _ALONG and follows(node) and node.name != "map":
            _note(denoted(node, here.scope), node.lineno, here, found, use)
    for part in (*node.args, *(keyword.value for keyword in node.kwargs)):
        _read(part, here, found, "computed")


def _read_through(name: str, base: nodes.Node, here: _Here, found: list[Reference], use: Use) -> None:
    """Reads a fact through a filter that gives none for none."""
    read: list[Reference] = []
    _read(base, here, read, use)
    direct = set(map(path_of, denoted(base, here.scope)))
    found.extend(replace(one, through=name) if one.path in direct else one for one in read)


def _items(node: nodes.Filter, traces: Iterable[Path], which: str) -> tuple[Path, ...]:
    """What a filter reads in each item: of most, only the attribute that it names."""
    looks = bool(attribute(node)) or node.name in {"join", "sort", "min", "max", "sum"}
    return tuple((*item(trace, which), *attribute(node)) for trace in traces) if looks else ()


def _of_items(node: nodes.Filter) -> Use:
    """What becomes of what a filter reads in each item."""
    asked = constant(node.args[1]) if len(node.args) > 1 else None
    if node.name == "map" or node.name in ORDERING - {"sort"}:
        return "tested"
    return "tested" if node.name in SELECTING and (asked is None or asked in CALM) else "computed"


def _note(traces: Iterable[Path], line: int, here: _Here, found: list[Reference], use: Use) -> None:
    for trace in traces:
        reference = _reference(trace, line, here, use)
        found.append(replace(reference, guards=reference.guards | {trace}) if use == "tested" else reference)


def _reference(trace: Path, line: int, here: _Here, use: Use) -> Reference:
    return Reference(
        path=path_of(trace),
        trace=trace,
        guards=here.certain.known,
        limits=here.certain.limits,
        use=use,
        line=line,
        if_defined=frozenset(map(path_of, here.certain.defined)),
        unless_defined=frozenset(map(path_of, here.certain.undefined)),
    )

"""Which facts an expression or a template reads, under which conditions, found without running it.

A fact is a path of names; `[]` stands for "an item of": inside `{% for a in auditor %}`, `a.nama` is
`("auditor", "[]", "nama")`. Names bound by `for` and `set` are followed to what they stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from jinja2 import nodes

Path = tuple[str, ...]
ITEM = "[]"

_LISTED = "[*]"
"""Ends the path of a list that `map` or `[a, b]` made: its items are what stands before it."""
_SAME = frozenset({"list", "sort", "select", "reject", "selectattr", "rejectattr", "unique"})
"""Filters that give a list of the same items."""
_ITEM_OF = frozenset({"first", "last", "min", "max"})
_HONEST = _SAME | _ITEM_OF | {"length", "sum", "join", "map", "upper", "lower"}
"""Filters that make something of something only."""
_CALM = frozenset({"eq", "equalto", "==", "ne", "!=", "in", "none", "true", "false", "defined", "undefined"})
"""Tests that have an answer for what is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One fact that is read at one place."""

    path: Path
    guards: frozenset[Path] = frozenset()
    """Facts known to be there whenever this one is read; itself, if it does no harm that it is not there."""
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

    scope: Mapping[str, tuple[Path, ...]]
    accepting: frozenset[str]
    known: frozenset[Path] = frozenset()
    defined: frozenset[Path] = frozenset()
    undefined: frozenset[Path] = frozenset()

    def when(self, test: nodes.Node, *, outcome: bool) -> _Here:
        """What holds where the test came out so."""
        implied = _implied(test, self.scope, outcome=outcome)
        return replace(
            self,
            known=self.known | implied.known,
            defined=self.defined | implied.defined,
            undefined=self.undefined | implied.undefined,
        )

    def naming(self, name: str, paths: tuple[Path, ...]) -> _Here:
        return replace(self, scope={**self.scope, name: paths})


@dataclass(frozen=True, slots=True)
class _Implied:
    known: frozenset[Path] = frozenset()
    defined: frozenset[Path] = frozenset()
    undefined: frozenset[Path] = frozenset()

    def both(self, other: _Implied) -> _Implied:
        return _Implied(self.known | other.known, self.defined | other.defined, self.undefined | other.undefined)

    def either(self, other: _Implied) -> _Implied:
        return _Implied(self.known & other.known, self.defined & other.defined, self.undefined & other.undefined)


def references(
    root: nodes.Node, *, within: Mapping[str, Path] | None = None, accepting: Iterable[str] = ()
) -> tuple[Reference, ...]:
    """Every fact that `root` (an expression or a whole template) reads, each once for its place and conditions.

    Args:
        root: Parsed by Jinja and checked by `docgen.model.syntax`.
        within: Names bound outside, with what they stand for: `{"a": ("auditor", "[]")}`.
        accepting: Filters that take what is not known yet, so that reading it guards itself.
    """
    here = _Here({name: (path,) for name, path in (within or {}).items()}, frozenset(accepting))
    found: list[Reference] = []
    if isinstance(root, nodes.Template):
        _block(root.body, here, found)
    else:
        _read(root, here, found)
    return tuple(dict.fromkeys(found))


def _block(body: Iterable[nodes.Node], here: _Here, found: list[Reference]) -> _Here:
    """Reads statements one after the other; gives what holds behind them, because `set` outlives an `if`."""
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    _read(part, here, found)
            case nodes.Assign(target=nodes.Name(name=name)):
                _read(node.node, here, found, calm=True)
                here = here.naming(name, _denoted(node.node, here.scope))
            case nodes.If():
                here = _if(node, here, found)
            case nodes.For():
                _for(node, here, found)
    return here


def _if(node: nodes.If, here: _Here, found: list[Reference]) -> _Here:
    ends: list[_Here] = []
    otherwise = here
    for branch in (node, *node.elif_):
        _read(branch.test, otherwise, found, calm=True)
        ends.append(_block(branch.body, otherwise.when(branch.test, outcome=True), found))
        otherwise = otherwise.when(branch.test, outcome=False)
    ends.append(_block(node.else_, otherwise, found))
    bound = dict.fromkeys(name for end in ends for name in end.scope)
    merged = {
        name: tuple(dict.fromkeys(path for end in ends for path in end.scope.get(name, ((name,),)))) for name in bound
    }
    return replace(here, scope=merged)


def _for(node: nodes.For, here: _Here, found: list[Reference]) -> None:
    _read(node.iter, here, found)
    items = tuple(_item(path) for path in _denoted(node.iter, here.scope))
    inside = here.when(node.iter, outcome=True).naming("loop", ())
    if isinstance(node.target, nodes.Name):
        inside = inside.naming(node.target.name, items)
    if node.test is not None:
        _read(node.test, inside, found, calm=True)
        inside = inside.when(node.test, outcome=True)
    _block(node.body, inside, found)
    _block(node.else_, here, found)


def _read(node: nodes.Node, here: _Here, found: list[Reference], *, calm: bool = False) -> None:
    """Notes what an expression reads. `calm`: it does no harm if the value is none."""
    match node:
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            _note(_denoted(node, here.scope), node.lineno, here, found, calm=calm)
            base: nodes.Node = node
            while isinstance(base, (nodes.Getattr, nodes.Getitem)):
                base = base.node
            if not isinstance(base, nodes.Name):
                _read(base, here, found)
        case nodes.Or() | nodes.And() | nodes.Not() | nodes.CondExpr() | nodes.Compare():
            _read_logic(node, here, found, calm=calm)
        case nodes.Test():
            _test(node, here, found)
        case nodes.Filter():
            _filter(node, here, found)
        case _:
            for child in node.iter_child_nodes():
                _read(child, here, found, calm=calm and isinstance(node, (nodes.Tuple, nodes.List)))


def _read_logic(node: nodes.Node, here: _Here, found: list[Reference], *, calm: bool) -> None:
    """Notes what a condition reads, each part under what the parts before it made certain."""
    match node:
        case nodes.Or() | nodes.And():
            _read(node.left, here, found, calm=True)
            _read(node.right, here.when(node.left, outcome=isinstance(node, nodes.And)), found, calm=calm)
        case nodes.Not():
            _read(node.node, here, found, calm=True)
        case nodes.CondExpr():
            _read(node.test, here, found, calm=True)
            _read(node.expr1, here.when(node.test, outcome=True), found, calm=calm)
            if node.expr2 is not None:
                _read(node.expr2, here.when(node.test, outcome=False), found, calm=calm)
        case nodes.Compare():
            calm = all(operand.op in {"eq", "ne", "in", "notin"} for operand in node.ops)
            for part in (node.expr, *(operand.expr for operand in node.ops)):
                _read(part, here, found, calm=calm)


def _test(node: nodes.Test, here: _Here, found: list[Reference]) -> None:
    if node.name in {"defined", "undefined"}:
        asked = _denoted(node.node, here.scope)
        found.extend(_reference(path, node.lineno, here, defined_test=True) for path in asked)
        return
    for part in (node.node, *node.args):
        _read(part, here, found, calm=node.name in _CALM)


def _filter(node: nodes.Filter, here: _Here, found: list[Reference]) -> None:
    if node.node is None:
        return
    _read(node.node, here, found, calm=node.name in here.accepting)
    items = tuple(_item(path) for path in _denoted(node.node, here.scope))
    attribute = _attribute(node)
    if attribute:
        test = _constant(node.args[1]) if node.name in {"selectattr", "rejectattr"} and len(node.args) > 1 else None
        calm = node.name in {"selectattr", "rejectattr", "map"} and (test is None or test in _CALM)
        _note(tuple((*item, *attribute) for item in items), node.lineno, here, found, calm=calm)
    for part in (*node.args, *(keyword.value for keyword in node.kwargs)):
        _read(part, here, found)


def _note(paths: Iterable[Path], line: int, here: _Here, found: list[Reference], *, calm: bool) -> None:
    for path in paths:
        shown = path[:-1] if path[-1] == _LISTED else path
        reference = _reference(shown, line, here)
        found.append(replace(reference, guards=reference.guards | {shown}) if calm else reference)


def _reference(path: Path, line: int, here: _Here, *, defined_test: bool = False) -> Reference:
    return Reference(
        path=path,
        guards=here.known,
        line=line,
        defined_test=defined_test,
        if_defined=here.defined,
        unless_defined=here.undefined,
    )


def _denoted(  # noqa: PLR0911 -- one case for each kind of node
    node: nodes.Node, scope: Mapping[str, tuple[Path, ...]]
) -> tuple[Path, ...]:
    """The facts that an expression may stand for; none if it computes something new."""
    match node:
        case nodes.Name(name=name):
            return scope.get(name, ((name,),))
        case nodes.Getattr(node=owner, attr=name):
            return tuple((*path, name) for path in _denoted(owner, scope))
        case nodes.Getitem(node=owner, arg=nodes.Const(value=str(name))):
            return tuple((*path, name) for path in _denoted(owner, scope))
        case nodes.Getitem(node=owner):
            return tuple(_item(path) for path in _denoted(owner, scope))
        case nodes.Or(left=left, right=right) | nodes.CondExpr(expr1=left, expr2=right):
            paths = _denoted(left, scope) + (_denoted(right, scope) if right is not None else ())
            return tuple(dict.fromkeys(paths))
        case nodes.And(right=right):
            return _denoted(right, scope)
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return tuple((*path, _LISTED) for item in items for path in _denoted(item, scope))
        case nodes.Filter(node=nodes.Expr() as base, name=name):
            return tuple(_filtered(path, name, _attribute(node)) for path in _denoted(base, scope) if _follows(node))
    return ()


def _follows(node: nodes.Filter) -> bool:
    """Whether what the filter gives is still a fact of the record."""
    return node.name in _SAME or (node.name in _ITEM_OF) or (node.name == "map" and bool(_attribute(node)))


def _filtered(path: Path, name: str, attribute: Path) -> Path:
    if name in _SAME:
        return path
    return (*_item(path), *attribute, _LISTED) if name == "map" else _item(path)


def _item(path: Path) -> Path:
    return path[:-1] if path[-1] == _LISTED else (*path, ITEM)


def _attribute(node: nodes.Filter) -> Path:
    """The path that a filter reads in each item."""
    if node.name in {"selectattr", "rejectattr"} and node.args:
        named = _constant(node.args[0])
    else:
        named = next((_constant(keyword.value) for keyword in node.kwargs if keyword.key == "attribute"), None)
    return tuple(named.split(".")) if isinstance(named, str) else ()


def _constant(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else None


def _implied(  # noqa: PLR0911 -- one case for each kind of node
    test: nodes.Node, scope: Mapping[str, tuple[Path, ...]], *, outcome: bool
) -> _Implied:
    """Which facts are there for certain (neither none nor empty, or compared with something) after this outcome."""
    match test:
        case nodes.Not():
            return _implied(test.node, scope, outcome=not outcome)
        case nodes.And() | nodes.Or():
            left = _implied(test.left, scope, outcome=outcome)
            right = _implied(test.right, scope, outcome=outcome)
            return left.both(right) if isinstance(test, nodes.And) is outcome else left.either(right)
        case nodes.Test(name="defined" | "undefined"):
            paths = frozenset(_denoted(test.node, scope))
            there = outcome is (test.name == "defined")
            return _Implied(defined=paths) if there else _Implied(undefined=paths)
        case nodes.Test(name="none"):
            return _Implied() if outcome else _certain(test.node, scope)
        case nodes.Test(name=name):
            return _certain(test.node, scope) if outcome and name not in {"ne", "!=", "in"} else _Implied()
        case nodes.Compare():
            return _compared(test, scope, outcome=outcome)
        case nodes.Filter(node=nodes.Expr() as base, name=name):
            return _implied(base, scope, outcome=True) if outcome and name in _HONEST else _Implied()
        case _:
            return _certain(test, scope) if outcome else _Implied()


def _certain(node: nodes.Node, scope: Mapping[str, tuple[Path, ...]]) -> _Implied:
    paths = _denoted(node, scope)
    return _Implied(known=frozenset(paths)) if len(paths) == 1 else _Implied()


def _compared(test: nodes.Compare, scope: Mapping[str, tuple[Path, ...]], *, outcome: bool) -> _Implied:
    if len(test.ops) != 1:
        return _Implied()
    operator, other = test.ops[0].op, test.ops[0].expr
    if operator not in {"eq", "ne", "in", "notin"}:
        # An order has no answer for none: whoever comes behind it, both sides were there.
        return _certain(test.expr, scope).both(_certain(other, scope))
    options = other.items if isinstance(other, (nodes.Tuple, nodes.List)) else [other]
    if not all(isinstance(option, nodes.Const) for option in options):
        return _Implied()
    equal = outcome is (operator in {"eq", "in"})
    holds_none = any(_constant(option) is None for option in options)
    return _certain(test.expr, scope) if equal is not holds_none else _Implied()

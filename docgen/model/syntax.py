"""The little of Jinja that an SOP and its templates may use; whatever is not listed here is refused before it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from gettext import gettext as _

from jinja2 import nodes

from docgen.errors import Problem
from docgen.model.sandbox import LOOP_FACTS, FactsEnvironment, did_you_mean

RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs", "loop"})
"""Names that Jinja gives a meaning of its own."""
WORDS = RESERVED | {"none", "true", "false", "if", "else", "in", "and", "or", "not", "is"}
"""What an expression would not read as a name."""
DEEPEST_LOOP = 4
"""More loops in each other than any paper needs would only make it run forever."""

_INSTEAD = {
    "default": "x or 'text'",
    "d": "x or 'text'",
    "count": "length",
    "attr": "x.name",
    "format": "{{ a }} … {{ b }}",
}
"""What to write instead of filters that clerks may know from elsewhere."""
_BY_TEST = {"select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}
"""Filters that name a test, and at which argument."""

EXPRESSIONS: tuple[type[nodes.Node], ...] = (
    nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Tuple, nodes.List, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test, nodes.Add, nodes.Sub, nodes.Neg, nodes.CondExpr,
    nodes.Keyword,
)  # fmt: skip
STATEMENTS: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign,
)  # fmt: skip
OUTPUT: tuple[type[nodes.Node], ...] = (nodes.Template, nodes.Output, nodes.TemplateData)

_WRITTEN = {
    "Call": "f()", "Mul": "*", "Pow": "**", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pos": "+x", "Concat": "~",
    "Dict": "{…}", "Slice": "x[a:b]", "For": "{% for %}", "If": "{% if %}", "Assign": "{% set %}",
    "AssignBlock": "{% set %}…{% endset %}", "Include": "{% include %}", "Import": "{% import %}",
    "FromImport": "{% from … import %}", "Extends": "{% extends %}", "Macro": "{% macro %}", "CallBlock": "{% call %}",
    "FilterBlock": "{% filter %}", "Block": "{% block %}", "With": "{% with %}",
    "ScopedEvalContextModifier": "{% autoescape %}", "NSRef": "namespace",
}  # fmt: skip


def forbidden(
    root: nodes.Node, *, env: FactsEnvironment, allowed: tuple[type[nodes.Node], ...] = EXPRESSIONS
) -> Iterator[tuple[int, Problem]]:
    """Every piece of syntax that may not stand there, with its line; the problems have no place yet."""
    yield from _forbidden(root, env, allowed, 0)


def _forbidden(
    node: nodes.Node, env: FactsEnvironment, allowed: tuple[type[nodes.Node], ...], depth: int
) -> Iterator[tuple[int, Problem]]:
    if not isinstance(node, allowed):
        written = _WRITTEN.get(type(node).__name__, type(node).__name__)
        yield node.lineno, _unsafe(_("“{construct}” is not allowed here.").format(construct=written), _allowed(allowed))
        return
    depth += isinstance(node, nodes.For)
    if depth > DEEPEST_LOOP:
        message = _("More than {count} loops stand in each other.").format(count=DEEPEST_LOOP)
        hint = _("Print the innermost list with a filter, such as {example}.").format(example="{{ x | join(', ') }}")
        yield node.lineno, _unsafe(message, hint)
        return
    for problem in _checks(node, env):
        yield node.lineno, problem
    for child in node.iter_child_nodes():
        asks_loop = isinstance(node, nodes.Getattr) and isinstance(child, nodes.Name) and child.name == "loop"
        if not (asks_loop and depth):
            yield from _forbidden(child, env, allowed, depth)


def _allowed(allowed: tuple[type[nodes.Node], ...]) -> str:
    """What may be written instead of what is not allowed."""
    if nodes.For in allowed:
        return _(
            "Allowed are {{{{ … }}}}, {tags}; in them names with dots, x[0], + and -, comparisons, and, or, not, in,"
            " is, a if b else c, and filters behind |."
        ).format(tags="{% for %}, {% if %}, {% set %}")
    return _(
        "Allowed are names with dots, x[0], + and -, comparisons, and, or, not, in, is, a if b else c, and filters"
        " behind |."
    )


def _checks(node: nodes.Node, env: FactsEnvironment) -> Iterator[Problem]:
    match node:
        case nodes.Name(name=name):
            yield from _named(name, reserved=RESERVED)
        case nodes.Getattr(attr=name, node=owner):
            if isinstance(owner, nodes.Name) and owner.name == "loop" and name not in LOOP_FACTS:
                message = _("“{name}” may not be asked of the loop.").format(name=name)
                yield _unsafe(message, _("Known: {names}.").format(names=", ".join(sorted(LOOP_FACTS))))
            yield from _named(name)
        case nodes.Getitem(arg=index):
            yield from _index(index)
        case nodes.For():
            yield from _loop(node)
        case nodes.Assign(target=target) if not isinstance(target, nodes.Name):
            yield _unsafe(_("{% set %} takes one name."), _("Write {% set name = value %}, once for each name."))
        case nodes.CondExpr(expr2=None):
            yield _unsafe(_("An “if” inside a placeholder needs an “else”."), _("Write {{ a if b else '' }}."))
        case nodes.Filter():
            yield from _filter(node, env)
        case nodes.Test(name=name):
            yield from _test(name, env)


def _unsafe(message: str, hint: str) -> Problem:
    return Problem(reference="template-unsafe", message=message, hint=hint)


def _named(name: str, *, reserved: frozenset[str] = frozenset()) -> Iterator[Problem]:
    if name.startswith("_"):
        hint = _("Names of facts begin with a letter: write it without the _.")
    elif name in reserved:
        hint = _("Jinja uses this name itself: choose another one.")
    else:
        return
    yield _unsafe(_("The name “{name}” may not be used.").format(name=name), hint)


def _index(index: nodes.Node) -> Iterator[Problem]:
    constant = index.node if isinstance(index, nodes.Neg) else index
    if not isinstance(constant, nodes.Const) or type(constant.value) not in {int, str}:
        message = _("Between [ ] only a number or a name in quotes may stand.")
        yield _unsafe(message, _("Write x[0] for the first item; to look at all of them use a loop or selectattr."))
    elif isinstance(constant.value, str):
        yield from _named(constant.value)


def _loop(loop: nodes.For) -> Iterator[Problem]:
    if loop.recursive or not isinstance(loop.target, nodes.Name):
        hint = _("One name, no `recursive`: behind it, name.part is a fact of the item.")
        yield _unsafe(_("A loop is written {% for name in list %}."), hint)


def _filter(node: nodes.Filter, env: FactsEnvironment) -> Iterator[Problem]:
    if node.name not in env.filters:
        instead = _INSTEAD.get(node.name)
        hint = _("Write {instead}.").format(instead=instead) if instead else did_you_mean(node.name, env.filters)
        yield Problem(
            reference="template-syntax", message=_("There is no filter “{name}”.").format(name=node.name), hint=hint
        )
        return
    if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
        hint = _("Write it behind a value, with plain arguments: {example}").format(example=f"x | {node.name}")
        yield _unsafe(_("The filter “{name}” cannot be used so.").format(name=node.name), hint)
        return
    texts = [argument.value if isinstance(argument, nodes.Const) else None for argument in node.args]
    keywords: dict[str, nodes.Expr] = {str(keyword.key): keyword.value for keyword in node.kwargs}
    yield from _path_argument(node.name, texts, keywords)
    if node.name == "map" and "attribute" not in keywords:
        name = texts[0] if texts else None
        if not isinstance(name, str) or name not in env.filters or hasattr(env.filters[name], "jinja_pass_arg"):
            message = _("The filter “map” takes attribute='…', or the name of a filter in quotes.")
            yield _unsafe(message, _("Write it as: {example}").format(example="x | map(attribute='nama') | join(', ')"))
    place = _BY_TEST.get(node.name)
    if place is not None and len(texts) > place:
        yield from _test(texts[place], env)


def _path_argument(name: str, texts: list[object], keywords: Mapping[str, nodes.Expr]) -> Iterator[Problem]:
    """What names a fact of the items must be a plain text, so that it can be checked before any case exists."""
    paths: list[object] = []
    if "attribute" in keywords:
        attribute = keywords["attribute"]
        paths.append(attribute.value if isinstance(attribute, nodes.Const) else None)
    if name in {"selectattr", "rejectattr"}:
        paths.append(texts[0] if texts else None)
    for path in paths:
        if isinstance(path, str) and all(part.isidentifier() for part in path.split(".")):
            for part in path.split("."):
                yield from _named(part)
        else:
            example = "'nama'" if name in {"selectattr", "rejectattr"} else "attribute='nama'"
            message = _("The filter “{name}” needs the name of a fact in quotes.").format(name=name)
            yield _unsafe(message, _("Write it as: {example}").format(example=f"x | {name}({example})"))


def _test(name: object, env: FactsEnvironment) -> Iterator[Problem]:
    if not isinstance(name, str) or name not in env.tests:
        yield Problem(
            reference="template-syntax",
            message=_("There is no test “{name}”.").format(name=name),
            hint=did_you_mean(str(name), env.tests),
        )

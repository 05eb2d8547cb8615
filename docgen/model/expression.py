"""Expressions, messages and `NAME in LIST if EXPR` of an SOP file: compiled once, evaluated over the record.

What is not known yet is `none`; a name that does not exist at all is always an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import gettext as _
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import TemplateError, UndefinedError

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.jinja_mistakes import syntax_reason
from docgen.model.printed import show
from docgen.model.references import ITEM, Path, Reference, references
from docgen.model.sandbox import FactsEnvironment, UnknownNameError, did_you_mean, environment, plain_environment
from docgen.model.syntax import EXPRESSIONS, OUTPUT, forbidden
from docgen.model.trace import PASSING, SELECTING
from docgen.model.values import kind_of

__all__ = [
    "ITEM",
    "Each",
    "Expression",
    "Message",
    "Path",
    "Reference",
    "chooses_from",
    "compile_expression",
    "compile_message",
    "parse_each",
]

LONGEST = 2000
"""Characters of an expression or message; nobody reads more."""
_EACH = re.compile(
    r"\s*(?P<name>[a-z][a-z0-9_]*)\s+in\s+(?P<list>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)(?:\s+if\s+(?P<test>\S.*))?",
    re.DOTALL,
)
_SHOW = "shown as text"
"""A filter that no template can name, because of the spaces."""
_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError, SyntaxError)
"""What a sound expression can still meet in the record: values that do not fit together."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or computed value of an SOP file. Equal if the text is."""

    text: str
    references: tuple[Reference, ...] = field(compare=False, repr=False)
    """What it reads; names bound outside (by `each`) stand as they are written."""
    may_give_none: bool = field(default=False, compare=False, repr=False)
    """Whether it gives none in some case, even if all that it reads is known."""

    def evaluate(self, context: Mapping[str, object]) -> Any:
        """Its value over the record.

        Raises:
            DocgenError: `expression-failed`: a name does not exist, or values do not fit together.
        """
        try:
            value = _expression(self.text)(context)
            if isinstance(value, Undefined):
                str(value)  # raises, and remembers what was looked for
        except _FAILURES as error:
            raise _failed(self.text, self.references, context, error) from error
        return value


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of an SOP file with facts in it: `Izin berakhir {{ izin.akhir }}`."""

    text: str
    references: tuple[Reference, ...] = field(compare=False, repr=False)

    def within(self, scope: Mapping[str, Path]) -> Message:
        """The same sentence where these names are bound."""
        return compile_message(self.text, within=scope)

    def evaluate(self, context: Mapping[str, object]) -> str:
        """The sentence, with dates and times printed the Indonesian way.

        Raises:
            DocgenError: `expression-failed`: a fact is unknown or none, or cannot be printed.
        """
        try:
            return _message(self.text).render(context)
        except _FAILURES as error:
            raise _failed(self.text, self.references, context, error) from error


@dataclass(frozen=True, slots=True)
class Each:
    """`NAME in LIST [if EXPR]`: the items of a list, or those of them that match."""

    text: str
    name: str
    list: Path
    condition: Expression | None

    @property
    def scope(self) -> dict[str, Path]:
        """What its name stands for, for `within` of the expressions that use it."""
        return {self.name: (*self.list, f"[{self.name}]")}


def compile_expression(text: str, *, within: Mapping[str, Path] | None = None) -> Expression:
    """Checks and compiles an expression.

    Args:
        text: As written in the SOP file.
        within: Names bound outside, with what they stand for (see `Each.scope`); only the references need it.

    Raises:
        DocgenError: `expression-invalid`, with every piece that may not stand there.
    """
    env = plain_environment()
    if not text.strip():
        raise _invalid(text, _("it is empty"), _("Write the condition, or leave the whole key out."))
    # The brackets keep a statement, or a second expression, from being smuggled in; the line break ends nothing.
    parsed = _parsed(text, "{{ (" + text + "\n) }}", env)
    output = parsed.body[0]
    single = len(parsed.body) == 1 and isinstance(output, nodes.Output) and len(output.nodes) == 1
    if not single or not isinstance(output, nodes.Output) or isinstance(output.nodes[0], nodes.Tuple):
        raise _invalid(text, _("it is not one expression"), _("Join conditions with `and` or `or`; write no commas."))
    _check(text, output.nodes[0], env, EXPRESSIONS)
    return Expression(text, references(output.nodes[0], within=within), _may_give_none(output.nodes[0]))


def chooses_from(expression: Expression, name: str) -> bool:
    """Whether an expression gives items of this list, all of them or some, and nothing else."""
    output = plain_environment().parse("{{ (" + expression.text + "\n) }}").body[0]
    return isinstance(output, nodes.Output) and _chooses_from(output.nodes[0], name)


def _chooses_from(node: nodes.Node, name: str) -> bool:
    match node:
        case nodes.Name(name=found):
            return bool(found == name)
        case nodes.CondExpr(expr1=one, expr2=nodes.Expr() as other):
            return _chooses_from(one, name) and _chooses_from(other, name)
        case nodes.Filter(node=nodes.Expr() as base, name=filter_):
            return (filter_ in SELECTING or filter_ == "list") and _chooses_from(base, name)
    return False


def _may_give_none(node: nodes.Node) -> bool:
    match node:
        case nodes.CondExpr(expr1=one, expr2=other) | nodes.And(left=one, right=other):
            return _may_give_none(one) or other is None or _may_give_none(other)
        case nodes.Or(right=last):
            return _may_give_none(last)
        case nodes.Filter(node=nodes.Expr() as base, name=name):
            return name in PASSING and _may_give_none(base)
    return isinstance(node, nodes.Const) and node.value is None


def compile_message(text: str, *, within: Mapping[str, Path] | None = None) -> Message:
    """Checks and compiles a message: text with `{{ … }}`, nothing else of Jinja.

    Raises:
        DocgenError: `expression-invalid`, with every piece that may not stand there.
    """
    if "{%" in text or "{#" in text:
        hint = _("Leave out {% and {#; what depends on a condition is a guard of its own.")
        raise _invalid(text, _("a message may hold {{ … }} only"), hint)
    parsed = _parsed(text, text, plain_environment())
    _check(text, parsed, plain_environment(), EXPRESSIONS + OUTPUT)
    return Message(text, references(parsed, within=within))


def parse_each(text: str) -> Each:
    """Reads `NAME in LIST [if EXPR]`.

    Raises:
        DocgenError: `expression-invalid`.
    """
    match = _EACH.fullmatch(text)
    if match is None:
        hint = _("Write it as: {example}").format(example="o in orang if o.usia > 17")
        raise _invalid(text, _("it is not of the form NAME in LIST [if CONDITION]"), hint)
    condition = compile_expression(match["test"]) if match["test"] else None
    return Each(text, match["name"], tuple(match["list"].split(".")), condition)


@lru_cache(maxsize=512)
def _expression(text: str) -> TemplateExpression:
    """Compiled when first evaluated: one command evaluates a few of an SOP's expressions, and compiling is dear."""
    return plain_environment().compile_expression(text, undefined_to_none=False)


@lru_cache(maxsize=128)
def _message(text: str) -> Template:
    env = environment(filters={_SHOW: show})
    parsed = env.parse(text)
    for output in parsed.find_all(nodes.Output):
        output.nodes = [
            part
            if isinstance(part, nodes.TemplateData)
            else nodes.Filter(part, _SHOW, [], [], None, None, lineno=part.lineno)
            for part in output.nodes
        ]
    return Template.from_code(env, env.compile(parsed), {})


def _parsed(text: str, source: str, env: FactsEnvironment) -> nodes.Template:
    if len(text) > LONGEST:
        reason = _("it is longer than {count} characters").format(count=LONGEST)
        raise _invalid(f"{text[:60]} …", reason, _("Split it: several guards, or a field that `set` computes first."))
    try:
        return env.parse(source)
    except TemplateSyntaxError as error:
        hint = _("Check quotes and brackets; texts stand in quotes, and “is equal to” is written ==.")
        reason = syntax_reason(error, own=")")
        if error.lineno > text.count("\n") + 1:  # not the text itself did not fit, but what was put behind it
            reason = _("it ends too early, or one of its brackets does not fit")
        raise _invalid(text, reason, hint) from error
    except RecursionError as error:
        hint = _("Split it: several guards, or a field that `set` computes first.")
        raise _invalid(f"{text[:60]} …", _("its brackets stand too deep in each other"), hint) from error


def _check(text: str, root: nodes.Node, env: FactsEnvironment, allowed: tuple[type[nodes.Node], ...]) -> None:
    problems: Iterator[Problem] = (
        Problem(
            reference="expression-invalid",
            message=_("The expression “{expression}” is not understood: {reason}").format(
                expression=text, reason=problem.message
            ),
            hint=problem.hint,
        )
        for _line, problem in forbidden(root, env=env, allowed=allowed)
    )
    if found := tuple(problems):
        raise DocgenError(found)


def _invalid(text: str, reason: str, hint: str) -> DocgenError:
    message = _("The expression “{expression}” is not understood: {reason}").format(expression=text, reason=reason)
    return refuse("expression-invalid", message, hint=hint)


def _failed(text: str, read: tuple[Reference, ...], context: Mapping[str, object], error: Exception) -> DocgenError:
    if isinstance(error, UnknownNameError):
        reason = _("there is no “{name}”").format(name=error.name)
        hint = did_you_mean(error.name, error.known(context))
    elif isinstance(error, UndefinedError):
        reason = _("it names what does not exist ({detail})").format(detail=error)
        hint = _("Compare the names with `fields` of the SOP.")
    elif unknown := [".".join(path) for path, value in _values(read, context).items() if value is None]:
        reason = _("not known yet: {names}").format(names=", ".join(unknown))
        hint = _("Ask first whether it is there, `{name} and …`, or let this stage or an earlier one demand it.")
        hint = hint.format(name=unknown[0])
    else:
        reason = _("its values do not fit together")
        if kinds := [
            _("{name} is {kind}").format(name=".".join(path), kind=kind_of(value))
            for path, value in _values(read, context).items()
        ]:
            reason += f" ({', '.join(kinds)})"
        hint = _("Compare like with like: a date with a date, a number with a number, a text in quotes with a text.")
    message = _("The expression “{expression}” has no value: {reason}").format(expression=text, reason=reason)
    return refuse("expression-failed", message, hint=hint)


def _values(read: tuple[Reference, ...], context: Mapping[str, object]) -> dict[Path, object]:
    """What is read, by its path; without what is read of the items of a list."""
    found: dict[Path, object] = {}
    for path in (one.path for one in read):
        value: object = context
        for name in path:
            if not isinstance(value, Mapping) or name not in value:
                break
            value = value[name]
        else:
            found[path] = value
    return found

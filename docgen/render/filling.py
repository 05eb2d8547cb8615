"""A Jinja source in the sandbox, compiled once: each value that it prints goes through one gate.

Of parts of a Word file and of short texts alike; what a value becomes where it stands, the caller says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from types import CodeType, TracebackType

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import TemplateError, UndefinedError

from docgen.errors import DocgenError, Problem, refuse
from docgen.model import sandbox
from docgen.model.jinja_mistakes import syntax_reason
from docgen.model.printed import show
from docgen.model.references import Reference, references
from docgen.model.sandbox import FactsEnvironment, UnknownNameError, did_you_mean
from docgen.model.syntax import EXPRESSIONS, STATEMENTS, forbidden
from docgen.model.text import ValueProblem, clean
from docgen.render.filters import CASES, FILTERS, IN_LETTERS
from docgen.render.markup import Source, Tag, tag_problem
from docgen.render.srikandi import Token, as_markup

LONGEST = 100_000
"""Characters that one placeholder may print: far above any list, far below what stops Word."""
ACCEPTING = frozenset({"titik", "centang"})
"""Filters that print something for what is not known."""
_PRINT = "printed value"
"""A filter that no template can name, because of the space."""
_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)

Written = Callable[[str], str]
"""What a value becomes where it stands; its lines end with a line feed."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A compiled source; nothing in it changes."""

    source: Source
    template: Template
    references: tuple[tuple[Reference, Tag], ...]

    def text(self, context: Mapping[str, object], where: str) -> str:
        """The source with its placeholders filled. `where` names file and part.

        Raises:
            DocgenError: `placeholder-unknown`, `placeholder-empty`, `value-characters`, `value-too-long` or
                `render-failed`, each naming placeholder and place.
        """
        try:
            return "".join(self.template.root_render_func(self.template.new_context(dict(context))))
        except DocgenError as error:
            tag = self.source.at(_line(self.template, error.__traceback__))
            raise DocgenError([tag_problem(problem, where, tag) for problem in error.problems]) from error
        except _FAILURES as error:
            tag = self.source.at(_line(self.template, error.__traceback__))
            raise DocgenError([_failure(error, where, tag, context)]) from error


def surroundings(*, form: bool, autoescape: bool) -> FactsEnvironment:
    """The sandbox of a form, or of a letter, with the filters of papers."""
    filters = {**FILTERS, **CASES, **({} if form else IN_LETTERS)}
    return sandbox.environment(filters=filters, autoescape=autoescape)


def parse_source(env: FactsEnvironment, source: Source, where: str) -> nodes.Template:
    """The source as Jinja reads it. Raises `template-syntax` or `template-unsafe`."""
    try:
        parsed = env.parse(source.text)
    except (TemplateSyntaxError, RecursionError) as error:
        tag = source.at(getattr(error, "lineno", 1))
        message = _("The template language is not right: {reason}.").format(reason=syntax_reason(error))
        hint = _("Check quotes, brackets and dots of this tag, and that each loop and condition before it is closed.")
        problem = Problem(reference="template-syntax", message=message, hint=hint)
        raise DocgenError([tag_problem(problem, where, tag)]) from error
    problems = [
        tag_problem(problem, where, source.at(line))
        for line, problem in forbidden(parsed, env=env, allowed=EXPRESSIONS + STATEMENTS)
    ]
    if problems:
        raise DocgenError(problems)
    return parsed


def compile_source(
    env: FactsEnvironment, parsed: nodes.Template, source: Source, where: str, *, form: bool, written: Written
) -> Filling:
    """Compiles what `parse_source` read.

    Args:
        env: the same sandbox; it is this source's alone.
        parsed: what was read.
        source: where its tags stand.
        where: file and part, for messages.
        form: whether a fact without a value prints a dotted line or is refused.
        written: what a value becomes.

    Raises:
        DocgenError: `template-syntax`.
    """
    read = references(parsed, accepting=ACCEPTING, passing=FILTERS.keys() - ACCEPTING)
    found = tuple((one, tag) for one in read if (tag := source.at(one.line)))
    env.filters[_PRINT] = partial(_printed, form=form, written=written)
    for output in parsed.find_all(nodes.Output):
        output.nodes = [
            part
            if isinstance(part, nodes.TemplateData)
            else nodes.Filter(part, _PRINT, [], [], None, None, lineno=part.lineno)
            for part in output.nodes
        ]
    try:
        code: CodeType = env.compile(parsed)
    except (SyntaxError, RecursionError) as error:  # Python cannot indent so deep
        message = _("Its conditions stand too deep in each other.")
        hint = _("Use {% elif %} in place of conditions within conditions, or make two templates of it.")
        raise refuse("template-syntax", message, where=where, hint=hint) from error
    return Filling(source, Template.from_code(env, code, {}), found)


def _printed(value: object, *, form: bool, written: Written) -> str:
    """A value as it goes into the text around it."""
    if isinstance(value, Undefined):
        str(value)  # raises, and remembers what was looked for
    if isinstance(value, Token):
        return as_markup(value)
    if value is None:
        if not form:
            raise refuse("placeholder-empty", _("it has no value"), hint=_empty_hint())
        value = _dotted(value)
    try:
        text = value if isinstance(value, str) else show(value)
    except TypeError as error:
        raise refuse(
            "render-failed",
            _("a value of type {type} cannot be printed as it is").format(type=error),
            hint=_("Loop over a list with {% for %}; name one fact of a record."),
        ) from error
    try:
        clean(text, paragraph=True, limit=LONGEST)
    except ValueProblem as error:
        raise refuse(error.reference, f"{error.message}.", hint=error.hint) from error
    # `clean` judges; what is printed keeps the no-break spaces that filters put in.
    return written(unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n"))


def _empty_hint() -> str:
    return _(
        "Give this fact in the step, or mend it with `docgen correct`; if it may well be missing, the template must"
        " ask first: {example}"
    ).format(example="{% if x %}{{ x }}{% endif %}")


def _dotted(value: object) -> object:
    titik: Callable[..., object] = FILTERS["titik"]
    return titik(value)


def _line(template: Template, traceback: TracebackType | None) -> int:
    """The line of the template's source at which an error arose."""
    line = 1
    while traceback is not None:
        if "__jinja_template__" in traceback.tb_frame.f_globals:
            line = template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return line


def _failure(error: Exception, where: str, tag: Tag | None, context: Mapping[str, object]) -> Problem:
    reference = "render-failed"
    if isinstance(error, UnknownNameError):
        reference, message = "placeholder-unknown", _("there is no “{name}”").format(name=error.name)
        hint = did_you_mean(error.name, error.known(context))
    elif isinstance(error, UndefinedError):
        reference, message = "placeholder-unknown", _("it names what does not exist ({detail})").format(detail=error)
        hint = _("`docgen template fields SOP` lists every placeholder.")
    else:
        message = _("its values do not fit together")
        hint = _("Compare like with like: a date with a date, a number with a number, a text in quotes with a text.")
    return tag_problem(Problem(reference=reference, message=message, hint=hint), where, tag)

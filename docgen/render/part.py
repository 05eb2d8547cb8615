"""One part of a template (text, header, footer, notes): compiled once, filled many times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from gettext import gettext as _
from types import CodeType, TracebackType

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import TemplateError, UndefinedError
from markupsafe import Markup, escape

from docgen.errors import DocgenError, Problem, refuse
from docgen.model import sandbox
from docgen.model.jinja_mistakes import syntax_reason
from docgen.model.printed import show
from docgen.model.references import Reference, references
from docgen.model.sandbox import FactsEnvironment, UnknownNameError, did_you_mean
from docgen.model.syntax import EXPRESSIONS, STATEMENTS, forbidden
from docgen.model.text import ValueProblem, clean
from docgen.render.balance import UnbalancedError, effect, may_be_empty
from docgen.render.filters import CASES, FILTERS, IN_LETTERS
from docgen.render.markup import Source, Tag, lint, prepare, tag_problem
from docgen.render.package import parse
from docgen.render.srikandi import Token, as_markup, hidden, shown
from docgen.render.tags import check_tags

LONGEST = 100_000
"""Characters that one placeholder may print: far above any list, far below what stops Word."""
ACCEPTING = frozenset({"titik", "centang"})
"""Filters that print something for what is not known."""
_PRINT = "printed value"
"""A filter that no template can name, because of the space."""
_NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PICTURE_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')
_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled part."""

    name: str
    where: str
    """File and part, for messages."""
    source: Source
    template: Template
    references: tuple[tuple[Reference, Tag], ...]

    def fill(self, context: Mapping[str, object]) -> bytes:
        """The part with its placeholders filled; not yet proved.

        Raises:
            DocgenError: `placeholder-unknown`, `placeholder-empty`, `value-characters`, `value-too-long` or
                `render-failed`, each naming placeholder, part and paragraph.
        """
        try:
            pieces = [*self.template.root_render_func(self.template.new_context(dict(context)))]
        except DocgenError as error:
            tag = self.source.at(_line(self.template, error.__traceback__))
            raise DocgenError([tag_problem(problem, self.where, tag) for problem in error.problems]) from error
        except _FAILURES as error:
            tag = self.source.at(_line(self.template, error.__traceback__))
            raise DocgenError([_failure(error, self.where, tag, context)]) from error
        return (_DECLARATION + _renumbered(shown("".join(pieces), self.where))).encode()


_COMPILED: dict[tuple[bytes, bool], Part] = {}
"""Parts that were compiled in this process, by their bytes, and whether they are of a form: nothing in them changes."""
_MOST_COMPILED = 256


def compile_part(name: str, data: bytes, *, where: str, form: bool) -> Part:
    """Checks and compiles one part; once for the same bytes: papers share their letterhead and foot.

    Raises:
        DocgenError: `template-syntax` or `template-unsafe`: everything that is wrong with this part.
    """
    part = _COMPILED.get((data, form)) or _compile(name, data, where=where, form=form)
    if len(_COMPILED) >= _MOST_COMPILED:
        _COMPILED.clear()
    _COMPILED[data, form] = part
    return replace(part, name=name, where=where)


def _compile(name: str, data: bytes, *, where: str, form: bool) -> Part:
    root = parse(data)
    env = sandbox.environment(filters={**FILTERS, **CASES, **({} if form else IN_LETTERS)}, autoescape=True)
    if problems := (*lint(root, where), *check_tags(root, where, env), *may_be_empty(root, where)):
        raise DocgenError(problems)
    try:
        source = prepare(root)
    except ValueError as error:
        hint = _("Accept all tracked changes in Word, then type the tags of this part again.")
        raise refuse("template-syntax", _lost(str(error)), where=where, hint=hint) from error
    parsed = _parsed(env, source, where)
    read = references(parsed, accepting=ACCEPTING, passing=FILTERS.keys() - ACCEPTING)
    found = tuple((one, tag) for one in read if (tag := source.at(one.line)))
    env.filters[_PRINT] = partial(_printed, form=form)
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
    return Part(name, where, source, Template.from_code(env, code, {}), found)


def _parsed(env: FactsEnvironment, source: Source, where: str) -> nodes.Template:
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
    try:
        if effect(parsed.body) != effect(()):
            raise UnbalancedError(1)
    except UnbalancedError as error:
        message = _("A loop or condition begins and ends in different places of the page, and would tear it apart.")
        hint = _("Begin and end it in the same paragraph, or use {%p … %} for paragraphs, {%tr … %} for table rows.")
        problem = Problem(reference="template-syntax", message=message, hint=hint)
        raise DocgenError([tag_problem(problem, where, source.at(error.line))]) from error
    return parsed


def _lost(detail: str) -> str:
    return _("Its tags are mixed up with something else, such as tracked changes ({detail}).").format(detail=detail)


def _printed(value: object, *, form: bool) -> Markup:
    """A value as it goes into the text of a run."""
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
    lines = unicodedata.normalize("NFC", hidden(str(text))).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _NEW_LINE.join(escape(line) for line in lines)


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


def _renumbered(xml: str) -> str:
    """Gives each picture an id of its own: a loop repeats pictures with their ids."""
    if "<wp:docPr" not in xml:
        return xml
    count = iter(range(1, xml.count("<wp:docPr") + 1))
    return _PICTURE_ID.sub(lambda match: f"{match[1]}{next(count)}{match[2]}", xml)

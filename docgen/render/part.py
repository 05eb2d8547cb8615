"""One part of a template (text, header, footer, notes): compiled once, filled many times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from gettext import gettext as _

from jinja2 import nodes
from markupsafe import Markup, escape

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.references import Reference
from docgen.render.balance import UnbalancedError, effect, may_be_empty
from docgen.render.filling import Filling, compile_source, parse_source, surroundings
from docgen.render.markup import Source, Tag, lint, paragraphs, prepare, tag_problem, tags_of
from docgen.render.package import parse
from docgen.render.srikandi import hidden, shown
from docgen.render.tags import check_tags

_NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PICTURE_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled part."""

    name: str
    where: str
    """File and part, for messages."""
    filling: Filling

    @property
    def references(self) -> tuple[tuple[Reference, Tag], ...]:
        """Every fact that it reads, with its tag."""
        return self.filling.references

    def fill(self, context: Mapping[str, object]) -> bytes:
        """The part with its placeholders filled; not yet proved.

        Raises:
            DocgenError: `placeholder-unknown`, `placeholder-empty`, `value-characters`, `value-too-long` or
                `render-failed`, each naming placeholder, part and paragraph.
        """
        xml = self.filling.text(context, self.where)
        return (_DECLARATION + _renumbered(shown(xml, self.where))).encode()


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
    env = surroundings(form=form, autoescape=True)
    tags = [tag for paragraph in paragraphs(root) for tag in tags_of(paragraph)]
    if problems := (*lint(root, where), *check_tags(tags, where, env), *may_be_empty(root, where)):
        raise DocgenError(problems)
    try:
        source = prepare(root)
    except ValueError as error:
        hint = _("Accept all tracked changes in Word, then type the tags of this part again.")
        raise refuse("template-syntax", _lost(str(error)), where=where, hint=hint) from error
    parsed = parse_source(env, source, where)
    _refuse_torn(parsed, source, where)
    return Part(name, where, compile_source(env, parsed, source, where, form=form, written=_in_a_run))


def _refuse_torn(parsed: nodes.Template, source: Source, where: str) -> None:
    """Refuses loops and conditions that would tear the page apart. Raises `template-syntax`."""
    try:
        if effect(parsed.body) != effect(()):
            raise UnbalancedError(1)
    except UnbalancedError as error:
        message = _("A loop or condition begins and ends in different places of the page, and would tear it apart.")
        hint = _("Begin and end it in the same paragraph, or use {%p … %} for paragraphs, {%tr … %} for table rows.")
        problem = Problem(reference="template-syntax", message=message, hint=hint)
        raise DocgenError([tag_problem(problem, where, source.at(error.line))]) from error


def _lost(detail: str) -> str:
    return _("Its tags are mixed up with something else, such as tracked changes ({detail}).").format(detail=detail)


def _in_a_run(text: str) -> Markup:
    """A value as it goes into the text of a run."""
    return _NEW_LINE.join(escape(hidden(line)) for line in text.split("\n"))


def _renumbered(xml: str) -> str:
    """Gives each picture an id of its own: a loop repeats pictures with their ids."""
    if "<wp:docPr" not in xml:
        return xml
    count = iter(range(1, xml.count("<wp:docPr") + 1))
    return _PICTURE_ID.sub(lambda match: f"{match[1]}{next(count)}{match[2]}", xml)

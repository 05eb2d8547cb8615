"""Each tag of a part checked by itself, and how loops and conditions close: so that all mistakes are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from gettext import gettext as _

from jinja2 import TemplateSyntaxError
from lxml import etree

from docgen.errors import Problem
from docgen.model.jinja_mistakes import syntax_reason
from docgen.model.sandbox import FactsEnvironment
from docgen.model.syntax import EXPRESSIONS, STATEMENTS, forbidden
from docgen.render.markup import TAG, Tag, tag_problem

_STATEMENT = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*-?\s*(\w+)(.*?)-?%\}", re.DOTALL)
_STATEMENT_KIND = re.compile(r"\{%(p|tr|tc|r)(?=\s)")
_CLOSED_BY = {"for": "endfor", "if": "endif"}
_UNFILLED = re.compile(rf"(?!\{{%\d)(?:{TAG.pattern}|\{{[{{%#].{{0,40}})", re.DOTALL)
"""A tag, or the beginning of one that is not closed; `{%1}` is how Word itself writes a number in braces."""
_WITHIN = {"elif": ("if",), "else": ("if", "for")}


def check_tags(tags: Sequence[Tag], where: str, env: FactsEnvironment) -> Iterator[Problem]:
    """Everything that is wrong with the tags of a part or with how they nest."""
    for tag in tags:
        for problem in _alone(tag, env):
            yield tag_problem(problem, where, tag)
    for tag, message, hint in _nesting(tags):
        yield tag_problem(Problem(reference="template-syntax", message=message, hint=hint), where, tag)


def unfilled_tags(root: etree._Element, where: str) -> Iterator[Problem]:
    """Every tag in a part that is printed as it stands, such as a diagram. `where` names file and part."""
    text = "".join(piece for piece in root.itertext() if not piece.isspace())  # Word splits it over runs
    attributes = (str(value) for element in root.iter("*") for value in element.attrib.values())
    for match in (match for each in (text, *attributes) for match in _UNFILLED.finditer(each)):
        message = _("{tag}: it is never filled in here, in a diagram, chart, comment or other part beside the text.")
        yield Problem(
            reference="template-syntax",
            message=message.format(tag=match[0]),
            where=where,
            hint=_("Type it into the text of the document instead, as plain words."),
        )


def _alone(tag: Tag, env: FactsEnvironment) -> Iterator[Problem]:
    """What is wrong with one tag, whatever stands around it."""
    source = tag.text
    if match := _STATEMENT.fullmatch(source):
        word, rest = match.groups()
        if word not in {"for", "if", "elif", "set"}:
            return
        source = f"{{% {'if' if word == 'elif' else word}{rest} %}}"
        source += f"{{% {_CLOSED_BY.get('if' if word == 'elif' else word)} %}}" if word != "set" else ""
    elif not source.startswith("{{"):
        return
    try:
        # The loop around it stands for the one that it may be in: `loop.index` is no mistake here.
        parsed = env.parse(f"{{% for item in none %}}{source}{{% endfor %}}")
    except (TemplateSyntaxError, RecursionError) as error:
        message = _("the template language is not right: {reason}").format(reason=syntax_reason(error))
        hint = _("Compare it with: {example}").format(example=_example(source))
        yield Problem(reference="template-syntax", message=message, hint=hint)
        return
    for _line, problem in forbidden(parsed, env=env, allowed=EXPRESSIONS + STATEMENTS):
        yield problem


def _example(source: str) -> str:
    """A tag of the same kind that is right."""
    if source.startswith("{{"):
        return "{{ x.nomor }}, {{ x.tanggal | tanggal }}"
    examples = {"for": "{% for x in daftar %}", "set": "{% set y = x.nomor %}"}
    word = source.removeprefix("{%").split(maxsplit=1)[0]
    return examples.get(word, "{% if x.nomor and x.hasil == 'ya' %}")


def _nesting(tags: Sequence[Tag]) -> Iterator[tuple[Tag, str, str]]:
    """Loops and conditions that are left open, or closed without having been opened: message and hint."""
    opened: list[tuple[str, Tag]] = []
    for tag in tags:
        match = _STATEMENT.fullmatch(tag.text)
        word = match[1] if match else ""
        inner = opened[-1][0] if opened else ""
        if word in _CLOSED_BY:
            opened.append((word, tag))
        elif word in _WITHIN and inner not in _WITHIN[word]:
            yield tag, _("there is no “if” that it belongs to"), _missing_start(tag, "if")
        elif word in _CLOSED_BY.values():
            if _CLOSED_BY.get(inner) == word:
                opened.pop()
            else:
                yield tag, _("nothing that it closes is open here"), _missing_before(tag, word, opened)
    for word, tag in opened:
        message = _("it is left open: there is no {{% {end} %}} for it").format(end=_CLOSED_BY[word])
        hint = _("Put {end} behind the last thing that belongs to it; a tag with p, tr or tc stands there alone.")
        yield tag, message, hint.format(end=_like(tag, _CLOSED_BY[word]))


def _missing_before(tag: Tag, word: str, opened: list[tuple[str, Tag]]) -> str:
    """What must stand before an end: the end of what was opened meanwhile, or its own beginning."""
    begun = next(start for start, end in _CLOSED_BY.items() if end == word)
    if any(start == begun for start, _tag in opened):
        inner, inner_tag = opened[-1]
        hint = _("Close {tag} first: {end} is missing before this place.")
        return hint.format(tag=inner_tag.text, end=_like(inner_tag, _CLOSED_BY[inner]))
    return _missing_start(tag, begun)


def _missing_start(tag: Tag, word: str) -> str:
    return _("Put {start} before it, or delete this tag.").format(start=_like(tag, f"{word} …"))


def _like(tag: Tag, words: str) -> str:
    """A tag of these words that stands as this one does: in a line, or for a paragraph, row or cell (`{%tr … %}`)."""
    kind = _STATEMENT_KIND.match(tag.text)
    return f"{{%{kind[1] if kind else ''} {words} %}}"

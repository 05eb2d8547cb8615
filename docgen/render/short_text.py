"""A short text, such as goes out by SMS: a plain file with the same tags as a Word template, and at most so many signs.

It is filled as a letter is: what has no value is refused. What is too long is refused too; nothing is ever cut off.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from jinja2 import nodes

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.later import N_
from docgen.model.located import decode
from docgen.model.references import ITEM
from docgen.model.text import TextError, clean
from docgen.render.filling import LONGEST, Filling, compile_source, parse_source, surroundings
from docgen.render.markup import KIND, TAG, LineTag, Source, Tag, has_open_tag, lint_word, numbered, plain_quotes
from docgen.render.properties import Properties
from docgen.render.reference import TextReference, facts_of
from docgen.render.tags import check_tags

_MOST_NAMED = 3
"""Long values that a refusal names."""
_BLANK = N_("Write the text, with its tags; or delete `limit` of this document in sop.yaml, and make a Word template.")


@dataclass(frozen=True, slots=True)
class ShortText:
    """A compiled text; nothing in it changes."""

    name: str
    """The file's name."""
    references: tuple[TextReference, ...]
    """Every fact that it reads, with the conditions it is read under."""
    limit: int
    """The most characters that one may have."""
    _filling: Filling

    def render(
        self,
        context: Mapping[str, object],
        *,
        properties: Properties | None = None,  # noqa: ARG002  # a text says nothing of itself
        sheet: str | None = None,  # noqa: ARG002  # nor is it printed on a sheet
    ) -> bytes:
        """The text with this context: UTF-8 without a mark, composed (NFC), lines ended by a line feed.

        Raises:
            DocgenError: `value-too-long`, with the longest values; or what any placeholder can be refused for.
        """
        text = _tidy(self._filling.text(context, self.name))
        if len(text) > self.limit:
            raise refuse(
                "value-too-long",
                _("{name} has {length} characters, at most {limit} fit.").format(
                    name=self.name, length=len(text), limit=self.limit
                ),
                where=self.name,
                hint=self._what_to_shorten(context),
            )
        return text.encode()

    def digest(self, content: bytes) -> str:
        """What two texts have in common that say the same."""
        return hashlib.sha256(content).hexdigest()

    def _what_to_shorten(self, context: Mapping[str, object]) -> str:
        lengths: dict[str, int] = {}
        for reference in self.references:
            found = [value for value in _values(context, reference.path) if isinstance(value, str)]
            lengths[".".join(reference.path).replace(f".{ITEM}", ITEM)] = sum(map(len, found))
        longest = sorted(lengths, key=lambda path: -lengths[path])[:_MOST_NAMED]
        named = ", ".join(f"{path} ({lengths[path]})" for path in longest if lengths[path])
        if not named:
            return _("Shorten the template's own words; nothing is ever cut off.")
        return _(
            "Nothing is ever cut off. Shorten what is longest in it: {values}; or the template's own words."
        ).format(values=named)


def compile_text(path: Path, *, limit: int, name: str | None = None) -> ShortText:
    """Reads, checks and compiles the template of a short text.

    Args:
        path: A `.txt` in UTF-8; a byte order mark and Windows' line ends do no harm.
        limit: The most characters that a text made of it may have.
        name: What messages call the file, where its own name says nothing (a template kept by content).

    Raises:
        DocgenError: Everything that is wrong with the file, at once: `template-unreadable`, `template-syntax`,
            `template-unsafe`.
    """
    file = name or path.name
    decoded = decode(path.read_bytes(), name=file, reference="template-unreadable").text
    text = unicodedata.normalize("NFC", decoded.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        message = _("The template {file} cannot be read: {reason}.").format(file=file, reason=_("it has no text"))
        raise refuse("template-unreadable", message, where=file, hint=_(_BLANK))
    lines = text.split("\n")
    tags = [tag for row, line in enumerate(lines, 1) for tag in _tags(row, line)]
    env = surroundings(form=False, autoescape=False)
    problems = [problem for row, line in enumerate(lines, 1) for problem in _lint(line, f"{file}:{row}")]
    if problems := [*problems, *check_tags(tags, file, env)]:
        raise DocgenError(problems)
    source = _source(lines, tags)
    parsed = parse_source(env, source, file)
    _refuse_own_words(parsed, limit, file)
    filling = compile_source(env, parsed, source, file, form=False, written=str)
    references = tuple(
        TextReference(**facts_of(one), row=tag.paragraph, text=tag.paragraph_text) for one, tag in filling.references
    )
    return ShortText(file, references, limit, filling)


def _tags(row: int, line: str) -> Iterator[LineTag]:
    if not has_open_tag(line):
        yield from (LineTag(plain_quotes(match[0]), row, line.strip()) for match in TAG.finditer(line))


def _lint(line: str, place: str) -> Iterator[Problem]:
    """Everything about one line that is wrong before Jinja reads it."""
    if has_open_tag(line):
        yield Problem(
            reference="template-syntax",
            message=_("A tag is not closed within its line: “{text}”.").format(text=line.strip()),
            where=place,
            hint=_("Each {{ needs its }} and each {% its %}, in the same line."),
        )
        return
    for match in TAG.finditer(line):
        tag = plain_quotes(match[0])
        if KIND.match(tag):
            yield Problem(
                reference="template-syntax",
                message=_("“{tag}” is for Word: a text has neither paragraphs nor rows.").format(tag=tag),
                where=place,
                hint=_(
                    "Leave out the letters behind the bracket; a line with nothing but such tags vanishes by itself."
                ),
            )
        elif tag.startswith("{%"):
            yield from lint_word(tag, line.strip(), place)
    try:
        clean(TAG.sub("", line), limit=LONGEST)
    except TextError as error:
        yield Problem(reference="template-syntax", message=f"{error.message}.", where=place, hint=error.hint)


def _source(lines: Sequence[str], tags: Sequence[Tag]) -> Source:
    """The text as Jinja reads it."""
    return numbered("".join(map(_as_read, lines)), tags)


def _as_read(line: str) -> str:
    """A line with plain tags; one with nothing but `{% … %}` and `{# … #}` says nothing, so it is no line either."""
    tags = [plain_quotes(tag) for tag in TAG.findall(line)]
    if tags and not TAG.sub("", line).strip() and not any(tag.startswith("{{") for tag in tags):
        return "".join(tags)
    return TAG.sub(lambda match: plain_quotes(match[0]), line) + "\n"


def _refuse_own_words(parsed: nodes.Template, limit: int, file: str) -> None:
    """Refuses a template whose own words alone, those that stand under no condition, are too many."""
    outputs = (node for node in parsed.body if isinstance(node, nodes.Output))
    words = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "x" for output in outputs for part in output.nodes
    )
    least = len(_tidy(words))
    if least > limit:
        raise refuse(
            "template-syntax",
            _("Its own words have {length} characters, at most {limit} fit: no text can be made of it.").format(
                length=least, limit=limit
            ),
            where=file,
            hint=_("Shorten the words of the template."),
        )


def _tidy(text: str) -> str:
    """Without spaces at the ends of lines and blank lines at either end."""
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _values(value: Any, path: Sequence[str]) -> Iterator[object]:
    """What stands at a path; of a list, that of each item."""
    if not path:
        yield value
    elif path[0] == ITEM:
        for item in value if isinstance(value, (list, tuple)) else ():
            yield from _values(item, path[1:])
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _values(value[path[0]], path[1:])

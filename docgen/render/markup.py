"""From the XML of a part to a Jinja source: finds the tags that a clerk typed, checks where they stand, numbers them.

Word splits a line of text into runs wherever it likes, also in the middle of `{{ nama }}`. Here each tag is gathered
into the run that it begins in, before docxtpl's regular expressions see it: they would throw away whatever stands
between the pieces, and swallow half a document after a tag that was not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _

from lxml import etree

from docgen.errors import Problem
from docgen.model.sandbox import did_you_mean
from docgen.render.patch import patch_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_GATHERED = re.compile(rf"{TAG.pattern}|\$\{{\w+\}}", re.DOTALL)
"""Tags, and the tokens that the national app SRIKANDI fills in later (`${nomor_naskah}`): each must be in one run."""
LEFTOVER = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")

KIND = re.compile(r"\{([{%#])(p|tr|tc|r)(?=\s)")
_WORD = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*-?\s*(\w*)")
_KNOWN = frozenset({"for", "endfor", "if", "elif", "else", "endif", "set"})
_FOREIGN = frozenset(
    {
        "include", "import", "from", "extends", "block", "endblock", "macro", "endmacro", "call", "endcall", "filter",
        "endfilter", "raw", "endraw", "with", "endwith", "autoescape", "endautoescape", "do", "trans", "endtrans",
        "endset", "vm", "hm", "colspan", "cellbg", "debug", "break", "continue",
    }
)  # fmt: skip
"""Jinja or docxtpl knows them, docgen does not allow them."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\t": " ", "\n": " "})
"""What Word makes of typed quotes and spaces; within tags they are mended."""
_HOLDER = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc"}
_NOT_BESIDE_A_TAG = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "sectPr", "tbl"))
_QUOTED = 80
"""Characters of a paragraph that a message quotes."""
_TRACES = re.compile(r"\{[^}]*\}(rsid\w*|paraId|textId)")
"""Marks of editing sessions: they say nothing to a reader, and loops would repeat ids that must be unique."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as typed, and where."""

    text: str
    paragraph: int
    """From 1, in the order of the part."""
    paragraph_text: str

    def place(self, where: str) -> str:
        """Where it stands; `where` names file and part."""
        return at_paragraph(where, self.paragraph)


class LineTag(Tag):
    """A tag in a plain text, whose lines are its paragraphs."""

    __slots__ = ()

    def place(self, where: str) -> str:
        """File and line."""
        return f"{where}:{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Source:
    """A part as Jinja reads it."""

    text: str
    tags: tuple[Tag, ...]
    lines: tuple[int, ...]
    """For each tag, the line of `text` that it stands on; no two stand on one."""

    def at(self, line: int) -> Tag | None:
        """The tag on a line; else the nearest before it."""
        place = -1
        for index, tag_line in enumerate(self.lines):
            if tag_line <= line:
                place = index
        return self.tags[place] if place >= 0 else None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its own text: not that of text boxes in it, nor of what was deleted."""

    element: etree._Element
    number: int
    pieces: tuple[etree._Element, ...]

    @property
    def text(self) -> str:
        """What stands in it, without formatting."""
        return "".join(piece.text or "" for piece in self.pieces)


def paragraphs(root: etree._Element) -> tuple[Paragraph, ...]:
    """All paragraphs of a part in document order."""
    pieces: dict[etree._Element, list[etree._Element]] = {element: [] for element in root.iter(f"{W}p")}
    for piece in root.iter(f"{W}t"):
        owner = next(piece.iterancestors(f"{W}p"), None)
        if owner is not None:
            pieces[owner].append(piece)
    return tuple(
        Paragraph(element, number, tuple(own)) for number, (element, own) in enumerate(pieces.items(), start=1)
    )


def lint(root: etree._Element, where: str) -> Iterator[Problem]:
    """Everything about the tags that is wrong before Jinja reads them. `where` names file and part."""
    for element in root.iter("*"):
        own = (element.text or "", element.tail or "") if element.tag != f"{W}t" else (element.tail or "",)
        if any(LEFTOVER.search(str(text)) for text in (*own, *element.attrib.values()) if "{" in str(text)):
            message = _("A placeholder stands where it is never filled in: in a property, field or formula.")
            hint = _("Type it into the text of the document instead, as plain words.")
            yield Problem(reference="template-syntax", message=message, where=where, hint=hint)
    for paragraph in paragraphs(root):
        place = at_paragraph(where, paragraph.number)
        if has_open_tag(paragraph.text):
            message = _("A tag is not closed within its paragraph: “{text}”.")
            yield Problem(
                reference="template-syntax",
                message=message.format(text=paragraph.text.strip()),
                where=place,
                hint=_("Each {{ needs its }} and each {% its %}, in the same paragraph."),
            )
        for tag in tags_of(paragraph):
            yield from _lint_tag(tag.text, paragraph, place)


def tags_of(paragraph: Paragraph) -> Iterator[Tag]:
    """The tags of a paragraph as Jinja will read them; none if one of them is not closed."""
    if not has_open_tag(paragraph.text):
        text = paragraph.text.strip()
        for match in TAG.finditer(paragraph.text):
            yield Tag(plain_quotes(match[0]), paragraph.number, text)


def plain_quotes(tag: str) -> str:
    """A tag with plain quotes and spaces."""
    return tag.translate(_QUOTES)


def at_paragraph(where: str, number: int) -> str:
    """`naskah.docx: word/document.xml, paragraph 7`."""
    return _("{part}, paragraph {number}").format(part=where, number=number)


def tag_problem(problem: Problem, where: str, tag: Tag | None) -> Problem:
    """The problem with its placeholder and place."""
    if tag is None:
        return replace(problem, where=where)
    place = tag.place(where)
    if tag.paragraph_text not in {"", tag.text}:
        place = _("{place} “{text}”").format(place=place, text=shortened(tag.paragraph_text))
    message = _("{tag}: {problem}").format(tag=tag.text, problem=problem.message)
    return replace(problem, message=message, where=place)


def shortened(text: str) -> str:
    """Enough of a paragraph to find it by."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def has_open_tag(text: str) -> bool:
    """Whether a tag begins or ends in a text without its other half."""
    rest = TAG.sub("", text)
    inside = (match[0][2:-2] for match in TAG.finditer(text))
    return bool(LEFTOVER.search(rest)) or any(LEFTOVER.search(part) for part in inside)


def _lint_tag(tag: str, paragraph: Paragraph, place: str) -> Iterator[Problem]:
    if tag.startswith("{%"):
        yield from lint_word(tag, paragraph.text.strip(), place)
    match = KIND.match(tag)
    if match is None:
        return
    mark, kind = match.groups()
    if mark == "{":
        message = _("“{tag}” is not supported: a value is always printed by {{{{ … }}}}.").format(tag=tag)
        hint = _("Leave out the letters behind the brackets: {{ … }}.")
        yield Problem(reference="template-syntax", message=message, where=place, hint=hint)
    elif re.search(r"[%}#]", tag[2:-2]):
        message = _("“{tag}” may not have %, # or }} inside: only tags without {kind} may.")
        yield Problem(
            reference="template-syntax",
            message=message.format(tag=tag, kind=kind),
            where=place,
            hint=_("Compute it before, with {example}, and name it here.").format(example="{% set x = … %}"),
        )
    elif kind in _HOLDER:
        yield from _lint_holder(tag, kind, paragraph, place)


def lint_word(tag: str, text: str, place: str) -> Iterator[Problem]:
    """Whether a statement begins with a word that templates know. `text` is what it stands in."""
    found = _WORD.match(tag)
    word = found[1] if found else ""
    if word in _FOREIGN:
        message = _("“{tag}” is not allowed in a template.").format(tag=tag)
        hint = _("Known: {names}.").format(names=", ".join(sorted(_KNOWN)))
        yield Problem(reference="template-unsafe", message=message, where=place, hint=hint)
    elif word not in _KNOWN:
        message = _("“{tag}” begins with no known word: “{text}”.").format(tag=tag, text=text)
        yield Problem(reference="template-syntax", message=message, where=place, hint=did_you_mean(word, _KNOWN))


def _lint_holder(tag: str, kind: str, paragraph: Paragraph, place: str) -> Iterator[Problem]:
    """What a `{%p`, `{%tr` or `{%tc` stands in gives way to it, so nothing else may stand there."""
    holder = paragraph.element if kind == "p" else next(paragraph.element.iterancestors(_HOLDER[kind]), None)
    names = {"p": _("paragraph"), "tr": _("table row"), "tc": _("table cell")}
    if holder is None:
        message = _("“{tag}” stands outside a table: it takes the place of a {holder}.")
    elif own_text(holder).strip().translate(_QUOTES) != tag or next(holder.iter(*_NOT_BESIDE_A_TAG), None) is not None:
        message = _("“{tag}” must stand alone in its {holder}: it takes its place, and what is beside it would vanish.")
    else:
        return
    yield Problem(
        reference="template-syntax",
        message=message.format(tag=tag, holder=names[kind]),
        where=place,
        hint=_("Give the tag a {holder} of its own.").format(holder=names[kind]),
    )


def own_text(element: etree._Element) -> str:
    """All text in an element."""
    return "".join(piece.text or "" for piece in element.iter(f"{W}t"))


def prepare(root: etree._Element) -> Source:
    """The Jinja source of a part that `lint` found nothing in. Changes `root`.

    Raises:
        ValueError: A tag was lost on the way.
    """
    for element in root.iter("*"):
        for name in [str(name) for name in element.attrib if _TRACES.fullmatch(str(name))]:
            del element.attrib[name]
    tags: dict[etree._Element, list[Tag]] = {}
    for paragraph in paragraphs(root):
        _gather(paragraph)
        text = paragraph.text.strip()
        for piece in paragraph.pieces:
            found = [Tag(match[0], paragraph.number, text) for match in TAG.finditer(piece.text or "")]
            tags.setdefault(piece, []).extend(found)
    # Text boxes stand within the paragraph that they hang on: the order of the pieces, not of the paragraphs, counts.
    ordered = [tag for piece in root.iter(f"{W}t") for tag in tags.get(piece, ())]
    patched = patch_xml(etree.tostring(root, encoding="unicode"))
    return numbered(TAG.sub(lambda match: _unescaped(match[0]), patched), ordered)


def _gather(paragraph: Paragraph) -> None:
    """Moves each tag or token into the piece that it begins in; tags get plain quotes and spaces."""
    text = paragraph.text
    ends: list[int] = []
    for piece in paragraph.pieces:
        ends.append((ends[-1] if ends else 0) + len(piece.text or ""))
    kept = [""] * len(ends)
    position = 0
    matches = iter(_GATHERED.finditer(text))
    match = next(matches, None)
    while position < len(text):
        place = next(index for index, end in enumerate(ends) if position < end)
        if match is not None and position == match.start():
            kept[place] += match[0] if match[0].startswith("$") else plain_quotes(match[0])
            position, match = match.end(), next(matches, None)
            continue
        stop = min(ends[place], match.start() if match is not None else len(text))
        kept[place] += text[position:stop]
        position = stop
    for piece, content in zip(paragraph.pieces, kept, strict=True):
        if content != piece.text:
            piece.text = content
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def numbered(text: str, tags: Sequence[Tag]) -> Source:
    """Ends each tag with a line break of its own, so that Jinja's line numbers name the tag.

    Raises:
        ValueError: These are not the tags of the text.
    """
    pieces: list[str] = []
    lines: list[int] = []
    line, position = 1, 0
    for match in TAG.finditer(text):
        before = text[position : match.start()]
        line += before.count("\n")
        lines.append(line)
        tag = _broken(match[0])
        line += tag.count("\n")
        pieces += before, tag
        position = match.end()
    if len(lines) != len(tags):
        raise ValueError(_("{count} of {total} tags remain").format(count=len(lines), total=len(tags)))
    return Source("".join((*pieces, text[position:])), tuple(tags), tuple(lines))


def _unescaped(tag: str) -> str:
    """A tag with what XML wrote for `<`, `>` and `&` taken back."""
    return tag.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _broken(tag: str) -> str:
    """A tag with a line break before its end."""
    end = -3 if tag[-3] == "-" else -2
    return f"{tag[:end]}\n{tag[end:]}"

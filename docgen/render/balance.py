"""Proves before any letter is made that every letter will be well-formed, whatever is true and however long the lists.

Two rules are enough. What stands in a loop, or in a condition, must leave off at the same depth of the same elements
where it began; and what must not be empty (a cell, a row, a table, a header) keeps something when all its conditions
are false and all its lists empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from gettext import gettext as _

from jinja2 import nodes
from lxml import etree

from docgen.errors import Problem
from docgen.render.markup import W, at_paragraph, own_text, paragraphs

_XML_TAG = re.compile(r"<(/?)([\w:.-]+)[^<>]*?(/?)>")
_WORD = re.compile(r"\{%(p|tr|tc)\s+(\w+)")
_MUST_HOLD = {"tc": "p", "hdr": "p", "ftr": "p", "footnote": "p", "endnote": "p", "tbl": "tr", "tr": "tc"}
"""What must not become empty, and of what."""
_BLOCKS = frozenset({"p", "tbl", "sdt", "tr", "tc"})


class UnbalancedError(Exception):
    """A loop or condition that would tear the document; `line` is that of its first tag."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a piece of template does to the open elements: first it closes some, then it opens some."""

    closes: tuple[str, ...] = ()
    """Innermost first."""
    opens: tuple[str, ...] = ()
    """Outermost first."""

    @property
    def steady(self) -> bool:
        """Whether it leaves off where it began."""
        return self.closes[::-1] == self.opens


def effect(body: Iterable[nodes.Node], *, line: int = 1) -> Effect:
    """What a body does, with any outcome of what is in it.

    Raises:
        UnbalancedError: It depends on the outcome, or cannot be well-formed.
    """
    closes: list[str] = []
    opens: list[str] = []
    written = ""
    for node in body:
        if isinstance(node, nodes.Output):
            # A value is escaped, so to the elements around it it is any letter.
            written += "".join(part.data if isinstance(part, nodes.TemplateData) else "x" for part in node.nodes)
        elif isinstance(node, (nodes.For, nodes.If)):
            _apply(_tags(written, line), closes, opens, line)
            written = ""
            _apply(_branches(node), closes, opens, node.lineno)
    _apply(_tags(written, line), closes, opens, line)
    return Effect(tuple(closes), tuple(opens))


def _tags(written: str, line: int) -> Effect:
    closes: list[str] = []
    opens: list[str] = []
    for match in _XML_TAG.finditer(written):
        closing, name, empty = match.groups()
        if closing:
            _apply(Effect(closes=(name,)), closes, opens, line)
        elif not empty:
            opens.append(name)
    return Effect(tuple(closes), tuple(opens))


def _apply(one: Effect, closes: list[str], opens: list[str], line: int) -> None:
    for name in one.closes:
        if not opens:
            closes.append(name)
        elif opens.pop() != name:
            raise UnbalancedError(line)
    opens.extend(one.opens)


def _branches(node: nodes.For | nodes.If) -> Effect:
    """What a loop or condition does; all its ways must come to the same."""
    bodies = [node.body, node.else_] if isinstance(node, nodes.For) else []
    if isinstance(node, nodes.If):
        bodies = [node.body, *(branch.body for branch in node.elif_), node.else_]
    effects = [effect(body, line=node.lineno) for body in bodies]
    if all(one.steady for one in effects):
        return max(effects, key=lambda one: len(one.closes))
    if isinstance(node, nodes.For) or len(set(effects)) > 1:
        raise UnbalancedError(node.lineno)
    return effects[0]


@dataclass(slots=True)
class _Block:
    """A `for` or `if` that is open while a holder's children are counted."""

    word: str
    ways: list[int] = field(default_factory=list)
    """How much each finished branch keeps at least."""
    now: int = 0
    has_else: bool = False


def may_be_empty(root: etree._Element, where: str) -> Iterator[Problem]:
    """Cells, rows, tables, headers that would hold nothing when a list is empty or a condition false."""
    number_of = {paragraph.element: paragraph.number for paragraph in paragraphs(root)}
    for holder in root.iter(*(f"{W}{name}" for name in _MUST_HOLD)):
        kind = _MUST_HOLD[str(holder.tag).removeprefix(W)]
        if _least(holder, kind) > 0 or (kind != "p" and _gives_way(holder)):
            continue
        inside = next(holder.iter(f"{W}p"), None)
        place = where if inside is None else at_paragraph(where, number_of[inside])
        yield Problem(
            reference="template-syntax",
            message=_(
                "When its list is empty or its condition false, nothing would be left in this place: “{text}”."
            ).format(text=own_text(holder).strip()),
            where=place,
            hint=_("Keep something outside the loop: an empty paragraph in a cell, a heading row in a table."),
        )


def _gives_way(holder: etree._Element) -> bool:
    """Whether the holder itself is replaced by a tag in it."""
    return str(holder.tag) == f"{W}tr" and bool(re.fullmatch(r"\{[%#]tr\s.*", own_text(holder).strip(), re.DOTALL))


def _least(holder: etree._Element, kind: str) -> int:
    """How many children the holder keeps at least."""
    blocks = [_Block("")]
    for child in holder:
        if str(child.tag).removeprefix(W) not in _BLOCKS:
            continue
        text = own_text(child).strip()
        match = _WORD.match(text) if str(child.tag) == f"{W}{kind}" else None
        if match is None or match[1] != kind:
            # A comment tag takes its paragraph away too.
            blocks[-1].now += not text.startswith(f"{{#{kind} ")
        elif not _turn(blocks, match[2]):
            return 1  # not closed: Jinja says so, and better
    return blocks[0].now


def _turn(blocks: list[_Block], word: str) -> bool:
    """Opens, turns or closes a block. False if it does not fit."""
    if word in {"for", "if"}:
        blocks.append(_Block(word))
    elif word in {"elif", "else"}:
        block = blocks[-1]
        block.ways.append(block.now)
        block.now, block.has_else = 0, block.has_else or word == "else"
    elif word in {"endfor", "endif"}:
        block = blocks.pop()
        if not blocks:
            return False
        blocks[-1].now += min((*block.ways, block.now)) if block.has_else else 0
    return True

"""A Word file as text, the way a person reads it: kop, paragraphs and tables in their order, foot.

One line a paragraph; a table stands between `┌` and `└`, its rows begin with `│`, cells are divided by ` │ `, and
paragraphs within a cell by ` ¶ `. A tab is `→`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

Story = Document | _Header | _Footer | _Cell


def paper_text(content: bytes) -> str:
    """The whole text of a paper."""
    document = docx.Document(io.BytesIO(content))
    lines: list[str] = []
    for number, section in enumerate(document.sections, 1):
        for title, story in _furniture(section):
            if not story.is_linked_to_previous:
                lines += [f"== {title} {number}", *_story(story)]
    return "\n".join([*lines, "== isi", *_story(document)]) + "\n"


def _furniture(section: Section) -> Iterator[tuple[str, _Header | _Footer]]:
    if section.different_first_page_header_footer:
        yield "kepala halaman pertama", section.first_page_header
    yield "kepala halaman", section.header
    if section.different_first_page_header_footer:
        yield "kaki halaman pertama", section.first_page_footer
    yield "kaki halaman", section.footer


def _story(story: Story) -> Iterator[str]:
    for block in story.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
        else:
            yield _paragraph(block)


def _table(table: Table) -> Iterator[str]:
    yield "┌"
    for row in table._tbl.tr_lst:
        cells = [_Cell(cell, table) for cell in row.tc_lst]
        yield "│ " + " │ ".join(" ¶ ".join(_story(cell)) for cell in cells)
    yield "└"


def _paragraph(paragraph: Paragraph) -> str:
    """Its text, with fields as `{PAGE}`."""
    pieces: list[str] = []
    in_result = False
    for run in paragraph._p.iter(qn("w:r")):
        for part in run:
            if part.tag == qn("w:fldChar"):
                in_result = part.get(qn("w:fldCharType")) == "separate"
            elif part.tag == qn("w:instrText"):
                pieces.append("{" + (part.text or "").strip() + "}")
            elif part.tag == qn("w:tab"):
                pieces.append("→")
            elif part.tag == qn("w:br"):
                pieces.append("⏎")
            elif part.tag == qn("w:t") and not in_result:
                pieces.append(part.text or "")
    return "".join(pieces).replace("\u00a0", " ")

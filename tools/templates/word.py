"""Paragraphs, tables, fields and pages as Word keeps them: the few shapes that the templates are made of."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from templates.styles import CELL, GAP, GRID_TABLE, LABEL_RUN, NAMESPACE, TICK, ParagraphStyle, styles_xml, twips

A4 = (11906, 16838)
"""Width and height in twips."""
MARGINS_MM = {"left": 30.0, "right": 20.0, "top": 25.0, "bottom": 25.0}
TEXT_MM = 160.0
"""What the margins leave of A4."""
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Fixed, so that two runs of the tool give the same bytes."""
_UNUSED = (RELATION.NUMBERING, RELATION.CUSTOM_XML, RELATION.WEB_SETTINGS, RELATION.THEME, RELATION.FONT_TABLE)
_SETTINGS = f"""<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification"
 w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
</w:compat><w:themeFontLang w:val="id-ID"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>"""

Story = Document | _Cell | _Header | _Footer


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in a character style."""

    text: str
    style: str


Content = str | Run | Sequence["str | Run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph."""

    content: Content
    style: ParagraphStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell of a table: its paragraphs, over how many columns and rows, and whether it is a heading."""

    lines: Sequence[Line]
    span: int = 1
    shaded: bool = False
    middle: bool = False
    merged: Literal["restart", "continue"] | None = None
    """Whether it begins a cell of several rows, or belongs to the one above."""


def tick(expression: str) -> Run:
    """A box that is ticked if the expression holds."""
    return Run(f"{{{{ ({expression}) | centang }}}}", TICK)


TICKED = Run("☑", TICK)
EMPTY_TICK = Run("☐", TICK)
"""A box that nothing of the record ticks: for the pen."""


def strong(text: str) -> Run:
    """Bold text within a line."""
    return Run(text, LABEL_RUN)


def box(style: ParagraphStyle, *contents: Content, span: int = 1, shaded: bool = False, middle: bool = False) -> Box:
    """A cell whose paragraphs all have one style."""
    return Box(lines=[Line(content=each, style=style) for each in contents], span=span, shaded=shaded, middle=middle)


def numbered(expression: str, *, last: str, style: ParagraphStyle, last_style: ParagraphStyle) -> Box:
    """The cell of a row's number; the last row goes to the next page with what follows, never without it.

    Args:
        expression: The number.
        last: Expression that holds in the last row.
        style: Of the other rows.
        last_style: The same, but kept with what follows.
    """
    number = f"{{{{ {expression} }}}}"
    return Box(
        lines=[
            Line(content=f"{{%p if {last} %}}", style=style),
            Line(content=number, style=last_style),
            Line(content="{%p else %}", style=style),
            Line(content=number, style=style),
            Line(content="{%p endif %}", style=style),
        ]
    )


def new_document(*, title: str) -> Document:
    """An empty A4 document with the office's styles and nothing else in its package."""
    document = docx.Document()
    part = document.part
    for relation_id, relation in list(part.rels.items()):
        if relation.reltype in _UNUSED or "stylesWithEffects" in relation.reltype:
            del part.rels[relation_id]
    package = part.package
    for relation_id, relation in list(package.rels.items()):
        if relation.reltype in {RELATION.EXTENDED_PROPERTIES, RELATION.THUMBNAIL}:
            del package.rels[relation_id]
    _replace_children(document.styles.element, styles_xml())
    _replace_children(document.settings.element, _SETTINGS.encode())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "docgen", ""
    properties.keywords, properties.last_modified_by, properties.language = "", "docgen", "id-ID"
    properties.created = properties.modified = MADE
    _turn(document.sections[0], wide=False)
    return document


def _replace_children(root: object, xml: bytes) -> None:
    for child in list(root):  # type: ignore[call-overload]
        root.remove(child)  # type: ignore[attr-defined]
    for child in list(parse_xml(xml)):
        root.append(child)  # type: ignore[attr-defined]


def _turn(section: Section, *, wide: bool) -> None:
    width, height = (A4[1], A4[0]) if wide else A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(width), Twips(height)
    for side, mm in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Twips(twips(mm)))
    section.header_distance, section.footer_distance = Twips(twips(12.5)), Twips(twips(10))


def wide_section(document: Document) -> Section:
    """What follows stands on a new page on its side."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The section before ends in a paragraph; small as it is, it does not make an empty page of its own.
    document.paragraphs[-1].style = GAP.name
    _turn(section, wide=True)
    section.different_first_page_header_footer = False
    return section


_TOKEN = re.compile(r"(\{\{ (?:naskah|penandatangan)\.[^}]*\}\})")
"""What another program may fill in later: number, date, and who signs."""


def write(story: Story, content: Content, style: ParagraphStyle) -> Paragraph:
    """Adds a paragraph; each run stays whole, so that no template tag is ever cut in two.

    What the national application fills in stands in a run of its own: it finds its tokens nowhere else.
    """
    paragraph = story.add_paragraph(style=style.name)
    for piece in [content] if isinstance(content, str | Run) else content:
        if isinstance(piece, Run):
            paragraph.add_run(piece.text, style=piece.style)
            continue
        for text in _TOKEN.split(piece) if piece else [piece]:
            if text or not piece:
                paragraph.add_run(text)
    return paragraph


def field(paragraph: Paragraph, code: str) -> None:
    """Adds a field that Word computes when it lays the page out: PAGE, NUMPAGES."""
    for kind, text in (("begin", None), (None, code), ("separate", None), (None, "1"), ("end", None)):
        run = paragraph.add_run()
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == code:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
        else:
            run.text = "1"


def new_table(story: Story, widths_mm: Sequence[float], *, style: str = GRID_TABLE, centred: bool = False) -> Table:
    """A table without rows, of fixed width: what is too long wraps within its cell."""
    total = sum(map(twips, widths_mm))
    if isinstance(story, _Header | _Footer):
        table = story.add_table(rows=0, cols=len(widths_mm), width=Twips(total))
    else:
        table = story.add_table(rows=0, cols=len(widths_mm))
    table.style = style
    table.autofit = False
    if centred:
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    for name, value in (("w:w", str(total)), ("w:type", "dxa")):
        properties.find(qn("w:tblW")).set(qn(name), value)
    for column, mm in zip(table.columns, widths_mm, strict=True):
        column.width = Twips(twips(mm))
    return table


def add_row(table: Table, boxes: Sequence[Box], *, header: bool = False, height_mm: float | None = None) -> None:
    """Adds a row that is never cut by the end of a page; a header row repeats on the next one."""
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if height_mm is not None:
        height = OxmlElement("w:trHeight")
        height.set(qn("w:val"), str(twips(height_mm)))
        height.set(qn("w:hRule"), "atLeast")
        properties.append(height)
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    widths = [column.width.twips for column in table.columns]
    cells = list(row.cells)
    if sum(each.span for each in boxes) != len(cells):
        raise ValueError(f"the row fills {sum(each.span for each in boxes)} of {len(cells)} columns")
    at = 0
    for each in boxes:
        cell = cells[at] if each.span == 1 else cells[at].merge(cells[at + each.span - 1])
        cell.width = Twips(sum(widths[at : at + each.span]))
        _fill(cell, each)
        at += each.span


def _fill(cell: _Cell, content: Box) -> None:
    for paragraph in list(cell.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    for line in content.lines:
        write(cell, line.content, line.style)
    properties = cell._tc.get_or_add_tcPr()
    if content.merged is not None:
        merge = OxmlElement("w:vMerge")
        merge.set(qn("w:val"), content.merged)
        properties.append(merge)
    if content.shaded:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E7E6E6")):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)
    if content.middle:
        align = OxmlElement("w:vAlign")
        align.set(qn("w:val"), "center")
        properties.append(align)


def control_row(table: Table, tag: str) -> None:
    """A row that only holds a tag (`{%tr … %}`); it vanishes when the paper is made."""
    add_row(table, [box(CELL, tag, span=len(table.columns))])


def package(document: Document) -> bytes:
    """The file's bytes, the same on every run."""
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, date_time=MADE.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o644 << 16
            target.writestr(fixed, source.read(entry.filename), compresslevel=9)
    return packed.getvalue()


def clear(story: _Header | _Footer) -> None:
    """Gives the section a header or footer of its own, without the empty paragraph that comes with it."""
    story.is_linked_to_previous = False
    for paragraph in list(story.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)

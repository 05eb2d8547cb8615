"""The named styles that all templates share: the office changes the look of a paper in Word's style pane.

Sizes are in points, indents and tab stops in millimetres. Arial has the same widths as Liberation Sans.
"""

from __future__ import annotations

from dataclasses import dataclass

TWIPS_PER_MM = 1440 / 25.4
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def twips(mm: float) -> int:
    """Millimetres as Word measures them, in twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """One paragraph style; what is not said is as in `Normal`."""

    name: str
    size: float = 10
    bold: bool = False
    italic: bool = False
    grey: bool = False
    align: str = "left"
    before: float = 0
    after: float = 0
    exactly: float | None = None
    """Line height that does not grow with the taller font that the tick boxes come from."""
    left: float = 0
    hanging: float = 0
    first_line: float = 0
    tabs: tuple[float, ...] = ()
    right_tabs: tuple[float, ...] = ()
    keep_next: bool = False
    new_page: bool = False
    """What begins with it begins a page."""
    top_rule: float = 0
    """Thickness of a line above the paragraph, in points."""

    @property
    def id(self) -> str:
        """How paragraphs refer to it."""
        return style_id(self.name)


def style_id(name: str) -> str:
    """The id that Word itself would give a style of this name."""
    return name.replace(" ", "").replace("/", "")


TITLE = ParagraphStyle(name="Judul Naskah", size=13, bold=True, align="center", before=4, after=4, keep_next=True)
SHEET_TITLE = ParagraphStyle(name="Judul Lembar", size=13, bold=True, align="center", before=1, after=1)
"""Within a grid that is meant for half a page."""
SUBTITLE = ParagraphStyle(name="Anak Judul", size=11, bold=True, align="center", after=4, keep_next=True)
ANNEX_TITLE = ParagraphStyle(
    name="Judul Lampiran", size=13, bold=True, align="center", after=4, keep_next=True, new_page=True
)
"""Of an annex that stands upright, on pages of its own."""
PROVISIONAL = ParagraphStyle(name="Tanda Tentatif", size=12, bold=True, align="center", after=4, keep_next=True)
BODY = ParagraphStyle(name="Isi Formulir", size=10, before=0.8, after=0.8)
LABEL = ParagraphStyle(name="Label Formulir", size=10, before=0.8, after=0.8)
LABEL_KEPT = ParagraphStyle(name="Label Formulir Akhir", size=10, before=0.8, after=0.8, keep_next=True)
SECTION = ParagraphStyle(name="Bagian Formulir", size=10, bold=True, before=1, after=1, keep_next=True)
FACT = ParagraphStyle(name="Isian Kiri", size=10, left=22.5, hanging=22.5, tabs=(20, 22.5))
FACT_RIGHT = ParagraphStyle(name="Isian Kanan", size=10, left=25.5, hanging=25.5, tabs=(23, 25.5))
HEAD_FACT = ParagraphStyle(name="Isian Kepala", size=10, left=52, hanging=52, tabs=(49, 52), after=1)
COLUMN = ParagraphStyle(name="Kepala Kolom", size=9, bold=True, align="center", keep_next=True)
CELL = ParagraphStyle(name="Isi Tabel", size=9)
CELL_CENTRE = ParagraphStyle(name="Isi Tabel Tengah", size=9, align="center")
ANNEX_CELL = ParagraphStyle(name="Isi Lampiran", size=8.5)
ANNEX_CENTRE = ParagraphStyle(name="Isi Lampiran Tengah", size=8.5, align="center")
ANNEX_LAST = ParagraphStyle(name="Isi Lampiran Akhir", size=8.5, keep_next=True)
ROW_NUMBER = ParagraphStyle(name="Nomor Baris", size=10, align="center", before=0.8, after=0.8)
ROW_NUMBER_LAST = ParagraphStyle(
    name="Nomor Baris Akhir", size=10, align="center", before=0.8, after=0.8, keep_next=True
)
CELL_LAST = ParagraphStyle(name="Isi Tabel Akhir", size=9, align="center", keep_next=True)
"""For the first cell of the last row: that row goes to the next page together with what follows."""
TICK_LINE = ParagraphStyle(name="Butir Centang", size=10, exactly=13.5, left=6, hanging=6, tabs=(6,))
TICK_ROW = ParagraphStyle(name="Baris Centang", size=10, exactly=14)
REASON = ParagraphStyle(name="Butir Alasan", size=10, left=12, hanging=6, tabs=(12,), keep_next=True)
CONCLUSION = ParagraphStyle(name="Kesimpulan", size=10, exactly=15, left=6, hanging=6, tabs=(6,), keep_next=True)
LEAD = ParagraphStyle(name="Kalimat Pengantar", size=10, before=6, after=2, keep_next=True)
SIGNATURE = ParagraphStyle(name="Tanda Tangan", size=10, keep_next=True)
SIGNATURE_NAME = ParagraphStyle(name="Nama Penanda Tangan", size=10, bold=True, keep_next=True)
SIGNATURE_LAST = ParagraphStyle(name="Tanda Tangan Akhir", size=10)
NOTICE = ParagraphStyle(name="Pemberitahuan", size=8, italic=True, before=3, after=5, keep_next=True)
INITIALS_POST = ParagraphStyle(name="Jabatan Pemberi Disposisi", size=10, left=96, keep_next=True)
INITIALS = ParagraphStyle(name="Paraf", size=10, before=14, after=2, left=96)
GAP = ParagraphStyle(name="Sela", size=2, exactly=5)
GAP_KEPT = ParagraphStyle(name="Sela Tetap", size=2, exactly=8, keep_next=True)
SIGN_ODD = ParagraphStyle(name="Tanda Tangan Ganjil", size=9, left=1)
SIGN_EVEN = ParagraphStyle(name="Tanda Tangan Genap", size=9, left=23)
"""In a list of attendance, odd numbers sign at the left of the column and even ones at its right."""
LETTER_BLANK = ParagraphStyle(name="Surat Isian", size=12, first_line=12.5, before=6)
"""A sentence with dotted lines, which justifying would tear apart."""
PAGE_NUMBER = ParagraphStyle(name="Nomor Halaman", size=11, align="center", after=12)
FOOT = ParagraphStyle(name="Kaki Naskah", size=6.5, grey=True, before=2, right_tabs=(160,), top_rule=0.25)
FOOT_WIDE = ParagraphStyle(name="Kaki Naskah Melebar", size=6.5, grey=True, before=2, right_tabs=(247,), top_rule=0.25)
KOP_GOVERNMENT = ParagraphStyle(name="Kop Pemerintah", size=12, align="center")
KOP_BODY = ParagraphStyle(name="Kop Perangkat", size=16, bold=True, align="center")
KOP_UNIT = ParagraphStyle(name="Kop Unit", size=14, bold=True, align="center")
KOP_ADDRESS = ParagraphStyle(name="Kop Alamat", size=10, align="center")
KOP_RULE = ParagraphStyle(name="Kop Garis", size=4, before=3, after=4, top_rule=2.25)

HALF = 82.5
"""Where the right half of a letter begins: its date, and who signs it."""
STEP = 12.5
"""How far the first line of a paragraph, and whatever belongs below one, is set in."""
LETTER_DATE = ParagraphStyle(name="Surat Tempat Tanggal", size=12, left=HALF, after=6)
LETTER_HEAD = ParagraphStyle(name="Surat Pokok", size=12, left=26, hanging=26, tabs=(23, 26))
LETTER_TO = ParagraphStyle(name="Surat Tujuan", size=12, left=11, hanging=11, tabs=(11,), before=9)
LETTER_TO_MORE = ParagraphStyle(name="Surat Tujuan Lanjutan", size=12, left=11)
LETTER_AT = ParagraphStyle(name="Surat Tujuan Di", size=12)
LETTER_BODY = ParagraphStyle(name="Surat Isi", size=12, align="both", first_line=STEP, before=6)
LETTER_LEAD = ParagraphStyle(name="Surat Pengantar", size=12, align="both", first_line=STEP, before=6, keep_next=True)
"""A paragraph that stands on one page with what it leads to."""
LETTER_FACT = ParagraphStyle(name="Surat Rincian", size=12, left=57, hanging=57 - STEP, tabs=(54, 57), before=1)
LETTER_POINT = ParagraphStyle(
    name="Surat Butir", size=12, align="both", left=STEP + 7, hanging=7, tabs=(STEP + 7,), before=1
)
LETTER_SAID = ParagraphStyle(name="Surat Kutipan", size=12, left=STEP, before=4)
"""Words of somebody else, with his own line breaks: never justified, which would stretch a broken line."""
LETTER_TABLE = ParagraphStyle(name="Surat Pengantar Tabel", size=12, before=8, after=3, keep_next=True)
LETTER_CELL = ParagraphStyle(name="Surat Isi Tabel", size=11)
LETTER_CELL_CENTRE = ParagraphStyle(name="Surat Isi Tabel Tengah", size=11, align="center")
LETTER_CLOSING = ParagraphStyle(
    name="Surat Penutup", size=12, align="both", first_line=STEP, before=6, after=12, keep_next=True
)
LETTER_POST = ParagraphStyle(name="Surat Jabatan Penanda Tangan", size=12, left=HALF, keep_next=True)
LETTER_NAME = ParagraphStyle(name="Surat Nama Penanda Tangan", size=12, bold=True, left=HALF, keep_next=True)
LETTER_LAST = ParagraphStyle(name="Surat Identitas Penanda Tangan", size=12, left=HALF)
LETTER_COPIES = ParagraphStyle(name="Surat Tembusan", size=11, before=10, keep_next=True)
LETTER_COPY = ParagraphStyle(name="Surat Butir Tembusan", size=11, left=7, hanging=7, tabs=(7,))
SENTENCE = ParagraphStyle(name="Kalimat Naskah", size=11, align="both", before=4, after=6, keep_next=True)
"""What a receipt or a list says before its table."""
BLANK_HEAD = ParagraphStyle(
    name="Tempat Kop Pemohon", size=12, italic=True, grey=True, align="center", before=18, after=18
)

PARAGRAPHS = (
    *(TITLE, SHEET_TITLE, SUBTITLE, BODY, LABEL, LABEL_KEPT, SECTION, FACT, FACT_RIGHT, HEAD_FACT),
    *(COLUMN, CELL, CELL_CENTRE, CELL_LAST, ROW_NUMBER, ROW_NUMBER_LAST, ANNEX_CELL, ANNEX_CENTRE, ANNEX_LAST),
    *(TICK_LINE, TICK_ROW),
    *(ANNEX_TITLE, PROVISIONAL, SIGN_ODD, SIGN_EVEN),
    *(CONCLUSION, REASON, LEAD, NOTICE, SIGNATURE, SIGNATURE_NAME, SIGNATURE_LAST),
    *(LETTER_DATE, LETTER_HEAD, LETTER_TO, LETTER_TO_MORE, LETTER_AT, LETTER_BODY, LETTER_LEAD, LETTER_FACT),
    *(LETTER_TABLE, LETTER_CELL, LETTER_CELL_CENTRE, LETTER_POINT, LETTER_SAID, LETTER_CLOSING, LETTER_POST),
    *(LETTER_NAME, LETTER_LAST, LETTER_COPIES, LETTER_COPY, SENTENCE, BLANK_HEAD),
    *(INITIALS_POST, INITIALS, GAP, GAP_KEPT, LETTER_BLANK, PAGE_NUMBER, FOOT, FOOT_WIDE),
    *(KOP_GOVERNMENT, KOP_BODY, KOP_UNIT, KOP_ADDRESS, KOP_RULE),
)

TICK = "Centang"
"""Character style of the tick boxes: Arial has none, and Word must not pick a font of another width for each."""
LABEL_RUN = "Keterangan Label"
GRID_TABLE = "Tabel Naskah"
PLAIN_TABLE = "Tabel Polos"


def styles_xml() -> bytes:
    """The whole `styles.xml`: only what the templates use, so that Word's style pane shows the office's own names."""
    paragraphs = "".join(map(_paragraph, PARAGRAPHS))
    return f'<w:styles xmlns:w="{NAMESPACE}">{_DEFAULTS}{paragraphs}{_CHARACTERS}{_TABLES}</w:styles>'.encode()


_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
_DEFAULTS = f"""<w:docDefaults>
<w:rPrDefault><w:rPr>{_FONT}<w:sz w:val="24"/><w:szCs w:val="24"/>
<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>
</w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:unhideWhenUsed/></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/></w:style>"""

_SYMBOLS = " ".join(f'w:{kind}="Segoe UI Symbol"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
_CHARACTERS = f"""<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(TICK)}"><w:name w:val="{TICK}"/>
<w:qFormat/><w:rPr><w:rFonts {_SYMBOLS}/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(LABEL_RUN)}"><w:name w:val="{LABEL_RUN}"/>
<w:qFormat/><w:rPr><w:b/></w:rPr></w:style>"""


def _margins(*, top: float, side: float) -> str:
    sides = (("top", top), ("left", side), ("bottom", top), ("right", side))
    return "".join(f'<w:{name} w:w="{twips(mm)}" w:type="dxa"/>' for name, mm in sides)


_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = f"""<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(GRID_TABLE)}">
<w:name w:val="{GRID_TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{_LINES}</w:tblBorders>
<w:tblCellMar>{_margins(top=0.4, side=1.5)}</w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(PLAIN_TABLE)}"><w:name w:val="{PLAIN_TABLE}"/>
<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblCellMar>{_margins(top=0, side=0)}</w:tblCellMar></w:tblPr>
</w:style>"""


def _paragraph(style: ParagraphStyle) -> str:
    stops = [f'<w:tab w:val="left" w:pos="{twips(at)}"/>' for at in style.tabs]
    stops += [f'<w:tab w:val="right" w:pos="{twips(at)}"/>' for at in style.right_tabs]
    line = ' w:line="240" w:lineRule="auto"'
    if style.exactly is not None:
        line = f' w:line="{round(style.exactly * 20)}" w:lineRule="exact"'
    # The order of the elements is that of the schema; Word refuses another one.
    layout = "".join(
        (
            "<w:keepNext/>" if style.keep_next else "",
            "<w:keepLines/>" if style.keep_next else "",
            "<w:pageBreakBefore/>" if style.new_page else "",
            _rule(style) if style.top_rule else "",
            f"<w:tabs>{''.join(stops)}</w:tabs>" if stops else "",
            f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}"{line}/>',
            _indent(style),
            f'<w:jc w:val="{style.align}"/>',
        )
    )
    half_points = round(style.size * 2)
    letters = "".join(
        (
            "<w:b/><w:bCs/>" if style.bold else "",
            "<w:i/><w:iCs/>" if style.italic else "",
            '<w:color w:val="595959"/>' if style.grey else "",
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
        )
    )
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def _indent(style: ParagraphStyle) -> str:
    if not style.left and not style.first_line:
        return ""
    first = f'w:firstLine="{twips(style.first_line)}"' if style.first_line else f'w:hanging="{twips(style.hanging)}"'
    return f'<w:ind w:left="{twips(style.left)}" {first}/>'


def _rule(style: ParagraphStyle) -> str:
    colour = "A6A6A6" if style.grey else "000000"
    eighths = round(style.top_rule * 8)
    return f'<w:pBdr><w:top w:val="single" w:sz="{eighths}" w:space="1" w:color="{colour}"/></w:pBdr>'

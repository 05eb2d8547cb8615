"""Papers on A4 and F4: the size changes, the width of the text does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Twips
from wordfiles import opened, save

from docgen.render import compile_template
from docgen.render.sheet import SHEETS, on_sheet

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "templates_docx").rglob("*.docx"))
Page = tuple[int, int, int, int]


def drawn(width: int, height: int, *, left: int = 1701, right: int = 1134, lying: bool = False) -> object:
    def build(document: Document) -> None:
        upright = document.sections[0]
        upright.page_width, upright.page_height = Twips(width), Twips(height)
        upright.left_margin, upright.right_margin = Twips(left), Twips(right)
        if lying:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Twips(height), Twips(width)

    return build


def pages(content: bytes) -> list[Page]:
    """Width, height, left and right margin of each section, in twips."""
    return [
        tuple(
            round((size or 0) / 635)
            for size in (each.page_width, each.page_height, each.left_margin, each.right_margin)
        )  # type: ignore[misc]
        for each in opened(content).sections
    ]


def rendered(path: Path, sheet: str | None) -> bytes:
    return compile_template(path).render({"nama": "Uji"}, sheet=sheet)


@pytest.mark.parametrize(("width", "height"), [(11906, 16838), (12189, 18709), (11907, 16840), (12240, 15840)])
@pytest.mark.parametrize("sheet", SHEETS)
def test_every_section_is_turned_and_the_text_keeps_its_width(
    tmp_path: Path, sheet: str, width: int, height: int
) -> None:
    path = save(tmp_path / "a.docx", "{{ nama }}", build=drawn(width, height, lying=True))  # type: ignore[arg-type]
    upright, lying = pages(rendered(path, sheet))
    assert upright[:2] == SHEETS[sheet]
    assert lying[:2] == SHEETS[sheet][::-1]
    assert upright[0] - upright[2] - upright[3] == width - 1701 - 1134
    assert lying[2:] == (1701, 1134)
    assert pages(rendered(path, None))[0] == (width, height, 1701, 1134), "the control: the template's own"


def test_a4_turned_into_f4_has_a_wider_right_margin(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "{{ nama }}", build=drawn(11906, 16838))  # type: ignore[arg-type]
    assert pages(rendered(path, "F4")) == [(12189, 18709, 1701, 1134 + 283)]


def test_a_much_wider_drawing_keeps_a_margin(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "{{ nama }}", build=drawn(16838, 23811))  # type: ignore[arg-type]
    assert pages(rendered(path, "A4")) == [(11906, 16838, 1701, 567)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_templates_are_drawn_on_a4(path: Path) -> None:
    """So that printing on A4 changes nothing but the writing of the size itself."""
    content = path.read_bytes()
    assert {tuple(sorted(page[:2])) for page in pages(content)} == {SHEETS["A4"]}


def test_what_a_value_says_is_no_section() -> None:
    body = b'<w:t>&lt;w:sectPr&gt;&lt;w:pgSz w:w="1"/&gt;</w:t><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    turned = on_sheet(body, "F4")
    assert re.findall(rb'<w:pgSz w:w="(\d+)"', turned) == [b"12189"]
    assert turned.startswith(b'<w:t>&lt;w:sectPr&gt;&lt;w:pgSz w:w="1"/&gt;</w:t>')

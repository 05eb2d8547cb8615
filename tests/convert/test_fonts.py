"""A page with a character that no font has is refused: real fonts, found by the real Fontconfig."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from docgen.convert.fonts import check_fonts
from docgen.convert.pages import pdf_of
from docgen.errors import DocgenError

SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@pytest.fixture
def one_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that has Liberation Sans and no other font."""
    if shutil.which("fc-match") is None:
        if os.environ.get("CI"):
            pytest.fail("not installed: fontconfig")
        pytest.skip("not installed: fontconfig")
    asked = ["fc-match", "--format", "%{file}", "Liberation Sans:style=Regular"]
    file = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    assert "LiberationSans" in file.name
    shutil.copy(file, tmp_path)
    (tmp_path / "fonts.conf").write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))


def word(text: str, *, header: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.usefixtures("one_font")
@pytest.mark.parametrize("paper", [word("☐ Segera ☑ Rahasia"), word("Biasa", header="☐ ☑")])
def test_what_no_font_has_is_named(paper: bytes) -> None:
    with pytest.raises(DocgenError) as caught:
        pdf_of(paper)
    (problem,) = caught.value.problems
    assert problem.reference == "font-missing"
    assert "“☐” (U+2610), “☑” (U+2611)" in problem.message
    assert "fonts-dejavu-core" in problem.hint


@pytest.mark.usefixtures("one_font")
def test_what_the_one_font_has_is_let_through() -> None:
    check_fonts(word("Rp1.500.000 – “Sekretariat” é\u00a0\u200e§"), seconds=30)


def test_control_the_fonts_of_a_whole_computer_have_the_boxes() -> None:
    check_fonts(word("☐ ☑"), seconds=30)


def test_where_nobody_can_say_nothing_is_refused(tmp_path: Path) -> None:
    check_fonts(word("☐ ☑"), seconds=30, search=str(tmp_path))
    check_fonts(b"PK\x03\x04", seconds=30)

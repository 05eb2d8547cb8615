from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from test_rendering import PIXEL
from wordfiles import names, opened, read_part, related, save

from docgen.errors import DocgenError
from docgen.render import compile_template


def first_page(text: str, *, picture: bytes | None = None, style: str | None = None) -> Callable[[Document], object]:
    def build(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.first_page_header.paragraphs[0]
        paragraph.text = text
        if style is not None:
            paragraph.style = document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        if picture is not None:
            paragraph.add_run().add_picture(io.BytesIO(picture))

    return build


def test_the_letterhead_takes_the_place_of_the_first_page_header(tmp_path: Path) -> None:
    kop = save(tmp_path / "kop.docx", build=first_page("{{ kantor.nama }}", picture=PIXEL))
    letter = save(tmp_path / "surat.docx", "{{ isi }}", build=first_page("LAMA", picture=PIXEL + b"lama"))
    template = compile_template(letter, letterhead=kop)
    assert {".".join(one.path) for one in template.references} == {"kantor.nama", "isi"}
    made = template.render({"kantor": {"nama": "LPSE & Co"}, "isi": "x"})
    section = opened(made).sections[0]
    header = section.first_page_header
    assert [paragraph.text for paragraph in header.paragraphs] == ["LPSE & Co"]
    pictures = [part.blob for part in header.part.related_parts.values()]
    assert pictures == [PIXEL]
    media = [name for name in names(made) if name.startswith("word/media/")]
    assert len(media) == 1, "the picture of the old header is left behind"
    assert media[0].startswith("word/media/kop-")
    assert media[0].encode() in read_part(made, "[Content_Types].xml")


def test_without_a_first_page_header_nothing_changes(tmp_path: Path) -> None:
    kop = save(tmp_path / "kop.docx", build=first_page("KOP", picture=PIXEL))
    form = save(tmp_path / "form.docx", "x")
    assert compile_template(form, letterhead=kop).render({}) == compile_template(form).render({})


def test_pictures_of_the_same_name_do_not_collide(tmp_path: Path) -> None:
    kop = save(tmp_path / "kop.docx", build=first_page("KOP", picture=PIXEL))

    def build(document: Document) -> None:
        first_page("LAMA")(document)
        document.add_picture(io.BytesIO(PIXEL + b"isi"))

    made = compile_template(save(tmp_path / "surat.docx", build=build), letterhead=kop).render({})
    blobs = {read_part(made, name) for name in names(made) if name.startswith("word/media/")}
    assert blobs == {PIXEL, PIXEL + b"isi"}


def test_a_mistake_in_the_letterhead_is_told(tmp_path: Path) -> None:
    kop = save(tmp_path / "kop.docx", build=first_page("{{ kantor.nama"))
    letter = save(tmp_path / "surat.docx", build=first_page("LAMA"))
    with pytest.raises(DocgenError) as refusal:
        compile_template(letter, letterhead=kop)
    assert refusal.value.problems[0].reference == "template-syntax"


@pytest.mark.parametrize("reference", ["template-missing", "template-unreadable", "template-macro"])
def test_a_letterhead_that_cannot_be_used(tmp_path: Path, reference: str) -> None:
    letter = save(tmp_path / "surat.docx", build=first_page("LAMA"))
    kop = tmp_path / "kop.docx"
    if reference == "template-unreadable":
        save(kop, "tanpa kop")
    elif reference == "template-macro":
        link = '<Relationship Id="rId9" Type="http://x/relationships/image" Target="http://x/y" TargetMode="External"/>'
        related(save(kop, build=first_page("KOP")), "word/_rels/document.xml.rels", link)
    with pytest.raises(DocgenError) as refusal:
        compile_template(letter, letterhead=kop)
    assert refusal.value.problems[0].reference == reference


def test_a_style_that_the_letter_lacks_is_named(tmp_path: Path) -> None:
    kop = save(tmp_path / "kop.docx", build=first_page("KOP", style="Nama Instansi"))
    with pytest.raises(DocgenError, match="NamaInstansi"):
        compile_template(save(tmp_path / "surat.docx", build=first_page("LAMA")), letterhead=kop)
    known = save(tmp_path / "surat.docx", build=first_page("LAMA", style="Nama Instansi"))
    compile_template(known, letterhead=kop)


def test_the_letterhead_is_seen(tmp_path: Path, pdf_text: Callable[[bytes], str]) -> None:
    kop = save(tmp_path / "kop.docx", build=first_page("SEKRETARIAT DAERAH", picture=PIXEL))
    letter = save(tmp_path / "surat.docx", "isi surat", build=first_page("LAMA"))
    shown = pdf_text(compile_template(letter, letterhead=kop).render({}))
    assert "SEKRETARIAT DAERAH" in shown
    assert "LAMA" not in shown

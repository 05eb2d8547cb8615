from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docxtpl import DocxTemplate
from wordfiles import edited, read_part, related, rows, save, table, texts, with_parts

from docgen.errors import DocgenError, Problem
from docgen.render import compile_template, package
from docgen.render.markup import W
from docgen.render.prove import prove

BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(DocgenError) as refusal:
        compile_template(path)
    return refusal.value.problems


def one_of(path: Path) -> Problem:
    (problem,) = refusal_of(path)
    return problem


# --- files ---------------------------------------------------------------------------------------------------------


def test_a_missing_template(tmp_path: Path) -> None:
    assert one_of(tmp_path / "tidak-ada.docx").reference == "template-missing"
    assert one_of(tmp_path).reference == "template-missing"


@pytest.mark.parametrize("content", [b"", b"PK", b"halo", b"%PDF-1.7"])
def test_what_is_no_zip(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert one_of(path).reference == "template-unreadable"


def test_a_damaged_zip(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "x" * 500)
    content = bytearray(path.read_bytes())
    content[200:240] = bytes(40)
    path.write_bytes(bytes(content))
    assert one_of(path).reference == "template-unreadable"


def test_a_zip_that_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    assert one_of(path).reference == "template-unreadable"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(TYPES, '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    assert one_of(path).reference == "template-unreadable"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_parts(save(tmp_path / "a.docx", "x"), {"word/media/big.png": bytes(60 * 1024 * 1024)})
    assert path.stat().st_size < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert one_of(path).reference == "template-unreadable"


def test_a_size_that_lies_in_the_directory(tmp_path: Path) -> None:
    """The size is read from the zip's own directory; zipfile stops there, so a lie only damages the file."""
    path = with_parts(save(tmp_path / "a.docx", "x"), {"word/media/big.png": bytes(1024 * 1024)})
    content = path.read_bytes().replace((1024 * 1024).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(content)
    assert one_of(path).reference == "template-unreadable"


@pytest.mark.parametrize("name", ["../x.xml", "/x.xml", "word\\x.xml", "word//x.xml"])
def test_impossible_names(tmp_path: Path, name: str) -> None:
    assert one_of(with_parts(save(tmp_path / "a.docx", "x"), {name: b"<x/>"})).reference == "template-unreadable"


def test_too_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    assert one_of(save(tmp_path / "a.docx", "x")).reference == "template-unreadable"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "x")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("WORD/document.xml", "<x/>")
    assert one_of(path).reference == "template-unreadable"


def test_a_document_type_is_never_read(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "boom">]>'
    path = save(tmp_path / "a.docx", "x")
    data = read_part(path.read_bytes(), BODY).decode()
    data = data.replace("<w:document", f"{bomb}<w:document", 1).replace("<w:t>x</w:t>", "<w:t>&x;</w:t>")
    assert one_of(with_parts(path, {BODY: data.encode()})).reference == "template-unreadable"


def test_a_strict_document(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "x")
    data = read_part(path.read_bytes(), BODY).replace(
        W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert "Strict" in one_of(with_parts(path, {BODY: data})).message


# --- what runs or fetches ------------------------------------------------------------------------------------------


def external(kind: str, target: str) -> str:
    return f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


def internal(kind: str, target: str) -> str:
    return f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"/>'


@pytest.mark.parametrize(
    "relationship",
    [
        external("attachedTemplate", "file:///C:/normal.dotm"),
        external("image", "http://example.com/pixel.png"),
        external("oleObject", "http://example.com/x"),
        external("hyperlink", "file:///etc/passwd"),
        external("hyperlink", "javascript:alert(1)"),
        external("frame", "http://example.com"),
        internal("aFChunk", "chunk.html"),
        internal("subDocument", "sub.docx"),
        internal("oleObject", "embeddings/x.xls"),
        internal("package", "embeddings/x.xlsx"),
        internal("control", "activeX/activeX1.xml"),
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/2006/relationships/vbaProject" Target="v"/>',
    ],
)
def test_relationships_that_run_or_fetch(tmp_path: Path, relationship: str) -> None:
    path = related(save(tmp_path / "a.docx", "x"), RELS, relationship)
    assert {problem.reference for problem in refusal_of(path)} == {"template-macro"}


def test_links_that_people_click_are_fine(tmp_path: Path) -> None:
    for target in ("https://lpse.example.go.id", "mailto:lpse@example.go.id"):
        compile_template(related(save(tmp_path / "a.docx", "x"), RELS, external("hyperlink", target)))


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin"])
def test_parts_that_run(tmp_path: Path, part: str) -> None:
    assert refusal_of(with_parts(save(tmp_path / "a.docx", "x"), {part: b"<x/>"}))[0].reference == "template-macro"


def test_a_docm_under_another_name(tmp_path: Path) -> None:
    path = edited(
        save(tmp_path / "a.docx", "x"),
        TYPES,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert one_of(path).reference == "template-macro"


@pytest.mark.parametrize(
    "xml",
    [
        "<w:r><w:instrText> DDE</w:instrText><w:instrText>AUTO c:</w:instrText><w:fldChar/></w:r>",
        '<w:fldSimple w:instr=" INCLUDEPICTURE http://example.com/x.png "/>',
        "<w:r><w:object/></w:r>",
    ],
)
def test_fields_and_objects_that_run(tmp_path: Path, xml: str) -> None:
    path = edited(save(tmp_path / "a.docx", "TEMPAT"), BODY, "<w:r><w:t>TEMPAT</w:t></w:r>", xml)
    assert {problem.reference for problem in refusal_of(path)} == {"template-macro"}


def test_page_numbers_are_fine(tmp_path: Path) -> None:
    xml = '<w:fldSimple w:instr=" PAGE "/>'
    compile_template(edited(save(tmp_path / "a.docx", "TEMPAT"), BODY, "<w:r><w:t>TEMPAT</w:t></w:r>", xml))


# --- tags ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("{{ a", "template-syntax"),
        ("a }}", "template-syntax"),
        ("{% if a", "template-syntax"),
        ("{{ a } }", "template-syntax"),
        ("{{ {{ a }} }}", "template-syntax"),
        ("{{ a b }}", "template-syntax"),
        ("{{ }}", "template-syntax"),
        ("{% for a in b %}", "template-syntax"),
        ("{% for a of b %}{% endfor %}", "template-syntax"),
        ("{% endfor %}", "template-syntax"),
        ("{% if a %}{% endfor %}", "template-syntax"),
        ("{% else %}", "template-syntax"),
        ("{% untuk a in b %}", "template-syntax"),
        ("{% p if a %}", "template-syntax"),
        ("{{p a }}", "template-syntax"),
        ("{{r a }}", "template-syntax"),
        ("x {%p if a %}", "template-syntax"),
        ("{%p if a %}{%p endif %}", "template-syntax"),
        ("{%tr if a %}", "template-syntax"),
        ("{%tc if a %}", "template-syntax"),
        ("{{ a | tangal }}", "template-syntax"),
        ("{{ a | safe }}", "template-syntax"),
        ("{{ a | default('x') }}", "template-syntax"),
        ("{{ a is callable }}", "template-syntax"),
        ("{{ ''.__class__.__mro__ }}", "template-unsafe"),
        ("{{ kasus.__init__ }}", "template-unsafe"),
        ("{{ kasus['__init__'] }}", "template-unsafe"),
        ("{{ d.items() }}", "template-unsafe"),
        ("{{ range(9) }}", "template-unsafe"),
        ("{{ self }}", "template-unsafe"),
        ("{{ 9 ** 9 }}", "template-unsafe"),
        ("{{ 'x' * 9 }}", "template-unsafe"),
        ("{{ a if b }}", "template-unsafe"),
        ("{{ loop.index }}", "template-unsafe"),
        ("{% for a in b %}{{ loop.cycle('x', 'y') }}{% endfor %}", "template-unsafe"),
        ("{% for a in b recursive %}{% endfor %}", "template-unsafe"),
        ("{% for a, b in c %}{% endfor %}", "template-unsafe"),
        ("{% set a, b = c %}", "template-unsafe"),
        ("{% set loop = c %}", "template-unsafe"),
        ("{% set x %}{% endset %}", "template-unsafe"),
        ("{% import 'x' as y %}", "template-unsafe"),
        ("{% from 'x' import y %}", "template-unsafe"),
        ("{% include 'x' %}", "template-unsafe"),
        ("{% macro x() %}{% endmacro %}", "template-unsafe"),
        ("{% raw %}{{ a }}{% endraw %}", "template-unsafe"),
        ("{% block x %}{% endblock %}", "template-unsafe"),
        ("{% autoescape false %}{{ a }}{% endautoescape %}", "template-unsafe"),
        ("{% cellbg 'red' %}", "template-unsafe"),
    ],
)
def test_a_wrong_tag_is_named_with_its_paragraph(tmp_path: Path, text: str, reference: str) -> None:
    found = refusal_of(save(tmp_path / "surat.docx", "Kepada", text))
    assert reference in {problem.reference for problem in found}
    assert all(problem.where.startswith("surat.docx: word/document.xml, paragraph 2") for problem in found)


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ segel"

    found = refusal_of(
        save(
            tmp_path / "a.docx", "{{ a | tangal }}", "{{ b() }}", "{{ c", "{%p for d in e %}", "{{ f g }}", build=build
        )
    )
    assert [(problem.reference, problem.where.split("“")[0].strip()) for problem in found] == [
        ("template-syntax", "a.docx: word/document.xml, paragraph 3"),
        ("template-syntax", "a.docx: word/document.xml, paragraph 1"),
        ("template-unsafe", "a.docx: word/document.xml, paragraph 2"),
        ("template-syntax", "a.docx: word/document.xml, paragraph 5"),
        ("template-syntax", "a.docx: word/document.xml, paragraph 4"),
        ("template-syntax", "a.docx: word/footer1.xml, paragraph 1"),
    ]
    assert "tanggal" in found[1].hint
    assert "{%p for d in e %}" in found[4].message


def test_an_open_loop_is_named_by_the_tag_that_opens_it(tmp_path: Path) -> None:
    lines = [["No"], ["{%tr for a in auditor %}"], ["{{ a }}"]]
    problem = one_of(save(tmp_path / "a.docx", "x", build=lambda document: table(document, lines)))
    assert problem.reference == "template-syntax"
    assert "{%tr for a in auditor %}" in problem.message
    assert "endfor" in problem.message
    assert problem.where.endswith("paragraph 3")


def test_docxtpl_alone_joins_paragraphs_over_an_open_tag(tmp_path: Path) -> None:
    """The control: why the paragraphs are checked before its regular expressions see them."""
    path = save(tmp_path / "a.docx", "Yth. {{ nama or", "(kota) }} Isi")
    plain = DocxTemplate(str(path))
    plain.render({"nama": "Sari", "kota": ""})
    plain.save(str(tmp_path / "out.docx"))
    assert texts((tmp_path / "out.docx").read_bytes()) == ["Yth. Sari Isi"]
    assert [problem.where for problem in refusal_of(path)] == [
        "a.docx: word/document.xml, paragraph 1",
        "a.docx: word/document.xml, paragraph 2",
    ]


def test_a_tag_beside_other_text_is_refused_because_docxtpl_drops_it(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "PENTING: {%p if a %}", "x", "{%p endif %}")
    assert "alone" in one_of(path).message
    plain = DocxTemplate(str(path))
    plain.render({"a": True})
    plain.save(str(tmp_path / "out.docx"))
    assert "PENTING" not in "".join(texts((tmp_path / "out.docx").read_bytes()))  # the control


def test_a_placeholder_in_a_property_is_refused(tmp_path: Path) -> None:
    path = edited(
        save(tmp_path / "a.docx", "TEMPAT"), BODY, "<w:p>", '<w:p><w:bookmarkStart w:id="1" w:name="{{ a }}"/>'
    )
    assert one_of(path).reference == "template-syntax"


DIAGRAM = "word/diagrams/data1.xml"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def with_diagram(path: Path, *runs: str, name: str = DIAGRAM) -> Path:
    """A Word file with a further part, in which a paragraph of these runs stands."""
    text = "".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in runs)
    path = with_parts(save(path, "x"), {name: f'<x xmlns:a="{A}"><a:p>{text}</a:p></x>'.encode()})
    kind = '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
    path = edited(path, TYPES, "</Types>", f"{kind.format(name)}</Types>")
    return related(path, RELS, internal("diagramData", name.removeprefix("word/")))


@pytest.mark.parametrize("name", [DIAGRAM, "word/charts/chart1.xml", "word/comments.xml"])
@pytest.mark.parametrize("runs", [("{{ a.nomr }}",), ("Nomor {", "{ a.", "nomr }}"), ("{% if a %}",), ("{{ a",)])
def test_a_tag_in_a_part_that_is_never_filled_is_refused(tmp_path: Path, runs: tuple[str, ...], name: str) -> None:
    problem = one_of(with_diagram(tmp_path / "a.docx", *runs, name=name))
    assert (problem.reference, problem.where) == ("template-syntax", f"a.docx: {name}")
    assert "".join(runs)[-3:] in problem.message
    assert "text of the document" in problem.hint


def test_comments_would_go_out_with_every_letter(tmp_path: Path) -> None:
    kind = '<Override PartName="/word/comments.xml" ContentType="{}"/></Types>'
    wordml = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"

    def with_comments(inside: str) -> Path:
        xml = f'<w:comments xmlns:w="{W[1:-1]}">{inside}</w:comments>'
        path = with_parts(save(tmp_path / "a.docx", "x"), {"word/comments.xml": xml.encode()})
        path = edited(path, TYPES, "</Types>", kind.format(wordml))
        return related(path, RELS, internal("comments", "comments.xml"))

    remark = '<w:comment w:id="0" w:author="Sari"><w:p><w:r><w:t>internal</w:t></w:r></w:p></w:comment>'
    problem = one_of(with_comments(remark))
    assert (problem.reference, problem.where) == ("template-unsafe", "a.docx: word/comments.xml")
    assert compile_template(with_comments("")).render({}), "the control: the part alone says nothing"


def test_a_template_is_called_what_it_is_kept_for(tmp_path: Path) -> None:
    path = save(tmp_path / "bb15.docx", "{{ nama }}")
    with pytest.raises(DocgenError) as refused:
        compile_template(path, name="surat.docx").render({"nama": None})
    assert refused.value.problems[0].where.startswith("surat.docx: word/document.xml")


def test_joining_nothing_is_refused_in_a_letter_unless_its_author_said_what_to_print(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "Paket: {{ objek | join(', ') }}.")
    with pytest.raises(DocgenError) as refused:
        compile_template(path).render({"objek": []})
    assert refused.value.problems[0].reference == "placeholder-empty"
    assert compile_template(path).render({"objek": ["A"]})
    assert compile_template(path, form=True).render({"objek": []})
    assert compile_template(save(path, "Paket: {{ objek | join(', ') or '-' }}.")).render({"objek": []})


def test_a_tag_in_an_attribute_or_address_of_such_a_part_is_refused(tmp_path: Path) -> None:
    link = external("hyperlink", "https://{{ kantor.web }}")
    problem = one_of(related(save(tmp_path / "a.docx", "x"), RELS, link))
    assert (problem.reference, problem.where) == ("template-syntax", "a.docx: word/_rels/document.xml.rels")


@pytest.mark.parametrize("text", ["{1F2E-AB}", "{%1}", "a {b: {c}}", "100 %}", "Bab {%1.%2}"])
def test_braces_that_are_no_tags_are_fine_there(tmp_path: Path, text: str) -> None:
    compile_template(with_diagram(tmp_path / "a.docx", text))


def test_tracked_changes_within_a_tag(tmp_path: Path) -> None:
    xml = '<w:r><w:t>{{ na</w:t></w:r><w:ins w:id="1" w:author="x"><w:r><w:t>ma }}</w:t></w:r></w:ins>'
    path = edited(save(tmp_path / "a.docx", "TEMPAT"), BODY, "<w:r><w:t>TEMPAT</w:t></w:r>", xml)
    assert compile_template(path).render({"nama": "Sari"})  # gathered into one run, nothing torn


def deep(document: Document) -> None:
    for name in "abcde":
        document.add_paragraph(f"{{%p for {name} in x %}}")
    document.add_paragraph("x")
    for _name in "abcde":
        document.add_paragraph("{%p endfor %}")


def test_loops_too_deep_in_each_other(tmp_path: Path) -> None:
    assert refusal_of(save(tmp_path / "a.docx", build=deep))[0].reference == "template-unsafe"


# --- what every letter will be -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        [["{% for a in b %}x", "y{% endfor %}"]],
        [["{% if a %}x", "y{% endif %}"], ["z", ""]],
        [["x", "{% for a in b %}"], ["y", "{% endfor %}z"]],
    ],
)
def test_a_loop_across_cells(tmp_path: Path, lines: list[list[str]]) -> None:
    """Well-formed or not, it must be judged before any case exists, and never be torn at rendering."""
    path = save(tmp_path / "a.docx", build=lambda document: table(document, lines))
    try:
        template = compile_template(path)
    except DocgenError as refusal:
        found = {problem.reference for problem in refusal.problems}
    else:
        found = {"template-syntax"}
        for context in ({"a": True, "b": [1, 2]}, {"a": False, "b": []}):
            assert rows(template.render(context))
    assert found == {"template-syntax"}


def test_a_loop_that_begins_in_the_text_and_ends_in_a_table(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "{% for a in b %}x", build=lambda document: table(document, [["y{% endfor %}"]]))
    problem = one_of(path)
    assert (problem.reference, problem.where.endswith("paragraph 1 “{% for a in b %}x”")) == ("template-syntax", True)


def test_a_loop_over_several_paragraphs_is_sound(tmp_path: Path) -> None:
    template = compile_template(save(tmp_path / "a.docx", "awal {% for a in b %}{{ a }}", "-{% endfor %} akhir"))
    assert texts(template.render({"b": ["1", "2"]})) == ["awal 1", "-2", "- akhir"]
    assert texts(template.render({"b": []})) == ["awal  akhir"]


def cell(*lines: str) -> object:
    def build(document: Document) -> None:
        made = document.add_table(rows=1, cols=1).cell(0, 0)
        made.text = lines[0]
        for line in lines[1:]:
            made.add_paragraph(line)

    return build


@pytest.mark.parametrize(
    ("lines", "sound"),
    [
        (("{%p for a in b %}", "x", "{%p endfor %}"), False),
        (("{%p if a %}", "x", "{%p endif %}"), False),
        (("{%p if a %}", "x", "{%p elif b %}", "y", "{%p endif %}"), False),
        (("{%p if a %}", "x", "{%p else %}", "{%p for c in d %}", "y", "{%p endfor %}", "{%p endif %}"), False),
        (("{%p for a in b %}", "x", "{%p endfor %}", ""), True),
        (("{%p if a %}", "x", "{%p else %}", "y", "{%p endif %}"), True),
        (("{#p nanti #}",), False),
    ],
)
def test_a_cell_that_could_become_empty(tmp_path: Path, lines: tuple[str, ...], sound: bool) -> None:
    path = save(tmp_path / "a.docx", build=cell(*lines))  # type: ignore[arg-type]
    if sound:
        for empty in ({"a": False, "b": []}, {"a": True, "b": [1]}):
            compile_template(path).render(empty)
    else:
        assert one_of(path).reference == "template-syntax"


def test_a_table_that_could_lose_all_rows(tmp_path: Path) -> None:
    lines = [["{%tr for a in b %}"], ["{{ a }}"], ["{%tr endfor %}"]]
    path = save(tmp_path / "a.docx", build=lambda document: table(document, lines))
    assert "heading" in one_of(path).hint


@pytest.mark.parametrize(
    "xml",
    [
        b'<w:p xmlns:w="x"><w:t>',
        b"<a>{{ x }}</a>",
        b"<a>{% x</a>",
        b"<a>x %}</a>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"<a>& x</a>",
        f'<w:tbl xmlns:w="{W[1:-1]}"><w:tr><w:tc></w:tc></w:tr></w:tbl>'.encode(),
        f'<w:tc xmlns:w="{W[1:-1]}"><w:p/><w:tbl/></w:tc>'.encode(),
    ],
)
def test_the_proof_finds_damage(xml: bytes) -> None:
    problem = prove(xml, "a.docx: word/document.xml")
    assert problem is not None
    assert (problem.reference, problem.where) == ("render-failed", "a.docx: word/document.xml")


def test_the_proof_lets_sound_parts_pass() -> None:
    sound = f'<w:tbl xmlns:w="{W[1:-1]}"><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    assert prove(sound.encode(), "x") is None


def test_a_plain_word_file_is_a_template(tmp_path: Path) -> None:
    path = tmp_path / "kosong.docx"
    docx.Document().save(str(path))
    assert compile_template(path).render({})

from __future__ import annotations

import datetime as dt
import io
import re
import time
import unicodedata
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from docx.document import Document
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wordfiles import opened, read_part, rows, save, table, texts, with_parts

from docgen.errors import DocgenError
from docgen.render import Properties, compile_template, content_digest

BODY = "word/document.xml"
PROPERTIES = Properties(
    title="Pemberitahuan & Surat",
    subject="AUD-2026-0001",
    creator="LPSE",
    identifier="000.3.5/1/LPSE/2026",
    created=dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7))),
)


def render(path: Path, *, form: bool = False, **context: object) -> bytes:
    return compile_template(path, form=form).render(context)


@pytest.mark.parametrize(
    "value", ["A & B", "<b>", "a < b > c", "\"kutip\" 'tunggal'", "]]>", "&amp;", "Sari 👩‍⚖️", "x" * 5000]
)
def test_values_come_out_as_they_went_in(tmp_path: Path, value: str) -> None:
    assert texts(render(save(tmp_path / "a.docx", "Yth. {{ nama }}."), nama=value)) == [f"Yth. {value}."]


def test_docxtpl_alone_drops_text(tmp_path: Path) -> None:
    """The control for the test above: why docgen does not render with docxtpl itself."""
    plain = DocxTemplate(str(save(tmp_path / "a.docx", "Yth. {{ nama }}.")))
    plain.render({"nama": "CV A <B & C"})
    plain.save(str(tmp_path / "out.docx"))
    assert texts((tmp_path / "out.docx").read_bytes()) != ["Yth. CV A <B & C."]


@given(
    value=st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_printable_text_survives_or_is_refused(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    template = tmp_path_factory.getbasetemp() / "any.docx"
    if not template.exists():
        save(template, "[{{ nama }}]")
    try:
        (printed,) = texts(render(template, nama=value))
    except DocgenError as refusal:
        (problem,) = refusal.problems
        printed = ""
        assert problem.reference == "value-characters"
    if printed:
        assert printed == f"[{unicodedata.normalize('NFC', value)}]"


@pytest.mark.parametrize(
    "value", ["a\u202eb", "a\x07b", "a\ud800b", "a\u200bb", "{{ x }}", "{% if %}", "{_{ x", "${ttd}", "a\tb"]
)
def test_hostile_text_is_refused_with_its_placeholder(tmp_path: Path, value: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        render(save(tmp_path / "surat.docx", "Kepada", "Yth. {{ pemohon.nama }}"), pemohon={"nama": value})
    (problem,) = refusal.value.problems
    assert problem.reference == "value-characters"
    assert problem.message.startswith("{{ pemohon.nama }}: ")
    assert problem.where == "surat.docx: word/document.xml, paragraph 2 “Yth. {{ pemohon.nama }}”"


def test_line_breaks_become_line_breaks(tmp_path: Path) -> None:
    made = render(save(tmp_path / "a.docx", "{{ alasan }}"), alasan="satu & <dua>\r\ntiga\n\nempat")
    assert texts(made) == ["satu & <dua>\ntiga\n\nempat"]
    assert read_part(made, BODY).count(b"<w:br/>") == 3


def test_plain_values_print_the_indonesian_way(tmp_path: Path) -> None:
    source = save(
        tmp_path / "a.docx", "{{ a }}|{{ b }}|{{ c }}|{{ d }}|{{ e }}|{{ a | hari_tanggal }}|{{ e | rupiah }}"
    )
    made = render(source, a=dt.date(2026, 11, 21), b=dt.time(8), c=True, d=12, e=Decimal("1500000.00"))
    expected = "21 November 2026|08.00|ya|12|1.500.000,00|Sabtu, 21 November 2026|Rp1.500.000,00"
    assert texts(made) == [expected]


@pytest.mark.parametrize("value", [[], ["a"], {}, {"a": 1}, 1.5, object(), b"x"])
def test_what_is_not_plain_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(DocgenError) as refusal:
        render(save(tmp_path / "a.docx", "{{ x }}"), x=value)
    assert refusal.value.problems[0].reference == "render-failed"
    assert "{{ x }}" in refusal.value.problems[0].message


def test_an_empty_fact_is_dotted_on_a_form_and_refused_in_a_letter(tmp_path: Path) -> None:
    source = save(tmp_path / "a.docx", "Nama: {{ nama }} {{ hp | hp }} {{ pangkat or '' }}|")
    context = {"nama": None, "hp": None, "pangkat": None}
    (printed,) = texts(render(source, form=True, **context))
    assert re.fullmatch(r"Nama: \.{10,} \.{10,} \|", printed)
    with pytest.raises(DocgenError) as refusal:
        render(source, **context)
    (problem,) = refusal.value.problems
    assert problem.reference == "placeholder-empty"
    assert "{{ nama }}" in problem.message
    assert texts(render(source, **{**context, "nama": "Sari", "hp": "+6281234567890"}))[0].endswith(" |")


@pytest.mark.parametrize(
    ("tag", "context", "hint"),
    [
        ("{{ pemohn.nama }}", {"pemohon": {"nama": "x"}}, "pemohon"),
        ("{{ pemohon.nma }}", {"pemohon": {"nama": "x"}}, "nama"),
        ("{% if pemohn %}{% endif %}", {"pemohon": 1}, "pemohon"),
        ("{% for a in auditr %}{% endfor %}", {"auditor": []}, "auditor"),
        ("{{ auditor | map(attribute='nma') | join }}", {"auditor": [{"nama": "x"}]}, "nama"),
        ("{{ d.items }}", {"d": {"item": 1}}, "item"),
        ("{{ d.upper }}", {"d": "x"}, ""),
        ("{{ d.year }}", {"d": dt.date(2026, 1, 1)}, ""),
    ],
)
def test_a_misspelt_placeholder_is_named(tmp_path: Path, tag: str, context: dict[str, object], hint: str) -> None:
    source = save(tmp_path / "a.docx", "Satu {{ a }} {{ a }}", f"Dua {{{{ a }}}} {tag} {{{{ a }}}}", "Tiga {{ a }}")
    with pytest.raises(DocgenError) as refusal:
        render(source, a="1", **context)
    (problem,) = refusal.value.problems
    assert problem.reference == "placeholder-unknown"
    assert problem.message.startswith(tag[:14])
    assert "word/document.xml, paragraph 2 “Dua {{ a }}" in problem.where
    assert hint in problem.hint


def test_a_misspelt_loop_over_rows_is_found_in_its_own_paragraph(tmp_path: Path) -> None:
    lines = [["No"], ["{%tr for a in auditr %}"], ["{{ a.nama }}"], ["{%tr endfor %}"]]
    with pytest.raises(DocgenError) as refusal:
        render(save(tmp_path / "a.docx", build=lambda document: table(document, lines)), auditor=[])
    assert "paragraph 2" in refusal.value.problems[0].where
    assert refusal.value.problems[0].message.startswith("{%tr for a in auditr %}")


def test_all_parts_are_reported_at_once(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ segel }}"

    with pytest.raises(DocgenError) as refusal:
        render(save(tmp_path / "a.docx", "{{ a }}", build=build))
    assert [problem.where.split(",")[0] for problem in refusal.value.problems] == [
        "a.docx: word/document.xml",
        "a.docx: word/footer1.xml",
    ]


@pytest.mark.parametrize("count", [0, 1, 12])
def test_loops_over_table_rows(tmp_path: Path, count: int) -> None:
    lines = [
        ["No", "Nama"],
        ["{%tr for a in auditor %}", ""],
        ["{{ loop.index }}", "{{ a.nama }}"],
        ["{%tr endfor %}", ""],
    ]
    source = save(tmp_path / "a.docx", build=lambda document: table(document, lines))
    made = render(source, auditor=[{"nama": f"Auditor & {number}"} for number in range(count)])
    assert rows(made) == [["No", "Nama"], *([str(number + 1), f"Auditor & {number}"] for number in range(count))]


def test_paragraph_tags_runs_and_columns(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        table(document, [["{%tc for h in hari %}", "{{ h }}", "{%tc endfor %}", "akhir"]])

    source = save(
        tmp_path / "a.docx",
        "{%p for t in tembusan %}",
        "{{ loop.index }}. {{ t }}",
        "{%p endfor %}",
        "{%p if rahasia %}",
        "RAHASIA",
        "{%p else %}",
        "Biasa",
        "{%p endif %}",
        "a{%r if rahasia %}b{%r endif %}c",
        "{#p catatan untuk penulis #}",
        build=build,
    )
    made = render(source, tembusan=["Arsip", "Sekda"], rahasia=False, hari=["Senin", "Selasa"])
    assert texts(made) == ["1. Arsip", "2. Sekda", "Biasa", "ac"]
    assert b"Senin" in read_part(made, BODY)
    assert [cell.text for cell in opened(made).tables[0]._cells] == ["Senin", "Selasa", "akhir"]


def test_split_runs_smart_quotes_and_srikandi_tokens(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        paragraph = document.add_paragraph()
        for piece in ("Yth. {", "{ na", "ma }", "} | {{ kosong or “-” }} | ${no", "mor_naskah}", "{{\u00a0nama }}"):
            paragraph.add_run(piece).bold = piece.startswith("{ na")

    made = render(save(tmp_path / "a.docx", build=build), nama="Sari", kosong=None)
    assert texts(made) == ["Yth. Sari | - | ${nomor_naskah}Sari"]
    assert any("${nomor_naskah}" in run.text for run in opened(made).paragraphs[0].runs)


def test_comparisons_and_ampersands_in_tags(tmp_path: Path) -> None:
    source = save(tmp_path / "a.docx", "{% if n > 1 and n < 9 %}{{ kosong or 'A & B' }}{% endif %}")
    assert texts(render(source, n=3, kosong=None)) == ["A & B"]


def test_headers_and_footers_are_filled(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ kantor.nama }}"
        document.sections[0].footer.paragraphs[0].text = "{{ kasus.segel }}"

    made = opened(render(save(tmp_path / "a.docx", build=build), kantor={"nama": "LPSE"}, kasus={"segel": "ab12"}))
    assert made.sections[0].header.paragraphs[0].text == "LPSE"
    assert made.sections[0].footer.paragraphs[0].text == "ab12"


def test_same_input_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = save(tmp_path / "a.docx", "{{ nama }}")
    first = compile_template(source).render({"nama": "Sari"}, properties=PROPERTIES)
    now = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: now)
    again = compile_template(source).render({"nama": "Sari"}, properties=PROPERTIES)
    assert first == again
    other = compile_template(source).render({"nama": "Budi"}, properties=PROPERTIES)
    assert content_digest(first) == content_digest(again) != content_digest(other)


def test_docxtpl_alone_gives_other_bytes(tmp_path: Path) -> None:
    """The control for the test above: the zip holds the time of writing."""
    source = save(tmp_path / "a.docx", "{{ nama }}")
    moments: set[tuple[int, ...]] = set()
    plain = DocxTemplate(str(source))
    plain.render({"nama": "Sari"})
    plain.save(str(tmp_path / "out.docx"))
    for path in (tmp_path / "out.docx",):
        with zipfile.ZipFile(path) as archive:
            moments |= {member.date_time for member in archive.infolist()}
    assert moments - {(1980, 1, 1, 0, 0, 0)}


def test_content_digest_does_not_see_the_packing(tmp_path: Path) -> None:
    made = render(save(tmp_path / "a.docx", "{{ nama }}"), nama="Sari")
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as archive, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as copy:
        for name in reversed(archive.namelist()):
            copy.writestr(name, archive.read(name))
    assert again.getvalue() != made
    assert content_digest(again.getvalue()) == content_digest(made)


def test_the_package_is_a_sound_zip_without_traces(tmp_path: Path) -> None:
    source = save(tmp_path / "a.docx", "{{ nama }}")
    made = compile_template(source).render({"nama": "Sari"}, properties=PROPERTIES)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.namelist()[1:] == sorted(archive.namelist()[1:])
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
    core = opened(made).core_properties
    assert (core.title, core.subject, core.author) == ("Pemberitahuan & Surat", "AUD-2026-0001", "LPSE")
    assert core.identifier == "000.3.5/1/LPSE/2026"
    assert core.created == dt.datetime(2026, 11, 21, 1, 0, tzinfo=core.created.tzinfo if core.created else None)
    assert not core.last_modified_by
    assert b"rsid" not in read_part(made, BODY)
    with zipfile.ZipFile(source) as archive:
        assert "docProps/thumbnail.jpeg" in archive.namelist()  # the control: the template had one


def test_a_time_without_zone_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    naive = Properties(title="", subject="", creator="", identifier="", created=dt.datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        compile_template(save(tmp_path / "a.docx", "x")).render({}, properties=naive)


def test_pictures_in_loops_have_ids_of_their_own(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{%p for a in auditor %}")
        document.add_picture(io.BytesIO(PIXEL))
        document.add_paragraph("{%p endfor %}")

    made = render(save(tmp_path / "a.docx", build=build), auditor=[1, 2, 3])
    ids = re.findall(rb'<wp:docPr[^>]* id="(\d+)"|<wp:docPr id="(\d+)"', read_part(made, BODY))
    assert len(ids) == len(set(ids)) == 3


def test_footnotes_are_filled(tmp_path: Path) -> None:
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1">'
        "<w:p><w:r><w:t>{{ catatan }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    source = save(tmp_path / "a.docx", "x")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = read_part(source.read_bytes(), "[Content_Types].xml").decode()
    rels = read_part(source.read_bytes(), "word/_rels/document.xml.rels").decode()
    address = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with_parts(
        source,
        {
            "word/footnotes.xml": note.encode(),
            "[Content_Types].xml": types.replace(
                "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
            ).encode(),
            "word/_rels/document.xml.rels": rels.replace(
                "</Relationships>",
                f'<Relationship Id="rId99" Type="{address}" Target="footnotes.xml"/></Relationships>',
            ).encode(),
        },
    )
    assert b"A &amp; B" in read_part(render(source, catatan="A & B"), "word/footnotes.xml")


def test_references_name_their_place(tmp_path: Path) -> None:
    lines = [["No"], ["{%tr for a in auditor %}"], ["{{ a.nama }}"], ["{%tr endfor %}"]]
    template = compile_template(save(tmp_path / "a.docx", "{{ x }}", build=lambda document: table(document, lines)))
    found = [(".".join(one.path), one.part, one.paragraph, one.text) for one in template.references]
    assert found == [
        ("x", BODY, 1, "{{ x }}"),
        ("auditor", BODY, 3, "{%tr for a in auditor %}"),
        ("auditor.[].nama", BODY, 4, "{{ a.nama }}"),
    ]


def test_libreoffice_shows_what_was_rendered(tmp_path: Path, pdf_text: Callable[[bytes], str]) -> None:
    lines = [["No", "Nama"], ["{%tr for a in auditor %}", ""], ["{{ loop.index }}", "{{ a }}"], ["{%tr endfor %}", ""]]
    source = save(
        tmp_path / "a.docx", "Yth. {{ nama }}", "${nomor_naskah}", build=lambda document: table(document, lines)
    )
    made = compile_template(source).render(
        {"nama": "CV <Maju> & Jaya\nBaris kedua", "auditor": ["Sari", "Budi"]}, properties=PROPERTIES
    )
    shown = pdf_text(made)
    for text in ("Yth. CV <Maju> & Jaya", "Baris kedua", "${nomor_naskah}", "Sari", "Budi"):
        assert text in shown
    assert "{" not in shown.replace("${nomor_naskah}", "")


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)

"""The tokens of the national application: whole where a template asks for them, and never out of a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordfiles import opened, save

from docgen.errors import DocgenError, Problem
from docgen.render import compile_template
from docgen.render.srikandi import DATE, NAME, NUMBER, POST, SIGNATURE, of_sender

WORDS = ("nomor_naskah", "tanggal_naskah", "ttd_pengirim", "nama_pengirim", "nip_pengirim", "jabatan_pengirim")
SIGNER = {
    "nama": "Pejabat Contoh",
    "jabatan": "Verifikator LPSE",
    "pangkat": "Penata (III/c)",
    "identitas": {"jenis": "NI PPPK", "nomor": "190202022020212002"},
    "blok": ["a.n. SEKRETARIS DAERAH", "Plh. KETUA LPSE,", "VERIFIKATOR LPSE,"],
    "ttd": None,
}


def render(path: Path, *, form: bool = False, **context: object) -> bytes:
    return compile_template(path, form=form).render(context)


def refused(path: Path, **context: object) -> Problem:
    with pytest.raises(DocgenError) as refusal:
        render(path, **context)
    (problem,) = refusal.value.problems
    return problem


def runs(content: bytes) -> list[str]:
    return [run.text for paragraph in opened(content).paragraphs for run in paragraph.runs if run.text]


@pytest.mark.parametrize("filter_", ["", " | tanggal", " | hari_tanggal", " | nip", " | upper", " | lower", " | titik"])
def test_a_token_passes_every_filter_that_a_letter_uses(tmp_path: Path, filter_: str) -> None:
    path = save(tmp_path / "a.docx", f"Nomor: {{{{ x{filter_} }}}}")
    for form in (False, True):
        assert runs(render(path, form=form, x=DATE)) == ["Nomor: ${tanggal_naskah}"]


def test_what_else_is_made_of_a_token_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "{{ xs | join(', ') }}")
    assert refused(path, xs=[NUMBER, DATE]).reference == "value-characters"
    assert runs(render(path, xs=["a", "b"])) == ["a, b"], "the control"


def test_the_block_of_a_sender_stands_whole_in_the_paper(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.docx",
        "{%p for baris in s.blok %}", "{{ baris }}", "{%p endfor %}",
        "{%p if s.ttd %}", "{{ s.ttd }}", "{%p endif %}",
        "{{ s.nama }}",
        "{% if s.pangkat %}{{ s.pangkat }}{% endif %}",
        "{{ s.identitas.jenis }}. {{ s.identitas.nomor | nip }}",
    )  # fmt: skip
    assert runs(render(path, s=of_sender(SIGNER))) == [
        "a.n. SEKRETARIS DAERAH", "Plh. KETUA LPSE,", "${jabatan_pengirim},",
        "${ttd_pengirim}", "${nama_pengirim}", "NI PPPK. ${nip_pengirim}",
    ]  # fmt: skip
    assert "Pejabat Contoh" in runs(render(path, s=SIGNER)), "the control: without the application"
    assert of_sender({**SIGNER, "identitas": None})["identitas"]["jenis"] == "NIP"
    assert (POST, NAME, SIGNATURE) == ("${jabatan_pengirim}", "${nama_pengirim}", "${ttd_pengirim}")


@pytest.mark.parametrize("word", WORDS)
def test_a_value_with_a_token_is_refused_and_named(tmp_path: Path, word: str) -> None:
    path = save(tmp_path / "a.docx", "Yth. {{ pemohon.nama }}")
    problem = refused(path, pemohon={"nama": f"Auditor ${{{word}}}"})
    assert problem.reference == "value-characters"
    assert "pemohon.nama" in f"{problem.message} {problem.where}"
    assert runs(render(path, pemohon={"nama": f"Auditor {word}"})) == [f"Yth. Auditor {word}"], "the control"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("{{ a }}{{ b }}", ("harga US$", "{ttd_pengirim}")),
        ("{{ a }} {{ b }}", ("$", "{ttd_pengirim}")),
        ("US${{ a }}{{ b }}", ("{ttd_pengirim}", "x")),
    ],
)
def test_values_side_by_side_make_no_token(tmp_path: Path, text: str, values: tuple[str, str]) -> None:
    path = save(tmp_path / "a.docx", text)
    problem = refused(path, a=values[0], b=values[1])
    assert problem.reference == "value-characters"
    assert problem.where == "a.docx: word/document.xml"
    assert "{ttd_pengirim" in problem.message


@pytest.mark.parametrize("values", [("harga US$", "ttd"), ("$5", "{x}"), ("{", "}"), ("100$", "–{a}")])
def test_dollars_and_braces_apart_are_printed_as_they_are(tmp_path: Path, values: tuple[str, str]) -> None:
    path = save(tmp_path / "a.docx", "{{ a }}{{ b }} $")
    assert runs(render(path, a=values[0], b=values[1])) == [f"{values[0]}{values[1]} $"]


def test_a_token_that_stands_in_the_template_stays(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", "${ttd_pengirim}", "{{ a }}")
    assert runs(render(path, a="US$ 5")) == ["${ttd_pengirim}", "US$ 5"]

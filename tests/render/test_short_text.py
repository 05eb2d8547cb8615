"""Short texts: what their templates may be, what they print, and that nothing is ever cut off."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import DocgenError, Problem
from docgen.render import compile_template
from docgen.render.short_text import ShortText, compile_text

FACTS: dict[str, Any] = {
    "nama": "Ibu Contoh & Rekan <satu>",
    "kosong": None,
    "orang": [{"nama": "Ali Contoh"}, {"nama": "Budi Contoh"}],
    "kelas": {"tempat": "Ruang Melati"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def made(folder: Path, text: str | bytes, *, limit: int = 480) -> ShortText:
    path = folder / "pesan.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return compile_text(path, limit=limit)


def printed(folder: Path, text: str | bytes, *, limit: int = 480, **facts: Any) -> str:
    return made(folder, text, limit=limit).render({**FACTS, **facts}).decode()


def refused(folder: Path, text: str | bytes, *, limit: int = 480, **facts: Any) -> tuple[Problem, ...]:
    with pytest.raises(DocgenError) as caught:
        printed(folder, text, limit=limit, **facts)
    return caught.value.problems


def test_values_stand_as_they_are_and_lines_are_tidied(folder: Path) -> None:
    text = "\n  Yth. {{ nama }},   \n\nke {{ kelas.tempat | upper }}.\t\n\n\n"
    assert printed(folder, text) == "Yth. Ibu Contoh & Rekan <satu>,\n\nke RUANG MELATI."


def test_a_line_with_nothing_but_statements_leaves_no_empty_line(folder: Path) -> None:
    text = "a\n{# catatan #}\n{% if kosong %}\nb {{ kosong }}\n{% endif %} {% set k = kelas %}\n{{ k.tempat }}\n"
    assert printed(folder, text) == "a\nRuang Melati"
    beside = "{% if nama %}satu{% endif %}\ndua\n{% if nama %}{{ nama }}{% endif %}\ntiga"
    assert printed(folder, beside) == f"satu\ndua\n{FACTS['nama']}\ntiga"
    listed = "Hadir:\n{% for o in orang %}\n- {{ o.nama }}{% if not loop.last %},{% endif %}\n{% endfor %}\nselesai"
    assert printed(folder, listed) == "Hadir:\n- Ali Contoh,\n- Budi Contoh\nselesai"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_what_an_editor_adds_makes_no_difference(folder: Path, before: bytes, end: bytes) -> None:
    lines = ["Yth. {{ nama }}", "{% if nama %}", "di {{ kelas.tempat }} café", "{% endif %}", ""]
    raw = before + end.join(unicodedata.normalize("NFD", line).encode() for line in lines)
    assert printed(folder, raw) == "Yth. Ibu Contoh & Rekan <satu>\ndi Ruang Melati café"


def test_what_is_too_long_is_refused_with_what_to_shorten(folder: Path) -> None:
    text = "{{ nama }} di {{ kelas.tempat }}{% for o in orang %} {{ o.nama }}{% endfor %}"
    fits = printed(folder, text)
    assert printed(folder, text, limit=len(fits)) == fits, "the control: as many as it may have"
    (problem,) = refused(folder, text, limit=len(fits) - 1)
    assert (problem.reference, problem.where) == ("value-too-long", "pesan.txt")
    assert f"{len(fits)} characters, at most {len(fits) - 1} fit" in problem.message
    assert "nama (25), orang[].nama (21), kelas.tempat (12)" in problem.hint


def test_characters_are_counted_as_they_are_read(folder: Path) -> None:
    assert printed(folder, "{{ nama }}", limit=4, nama=unicodedata.normalize("NFD", "café")) == "café"
    assert refused(folder, "{{ nama }}", limit=3, nama="café")[0].reference == "value-too-long"


def test_too_many_words_of_its_own_are_told_before_anything_is_filled_in(folder: Path) -> None:
    assert made(folder, "satu dua {{ nama }}\n", limit=10)
    with pytest.raises(DocgenError) as caught:
        made(folder, "satu dua {{ nama }}\n", limit=9)
    (problem,) = caught.value.problems
    assert (problem.reference, "10 characters, at most 9 fit" in problem.message) == ("template-syntax", True)
    assert made(folder, "satu {% if nama %}dua tiga empat{% endif %}", limit=9), "what may be left out is not counted"


def test_a_fact_without_a_value_is_refused_as_in_a_letter(folder: Path) -> None:
    (problem,) = refused(folder, "satu\ndua {{ kosong }}\n")
    assert (problem.reference, problem.where) == ("placeholder-empty", "pesan.txt:2 “dua {{ kosong }}”")
    assert refused(folder, "{{ nma }}")[0].reference == "placeholder-unknown"
    assert refused(folder, "{{ orang }}")[0].reference == "render-failed"
    assert refused(folder, "{{ nama }}", nama="a\u202eb")[0].reference == "value-characters"


@pytest.mark.parametrize(
    ("text", "reference", "where", "told"),
    [
        (b"Yth. \xff\xfe", "template-unreadable", "pesan.txt:1:6", "not UTF-8"),
        ("Yth.".encode("utf-16"), "template-unreadable", "pesan.txt:1:1", "UTF-16"),
        ("Rapat café".encode("latin-1"), "template-unreadable", "pesan.txt:1:10", "E9"),
        (b" \r\n\n", "template-unreadable", "pesan.txt", "no text"),
        ("a\n{{ nama", "template-syntax", "pesan.txt:2", "within its line"),
        ("{{ nama\n}}", "template-syntax", "pesan.txt:1", "within its line"),
        ("{%p if nama %}", "template-syntax", "pesan.txt:1", "is for Word"),
        ("{% include 'x' %}", "template-unsafe", "pesan.txt:1", "not allowed"),
        ("{{ nama.upper() }}", "template-unsafe", "pesan.txt:1", "nama.upper()"),
        ("a\n\n{% if nama %}b", "template-syntax", "pesan.txt:3 “{% if nama %}b”", "left open"),
        ("a\u200bb", "template-syntax", "pesan.txt:1", "ZERO WIDTH SPACE"),
        ("{{ nama | tak_ada }}", "template-", "pesan.txt:1", "tak_ada"),
    ],
)  # fmt: skip
def test_a_template_that_is_wrong_is_told_with_its_line(
    folder: Path, text: str | bytes, reference: str, where: str, told: str
) -> None:
    with pytest.raises(DocgenError) as caught:
        made(folder, text)
    problem = caught.value.problems[0]
    assert problem.reference.startswith(reference)
    assert problem.where == where
    assert told in problem.message
    assert made(folder, "a {{ nama }}"), "the control"


def test_its_references_have_their_lines(folder: Path) -> None:
    text = "satu\n{% for o in orang %}\n{{ o.nama }} {{ nama }}\n{% endfor %}"
    found = [(".".join(one.path), one.place("pesan"), one.use) for one in made(folder, text).references]
    assert found == [
        ("orang", "pesan.txt:2", "listed"),
        ("orang.[].nama", "pesan.txt:3", "printed"),
        ("nama", "pesan.txt:3", "printed"),
    ]


def test_the_limit_says_that_it_is_a_text(folder: Path) -> None:
    path = folder / "pesan.txt"
    path.write_text("{{ nama }}", encoding="utf-8")
    assert isinstance(compile_template(path, limit=480), ShortText)
    with pytest.raises(DocgenError) as caught:
        compile_template(path)
    assert caught.value.problems[0].reference == "template-unreadable"


@given(name=st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60), limit=st.integers(1, 60))
def test_a_text_is_whole_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str, limit: int) -> None:
    folder = tmp_path_factory.mktemp("pesan", numbered=True)
    text = made(folder, "{{ nama }}", limit=limit)
    try:
        content = text.render({"nama": name}).decode()
    except DocgenError as error:
        too_long = len(unicodedata.normalize("NFC", name).strip()) > limit
        refusals = {problem.reference for problem in error.problems}
        assert refusals <= {"value-too-long", "value-characters"}
        assert too_long or refusals == {"value-characters"}
    else:
        assert content == unicodedata.normalize("NFC", name).strip()
        assert len(content) <= limit

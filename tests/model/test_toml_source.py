"""TOML with places: what the standard library reads, and where each key and value of it stands."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.app.workspace import read_office
from docgen.errors import DocgenError, Problem
from docgen.model.source import MAX_DEPTH, Source
from docgen.model.toml_source import scan_toml

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "docgen.toml").read_text(encoding="utf-8")


def problems(text: str) -> list[Problem]:
    _source, found = scan_toml(text.encode(), name="x.toml", reference="office-invalid")
    return list(found)


def read(text: str) -> Source:
    source, found = scan_toml(text.encode(), name="docgen.toml", reference="office-invalid")
    assert source is not None
    assert found == ()
    return source


TEXT = """\ufeff# judul
schema = 1
[kantor]  # komentar [bukan.tabel]
nama = "a # \\" = ]"
kop.unit = 'x'
"kode pos" = '''
[bukan]
a = 1'''
[[daftar]]
x = [1, {y = [2, "]"]},
  3]
[daftar.dalam]
z = 2026-11-21 08:00:00
[[daftar]]
x = []
"""


def test_places_are_those_of_the_text() -> None:
    source = read(TEXT.replace("\n", "\r\n"))
    assert source.data == tomllib.loads(TEXT.removeprefix("\ufeff"))
    assert source.typed
    for path, value, key in [
        (("schema",), "2:10", "2:1"),
        (("kantor",), "3:2", "3:2"),
        (("kantor", "nama"), "4:8", "4:1"),
        (("kantor", "kop", "unit"), "5:12", "5:5"),
        (("kantor", "kode pos"), "6:14", "6:1"),
        (("daftar", 0, "x"), "10:5", "10:1"),
        (("daftar", 0, "x", 1, "y", 1), "10:18", "10:18"),
        (("daftar", 0, "x", 2), "11:3", "11:3"),
        (("daftar", 0, "dalam", "z"), "13:5", "13:1"),
        (("daftar", 1), "14:3", "14:3"),
        (("daftar", 1, "x"), "15:5", "15:1"),
        (("kantor", "kop", "tidak ada", "x"), "5:1", "5:1"),
        (("tidak ada",), "1:1", "1:1"),
    ]:
        assert source.where(path) == f"docgen.toml:{value}", path
        assert source.where_key(path) == f"docgen.toml:{key}", path


NAMES = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), st.text("a\" é.'=[]#\\", max_size=4))
TEXTS = st.text("a\"é'=[]{}#,\\ \n", max_size=6)
SCALARS = st.one_of(st.integers(-99, 99), st.booleans(), TEXTS, st.floats(allow_nan=False, allow_infinity=False))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
TABLES = st.recursive(
    st.dictionaries(NAMES, VALUES, max_size=3),
    lambda inner: st.dictionaries(NAMES, inner | st.lists(inner, min_size=1, max_size=2), max_size=3),
    max_leaves=5,
)


def written_key(key: str) -> str:
    bare = key and all(char.isascii() and (char.isalnum() or char in "_-") for char in key)
    return key if bare else json.dumps(key, ensure_ascii=False)


def written(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{written_key(key)}= {written(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[ # a, ]\n" + ",\n\t".join(written(part) for part in value) + "\n]"
    if isinstance(value, str) and "'" not in value and "\n" not in value:
        return f"'{value}'"
    if isinstance(value, str) and "\\" not in value and "'''" not in value and not value.endswith("'"):
        return f"'''\n{value}'''"
    return json.dumps(value, ensure_ascii=False)


def document(data: dict[str, Any], above: tuple[str, ...] = ()) -> str:
    """One of the ways to write these tables."""
    text = ""
    tables: list[tuple[str, Any]] = []
    for number, (key, value) in enumerate(data.items()):
        listed = isinstance(value, list) and value and all(isinstance(part, dict) for part in value)
        if (isinstance(value, dict) or listed) and number % 2:
            tables.append((key, value))
        elif isinstance(value, dict) and value and number % 3 == 2:
            text += "".join(f"{written_key(key)} . {written_key(k)} = {written(v)}\n" for k, v in value.items())
        else:
            text += f"  {written_key(key)} ={written(value)}  # = x\n\n"
    for key, value in tables:
        path = (*above, key)
        name = " . ".join(map(written_key, path))
        if isinstance(value, list):
            text += "".join(f" [[ {name}]] # ]\n{document(part, path)}" for part in value)
        else:
            text += f"[{name} ]\n{document(value, path)}"
    return text


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*path, key))


@given(TABLES)
def test_each_place_is_that_of_its_key_and_value(data: dict[str, Any]) -> None:
    text = document(data)
    source = read(text)
    assert source.data == tomllib.loads(text) == data
    lines = text.split("\n")
    for path, value in paths(data):
        line, column = source.positions[path]
        behind = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        if not isinstance(value, dict | list):
            assert behind.startswith(written(value)), (path, text)
        if path and isinstance(path[-1], str):
            line, column = source.keys[path]
            assert lines[line - 1][column - 1 :].startswith(written_key(path[-1])), (path, text)


@given(st.text("ab=[]{}\"'#,.\\ \n-1“", max_size=30))
def test_whatever_is_no_toml_is_refused_with_a_place_and_a_hint(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        found = problems(text)
        assert found
        for problem in found:
            assert problem.hint
            line, column = map(int, problem.where.removeprefix("x.toml:").split(":"))
            lines = f"{text}\n".split("\n")
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 2
    else:
        read(text)


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        ('a = 1\nb = "x', "2:7", "quote is not closed", "same line"),
        ("a = 'x", "1:4", "quote is not closed", "same line"),
        ("a = Budi Santoso # x", "1:5", "no value: Budi Santoso", 'kota = "…"'),
        ("a = # x", "1:5", "missing", '""'),
        ("a = “x”", "1:5", "quotes cannot be used: “x”", "straight quotes"),
        ("a x", "1:3", "= is missing", "Write it as"),
        ("a: 1", "1:2", "= is missing", "Write it as"),
        ("é = 1", "1:1", "begin with é", "a to z"),
        ("a = 1 b = 2", "1:7", "behind the value: b = 2", "line of its own"),
        ("[a", "1:3", "heading of a table is not closed", "[kantor.kop]"),
        ("[pejabat.ibu ani]", "1:14", "like this: pejabat.ibu ani", "[pejabat.ibu-ani]"),
        ("[[a:b]]", "1:4", "like this: a:b", "[pejabat.ibu-ani]"),
        ("[a]\n[a] # x = 1\nb = 1", "2:2", "key a stands here a second time", "keep one"),
        ("[a]\n[a]", "2:2", "key a stands here a second time", "keep one"),
        ("a = 1\na = 2", "2:1", "key a stands here a second time", "keep one"),
        ('a = ["x"\nb = 1', "2:1", "list is not closed", '["a", "b"]'),
        ("a = [1,", "1:4", "list is not closed", '["a", "b"]'),
        ("a = {b = 1", "1:11", "braces", "{ a = "),
        ('a = "\\d"', "1:8", "backslash", "single quotes"),
        ('a = "\x01"', "1:6", "U+0001", "without formatting"),
        ("a = 2026-02-30", "1:5", "date", "day and month"),
        ("a = " + "[" * 5000, "1:1", f"more than {MAX_DEPTH} deep", "brackets"),
    ],
)
def test_mistakes_are_told_in_our_own_words(text: str, where: str, message: str, hint: str) -> None:
    (problem,) = problems(text)
    assert problem.where == f"x.toml:{where}"
    assert message in problem.message
    assert hint in problem.hint
    assert "(at line" not in problem.message


def test_every_broken_line_is_told_at_once_beside_what_could_be_read() -> None:
    text = 'a = Budi\n[t]\nb = "x\nc = 1\nd = [1,\n2]\nc = 3\n'
    source, found = scan_toml(text.encode(), name="x", reference="office-invalid")
    assert [problem.where for problem in found] == ["x:1:5", "x:3:7", "x:7:1"]
    assert source is not None
    assert source.data == {"t": {"c": 1, "d": [1, 2]}}


@pytest.mark.parametrize(
    "value", ['[\n "x = 1",\n "y", "c = 2"]', '"""\nx\nc = 2"""', "[\n {c = 2},\n  [1]\n]  # c = 2", "2 # c"]
)
def test_an_entry_that_is_there_twice_is_left_out_as_a_whole(value: str) -> None:
    source, (problem,) = scan_toml(f"b = 1\nb = {value}\nd = 3\n".encode(), name="x", reference="office-invalid")
    assert (problem.where, problem.message) == ("x:2:1", "The key b stands here a second time.")
    assert source is not None
    assert source.data == {"b": 1, "d": 3}


def test_a_name_that_is_twice_in_braces_draws_no_other_mistake_behind_it() -> None:
    (problem,) = problems("t = [\n {b = 1, b = 2},\n]\nd = 3\n")
    assert problem.where == "x.toml:1:1"


def test_control_a_mistake_that_reaches_over_lines_ends_the_reading() -> None:
    source, found = scan_toml(b'a = ["x"\nb = 1\nc = Budi\n', name="x", reference="office-invalid")
    assert source is None
    assert [problem.where for problem in found] == ["x:2:1"]


def test_all_that_is_wrong_with_the_settings_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = SETTINGS
    for old, new in {
        'kota = "Tanjungpandan"': "kota = Tanjungpandan",
        'email = ""': 'email = ""\nperangkat = "SETDA"',
        'unit = "BAGIAN': 'unt = "BAGIAN',
        'peran = ["helpdesk"]': 'peran = "helpdesk"',
        'lebar = 3\nkolom = ["No. urut", "Nomor surat': 'lebar = "tiga"\nkolom = ["No. urut", "Nomor surat',
        '"Asia/Jakarta"': '"WIB"',
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (tmp_path / "docgen.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DocgenError) as refusal:
        read_office(tmp_path / "docgen.toml")
    found = refusal.value.problems
    lines = text.split("\n")
    stands = {}
    for problem in found:
        assert problem.reference == "office-invalid"
        name, line, column = problem.where.split(":")
        assert name == "docgen.toml"
        stands[lines[int(line) - 1][int(column) - 1 :].split("#")[0].strip()] = (problem.message, problem.hint)
    assert list(stands) == [
        '"WIB"', "Tanjungpandan", 'perangkat = "SETDA"', 'unt = "BAGIAN PENGADAAN BARANG/JASA"', '"helpdesk"', '"tiga"'
    ]  # fmt: skip
    assert stands['perangkat = "SETDA"'][1] == "Did you mean kantor.kop.perangkat?"
    assert stands['unt = "BAGIAN PENGADAAN BARANG/JASA"'][1] == "Did you mean kantor.kop.unit?"
    assert stands['"tiga"'][0].startswith("register.surat-keluar.lebar ")
    assert all(hint for _message, hint in stands.values())


def test_what_is_missing_is_told_at_its_table(tmp_path: Path) -> None:
    path = tmp_path / "docgen.toml"
    path.write_text(SETTINGS.replace('jabatan = "Ketua LPSE"\n', ""), encoding="utf-8")
    with pytest.raises(DocgenError) as refusal:
        read_office(path)
    (problem,) = refusal.value.problems
    line = path.read_text(encoding="utf-8").split("\n").index("[pejabat.ketua-lpse]") + 1
    assert problem.where == f"docgen.toml:{line}:10"
    assert "pejabat.ketua-lpse.jabatan" in problem.message

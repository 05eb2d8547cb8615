"""Strict reading: whatever is guessed at elsewhere is refused here, with its place, all at once."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import REFERENCES, DocgenError, ExitCode, Problem
from docgen.model.source import MAX_BYTES, MAX_DEPTH, Source, read_json, read_yaml, scan_source
from docgen.model.yaml_skim import skim_yaml
from docgen.model.yaml_source import scan_yaml


def problems(read, raw: bytes, **options: str) -> tuple[Problem, ...]:
    with pytest.raises(DocgenError) as refusal:
        read(raw, name="x", **options)
    return refusal.value.problems


def places(found: tuple[Problem, ...]) -> list[str]:
    return [problem.where for problem in found]


YAML = "\ufeffid: 49\nfields:\n  - nama: no\n    é: 2020-03-31\n  -\n"


def test_yaml_is_text_with_places() -> None:
    source = read_yaml(YAML.encode(), name="sop.yaml")
    assert source.data == {"id": "49", "fields": [{"nama": "no", "é": "2020-03-31"}, ""]}
    assert not source.typed
    assert source.where(("fields", 0, "é")) == "sop.yaml:4:8"
    assert source.where_key(("fields", 0, "é")) == "sop.yaml:4:5"
    assert source.where(("fields", 0, "missing", "deeper")) == "sop.yaml:3:5"
    assert source.where_key(("fields", 0)) == "sop.yaml:3:5"
    assert source.where(("missing",)) == "sop.yaml:1:1"


def test_a_source_without_places_still_has_a_name() -> None:
    assert Source(name="x", data=None, positions={}, typed=True).where(("a",)) == "x"


def test_the_slow_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_yaml(YAML.encode(), name="x")
    monkeypatch.delattr(yaml, "CBaseLoader")
    slow = read_yaml(YAML.encode(), name="x")
    assert (slow.data, slow.positions) == (fast.data, fast.positions)
    assert skim_yaml(YAML.encode()) == fast.data, "help and completion too"
    [problem] = problems(read_yaml, b'a: "\\ud800"')
    assert "half a character" in problem.message
    assert "value is expected" in problems(read_yaml, b"a: [")[0].message


def test_everything_wrong_with_yaml_at_once() -> None:
    found = problems(read_yaml, b"a: 1\na: 2\nb: &x 3\nc: *x\nd: !!int 4\n? [1]\n: 5\n---\ne: 6\n")
    assert places(found) == ["x:2:1", "x:3:4", "x:4:4", "x:5:4", "x:6:3", "x:8:1"]
    assert {problem.reference for problem in found} == {"yaml-syntax"}
    assert all(problem.hint for problem in found)
    assert "line 1" in found[0].hint


@pytest.mark.parametrize(
    ("raw", "where", "says"),
    [
        (b"", "x:1:1", "empty"),
        (b"# only a comment\n", "x:1:1", "empty"),
        (b"a:\n\t- b", "x:2:1", "tabs"),
        (b"a: b: c", "x:1:5", "colon"),
        (b"a: @b", "x:1:4", "quotes"),
        (b"a: [1", "x:1:4", "not closed"),
        (b"a: \x07", "x:1:4", "U+0007"),
        (b"a: \xff", "x:1:4", "FF"),
        (b"\xff\xfea\0", "x:1:1", "UTF-16"),
        (b"[" * 5000, f"x:1:{MAX_DEPTH + 1}", f"more than {MAX_DEPTH}"),
        (b"a: 1\n" + b"#" * MAX_BYTES, "x", "larger than 4 MiB"),
        (b"a: *nowhere", "x:1:4", "alias"),
        (b"<<: {a: 1}\n<<: {b: 2}", "x:2:1", "second time"),
    ],
)
def test_yaml_refused(raw: bytes, where: str, says: str) -> None:
    [problem] = problems(read_yaml, raw)
    assert problem.where == where
    assert says in problem.message + problem.hint


def test_a_bomb_of_aliases_does_not_unfold() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 200))]
    assert len(problems(read_yaml, "\n".join(lines).encode())) == 200 + 2 * 199


def test_json_is_typed_with_places() -> None:
    raw = '\ufeff{\r\n  "a": [1, -2.50, 3e2, {"b\\ud83d\\ude00": null}],\r\n  "é": "\\u00e9\\n", "c": true}'
    source = read_json(raw.encode(), name="r.json")
    assert source.data == {"a": [1, Decimal("-2.50"), Decimal("3e2"), {"b😀": None}], "é": "é\n", "c": True}
    assert source.typed
    assert source.where(("a", 3)) == "r.json:2:24"
    assert source.where_key(("c",)) == "r.json:3:20"
    assert source.where(("c",)) == "r.json:3:25"
    assert source.where(("a", 9)) == "r.json:2:8"


def test_numbers_stay_exact() -> None:
    data = read_json(b"[199001012015031001, 0.1, 1500000.00]", name="x").data
    assert data == [199001012015031001, Decimal("0.1"), Decimal("1500000.00")]
    assert str(data[2]) == "1500000.00"


def test_everything_wrong_with_json_at_once() -> None:
    raw = b'{"a": 1, "a": 2,\n "b": NaN, "c": "\\ud800", "a": -Infinity,\n'
    raw += b' "d": 007, "e": "x\x01y", "f": +1, "g": 1e99999}'
    found = problems(read_json, raw)
    assert places(found) == ["x:1:10", "x:2:7", "x:2:18", "x:2:27", "x:2:32", "x:3:7", "x:3:19", "x:3:29", "x:3:38"]
    assert {problem.reference for problem in found} == {"input-syntax"}
    assert all(problem.hint for problem in found)


@pytest.mark.parametrize(
    ("raw", "where", "says"),
    [
        (b"", "x:1:1", "empty"),
        (b" \n ", "x:1:1", "empty"),
        (b'{"a": 1,}', "x:1:8", "comma"),
        (b"[1 2]", "x:1:4", "comma"),
        (b"[1]\n2", "x:2:1", "follows"),
        (b"{'a': 1}", "x:1:2", "double quotes"),
        (b"['a']", "x:1:2", "double quotes"),
        (b"{a: 1}", "x:1:2", "double quotes"),
        (b'{"a" 1}', "x:1:6", "colon"),
        (b'{"a": }', "x:1:7", "value"),
        (b'{"a": [1,\n2', "x:2:2", "line 1"),
        (b'["a\nb"]', "x:1:2", "not closed"),
        (b'["a', "x:1:2", "not closed"),
        (b'["\\x"]', "x:1:3", "backslash"),
        (b'["\\u12"]', "x:1:3", "four hexadecimal"),
        (b"[True]", "x:1:2", "true"),
        (b"[None]", "x:1:2", "null"),
        (b"[nul]", "x:1:2", "value"),
        (b"// c\n{}", "x:1:1", "comments"),
        (b"[1.]", "x:1:2", "not a number"),
        (b"[.5]", "x:1:2", "not a number"),
        ("[٣]".encode(), "x:1:2", "value"),
        (b"[" + b"9" * 5000 + b"]", "x:1:2", "too long"),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", "x:1:1", "value"),
        (b"[\xc2\xa0]", "x:1:2", "value"),
        (b"[" * 100_000, f"x:1:{MAX_DEPTH + 1}", f"more than {MAX_DEPTH}"),
        (b'[{"a":' * 100_000, f"x:1:{MAX_DEPTH // 2 * 6 + 1}", f"more than {MAX_DEPTH}"),
        (b" " * (MAX_BYTES + 1), "x", "larger than 4 MiB"),
        (b"\xfe\xff\0{", "x:1:1", "UTF-16"),
        (b'["\xed\xa0\x80"]', "x:1:3", "UTF-8"),
    ],
)
def test_json_refused(raw: bytes, where: str, says: str) -> None:
    [problem] = problems(read_json, raw)
    assert problem.where == where
    assert says in problem.message + problem.hint


def test_every_byte_that_is_not_utf8_is_named() -> None:
    found = problems(read_json, b'{"a": "\xff\xff",\n "b": "\xe2\x82"}')
    assert places(found) == ["x:1:8", "x:2:8"]
    assert "FF FF" in found[0].message


def test_control_the_library_guesses_where_we_refuse() -> None:
    """Why there is a scanner of our own."""
    assert json.loads('{"a": 1, "a": 2}') == {"a": 2}
    assert json.loads("[NaN]") != []
    assert json.loads('"\\ud800"') == "\ud800"


def plain(value: object) -> object:
    """What the library makes of it, with exact numbers."""
    return json.loads(json.dumps(value), parse_float=Decimal)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(TREES, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_json_is_read_as_the_library_reads_it(value: object, ascii_only: bool, indent: int | None) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()
    try:
        found = read_json(raw, name="x")
    except DocgenError as refusal:
        assert all("too long" in problem.message for problem in refusal.problems)  # noqa: PT017
        return
    assert found.data == plain(value)
    lines = raw.decode().replace("\r\n", "\n").split("\n")
    for line, column in found.positions.values():
        assert 1 <= column <= len(lines[line - 1])


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_whatever_comes_is_read_or_refused_with_a_place(raw: bytes) -> None:
    for read in (read_json, read_yaml):
        try:
            read(raw, name="x")
        except DocgenError as refusal:
            assert all(problem.where.startswith("x") for problem in refusal.problems)  # noqa: PT017


@given(st.text(alphabet="{}[]:,\"\\ \n01-.eEntrufalsu'#&*!|>?%@\t"))
def test_hostile_punctuation_is_read_or_refused(text: str) -> None:
    raw = text.encode()
    try:
        read_yaml(raw, name="x")
    except DocgenError as refusal:
        assert refusal.problems  # noqa: PT017
    try:
        ours: object = read_json(raw, name="x").data
    except DocgenError:
        return
    assert ours == json.loads(raw, parse_float=Decimal)  # what we accept, the library accepts


@pytest.mark.parametrize(
    ("name", "raw", "typed", "called"),
    [
        ("a/b.json", b"[1]", True, "a/b.json"),
        ("A.JSON", b"[1]", True, "A.JSON"),
        ("b.yaml", b"[1]", False, "b.yaml"),
        ("b.YML", b"[1]", False, "b.YML"),
        ("-", b"\xef\xbb\xbf\n {}", True, "stdin"),
        ("-", b" [1]", True, "stdin"),
        ("-", b"a: 1", False, "stdin"),
    ],
)
def test_read_by_its_name(name: str, raw: bytes, typed: bool, called: str) -> None:
    source, _problems = scan_source(name, raw)
    assert (source.typed, source.name) == (typed, called)


def test_a_request_is_the_clerks_not_the_definitions() -> None:
    for name in ("r.yaml", "-"):
        _source, [problem] = scan_source(name, b"a: 1\na: 2")
        assert REFERENCES[problem.reference] is ExitCode.CASE
    with pytest.raises(DocgenError) as refusal:
        scan_source("r.txt", b"{}")
    assert refusal.value.problems[0].reference == "input-unreadable"


def test_of_a_key_that_stands_twice_the_first_value_counts_and_nothing_of_the_second() -> None:
    source, problems = scan_yaml(b"a: {b: 1}\na: {b: 2, c: 3, c: 4}\nd: 5\n", name="x")
    assert source is not None
    assert source.data == {"a": {"b": "1"}, "d": "5"}
    assert source.repeated == {("a",)}
    assert (source.where(("a", "b")), source.where(("a", "c")), source.where(("d",))) == ("x:1:8", "x:1:4", "x:3:4")
    assert [problem.where for problem in problems] == ["x:2:1", "x:2:17"]


def test_what_can_be_read_past_leaves_the_rest_of_the_tree() -> None:
    raw = b'{"a": NaN, "b": [1, "\\ud800"], "c": {"d": 1}, "c": {"d": 2, "e": 3}, "f": 5}'
    source, found = scan_source("r.json", raw)
    assert source.data == {"a": None, "b": [1, "\ufffd"], "c": {"d": 1}, "f": 5}
    assert [problem.where for problem in found] == ["r.json:1:7 (a)", "r.json:1:22 (b.2)", "r.json:1:47 (c)"]
    assert dict(source.refused) == {("a",): found[:1], ("b", 1): found[1:2], ("c",): found[2:]}


def test_a_key_of_what_stands_twice_does_not_stand_twice_itself() -> None:
    [problem] = problems(read_json, b'{"a": {"b": 1}, "a": {"b": 2}}')
    assert problem.where == "x:1:17"
    assert len(problems(read_json, b'{"a": {"b": 1}, "a": {"b": 2, "b": 3}}')) == 2  # control


def test_yaml_that_can_be_read_past_leaves_the_rest_too() -> None:
    source, found = scan_source("r.yaml", b"a: &x 1\nb: [1, *x]\nc: 2\nc: 3\nf: 5\n")
    assert source.data == {"a": "1", "b": ["1", ""], "c": "2", "f": "5"}
    assert [problem.where for problem in found] == ["r.yaml:1:4 (a)", "r.yaml:2:8 (b.2)", "r.yaml:4:1 (c)"]
    assert set(source.refused) == {("a",), ("b", 1), ("c",)}


def test_of_what_cannot_be_read_to_its_end_only_that_is_told() -> None:
    with pytest.raises(DocgenError) as refusal:
        scan_source("r.json", b'{"a": NaN, "b": ')
    assert [problem.where for problem in refusal.value.problems] == ["r.json:1:7", "r.json:1:17"]

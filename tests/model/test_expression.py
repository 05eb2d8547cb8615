from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from docgen.errors import DocgenError
from docgen.model.expression import compile_expression, compile_message, parse_each
from docgen.model.printed import show

TEAM = {
    "auditor": [
        {"nama": "Sari", "periksa": {"hasil": "diterima"}, "akun": {"hasil": None}},
        {"nama": "Budi", "periksa": {"hasil": "ditolak"}, "akun": {"hasil": "tunda"}},
    ],
    "surat_tugas": {"sampai": dt.date(2026, 11, 21), "mulai": None},
    "tahap": {"tanggal": dt.date(2026, 11, 20)},
    "kelengkapan": {"lengkap": True},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("surat_tugas.sampai >= tahap.tanggal", True),
        ("kelengkapan.lengkap and auditor | selectattr('periksa.hasil', 'equalto', 'diterima') | list | length", 1),
        ("auditor | rejectattr('periksa.hasil', 'equalto', 'diterima') | map(attribute='nama') | join(', ')", "Budi"),
        ("auditor | length == 2", True),
        ("auditor[0].akun.hasil in (none, 'tunda')", True),
        ("auditor[5].nama == 'x'", False),  # behind the end of a list there is nothing, as there is of what is unknown
        ("(auditor | last).nama", "Budi"),
        ("auditor[-1]['nama']", "Budi"),
        ("surat_tugas.mulai or 'belum'", "belum"),
        ("'ya' if kelengkapan.lengkap else 'tidak'", "ya"),
        ("auditor | map(attribute='akun.hasil') | join", None),
        ("auditor | selectattr('akun.hasil') | list | length", 1),
        ("auditor | sort(attribute='nama') | map(attribute='nama') | list", ["Budi", "Sari"]),
        ("(auditor | min(attribute='nama')).nama", "Budi"),
        ("tak_ada is defined", False),
        ("2 + 3 - 1", 4),
        ("not (1 > 2)", True),
        ("'tentatif'", "tentatif"),
    ],
)
def test_evaluates(text: str, value: object) -> None:
    assert compile_expression(text).evaluate(TEAM) == value


def test_a_filtered_list_that_is_empty_counts_as_false() -> None:
    nobody = "auditor | selectattr('periksa.hasil', 'equalto', 'hilang')"
    assert not compile_expression(nobody).evaluate(TEAM)
    # The control: Jinja's own filter gives a generator, and a generator is always true.
    assert Environment().compile_expression(nobody)(**TEAM)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "a b",
        "a, b",
        "a }} {{ b",
        "a) }}{{ (b",
        "{% if a %}",
        "a.b(",
        "(" * 600 + "a" + ")" * 600,
        "a" * 3000,
    ],
)
def test_refuses_what_is_no_expression(text: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_expression(text)
    assert refusal.value.problems[0].reference == "expression-invalid"


@pytest.mark.parametrize(
    "text",
    [
        "''.__class__.__mro__",
        "a.__init__",
        "a['__class__']",
        "a._private",
        "_a",
        "a.items()",
        "range(9)",
        "9 ** 9",
        "'x' * 9",
        "a ~ b",
        "a % b",
        "a / b",
        "a // b",
        "{'a': 1}",
        "a[b]",
        "a[1:2]",
        "a[1.5]",
        "a | attr('x')",
        "a | format('x')",
        "a | map('attr', 'x')",
        "a | map('map')",
        "a | map(b)",
        "a | map(attribute=b)",
        "a | map(attribute='__class__')",
        "a | selectattr(b)",
        "a | selectattr('x', 'callable')",
        "a | select('callable')",
        "a | join(*b)",
        "a is callable",
        "self",
        "loop.index",
        "a if b",
    ],
)
def test_refuses_what_could_reach_further(text: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_expression(text)
    assert {problem.reference for problem in refusal.value.problems} == {"expression-invalid"}
    assert all(text in problem.message for problem in refusal.value.problems)


@pytest.mark.parametrize("name", ["lipsum", "cycler", "namespace", "dict", "joiner"])
def test_there_are_no_globals(name: str) -> None:
    with pytest.raises(DocgenError, match=name):
        compile_expression(name).evaluate({})
    assert Environment().compile_expression(name)() is not None  # the control: plain Jinja has them


def test_names_every_piece_that_may_not_stand_there() -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_expression("a() and b ** 2")
    assert len(refusal.value.problems) == 2


def test_methods_of_the_record_are_out_of_reach() -> None:
    with pytest.raises(DocgenError, match="items"):
        compile_expression("surat_tugas.items").evaluate(TEAM)
    # The control: plain Jinja hands the method out.
    assert callable(Environment().compile_expression("surat_tugas.items")(**TEAM))  # type: ignore[arg-type]
    # A fact of that name is a fact.
    assert compile_expression("d.items").evaluate({"d": {"items": 3}}) == 3


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("surat_tugas.sampay", "sampay", "sampai"),
        ("auditr", "auditr", "auditor"),
        ("surat_tugas.mulai >= tahap.tanggal", "surat_tugas.mulai", ""),
        ("surat_tugas.sampai.year", "year", ""),
        ("auditor | map(attribute='nma') | list", "nma", "nama"),
        ("auditor | selectattr('akun.hasl') | list", "hasl", "hasil"),
        ("auditor + 1", "auditor + 1", ""),
        ("auditor | sort(attribute='akun.hasil') | list", "auditor", ""),
    ],
)
def test_a_failure_names_expression_and_reason(text: str, reason: str, hint: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_expression(text).evaluate(TEAM)
    (problem,) = refusal.value.problems
    assert problem.reference == "expression-failed"
    assert text in problem.message
    assert reason in problem.message
    assert hint in problem.hint


def test_message_prints_the_indonesian_way() -> None:
    message = compile_message("Surat tugas {{ auditor | map(attribute='nama') | join(' & ') }} s.d. {{ st.sampai }}.")
    st_record = {"sampai": dt.date(2026, 11, 21)}
    assert message.evaluate({**TEAM, "st": st_record}) == "Surat tugas Sari & Budi s.d. 21 November 2026."


@pytest.mark.parametrize(
    "text", ["{% if a %}x{% endif %}", "{# a #}", "{{ a", "{{ a() }}", "{% raw %}{{ a }}{% endraw %}"]
)
def test_message_takes_nothing_but_values(text: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_message(text)
    assert refusal.value.problems[0].reference == "expression-invalid"


@pytest.mark.parametrize("text", ["{{ surat_tugas.mulai }}", "{{ auditor }}", "{{ hilang }}"])
def test_message_refuses_what_cannot_be_printed(text: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_message(text).evaluate(TEAM)
    assert refusal.value.problems[0].reference == "expression-failed"


def test_each() -> None:
    each = parse_each("penerima in auditor if penerima.akun.hasil in ('dibuat', 'diperpanjang')")
    assert (each.name, each.list) == ("penerima", ("auditor",))
    assert each.condition is not None
    assert each.condition.evaluate({"penerima": {"akun": {"hasil": "dibuat"}}})
    assert each.scope == {"penerima": ("auditor", "[penerima]")}
    assert parse_each("h in kelas.hari").list == ("kelas", "hari")
    assert parse_each("h in hari").condition is None
    assert parse_each("h in hari") == parse_each("h in hari")


@pytest.mark.parametrize(
    "text", ["", "auditor", "a of b", "a in b()", "a, b in c", "a in b if", "a in b if c(", "A in b"]
)
def test_each_refuses(text: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        parse_each(text)
    assert refusal.value.problems[0].reference == "expression-invalid"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2026, 11, 21), "21 November 2026"),
        (dt.time(8, 0), "08.00"),
        (dt.datetime(2026, 11, 21, 8, 5, tzinfo=dt.UTC), "21 November 2026 pukul 08.05"),
        (True, "ya"),
        (False, "tidak"),
        (2026, "2026"),
        (Decimal("1500000.00"), "1.500.000,00"),
        ("a & b", "a & b"),
    ],
)
def test_show(value: object, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize("value", [None, [], {}, 1.5, Decimal("NaN"), object(), b"x"])
def test_show_refuses(value: object) -> None:
    with pytest.raises(TypeError):
        show(value)


@given(st.text(max_size=80))
def test_any_text_is_an_expression_or_a_refusal(text: str) -> None:
    found: set[str] = set()
    try:
        compile_expression(text).evaluate({})
    except DocgenError as refusal:
        found = {problem.reference for problem in refusal.problems}
    assert found <= {"expression-invalid", "expression-failed"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a.tanggal + a.hal", "a.tanggal is a date, a.hal is a text"),
        ("a.jumlah + 'x'", "a.jumlah is a number"),
        ("a.daftar < a.jam", "a.daftar is a list, a.jam is a time"),
        ("a.daftar | join(1)", "a.daftar is a list"),
        ("1 + 'x'", "do not fit together"),
    ],
)
def test_values_that_do_not_fit_are_named_with_their_kinds(text: str, says: str) -> None:
    facts = {"tanggal": dt.date(2026, 1, 2), "hal": "x", "jumlah": 3, "daftar": [1], "jam": dt.time(8)}
    with pytest.raises(DocgenError) as refusal:
        compile_expression(text).evaluate({"a": facts})
    [problem] = refusal.value.problems
    assert says in problem.message
    assert not any(word in problem.message for word in ("str", "int", "datetime", "concatenate", "operand"))

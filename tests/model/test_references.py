from __future__ import annotations

from docgen.model.expression import compile_expression, parse_each
from docgen.model.references import Reference, references
from docgen.model.sandbox import environment


def read(source: str) -> tuple[Reference, ...]:
    return references(environment(filters={"titik": str}).parse(source), accepting={"titik"})


def paths(source: str) -> set[str]:
    return {".".join(one.path) for one in read(source)}


def the(source: str, path: str) -> Reference:
    (found,) = [one for one in read(source) if ".".join(one.path) == path]
    return found


def guards(source: str, path: str) -> set[str]:
    return {".".join(guard) for guard in the(source, path).guards}


def test_loops_and_aliases_are_followed() -> None:
    assert paths("{% for a in auditor %}{{ a.akun.user_id }}{{ loop.index }}{% endfor %}") == {
        "auditor",
        "auditor.[].akun.user_id",
    }
    assert paths("{% set x = auditor %}{% for a in x %}{{ a.nama }}{% endfor %}") == {"auditor", "auditor.[].nama"}
    assert paths("{% for d in surat %}{% for h in d.hari %}{{ h }}{% endfor %}{% endfor %}") == {
        "surat",
        "surat.[].hari",
        "surat.[].hari.[]",
    }
    assert paths("{% set n = 1 %}{{ n }}") == set()


def test_a_name_set_in_a_condition_may_be_either() -> None:
    source = "{% set x = a %}{% if c %}{% set x = b %}{% endif %}{{ x.nama }}"
    assert paths(source) == {"a", "b", "c", "a.nama", "b.nama"}


def test_a_name_bound_in_a_loop_ends_with_it() -> None:
    assert "a.nama" in paths("{% for a in auditor %}{% endfor %}{{ a.nama }}")


def test_filters_with_attributes() -> None:
    assert paths("{{ auditor | selectattr('periksa.hasil', 'eq', 'x') | map(attribute='nama') | join(', ') }}") == {
        "auditor",
        "auditor.[].periksa.hasil",
        "auditor.[].nama",
    }
    assert "auditor.[].nama" in paths("{{ (auditor | first).nama }}")
    assert "auditor.[].nama" in paths("{{ auditor[0].nama }}{{ auditor[-1]['nama'] }}")
    assert "auditor.[].akun.hasil" in paths("{% for k in auditor | map(attribute='akun') %}{{ k.hasil }}{% endfor %}")
    assert "auditor.[].nama" in paths("{% for a in auditor | sort(attribute='nama') %}{% endfor %}")


def test_what_a_condition_makes_certain() -> None:
    assert guards("{% if a.p %}{{ a.p.q }}{% endif %}", "a.p.q") == {"a.p"}
    assert guards("{% if not a %}{% else %}{{ a.x }}{% endif %}", "a.x") == {"a"}
    assert guards("{% if a and b %}{{ c }}{% endif %}", "c") == {"a", "b"}
    assert guards("{% if a or b %}{{ c }}{% endif %}", "c") == set()
    assert guards("{% if a == 'x' %}{{ c }}{% endif %}", "c") == {"a"}
    assert guards("{% if a == none %}{% else %}{{ c }}{% endif %}", "c") == {"a"}
    assert guards("{% if a is none %}{% elif b %}{{ c }}{% endif %}", "c") == {"a", "b"}
    assert guards("{% if a in ('x', 'y') %}{{ c }}{% endif %}", "c") == {"a"}
    assert guards("{% if a in (none, 'y') %}{{ c }}{% endif %}", "c") == set()
    assert guards("{{ c if a else '' }}", "c") == {"a"}
    assert guards("{% if a | length %}{{ c }}{% endif %}", "c") == {"a"}
    assert guards("{% for x in a %}{{ c }}{% endfor %}", "c") == {"a"}
    assert guards("{% if a | titik %}{{ c }}{% endif %}", "c") == set()  # dots are true whatever the fact is


def test_reading_that_does_no_harm_guards_itself() -> None:
    assert guards("{{ x or '' }}", "x") == {"x"}
    assert guards("{% if x %}{% endif %}", "x") == {"x"}
    assert guards("{% if x == 'a' %}{% endif %}", "x") == {"x"}
    assert guards("{{ x | titik }}", "x") == {"x"}
    assert guards("{{ a | selectattr('x', 'eq', 1) | length }}", "a.[].x") >= {"a.[].x"}
    # Controls: these fail, or are refused, when the fact is not known.
    assert guards("{{ x }}", "x") == set()
    assert guards("{% if x > 1 %}{% endif %}", "x") == set()
    assert guards("{{ '' or x }}", "x") == set()
    assert "a.[].x" not in guards("{{ a | selectattr('x', 'gt', 1) | length }}", "a.[].x")


def test_branches_of_is_defined() -> None:
    source = "{{ a if x.y is defined else b }}"
    assert the(source, "x.y").defined_test
    assert the(source, "a").if_defined == {("x", "y")}
    assert the(source, "b").unless_defined == {("x", "y")}
    source = "{% if x is undefined %}{{ a }}{% else %}{{ b }}{% endif %}{{ c }}"
    assert the(source, "a").unless_defined == {("x",)}
    assert the(source, "b").if_defined == {("x",)}
    assert the(source, "c").if_defined == the(source, "c").unless_defined == frozenset()
    assert the("{{ a if x is defined and x.z else b }}", "x.z").if_defined == {("x",)}
    assert the("{{ a if x is defined and x.z else b }}", "b").unless_defined == frozenset()


def test_lines() -> None:
    assert [one.line for one in read("{{ a }}\n\n{{ b }}")] == [1, 3]


def test_expressions_know_what_each_binds() -> None:
    each = parse_each("a in auditor if a.periksa.hasil == 'diterima'")
    assert each.condition is not None
    assert [one.path for one in each.condition.references] == [("a", "periksa", "hasil")]
    bound = compile_expression("a.periksa.hasil == 'x'", within=each.scope)
    assert [one.path for one in bound.references] == [("auditor", "[]", "periksa", "hasil")]

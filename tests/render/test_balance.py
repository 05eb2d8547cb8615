from __future__ import annotations

import io

import docx
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from wordfiles import read_part

from docgen.errors import DocgenError
from docgen.render.balance import Effect, UnbalancedError, effect
from docgen.render.part import compile_part
from docgen.render.prove import prove


def of(source: str) -> Effect:
    return effect(Environment().parse(source).body)


def test_effects() -> None:
    assert of("<a><b/>{{ x }}</a>") == Effect()
    assert of("</t></p><p><t>") == Effect(("t", "p"), ("p", "t"))
    assert of("{% if a %}</t></p><p><t>{% endif %}").steady
    assert of('<a b="{{ x }}"/>') == Effect()
    assert of("{% if a %}</p><p>{% else %}</p><p>{% endif %}").steady
    assert of("{% if a %}<x>{% else %}<x>{% endif %}</x>") == Effect()


@pytest.mark.parametrize(
    "source",
    [
        "<a></b>",
        "{% if a %}<x>{% endif %}</x>",
        "{% if a %}<x>{% else %}<y>{% endif %}",
        "{% for a in b %}<x>{% endfor %}",
        "<p>{% for a in b %}</p><q>{% endfor %}</q>",
        "{% if a %}x{% elif b %}</p>{% endif %}",
    ],
)
def test_what_would_tear(source: str) -> None:
    with pytest.raises(UnbalancedError):
        of(source)


WORDS = st.sampled_from(["kata", "{{ c }}", ""]).map(lambda word: [word])


def blocks(body: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Loops and conditions around bodies, in the line (`{% %}`) or in paragraphs of their own (`{%p %}`)."""

    def written(kind: str, first: list[str], second: list[str], form: str) -> list[str]:
        def tag(content: str) -> str:
            return f"{{%{kind} {content} %}}"

        if form == "for":
            return [tag("for a in b"), *first, *second, tag("endfor")]
        if form == "if":
            return [tag("if x"), *first, *second, tag("endif")]
        return [tag("if x"), *first, tag("else"), *second, tag("endif")]

    block = st.builds(written, st.sampled_from(["", "p"]), body, body, st.sampled_from(["for", "if", "else"]))
    return st.one_of(block, st.builds(lambda one, other: one + other, body, block))


@st.composite
def pages(draw: st.DrawFn) -> list[tuple[bool, list[str]]]:
    """Properly nested tags, broken at any place into paragraphs, in the text or in a cell."""
    page: list[tuple[bool, list[str]]] = [(False, [""])]
    for token in draw(st.recursive(WORDS, blocks, max_leaves=6)):
        own = token.startswith("{%p")
        step = draw(st.sampled_from(["line", "line", "paragraph", "place"])) if not own else "paragraph"
        if step == "place":
            page.append((draw(st.booleans()), [""]))
        elif step == "paragraph":
            page[-1][1].append("")
        page[-1][1][-1] += token
        if own:
            page[-1][1].append("")
    return page


@given(pages())
@settings(max_examples=100, deadline=None)
def test_what_compiles_is_sound_whatever_is_true(page: list[tuple[bool, list[str]]]) -> None:
    document = docx.Document()
    for in_cell, lines in page:
        place = document.add_table(rows=1, cols=1).cell(0, 0) if in_cell else document
        for line in lines:
            place.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    try:
        part = compile_part("x", read_part(saved.getvalue(), "word/document.xml"), where="x", form=False)
    except DocgenError as refusal:
        event(refusal.problems[0].message[-40:])
        return
    event("compiled")
    for x in (True, False):
        for count in (0, 1, 3):
            assert prove(part.fill({"x": x, "b": ["<&>"] * count, "c": "A & B"}), "x") is None


def test_without_that_check_a_letter_would_be_torn() -> None:
    """The control: the same source through Jinja alone."""
    torn = '<w:body xmlns:w="x"><w:p>{% if x %}</w:p><w:tc><w:p>{% endif %}</w:p></w:tc></w:body>'
    with pytest.raises(UnbalancedError):
        of(torn)
    made = [Environment(autoescape=True).from_string(torn).render(x=x).encode() for x in (True, False)]
    assert [prove(data, "x") is None for data in made] == [True, False]

"""Reasons that libraries and the operating system give, in words of our own: each has its text in the catalogues."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import yaml
from jinja2 import TemplateSyntaxError

from docgen.errors import DocgenError
from docgen.model import jinja_mistakes, yaml_mistakes
from docgen.model.expression import compile_expression
from docgen.model.jinja_mistakes import syntax_reason
from docgen.model.reasons import os_reason
from docgen.model.sandbox import plain_environment
from docgen.model.source import read_yaml


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOENT, "no such file"),
        (errno.EISDIR, "a folder"),
        (errno.EACCES, "right"),
        (errno.EPERM, "right"),
        (errno.ENOSPC, "no space"),
        (errno.EROFS, "only be read"),
        (errno.ENAMETOOLONG, "name is too long"),
        (errno.EMFILE, "too many files"),
        (errno.ENFILE, "too many files"),
        (errno.EIO, "disk"),
        (errno.ENXIO, "pipe"),
        (errno.ENOTDIR, "not a folder"),
        (errno.ELOOP, "circle"),
    ],
)
def test_what_the_system_says_is_said_in_our_words(code: int, says: str) -> None:
    reason = os_reason(OSError(code, os.strerror(code), "x"))
    assert says in reason
    assert os.strerror(code) not in reason


def test_control_what_is_unknown_keeps_the_systems_text_in_brackets() -> None:
    assert os_reason(OSError(errno.EXDEV, os.strerror(errno.EXDEV))).endswith(f"({os.strerror(errno.EXDEV)})")
    assert os_reason(OSError("tanpa nomor")).endswith("(tanpa nomor)")


def test_real_refusals_of_the_system_are_known(tmp_path: Path) -> None:
    for path, says in [(tmp_path, "folder"), (tmp_path / "x", "no such"), (tmp_path / ("x" * 300), "too long")]:
        with pytest.raises(OSError, match=r".") as refusal:
            path.read_bytes()
        assert says in os_reason(refusal.value)


BROKEN_YAML = {
    "a: 'x\nb: 1": ("1:4", "quote is not closed"),
    "a: @x": ("1:4", "begin with @"),
    "a: %x": ("1:4", "begin with %"),
    "a: *": ("1:4", "begin with *"),
    "a:\n\t- b": ("2:1", "tab"),
    "a: |\n\tx": ("2:1", "tab"),
    "a: b: c": ("1:5", "colon cannot stand"),
    "a:\n  b: 1\n c: 2": ("3:2", "next name"),
    "a: 1\nb\nc: 1": ("2:1", "colon is missing"),
    "a: [1, 2": ("1:4", "list is not closed"),
    "a: {b: 1": ("1:4", "mapping in braces"),
    "- a\nb: 1": ("2:1", "next item"),
    "a: - b": ("1:4", "item of a list"),
    'a: "\\q"': ("1:5", "backslash"),
    "a: ]": ("1:4", "value is expected"),
    "a: |x\n b": ("1:5", "several lines"),
}


@pytest.mark.parametrize("text", BROKEN_YAML)
def test_yaml_mistakes_are_told_in_our_own_words(text: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        read_yaml(text.encode(), name="x")
    (problem,) = refusal.value.problems
    where, says = BROKEN_YAML[text]
    assert problem.where == f"x:{where}"
    assert says in problem.message
    assert problem.hint
    assert "while " not in problem.message


@pytest.mark.parametrize("text", BROKEN_YAML)
def test_both_parsers_are_understood(text: str) -> None:
    """Where there is no libyaml, Python's own parser says it in other words."""
    with pytest.raises(yaml.YAMLError) as refusal:
        list(yaml.parse(text, Loader=yaml.BaseLoader))
    _place, message, hint = yaml_mistakes.breach(refusal.value, text)
    assert "while " not in message
    assert "not YAML" not in message
    assert hint


def test_control_an_unknown_mistake_keeps_the_parsers_text_in_brackets() -> None:
    _place, message, _hint = yaml_mistakes.breach(yaml.YAMLError("something new"), "a: 1")
    assert message == "This is not YAML (something new)."


BROKEN_TEMPLATES = {
    "{{ a": "“}}” is missing",
    "{{ a b }}": "“}}” is expected, but “b”",
    "{{ 'a }}": "quote is not closed",
    "{{ “a” }}": "straight",
    "{{ a. }}": "behind the dot",
    "{{ a[ }}": "“]” is expected",
    "{{ }}": "value is missing before “}}”",
    "{% for x in y %}": "{% endfor %} is missing",
    "{% if x %}": "{% endif %} is missing",
    "{% for x y %}{% endfor %}": "“in” is expected",
    "{% endfor %}": "nothing that it ends",
    "{% foo %}": "“foo”",
    "{% %}": "name of the tag",
    "{{ a $ b }}": "“$” cannot stand",
    "{# x": "comment",
    "{{ a) }}": "“)” cannot stand",
    "{% set 1 = 2 %}": "to a name only",
    "{{ a | }}": "a name is expected",
    "{{ a == }}": "“}}” cannot stand",
    "{{ a is b is c }}": "“is”",
    "{{ f(*a, b) }}": "round brackets",
}


@pytest.mark.parametrize("text", BROKEN_TEMPLATES)
def test_mistakes_in_the_template_language_are_told_in_our_own_words(text: str) -> None:
    with pytest.raises(TemplateSyntaxError) as refusal:
        plain_environment().parse(text)
    reason = syntax_reason(refusal.value)
    assert BROKEN_TEMPLATES[text] in reason
    assert str(refusal.value.message) not in reason


def test_control_an_unknown_sentence_of_jinja_stays_in_brackets() -> None:
    assert syntax_reason(TemplateSyntaxError("something new", 1)).endswith("(something new)")
    assert "too deep" in syntax_reason(RecursionError())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a ==", "ends too early"),
        ("(a", "ends too early"),
        ("a b", "“b” cannot stand there"),
        ("a = 1", "“=” cannot stand there"),
        ("'x", "quote is not closed"),
    ],
)
def test_an_expression_hears_nothing_of_what_was_put_around_it(text: str, says: str) -> None:
    with pytest.raises(DocgenError) as refusal:
        compile_expression(text)
    (problem,) = refusal.value.problems
    assert says in problem.message
    assert ")" not in problem.message


def test_each_kind_of_mistake_is_met_by_an_example() -> None:
    """A row that no example meets is dead, or its library has changed its words."""
    told = set()
    for text in BROKEN_TEMPLATES:
        with pytest.raises(TemplateSyntaxError) as refusal:
            plain_environment().parse(text)
        told.add(
            next(pattern for pattern, _reason in jinja_mistakes._KINDS if pattern.match(refusal.value.message or ""))
        )
    unmet = {pattern.pattern for pattern, _reason in jinja_mistakes._KINDS} - {pattern.pattern for pattern in told}
    assert {pattern[:20] for pattern in unmet} <= {"Invalid character in"}  # only in names of some scripts

"""The office's settings: what the check lets through works."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from docgen.app.workspace import read_office
from docgen.errors import DocgenError, Problem
from docgen.model.office import RegisterRule, print_number

SETTINGS = (Path(__file__).resolve().parents[2] / "docgen.toml").read_text(encoding="utf-8")


def refused(folder: Path, old: str, new: str) -> Problem:
    """The one problem of the shipped settings with this change."""
    assert SETTINGS.count(old) == 1
    (folder / "docgen.toml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    with pytest.raises(DocgenError) as refusal:
        read_office(folder / "docgen.toml")
    (problem,) = refusal.value.problems
    assert problem.where.startswith("docgen.toml:")
    return problem


def printed(rule: RegisterRule) -> str:
    return print_number(rule, number=7, date=dt.date(2026, 11, 21), code="500", unit="LPSE")


@pytest.mark.parametrize("field", ["{nomor:03d}", "{nomor!x}", "{nomor!r}", "{nomor:{lebar}}", "{nomor:>9}"])
def test_a_pattern_names_and_does_not_format(tmp_path: Path, field: str) -> None:
    problem = refused(tmp_path, 'pola = "{kode}/{nomor}/', f'pola = "{{kode}}/{field}/')
    assert "nothing can stand behind nomor" in problem.message
    assert "lebar = 3" in problem.hint


def test_a_pattern_without_its_number_is_refused(tmp_path: Path) -> None:
    problem = refused(tmp_path, 'pola = "{kode}/{nomor}/{unit}/{tahun}"', 'pola = "{kode}/{unit}/{tahun}"')
    assert problem.message == "register.surat-keluar.pola: the pattern lacks {nomor}."
    assert problem.hint == "Put {nomor} where the number stands."


@given(
    st.lists(
        st.sampled_from(
            ["{", "}", "nomor", "{nomor}", "{tahun}", "{bulan}", ":", "!", "03d", "x", ".", "[0]", "/", "{{"]
        )
    ).map("".join)
)
def test_whatever_pattern_is_let_through_can_be_printed(pattern: str) -> None:
    try:
        rule = RegisterRule(pola=pattern)
    except ValidationError:
        return
    assert "7" in printed(rule)


def test_control_the_width_is_the_registers() -> None:
    assert printed(RegisterRule(pola="{kode}/{nomor}/{unit}/{tahun}", lebar=3)) == "500/007/LPSE/2026"


def test_the_month_is_that_of_the_paper_in_roman_if_the_register_says_so() -> None:
    assert printed(RegisterRule(pola="{nomor}/{bulan}/{tahun}", bulan_romawi=True)) == "7/XI/2026"
    assert printed(RegisterRule(pola="{nomor}/{bulan}/{tahun}")) == "7/11/2026"


@pytest.mark.parametrize("name", ["Asia", "America/Argentina", "WIB", "../etc", "", "x" * 300])
def test_what_is_no_time_zone_is_refused(tmp_path: Path, name: str) -> None:
    problem = refused(tmp_path, '"Asia/Jakarta"', f'"{name}"')
    assert "no known time zone" in problem.message
    assert "Asia/Jakarta" in problem.hint

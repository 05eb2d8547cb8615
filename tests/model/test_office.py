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
    problem = refused(tmp_path, 'pola = "{kode}/{nomor}/{unit}', f'pola = "{{kode}}/{field}/{{unit}}')
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


STAND_IN = """
[[pengganti]]
jenis = "Plh."
menggantikan = "ketua-lpse"
pejabat = "verifikator"
mulai = 2026-03-02
sampai = 2026-03-06
surat = "800/1/LPSE/2026"
"""


def told(folder: Path, text: str) -> list[Problem]:
    """Everything that is wrong with settings of this text."""
    (folder / "docgen.toml").write_text(text, encoding="utf-8")
    try:
        read_office(folder / "docgen.toml")
    except DocgenError as refusal:
        return list(refusal.problems)
    return []


def test_control_a_stand_in_with_his_decree_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, SETTINGS + STAND_IN) == []


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        ('surat = "800/1/LPSE/2026"\n', "", "has no decree", "[[pengganti]]"),
        ('"800/1/LPSE/2026"', '" "', "has no decree", "[[pengganti]]"),
        ("sampai = 2026-03-06\n", "", "has no last day", "jenis"),
        ("2026-03-06", "2026-03-01", "The last day, 2026-03-01, is before the first, 2026-03-02.", "sampai"),
        ('"verifikator"', '"ketua-lpse"', "cannot stand in for himself", "pejabat"),
        ('"verifikator"', '"verifikatr"', "There is no official verifikatr", "pejabat"),
        ('"ketua-lpse"', '"ketua"', "There is no official ketua", "menggantikan"),
        ('"Plh."', '"PLH"', "must be one of: Plh., Plt., Pj.", "jenis"),
        ("2026-03-02", '"2026-03-02"', "must be a date", "mulai"),
        ("2026-03-02", "2026-03-02T08:00:00", "must be a date", "mulai"),
    ],
)
def test_a_stand_in_who_cannot_be_is_told_with_his_line(
    tmp_path: Path, old: str, new: str, message: str, at: str
) -> None:
    assert STAND_IN.count(old) == 1
    text = SETTINGS + STAND_IN.replace(old, new)
    (problem,) = told(tmp_path, text)
    assert message in problem.message
    line = int(problem.where.split(":")[1])
    assert text.splitlines()[line - 1].startswith(at)
    assert line > SETTINGS.count("\n")
    assert problem.reference == "office-invalid"


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("2026-03-06", "2026-03-09", True),
        ("2026-02-01", "2026-03-02", True),
        ("2026-03-03", "2026-03-04", True),
        ("2026-01-01", "2026-12-31", True),
        ("2026-03-07", "2026-03-09", False),
        ("2026-02-01", "2026-03-01", False),
    ],
)
def test_a_post_has_one_stand_in_a_day(tmp_path: Path, start: str, end: str, *, overlaps: bool) -> None:
    other = STAND_IN.replace('"verifikator"', '"helpdesk"').replace("mulai = 2026-03-02", f"mulai = {start}")
    other = other.replace("sampai = 2026-03-06", f"sampai = {end}")
    found = told(tmp_path, SETTINGS + STAND_IN + other)
    assert [problem.message.partition(" on ")[0] for problem in found] == ["For ketua-lpse two stand in"] * overlaps
    assert told(tmp_path, SETTINGS + STAND_IN + other.replace('"ketua-lpse"', '"admin"')) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'peran = ["verifikator"]',
            'peran = ["verifikator"]\nmulai = 2026-07-01\nsampai = 2026-06-30',
            "The last day, 2026-06-30, is before the first, 2026-07-01.",
        ),
        ('jabatan = "Ketua LPSE"', 'jabatan = "Plt. Ketua LPSE"', "begins with what docgen itself prints"),
        ("[berkas]", '[naskah.surat]\nuntuk_beliau = "Kepala Bagian"\n\n[berkas]', "means nothing without atas_nama"),
        ("[berkas]", '[naskah.surat]\natas_nama = "a.n. Sekretaris Daerah"\n\n[berkas]', "begins with what docgen"),
        ('kertas = "A4"', 'kertas = "F5"', "must be one of: A4, F4"),
        ("aktif = false", 'aktif = "ya"', "must be true or false"),
    ],
)
def test_what_officials_and_papers_cannot_be(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in refused(tmp_path, old, new).message


def test_all_that_is_wrong_with_officials_is_told_at_once(tmp_path: Path) -> None:
    text = SETTINGS.replace('"Ketua LPSE"', '"Plt. Ketua LPSE"') + STAND_IN.replace('"800/1/LPSE/2026"', '""')
    assert len(told(tmp_path, text + STAND_IN.replace('"verifikator"', '"ketua-lpse"'))) == 4


@pytest.mark.parametrize(
    "pattern", ["{kode}/{nomor}/{{tahun}}", "{{{nomor}}}/{tahun}", "{nomor}\\n/{tahun}", "{nomor}\u200f/{tahun}"]
)
def test_a_pattern_that_would_print_more_than_it_says_is_refused(tmp_path: Path, pattern: str) -> None:
    problem = refused(tmp_path, 'pola = "{kode}/{nomor}/{unit}/{tahun}"', f'pola = "{pattern}"')
    assert problem.reference == "office-invalid"
    assert "pola" in problem.message


@pytest.mark.parametrize("name", ["../x", "a b/c", "", "Surat-Keluar"])
def test_a_register_has_a_plain_name(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, "[register.surat-keluar]", f'[register."{name}"]').reference == "office-invalid"

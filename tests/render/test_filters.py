from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from docgen.errors import DocgenError, Problem
from docgen.model import sandbox
from docgen.model.values import kind_of
from docgen.render.filters import FILTERS
from docgen.render.markup import W
from docgen.render.part import compile_part

NIP = "198609262015051001"
WIB = dt.timezone(dt.timedelta(hours=7))
FACTS: dict[str, Any] = {
    "kosong": None,
    "hari": dt.date(2026, 11, 20),
    "auditor": [
        {"nama": "Budi & Wati", "pangkat": None, "ada": True},
        {"nama": "Ani", "pangkat": "III/a", "ada": False},
    ],
    "angka": [3, 1, 3],
}
EVERY = sorted({*FILTERS, *sandbox.FILTERS})
"""All that a template may name."""


def filled(expression: str) -> etree._Element:
    """The part of a letter that prints this alone, compiled and filled as every letter is."""
    root = etree.Element(f"{W}document")
    etree.SubElement(
        etree.SubElement(etree.SubElement(root, f"{W}p"), f"{W}r"), f"{W}t"
    ).text = f"{{{{ {expression} }}}}"
    part = compile_part("word/document.xml", etree.tostring(root), where="a.docx", form=False)
    return etree.fromstring(part.fill(FACTS))


def printed(expression: str) -> str:
    """What a letter prints for it."""
    return "".join(str(text) for text in filled(expression).itertext())


def refused(expression: str) -> Problem:
    """Why a letter with it is refused."""
    with pytest.raises(DocgenError) as caught:
        filled(expression)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("tanggal", dt.date(2026, 11, 21), "21 November 2026"),
        ("tanggal", "2026-11-21", "21 November 2026"),
        ("tanggal", "2026-11-21T23:30:00+07:00", "21 November 2026"),
        ("tanggal", dt.datetime(2026, 11, 21, 23, 30, tzinfo=WIB), "21 November 2026"),
        ("hari_tanggal", "2026-11-21", "Sabtu, 21 November 2026"),
        ("hari_tanggal", dt.date(2026, 11, 20), "Jumat, 20 November 2026"),
        ("hari_tanggal", dt.date(2026, 11, 22), "Minggu, 22 November 2026"),
        (
            "tanggal_terbilang",
            dt.date(2026, 11, 23),
            "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)",
        ),
        ("jam", dt.time(8), "08.00"),
        ("jam", "08:05", "08.05"),
        ("jam", "2026-11-21T13:05:00+07:00", "13.05"),
        ("jam", dt.datetime(2026, 11, 21, 13, 5, tzinfo=WIB), "13.05"),
        ("terbilang", 2026, "dua ribu dua puluh enam"),
        ("terbilang", Decimal("1500000.00"), "satu juta lima ratus ribu"),
        ("angka_terbilang", 1, "1 (satu)"),
        ("angka_terbilang", 1500, "1.500 (seribu lima ratus)"),
        ("rupiah", Decimal("1500000.00"), "Rp1.500.000,00"),
        ("rupiah", "1500000.50", "Rp1.500.000,50"),
        ("rupiah", 0, "Rp0,00"),
        ("romawi", 11, "XI"),
        ("nip", NIP, "19860926 201505 1 001"),
        ("nip", {"jenis": "NIP", "nomor": NIP}, "19860926 201505 1 001"),
        ("nip", {"jenis": "NI PPPK", "nomor": "199001012022211001"}, "19900101 202221 1 001"),
        ("nip", {"jenis": "lainnya", "nomor": NIP}, NIP),
        ("nip", {"jenis": "NRP", "nomor": "12345/P"}, "12345/P"),
        ("nip", "12345678", "12345678"),
        ("hp", "+6281234567890", "0812-3456-7890"),
        ("hp", "+6271921234", "(0719) 21234"),
        ("hp", "+12025550123", "+1 202-555-0123"),
        ("samar", "+6281234567345", "0812-****-345"),
        ("samar", "+6271921234", "0719-****-4"),
        ("samar", "budi@bpk.go.id", "b***@bpk.go.id"),
        ("samar", {"jenis": "NIP", "nomor": NIP}, "****001"),
        ("samar", "123456", "****"),
        ("centang", True, "☑"),
        ("centang", False, "☐"),
        ("centang", None, "☐"),
        ("titik", None, "." * 30),
        ("titik", "", "." * 30),
        ("titik", "Budi", "Budi"),
    ],
)
def test_what_a_filter_prints(name: str, value: object, text: object) -> None:
    assert FILTERS[name](value) == text


@pytest.mark.parametrize("name", sorted(set(FILTERS) - {"centang", "titik"}))
def test_an_empty_fact_stays_empty(name: str) -> None:
    assert FILTERS[name](None) is None


@pytest.mark.parametrize("name", ["nip", "samar"])
def test_an_identity_not_known_yet_stays_empty(name: str) -> None:
    assert FILTERS[name]({"jenis": None, "nomor": None}) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tanggal", "besok"),
        ("tanggal", "2026-02-30"),
        ("tanggal", 20261121),
        ("tanggal", dt.time(8)),
        ("hari_tanggal", "08:00"),
        ("jam", "2026-11-21"),
        ("jam", dt.date(2026, 11, 21)),
        ("jam", 8),
        ("terbilang", "1"),
        ("terbilang", True),
        ("terbilang", 1.0),
        ("terbilang", Decimal("1.5")),
        ("angka_terbilang", [1]),
        ("rupiah", 1.5),
        ("rupiah", "seribu"),
        ("rupiah", "Infinity"),
        ("rupiah", "NaN"),
        ("rupiah", Decimal("0.001")),
        ("rupiah", True),
        ("romawi", 0),
        ("romawi", 4000),
        ("romawi", "XI"),
        ("nip", int(NIP)),
        ("nip", {"nomor": NIP}),
        ("hp", "0812-3456-7890"),
        ("hp", "+999123456"),
        ("hp", 62812),
        ("samar", 12345678),
        ("centang", "ya"),
        ("centang", 1),
    ],
)
def test_a_wrong_value_names_filter_and_type(name: str, value: object) -> None:
    with pytest.raises(DocgenError) as caught:
        FILTERS[name](value)
    (problem,) = caught.value.problems
    assert problem.reference == "render-failed"
    assert name in problem.message
    assert kind_of(value) in problem.message


def test_wrong_use_in_a_template_is_refused() -> None:
    for expression in ("hari|tanggal('x')", "hari|titik('x')", "kosong|titik(0)", "kosong|titik(201)"):
        problem = refused(expression)
        assert problem.reference == "render-failed"
        assert expression.split("|")[1].split("(")[0] in problem.message


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("hari|hari_tanggal", "Jumat, 20 November 2026"),
        ("kosong|tanggal|titik(5)", "....."),
        ("auditor|map(attribute='nama')|join(', ')", "Budi & Wati, Ani"),
        ("auditor|selectattr('ada')|list|length", "1"),
        ("auditor|rejectattr('ada')|map(attribute='nama')|first", "Ani"),
        ("(auditor|sort(attribute='nama')|last).nama|upper", "BUDI & WATI"),
        ("auditor|map(attribute='pangkat')|select|join", "III/a"),
        ("auditor|map(attribute='pangkat')|reject('none')|join", "III/a"),
        ("[hari]|map('tanggal')|join", "20 November 2026"),
        ("'Müller'|upper", "MÜLLER"),
        ("'BPK'|lower", "bpk"),
        ("['a', 1]|join", "a1"),
        ("angka|unique|join('-')", "3-1"),
        ("angka|sum", "7"),
        ("angka|min", "1"),
        ("angka|max", "3"),
        ("'<b>'|upper", "<B>"),
    ],
)
def test_filters_work_in_a_template(expression: str, text: str) -> None:
    assert printed(expression) == text


def test_every_filter_is_tried_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in EVERY if f"|{name}" not in source and f'"{name}"' not in source] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_misspelt_placeholder_stays_an_error(name: str) -> None:
    needed = {"map": "(attribute='a')", "selectattr": "('a')", "rejectattr": "('a')"}.get(name, "")
    problem = refused(f"salah|{name}{needed}")
    assert problem.reference == "placeholder-unknown"
    assert "salah" in problem.message


def test_a_misspelt_attribute_stays_an_error() -> None:
    assert "nma" in refused("auditor|map(attribute='nma')|join").message


@pytest.mark.parametrize("expression", ["kosong|upper", "auditor|map(attribute='pangkat')|join(', ')", "[]|first"])
def test_nothing_is_never_printed_as_none(expression: str) -> None:
    assert refused(expression).reference == "placeholder-empty"
    loose = ImmutableSandboxedEnvironment()  # the control: Jinja's own filters
    assert "none" in loose.from_string(f"{{{{ {expression} or none }}}}").render(FACTS).lower()


@pytest.mark.parametrize(
    "expression", ["hari|upper", "kosong|length", "5|length", "hari|list", "auditor|join", "5|sum"]
)
def test_a_value_that_does_not_fit_is_refused(expression: str) -> None:
    assert refused(expression).reference == "render-failed"


@pytest.mark.parametrize("name", ["default", "d", "safe", "attr", "format", "xmlattr", "tojson", "pprint"])
def test_what_hides_errors_or_escapes_is_not_there(name: str) -> None:
    assert name in JINJA_FILTERS
    assert refused(f"hari|{name}").reference == "template-syntax"


def test_the_list_of_filters_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        FILTERS["safe"] = str  # type: ignore[index]


@given(
    st.one_of(st.from_regex(r"\+6281[1-3][0-9]{7,8}", fullmatch=True), st.from_regex(r"[0-9]{8,20}", fullmatch=True))
)
def test_a_masked_number_hides_at_least_four_digits(number: str) -> None:
    masked = str(FILTERS["samar"](number))
    assert number not in masked
    assert "****" in masked
    digits = number.replace("+62", "0")
    assert sum(character.isdigit() for character in masked) <= len(digits) - 4


@given(st.dates(dt.date(1900, 1, 1), dt.date(2126, 12, 31)))
def test_a_date_and_its_stored_text_print_alike(date: dt.date) -> None:
    for name in ("tanggal", "hari_tanggal", "tanggal_terbilang"):
        assert FILTERS[name](date) == FILTERS[name](date.isoformat())

"""Whatever is said, in whatever shape: a value, a question, or a named refusal; never another exception."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from player import START, Played, auditor, script, small, spoken, world

from docgen.errors import REFERENCES, DocgenError
from docgen.workflow.given import PENDING, Given, at_path, find, overlay
from docgen.workflow.mend import mend

ALL_TYPES = small(
    """
    teks: {type: text, label: L, default: x}
    alinea: {type: paragraph, label: L}
    bulat: {type: integer, label: L, min: 1, max: 9}
    uang: {type: money, label: L}
    tanggal: {type: date, label: L}
    jam: {type: time, label: L}
    saat: {type: datetime, label: L}
    boleh: {type: yesno, label: L}
    pilih: {type: choice, label: L, choices: [a, b]}
    surel: {type: email, label: L}
    hp: {type: phone, label: L}
    nip: {type: identity, label: L}
    siapa: {type: official, label: L}
    scan: {type: file, label: L}
    nomor: {type: number, label: L, register: buku}
    rekam:
      type: record
      label: L
      fields: {a: {type: identity, label: L}, b: {type: list, of: date, label: L, when: a is none}}
    orang:
      type: list
      label: L
      max: 4
      fields: {nama: {type: text, label: L}, usia: {type: integer, label: L, when: nama == 'x'}}
    berkas: {type: list, of: file, label: L}
    tim: {type: list, of: official, label: L}
    cek: {type: checklist, label: L, items: {satu: S, dua-dua: D}}
    disposisi: {type: disposition, label: L, choices: [Proses]}
    nilai: {type: record, label: L, each: o in orang if o.nama != 'y', fields: {n: {type: integer, label: L}}}
    hari: {type: list, of: date, label: L, each: o in orang}
    lulus: {type: checklist, label: L, each: o in orang, when: boleh, items: {satu: S}}
    """,
    """
    - id: awal
      actor: petugas_a
      activity: A
      fields: [teks, alinea, bulat, uang, tanggal, jam, saat, boleh, pilih, surel, hp, nip, siapa, scan, nomor, rekam,
        orang, berkas, tim, cek, disposisi, nilai, hari, lulus]
      next: awal
    """,
)
PARTS = [
    "a", "b", "nama", "usia", "n", "satu", "dua-dua", "hasil", "keterangan", "kepada", "harap", "isi", "jenis",
    "1", "2", "3", "*", "0", "01", "99999999",
]  # fmt: skip
NAMES = [*ALL_TYPES.fields, *PARTS, "9" * 4400, "٣", "", ".", "\x00", "\ud800"]
WORDS = [
    "x", "y", "a", "sesuai", "ani", "a.pdf", "x.exe", "petugas_a", "Proses", "2025-11-03", "08:00", "ya", "NIP",
    "=1", "00000001", "0812", "@",
]  # fmt: skip
TEXTS = [*WORDS, "tidak ada", "", " ", "\x00", "\ud800", "\u202e", "{{ x }}", "9" * 400, "x" * 5000]

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(2**70), st.floats(), st.sampled_from(TEXTS), st.text(max_size=8)
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=3)), inner, max_size=5),
    ),
    max_leaves=25,
)
inputs = st.dictionaries(st.sampled_from(NAMES), trees, max_size=8)
paths = st.lists(st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=3)), min_size=1, max_size=5).map(tuple)
leaves = st.one_of(scalars.map(Given), st.just(PENDING))
CALM = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def untyped(tree: Any) -> Given:
    """The same as from YAML: texts only."""
    if isinstance(tree, dict):
        return Given({name: untyped(part) for name, part in tree.items()}, where="in.yaml:1:1")
    if isinstance(tree, list):
        return Given([untyped(item) for item in tree], where="in.yaml:1:1")
    return Given(None if tree is None else str(tree), where="in.yaml:1:1")


def full() -> Played:
    """A case in which every field is known."""
    case = Played(ALL_TYPES)
    case.do(
        "awal",
        {
            "alinea": "x", "bulat": 1, "uang": 5, "tanggal": "2025-11-03", "jam": "08:00",
            "saat": "2025-11-03T08:00:00+07:00", "boleh": True, "pilih": "a", "surel": "a@contoh.example",
            "hp": "081200000001", "nip": {"jenis": "NRP", "nomor": "00000001"}, "siapa": "ani", "scan": "a.pdf",
            "rekam": {"a": "NRP 00000001"}, "orang": [{"nama": "x", "usia": 3}, {"nama": "y"}],
            "berkas": ["a.pdf"], "tim": ["ani"],
            "cek": {"satu": "sesuai", "dua-dua": "tidak ada"}, "disposisi": {"kepada": ["petugas_a"]},
            "nilai": [{"n": 1}], "hari": [["2025-11-03"], []], "lulus": [{"satu": "sesuai"}] * 2,
        },
    )  # fmt: skip
    return case


FULL, EMPTY = full(), Played(ALL_TYPES)


def judged(case: Played, stage: str, said: Given) -> None:
    found = case.see(stage, said)
    assert all(problem.reference in REFERENCES for problem in found.problems)
    rfc8785.dumps(dict(found.values))  # type: ignore[arg-type]  # whatever is taken can be kept
    if not found.problems and not found.missing:
        case.plan(stage, said)


@CALM
@given(tree=inputs, typed=st.booleans(), known=st.booleans())
@example(tree={"orang": {"9" * 4400: {}}}, typed=True, known=True)
@example(tree={"nip": {"jenis": {"x": []}, "nomor": None}}, typed=True, known=False)
def test_any_tree_is_judged(tree: dict[str, Any], typed: bool, known: bool) -> None:
    judged(FULL if known else EMPTY, "awal", spoken(tree) if typed else untyped(tree))


@CALM
@given(tree=st.one_of(scalars, st.lists(scalars)))
def test_input_that_is_no_mapping_is_refused(tree: Any) -> None:
    found = EMPTY.see("awal", spoken(tree))
    assert bool(found.problems) is (tree is not None)


@CALM
@given(sets=st.lists(st.tuples(paths, leaves), max_size=6), known=st.booleans())
def test_any_paths_are_judged(sets: list[tuple[tuple[str, ...], Given]], known: bool) -> None:
    tree = Given({})
    for path, leaf in sets:
        with suppress(DocgenError):
            tree = overlay(tree, at_path(path, leaf))
        find(tree, path)
    judged(FULL if known else EMPTY, "awal", tree)


@CALM
@given(tree=inputs)
def test_any_mending_is_judged(tree: dict[str, Any]) -> None:
    found = mend(ALL_TYPES, FULL.state, spoken(tree), stage=ALL_TYPES.first, at=START, world=world())
    assert all(problem.reference in REFERENCES for problem in found.problems)
    rfc8785.dumps(dict(found.values))  # type: ignore[arg-type]


AUDITOR = auditor()
SCRIPT = script("5")
elsewhere = st.sampled_from([*AUDITOR.fields, "hasil", "nama", "1", "2", "*"])


@CALM
@given(data=st.data())
def test_a_real_input_with_one_part_put_elsewhere_is_judged(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SCRIPT) - 1))
    case = Played(AUDITOR, clock=START)
    for step in SCRIPT[:place]:
        case.follow(step)
    path = tuple(data.draw(st.lists(elsewhere, min_size=1, max_size=3)))
    name = data.draw(st.sampled_from(list(AUDITOR.fields)))
    leaf, tree, mends = data.draw(leaves), data.draw(trees), data.draw(st.booleans())
    said = spoken({**SCRIPT[place]["input"], **({} if mends else {name: tree})})
    with suppress(DocgenError):
        judged(case, SCRIPT[place]["stage"], overlay(said, at_path(path, leaf)) if mends else said)


def test_control_the_harness_lets_other_exceptions_through() -> None:
    broken = Played(ALL_TYPES)
    with pytest.raises(ZeroDivisionError):
        judged(broken, "awal", Given({"scan": Given(_Bomb("x.pdf"))}))


class _Bomb(str):
    __slots__ = ()

    def endswith(self, *_args: Any) -> bool:
        raise ZeroDivisionError

"""Every refusal says what to do, and says it of the value that was refused: by its name, its number, its limits."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from player import START, Played, refused, small

from docgen.errors import Problem
from docgen.model.expression import compile_expression
from docgen.model.sandbox import did_you_mean, environment
from docgen.model.syntax import EXPRESSIONS, STATEMENTS, forbidden
from docgen.workflow.guards import refused_so_far

FIELDS = """
surat:
  type: record
  label: Surat
  fields:
    nomor: {type: text, label: Nomor}
    tanggal: {type: date, label: Tanggal}
    nip: {type: identity, label: NIP, optional: true}
    jam: {type: datetime, label: Jam, optional: true}
orang:
  type: list
  label: Orang
  min: 2
  max: 3
  fields:
    pangkat: {type: choice, label: Pangkat, choices: [II, III], optional: true}
    nama: {type: text, label: Nama}
jumlah: {type: integer, label: Jumlah, min: 1, max: 9}
rinci: {type: text, label: Rinci, when: jumlah and jumlah > 5}
berkas: {type: list, of: file, label: Berkas}
nilai: {type: integer, label: Nilai, each: o in orang if o.nama != 'Citra'}
cek: {type: checklist, label: Cek, items: {asli: Surat asli, salinan: Salinan}}
"""
STAGES = """
- id: awal
  actor: petugas_a
  activity: Awal
  optional: [surat, orang, jumlah, rinci, berkas, cek]
  require:
    - {that: "not surat.tanggal or surat.tanggal <= tahap.tanggal", else: "Bertanggal {{ surat.tanggal }}."}
  next: lanjut
- id: lanjut
  actor: petugas_a
  activity: Lanjut
  optional: [nilai]
  require:
    - {each: o in orang if o.nilai, that: "surat.tanggal and o.nilai > 2", else: "{{ o.nama }} kurang."}
  next: lanjut
"""
TWO = [{"nama": "Ani"}, {"nama": "Budi"}]


@pytest.fixture
def case() -> Played:
    return Played(small(FIELDS, STAGES))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"surat": {"nip": "NIP 19860926 201505 1 00"}}, ["18 digits", "YYYYMMDD", "card or letter"]),
        ({"surat": {"nip": "NIP 19860231 201505 1 001"}}, ["YYYYMMDD"]),
        ({"surat": {"nip": "NI PPPK 19860926 201521 3 001"}}, ["NI PPPK has 18 digits"]),
        ({"surat": {"nip": {"nomor": "12345"}}}, ["jenis", "NI PPPK", "lainnya"]),
        ({"surat": {"tanggal": 20250101}}, ["in quotes", '"2025-11-03"']),
        ({"surat": {"tanggal": "2026-02-31"}}, ["Februari 2026", "1 to 28"]),
        ({"surat": {"tanggal": "1825-01-01"}}, ["1900", "2125"]),
        ({"surat": {"jam": "2025-11-03T08:00:75"}}, ["00 to 59"]),
        ({"surat": {"nomor": 7}}, ["in quotes", "digits"]),
        ({"surat": {"nomor": ["7"]}}, ["one text"]),
        ({"surat": {"nomor": ""}}, ["leave it out"]),
        ({"surat": "x"}, ['--set "surat.nomor=…"', '--set "surat.tanggal=…"']),
        ({"surat.tanggal": "2025-11-03"}, ['"surat": {"tanggal": …}', "--set"]),
        ({"orang": [{"nama": "Ani"}]}, ["1 more", '--set "orang.2.nama=…"']),
        ({"orang": [{"nama": name} for name in "abcd"]}, ["1 of them"]),
        ({"orang": "Ani"}, ['--set "orang.1.nama=…"']),
        ({"jumlah": 0}, ["1 to 9"]),
        ({"jumlah": 10}, ["1 to 9"]),
        ({"jumlah": 2, "rinci": "x"}, ["jumlah"]),
        ({"cek": "sesuai"}, ['--set "cek.asli=sesuai|tidak sesuai|tidak ada"', "cek.salinan"]),
        ({"berkas": [7]}, ["PDF, JPEG, PNG"]),
        ({"berkas": ["a.pdf", "b.pdf", "a.pdf"]}, ["Leave one of them out"]),
    ],
)
def test_the_hint_speaks_of_what_was_refused(case: Played, said: dict[str, Any], words: list[str]) -> None:
    (problem,) = case.see("awal", said).problems
    for word in words:
        assert word in problem.hint, problem


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"nilai": [1, 2, 3]}, ["each of the 2 items", '--set "nilai.1=…"']),
        ({"nilai": 1}, ['--set "nilai.1=…"']),
        ({"nilai": [1, 2]}, ["nilai.2", "o.nama != 'Citra'"]),
    ],
)
def test_the_hint_names_the_item(case: Played, said: dict[str, Any], words: list[str]) -> None:
    case.do("awal", {"orang": [{"nama": "Ani"}, {"nama": "Citra"}]})
    problem = case.see("lanjut", said).problems[0]
    for word in words:
        assert word in problem.hint, problem


def test_the_same_file_twice_names_both_places_and_the_field(case: Played) -> None:
    (problem,) = case.see("awal", {"berkas": ["a.pdf", "b.pdf", "a.pdf"]}).problems
    assert (problem.reference, problem.where) == ("file-refused", "berkas.3")
    assert "file 3" in problem.message
    assert "file 1" in problem.message
    assert not case.see("awal", {"berkas": ["a.pdf", "b.pdf"]}).problems


def test_a_refused_file_names_its_field_beside_the_place_in_the_input(case: Played) -> None:
    (problem,) = case.see("awal", {"berkas": ["a.exe"]}).problems
    assert problem.where == "berkas.1"


def test_an_item_without_a_name_is_called_by_its_number_not_by_its_rank(case: Played) -> None:
    questions = case.see("awal", {"orang": [{"pangkat": "III"}, {"nama": "Budi"}]}).missing
    assert [question.about for question in questions] == ["Orang 1"]


def test_a_guard_says_what_mends_it_in_this_step(case: Played) -> None:
    late = {"surat": {"nomor": "1", "tanggal": "2025-11-04"}}
    (problem,) = refused(lambda: case.do("awal", late))
    assert problem.reference == "step-refused"
    assert '--set "surat.tanggal=…"' in problem.hint
    assert "docgen correct" not in problem.hint, "nothing has been recorded that could be corrected"


def test_a_guard_says_what_mends_it_where_the_record_is_wrong(case: Played) -> None:
    case.do("awal", {"surat": {"nomor": "1", "tanggal": "2025-11-03"}, "orang": TWO})
    (problem,) = refused(lambda: case.do("lanjut", {"nilai": {"2": 1}}))
    assert problem.message == "Budi kurang."
    assert '--set "nilai.2=…"' in problem.hint
    assert 'docgen correct KCL-2025-0001 --set "surat.tanggal=…"' in problem.hint


def test_a_guard_refuses_as_soon_as_what_it_reads_is_known(case: Played) -> None:
    def early(said: dict[str, Any]) -> list[tuple[tuple[str, ...], ...]]:
        captured = case.see("awal", said)
        assert captured.missing
        stage = case.sop.stage("awal")
        return [each.reads for each in refused_so_far(case.sop, case.state, stage, captured, at=START)]

    assert early({"surat": {"tanggal": "2025-11-04"}}) == [(("surat", "tanggal"),)]
    assert early({"surat": {"tanggal": "2025-11-03"}}) == []
    assert early({"surat": {"nomor": "1"}}) == [], "what is missing is not judged"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a * b", "Allowed are"),
        ("self.x", "choose another"),
        ("a._b", "without the _"),
        ("x[y]", "x[0]"),
        ("x | map('tiada')", "map(attribute='nama')"),
        ("x | selectattr(y)", "selectattr('nama')"),
        ("x | wxyzq", "Known: "),
        ("x is wxyzq", "Known: "),
        ("a if b", "else"),
    ],
)
def test_what_a_template_may_not_hold_is_answered_by_what_it_may(text: str, word: str) -> None:
    env = environment()
    parsed = env.parse(f"{{{{ {text} }}}}")
    problems = [problem for _line, problem in forbidden(parsed, env=env, allowed=EXPRESSIONS + STATEMENTS)]
    assert word in problems[0].hint, problems


def test_a_condition_that_has_no_value_says_how_to_ask() -> None:
    expression = compile_expression("surat.tanggal > dt")
    context = {"surat": {"tanggal": None}, "dt": dt.date(2025, 1, 1)}
    (problem,) = refused(lambda: expression.evaluate(context))
    assert "`surat.tanggal and …`" in problem.hint


def test_names_that_are_near_nothing_are_all_told() -> None:
    assert did_you_mean("nmr", ["nomor", "hal"]) == "Did you mean nomor?"
    assert did_you_mean("xyz", ["nomor", "hal"]) == "Known: hal, nomor."
    assert did_you_mean("xyz", [])


def test_a_problem_without_a_hint_fails_the_test_that_meets_it(unhinted: list[Problem]) -> None:
    Problem(reference="usage", message="x", hint="Say more.")
    assert not unhinted
    Problem(reference="usage", message="x", hint=" ")
    assert len(unhinted) == 1
    unhinted.clear()

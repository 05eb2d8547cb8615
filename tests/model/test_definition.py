"""A definition with many mistakes: each is told, with its place, in one run; and none draws others behind it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import Problem
from docgen.model.definition import examine_definition

TEXT = (Path(__file__).parents[2] / "templates_docx" / "auditor" / "sop.yaml").read_text(encoding="utf-8")
MISTAKES = {
    # what YAML can say and a definition may not
    "number: 49\n": ("number: &n 49\n", "anchor"),
    "title: KETUA LPSE": ("title: !t KETUA LPSE", "tag"),
    "version: 2020-03-31\n": ("version: 2020-03-31\nversion: 2\n", "a second time"),
    # the grammar
    "case_prefix: AUD": ("case_prefix: aud-1", "case_prefix cannot be written"),
    "external: true": ("external: mungkin", "external must be true or false"),
    "{type: choice, label: Media": ("{type: pilihan, label: Media", "type must be one of"),
    "min: 1\n": ("min: satu\n", "min must be a whole number"),
    "default: Biasa}": ("defalt: Biasa}", "defalt is not known"),
    "{type: phone, label: No. HP}\n      email:     ": ("{type: phone}\n      email:     ", "label is missing"),
    "each: a in auditor\n    label: Pemeriksaan": ("each: a auditor\n    label: Pemeriksaan", "NAME in LIST"),
    "when: hasil == 'ditolak'}": ("when: hasil = 'ditolak'}", "not understood"),
    "label: Diterima oleh}": ("label: Diterima oleh, choices: [ya]}", "choices means nothing"),
    "  - id: penolakan": ("  - id: Penolakan Baru", "id cannot be written"),
    "    ends: ditolak": ("    ends: ditolak\n    next: arsip", "`next` or `ends`"),
    "    documents: [tanda-terima-user-id, daftar-isi-berkas]\n    ends": (
        "    documents: [tanda-terima-user-id, daftar-isi-berkas]\n    end",
        "end is not known",
    ),
    "    output: Surat Permohonan +": ("    outptu: Surat Permohonan +", "outptu is not known"),
    # the names
    "actor: verifikator\n": ("actor: verifikatr\n", "no actor verifikatr"),
    "optional: [berkas]": ("optional: [berkass]", "no field berkass"),
    "next: verifikasi": ("next: verifikas", "no stage verifikas"),
    "fields: [lokasi_arsip]": ("fields: [lokasi_arsp]", "no field lokasi_arsp"),
    "that: surat_tugas.mulai <=": ("that: surat_tugas.mulaii <=", "names surat_tugas.mulaii"),
    "- when: kelengkapan.lengkap and": ("- when: kelengkapan.komplit and", "names kelengkapan.komplit"),
    "during: [disposisi-kepala-biro, persetujuan]": ("during: [disposisi-kepala-biro, persetujan]", "persetujan"),
}


REPEATED_FIELD = "  surat:\n    type: text\n    label: Surat\n  surat_tugas:\n"
PART = "      tanggal: {type: date, label: Tanggal surat}\n"
ONE_MISTAKE = {
    # a stage whose name is unknown may be the one that others name
    "a stage without its name": ("  - id: verifikasi\n    no:", "  - no:", "id is missing"),
    "a stage with a second name": (
        "  - id: verifikasi\n", "  - id: lain\n    id: verifikasi\n", "key id stands here a second time",
    ),
    "a stage with its name in capitals": ("  - id: verifikasi\n", "  - id: Verifikasi\n", "id cannot be written"),
    # the first value of a key that stands twice counts, and nothing is certain of it
    "a field that stands twice": ("  surat_tugas:\n", REPEATED_FIELD, "key surat stands here a second time"),
    "a part that stands twice": (PART, f"      tanggal: {{type: text, label: x}}\n{PART}", "key tanggal stands here a"),
    "the actors stand twice": (
        "\nactors:", "\nactors:\n  arsiparis: {title: ARSIPARIS}\nactors:", "key actors stands here a second time",
    ),
    # a name of the SOP's own is no key of the grammar, whatever it is
    "a field named type": ("\nfields:\n", "\nfields:\n  type: tanggal\n", "type must be a mapping"),
    "a field named each": ("\nfields:\n", "\nfields:\n  each: tanggal\n", "each must be a mapping"),
    "a document named type": ("\ndocuments:", "\ndocuments:\n  type: surat", "type must be a mapping"),
    # an item has no name but its list's
    "a stage that is empty": ("stages:\n", "stages:\n  -\n", "stages, item 1 must be a mapping"),
    "a branch that is empty": ("    next: verifikasi\n", "    next:\n      -\n", "next, item 1 must be a mapping"),
    "a type that is none": ("{type: choice, label: Media", "{type: [a], label: Media", "type must be one of"),
}  # fmt: skip


def told(spoiled: list[str]) -> tuple[Problem, ...]:
    text = TEXT
    for old in spoiled:
        assert old in text, old
        text = text.replace(old, MISTAKES[old][0], 1)
    return examine_definition(text.encode(), name="sop.yaml", folder="auditor").problems


@cache
def message(old: str) -> str:
    return told([old])[0].message


def test_the_sound_text_has_no_mistake() -> None:
    assert told([]) == ()


@pytest.mark.parametrize("old", MISTAKES)
def test_one_mistake_is_one_problem_with_a_hint(old: str) -> None:
    problems = told([old])
    assert len(problems) == 1, [problem.message for problem in problems]
    assert MISTAKES[old][1] in problems[0].message
    assert problems[0].hint


@pytest.mark.parametrize("mistake", ONE_MISTAKE)
def test_one_mistake_draws_no_others_behind_it(mistake: str) -> None:
    old, new, message = ONE_MISTAKE[mistake]
    assert TEXT.count(old) == 1, TEXT.count(old)
    problems = examine_definition(TEXT.replace(old, new).encode(), name="sop.yaml", folder="auditor").problems
    assert len(problems) == 1, [problem.message for problem in problems]
    assert message in problems[0].message


def test_control_beside_a_stage_without_its_name_other_names_are_compared() -> None:
    text = TEXT.replace("  - id: verifikasi\n    no:", "  - no:").replace("optional: [berkas]", "optional: [berkass]")
    problems = examine_definition(text.encode(), name="sop.yaml", folder="auditor").problems
    assert [problem.message for problem in problems] == ["There is no field berkass.", "id is missing."]


def test_nothing_is_said_of_a_step_that_may_be_the_nameless_stages() -> None:
    guard = "that: langkah.verifikasi.tanggal and surat_tugas.mulai <="
    text = TEXT.replace("that: surat_tugas.mulai <=", guard).replace("  - id: verifikasi\n    no:", "  - no:")
    problems = examine_definition(text.encode(), name="sop.yaml", folder="auditor").problems
    assert [problem.message for problem in problems] == ["id is missing."]


def test_all_mistakes_are_told_in_one_run_in_the_order_of_the_text() -> None:
    problems = told(list(MISTAKES))
    assert len(problems) == len(MISTAKES), [problem.message for problem in problems]
    lines = [int(problem.where.split(":")[1]) for problem in problems]
    assert lines == sorted(lines)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(MISTAKES)), unique=True, max_size=6))
def test_what_is_told_of_several_is_what_is_told_of_each(spoiled: list[str]) -> None:
    assert sorted(problem.message for problem in told(spoiled)) == sorted(map(message, spoiled))


@pytest.mark.parametrize(
    "text", ["- a\n", "a\n", "stages: {a: b, a: c}\n", "stages: []\nstages:\n  - {id: a}\n  - {id: b, id: c}\n"]
)
def test_what_is_no_definition_at_all_is_told(text: str) -> None:
    assert examine_definition(text.encode(), name="sop.yaml").problems


LINES = st.tuples(
    st.integers(0, TEXT.count("\n") - 1),
    st.sampled_from(
        ["", "- x", "x: y", "  z: [a]", "    id: 1", "{}", "    next: [{to: a, ends: b}, c]", "    each: x"]
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_whatever_stands_in_a_line_is_told_or_sound(changes: list[tuple[int, str]]) -> None:
    lines = TEXT.split("\n")
    for line, instead in changes:
        lines[line] = instead
    examined = examine_definition("\n".join(lines).encode(), name="sop.yaml", folder="auditor")
    assert examined.problems or examined.sop is not None

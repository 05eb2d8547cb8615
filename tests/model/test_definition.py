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
    "    fields: [penerima_user_id]\n    ends": ("    fields: [penerima_user_id]\n    end", "end is not known"),
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


def test_all_mistakes_are_told_in_one_run_in_the_order_of_the_text() -> None:
    problems = told(list(MISTAKES))
    assert len(problems) == len(MISTAKES), [problem.message for problem in problems]
    lines = [int(problem.where.split(":")[1]) for problem in problems]
    assert lines == sorted(lines)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(MISTAKES)), unique=True, max_size=6))
def test_what_is_told_of_several_is_what_is_told_of_each(spoiled: list[str]) -> None:
    assert sorted(problem.message for problem in told(spoiled)) == sorted(map(message, spoiled))


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

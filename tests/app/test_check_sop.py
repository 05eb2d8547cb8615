"""`sop check`: each mistake that it knows, with its place in the file and what was probably meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playing import bare_workspace, play, script

from docgen.app.check_sop import Report, check_sop
from docgen.app.workspace import Workspace
from docgen.errors import Problem

SOUND = """\
id: dasar
number: 1
title: SOP Dasar
version: 1
case_prefix: DSR
actors:
  warga: {title: WARGA, external: true}
  helpdesk: {title: HELPDESK}
fields:
  nama: {type: text, label: Nama}
  tanggal: {type: date, label: Tanggal}
  sikap: {type: choice, label: Sikap, choices: [setuju, tolak], default: setuju}
  sebab: {type: text, label: Sebab, when: sikap == 'tolak'}
  orang:
    type: list
    label: Orang
    fields:
      sebutan: {type: text, label: Sebutan}
      usia: {type: integer, label: Usia, optional: true, min: 1, max: 99}
  nilai: {type: integer, label: Nilai, each: o in orang if o.sebutan != 'x'}
  jumlah: {type: integer, label: Jumlah}
  agenda: {type: number, label: Agenda, register: agenda-masuk}
  tinjau: {type: disposition, label: Disposisi, choices: [Proses]}
documents:
  surat: {title: Surat, signer: helpdesk, each: o in orang if o.usia}
  borang: {title: Borang, form: true, when: sikap == 'setuju'}
stages:
  - id: masuk
    actor: [warga, helpdesk]
    activity: Masuk
    fields: [nama, sikap, sebab, orang]
    require:
      - that: nama != 'x'
        else: Nama {{ nama }} tidak boleh.
    next: periksa
  - id: periksa
    actor: helpdesk
    activity: Periksa
    fields: [agenda, nilai, tinjau]
    optional: [tanggal]
    set: {jumlah: orang | length}
    documents: [surat, borang]
    require:
      - each: o in orang
        that: o.sebutan
        else: '{{ o.sebutan }}'
    next:
      - {when: sikap == 'tolak', to: masuk}
      - {ends: selesai}
  - id: batal
    during: [periksa]
    actor: helpdesk
    activity: Batal
    ends: batal
"""
LOOP = "  - id: putar\n    actor: helpdesk\n    activity: P\n    next: putar\n"
LETTER = ("Yth. {{ penerima.sebutan }}", "{{ nama }}, {{ penerima.usia }}", "{{ penandatangan.nama }}")
FORM = ("{{ nama }} {{ tanggal }}", "{{ kasus.segel }}")
Change = Callable[[str, str], "Bench"]


class Bench:
    """An office with one SOP, to be spoiled in one place after the other."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.folder = workspace.templates / "dasar"
        (self.folder / "contoh").mkdir(parents=True)
        self.text = SOUND
        self.write(SOUND)
        self.template("surat", *LETTER)
        self.template("borang", *FORM)

    def write(self, text: str) -> None:
        self.text = text
        (self.folder / "sop.yaml").write_text(text, encoding="utf-8")

    def template(self, name: str, *paragraphs: str) -> Path:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.save(str(self.folder / f"{name}.docx"))
        return self.folder / f"{name}.docx"

    def example(self, **content: object) -> None:
        path = self.folder / "contoh" / "1.json"
        path.write_text(json.dumps({"title": "Contoh", **content}, indent=1), encoding="utf-8")

    def report(self) -> Report:
        return check_sop(self.workspace, "dasar")

    def spoiled(self, *changes: tuple[str, str]) -> tuple[Problem, ...]:
        """What the check finds once these pieces of the text were replaced."""
        text = self.text
        for old, new in changes:
            assert text.count(old) == 1, (old, text.count(old))
            text = text.replace(old, new)
        self.write(text)
        return self.report().problems

    def place(self, needle: str, *, within: str | None = None) -> str:
        """Where a piece of the text stands; its first occurrence in the first occurrence of `within`."""
        start = self.text.index(within) if within else 0
        offset = self.text.index(needle, start)
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return f"templates_docx/dasar/sop.yaml:{line}:{column}"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(bare_workspace(tmp_path / "kantor"))


def test_control_the_sound_definition_passes(bench: Bench) -> None:
    report = bench.report()
    assert report.problems == ()
    assert (report.title, report.stages, report.templates) == ("SOP Dasar", 3, 2)


@pytest.mark.parametrize(
    ("old", "new", "at", "said", "hint"),
    [
        # the grammar
        ("    activity: Periksa\n", "    activty: Periksa\n", "activty", "activty is not known", "activity"),
        ("number: 1\n", "number: 1\nnumber: 2\n", "number: 2", "second time", "line 2"),
        ("label: Tanggal}", "label: [Tanggal]}", "[Tanggal]", "label must be a text", ""),
        ("max: 99", "max: banyak", "banyak", "whole number", ""),
        ("type: date,", "type: tgl,", "tgl", "must be one of", ""),
        ("case_prefix: DSR\n", "case_prefix: dsr\n", "dsr", "case_prefix cannot be written", "capital letters"),
        ("version: 1\n", "", "id: dasar", "version is missing", ""),
        ("fields: [agenda, nilai, tinjau]", "fields: agenda", "agenda\n    optional", "must be a list", ""),
        (", choices: [setuju, tolak], default: setuju", "", "{type: choice", "needs choices", ""),
        ("register: agenda-masuk", "choices: [a]", "{type: number", "needs register", ""),
        ("label: Jumlah}", "label: Jumlah, items: {a: A}}", "{type: integer, label: Jumlah", "items means nothing", ""),
        ("{ends: selesai}", "{ends: selesai, to: masuk}", "{ends: selesai, to", "one of the two", ""),
        ("    next: periksa\n", "", "id: masuk", "needs `next` or `ends`", ""),
        ("    activity: Batal\n", "    activity: Batal\n    next: masuk\n", "id: batal", "one of the two", ""),
        # names that fit together
        ("next: periksa", "next: priksa", "priksa", "no stage priksa", "periksa"),
        ("to: masuk", "to: batal", "batal}", "no stage batal", "masuk"),
        ("during: [periksa]", "during: [priksa]", "priksa", "no stage priksa", "periksa"),
        ("fields: [nama, sikap", "fields: [namaa, sikap", "namaa", "no field namaa", "nama"),
        ("optional: [tanggal]", "optional: [tangal]", "tangal", "no field tangal", "tanggal"),
        ("set: {jumlah:", "set: {jumla:", "orang | length", "no field jumla", "jumlah"),
        ("documents: [surat, borang]", "documents: [surat, borng]", "borng", "no document borng", "borang"),
        ("actor: [warga, helpdesk]", "actor: [warga, helpdesc]", "helpdesc", "no actor helpdesc", "helpdesk"),
        ("signer: helpdesk", "signer: ketua", "ketua", "no actor ketua", "helpdesk"),
        ("signer: helpdesk", "signer: warga", "warga, each", "not of the office", ""),
        ("actor: [warga, helpdesk]", "actor: [warga]", "[warga]\n", "Nobody of the office", ""),
        ("default: setuju", "default: stuju", "stuju", "no choice stuju", "setuju"),
        ("id: batal", "id: masuk", "masuk\n    actor", "there twice", ""),
        ("fields: [agenda, nilai, tinjau]", "fields: [agenda, nilai, tinjau, nilai]", "nilai]", "a second time", ""),
        ("documents: [surat, borang]", "documents: [surat, borang, surat]", "surat]", "a second time", ""),
        ("to: masuk", "to: [masuk, masuk]", "masuk]}", "a second time", ""),
        ("optional: [tanggal]", "optional: [tanggal, nilai]", "nilai]\n    set", "names field nilai twice", ""),
        ("set: {jumlah: orang | length}", "set: {nilai: orang | length}", "nilai: orang", "nilai twice", ""),
        # names that may not be
        ("id: dasar\n", "id: list\n", "list", "command of docgen itself", ""),
        ("  tanggal: {type", "  items: {type", "items: {type", "may not be named items", ""),
        ("      sebutan: {type", "      keys: {type", "keys: {type", "may not be named keys", ""),
        ("  tanggal: {type", "  kantor: {type", "kantor: {type", "may not be named kantor", ""),
        *(
            ("  tanggal: {type", f"  {word}: {{type", f"{word}: {{type", f"may not be named {word}", "")
            for word in ("none", "true", "false", "if", "else", "in", "and", "or", "not", "is", "loop", "self")
        ),
        ("each: o in orang if o.usia", "each: not in orang if o.usia", "not in orang", "may not be used", ""),
        ("  tanggal: {type", "  langkah: {type", "langkah: {type", "may not be named langkah", ""),
        ("  tanggal: {type", "  by: {type", "by: {type", "option --by is docgen's own", ""),
        ("  tanggal: {type: date", "  at: {type: list, of: date", "at: {type", "option --at is docgen's own", ""),
        ("  tanggal: {type", "  dry_run: {type", "dry_run: {type", "option --dry-run", ""),
        ("  borang: {title", "  agenda: {title", "agenda: {title", "takes a number already", ""),
        # fields that cannot be
        ("label: Nama}", "label: Nama, optional: true}", "true}\n  tanggal", "A stage says", ""),
        ("{type: integer, label: Usia, optional: true, min: 1, max: 99}", "{type: number, register: x, label: Usia}",
         "number, register: x", "stands at the top", ""),
        ("label: Sebutan}", "label: Sebutan, each: o in orang}", "o in orang}\n      usia", "at the top, not", ""),
        ("min: 1, max: 99", "min: 100, max: 99", "100", "above the maximum", ""),
        ("Usia, optional: true,", "Usia, optional: true, default: 5,", "true, default: 5", "never missing", ""),
        ("label: Tanggal}", "label: Tanggal, default: besok}", "besok", "default cannot be used", ""),
        ("{type: disposition, label", "{type: disposition, each: o in orang, label", "o in orang, label",
         "not one for each item", ""),
        ("optional: [tanggal]", "optional: [tanggal, agenda]", "agenda]\n    set", "cannot be optional", ""),
        ("set: {jumlah: orang | length}", "set: {tinjau: orang | length}", "tinjau: orang", "cannot be computed", ""),
        ("each: o in orang if o.sebutan != 'x'}", "each: o in tanggal}", "o in tanggal", "no list tanggal", "orang"),
        ("each: o in orang if o.usia", "each: o in nama", "o in nama", "no list nama", "orang"),
        ("each: o in orang\n", "each: o in nama\n", "o in nama", "no list nama", "orang"),
        # expressions
        ("when: sikap == 'tolak'}", "when: sikap = 'tolak'}", "sikap = 'tolak'}", "not understood", ""),
        ("that: nama != 'x'", "that: nama.upper() != 'x'", "nama.upper()", "not understood", ""),
        ("that: nama != 'x'", "that: nma != 'x'", "nma", "names nma", "nama"),
        ("when: sikap == 'tolak', to", "when: sikp == 'tolak', to", "sikp", "names sikp", "sikap"),
        ("orang | length", "orng | length", "orng", "names orng", "orang"),
        ("when: sikap == 'tolak'}", "when: sikp == 'tolak'}", "sikp", "names sikp", "sikap"),
        ("if o.sebutan != 'x'", "if o.sebutn != 'x'", "o in orang if o.sebutn", "names o.sebutn", "o.sebutan"),
        ("else: Nama {{ nama }}", "else: Nama {{ nma }}", "Nama {{ nma", "names nma", "nama"),
        ("else: '{{ o.sebutan }}'", "else: '{{ o.sebut }}'", "'{{ o.sebut", "names o.sebut", "o.sebutan"),
        ("when: sikap == 'setuju'}", "when: langkah.msuk.tanggal}", "langkah.msuk", "langkah.msuk", "langkah.masuk"),
        # the flow: what is known, and when
        ("when: sikap == 'setuju'}", "when: agenda.urut > 0}", "agenda.urut", "agenda.urut", "earlier stage"),
        ("sikap == 'tolak', to", "agenda.nomor == 'x', to", "agenda.nomor", "agenda.nomor", "earlier stage"),
        ("that: o.sebutan\n", "that: agenda.urut > 0\n", "agenda.urut", "agenda.urut", "earlier stage"),
        ("else: '{{ o.sebutan }}'", "else: '{{ agenda.nomor }}'", "'{{ agenda.nomor", "agenda.nomor", "earlier stage"),
        ("{jumlah: orang | length}", "{jumlah: agenda.urut}", "agenda.urut", "agenda.urut", "earlier stage"),
        ("o in orang if o.usia", "o in orang if agenda.urut", "o in orang if agenda", "agenda.urut", "earlier stage"),
        ("if o.sebutan != 'x'", "if agenda.urut > 0", "o in orang if agenda", "agenda.urut", "earlier stage"),
        ("{jumlah: orang | length}", "{jumlah: 1 if nama else none}", "1 if nama", "may give nothing", "every case"),
        ("sikap == 'tolak', to", "nama > 3, to", "nama > 3", "of the type text", "like with like"),
        ("    next: periksa\n", "    next: [{when: tanggal > tahap.tanggal, to: periksa}, {ends: x}]\n", "tanggal > t",
         "may be unknown", "none"),
    ],
)  # fmt: skip
def test_one_mistake(bench: Bench, old: str, new: str, at: str, said: str, hint: str) -> None:
    problems = bench.spoiled((old, new))
    found = [problem for problem in problems if said in problem.message]
    assert found, [problem.message for problem in problems]
    assert [problem.where for problem in found][:1] == [bench.place(at, within=new if at in new else None)]
    assert hint in found[0].hint


def test_several_mistakes_are_reported_at_once_and_in_one_run(bench: Bench) -> None:
    grammar = bench.spoiled(("type: date,", "type: tgl,"), ("number: 1\n", ""), ("max: 99", "max: x"))
    assert len(grammar) == 3
    bench.write(SOUND)
    names = bench.spoiled(
        ("next: periksa", "next: priksa"),
        ("signer: helpdesk", "signer: ketua"),
        ("nama != 'x'", "nma != 'x'"),
        ("optional: [tanggal]", "optional: [tangal]"),
        ("default: setuju", "default: stuju"),
    )
    assert sorted(problem.reference for problem in names) == ["expression-invalid"] + ["sop-invalid"] * 4
    assert len({problem.where for problem in names}) == 5
    bench.write(SOUND)
    bench.template("surat", "{{ penerima.sebutn }} {{ tanggal }}")
    (bench.folder / "borang.docx").write_bytes(b"PK")
    both = bench.spoiled(("    next: periksa\n", "    next: priksa\n"))
    assert {problem.reference for problem in both} == {"sop-invalid", "template-unreadable"}
    bench.write(SOUND)
    flow = bench.spoiled(("    next: periksa\n", "    next: masuk\n"))
    assert {problem.reference for problem in flow} >= {"sop-flow", "placeholder-unknown", "template-unreadable"}


def test_a_number_of_an_earlier_step_and_the_day_of_ones_own_may_be_read(bench: Bench) -> None:
    bench.spoiled(
        ("fields: [nama, sikap, sebab, orang]", "fields: [nama, sikap, sebab, orang, agenda]"),
        ("fields: [agenda, nilai, tinjau]", "fields: [nilai, tinjau]"),
        ("when: sikap == 'setuju'}", "when: agenda.urut > 0}"),
        ("that: nama != 'x'", "that: agenda.tanggal"),
    )
    assert bench.report().problems == ()


def test_the_folder_bears_the_name(bench: Bench) -> None:
    (problem,) = bench.spoiled(("id: dasar\n", "id: lain\n"))
    assert problem.where == bench.place("lain")


def test_stages_that_nothing_leads_to_and_places_without_a_way_out(bench: Bench) -> None:
    problems = bench.spoiled(("    next: periksa\n", "    next: masuk\n"))
    assert [(problem.reference, problem.where) for problem in problems] == [
        ("sop-flow", bench.place("id: periksa")),
        ("sop-flow", bench.place("id: batal")),
        ("sop-flow", bench.place("id: masuk")),
    ]
    assert "Nothing leads to stage periksa" in problems[0].message
    assert "From stage masuk no way leads to an end" in problems[2].message


def test_what_may_be_done_anywhere_is_no_way_out_and_only_the_stuck_stage_is_named(bench: Bench) -> None:
    problems = bench.spoiled(
        ("    next: periksa\n", "    next: [{to: [periksa, putar]}]\n"),
        ("  - id: batal\n    during: [periksa]\n", f"{LOOP}  - id: batal\n    during: any\n"),
    )
    assert [(problem.where, problem.message) for problem in problems] == [
        (bench.place("id: putar"), "From stage putar no way leads to an end.")
    ]


def test_a_stage_that_may_find_no_way_on_is_a_warning(bench: Bench) -> None:
    assert bench.spoiled(("      - {ends: selesai}\n", "      - {when: nama == 'y', ends: selesai}\n")) == ()
    (warned,) = bench.report().warnings
    assert (warned.reference, warned.where) == ("sop-flow", bench.place("- {when: sikap", within="    next:\n"))
    assert "periksa may find no way on" in warned.message


def test_two_sops_do_not_share_what_their_cases_are_named_by(bench: Bench) -> None:
    other = bench.workspace.templates / "lain"
    other.mkdir()
    (other / "sop.yaml").write_text(SOUND.replace("id: dasar", "id: lain"), encoding="utf-8")
    (problem,) = bench.report().problems
    assert (problem.where, "lain" in problem.message) == (bench.place("DSR"), True)
    (other / "sop.yaml").write_text(SOUND.replace("DSR", "LAI"), encoding="utf-8")
    assert bench.report().problems == ()


def test_the_folder_of_shared_papers_is_no_sop(bench: Bench) -> None:
    shared = bench.workspace.templates / "bersama"
    bench.folder.rename(shared)
    (shared / "sop.yaml").write_text(SOUND.replace("id: dasar", "id: bersama"), encoding="utf-8")
    (problem,) = check_sop(bench.workspace, "bersama").problems
    assert (problem.reference, "all SOPs share" in problem.message) == ("sop-invalid", True)


def test_what_is_never_used_is_a_warning(bench: Bench) -> None:
    bench.spoiled(("optional: [tanggal]\n", "optional: []\n"), ("documents: [surat, borang]", "documents: [borang]"))
    warned = bench.report().warnings
    assert [(problem.message, problem.where) for problem in warned] == [
        ("No stage captures field tanggal.", bench.place("tanggal: {type")),
        ("No stage issues document surat.", bench.place("surat: {title")),
    ]


def test_a_form_that_no_stage_issues_is_a_blank_for_applicants(bench: Bench) -> None:
    bench.spoiled(("documents: [surat, borang]", "documents: [surat]"))
    assert bench.report().warnings == ()


def test_a_missing_and_a_broken_template_are_both_named(bench: Bench) -> None:
    (bench.folder / "surat.docx").unlink()
    (bench.folder / "borang.docx").write_bytes(b"not a zip")
    problems = bench.report().problems
    assert {problem.reference for problem in problems} == {"template-missing", "template-unreadable"}
    assert any("surat.docx" in problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("paragraph", "reference"),
    [
        ("{% for o in orang %}", "template-syntax"),
        ("{{ nama ", "template-syntax"),
        ("{{ nama.upper() }}", "template-unsafe"),
    ],
)
def test_a_template_that_does_not_compile(bench: Bench, paragraph: str, reference: str) -> None:
    bench.template("surat", "Satu", paragraph)
    (problem, *_more) = bench.report().problems
    assert problem.reference == reference
    assert "surat.docx" in problem.where
    assert "2" in problem.where  # the paragraph


def test_a_misspelt_placeholder_is_named_with_what_was_meant(bench: Bench) -> None:
    bench.template("surat", "Satu", "{{ penandatangan.nama }}", "{{ penerima.sebutn }} {{ kantor.nma }}")
    problems = bench.report().problems
    assert [(problem.reference, problem.hint) for problem in problems] == [
        ("placeholder-unknown", "Did you mean penerima.sebutan?"),
        ("placeholder-unknown", "Did you mean kantor.nama?"),
    ]
    assert problems[0].where == "surat.docx, word/document.xml, paragraph 3"


def test_a_placeholder_too_early_is_an_error_in_a_letter_and_fine_on_a_form(bench: Bench) -> None:
    bench.template("borang", "{{ tanggal }} {{ langkah.batal.tanggal }}")
    assert bench.report().problems == ()
    bench.template("surat", "{{ tanggal }}", "{{ penandatangan.nama }}")
    (problem,) = bench.report().problems
    assert (problem.reference, problem.where) == ("placeholder-early", "surat.docx, word/document.xml, paragraph 1")
    assert "{% if tanggal %}" in problem.hint
    bench.template("surat", "{{ penandatangan.nama }}", "{% if tanggal %}{{ tanggal }}{% endif %}")
    assert bench.report().problems == ()


def test_what_is_said_under_a_condition_is_a_warning(bench: Bench) -> None:
    bench.template("surat", "{{ penandatangan.nama }}", "{{ sebab }}", "{% for o in orang %}{{ o.nilai }}{% endfor %}")
    report = bench.report()
    assert report.problems == ()
    assert [problem.reference for problem in report.warnings] == ["placeholder-early"] * 2
    assert ["sebab" in problem.message for problem in report.warnings] == [True, False]


STEPS = [
    {"stage": "masuk", "at": "2025-11-03T08:00", "input": {"nama": "A", "orang": [{"sebutan": "B", "usia": 5}]}},
    {"stage": "periksa", "at": "2025-11-03T09:00", "input": {"nilai": [1], "tinjau": {"kepada": ["helpdesk"]}}},
]


def test_an_example_runs_to_the_end_it_names(bench: Bench) -> None:
    bench.example(ends="selesai", steps=STEPS)
    report = bench.report()
    assert (report.problems, report.examples) == ((), ("1",))
    bench.example(ends="batal", steps=STEPS)
    (problem,) = bench.report().problems
    assert problem.reference == "example-failed"
    assert "selesai, not with batal" in problem.message
    assert problem.where == "templates_docx/dasar/contoh/1.json:3:10"
    bench.example(ends="selesai", steps=STEPS[:1])
    assert "periksa" in bench.report().problems[0].message
    bench.example(steps=[])
    assert bench.report().problems == ()


@pytest.mark.parametrize(
    ("step", "said", "line"),
    [
        ({"stage": "perksa", "at": "2025-11-03T09:00"}, "no stage perksa", "1.json:18:3"),
        ({"stage": "masuk", "at": "2025-11-03T09:00"}, "done already", "1.json:18:3"),
        ({"stage": "periksa", "at": "2025-11-03T07:00"}, "cannot have been done", "1.json:18:3"),
        ({"stage": "periksa", "at": "2025-11-03T09:00"}, "is missing", "1.json:18:3"),
        ({**STEPS[1], "by": "siapa"}, "no official", "1.json:18:3"),
        (
            {**STEPS[1], "input": {"nilai": ["x"], "tinjau": {"kepada": ["helpdesk"]}}},
            "whole number",
            "1.json:23:6 (nilai.1)",
        ),
    ],
)
def test_an_example_that_is_refused_names_the_step(bench: Bench, step: dict[str, object], said: str, line: str) -> None:
    bench.example(ends="selesai", steps=[STEPS[0], step])
    (problem, *_more) = bench.report().problems
    assert problem.reference == "example-failed"
    assert said in problem.message
    assert f"templates_docx/dasar/contoh/{line}" in problem.where


def test_an_example_of_another_form_is_refused_with_its_places(bench: Bench) -> None:
    bench.example(ends="selesai", steps=[{"stage": 5, "att": "x"}])
    problems = bench.report().problems
    assert {problem.reference for problem in problems} == {"example-failed"}
    assert all("1.json:" in problem.where for problem in problems)
    assert len(problems) == 3


def test_what_an_open_case_holds_says_nothing_of_the_definition(workspace: Workspace) -> None:
    """An example is played as if there were no other case: its values may be those of a real one."""
    play(workspace, script("1")[:6])
    assert check_sop(workspace, "auditor").problems == ()

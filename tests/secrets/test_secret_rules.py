"""`sop check`: a definition whose secrets would go anywhere but to a sealed page is refused, with line and column."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from playing import bare_workspace, new_workspace

from docgen.app.check_sop import check_sop
from docgen.app.workspace import Workspace
from docgen.errors import Problem

SOUND = """\
id: sandi
number: 1
title: SOP Sandi
version: 1
case_prefix: SND
actors:
  warga: {title: WARGA, external: true}
  petugas_tik: {title: PETUGAS}
fields:
  orang:
    type: list
    label: Orang
    fields:
      nama: {type: text, label: Nama}
      nomor: {type: identity, label: NIP, unique: case}
  akun:
    type: record
    label: Akun
    each: o in orang
    fields:
      hasil: {type: choice, label: Hasil, choices: [dibuat, gagal]}
      user_id: {type: text, label: USER ID, unique: open, when: hasil == 'dibuat'}
      kata: {type: secret, label: Kata sandi, when: hasil == 'dibuat'}
      sebab: {type: text, label: Sebab, when: hasil == 'gagal'}
  induk:
    type: record
    label: Akun induk
    fields:
      kode: {type: secret, label: Kode}
  tanda: {type: text, label: Tanda}
  jumlah: {type: integer, label: Jumlah}
documents:
  slip:
    title: Slip
    each: penerima in orang if penerima.akun.hasil == 'dibuat'
    seals: [penerima.nama, penerima.akun.user_id, penerima.akun.kata]
  kartu:
    title: Kartu
    seals: [induk.kode]
  surat: {title: Surat}
  ulang:
    title: Ulang
    seals: [tanda]
stages:
  - id: masuk
    actor: [warga, petugas_tik]
    activity: Masuk
    fields: [orang]
    next: buat
  - id: buat
    actor: petugas_tik
    activity: Buat
    fields: [akun, induk]
    set: {jumlah: orang | length}
    documents: [slip, kartu, surat]
    require:
      - that: jumlah != 0
        else: Orang {{ jumlah }}.
    next: akhir
  - id: akhir
    actor: petugas_tik
    activity: Akhir
    fields: [tanda]
    documents: [ulang]
    ends: selesai
"""


class Bench:
    """An office with one SOP, to be spoiled in one place after the other."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.folder = workspace.templates / "sandi"
        self.folder.mkdir(parents=True)
        self.letter("Untuk {{ tahap.kegiatan }}")
        self.text = SOUND

    def letter(self, text: str) -> None:
        document = docx.Document()
        document.add_paragraph(text)
        document.save(str(self.folder / "surat.docx"))

    def problems(self, old: str = "", new: str = "") -> tuple[Problem, ...]:
        """What the check finds once this piece of the text was replaced."""
        assert SOUND.count(old) == 1 or not old, (old, SOUND.count(old))
        self.text = SOUND.replace(old, new) if old else SOUND
        (self.folder / "sop.yaml").write_text(self.text, encoding="utf-8")
        return check_sop(self.workspace, "sandi").problems

    def place(self, needle: str, within: str = "") -> str:
        """Where a piece of the text stands."""
        offset = self.text.index(needle, self.text.index(within))
        line, before = self.text.count("\n", 0, offset) + 1, self.text.rfind("\n", 0, offset)
        return f"templates_docx/sandi/sop.yaml:{line}:{offset - before}"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(bare_workspace(tmp_path / "kantor", change=('"admin_lpse"', '"admin_lpse", "petugas_tik"')))


def test_control_the_sound_definition_has_no_problem(bench: Bench) -> None:
    assert bench.problems() == ()


def test_control_the_shipped_definition_has_no_problem(tmp_path: Path) -> None:
    assert check_sop(new_workspace(tmp_path / "kantor"), "auditor").problems == ()


NAMES, NEVER, TOP = "The expression names the secret", "but issues no page that seals it", "within a record at the top"
INNER = """\
      kode: {type: secret, label: Kode}
      dalam: {type: record, label: Dalam, fields: {kode2: {type: secret, label: Kode 2}}}"""
MISTAKES: dict[str, tuple[str, str, str, tuple[str, str]]] = {
    "when of a part": (
        "label: Sebab, when: hasil == 'gagal'", "label: Sebab, when: kata == 'gagal'", NAMES, ("kata ==", "sebab"),
    ),
    "when of a field": (
        "  tanda: {type: text, label: Tanda}", "  tanda: {type: text, label: Tanda, when: induk.kode == 'x'}",
        NAMES, ("induk.kode ==", "tanda:"),
    ),
    "require": ("that: jumlah != 0", "that: induk.kode != 'x'", NAMES, ("induk.kode !=", "require")),
    "else": ("else: Orang {{ jumlah }}.", "else: Orang {{ induk.kode }}.", NAMES, ("Orang {{", "else:")),
    "set": ("set: {jumlah: orang | length}", "set: {tanda: induk.kode}", NAMES, ("induk.kode}", "set:")),
    "each of a document": (
        "if penerima.akun.hasil == 'dibuat'", "if penerima.akun.kata == 'dibuat'",
        NAMES, ("penerima in orang", "slip:"),
    ),
    "a filter of each": (
        "    next: akhir",
        "    next:\n      - {when: orang | selectattr('akun.kata') | list, to: akhir}\n      - {ends: batal}",
        NAMES, ("orang | selectattr", "- id: buat"),
    ),
    "a stage that asks and does not seal": (
        "documents: [slip, kartu, surat]", "documents: [slip, surat]", NEVER, ("[slip, surat]", "- id: buat"),
    ),
    "a stage that seals what it does not ask": (
        "documents: [ulang]", "documents: [ulang, kartu]", "seals induk.kode, but does not ask for it",
        ("[ulang, kartu]", "- id: akhir"),
    ),
    "a secret at the top": (
        "  tanda: {type: text, label: Tanda}", "  tanda: {type: secret, label: Tanda}", TOP, ("secret", "tanda:"),
    ),
    "a secret of a list": (
        "nama: {type: text, label: Nama}", "nama: {type: secret, label: Nama}", TOP, ("secret", "nama:"),
    ),
    "a secret within a record within a record": (
        "      kode: {type: secret, label: Kode}", INNER, TOP, ("secret", "kode2:"),
    ),
    "seals beside a register": (
        "    seals: [induk.kode]", "    register: surat-keluar\n    seals: [induk.kode]",
        "register means nothing beside `seals`", ("title: Kartu", "kartu:"),
    ),
    "seals beside form": (
        "    seals: [induk.kode]", "    form: true\n    seals: [induk.kode]", "form means nothing beside `seals`",
        ("title: Kartu", "kartu:"),
    ),
    "seals beside a signer": (
        "    seals: [induk.kode]", "    signer: petugas_tik\n    seals: [induk.kode]",
        "signer means nothing beside `seals`", ("title: Kartu", "kartu:"),
    ),
    "an unknown path": (
        "seals: [tanda]", "seals: [tandaa]", "There is no fact tandaa", ("tandaa", "ulang:"),
    ),
    "the secret misspelt": (
        "penerima.akun.kata]", "penerima.akun.katta]", "There is no fact penerima.akun.katta",
        ("penerima.akun.katta", "slip:"),
    ),
    "a document misspelt": ("[slip, kartu, surat]", "[slip, kartuu, surat]", "no document kartuu", ("kartuu", "buat")),
    "a field misspelt": ("fields: [akun, induk]", "fields: [akun, indukk]", "no field indukk", ("indukk", "buat")),
    "an unknown part": (
        "seals: [induk.kode]", "seals: [induk.kode, induk.kod]", "There is no fact induk.kod", ("induk.kod]", "kartu:"),
    ),
    "a whole record": (
        "seals: [induk.kode]", "seals: [induk.kode, induk]", "induk is not one fact", ("induk]", "kartu:"),
    ),
    "a whole list": (
        "seals: [tanda]", "seals: [orang]", "orang is not one fact", ("orang]", "ulang:"),
    ),
    "a fact that may be unknown": (
        "seals: [penerima.nama, penerima", "seals: [penerima.akun.sebab, penerima",
        "may be unknown when buat issues it", ("penerima.akun.sebab", "slip:"),
    ),
    "a fact of a later stage": (
        "seals: [induk.kode]", "seals: [induk.kode, tanda]", "may be unknown when buat issues it", ("tanda]", "kartu:"),
    ),
    "unique at the top": (
        "{type: text, label: Tanda}", "{type: text, label: Tanda, unique: case}", "`unique` stands on a fact",
        ("{type: text", "tanda:"),
    ),
    "unique in a record of the case": (
        "      kode: {type: secret, label: Kode}",
        "      kode: {type: secret, label: Kode}\n      nama: {type: text, label: Nama, unique: open}",
        "`unique` stands on a fact", ("type: record", "induk:"),
    ),
    "unique on a secret": (
        "label: Kode}", "label: Kode, unique: case}", "unique means nothing for type secret",
        ("{type: secret", "kode:"),
    ),
    "a default of a secret": (
        "label: Kode}", "label: Kode, default: rahasia}", "default means nothing for type secret",
        ("{type: secret", "kode:"),
    ),
    "choices of a secret": (
        "label: Kode}", "label: Kode, choices: [a]}", "choices means nothing for type secret",
        ("{type: secret", "kode:"),
    ),
    "an option of docgen's own": (
        "  jumlah: {type: integer, label: Jumlah}",
        "  jumlah: {type: integer, label: Jumlah}\n  generate: {type: text, label: Buat}",
        "The option --generate is docgen's own", ("generate:", "jumlah:"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_problem_with_its_place(bench: Bench, mistake: str) -> None:
    old, new, says, (needle, within) = MISTAKES[mistake]
    problems = bench.problems(old, new)
    assert [says in problem.message for problem in problems] == [True], [problem.message for problem in problems]
    assert problems[0].where == bench.place(needle, within)
    assert problems[0].hint


@pytest.mark.parametrize(
    "text", ["{{ induk.kode }}", "{% if induk.kode %}x{% endif %}", "{{ orang | map(attribute='akun.kata') | join }}"]
)
def test_a_secret_in_a_template_is_refused_with_its_paragraph(bench: Bench, text: str) -> None:
    bench.letter(f"Kata: {text}")
    problems = bench.problems()
    assert [problem.reference for problem in problems] == ["render-failed"], [problem.message for problem in problems]
    assert "secret" in problems[0].message
    assert "surat.docx" in problems[0].where
    assert "seals" in problems[0].hint

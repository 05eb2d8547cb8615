"""At a terminal, what is missing is asked for one by one; mistakes are told at once, and Ctrl-C records nothing."""

from __future__ import annotations

from typing import Any

import pytest
from commands import BREAK, Cli, Script, write_json
from playing import script, set_clock, stand_at, tree

from docgen.app.workspace import Workspace

SMALL = """
id: pinjam
number: 7
title: Peminjaman Alat
version: 2026-01-01
case_prefix: PJM
actors:
  peminjam: {title: PEMINJAM, external: true}
  helpdesk: {title: HELPDESK}
fields:
  keperluan: {type: paragraph, label: Keperluan}
  jumlah: {type: integer, label: Jumlah, min: 1, max: 9}
  mendesak: {type: yesno, label: Mendesak}
  ruang: {type: choice, label: Ruang, choices: [A, B], default: B}
  saksi: {type: list, of: official, label: Saksi}
  pemberi: {type: official, label: Pemberi}
  tanggal: {type: list, of: date, label: Tanggal pakai, min: 2}
  alat:
    type: list
    label: Alat
    fields:
      nama: {type: text, label: Nama alat}
      rusak: {type: yesno, label: Rusak}
      kerusakan: {type: text, label: Kerusakan, when: rusak}
      catatan: {type: text, label: Catatan, optional: true}
  catatan: {type: text, label: Catatan}
stages:
  - id: minta
    actor: [peminjam, helpdesk]
    activity: Meminjam
    fields: [keperluan, jumlah, mendesak, ruang, saksi, pemberi, tanggal, alat]
    next: kembali
  - id: kembali
    actor: helpdesk
    activity: Mengembalikan
    optional: [catatan, alat]
    ends: selesai
"""


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A workspace with a small SOP that has a field of many a type."""
    folder = workspace.root / "templates_docx/pinjam"
    folder.mkdir()
    (folder / "sop.yaml").write_text(SMALL, encoding="utf-8")
    return workspace


def captured(workspace: Workspace, cli: Cli, *arguments: str, prompter: Script) -> Any:
    """What a step that was prompted for has recorded."""
    done = cli(*arguments, prompter=prompter)
    assert done.code == 0, done.err
    assert prompter.answers == []
    case = done.out.split(":")[0]
    return cli("show", case, "--json").json["steps"][-1]["captured"]


MINTA = [
    "rapat besar", "tiga hari", "",           # keperluan, a paragraph
    "sepuluh", "10", "2",                     # jumlah, with two mistakes
    "mungkin", "ya",                          # mendesak
    "C", "",                                  # ruang: no such choice, then the default
    "helpdesk, 3",                            # saksi: by id and by number
    "ketua", "ketua-lpse",                    # pemberi
    "4-11-2025", "", "5-11-2025", "",         # tanggal: one is too few
    "2",                                      # alat: two of them
    "Proyektor", "ya", "lampu mati", "",      # the broken one is asked what is broken
    "Kabel", "tidak", "baru",                 # the other one is not
]  # fmt: skip


def test_every_type_is_asked_in_its_own_way(small: Workspace, cli: Cli) -> None:
    clerk = Script([*MINTA, "y"])
    values = captured(small, cli, "pinjam", "minta", prompter=clerk)
    assert values["keperluan"] == "rapat besar\ntiga hari"
    assert values["jumlah"] == 2
    assert values["mendesak"] is True
    assert values["ruang"] == "B"
    assert [saksi["id"] for saksi in values["saksi"]] == ["helpdesk", "kepala-biro"]
    assert values["pemberi"]["id"] == "ketua-lpse"
    assert values["tanggal"] == ["2025-11-04", "2025-11-05"]
    assert values["alat"] == [
        {"nama": "Proyektor", "rusak": True, "kerusakan": "lampu mati"},
        {"nama": "Kabel", "rusak": False, "catatan": "baru"},
    ]
    told = "\n".join(clerk.said)
    for words in (
        "sepuluh",
        "at most 9",
        "neither yes nor no",
        "“C” is not offered",
        "Did you mean ketua-lpse",
        "At least 2",
    ):
        assert words in told
    assert sum("Kerusakan" in question for question in clerk.asked) == 1


def test_only_what_is_missing_is_asked(small: Workspace, cli: Cli) -> None:
    data = {
        "keperluan": "rapat",
        "mendesak": False,
        "ruang": "A",
        "saksi": [],
        "pemberi": "admin",
        "tanggal": ["2025-11-04", "2025-11-05"],
        "alat": [],
    }
    clerk = Script(["3", "y"])
    values = captured(small, cli, "pinjam", "minta", "--input", write_json(small, "m.json", data), prompter=clerk)
    assert values["jumlah"] == 3
    assert len(clerk.asked) == 2
    complete = Script([])
    name = write_json(small, "m.json", data | {"jumlah": 4})
    assert cli("pinjam", "minta", "--input", name, prompter=complete).code == 0
    assert complete.asked == [], "what was said whole is not even confirmed"


def test_what_is_wrong_in_the_input_is_told_before_anything_is_asked(small: Workspace, cli: Cli) -> None:
    clerk = Script([])
    done = cli("pinjam", "minta", "--set", "jumlah=99", prompter=clerk)
    assert done.code == 3
    assert "jumlah" in done.err
    assert clerk.asked == []


@pytest.mark.parametrize("place", range(len(MINTA) + 1))
def test_breaking_off_anywhere_records_nothing(small: Workspace, cli: Cli, place: int) -> None:
    before = tree(small.root)
    done = cli("pinjam", "minta", prompter=Script([*MINTA[:place], BREAK]))
    assert done.code == 130
    assert "Nothing was recorded." in done.err
    assert tree(small.root) == before


def test_a_no_at_the_end_lets_one_answer_be_changed(small: Workspace, cli: Cli) -> None:
    clerk = Script([*MINTA, "t", "jumlah", "3", "y"])
    values = captured(small, cli, "pinjam", "minta", prompter=clerk)
    assert values["jumlah"] == 3
    assert values["keperluan"] == "rapat besar\ntiga hari", "the other answers stand"
    assert clerk.said.count("What will be recorded of your answers:") == 2


def test_where_only_enter_was_pressed_the_step_is_still_confirmed(small: Workspace, cli: Cli) -> None:
    cli("pinjam", "minta", prompter=Script([*MINTA, "y"]))
    before = tree(small.root)
    clerk = Script(["", "", "t", ""])
    assert cli("pinjam", "kembali", "PJM", prompter=clerk).code == 130
    assert "You entered nothing." in clerk.said
    assert tree(small.root) == before


def test_a_no_at_the_end_records_nothing(small: Workspace, cli: Cli) -> None:
    before = tree(small.root)
    assert cli("pinjam", "minta", prompter=Script([*MINTA, "n", ""])).code == 130
    assert tree(small.root) == before


def test_optional_fields_are_offered_when_nothing_was_said(small: Workspace, cli: Cli) -> None:
    cli("pinjam", "minta", prompter=Script([*MINTA, "y"]))
    clerk = Script(["", "y", "1", "", "", "", "kotak hilang", "y"])
    values = captured(small, cli, "pinjam", "kembali", "PJM", prompter=clerk)
    assert values == {
        "alat": [{"nama": "Proyektor", "rusak": True, "kerusakan": "lampu mati", "catatan": "kotak hilang"}]
    }, "Enter keeps what the case knows"
    assert any("Enter = Proyektor" in question for question in clerk.asked)


def test_what_one_case_keeps_of_its_own_does_not_go_to_the_next(small: Workspace, cli: Cli) -> None:
    cli("pinjam", "minta", prompter=Script([*MINTA, "y"]))
    other = ["Kamera" if answer == "Proyektor" else answer for answer in MINTA]
    cli("pinjam", "minta", prompter=Script([*other, "y"]))
    first, second = "PJM-2025-0001", "PJM-2025-0002"
    clerk = Script(["", "y", "1", "", "", "", "kotak hilang", "y", "", "", "", "y"])
    done = cli("pinjam", "kembali", first, second, prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    recorded = [cli("show", case, "--json").json["steps"][-1]["captured"]["alat"][0] for case in (first, second)]
    assert [each["nama"] for each in recorded] == ["Proyektor", "Kamera"]
    assert [each["catatan"] for each in recorded] == ["kotak hilang", "kotak hilang"], "what was said is for both"
    assert [line for line in clerk.said if line.startswith("==")] == [f"== {first}", f"== {second}"]


def test_the_checklist_the_items_and_the_disposition_of_a_verification(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    people = len(cli("show", case, "--json").json["case"]["record"]["auditor"])
    answers = ["s", "1", "sesua", "sesuai", "2", "nama kurang", "ta", "S"]
    answers += ["ya", "1"] * (people - 1) + ["tidak", "ditolak", "tidak ada dalam surat tugas"]
    answers += ["kepala_biro, 1", "", "proses lebih lanjut", "", "lengkapi"]
    clerk = Script([*answers, "", "y"])
    values = captured(workspace, cli, "auditor", "verifikasi", case, prompter=clerk)
    results = [item["hasil"] for item in values["kelengkapan"].values()]
    assert results == ["sesuai", "sesuai", "sesuai", "tidak sesuai", "tidak ada", "sesuai"]
    assert values["kelengkapan"]["data-auditor"]["keterangan"] == "nama kurang"
    assert values["periksa"][-1] == {
        "tercantum": False,
        "hasil": "ditolak",
        "catatan": "tidak ada dalam surat tugas",
    }
    assert values["disposisi"] == {
        "kepada": ["kepala_biro", "helpdesk"],
        "harap": ["Proses lebih lanjut"],
        "isi": "lengkapi",
    }
    assert any("Did you mean sesuai?" in line for line in clerk.said)


def test_a_disposition_must_go_to_somebody(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "disposisi-kepala-biro")
    clerk = Script(["-", "", "", "", "", "", "Sekretariat", "y"])
    values = captured(workspace, cli, "auditor", "disposisi-kepala-biro", case, prompter=clerk)
    assert values["disposisi"] == {"kepada_lain": "Sekretariat"}
    assert "Enter = ketua_lpse; - = nobody of these" in clerk.asked[0]
    assert any("still needed" in line for line in clerk.said)
    assert any("with commas between; Enter = none" in text for text in clerk.asked), "what is hoped may be nothing"


def test_after_a_refusal_a_value_may_be_asked_again(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "terima")
    set_clock(workspace, step["at"])
    data = {"disposisi": {"kepada": ["verifikator"]}}
    name = write_json(workspace, "t.json", data)
    clerk = Script(["Surat", "y"])
    assert cli("auditor", "terima", case, "--input", name, prompter=clerk).code == 0


def test_a_guard_that_refuses_leaves_the_answers_to_be_mended(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "verifikasi")
    data = step["input"]
    data["periksa"][0] = {"hasil": "diterima"}
    name = write_json(workspace, "v.json", data)
    before = tree(workspace.root)
    clerk = Script(["tidak", "periksa.1.tercantm", "periksa.1.tercantum", "ya", "y"])
    done = cli("auditor", "verifikasi", case, "--input", name, prompter=clerk)
    assert done.code == 0, done.err
    assert "[step-refused]" in done.err
    assert any("Did you mean periksa.1.tercantum?" in line for line in clerk.said)
    assert tree(workspace.root) != before


def test_giving_up_after_a_refusal_records_nothing(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "verifikasi")
    data = step["input"]
    data["periksa"][0] = {"hasil": "diterima"}
    before = tree(workspace.root)
    clerk = Script(["tidak", ""])
    done = cli("auditor", "verifikasi", case, "--input", write_json(workspace, "v.json", data), prompter=clerk)
    assert done.code == 130
    assert tree(workspace.root) == before


def test_nothing_is_asked_where_a_program_reads(small: Workspace, cli: Cli) -> None:
    clerk = Script([])
    done = cli("pinjam", "minta", "--json", prompter=clerk)
    assert done.code == 3
    assert set(done.references) == {"field-missing"}
    assert clerk.asked == []


def test_a_date_that_a_guard_refuses_is_asked_again_at_once(workspace: Workspace, cli: Cli) -> None:
    data = script("1")[0]["input"]
    del data["surat"]["tanggal"], data["surat"]["hal"]
    clerk = Script(["2099-01-01", "2025-11-03", "Permohonan", "y"])
    name = write_json(workspace, "p.json", data)
    values = captured(workspace, cli, "auditor", "permohonan", "--input", name, prompter=clerk)
    assert values["surat"]["tanggal"] == "2025-11-03"
    assert sum("Tanggal surat" in question for question in clerk.asked) == 2
    assert "Hal" in clerk.asked[2], "the next question came only when the date was right"
    assert any("surat.tanggal" in line for line in clerk.said)


def test_after_a_refusal_what_the_guard_looks_at_is_offered_though_it_was_not_asked(
    workspace: Workspace, cli: Cli
) -> None:
    data = script("1")[0]["input"]
    data["surat"]["tanggal"] = "2099-01-01"
    del data["surat"]["hal"]
    clerk = Script(["Permohonan", "tanggal", "surat.tanggal", "2025-11-03", "y"])
    name = write_json(workspace, "p.json", data)
    values = captured(workspace, cli, "auditor", "permohonan", "--input", name, prompter=clerk)
    assert values["surat"]["tanggal"] == "2025-11-03"
    assert any("1  surat.tanggal  Tanggal surat" in line for line in clerk.said)
    assert any("There is no value tanggal." in line for line in clerk.said)


def test_the_quotation_marks_of_a_file_manager_are_no_part_of_a_name(small: Workspace, cli: Cli) -> None:
    definition = small.root / "templates_docx/pinjam/sop.yaml"
    files = "  surat: {type: file, label: Surat}\n  bukti: {type: list, of: file, label: Bukti}\nstages:\n"
    text = definition.read_text(encoding="utf-8").replace("stages:\n", files)
    definition.write_text(text.replace("fields: [keperluan, ", "fields: [surat, bukti, "), encoding="utf-8")
    for name in ("surat satu.pdf", "bukti dua.pdf", "bukti tiga.pdf"):
        (small.root / name).write_bytes(f"%PDF-1.4\n% {name}\n%%EOF\n".encode())
    dropped = ['"surat satu.pdf"', "'bukti dua.pdf'", "\"bukti tiga.pdf'", "bukti tiga.pdf", ""]
    clerk = Script([*dropped, *MINTA[3:], "y"])
    values = captured(small, cli, "pinjam", "minta", prompter=clerk)
    assert values["surat"]["nama"] == "surat satu.pdf"
    assert [each["nama"] for each in values["bukti"]] == ["bukti dua.pdf", "bukti tiga.pdf"]
    assert "bukti tiga.pdf'" in "\n".join(clerk.said), "the control: marks that are no pair stay"

"""The book of a register: a row for each number, what it tells of a case, and what of one that came to nothing."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from injection import Watched, error
from playing import ROOT, at_work, new_workspace, order, play, script, set_clock, stand_at, take, tree

from docgen.app.book import book
from docgen.app.check_sop import check_sop
from docgen.app.correct import correct
from docgen.app.doctor import doctor
from docgen.app.export_book import Exported, export_book
from docgen.app.perform import Performed, open_new, perform
from docgen.app.record_numbers import record_numbers
from docgen.app.undo import undo
from docgen.app.void_number import void_number
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem

pytestmark = pytest.mark.usefixtures("quick")

BOOK, LETTERS = "agenda-masuk", "surat-keluar"
OTHER = ROOT / "tests" / "sop_ketiga"
COLUMNS = (
    "No. agenda", "Tgl terima", "Dari", "No. surat", "Tgl surat", "Hal", "Lampiran", "Sifat", "Diteruskan kepada",
    "Tgl disposisi", "Paraf", "Ket.",
)  # fmt: skip
"""What the regulation asks for."""


def rows(workspace: Workspace, register: str = BOOK, *, year: int = 2025) -> list[dict[str, Any]]:
    """The rows of a book, each by its headings, without what is empty."""
    found = book(workspace, register, year=year).table
    return [
        {heading: cell for heading, cell in zip(found.headings, row, strict=True) if cell not in {None, ""}}
        for row in found.rows
    ]


def refusal(act: Any, *arguments: Any, **more: Any) -> Problem:
    with pytest.raises(DocgenError) as refused:
        act(*arguments, **more)
    (problem,) = refused.value.problems
    return problem


def settle(workspace: Workspace, old: str, new: str, *, file: str = "docgen.toml") -> Workspace:
    """The workspace with something else in one of its texts."""
    path = workspace.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return at_work(workspace.root, first=900)


def received(workspace: Workspace, hal: str = "Permohonan Registrasi USER ID Auditor") -> str:
    """A case whose letter has its number of the book."""
    case, step = stand_at(workspace, "terima", surat={**script("1")[0]["input"]["surat"], "hal": hal})
    take(workspace, step, case=case)
    return case


def test_a_letter_has_its_row_in_the_columns_of_the_regulation(workspace: Workspace) -> None:
    received(workspace)
    assert book(workspace, BOOK, year=2025).table.headings == COLUMNS
    assert rows(workspace) == [
        {
            "No. agenda": "0001",
            "Tgl terima": dt.date(2025, 11, 3),
            "Dari": "BPK Perwakilan Provinsi Contoh",
            "No. surat": "001/S/CONTOH/11/2025",
            "Tgl surat": dt.date(2025, 11, 3),
            "Hal": "Permohonan Registrasi USER ID Auditor",
            "Sifat": "Biasa",
            "Diteruskan kepada": "VERIFIKATOR LPSE",
            "Tgl disposisi": dt.date(2025, 11, 3),
        }
    ]


def test_every_number_has_a_row_in_its_order(workspace: Workspace) -> None:
    record_numbers(workspace, BOOK, "1-2", note="Buku kertas", date="2025-11-01")
    void_number(workspace, BOOK, 2, reason="Salah tulis", year=2025)
    taken_back = received(workspace)
    undo(workspace, taken_back, reason="Keliru", by="helpdesk")
    take(workspace, {**script("1")[1], "at": "2025-11-03T09:00"}, case=taken_back)
    spoilt = received(workspace, "Permohonan lain")
    undo(workspace, spoilt, reason="Keliru", by="helpdesk")
    void_number(workspace, BOOK, 5, reason="Surat ditarik", year=2025)
    found = rows(workspace)
    assert [row["No. agenda"] for row in found] == ["0001", "0002", "0003", "0004", "0005"]
    assert [row.get("Ket.") for row in found] == [
        "Buku kertas",
        "Batal: Salah tulis; Buku kertas",
        f"Langkah 2 kasus {taken_back} dibatalkan: Keliru",
        None,
        "Batal: Surat ditarik",
    ]
    assert [row["Tgl terima"].day for row in found] == [1, 1, 3, 3, 3]
    assert ["Dari" in row for row in found] == [False, False, False, True, False]


def test_a_number_of_which_nothing_is_known_has_no_date(workspace: Workspace) -> None:
    received(workspace)
    folder = workspace.store.register(year=2025, register=BOOK)
    claim = json.loads((folder / "000001.json").read_bytes())
    lost = {**claim, "number": 2, "step": 9, "operation": "f" * 32}
    (folder / "000002.json").write_text(json.dumps(lost, indent=1) + "\n")
    found = book(workspace, BOOK, year=2025)
    assert rows(workspace)[1] == {"No. agenda": "0002"}
    (warning,) = found.warnings
    assert "belongs to no step" in warning.message
    assert warning.where == "agenda-masuk 2025: 2"


def mend(workspace: Workspace, case: str, number: str) -> None:
    mended = order("x", {"surat": {"nomor": number}}).given
    correct(workspace, case, given=mended, reason="Salah ketik.", by="helpdesk", base=workspace.root)


def test_each_round_has_its_row_as_it_was_then(workspace: Workspace) -> None:
    play(workspace, script("2"))
    found = rows(workspace)
    assert [row["No. surat"] for row in found] == [f"B-00{number}/CONTOH/11/2025" for number in (3, 4, 5)]
    assert [row["Tgl terima"].day for row in found] == [5, 6, 7]
    assert [row["Tgl disposisi"].day for row in found] == [5, 6, 7]
    assert {row["Diteruskan kepada"] for row in found} == {"VERIFIKATOR LPSE"}


def test_a_typo_that_was_mended_is_mended_in_the_row_of_its_round_only(workspace: Workspace) -> None:
    steps = script("2")
    case = play(workspace, steps[:3])[-1].case.id
    mend(workspace, case, "B-003/BENAR")
    mend(workspace, case, "B-003/SUNGGUH")
    play(workspace, steps[3:], case=case)
    mend(workspace, case, "B-005/BENAR")
    found = [row["No. surat"] for row in rows(workspace)]
    assert found == ["B-003/SUNGGUH", "B-004/CONTOH/11/2025", "B-005/BENAR"]


def test_what_a_letter_says_is_no_formula_in_the_book(workspace: Workspace) -> None:
    subject = '=HYPERLINK("http://x.example";"klik")'
    received(workspace, subject)
    target = workspace.root / "buku.xlsx"
    export(workspace, target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == subject]
    assert [cell.data_type for cell in cells] == ["s"]


# --- several SOPs, and papers ---------------------------------------------------------------------------------------


@pytest.fixture
def shared(tmp_path: Path) -> Workspace:
    """An office with a second SOP, whose letters have numbers of the register of letters."""
    root = tmp_path / "bersama"
    new_workspace(root)
    shutil.copytree(OTHER / "ruang", root / "templates_docx" / "ruang")
    with (root / "docgen.toml").open("a", encoding="utf-8") as settings:
        settings.write((OTHER / "pejabat.toml").read_text(encoding="utf-8"))
    return at_work(root)


def meeting(workspace: Workspace) -> list[Performed]:
    done: list[Performed] = []
    for step in json.loads((OTHER / "ruang/contoh/1-rapat.json").read_text(encoding="utf-8"))["steps"]:
        set_clock(workspace, step["at"])
        ordered = order(step["stage"], step["input"])
        done.append(perform(workspace, done[-1].case.id, ordered) if done else open_new(workspace, "ruang", ordered))
    return done


def test_each_copy_of_a_letter_has_its_row(shared: Workspace) -> None:
    case = meeting(shared)[-1].case.id
    approval, first, second = rows(shared, LETTERS)
    assert approval == {
        "No. urut": 1,
        "Nomor surat": "000.1.5/001/LPSE/2025",
        "Tanggal surat": approval["Tanggal surat"],
        "Kepada": approval["Kepada"],
        "Hal": "Persetujuan Pemakaian Ruang",
        "Sifat": "Biasa",
        "Penandatangan": "Pejabat Contoh Tujuh, S.H.",
        "No. kasus": case,
    }
    assert [row["Kepada"] for row in (first, second)] == ["Undangan Satu", "Undangan Dua"]
    assert [row["Nomor surat"] for row in (first, second)] == ["000.1.6/002/LPSE/2025", "000.1.6/003/LPSE/2025"]
    assert {row["Hal"] for row in (first, second)} == {"Undangan Rapat"}


def test_the_rows_of_several_sops_are_joined(shared: Workspace) -> None:
    received(shared)
    meeting(shared)
    found = rows(shared)
    assert found[0]["Dari"] == "BPK Perwakilan Provinsi Contoh"
    assert [row["No. agenda"] for row in found] == [f"{place:04d}" for place in range(1, len(found) + 1)]
    assert len(found) == 3
    text = (shared.root / "docgen.toml").read_text(encoding="utf-8")
    chosen = text[text.index('kolom = ["No. agenda"') : text.index("[register.surat-keluar]")]
    bare = settle(shared, chosen, "")
    headings = book(bare, BOOK, year=2025).table.headings
    assert headings == (*(name for name in COLUMNS if name != "Paraf"), "Ruang")
    assert rows(bare)[-1]["Ruang"].startswith("Ruang ")


def test_a_register_of_which_no_sop_speaks_has_a_book_all_the_same(workspace: Workspace) -> None:
    with (workspace.root / "docgen.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[register.notula]\nnama = "Register Notula"\nlebar = 3\n')
    changed = at_work(workspace.root)
    record_numbers(changed, "notula", "1", note="Rapat", by="admin")
    found = book(changed, "notula", year=2025).table
    assert found.title == ("Register Notula", "LPSE Kabupaten Belitung", "Tahun 2025")
    assert rows(changed, "notula") == [
        {"No. urut": 1, "Nomor": "001", "Tanggal": dt.date(2025, 11, 3), "Ket.": "Rapat"}
    ]


def test_a_case_of_older_rules_that_say_nothing_is_told(workspace: Workspace) -> None:
    path = workspace.root / "templates_docx/auditor/sop.yaml"
    now = path.read_text(encoding="utf-8")
    start, end = now.index("registers:"), now.index("stages:\n")
    path.write_text(now[:start] + now[end:], encoding="utf-8")
    case = received(workspace)
    path.write_text(now, encoding="utf-8")
    assert rows(workspace) == [{"No. agenda": "0001", "Tgl terima": dt.date(2025, 11, 3)}]
    (warning,) = book(workspace, BOOK, year=2025).warnings
    assert case in warning.message


def test_a_cell_that_cannot_be_told_stays_empty_with_a_warning(workspace: Workspace) -> None:
    changed = settle(
        workspace, "Lampiran: berkas | map(attribute='nama') | list", "Lampiran: surat.tanggal + surat.nomor",
        file="templates_docx/auditor/sop.yaml",
    )  # fmt: skip
    received(changed)
    assert "Lampiran" not in rows(changed)[0]
    (warning,) = book(changed, BOOK, year=2025).warnings
    assert warning.message.startswith("Lampiran: ")


# --- what is refused ------------------------------------------------------------------------------------------------


def test_a_year_without_numbers_is_refused_with_the_years_that_have_some(workspace: Workspace) -> None:
    problem = refusal(book, workspace, BOOK, year=2025)
    assert (problem.reference, problem.where) == ("option-unusable", "--year")
    received(workspace)
    assert refusal(book, workspace, BOOK, year=2024).hint == "Years with numbers: 2025."


def test_a_damaged_register_or_case_has_no_book(workspace: Workspace) -> None:
    case = received(workspace)
    step = workspace.store.case_dir(case) / "01" / "step.json"
    whole = step.read_bytes()
    step.write_bytes(whole.replace(b"BPK", b"BPKP"))
    assert refusal(book, workspace, BOOK, year=2025).reference == "step-damaged"
    step.write_bytes(whole)
    received(workspace, "Permohonan lain")
    (workspace.store.register(year=2025, register=BOOK) / "000001.json").unlink()
    assert refusal(book, workspace, BOOK, year=2025).reference == "register-damaged"


@pytest.mark.parametrize(
    ("old", "new", "words", "hint"),
    [
        ('"Diteruskan kepada"', '"Diteruskan kpd"', "No SOP fills the column Diteruskan kpd.", "Diteruskan kepada"),
        ('"No. agenda", ', "", "leave out the number itself", "No. agenda"),
        (', "Ket."]', "]", "leave out why a number is void", "Ket."),
    ],
)
def test_columns_of_the_office_that_cannot_be_meant(
    workspace: Workspace, old: str, new: str, words: str, hint: str
) -> None:
    received(workspace)
    changed = settle(workspace, old, new)
    problem = refusal(book, changed, BOOK, year=2025)
    assert (problem.reference, problem.where) == ("office-invalid", "docgen.toml: register.agenda-masuk.kolom")
    assert words in problem.message
    assert hint in problem.hint
    assert problem in doctor(changed)[0].problems


def test_control_a_column_for_the_hand_is_no_mistake(workspace: Workspace) -> None:
    changed = settle(workspace, '"Paraf", "Ket."]', '"Paraf", "Lemari", "Ket."]')
    received(changed)
    assert "Lemari" in book(changed, BOOK, year=2025).table.headings
    assert doctor(changed)[0].problems == ()


def test_a_heading_that_is_there_twice_is_refused(workspace: Workspace) -> None:
    with pytest.raises(DocgenError) as refused:
        settle(workspace, '"Paraf", "Ket."]', '"Ket.", "Ket."]')
    (problem,) = refused.value.problems
    assert (problem.reference, problem.hint) == ("office-invalid", "Name each column once.")


@pytest.mark.parametrize(
    ("old", "new", "place", "words", "hint"),
    [
        ("    Dari: instansi.nama\n", "    Dari: instansi.namaa\n", "Dari: ", "instansi.namaa", "instansi.nama"),
        ("    Dari: instansi.nama\n", "    Dari: instansi\n", "Dari: ", "whole record", "instansi.nama"),
        ("    Dari: instansi.nama\n", "    Dari: auditor\n", "Dari: ", "whole record", "map(attribute"),
        ("    Dari: instansi.nama\n", "    Dari: naskah.hal\n", "Dari: ", "naskah", ""),
        ("    Dari: instansi.nama\n", "    Dari: instansi.nama +\n", "Dari: ", "not understood", ""),
        ("    Dari: instansi.nama\n", "    Dari: kasus.status\n", "Dari: ", "kasus.status", ""),
        ("    No. agenda: buku.nomor\n", "    No. agenda: agenda.nomor\n", "", "shows the number itself", "buku.nomor"),
        ("    Ket.: buku.keterangan\n", "", "", "why a number is void", "buku.keterangan"),
        ("  agenda-masuk:\n    No. agenda:", "  agenda-masu:\n    No. agenda:", "", "takes numbers", "agenda-masuk"),
    ],
)  # fmt: skip
def test_a_column_that_cannot_be_is_found_by_the_check_with_its_place(
    workspace: Workspace, old: str, new: str, place: str, words: str, hint: str
) -> None:
    changed = settle(workspace, old, new, file="templates_docx/auditor/sop.yaml")
    problems = check_sop(changed, "auditor").problems
    assert len(problems) == 1
    (problem,) = problems
    assert words in problem.message
    assert hint in problem.hint
    name, line, column = problem.where.rsplit(":", 2)
    text = (changed.root / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text[: int(column) - 1].strip() == place.strip()


def test_an_empty_register_is_refused(workspace: Workspace) -> None:
    text = (workspace.root / "templates_docx/auditor/sop.yaml").read_text(encoding="utf-8")
    start, end = text.index("  agenda-masuk:\n"), text.index("\nstages:")
    changed = settle(workspace, text[start:end], "  agenda-masuk: {}\n", file="templates_docx/auditor/sop.yaml")
    assert [problem.reference for problem in check_sop(changed, "auditor").problems] == ["sop-invalid"]


# --- the file -------------------------------------------------------------------------------------------------------


def export(workspace: Workspace, target: Path, **more: Any) -> Exported:
    return export_book(workspace, BOOK, target, **{"year": 2025, "dry_run": False, **more})


@pytest.fixture
def begun(workspace: Workspace) -> Workspace:
    received(workspace)
    return workspace


def test_the_file_is_the_same_for_the_same_record(begun: Workspace, tmp_path: Path) -> None:
    before = tree(begun.root)
    done = export(begun, tmp_path / "a.xlsx")
    set_clock(begun, "2026-07-01T10:00")
    export(begun, tmp_path / "B.XLSX")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "B.XLSX").read_bytes()
    assert (done.rows, done.columns, done.year) == (1, COLUMNS, 2025)
    assert tree(begun.root) == before  # the record itself is only read


def test_a_file_that_is_there_is_replaced_only_if_asked(begun: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "buku.xlsx"
    target.write_bytes(b"punya orang")
    problem = refusal(export, begun, target)
    assert problem.reference == "would-overwrite"
    assert "--force" in problem.hint
    assert target.read_bytes() == b"punya orang"
    export(begun, target, force=True)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert tuple(cell.value for cell in sheet[5]) == COLUMNS
    assert [cell.value for cell in sheet[1] if cell.value] == ["Buku Agenda Surat Masuk"]


def test_a_dry_run_writes_nothing(begun: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "kosong"
    folder.mkdir()
    assert export(begun, folder / "buku.xlsx", dry_run=True).rows == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tidak/ada/buku.xlsx", "There is no folder"),
        ("buku.xls", "does not end in .xlsx"),
        ("buku", "does not end in .xlsx"),
        ("cases/buku.xlsx", "among the cases"),
        ("templates_docx/../cases/buku.xlsx", "among the cases"),
    ],
)
def test_a_place_that_cannot_be_meant_is_refused(begun: Workspace, name: str, words: str) -> None:
    problem = refusal(export, begun, begun.root / name)
    assert (problem.reference, problem.where) == ("option-unusable", "-o")
    assert words in problem.message


@pytest.mark.parametrize("lock", [".~lock.buku.xlsx#", "~$buku.xlsx"])
def test_a_file_that_is_open_elsewhere_is_left_alone(begun: Workspace, tmp_path: Path, lock: str) -> None:
    target = tmp_path / "buku.xlsx"
    export(begun, target)
    (tmp_path / lock).write_bytes(b"")
    problem = refusal(export, begun, target, force=True)
    assert problem.reference == "file-open"
    assert "another program" in problem.message


def test_a_file_that_windows_holds_is_told_so(begun: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "buku.xlsx"
    target.write_bytes(b"lama")

    def reach(name: str, _args: tuple[Any, ...]) -> None:
        if name == "replace":
            (tmp_path / "~$buku.xlsx").write_bytes(b"")
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))

    problem = refusal(export, at_work(begun.root, fs=Watched(reach)), target, force=True)
    (tmp_path / "~$buku.xlsx").unlink()
    assert problem.reference == "file-open"
    assert "open in Word, Excel or LibreOffice" in problem.message
    assert [path.name for path in tmp_path.glob("*.xlsx*")] == ["buku.xlsx"]
    assert target.read_bytes() == b"lama"


@pytest.mark.parametrize("call", ["write_new", "rename_new"])
def test_a_full_disk_leaves_no_half_file(begun: Workspace, tmp_path: Path, call: str) -> None:
    def reach(name: str, args: tuple[Any, ...]) -> None:
        if name == call:
            if name == "write_new":
                args[0].write_bytes(args[1][:100])
            error(errno.ENOSPC)()

    folder = tmp_path / "kosong"
    folder.mkdir()
    assert refusal(export, at_work(begun.root, fs=Watched(reach)), folder / "b.xlsx").reference == "disk-full"
    assert list(folder.iterdir()) == []


def test_somebody_who_is_faster_keeps_his_file(begun: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "buku.xlsx"

    def reach(name: str, _args: tuple[Any, ...]) -> None:
        if name == "rename_new":
            target.write_bytes(b"punya orang")

    assert refusal(export, at_work(begun.root, fs=Watched(reach)), target).reference == "would-overwrite"
    assert target.read_bytes() == b"punya orang"

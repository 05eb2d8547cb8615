"""Pages made by LibreOffice and poppler: real ones, and programs that hang, fail, lie, or are not there."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from docgen.convert.pages import pdf_of, pictures_of
from docgen.convert.program import Program, call
from docgen.errors import DocgenError, ExitCode, Problem

FAKE = Program(title="Contoh", names=("contoh-program",), debian="contoh", windows="https://contoh.example")
Fake = Callable[..., str]


@pytest.fixture
def word_file(tmp_path: Path) -> bytes:
    path = tmp_path / "surat.docx"
    document = docx.Document()
    document.add_paragraph("Kalimat pertama.")
    document.add_page_break()
    document.add_paragraph("Halaman kedua.")
    document.save(str(path))
    return path.read_bytes()


@pytest.fixture
def installed() -> None:
    """LibreOffice and poppler: where they are missing, these tests are skipped at home, but fail in CI."""
    missing = [name for name in ("soffice", "pdftoppm") if shutil.which(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {missing}")
    if missing:
        pytest.skip(f"not installed: {missing}")


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """Puts programs of these names on a search path of their own; gives the path."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(*names: str, does: str) -> str:
        for name in names:
            program = folder / name
            program.write_text(f"#!{sys.executable}\n{does}\n", encoding="utf-8")
            program.chmod(0o755)
        return str(folder)

    return put


def refusal(action: Callable[[], object]) -> Problem:
    with pytest.raises(DocgenError) as caught:
        action()
    assert caught.value.exit_code is ExitCode.EXTERNAL
    (problem,) = caught.value.problems
    return problem


@pytest.mark.usefixtures("installed")
def test_a_word_file_becomes_a_pdf_and_a_picture_of_each_page(word_file: bytes) -> None:
    pdf = pdf_of(word_file)
    assert pdf.startswith(b"%PDF-")
    pictures = pictures_of(pdf)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.usefixtures("installed")
def test_what_is_no_word_file_makes_no_pdf_though_libreoffice_says_all_is_well() -> None:
    problem = refusal(lambda: pdf_of(b"PK\x03\x04"))
    assert problem.reference == "program-failed"
    assert "LibreOffice" in problem.message


@pytest.mark.usefixtures("installed")
def test_what_is_no_pdf_makes_no_picture() -> None:
    assert refusal(lambda: pictures_of(b"%PDF-nothing")).reference == "program-failed"


def test_a_program_that_is_not_there_is_told_with_how_to_install_it(word_file: bytes, tmp_path: Path) -> None:
    empty = str(tmp_path)
    problem = refusal(lambda: pdf_of(word_file, search=empty))
    assert problem.reference == "program-missing"
    assert "apt install libreoffice-writer-nogui" in problem.hint
    assert "https://www.libreoffice.org" in problem.hint
    assert "poppler-utils" in refusal(lambda: pictures_of(b"%PDF-", search=empty)).hint


def test_a_program_that_does_nothing_and_ends_well_is_not_believed(word_file: bytes, fake: Fake) -> None:
    search = fake("soffice", "pdftoppm", does="print('convert paper.docx -> paper.pdf')")
    problem = refusal(lambda: pdf_of(word_file, search=search))
    assert problem.reference == "program-failed"
    assert "convert paper.docx" in problem.message
    assert refusal(lambda: pictures_of(b"%PDF-", search=search)).reference == "program-failed"


def test_a_program_that_ends_with_an_error_is_quoted(word_file: bytes, fake: Fake) -> None:
    search = fake("soffice", does="import sys; print('kehabisan tempat'); sys.exit(3)")
    problem = refusal(lambda: pdf_of(word_file, search=search))
    assert "code 3" in problem.message
    assert "kehabisan tempat" in problem.message


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    path = tmp_path / "contoh-program"
    path.write_bytes(b"\x7fELF but not really")
    path.chmod(0o755)
    problem = refusal(lambda: call(FAKE, path, [], folder=tmp_path, seconds=60))
    assert problem.reference == "program-failed"
    assert "started" in problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="asks the kernel for a process")
def test_a_program_that_hangs_is_ended_with_what_it_started(tmp_path: Path, fake: Fake) -> None:
    child = tmp_path / "child"
    starts = (
        "import subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(child.pid))\n"
        "time.sleep(600)"
    )
    path = Path(fake("contoh-program", does=starts)) / "contoh-program"
    problem = refusal(lambda: call(FAKE, path, [], folder=tmp_path, seconds=5))
    assert "5 seconds" in problem.message
    assert gone(int(child.read_text()))


def gone(pid: int) -> bool:
    """Whether a process has ended: it may wait a moment for somebody to notice."""
    for _try in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_program_learns_nothing_of_docgens_own(tmp_path: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_BY", "helpdesk")
    monkeypatch.setenv("CONTOH", "ada")
    does = "import os; print(os.environ.get('DOCGEN_BY'), os.environ.get('CONTOH'))"
    path = Path(fake("contoh-program", does=does)) / "contoh-program"
    assert call(FAKE, path, [], folder=tmp_path, seconds=60) == "None ada"

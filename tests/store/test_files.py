"""What is handed in is judged by its bytes."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import zipfile
from pathlib import Path

import pytest
from injection import error

from docgen.errors import DocgenError
from docgen.store.files import read_attachment
from docgen.store.filesystem import FileSystem

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 20 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
LIMIT = 1_000_000


def docx(parts: dict[str, bytes] | None = None, *, types: bytes = b"<Types/>", document: bytes = b"<w/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"[Content_Types].xml": types, "word/document.xml": document, **(parts or {})}.items():
            package.writestr(name, content)
    return made.getvalue()


def archive(names: list[str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\n" + PDF + b"\0\0", "pdf"),
        (JPEG, "jpeg"),
        (JPEG + b"more", "jpeg"),
        (PNG, "png"),
        (docx(), "docx"),
    ],
)
def test_accepted_whatever_its_name(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "Surat Tugas é.xyz"
    path.write_bytes(content)
    found = read_attachment(path, limit=LIMIT)
    assert (found.name, found.type) == ("Surat Tugas é.xyz", kind)
    assert (found.content, found.sha256) == (content, hashlib.sha256(content).hexdigest())


def damaged_docx() -> bytes:
    raw = bytearray(docx(document=os.urandom(500)))
    raw[len(raw) // 2] ^= 0xFF
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"halo", "neither"),
        (b"MZ\x90\x00", "neither"),
        (b"<html>", "neither"),
        (PDF[:-8], "cut off"),
        (JPEG[:-2], "cut off"),
        (PNG[:-12], "cut off"),
        (docx()[:-30], "cut off"),
        (damaged_docx(), "cut off"),
        (archive(["xl/workbook.xml", "[Content_Types].xml"]), "not a Word document"),
        (docx({"word/vbaProject.bin": b"x"}), "macros"),
        (docx({"word/VBAPROJECT.BIN": b"x"}), "macros"),
        (docx(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (docx({"../../evil": b"x"}), "safely"),
        (docx({"/evil": b"x"}), "safely"),
        (docx({"WORD/document.xml": b"x"}), "safely"),
        (docx(document=b"\0" * 40_000_000), "safely"),
        (PDF + b"\0" * LIMIT, "larger than 0.953674 MiB"),
    ],
)
def test_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "surat.pdf"
    path.write_bytes(content)
    with pytest.raises(DocgenError) as refusal:
        read_attachment(path, limit=LIMIT)
    [problem] = refusal.value.problems
    assert problem.reference == "file-refused"
    assert says in problem.message
    assert problem.hint


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "nowhere").symlink_to("missing")
    (tmp_path / "to-pipe").symlink_to("pipe")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket"))
    says = {"pipe": "an end", "to-pipe": "an end", "folder": "a folder", "nowhere": "no such", "missing": "no such"}
    for path, text in {**{tmp_path / name: text for name, text in says.items()}, Path("/dev/zero"): "an end"}.items():
        with pytest.raises(DocgenError, match=text) as refusal:
            read_attachment(path, limit=LIMIT)
        assert refusal.value.problems[0].reference == "file-refused"
    with pytest.raises(DocgenError, match="an end"):
        read_attachment(tmp_path / "socket", limit=LIMIT)
    listening.close()


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "scan").write_bytes(PDF)
    (tmp_path / "surat.pdf").symlink_to("scan")
    assert read_attachment(tmp_path / "surat.pdf", limit=LIMIT).name == "surat.pdf"


@pytest.mark.parametrize("name", ["a\nb.pdf", "a\u202efdp.exe", "a\x1b[2J.pdf", "a\udcff.pdf"])
def test_names_that_cannot_be_seen_are_refused_unseen(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PDF)
    with pytest.raises(DocgenError) as refusal:
        read_attachment(tmp_path / name, limit=LIMIT)
    [problem] = refusal.value.problems
    assert (problem.message + problem.where).isprintable()


def test_a_failing_disk_is_the_disks_fault(tmp_path: Path) -> None:
    class Failing(FileSystem):
        def read_foreign(self, path: Path, *, limit: int) -> bytes:
            error(5)()
            return b""

    with pytest.raises(DocgenError) as refusal:
        read_attachment(tmp_path / "x.pdf", limit=LIMIT, fs=Failing())
    assert refusal.value.problems[0].reference == "disk-failed"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("in", "in"),
        ("in/s.pdf", "in/s.pdf"),
        ("/tiada/s.pdf", "/tiada/s.pdf"),
        ("i\u202en/s.pdf", "i\\u202en/s.pdf"),
    ],
)
def test_a_refusal_shows_the_path_as_it_was_typed(tmp_path: Path, typed: str, shown: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(DocgenError) as caught:
        read_attachment(Path(typed), base=tmp_path, limit=LIMIT)
    [problem] = caught.value.problems
    assert shown in problem.message
    assert str(tmp_path) not in problem.message


class Held(FileSystem):
    """What Windows does with a file that Word holds: nobody else may read it."""

    def read_foreign(self, path: Path, *, limit: int) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))


@pytest.mark.parametrize("opened", [True, False])
def test_a_file_that_word_holds_is_told_so(tmp_path: Path, opened: bool) -> None:
    (tmp_path / "permohonan.docx").write_bytes(docx())
    if opened:
        (tmp_path / "~$rmohonan.docx").write_bytes(b"\x05Siti")
    with pytest.raises(DocgenError) as caught:
        read_attachment(Path("permohonan.docx"), base=tmp_path, limit=LIMIT, fs=Held())
    (problem,) = caught.value.problems
    assert problem.reference == ("file-open" if opened else "file-refused")
    assert ("close it" in problem.hint) is opened

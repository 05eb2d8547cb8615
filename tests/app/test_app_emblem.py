"""The emblem: a real picture in the kop of every new letter, and a clear refusal of what is none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from playing import play, script

from docgen.app.emblem import LARGEST, put_emblem
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError


def png(width: int, height: int) -> bytes:
    """A plain picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def kop(workspace: Workspace) -> Path:
    return workspace.templates / "bersama" / "kop.docx"


def pictures(paper: Path | io.BytesIO) -> list[bytes]:
    with zipfile.ZipFile(paper) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("word/media/")]


def test_the_emblem_stands_in_every_paper_of_a_new_case(workspace: Workspace, tmp_path: Path) -> None:
    before = play(workspace, script("1")[:2])[-1]
    (tmp_path / "lambang.png").write_bytes(png(300, 400))
    put_emblem(workspace, Path("lambang.png"), base=tmp_path)
    other = script("1")[:2]
    other[0]["input"]["surat"]["nomor"] = "LAIN/2025"
    after = play(workspace, other)[-1]
    for document in after.step.documents:
        assert pictures(after.folder / document.path) == [png(300, 400)], document.path
    for document in before.step.documents:
        assert pictures(before.folder / document.path) == []


def test_a_second_emblem_takes_the_place_of_the_first(workspace: Workspace, tmp_path: Path) -> None:
    for width in (300, 500):
        (tmp_path / "lambang.png").write_bytes(png(width, 400))
        put_emblem(workspace, Path("lambang.png"), base=tmp_path)
    shapes = docx.Document(str(kop(workspace))).sections[0].first_page_header.tables[0].rows[0].cells[0]
    assert len(shapes._tc.xpath(".//pic:pic")) == 1
    assert len(shapes._tc.xpath(".//wp:extent[@cx=648000]")) == 1, "the wider one fills the cell from side to side"


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("lambang.png", b"bukan gambar", "as a PNG or JPEG"),
        ("lambang.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n", "as a PNG or JPEG"),
        ("lambang.gif", b"GIF89a" + bytes(40), "as a PNG or JPEG"),
        ("lambang.jpg", b"\xff\xd8\xff" + bytes(40) + b"\xff\xd9", "as a PNG or JPEG"),
        ("lambang.png", png(300, 400)[:40], "Save or scan it again"),
        ("lambang.png", png(300, 400) + bytes(LARGEST), "fewer pixels"),
    ],
)
def test_a_logo_that_is_no_picture_is_refused(
    workspace: Workspace, tmp_path: Path, name: str, content: bytes, hint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    as_it_was = kop(workspace).read_bytes()
    with pytest.raises(DocgenError) as caught:
        put_emblem(workspace, Path(name), base=tmp_path)
    assert [problem.reference for problem in caught.value.problems] == ["file-refused"]
    assert name in caught.value.problems[0].message
    assert hint in caught.value.problems[0].hint
    assert kop(workspace).read_bytes() == as_it_was


@pytest.mark.parametrize("sign", ["~$kop.docx", ".~lock.kop.docx#"])
def test_a_letterhead_that_is_open_is_left_alone(workspace: Workspace, tmp_path: Path, sign: str) -> None:
    """What is saved there later would put the old letterhead in the new one's place."""
    (tmp_path / "lambang.png").write_bytes(png(300, 400))
    kop(workspace).with_name(sign).write_bytes(b"")
    as_it_was = kop(workspace).read_bytes()
    with pytest.raises(DocgenError) as caught:
        put_emblem(workspace, Path("lambang.png"), base=tmp_path)
    assert [problem.reference for problem in caught.value.problems] == ["file-open"]
    assert kop(workspace).read_bytes() == as_it_was
    kop(workspace).with_name(sign).unlink()
    put_emblem(workspace, Path("lambang.png"), base=tmp_path)
    assert kop(workspace).read_bytes() != as_it_was


def test_a_letterhead_without_a_cell_for_it(workspace: Workspace, tmp_path: Path) -> None:
    document = docx.Document(str(kop(workspace)))
    table = document.sections[0].first_page_header.tables[0]._tbl
    table.getparent().remove(table)
    document.save(str(kop(workspace)))
    (tmp_path / "lambang.png").write_bytes(png(300, 400))
    with pytest.raises(DocgenError) as caught:
        put_emblem(workspace, Path("lambang.png"), base=tmp_path)
    assert caught.value.problems[0].reference == "template-missing"

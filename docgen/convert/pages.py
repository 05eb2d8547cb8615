"""Word files as pages: LibreOffice lays them out as PDF, poppler makes pictures of a PDF's pages."""

from __future__ import annotations

import tempfile
from gettext import gettext as _
from pathlib import Path

from docgen.convert.fonts import check_fonts
from docgen.convert.program import Program, call, failed

SECONDS = 180.0
"""What LibreOffice may take: its first start on a slow machine takes half a minute."""
DOTS_PER_INCH = 110
"""Of a picture: a page is as wide as a screen's half, and small print can be read."""

LIBREOFFICE = Program(
    title="LibreOffice",
    names=("soffice", "libreoffice"),
    places=(
        Path("C:/Program Files/LibreOffice/program/soffice.com"),
        Path("C:/Program Files (x86)/LibreOffice/program/soffice.com"),
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ),
    debian="libreoffice-writer-nogui fonts-liberation fonts-dejavu-core",
    windows="https://www.libreoffice.org/download",
)
POPPLER = Program(
    title="Poppler",
    names=("pdftoppm",),
    debian="poppler-utils",
    windows="https://github.com/oschwartz10612/poppler-windows (Library/bin > PATH)",
)


def pdf_of(content: bytes, *, seconds: float = SECONDS, search: str | None = None) -> bytes:
    """The PDF of a Word file.

    Args:
        content: the Word file.
        seconds: how long LibreOffice may take.
        search: the search path for programs; that of the process if left out.

    Raises:
        DocgenError: `program-missing`, `program-failed`, or `font-missing`.
    """
    program = LIBREOFFICE.path(search=search)
    check_fonts(content, seconds=seconds, search=search)
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(content)
        # A profile of its own: LibreOffice that is open on the screen would take the order and do nothing with it.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        order = ["--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", name, "paper.docx"]
        said = call(LIBREOFFICE, program, order, folder=folder, seconds=seconds)
        made = folder / "paper.pdf"
        pdf = made.read_bytes() if made.is_file() else b""
    if not pdf.startswith(b"%PDF-"):  # it ends with 0 even where it could not do it
        raise failed(LIBREOFFICE, _("it made no PDF"), said=said)
    return pdf


def pictures_of(pdf: bytes, *, seconds: float = SECONDS, search: str | None = None) -> tuple[bytes, ...]:
    """A PNG of each page of a PDF, in order. Raises DocgenError: `program-missing` or `program-failed`."""
    program = POPPLER.path(search=search)
    with tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "paper.pdf").write_bytes(pdf)
        order = ["-r", str(DOTS_PER_INCH), "-png", "paper.pdf", "page"]
        said = call(POPPLER, program, order, folder=folder, seconds=seconds)
        found = sorted(folder.glob("page-*.png"), key=lambda path: int(path.stem.rpartition("-")[2]))
        pictures = tuple(path.read_bytes() for path in found)
    if not pictures or not all(picture.startswith(b"\x89PNG\r\n\x1a\n") for picture in pictures):
        raise failed(POPPLER, _("it made no picture"), said=said)
    return pictures

"""The emblem of the region in the letterhead: a picture in the first cell of the kop's table."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Length, Mm
from docx.table import _Cell

BOX_MM = (18.0, 22.0)
"""What the emblem's cell has room for: width and height."""


class NoPicture(ValueError):  # noqa: N818  # a signal to the caller, who knows the file
    """The bytes are no picture that Word can show."""


class NoPlace(ValueError):  # noqa: N818
    """The letterhead has no table whose first cell could take the emblem."""


def with_emblem(letterhead: Path, picture: bytes) -> bytes:
    """The Word file of the letterhead with this picture as its emblem, in place of the one before.

    Args:
        letterhead: `kop.docx`.
        picture: a PNG or JPEG; its proportions stay, and it fills a box of 18 × 22 mm.

    Raises:
        NoPicture: it cannot be read as a picture.
        NoPlace: the first-page header has no table.
    """
    document = docx.Document(str(letterhead))
    tables = document.sections[0].first_page_header.tables
    if not tables:
        raise NoPlace
    cell = tables[0].rows[0].cells[0]
    _empty(cell)
    run = cell.paragraphs[0].add_run()
    try:
        shape = run.add_picture(io.BytesIO(picture))
    except (UnrecognizedImageError, ValueError, KeyError, IndexError, ZeroDivisionError) as error:
        raise NoPicture from error
    shape.width, shape.height = _fitted(shape.width, shape.height)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _empty(cell: _Cell) -> None:
    for run in [run for paragraph in cell.paragraphs for run in paragraph.runs]:
        run._r.getparent().remove(run._r)


def _fitted(width: int, height: int) -> tuple[Length, Length]:
    """The greatest size of these proportions that the box has room for."""
    wide, high = (Mm(mm) for mm in BOX_MM)
    scale = min(wide / width, high / height)
    return Length(round(width * scale)), Length(round(height * scale))

"""One page with secrets, as a PDF that nobody reads without its passphrase: made in memory, never plain on a disk."""

from __future__ import annotations

import io
import secrets
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _

import pikepdf
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from docgen.errors import DocgenError, refuse
from docgen.model.secret import Secret

_MARGIN_MM, _LINE_MM, _LABEL_MM = 25.0, 8.0, 50.0
_SHORT = 80
"""Characters that a fact may have to stand in large letters: with the longest ones, too, all must fit on the page."""
_TEXT_FONT, _SECRET_FONT = "Helvetica", "Courier"
"""Built into every PDF reader; in the second no letter is taken for a digit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the page: what it is, and its text."""

    label: str
    text: str | Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What stands on a sealed page."""

    office: str
    """Whose page it is."""
    title: str
    about: Sequence[Entry]
    """Which case, paper and day it belongs to."""
    sealed: Sequence[Entry]
    """What it is for."""
    notes: Sequence[str] = ()
    """What whoever opens it must know."""


def seal(slip: Slip, passphrase: Secret) -> bytes:
    """The page, encrypted with AES-256 (PDF 2.0, revision 6) under the passphrase; copying and changing are forbidden.

    Raises:
        DocgenError: `value-characters` if a fact cannot be printed in the letters of western Europe; `render-failed` if
            it does not fit on one page.
        RuntimeError: whatever else went wrong, without a word of the page in its text, and without its cause.
    """
    try:
        return _encrypted(_page(slip), passphrase)
    except DocgenError:
        raise
    except Exception as error:  # noqa: BLE001  # its text may quote the page
        failed = _without_its_text(error)
    raise failed


def _without_its_text(error: Exception) -> RuntimeError:
    """An error that says of another one only what it is and where it arose."""
    arose = traceback.extract_tb(error.__traceback__)[-1]
    return RuntimeError(f"a page could not be sealed: {type(error).__name__} in {arose.filename}:{arose.lineno}")


def _encrypted(plain: bytes, passphrase: Secret) -> bytes:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        sealed = io.BytesIO()
        # An identifier stays outside the encryption: it must say nothing of the page.
        pdf.trailer.ID = pikepdf.Array([pikepdf.String(secrets.token_bytes(16)) for _half in range(2)])
        nothing = pikepdf.Permissions(
            accessibility=True,
            extract=False,
            modify_annotation=False,
            modify_assembly=False,
            modify_form=False,
            modify_other=False,
        )
        key = passphrase.reveal()
        pdf.save(
            sealed, encryption=pikepdf.Encryption(owner=key, user=key, R=6, aes=True, metadata=True, allow=nothing)
        )
    return sealed.getvalue()


class _Page(FPDF):
    """A PDF without an identifier of its own: fpdf2 makes it from what stands on the page, and nobody encrypts it."""

    def file_id(self) -> None:
        """None at all."""


def _page(slip: Slip) -> bytes:
    pdf = _Page(format="A4")
    pdf.set_margin(_MARGIN_MM)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN_MM)
    pdf.set_title(slip.title)
    pdf.add_page()
    _write(pdf, slip.office, size=11, align="C")
    _write(pdf, slip.title.upper(), size=14, style="B", align="C", after=4)
    for entry in slip.about:
        _entry(pdf, entry, size=10)
    pdf.ln(4)
    for entry in slip.sealed:
        _entry(pdf, entry, size=13 if isinstance(entry.text, Secret) or len(entry.text) <= _SHORT else 9)
    pdf.ln(4)
    for note in slip.notes:
        _write(pdf, note, size=10, after=2)
    if pdf.page > 1:
        raise refuse(
            "render-failed",
            _("{title} does not fit on one page.").format(title=slip.title),
            hint=_("Name fewer facts under `seals` of this document."),
        )
    return bytes(pdf.output())


def _entry(pdf: FPDF, entry: Entry, *, size: int) -> None:
    secret = isinstance(entry.text, Secret)
    text = entry.text.reveal() if isinstance(entry.text, Secret) else entry.text
    pdf.set_font(_TEXT_FONT, size=10)
    pdf.cell(_LABEL_MM, _LINE_MM, _printable(entry.label, entry.label))
    pdf.set_font(_SECRET_FONT if secret else _TEXT_FONT, style="B", size=size)
    height = _LINE_MM if len(text) <= _SHORT else size * 0.5
    pdf.multi_cell(0, height, _printable(text, entry.label), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _write(pdf: FPDF, text: str, *, size: int, style: str = "", align: str = "L", after: float = 0) -> None:
    pdf.set_font(_TEXT_FONT, style=style, size=size)
    height = size * 0.5
    pdf.multi_cell(0, height, _printable(text, text), align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(after)


def _printable(text: str, label: str) -> str:
    """The text, if the fonts that every PDF reader has can print it."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise refuse(
            "value-characters",
            _("{label}: the character {character} cannot be printed on a sealed page.").format(
                label=label, character=ascii(error.object[error.start])
            ),
            hint=_("Write it in the letters of western Europe, or leave the fact out of `seals`."),
        ) from None
    return text

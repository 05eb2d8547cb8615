"""Which characters no font of this computer has: LibreOffice would silently print an empty frame in their place."""

from __future__ import annotations

import io
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

from docgen.convert.program import Program, call
from docgen.errors import refuse

FONTCONFIG = Program(
    title="Fontconfig",
    names=("fc-list",),
    debian="fontconfig",
    windows="https://www.freedesktop.org/wiki/Software/fontconfig",
)
"""It finds the fonts of LibreOffice on Debian; where it is not there, as on Windows, the system has its own."""
_PLAIN = 0x7F
"""Up to here every font has all characters."""
_TEXTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_RANGE = re.compile(r"([0-9a-f]+)(?:-([0-9a-f]+))?")
_INVISIBLE = frozenset("CZ")
"""Unicode's categories of what is not printed: controls, marks of direction, spaces."""


def check_fonts(content: bytes, *, seconds: float, search: str | None = None) -> None:
    """Refuses a Word file with characters that no font of this computer can print.

    Args:
        content: the Word file.
        seconds: how long Fontconfig may take.
        search: the search path for programs; that of the process if left out.

    Raises:
        DocgenError: `font-missing`, or `program-failed`.
    """
    program = shutil.which(FONTCONFIG.names[0], path=search)
    sought = _characters(content)
    if program is None or not sought:
        return
    order = ["--format", r"%{charset}\n"]
    said = call(FONTCONFIG, Path(program), order, folder=Path.cwd(), seconds=seconds)
    ranges = set(_ranges(said))
    unseen = [each for each in sought if not any(first <= ord(each) <= last for first, last in ranges)]
    if unseen:
        raise refuse(
            "font-missing",
            _("No font on this computer has {characters}: an empty frame would be printed instead.").format(
                characters=", ".join(f"“{each}” (U+{ord(each):04X})" for each in unseen)
            ),
            where=FONTCONFIG.names[0],
            hint=_(
                "Debian or Ubuntu: sudo apt install {debian}. Or open the Word file on a computer that has it."
            ).format(debian="fonts-dejavu-core fonts-noto-core"),
        )


def _characters(content: bytes) -> list[str]:
    """The printed characters of a Word file beyond the plain ones, each once; of what is no Word file, none."""
    text = ""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as package:
        text = "".join(package.read(name).decode() for name in package.namelist() if _TEXTS.fullmatch(name))
    return sorted(each for each in set(text) if ord(each) > _PLAIN and unicodedata.category(each)[0] not in _INVISIBLE)


def _ranges(said: str) -> Iterator[tuple[int, int]]:
    """The first and the last character of each range that a font has."""
    for first, last in _RANGE.findall(said):
        yield int(first, 16), int(last or first, 16)

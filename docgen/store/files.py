"""What people hand in: judged by its bytes, never by its name."""

from __future__ import annotations

import errno
import hashlib
import io
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Literal

from docgen.errors import DocgenError, refuse
from docgen.model.open_file import held_file
from docgen.store.filesystem import FileSystem, disk_error
from docgen.store.typed import typed_path

FileType = Literal["pdf", "jpeg", "png", "docx"]

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of controls, direction marks, half characters and line ends."""

_MIB = 1024 * 1024
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_PDF_START_WITHIN = 1024
_PDF_END_WITHIN = 2048
_DOCX_PARTS = 5000
"""More parts than any letter has: who has more is there to exhaust the reader."""
_DOCX_GROWTH = 40
"""How many times its size a DOCX may unpack to: text packs ten times, a bomb a thousand times."""
_DOCX_FLOOR = 16 * 1024 * 1024
_DOCX_NEEDED = ("[Content_Types].xml", "word/document.xml")


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that was handed in, whole."""

    name: str
    """The name that it came with (NFC)."""
    content: bytes
    sha256: str
    type: FileType


def read_attachment(path: Path, *, limit: int, base: Path = Path(), fs: FileSystem | None = None) -> Attachment:
    """Read a file that is to be copied into a case: a PDF, JPEG, PNG or DOCX by its content.

    Args:
        path: the file, as messages show it: as it was typed; a link is followed.
        base: where a relative path counts from.
        limit: the most bytes that it may have.
        fs: the file system; the real one by default.

    Raises:
        DocgenError: "file-refused", with what is wrong and what to do.
    """
    name = unicodedata.normalize("NFC", path.name)
    if _has_unseen(name):
        raise _refused(path, _("The file's name {path} has characters that cannot be seen."), _("Rename the file."))
    smaller = _("Scan it with a lower resolution, or split it; docgen.toml sets the limit: [berkas] ukuran_maks_mib.")
    content = _read(path, base=base, limit=limit, smaller=smaller, fs=fs or FileSystem())
    kind = _kind(path, content)
    return Attachment(name=name, content=content, sha256=hashlib.sha256(content).hexdigest(), type=kind)


def read_picture(path: Path, *, limit: int, base: Path = Path(), fs: FileSystem | None = None) -> bytes:
    """Read a picture that is to be shown in papers: a PNG or JPEG by its content. Arguments as `read_attachment`.

    Raises:
        DocgenError: "file-refused", with what is wrong and what to do.
    """
    smaller = _("Save the picture with fewer pixels.")
    content = _read(path, base=base, limit=limit, smaller=smaller, fs=fs or FileSystem())
    if not content.startswith((_JPEG, _PNG)):
        raise no_picture(path)
    _kind(path, content)
    return content


def no_picture(path: Path) -> DocgenError:
    """The refusal of a file that was to be a picture."""
    message = _("{path} is no picture that Word can show.")
    return _refused(path, message, _("Give the picture as a PNG or JPEG file."))


def _read(path: Path, *, base: Path, limit: int, smaller: str, fs: FileSystem) -> bytes:
    try:
        content = fs.read_foreign(typed_path(base, path), limit=limit)
    except FileNotFoundError as error:
        raise _refused(path, _("There is no such file: {path}."), _("Check the name and the folder.")) from error
    except IsADirectoryError as error:
        raise _refused(path, _("{path} is a folder."), _("Give one file.")) from error
    except PermissionError as error:
        held = held_file(error, typed_path(base, path), shown=str(path))
        raise held or _refused(
            path, _("{path} may not be read."), _("Ask its owner for the right to read it.")
        ) from error
    except OSError as error:
        if error.errno != errno.ENXIO:  # what opening a pipe, a device or a socket ends with
            raise disk_error(error) from error
        raise _refused(path, _("{path} is not a file with an end."), _("Save it as a file first.")) from error
    if not content:
        raise _refused(path, _("{path} is empty."), _("Scan or save it again."))
    if len(content) > limit:
        raise _refused(
            path,
            _("{path} is larger than {limit} MiB."),
            smaller,
            limit=f"{limit / _MIB:g}",
        )
    return content


def _kind(path: Path, content: bytes) -> FileType:
    again = _("Save or scan it again.")
    cut = _("{path} is cut off or damaged.")
    if b"%PDF-" in content[:_PDF_START_WITHIN]:
        if b"%%EOF" not in content.rstrip(b"\0 \t\r\n")[-_PDF_END_WITHIN:]:
            raise _refused(path, cut, again)
        return "pdf"
    if content.startswith(_JPEG):
        if b"\xff\xd9" not in content:
            raise _refused(path, cut, again)
        return "jpeg"
    if content.startswith(_PNG):
        if content[12:16] != b"IHDR" or b"IEND" not in content[16:]:
            raise _refused(path, cut, again)
        return "png"
    if content.startswith(b"PK\x03\x04"):
        _check_docx(path, content)
        return "docx"
    raise _refused(path, _("{path} is neither PDF, JPEG, PNG nor DOCX."), _("Save it as PDF."))


def _check_docx(path: Path, content: bytes) -> None:
    """A DOCX that can be unpacked safely and carries no program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_entries(path, package, most=max(_DOCX_FLOOR, _DOCX_GROWTH * len(content)))
            damaged = package.testzip()
            types = package.read(_DOCX_NEEDED[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _refused(path, _("{path} is cut off or damaged."), _("Save it again.")) from error
    if damaged is not None:
        raise _refused(path, _("{path} is cut off or damaged."), _("Save it again."))
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise _refused(path, _("{path} carries macros."), _("Save it as .docx without macros, or as PDF."))


def _check_entries(path: Path, package: zipfile.ZipFile, *, most: int) -> None:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    folded = {name.casefold() for name in names}
    if not all(name in names for name in _DOCX_NEEDED):
        raise _refused(path, _("{path} is an archive, but not a Word document."), _("Save it as PDF."))
    if any(name.rpartition("/")[2] in {"vbaproject.bin", "vbadata.xml"} for name in folded):
        raise _refused(path, _("{path} carries macros."), _("Save it as .docx without macros, or as PDF."))
    strange = (
        len(folded) != len(names)
        or len(names) > _DOCX_PARTS
        or sum(entry.file_size for entry in entries) > most
        or any(entry.flag_bits & 1 for entry in entries)
        or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    )
    if strange:
        raise _refused(path, _("{path} is no Word document that can be opened safely."), _("Save it as PDF."))


def _has_unseen(text: str) -> bool:
    return any(unicodedata.category(character) in _UNSEEN for character in text)


def _refused(path: Path, message: str, hint: str, **values: object) -> DocgenError:
    """The refusal of a file, named as it was typed; what cannot be seen must not reach a terminal."""
    typed = str(path)
    shown = typed.encode("unicode_escape").decode() if _has_unseen(typed) else typed
    return refuse("file-refused", message.format(path=shown, **values), where=shown, hint=hint)

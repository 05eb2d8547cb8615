"""A Word file as what it is: a zip of named parts. Reading distrusts it, writing gives the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from lxml import etree

from docgen.errors import DocgenError, refuse
from docgen.model.open_file import held_file
from docgen.model.reasons import os_reason

MOST_BYTES = 50 * 1024 * 1024
"""Uncompressed, all parts together: a zip bomb is refused before it is unpacked."""
MOST_PARTS = 2000
DOS_1980 = (1 << 5) | 1
"""1 January 1980 in a zip's own notation: the date of every part, so that the clock leaves no trace."""
CONTENT_TYPES = "[Content_Types].xml"
ROOT = ""
"""The owner of the relationships of the package itself."""

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_UTF8_NAME = 1 << 11
_NEEDS_DEFLATE = 20
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to the world outside."""

    id: str
    address: str
    """The type, as the file names it."""
    target: str
    """A part's name, or an address if it is external."""
    external: bool

    @property
    def type(self) -> str:
        """The last word of the type's address: `header`, `image`, `hyperlink`, for example."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it lies in the zip: deflated once, written many times."""

    name: str
    crc: int
    size: int
    deflated: bytes


def read_parts(path: Path) -> dict[str, bytes]:
    """All parts of a Word file by name.

    Raises:
        DocgenError: `template-missing`, or `template-unreadable`: no zip, damaged, encrypted, too large, or with
            names that no Word file has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _distrust(path, members)
            parts = {member.filename: archive.read(member) for member in members}
    except (FileNotFoundError, IsADirectoryError) as error:
        raise refuse(
            "template-missing",
            _("The template {file} does not exist.").format(file=path),
            where=str(path),
            hint=_("Put a Word file (.docx) of this name there; a copy of a template of a similar paper will do."),
        ) from error
    except OSError as error:
        raise held_file(error, path, shown=path.name) or unreadable(path, os_reason(error)) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise unreadable(path, _("it is damaged, or no .docx at all")) from error
    if CONTENT_TYPES not in parts:
        raise unreadable(path, _("it is a zip, but no .docx"))
    return parts


def unreadable(path: Path, reason: str) -> DocgenError:
    """The refusal of a file that cannot be a template."""
    return refuse(
        "template-unreadable",
        _("The template {file} cannot be read: {reason}.").format(file=path.name, reason=reason),
        where=str(path),
        hint=_("Open it in Word and save it as .docx."),
    )


def _distrust(path: Path, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(names) > MOST_PARTS:
        raise unreadable(path, _("it has more than {count} parts").format(count=MOST_PARTS))
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise unreadable(path, _("it is larger than {count} MiB when unpacked").format(count=MOST_BYTES >> 20))
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise unreadable(path, _("it is protected with a password"))
    lowered = {name.lower() for name in names}
    if len(lowered) < len(names):
        raise unreadable(path, _("two of its parts have the same name"))
    for name in names:
        if name.startswith(("/", "..")) or "\\" in name or posixpath.normpath(name) != name:
            raise unreadable(path, _("a part of it has an impossible name"))


def parse(data: bytes) -> etree._Element:
    """Reads XML strictly: no entities, no document type, no network, nothing mended.

    Raises:
        ValueError: It is not well-formed, or declares a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = _("it is not well-formed XML: line {line}, column {column}").format(line=line, column=column)
        raise ValueError(message) from error
    if root.getroottree().docinfo.doctype:
        raise ValueError(_("it declares a document type"))
    return root


def serialize(root: etree._Element) -> bytes:
    """A part with the declaration that Word writes."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def rels_name(owner: str) -> str:
    """The part that holds the relationships of `owner`."""
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(parts: Mapping[str, bytes], owner: str) -> tuple[Relationship, ...]:
    """The relationships of a part (or of the package: `ROOT`), in the order of the file.

    Raises:
        ValueError: They are not well-formed.
    """
    data = parts.get(rels_name(owner))
    if data is None:
        return ()
    found: list[Relationship] = []
    for element in parse(data).iter(f"{{{_RELS}}}Relationship"):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")
        found.append(Relationship(element.get("Id", ""), element.get("Type", ""), target, external))
    return tuple(found)


def write_relationships(found: Iterable[Relationship], owner: str) -> bytes:
    """The part that holds these relationships, for an owner in any folder."""
    root = etree.Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})
    for one in found:
        target = one.target if one.external else posixpath.relpath(one.target, posixpath.dirname(owner) or ".")
        element = etree.SubElement(root, f"{{{_RELS}}}Relationship", Id=one.id, Type=one.address, Target=target)
        if one.external:
            element.set("TargetMode", "External")
    return serialize(root)


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part, by name.

    Raises:
        ValueError: The list is not well-formed.
    """
    root = parse(parts[CONTENT_TYPES])
    by_ending = {
        element.get("Extension", "").lower(): element.get("ContentType", "")
        for element in root.iter(f"{{{_TYPES}}}Default")
    }
    by_name = {
        element.get("PartName", "").lstrip("/").lower(): element.get("ContentType", "")
        for element in root.iter(f"{{{_TYPES}}}Override")
    }
    return {
        name: by_name.get(name.lower(), by_ending.get(name.rpartition(".")[2].lower(), ""))
        for name in parts
        if name != CONTENT_TYPES
    }


def write_content_types(types: Mapping[str, str]) -> bytes:
    """The list of content types: relationships by their ending, every other part by its name."""
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{_TYPES}}}Default", Extension="rels", ContentType=rels)
    for name in sorted(types):
        if not name.endswith(".rels"):
            etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=types[name])
    return serialize(root)


def pack(name: str, data: bytes) -> Packed:
    """Deflates one part."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Packed(name, zlib.crc32(data), len(data), deflate.compress(data) + deflate.flush())


def write_zip(parts: Iterable[Packed]) -> bytes:
    """The Word file of these parts, in the order given, dated 1980. No two parts may have the same name."""
    written = io.BytesIO()
    directory = io.BytesIO()
    count = 0
    for part in parts:
        name = part.name.encode()
        # version, flags, method (deflate), time, date, crc, sizes, length of the name, no extra field
        fields = struct.pack(
            "<HHHHHIIIHH", _NEEDS_DEFLATE, _UTF8_NAME, 8, 0, DOS_1980, part.crc, len(part.deflated), part.size,
            len(name), 0,
        )  # fmt: skip
        offset = written.tell()
        directory.write(b"PK\x01\x02" + struct.pack("<H", _NEEDS_DEFLATE) + fields)
        directory.write(struct.pack("<HHHII", 0, 0, 0, 0, offset) + name)
        written.write(b"PK\x03\x04" + fields + name + part.deflated)
        count += 1
    start, size = written.tell(), directory.tell()
    written.write(directory.getvalue())
    written.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, size, start, 0))
    return written.getvalue()


def content_digest(docx: bytes) -> str:
    """Sha256 over the sorted names and uncompressed bytes of the parts: the same letter, however it is packed.

    Lengths are hashed too, so that no two different packages run together to the same bytes.
    """
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in sorted(archive.namelist()):
            data = archive.read(name)
            for piece in (name.encode(), data):
                digest.update(len(piece).to_bytes(8, "big"))
                digest.update(piece)
    return digest.hexdigest()

"""The one letterhead of the office: the first-page header of `kop.docx` takes the place of each letter's own."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from gettext import gettext as _
from pathlib import Path

from lxml import etree

from docgen.errors import DocgenError, Problem, refuse
from docgen.render.active import active_content
from docgen.render.package import (
    Relationship,
    content_types,
    parse,
    read_parts,
    relationships,
    rels_name,
    unreadable,
    write_relationships,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STYLES = ("pStyle", "rStyle", "tblStyle")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """A first-page header with the pictures that it shows."""

    file: str
    header: bytes
    rels: tuple[Relationship, ...]
    """Targets already under the names that they get in a letter."""
    pictures: Mapping[str, bytes]
    types: Mapping[str, str]
    styles: frozenset[str]
    """Ids of the styles that it uses; a letter must have them too."""


def read_letterhead(path: Path) -> Letterhead:
    """The letterhead of a Word file.

    Raises:
        DocgenError: `template-missing`, `template-unreadable` (also: no first-page header), `template-macro`, or
            `template-unsafe`: the header shows something other than text, pictures and links.
    """
    parts = read_parts(path)
    try:
        if problems := tuple(active_content(path, parts)):
            raise DocgenError(problems)
        name = first_page_header(parts)
        if name is None:
            raise refuse(
                "template-unreadable",
                _("The letterhead {file} has no header of its own for the first page.").format(file=path.name),
                where=str(path),
                hint=_("In Word: Header → Different First Page, and put the letterhead there."),
            )
        return _letterhead(path, parts, name)
    except ValueError as error:
        raise unreadable(path, str(error)) from error


def _letterhead(path: Path, parts: Mapping[str, bytes], name: str) -> Letterhead:
    types = content_types(parts)
    pictures: dict[str, bytes] = {}
    picture_types: dict[str, str] = {}
    rels: list[Relationship] = []
    for one in relationships(parts, name):
        if one.external:
            rels.append(one)
            continue
        if one.type != "image" or one.target not in parts:
            message = _("The letterhead {file} shows something other than text and pictures: {kind}.")
            raise refuse(
                "template-unsafe",
                message.format(file=path.name, kind=one.type),
                where=f"{path.name}: {name}",
                hint=_("In Word: open the header of the first page and take out all but text and pictures."),
            )
        data = parts[one.target]
        ending = posixpath.splitext(one.target)[1]
        # Named by content: no picture of any letter has this name, and the same letterhead gives the same name.
        target = f"word/media/kop-{hashlib.sha256(data).hexdigest()[:16]}{ending}"
        pictures[target] = data
        picture_types[target] = types[one.target]
        rels.append(replace(one, target=target))
    root = parse(parts[name])
    styles = frozenset(element.get(f"{_W}val", "") for style in _STYLES for element in root.iter(f"{_W}{style}"))
    return Letterhead(path.name, parts[name], tuple(rels), pictures, picture_types, styles)


def first_page_header(parts: Mapping[str, bytes]) -> str | None:
    """The part that is the first section's header of the first page, if there is one.

    Raises:
        ValueError: A part is not well-formed.
    """
    document = main_part(parts)
    section = next(parse(parts[document]).iter(f"{_W}sectPr"), None) if document else None
    if document is None or section is None:
        return None
    wanted = [
        element.get(_R_ID) for element in section.iter(f"{_W}headerReference") if element.get(f"{_W}type") == "first"
    ]
    targets = {one.id: one.target for one in relationships(parts, document)}
    return next((targets[id_] for id_ in wanted if id_ in targets and targets[id_] in parts), None)


def main_part(parts: Mapping[str, bytes]) -> str | None:
    """The name of the part that is the text of the document."""
    return next((one.target for one in relationships(parts, "") if one.type == "officeDocument"), None)


def with_letterhead(
    path: Path, parts: Mapping[str, bytes], types: Mapping[str, str], letterhead: Letterhead
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The package with the letterhead in place of its own first-page header; unchanged if it has none.

    Returns:
        The parts and their content types.

    Raises:
        DocgenError: `template-syntax`: the template lacks a style that the letterhead is written in.
    """
    name = first_page_header(parts)
    if name is None:
        return dict(parts), dict(types)
    if missing := sorted(letterhead.styles - _style_ids(parts)):
        message = _("The letterhead {letterhead} uses styles that {file} does not have: {styles}.")
        raise DocgenError(
            [
                Problem(
                    reference="template-syntax",
                    message=message.format(letterhead=letterhead.file, file=path.name, styles=", ".join(missing)),
                    where=path.name,
                    hint=_("Copy the letterhead's header into the template once in Word: the styles come with it."),
                )
            ]
        )
    changed = {**parts, **letterhead.pictures, name: letterhead.header}
    changed.pop(rels_name(name), None)
    if letterhead.rels:
        changed[rels_name(name)] = write_relationships(letterhead.rels, name)
    return changed, {**types, **letterhead.types}


def _style_ids(parts: Mapping[str, bytes]) -> frozenset[str]:
    document = main_part(parts) or ""
    for one in relationships(parts, document):
        if one.type == "styles" and one.target in parts:
            root: etree._Element = parse(parts[one.target])
            return frozenset(element.get(f"{_W}styleId", "") for element in root.iter(f"{_W}style"))
    return frozenset()

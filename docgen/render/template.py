"""A Word template, compiled once: everything wrong with it is said then, and what it makes is the same every time.

The way of a template: read the zip and distrust it (`package`), refuse what runs or fetches (`active`), put in the
office's letterhead (`letterhead`), then for each part with text find and check the tags (`markup`), prove that every
letter will be well-formed (`balance`), compile in the sandbox (`part`). What never changes is deflated here, once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import gettext as _
from pathlib import Path
from typing import Protocol

from docgen.errors import DocgenError, Problem
from docgen.render.active import active_content
from docgen.render.letterhead import main_part, read_letterhead, with_letterhead
from docgen.render.package import (
    CONTENT_TYPES,
    ROOT,
    Packed,
    Relationship,
    content_digest,
    content_types,
    pack,
    parse,
    read_parts,
    relationships,
    rels_name,
    unreadable,
    write_content_types,
    write_relationships,
    write_zip,
)
from docgen.render.part import Part, compile_part
from docgen.render.properties import APP, APP_TYPE, CORE, CORE_TYPE, Properties, app_xml, core_xml
from docgen.render.prove import prove
from docgen.render.reference import TemplateReference, WordReference, facts_of
from docgen.render.sheet import on_sheet
from docgen.render.short_text import compile_text
from docgen.render.tags import unfilled_tags

__all__ = ["Properties", "Template", "TemplateReference", "compile_template", "content_digest"]

_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = f"{_WORDML}document.main+xml"
_DYNAMIC = frozenset({_DOCUMENT, *(f"{_WORDML}{kind}+xml" for kind in ("header", "footer", "footnotes", "endnotes"))})
_XML = (".xml", ".rels")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_CORE_REL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_APP_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_COMMENTS = f"{_WORDML}comments+xml"
_OWN = frozenset({"core-properties", "extended-properties", "custom-properties", "thumbnail"})
"""Relationships of the package that a letter gets anew, or that would show another paper's picture."""


class Template(Protocol):
    """A compiled template of any kind: what it reads, and what it makes."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def references(self) -> tuple[TemplateReference, ...]:
        """Every fact that it reads, with the conditions it is read under."""

    def render(
        self, context: Mapping[str, object], *, properties: Properties | None = None, sheet: str | None = None
    ) -> bytes:
        """A paper with this context. The same input gives the same bytes. Raises DocgenError."""

    def digest(self, content: bytes) -> str:
        """What two papers have in common that say the same."""


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled template; nothing in it changes, so threads may share it."""

    name: str
    """The file's name."""
    references: tuple[WordReference, ...]
    """Every fact that it reads, with the conditions it is read under."""
    _order: tuple[str, ...]
    _static: Mapping[str, Packed]
    _parts: Mapping[str, Part]

    def named(self, file: str) -> WordTemplate:
        """The same template under another name in messages."""
        parts = {name: replace(part, where=f"{file}: {name}") for name, part in self._parts.items()}
        return replace(self, name=file, _parts=parts)

    def render(
        self, context: Mapping[str, object], *, properties: Properties | None = None, sheet: str | None = None
    ) -> bytes:
        """A Word file with this context. The same input gives the same bytes.

        Args:
            context: what the template may name.
            properties: what the file says of itself.
            sheet: what it is printed on, one of `SHEETS`; by default that of the template.

        Raises:
            DocgenError: `placeholder-unknown` (a name that does not exist), `placeholder-empty` (no value, in a
                letter), `value-characters`, `value-too-long`, or `render-failed`; each names placeholder, part and
                paragraph.
        """
        made = {CORE: pack(CORE, core_xml(properties))}
        problems: list[Problem] = []
        for name, part in self._parts.items():
            try:
                data = part.fill(context)
            except DocgenError as error:
                problems.extend(error.problems)
                continue
            if sheet is not None:
                data = on_sheet(data, sheet)
            if problem := prove(data, part.where):
                problems.append(problem)
            made[name] = pack(name, data)
        if problems:
            raise DocgenError(problems)
        return write_zip(made.get(name) or self._static[name] for name in self._order)

    def digest(self, content: bytes) -> str:
        """What two letters have in common that say the same, however they are packed."""
        return content_digest(content)


def compile_template(
    path: Path,
    *,
    letterhead: Path | None = None,
    form: bool = False,
    limit: int | None = None,
    name: str | None = None,
) -> Template:
    """Reads, checks and compiles a template.

    Args:
        path: The `.docx`, or the `.txt` of a short text.
        letterhead: A `.docx` whose first-page header takes the place of the template's, if the template has one.
        form: Whether a fact without a value prints a dotted line (a form) or is refused (a letter).
        limit: The most characters of a short text; of a Word template, none.
        name: What messages call the file, where its own name says nothing (a template kept by content).

    Raises:
        DocgenError: Everything that is wrong with the file, at once: `template-missing`, `template-unreadable`,
            `template-macro`, `template-syntax`, `template-unsafe`.
    """
    if limit is not None:
        return compile_text(path, limit=limit, name=name)
    file = name or path.name
    key = _key(path, letterhead, form)
    known = _COMPILED.get(key) if key is not None else None
    template = known.named(file) if known is not None else _compile(path, letterhead=letterhead, form=form, file=file)
    if key is not None:
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        _COMPILED[key] = template
    return template


_Key = tuple[str, str | None, bool]
_COMPILED: dict[_Key, WordTemplate] = {}
"""Templates that were compiled in this process, by the bytes of file and letterhead: nothing in them changes."""
_MOST_COMPILED = 64


def _key(path: Path, letterhead: Path | None, form: bool) -> _Key | None:
    """What a template is known by; nothing if a file cannot be read: compiling it tells why."""
    try:
        kop = None if letterhead is None else hashlib.sha256(letterhead.read_bytes()).hexdigest()
        return hashlib.sha256(path.read_bytes()).hexdigest(), kop, form
    except OSError:
        return None


def _compile(path: Path, *, letterhead: Path | None, form: bool, file: str) -> WordTemplate:
    parts = read_parts(path)
    try:
        types = content_types(parts)
        problems = list(active_content(path, parts))
        _distrust(path, parts, types, problems)
        if letterhead is not None:
            parts, types = with_letterhead(path, parts, types, read_letterhead(letterhead))
        parts, types = _with_own_properties(parts, types)
        filled = sorted(part for part in parts if types.get(part) in _DYNAMIC)
        for part in sorted(part for part in parts if part.endswith(_XML) and part not in filled):
            problems.extend(unfilled_tags(parse(parts[part]), f"{file}: {part}"))
            if types.get(part) == _COMMENTS:
                problems.extend(_remarks(parts[part], file, part))
    except ValueError as error:
        raise unreadable(path, str(error)) from error
    compiled: dict[str, Part] = {}
    for part in filled:
        try:
            compiled[part] = compile_part(part, parts[part], where=f"{file}: {part}", form=form)
        except DocgenError as error:
            problems.extend(error.problems)
    if problems:
        raise DocgenError(problems)
    order = (CONTENT_TYPES, *sorted(part for part in parts if part != CONTENT_TYPES))
    static = {part: pack(part, data) for part, data in parts.items() if part not in compiled}
    return WordTemplate(file, tuple(_references(compiled)), order, static, compiled)


def _remarks(data: bytes, file: str, part: str) -> Iterator[Problem]:
    """That somebody's remarks in the margin would go out with every letter."""
    if next(parse(data).iter(f"{{{_W}}}comment"), None) is not None:
        yield Problem(
            reference="template-unsafe",
            message=_("The template {file} holds comments, which would go out with every paper.").format(file=file),
            where=f"{file}: {part}",
            hint=_("Delete all comments in Word (Review), and save the file."),
        )


def _distrust(path: Path, parts: Mapping[str, bytes], types: Mapping[str, str], problems: list[Problem]) -> None:
    """Refuses what is no ordinary Word document.

    Raises:
        DocgenError: `template-unreadable`, or the macros that were found before.
    """
    document = main_part(parts)
    if document is None or document not in parts:
        raise unreadable(path, _("it has no text"))
    if problems:
        return
    if types[document] != _DOCUMENT:
        raise unreadable(path, _("it is of the type {type}").format(type=types[document]))
    if parse(parts[document]).nsmap.get("w") != _W:
        raise unreadable(path, _("it is saved as “Strict Open XML”"))


def _with_own_properties(
    parts: Mapping[str, bytes], types: Mapping[str, str]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The package with properties of our own, without what nothing in it points to."""
    root = [one for one in relationships(parts, ROOT) if one.type not in _OWN]
    taken = {one.id for one in root}
    ids = (id_ for number in range(1, len(taken) + 3) if (id_ := f"rId{number}") not in taken)
    root.append(Relationship(next(ids), _CORE_REL, CORE, external=False))
    root.append(Relationship(next(ids), _APP_REL, APP, external=False))
    own = {CORE: core_xml(None), APP: app_xml(), rels_name(ROOT): write_relationships(root, ROOT)}
    complete = {**parts, **own}
    reached = _reached(complete)
    kept = {name: data for name, data in complete.items() if name in reached}
    kept_types = {**types, CORE: CORE_TYPE, APP: APP_TYPE, rels_name(ROOT): _RELS_TYPE}
    kept_types = {name: kept_types.get(name) or _RELS_TYPE for name in kept}
    for name, kind in kept_types.items():
        if kind == _RELS_TYPE and not name.endswith(".rels"):
            raise ValueError(_("{part} has no content type").format(part=name))
    return {CONTENT_TYPES: write_content_types(kept_types), **kept}, kept_types


def _reached(parts: Mapping[str, bytes]) -> set[str]:
    """The parts that relationships lead to, with the relationships themselves."""
    reached: set[str] = set()
    waiting = [ROOT]
    while waiting:
        owner = waiting.pop()
        if rels_name(owner) in parts:
            reached.add(rels_name(owner))
        targets = {one.target for one in relationships(parts, owner) if not one.external and one.target in parts}
        waiting.extend(targets - reached)
        reached |= targets
    return reached


def _references(compiled: Mapping[str, Part]) -> Iterator[WordReference]:
    for name, part in compiled.items():
        for one, tag in part.references:
            yield WordReference(**facts_of(one), part=name, paragraph=tag.paragraph, text=tag.paragraph_text)

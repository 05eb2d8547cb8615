"""What may not be in a template because it does something when opened: macros, embedded objects, remote content.

An official letter goes to other offices; whoever opens it must see the same text, and nothing may run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from gettext import gettext as _
from pathlib import Path

from docgen.errors import Problem
from docgen.render.package import ROOT, content_types, parse, relationships

_RELATIONSHIPS = frozenset(
    {
        "vbaProject", "wordVbaData", "control", "oleObject", "package", "aFChunk", "attachedTemplate", "subDocument",
        "frame", "mailMergeSource", "mailMergeHeaderSource", "recipientData", "activeXControlBinary", "externalLink",
        "keyMapCustomizations", "attachedToolbars", "ui/extensibility", "extensibility", "webExtensionTaskPanes",
        "taskpanes", "webextension",
    }
)  # fmt: skip
_TYPES = re.compile(
    r"vba|macro|activex|oleobject|ms-office\.webextension|ms-word\.(keymap|attachedtoolbars)", re.IGNORECASE
)
_NAMES = re.compile(r"vba(project|data)|(^|/)(activeX|embeddings)/|\.(bin|exe|dll|js|vbs|docm|dotm)$", re.IGNORECASE)
_ELEMENTS = frozenset({"altChunk", "control", "object", "OLEObject", "subDoc", "attachedTemplate", "mailMerge"})
_FIELDS = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|RD|EMBED|CONTROL|GOTOBUTTON)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def active_content(path: Path, parts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Every piece of active or remote content in the package.

    Raises:
        ValueError: A part that should be XML is not.
    """
    for name, kind in content_types(parts).items():
        if _TYPES.search(kind) or _NAMES.search(name):
            yield _problem(path, name, _("it holds a macro, a control or an embedded object"))
    owners = [ROOT, *(name for name in parts if not name.endswith(".rels"))]
    for owner in owners:
        for one in relationships(parts, owner):
            if one.type in _RELATIONSHIPS:
                yield _problem(path, owner, _("it brings in a “{kind}”").format(kind=one.type))
            elif one.external and not (one.type == "hyperlink" and _HARMLESS.match(one.target)):
                yield _problem(path, owner, _("it fetches “{target}” from outside").format(target=one.target))
    for name in parts:
        if name.startswith("word/") and name.endswith(".xml"):
            yield from _active_xml(path, name, parts[name])


def _active_xml(path: Path, name: str, data: bytes) -> Iterator[Problem]:
    root = parse(data)
    for element in root.iter("*"):
        tag = str(element.tag).rpartition("}")[2]
        if tag in _ELEMENTS:
            yield _problem(path, name, _("it brings in a “{kind}”").format(kind=tag))
        elif tag == "fldSimple" and _FIELDS.match(element.get(f"{_W}instr", "")):
            yield _problem(path, name, _("a field fetches something from outside"))
    # Word splits the words of a field over runs as it likes.
    for paragraph in root.iter(f"{_W}p"):
        instructions = ""
        for element in paragraph.iter(f"{_W}instrText", f"{_W}fldChar"):
            if element.tag == f"{_W}instrText":
                instructions += element.text or ""
                continue
            if _FIELDS.match(instructions):
                yield _problem(path, name, _("a field fetches something from outside"))
            instructions = ""


def _problem(path: Path, part: str, what: str) -> Problem:
    return Problem(
        reference="template-macro",
        message=_("The template {file} may not be used: {what}.").format(file=path.name, what=what),
        where=f"{path.name}: {part}" if part else path.name,
        hint=_("Take it out in Word and save the file as .docx."),
    )

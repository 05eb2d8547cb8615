"""Definitions: an SOP's text and templates, as they stand in a folder or as a case keeps them by content."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from pydantic import ValidationError

from docgen.app.workspace import SHARED, Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Pin
from docgen.model.sop import GRAMMAR_KEYS, Sop, validate_sop
from docgen.model.soundness import check_names
from docgen.model.source import Source, read_yaml
from docgen.model.validation import problems_of

DEFINITION = "sop.yaml"


@dataclass(frozen=True, slots=True)
class Definition:
    """An SOP ready for use: its rules and where each template lies."""

    sop: Sop
    pin: Pin
    templates: Mapping[str, Path]
    letterhead: Path | None


def sop_ids(workspace: Workspace) -> tuple[str, ...]:
    """The SOPs of this workspace: the folders that hold a definition."""
    folder = workspace.templates
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in folder.iterdir() if (entry / DEFINITION).is_file()))


def definition_path(workspace: Workspace, sop_id: str) -> Path:
    """The definition's file. Raises `sop-unknown` with the nearest name."""
    known = sop_ids(workspace)
    if sop_id in known:
        return workspace.templates / sop_id / DEFINITION
    close = difflib.get_close_matches(sop_id, known, n=1)
    hint = (
        _("Did you mean {name}?").format(name=close[0])
        if close
        else _("Known: {names}.").format(names=", ".join(known))
    )
    raise refuse("sop-unknown", _("There is no SOP {name}.").format(name=sop_id), hint=hint)


def parse_definition(text: bytes, *, name: str, folder: str | None = None) -> tuple[Sop, Source]:
    """The SOP of a definition's text, with its positions.

    Raises:
        DocgenError: every error of the text at once, as `name:line:column`.
    """
    source = read_yaml(text, name=name)
    try:
        sop = validate_sop(source.data)
    except ValidationError as error:
        problems = problems_of(error, reference="sop-invalid", where=source.where, known=GRAMMAR_KEYS)
        raise DocgenError(problems) from None
    problems = check_names(sop, source)
    if problems:
        raise DocgenError(problems)
    if folder is not None and sop.id != folder:
        raise refuse(
            "sop-invalid",
            _("The SOP is named {id}, but its folder {folder}.").format(id=sop.id, folder=folder),
            where=source.where(("id",)),
            hint=_("Give both the same name."),
        )
    return sop, source


def template_paths(workspace: Workspace, sop: Sop) -> dict[str, Path]:
    """Where the template of each document that a stage issues lies: the SOP's own file wins over the shared one.

    Raises:
        DocgenError: `template-missing` for each that is nowhere.
    """
    paths: dict[str, Path] = {}
    missing: list[DocgenError] = []
    for kind in sop.documents:
        own, shared = (workspace.templates / folder / f"{kind}.docx" for folder in (sop.id, SHARED))
        if own.is_file() or shared.is_file():
            paths[kind] = own if own.is_file() else shared
        elif any(kind in stage.documents for stage in sop.stages):
            message = _("The template of {kind} is missing.").format(kind=kind)
            hint = _("Put it at {own}, or at {shared} for all SOPs.").format(own=own, shared=shared)
            missing.append(refuse("template-missing", message, where=str(own), hint=hint))
    if missing:
        raise DocgenError(problem for error in missing for problem in error.problems)
    return paths


def current(workspace: Workspace, sop_id: str) -> Definition:
    """The definition as it stands in its folder now: what new cases are pinned to."""
    path = definition_path(workspace, sop_id)
    sop, _source = parse_definition(workspace.read(path), name=workspace.shown(path), folder=sop_id)
    return definition_of(workspace, sop, path)


def definition_of(workspace: Workspace, sop: Sop, path: Path) -> Definition:
    """A checked SOP with its templates and the pin that a new case gets.

    Args:
        workspace: where.
        sop: the SOP.
        path: the file that it was read from.
    """
    templates, letterhead = template_paths(workspace, sop), workspace.letterhead
    pin = Pin(
        id=sop.id,
        version=sop.version,
        definition=_sha256(workspace.read(path)),
        templates={kind: _sha256(workspace.read(path)) for kind, path in templates.items()},
        letterhead=None if letterhead is None else _sha256(workspace.read(letterhead)),
    )
    return Definition(sop, pin, templates, letterhead)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

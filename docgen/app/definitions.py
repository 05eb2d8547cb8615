"""Definitions: an SOP's text and templates, as they stand in a folder or as a case keeps them by content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.outline import DEFINITION, TEMPLATES, folder_of, kept_definition, sop_folders
from docgen.app.workspace import SHARED, Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Pin
from docgen.model.definition import Examined, examine_definition
from docgen.model.nearest import meant
from docgen.model.session import narrowed
from docgen.model.sop import Sop
from docgen.model.source import Source
from docgen.model.yaml_skim import skim_yaml


@dataclass(frozen=True, slots=True)
class Definition:
    """An SOP ready for use: its rules and where each template lies."""

    sop: Sop
    pin: Pin
    templates: Mapping[str, Path]
    letterhead: Path | None


def sop_ids(workspace: Workspace) -> tuple[str, ...]:
    """The SOPs of this workspace: the folders that hold a definition."""
    return sop_folders(workspace.templates)


def case_prefixes(workspace: Workspace) -> dict[str, object]:
    """The `case_prefix` of each SOP of this workspace, and of its sessions, whose definition can be read at all."""
    found: dict[str, object] = {}
    for sop_id in sop_ids(workspace):
        try:
            data = skim_yaml((workspace.templates / sop_id / DEFINITION).read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(data, dict):
            found[sop_id] = data.get("case_prefix")
            sessions = data.get("sessions")
            for name, session in (sessions if isinstance(sessions, dict) else {}).items():
                found[f"{sop_id} {name}"] = session.get("case_prefix") if isinstance(session, dict) else None
    return found


def definition_path(workspace: Workspace, rules: str) -> Path:
    """The definition's file, by the id of an SOP or of one of its sessions. Raises `sop-unknown` with what to do."""
    known, sop_id = sop_ids(workspace), folder_of(rules)
    path = workspace.templates / sop_id / DEFINITION
    if sop_id in known:
        return path
    message = _("There is no SOP {name}.").format(name=sop_id)
    if kept_definition(workspace.root, sop_id) is not None:
        hint = _("Restore {path} from the backup; cases that run keep their rules and go on.")
        raise refuse("sop-unknown", message, where=workspace.shown(path), hint=hint.format(path=workspace.shown(path)))
    named = _("Known: {names}.").format(names=", ".join(known)) if known else no_sop_hint()
    raise refuse("sop-unknown", message, hint=meant(sop_id, known) or named)


def no_sop() -> Problem:
    """That a workspace has no SOP at all, and what to do."""
    return Problem(
        reference="sop-unknown",
        message=_("There is no SOP in {folder}.").format(folder=TEMPLATES),
        where=TEMPLATES,
        hint=no_sop_hint(),
    )


def no_sop_hint() -> str:
    """What to do where a workspace has no SOP at all."""
    return _("Put a folder with sop.yaml into {folder}, or make a workspace with: docgen init FOLDER").format(
        folder=TEMPLATES
    )


def parse_definition(text: bytes, *, name: str, rules: str = "", folder: str | None = None) -> tuple[Sop, Source]:
    """The rules in a definition's text, with their positions.

    Args:
        text: of `sop.yaml`.
        name: what to call it in messages.
        rules: the id of the SOP, or of one of its sessions; the SOP if left out.
        folder: the name of its folder, which must be the SOP's own; unchecked if left out.

    Raises:
        DocgenError: every error of the text at once, as `name:line:column`; `sop-unknown`: it has no such session.
    """
    examined = examine_definition(text, name=name, folder=folder)
    if examined.problems or examined.sop is None:
        raise DocgenError(examined.problems)
    try:
        return narrowed(examined.sop, examined.source, rules)
    except KeyError as error:
        sessions = ", ".join(f"{examined.sop.id} {session}" for session in examined.sop.sessions)
        message = _("{sop} has no session {name}.").format(sop=examined.sop.id, name=rules.partition(" ")[2])
        raise refuse("sop-unknown", message, hint=_("Known: {names}.").format(names=sessions or "–")) from error


def rules_now(workspace: Workspace, rules: str) -> tuple[Sop, Source]:
    """The rules of this id as they stand in their folder now. Raises DocgenError with every error in them."""
    path = definition_path(workspace, rules)
    return parse_definition(workspace.read(path), name=workspace.shown(path), rules=rules, folder=folder_of(rules))


def examined(workspace: Workspace, sop_id: str) -> Examined:
    """The definition as it stands in its folder now, with everything that is wrong in it. Raises `sop-unknown`."""
    path = definition_path(workspace, sop_id)
    name = workspace.shown(path)
    try:
        return examine_definition(workspace.read(path), name=name, folder=sop_id)
    except DocgenError as error:
        nothing = Source(name=name, data=None, positions={}, typed=False)
        return Examined(sop=None, source=nothing, problems=error.problems)


def template_paths(workspace: Workspace, sop: Sop) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """Where the template of each document lies: the SOP's own file wins over the shared one.

    Beside them: `template-missing` for each that is nowhere, `template-unreadable` for each that is no file.
    """
    paths: dict[str, Path] = {}
    problems: list[Problem] = []
    for kind, document in sop.documents.items():
        if document.seals:
            continue
        own, shared = (workspace.templates / folder / f"{kind}.{document.suffix}" for folder in (sop.folder, SHARED))
        try:
            path = workspace.template(own) or workspace.template(shared)
        except DocgenError as error:
            problems += error.problems
            continue
        if path is not None:
            paths[kind] = path
        elif sop.documents[kind].form or any(kind in stage.documents for stage in sop.stages):
            message = _("The template of {kind} is missing.").format(kind=kind)
            hint = _("Put it at {own}, or at {shared} for all SOPs.").format(own=own, shared=shared)
            problems.append(Problem(reference="template-missing", message=message, where=str(own), hint=hint))
    return paths, tuple(problems)


def current(workspace: Workspace, sop_id: str) -> Definition:
    """The definition as it stands in its folder now: what new cases are pinned to."""
    sop, _source = rules_now(workspace, sop_id)
    return definition_of(workspace, sop, definition_path(workspace, sop_id))


def definition_of(workspace: Workspace, sop: Sop, path: Path) -> Definition:
    """A checked SOP with its templates and the pin that a new case gets.

    Args:
        workspace: where.
        sop: the SOP.
        path: the file that it was read from.

    Raises:
        DocgenError: a template is missing or unreadable.
    """
    templates, problems = template_paths(workspace, sop)
    if problems:
        raise DocgenError(problems)
    letterhead = workspace.letterhead
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

"""A case as it stands: its steps checked, its rules as it keeps them, and its projection."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from gettext import gettext as _
from pathlib import Path
from typing import Literal

from docgen.app.definitions import Definition, parse_definition
from docgen.app.outline import folder_of
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Case, Head, Pin, Step, StepLine, Waiting
from docgen.model.sop import Sop
from docgen.store.cases import case_dirs, find, fitting
from docgen.store.content import kept
from docgen.store.damage import OnDamage
from docgen.store.filesystem import disk_errors
from docgen.store.layout import Store
from docgen.store.projection import CASE_FILE, check_projection, project
from docgen.store.steps import highest, load, step_numbers
from docgen.store.strays import astray, recorded_id, strays, unfollowed
from docgen.workflow.fold import State, fold, standing, undone


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case, ready to be decided on."""

    folder: Path
    definition: Definition
    steps: tuple[Step, ...]
    state: State

    @property
    def id(self) -> str:
        """The case's number."""
        return self.folder.name


_DIGEST = re.compile(rb',\n "digest": "([0-9a-f]{64})"\n\}\n\Z')
"""The last entry of `case.json`: the sha256 of everything before it, so that a list can trust it without the steps."""


def pinned(workspace: Workspace, pin: Pin) -> Definition:
    """The definition that a case keeps by content, every byte of it and of its templates proved.

    Raises:
        DocgenError: `content-damaged`, everything at once.
    """
    letterhead = {} if pin.letterhead is None else {pin.letterhead: ".docx"}
    try:
        sop = pinned_rules(workspace, pin)
    except DocgenError as error:  # without the rules nobody knows which of the templates are short texts
        raise DocgenError([*error.problems, *_lost(workspace.store, letterhead)]) from error
    suffixes = {sha256: f".{sop.documents[kind].suffix}" for kind, sha256 in pin.templates.items()}
    if problems := _lost(workspace.store, suffixes | letterhead):
        raise DocgenError(problems)
    paths = {
        sha256: workspace.store.content / f"{sha256}{suffix}" for sha256, suffix in (suffixes | letterhead).items()
    }
    templates = {kind: paths[sha256] for kind, sha256 in pin.templates.items()}
    return Definition(sop, pin, templates, paths.get(pin.letterhead or ""))


def _lost(store: Store, contents: Mapping[str, str]) -> list[Problem]:
    """What is wrong with contents, given as sha256 and suffix, that are kept."""
    problems: list[Problem] = []
    for sha256, suffix in contents.items():
        try:
            kept(store, sha256, suffix)
        except DocgenError as error:
            problems.extend(error.problems)
    return problems


def pinned_rules(workspace: Workspace, pin: Pin) -> Sop:
    """The rules that a case keeps, without its templates. Raises `content-damaged`."""
    text = kept(workspace.store, pin.definition, ".yaml")
    return _parsed(text, name=f"{folder_of(pin.id)}/sop.yaml ({pin.version})", rules=pin.id)


@lru_cache(maxsize=16)
def _parsed(text: bytes, *, name: str, rules: str) -> Sop:
    """The rules in a text: many cases of one command keep the same."""
    return parse_definition(text, name=name, rules=rules)[0]


def kept_problems(workspace: Workspace, pin: Pin) -> tuple[Problem, ...]:
    """What is wrong with the rules and templates that a case keeps by content."""
    try:
        pinned(workspace, pin)
    except DocgenError as error:
        return error.problems
    return ()


def open_case(workspace: Workspace, text: str) -> OpenCase:
    """The case of that id, part of an id, or path, its chain verified, its `case.json` not changed by hand.

    Raises:
        DocgenError: no such case, several, or its record is damaged.
    """
    case = load_case(workspace, find(workspace.store, text))
    _check_projection(workspace, case)
    return case


def rules_of_case(workspace: Workspace, text: str) -> Sop | None:
    """The rules that a case keeps; nothing if no one case is meant or it is damaged: opening it tells that."""
    try:
        folders = fitting(workspace.store, text)
        return load_case(workspace, folders[0]).definition.sop if len(folders) == 1 else None
    except DocgenError:
        return None


def load_case(workspace: Workspace, folder: Path) -> OpenCase:
    """The case in this folder, its chain verified."""
    steps = tuple(load(workspace.store, folder))
    pin = steps[0].sop
    assert pin is not None  # noqa: S101  # load() refuses a first step without one
    definition = pinned(workspace, pin)
    return OpenCase(folder, definition, steps, fold(definition.sop, steps))


def projection(sop: Sop, steps: Sequence[Step]) -> Case:
    """What `case.json` says of these steps."""
    state = fold(sop, steps)
    taken_back = undone(steps)
    assert state.pin is not None  # noqa: S101  # the first step has one
    assert state.opened is not None  # noqa: S101  # and was taken at some time
    return Case(
        id=state.case,
        sop=sop.id,
        version=state.pin.version,
        opened=state.opened,
        round=state.round,
        open=tuple(Waiting(stage=name, since=state.opened_at[name]) for name in state.open),
        outcome=state.outcome if state.closed else None,
        record=dict(state.record),
        dispositions={name: tuple(dict(entry) for entry in chain) for name, chain in state.dispositions.items()},
        steps=tuple(
            StepLine(
                seq=step.seq,
                kind=step.kind,
                stage=step.stage,
                at=step.at,
                by=step.by.nama,
                undone=step.seq in taken_back,
            )
            for step in steps
        ),
        papers=tuple(document.path for step in standing(steps) for document in step.documents),
        request=steps[0].request,
        head=Head(seq=state.seq, hash=state.head),
    )


def case_json(sop: Sop, steps: Sequence[Step]) -> bytes:
    """`case.json`, byte for byte, with its own digest as its last entry."""
    data = projection(sop, steps).model_dump(mode="json", by_alias=True)
    body = json.dumps(data, ensure_ascii=False, indent=1).encode().removesuffix(b"\n}")
    return body + f',\n "digest": "{hashlib.sha256(body).hexdigest()}"\n}}\n'.encode()


def _read_case_json(raw: bytes) -> Case:
    """What `case_json` wrote. Raises ValueError if one byte differs."""
    found = _DIGEST.search(raw)
    if found is None or hashlib.sha256(raw[: found.start()]).hexdigest() != found[1].decode():
        message = "not written by docgen"
        raise ValueError(message)
    return Case.model_validate_json(raw[: found.start()] + b"\n}")


def settle_projection(workspace: Workspace, case: OpenCase) -> None:
    """Writes `case.json` anew if it is missing or older than the steps.

    Raises:
        DocgenError: `projection-edited` if somebody changed it by hand.
    """
    if _check_projection(workspace, case) == "stale":
        sop = case.definition.sop
        project(workspace.store, case.folder, lambda steps: case_json(sop, steps))


def _check_projection(workspace: Workspace, case: OpenCase) -> Literal["current", "stale"]:
    """Whether `case.json` is what the steps add up to. It may also know of steps whose folders are gone."""
    expected = case_json(case.definition.sop, case.steps)
    return check_projection(workspace.store, case.folder, expected=expected, head_seq=case.state.seq)


def read_projections(workspace: Workspace, *, on_damage: OnDamage) -> Iterator[tuple[Path, Case]]:
    """Every case in short with its folder, by year and number; one damaged case does not hide the others.

    Args:
        workspace: where.
        on_damage: is told of each case that is damaged (it is left out), of each `case.json` that was changed by
            hand (the case is told from its steps instead), and of each folder that was renamed or moved.
    """
    with disk_errors():
        folders = [*case_dirs(workspace.store), *strays(workspace.store)]
        links = tuple(unfollowed(workspace.store))
    for folder in folders:
        try:
            yield folder, read_projection(workspace, folder, on_damage=on_damage)
        except DocgenError as error:
            on_damage(error)
    for link in links:
        on_damage(link)


@disk_errors()
def read_projection(workspace: Workspace, folder: Path, *, on_damage: OnDamage) -> Case:
    """One case in short, from its `case.json`; if that is missing, old or changed by hand, from its steps.

    Raises:
        DocgenError: the record of the case is damaged.
    """
    store = workspace.store
    path = folder / CASE_FILE
    if store.fs.exists(path):
        try:
            case = _read_case_json(store.fs.read(path))
        except ValueError:
            on_damage(_edited(path))
        else:
            if store.case_dir(case.id) != folder:
                return _moved_projection(workspace, folder, case, on_damage=on_damage)
            if case.head.seq == max(step_numbers(store, folder), default=0):
                return case
            last = highest(store, folder)
            if case.head.seq == last:
                return case
            if case.head.seq > last:
                raise refuse(
                    "chain-broken",
                    _("{path} knows of step {seq}, but the last step there is {last}.").format(
                        path=path, seq=case.head.seq, last=last
                    ),
                    where=str(path),
                    hint=_("Restore the folders of the missing steps from the backup."),
                )
    opened = load_case(workspace, folder)
    return projection(opened.definition.sop, opened.steps)


def _moved_projection(workspace: Workspace, folder: Path, case: Case, *, on_damage: OnDamage) -> Case:
    """A case in a folder that is not its own: the number in the record is the true one, and what is wrong is told.

    Raises:
        DocgenError: the folder of that number is there too, so that this one is a copy; or its steps are damaged.
    """
    store = workspace.store
    if recorded_id(store, folder) != case.id:  # only `case.json` was put there, from another case
        on_damage(_edited(folder / CASE_FILE))
        opened = load_case(workspace, folder)
        return projection(opened.definition.sop, opened.steps)
    error = astray(store, folder, case.id)
    if store.fs.exists(store.case_dir(case.id)) or highest(store, folder) != case.head.seq:
        raise error
    on_damage(error)
    return case


def _edited(path: Path) -> DocgenError:
    return refuse(
        "projection-edited",
        _("{path} was changed by hand: it is not what the steps add up to.").format(path=path),
        where=str(path),
        hint=_("Nothing in it is believed. Delete it; the next command writes it anew."),
    )

"""The demonstration: each shipped SOP played through the clerk's own commands.

`prepare` makes a new workspace and says which commands to run; whoever calls runs them, each at its time. An SOP with a
scenario plays that; any other its first example.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from docgen.app.definitions import current, sop_ids
from docgen.app.examples import example_paths, read_example
from docgen.app.init import init, shipped_root
from docgen.app.workspace import Workspace, open_workspace
from docgen.errors import DocgenError
from docgen.model.secret_soundness import has_secrets
from docgen.model.sop import Sop
from docgen.model.source import read_json
from docgen.model.validation import problems_of

ORDERS = "permintaan"
"""The folder of the demonstration in which the inputs of its commands lie."""
SCENARIO = Path("peragaan", "skenario.json")
"""Where an SOP has its scenario."""
_CASE = re.compile(r"\{([^{}]+)\}")
"""Stands in a command for a case that an earlier one opens."""
_THE_CASE = "kasus"


class Scene(BaseModel):
    """One command of a scenario; times are the office's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: dt.datetime
    command: tuple[str, ...]
    """Without `docgen`; `{name}` stands for a case."""
    opens: tuple[str, ...] = ()
    """What the cases are called that it opens."""
    input: dict[str, JsonValue] = {}
    rows: str | None = None
    """A table beside the scenario with one request a row."""


class Scenario(BaseModel):
    """A script of commands over several cases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the demonstration."""

    arguments: tuple[str, ...]
    """Without `docgen`; `{name}` stands for a case's number once it is known."""
    at: dt.datetime
    opens: tuple[str, ...]
    """What the cases are called that it opens."""
    files: Mapping[str, bytes]
    """What it reads, by the path from the new folder."""

    def with_cases(self, cases: Mapping[str, str], *, unknown: str | None = None) -> list[str]:
        """The arguments with the numbers of the cases; `unknown` stands for those that are not known."""
        return [
            _CASE.sub(lambda found: cases.get(found[1], unknown or found[0]), argument) for argument in self.arguments
        ]


def prepare(folder: Path, *, dry_run: bool = False) -> tuple[Workspace, tuple[Command, ...]]:
    """Makes a workspace in a new folder, writes the inputs, and gives the commands in order.

    Args:
        folder: where.
        dry_run: whether nothing is to be written: the commands are then those of the workspace that docgen ships.

    Raises:
        DocgenError: `would-overwrite` if the folder has a workspace already.
    """
    init(folder, dry_run=dry_run)
    workspace = open_workspace(shipped_root() if dry_run else folder)
    commands = tuple(command for sop_id in sop_ids(workspace) for command in _of_sop(workspace, sop_id))
    if not dry_run:
        (folder / ORDERS).mkdir(exist_ok=True)
        for command in commands:
            for path, content in command.files.items():
                (folder / path).write_bytes(content)
    return workspace, commands


def _of_sop(workspace: Workspace, sop_id: str) -> Iterator[Command]:
    path = workspace.templates / sop_id / SCENARIO
    if path.is_file():
        yield from _scenes(workspace, sop_id, path)
    else:
        for example in example_paths(workspace, sop_id)[:1]:
            yield from _steps(workspace, sop_id, example)


def _scenes(workspace: Workspace, sop_id: str, path: Path) -> Iterator[Command]:
    """The commands of a scenario. Raises DocgenError with everything that is wrong with its form."""
    source = read_json(workspace.read(path), name=workspace.shown(path))
    try:
        scenario = Scenario.model_validate(source.data)
    except ValidationError as error:
        raise DocgenError(problems_of(error, reference="example-failed", where=source.where)) from None
    for place, scene in enumerate(scenario.scenes, start=1):
        arguments, files = [*scene.command], {}
        if scene.input:
            order = f"{ORDERS}/{sop_id}-{place:02d}.json"
            arguments += ["--input", order]
            files[order] = _json(scene.input)
        if scene.rows is not None:
            order = f"{ORDERS}/{scene.rows}"
            arguments += ["--rows", order]
            files[order] = workspace.read(path.parent / scene.rows)
        at = scene.at.replace(tzinfo=workspace.office.zone)
        if files:  # whoever only looks, looks at that time
            arguments += ["--at", f"{at:%Y-%m-%d %H:%M}"]
        yield Command(arguments=tuple(arguments), at=at, opens=scene.opens, files=files)


def _steps(workspace: Workspace, sop_id: str, path: Path) -> Iterator[Command]:
    """The commands of an example: one case, step by step."""
    sop = current(workspace, sop_id).sop
    for place, scripted in enumerate(read_example(workspace, path).example.steps):
        order = f"{ORDERS}/{sop_id}-{place + 1:02d}-{scripted.stage}.json"
        at = scripted.at.replace(tzinfo=workspace.office.zone)
        arguments = [sop_id, scripted.stage, *([f"{{{_THE_CASE}}}"] if place else [])]
        arguments += ["--input", order, "--at", f"{at:%Y-%m-%d %H:%M}"]
        arguments += _who(sop, scripted.stage, scripted.by)
        yield Command(
            arguments=tuple(arguments),
            at=at,
            opens=() if place else (_THE_CASE,),
            files={order: _json(scripted.input)},
        )


def _who(sop: Sop, stage: str, by: str | None) -> Iterator[str]:
    if by is not None:
        yield from ("--by", by)
    if has_secrets(sop, sop.stage(stage)):
        yield from ("--generate", "--passphrase-fd", "2")  # on the screen, where the demonstration is watched


def _json(values: Mapping[str, JsonValue]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()

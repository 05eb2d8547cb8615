"""The demonstration: a whole case of each shipped example, to be played through the clerk's own commands.

`prepare` makes a new workspace and says which commands to run; whoever calls runs them, each at its time.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from docgen.app.definitions import sop_ids
from docgen.app.examples import example_paths, read_example
from docgen.app.init import init
from docgen.app.workspace import Workspace, open_workspace

ORDERS = "permintaan"
"""The folder of the demonstration in which the inputs of its commands lie."""
CASE = "{case}"
"""Stands in a command for the case that the first one opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the demonstration."""

    arguments: tuple[str, ...]
    """Without `docgen`; `{case}` stands for the case's number once it is known."""
    at: dt.datetime
    opens: bool
    """Whether it opens a case."""


def prepare(folder: Path) -> tuple[Workspace, tuple[Command, ...]]:
    """Makes a workspace in a new folder, writes the inputs, and gives the commands in order.

    Raises:
        DocgenError: `would-overwrite` if the folder has a workspace already.
    """
    init(folder)
    workspace = open_workspace(folder)
    (folder / ORDERS).mkdir(exist_ok=True)
    commands: list[Command] = []
    for sop_id in sop_ids(workspace):
        for path in example_paths(workspace, sop_id)[:1]:
            commands.extend(_commands(workspace, sop_id, path))
    return workspace, tuple(commands)


def _commands(workspace: Workspace, sop_id: str, path: Path) -> list[Command]:
    commands = []
    for place, scripted in enumerate(read_example(workspace, path).example.steps):
        order = workspace.root / ORDERS / f"{sop_id}-{place + 1:02d}-{scripted.stage}.json"
        order.write_text(json.dumps(scripted.input, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        at = scripted.at.replace(tzinfo=workspace.office.zone)
        arguments = [sop_id, scripted.stage]
        if place:
            arguments.append(CASE)
        arguments += ["--input", f"{ORDERS}/{order.name}", "--at", f"{at:%Y-%m-%d %H:%M}"]
        if scripted.by is not None:
            arguments += ["--by", scripted.by]
        commands.append(Command(arguments=tuple(arguments), at=at, opens=place == 0))
    return commands

"""The demonstration: a whole case of each shipped example, to be played through the clerk's own commands.

`prepare` makes a new workspace and says which commands to run; whoever calls runs them, each at its time.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from docgen.app.definitions import current, sop_ids
from docgen.app.examples import example_paths, read_example
from docgen.app.init import init, shipped_root
from docgen.app.workspace import Workspace, open_workspace
from docgen.model.secret_soundness import has_secrets

ORDERS = "permintaan"
"""The folder of the demonstration in which the inputs of its commands lie."""
CASE = "{case}"
"""Stands in a command for the case that the first one opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the demonstration."""

    arguments: tuple[str, ...]
    """Without `docgen`; `{case}` stands for the case's number once it is known."""
    order: str
    """The file that holds its input, from the new folder."""
    input: str
    at: dt.datetime
    opens: bool
    """Whether it opens a case."""


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
    commands: list[Command] = []
    for sop_id in sop_ids(workspace):
        for path in example_paths(workspace, sop_id)[:1]:
            commands.extend(_commands(workspace, sop_id, path))
    if not dry_run:
        (folder / ORDERS).mkdir(exist_ok=True)
        for command in commands:
            (folder / command.order).write_text(command.input, encoding="utf-8")
    return workspace, tuple(commands)


def _commands(workspace: Workspace, sop_id: str, path: Path) -> list[Command]:
    commands = []
    sop = current(workspace, sop_id).sop
    for place, scripted in enumerate(read_example(workspace, path).example.steps):
        order = f"{ORDERS}/{sop_id}-{place + 1:02d}-{scripted.stage}.json"
        text = json.dumps(scripted.input, ensure_ascii=False, indent=2) + "\n"
        at = scripted.at.replace(tzinfo=workspace.office.zone)
        arguments = [sop_id, scripted.stage]
        if place:
            arguments.append(CASE)
        arguments += ["--input", order, "--at", f"{at:%Y-%m-%d %H:%M}"]
        if scripted.by is not None:
            arguments += ["--by", scripted.by]
        if has_secrets(sop, sop.stage(scripted.stage)):
            arguments += ["--generate", "--passphrase-fd", "2"]  # on the screen, where the demonstration is watched
        commands.append(Command(arguments=tuple(arguments), order=order, input=text, at=at, opens=place == 0))
    return commands

"""`docs/perintah.md`: every command with the help that it gives itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from docgen.app.outline import TEMPLATES, rules_outline, sop_folders
from docgen.app.workspace import open_workspace
from docgen.cli.command_line import CommandLine
from docgen.cli.root import SETTINGS, root, verbs
from docgen.cli.stage_command import stage_command
from docgen.cli.stages import SessionGroup, StageGroup

WIDTH = 100


def commands(workspace: Path) -> str:
    """A section for each command: docgen itself, its verbs, and the stages of the SOPs that come with it."""
    line = CommandLine(start=workspace, prompter=None, injected=open_workspace(workspace))
    names = SETTINGS["help_option_names"]
    top = click.Context(root, info_name="docgen", obj=line, terminal_width=WIDTH, help_option_names=names)
    sections = [*_command(root, top, depth=2)]
    for name in verbs():
        sections += _tree(root.get_command(top, name), top, name, depth=2)
    for sop_id in sop_folders(workspace / TEMPLATES):
        group = root.get_command(top, sop_id)
        assert isinstance(group, click.Group)
        sections += _stages(line, group, top, sop_id, depth=2)
    return "\n".join(sections)


def _stages(line: CommandLine, group: click.Group, above: click.Context, rules: str, *, depth: int) -> Iterator[str]:
    """An SOP or one of its sessions, with its stages; those that sessions take are no commands."""
    here = _below(above, group, rules.rpartition(" ")[2])
    yield from _command(group, here, depth=depth)
    found = rules_outline(line.workspace.root, rules)
    assert found is not None
    for stage in found.stages:
        if not stage.performed_by:
            command = stage_command(line.workspace, rules, stage.id, ())
            yield from _command(command, _below(here, command, stage.id), depth=depth + 1)
    for name in group.list_commands(here):
        other = group.get_command(here, name)
        if isinstance(other, StageGroup):
            yield from _stages(line, other, here, other.sop_id, depth=depth + 1)
    for name in ("list", "show") if isinstance(group, SessionGroup) else ():
        yield from _tree(group.get_command(here, name), here, name, depth=depth + 1)


def _tree(command: click.Command | None, above: click.Context, name: str, *, depth: int) -> Iterator[str]:
    assert command is not None
    here = _below(above, command, name)
    yield from _command(command, here, depth=depth)
    if isinstance(command, click.Group):
        for inner in command.list_commands(here):
            yield from _tree(command.get_command(here, inner), here, inner, depth=depth + 1)


def _below(above: click.Context, command: click.Command, name: str) -> click.Context:
    return click.Context(command, parent=above, info_name=name)


def _command(command: click.Command, context: click.Context, *, depth: int) -> Iterator[str]:
    """The heading of one command, and its help as it stands on the screen."""
    yield f"{'#' * depth} {context.command_path}\n"
    yield f"```text\n{_trimmed(command.get_help(context))}\n```\n"


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")

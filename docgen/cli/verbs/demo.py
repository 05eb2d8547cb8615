"""`docgen demo`."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import json
import shlex
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.app.outline import CASES, case_ids
from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_json
from docgen.cli.shared import json_option, verb
from docgen.errors import refuse

if TYPE_CHECKING:
    from docgen.app.demo import Command
    from docgen.app.workspace import Workspace

DEFAULT_FOLDER = Path("docgen-demo")


@verb(
    "demo",
    _("Play an SOP from the request to the end, in a new folder: each command is shown, then run, as a clerk would."),
    [
        click.Argument(
            ["folder"], metavar=_("[FOLDER]"), type=click.Path(path_type=Path), required=False, default=DEFAULT_FOLDER
        ),
        json_option(),
    ],
)
def command(line: CommandLine, *, folder: Path, as_json: bool) -> None:
    """Plays it."""
    from docgen.app.demo import prepare  # noqa: PLC0415

    place = line.start / folder.expanduser()
    workspace, commands = prepare(place)
    if not as_json:
        put(_("A new workspace: {folder}").format(folder=folder))
    try:
        played = _play(workspace, commands, as_json=as_json)
    except (KeyboardInterrupt, click.Abort):
        raise refuse(
            "interrupted",
            _("Interrupted. {folder} holds what was done so far.").format(folder=folder),
            hint=_("Remove the folder, and run docgen demo again."),
        ) from None
    if as_json:
        put_json({"ok": True, "folder": folder, "commands": played})
        return
    papers = sorted((place / CASES).glob("[0-9]*/*/[0-9]*/*.docx"))
    put()
    put(_("Done: {commands} commands, {papers} papers.").format(commands=len(played), papers=len(papers)))
    put(_("Look at them in: {folder}").format(folder=folder / CASES))
    put(_("Then, in {folder}: docgen list, docgen show CASE, docgen --help").format(folder=folder))


def _play(workspace: Workspace, commands: tuple[Command, ...], *, as_json: bool) -> list[dict[str, Any]]:
    from docgen.app.demo import CASE  # noqa: PLC0415

    played: list[dict[str, Any]] = []
    case = ""
    for each in commands:
        arguments = [case if argument == CASE else argument for argument in each.arguments]
        before = set(case_ids(workspace.root))
        shown = shlex.join(["docgen", *arguments])
        if not as_json:
            put()
            put(f"$ {shown}")
        answer = _run(dataclasses.replace(workspace, clock=_stopped(each.at)), arguments, as_json=as_json)
        played.append({"command": shown, "answer": answer})
        if each.opens:
            (case,) = set(case_ids(workspace.root)) - before
    return played


def _stopped(at: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that stands at the time of a command."""
    return lambda: at


def _run(workspace: Workspace, arguments: list[str], *, as_json: bool) -> Any:
    """Runs one command as if it had been typed in the new folder, at its time."""
    from docgen.cli.root import root  # noqa: PLC0415

    line = CommandLine(start=workspace.root, prompter=None, injected=workspace)
    if not as_json:
        root.main(arguments, prog_name="docgen", standalone_mode=False, obj=line)
        return None
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        root.main([*arguments, "--json"], prog_name="docgen", standalone_mode=False, obj=line)
    return json.loads(caught.getvalue())

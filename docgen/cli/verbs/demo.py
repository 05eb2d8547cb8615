"""`docgen demo`."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import json
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.app.outline import CASES, case_ids
from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.shared import dry_run_option, json_option, verb
from docgen.errors import refuse
from docgen.model.command_words import command_line
from docgen.store.typed import typed_path

if TYPE_CHECKING:
    from docgen.app.demo import Command
    from docgen.app.workspace import Workspace

DEFAULT_FOLDER = Path("docgen-demo")


@verb(
    "demo",
    _("Play each SOP from the request to the end, in a new folder: commands are shown, then run, as a clerk would."),
    [
        click.Argument(
            ["folder"], metavar=_("[FOLDER]"), type=click.Path(path_type=Path), required=False, default=DEFAULT_FOLDER
        ),
        dry_run_option(),
        json_option(),
    ],
)
def command(line: CommandLine, *, folder: Path, dry_run: bool, as_json: bool) -> None:
    """Plays it."""
    from docgen.app.demo import prepare

    place = typed_path(line.start, folder)
    workspace, commands = prepare(place, dry_run=dry_run)
    if dry_run:
        _foretell(folder, commands, as_json=as_json)
        return
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
        put_answer({"folder": folder, "commands": played, "dry_run": False})
        return
    papers = [path for path in (place / CASES).glob("[0-9]*/*/[0-9]*/*") if path.suffix in {".docx", ".pdf", ".txt"}]
    put()
    put(_("Done: {commands} commands, {papers} papers.").format(commands=len(played), papers=len(papers)))
    put(_("Look at them in: {folder}").format(folder=folder / CASES))
    put(_("Then, in {folder}: docgen list, docgen show CASE, docgen --help").format(folder=folder))


def _foretell(folder: Path, commands: tuple[Command, ...], *, as_json: bool) -> None:
    """What would be played, with the place of the case's number, which nobody knows yet."""
    shown = [command_line(["docgen", *each.with_cases({}, unknown=_("CASE"))]) for each in commands]
    if as_json:
        put_answer({"folder": folder, "commands": [{"command": each} for each in shown], "dry_run": True})
        return
    put(_("A new workspace would be made: {folder}. In it would be run:").format(folder=folder))
    for each in shown:
        put(f"$ {each}")


def _play(workspace: Workspace, commands: tuple[Command, ...], *, as_json: bool) -> list[dict[str, Any]]:
    played: list[dict[str, Any]] = []
    cases: dict[str, str] = {}
    for each in commands:
        arguments = each.with_cases(cases)
        before = set(case_ids(workspace.root))
        shown = command_line(["docgen", *arguments])
        if not as_json:
            put()
            put(f"$ {shown}")
        answer = _run(dataclasses.replace(workspace, clock=_stopped(each.at)), arguments, as_json=as_json)
        played.append({"command": shown, "answer": answer})
        opened = sorted(set(case_ids(workspace.root)) - before)
        cases |= dict(zip(each.opens, opened, strict=True))
    return played


def _stopped(at: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that stands at the time of a command."""
    return lambda: at


def _run(workspace: Workspace, arguments: list[str], *, as_json: bool) -> Any:
    """Runs one command as if it had been typed in the new folder, at its time."""
    from docgen.cli.root import root

    line = CommandLine(start=workspace.root, prompter=None, injected=workspace)
    if not as_json:
        root.main(arguments, prog_name="docgen", standalone_mode=False, obj=line)
        return None
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        root.main([*arguments, "--json"], prog_name="docgen", standalone_mode=False, obj=line)
    return json.loads(caught.getvalue())

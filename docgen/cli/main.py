"""The entry point: chooses the language, runs a command, and turns whatever goes wrong into text or JSON."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.cli.language import choose_language, speak
from docgen.errors import DocgenError, refuse

if TYPE_CHECKING:
    from docgen.app.workspace import Workspace
    from docgen.cli.prompt import Prompter


def main(
    argv: Sequence[str] | None = None,
    *,
    workspace: Workspace | None = None,
    start: Path | None = None,
    prompter: Prompter | None = None,
) -> int:
    """Runs one command line.

    Args:
        argv: the arguments; those of the process if left out.
        workspace: the workspace to work in, with its clock and ids; found from `start` if left out.
        start: the folder that the command is called in; the current one if left out.
        prompter: who answers questions; the terminal, if there is one, if left out.

    Returns:
        The exit code.
    """
    if argv is None:  # one command makes much and throws little away: looking for garbage is a tenth of its start
        gc.set_threshold(50_000)
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in _options(arguments)
    from docgen.cli import output  # click is loaded once the language is chosen

    output.prepare_streams()
    try:
        folder = _folder(start)
        if not os.environ.get("_DOCGEN_COMPLETE", "").startswith("bash"):  # bash shows names only: no time for words
            speak("en")
            speak(choose_language(os.environ, workspace.root if workspace is not None else folder or Path("/")))
        if folder is None:
            raise refuse(
                "workspace-missing",
                _("The folder that you are in is no longer there."),
                hint=_("Go to another folder first: cd PATH"),
            )
        return _run(arguments, as_json=as_json, folder=folder, workspace=workspace, prompter=prompter)
    except BrokenPipeError:
        output.close_output(sys.stdout, sys.stderr)  # whoever read it has seen enough
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # the last resort before the process ends
        return _report(error, as_json=as_json)


def _folder(start: Path | None) -> Path | None:
    """The folder that the command is called in; none if somebody has removed it meanwhile."""
    try:
        return (start or Path.cwd()).resolve()
    except FileNotFoundError:
        return None


def _run(
    arguments: list[str], *, as_json: bool, folder: Path, workspace: Workspace | None, prompter: Prompter | None
) -> int:
    from docgen.cli.command_line import CommandLine
    from docgen.cli.output import wants_color
    from docgen.cli.prompt import Returning, terminal_prompter
    from docgen.cli.root import root

    asks = None if as_json else prompter or terminal_prompter()
    line = CommandLine(start=folder, prompter=None if asks is None else Returning(asks), injected=workspace)
    stdout = sys.stdout
    try:
        code = root.main(arguments, prog_name="docgen", standalone_mode=False, obj=line, color=wants_color())
    except BrokenPipeError:
        raise
    except SystemExit:
        if sys.stdout is not stdout:  # click has wrapped it because nobody reads it, and calls that a failure
            raise BrokenPipeError from None
        raise
    except DocgenError as error:
        return _report(line.placed(error), as_json=as_json, recorded=line.recorded())
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # told in one place, whatever it is
        return _report(error, as_json=as_json, recorded=line.recorded())
    return code if isinstance(code, int) else 0


def _report(error: BaseException, *, as_json: bool, recorded: Sequence[tuple[str, int]] = ()) -> int:
    from docgen.cli.report import report

    return report(error, as_json=as_json, recorded=recorded)


def _options(arguments: list[str]) -> list[str]:
    """The arguments before `--`, behind which nothing is an option."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments

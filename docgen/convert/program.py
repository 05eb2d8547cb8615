"""Calling another program: it has a time limit, leaves nothing running behind, and is never trusted to have worked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, refuse
from docgen.model.reasons import os_reason

_SHOWN = 300
"""Characters of what a program said that a message repeats: its last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program of another maker, and how an office gets it."""

    title: str
    names: tuple[str, ...]
    """What it may be called on the search path; the first that is there is taken."""
    places: tuple[Path, ...] = ()
    """Where it lies on systems that do not put it on the search path."""
    debian: str
    """The package on Debian and Ubuntu."""
    windows: str
    """Where whoever has Windows gets it."""

    def path(self, *, search: str | None = None) -> Path:
        """Where it lies.

        Args:
            search: the search path; that of the process if left out.

        Raises:
            DocgenError: `program-missing`, with how to install it.
        """
        found = (shutil.which(name, path=search) for name in self.names)
        path = next((Path(name) for name in found if name is not None), None)
        path = path or next((place for place in self.places if place.is_file()), None)
        if path is None:
            raise refuse(
                "program-missing",
                _("{program} is needed for this, and is not installed.").format(program=self.title),
                where=self.names[0],
                hint=_("Debian or Ubuntu: sudo apt install {debian}. Windows: {windows}.").format(
                    debian=self.debian, windows=self.windows
                ),
            )
        return path


def call(program: Program, path: Path, arguments: Sequence[str], *, folder: Path, seconds: float) -> str:
    """Runs a program to its end.

    Args:
        program: what it is, for messages.
        path: where it lies.
        arguments: what it is told.
        folder: where it works.
        seconds: how long it may take; then it is ended with all that it has started.

    Returns:
        What it said.

    Raises:
        DocgenError: `program-failed`: it could not be started, did not end in time, or ended with an error.
    """
    command = [str(path), *arguments]
    try:
        running = subprocess.Popen(  # noqa: S603  # the program that the office installed, without a shell
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=_surroundings(os.environ),
        )
    except OSError as error:
        raise failed(program, _("it could not be started: {reason}").format(reason=os_reason(error))) from error
    with running:
        try:
            said, _nothing = running.communicate(timeout=seconds)
        except BaseException as error:
            _end(running)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            reason = _("it did not end within {seconds} seconds").format(seconds=f"{seconds:g}")
            raise failed(program, reason) from error
    text = said.decode(errors="replace").strip()
    if running.returncode != 0:
        raise failed(program, _("it ended with code {code}").format(code=running.returncode), said=text)
    return text


def failed(program: Program, reason: str, *, said: str = "") -> DocgenError:
    """The refusal of what a program did, with the end of what it said itself."""
    end = " ".join(said.split())[-_SHOWN:]
    detail = f"{reason} ({end})" if end else reason
    return refuse(
        "program-failed",
        _("{program} failed: {detail}.").format(program=program.title, detail=detail),
        where=program.names[0],
        hint=_(
            "Close {program} if it is open, and try again; without it, open the Word file and save it from there."
        ).format(program=program.title),
    )


def _surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what is docgen's own, such as who acts."""
    return {name: value for name, value in environment.items() if not name.startswith("DOCGEN_")}


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends a program with all that it has started: LibreOffice is a script that starts another program."""
    if sys.platform == "win32":
        ended = ["taskkill", "/F", "/T", "/PID", str(running.pid)]
        subprocess.run(ended, check=False, capture_output=True)  # noqa: S603  # part of Windows
    else:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()

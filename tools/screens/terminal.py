"""A real terminal on which docgen's commands are typed, at a time that is set; what is seen on it is kept."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

LAUNCH = """
import dataclasses, datetime, pathlib, sys
from docgen.app.workspace import find_root, open_workspace
from docgen.cli.main import main
from docgen.errors import DocgenError
moment, *arguments = sys.argv[1:]
here = pathlib.Path.cwd()
try:
    stands = datetime.datetime.fromisoformat(moment)
    workspace = dataclasses.replace(open_workspace(here), clock=lambda: stands)
except DocgenError:
    workspace = None
sys.exit(main(arguments, workspace=workspace))
"""
"""docgen with a clock that stands; outside a workspace there is none to give it."""
WIDTH = 120
"""Columns that the guide has room for."""
PROMPT = "> "
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PASSPHRASE = re.compile(r"^( {6})[a-z]+(?: [a-z]+){5,}$", re.MULTILINE)
SAMPLE_PASSPHRASE = "contoh saja tujuh kata acak di sini"
_DIGEST = re.compile(r"\b[0-9a-f]{40,64}\b")

Answer = tuple[str, str]
"""A text of the question, and what is typed at it."""


@dataclass(kw_only=True)
class Desk:
    """A clerk's desk: the folder that she is in, and the time."""

    home: Path
    folder: Path
    now: dt.datetime
    seen: list[str] = field(default_factory=list)

    def at(self, text: str) -> None:
        """Sets the clock: `2025-11-03 08:10`, in the office."""
        self.now = dt.datetime.fromisoformat(f"{text}+07:00")

    def types(self, command: str, *, shown: str | None = None, answers: Iterable[Answer] = (), code: int = 0) -> None:
        """Types a docgen command and answers its questions; raises AssertionError if it goes otherwise than said."""
        screen = self.played(_words(command), answers, code)
        self.seen.append(f"{PROMPT}{shown or command}\n{screen}".rstrip())

    def shows(self, text: str) -> None:
        """Shows a line that was typed for something else than docgen."""
        self.seen.append(f"{PROMPT}{text}")

    def screen(self) -> str:
        """What was seen since the last time this was asked."""
        seen, self.seen = "\n".join(self.seen), []
        return seen

    def played(self, arguments: Sequence[str], answers: Iterable[Answer], code: int) -> str:
        """What a command shows."""
        session = pexpect.spawn(
            sys.executable,
            ["-c", LAUNCH, self.now.isoformat(), *arguments],
            cwd=str(self.folder),
            env=_surroundings(self.home),
            encoding="utf-8",
            dimensions=(200, 2000),  # the terminal itself folds nothing
            timeout=30,
        )
        session.delaybeforesend = None
        shown = ""
        try:
            for expected, answer in answers:
                session.expect(f"{expected}[^\n]*: $")
                shown += f"{session.before}{session.after}"
                session.sendline(answer)
            session.expect(pexpect.EOF)
        except pexpect.ExceptionPexpect as error:
            session.close(force=True)
            raise AssertionError(f"docgen {arguments} went otherwise:\n{shown}{session.buffer}") from error
        shown += str(session.before)
        session.close()
        assert session.exitstatus == code, f"docgen {arguments}: exit {session.exitstatus}\n{shown}"
        return self._tidy(shown)

    def _tidy(self, text: str) -> str:
        """A screen without what differs from one run to the next."""
        text = _CONTROL.sub("", text).replace("\r\n", "\n").replace(str(self.home), "/home/petugas")
        text = _PASSPHRASE.sub(rf"\g<1>{SAMPLE_PASSPHRASE}", text)
        return "\n".join(line.rpartition("\r")[2].rstrip() for line in _DIGEST.sub("…", text).split("\n"))


def _words(command: str) -> list[str]:
    """The arguments of a command behind `docgen`; double quotes hold a text together, as everywhere."""
    return [part.replace('"', "") for part in re.findall(r'(?:[^\s"]|"[^"]*")+', command)][1:]


def _surroundings(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {**kept, "HOME": str(home), "DOCGEN_LANG": "id", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": str(WIDTH)}

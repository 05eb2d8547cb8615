"""Running docgen as its users do: in this process with a set clock, as a process of its own, or on a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pexpect

from docgen.app.workspace import Workspace

DOCGEN = [sys.executable, "-c", "import sys; from docgen.cli.main import main; sys.exit(main())"]


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def references(self) -> list[str]:
        return [error["reference"] for error in self.json["errors"]]


@dataclass
class Script:
    """A clerk whose answers are written down. `BREAK` is Ctrl-C; having no answer left fails the test."""

    answers: list[str]
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, text: str) -> str:
        self.asked.append(text)
        assert self.answers, f"no answer left for: {text}"
        answer = self.answers.pop(0)
        if answer == BREAK:
            raise click.Abort
        return answer


Cli = Callable[..., Result]
BREAK = "\x03"


def environment(**more: str) -> dict[str, str]:
    """The environment of a process: English, no colours asked for, nothing of this test's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return {**kept, "DOCGEN_LANG": "en", "PYTHONWARNINGS": "error", "TERM": "xterm-256color", **more}


def spawn(
    arguments: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
) -> Result:
    """Runs docgen as a process."""
    done = subprocess.run(
        [*DOCGEN, *arguments],
        check=False,
        cwd=cwd,
        env=env or environment(),
        input=stdin,
        capture_output=True,
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def hear_ctrl_c() -> None:
    """A process that was started in the background hears no Ctrl-C, and what it starts does not either."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminal(
    folder: Path, *arguments: str, encoding: str = "utf-8", columns: int = 200, color: bool = False, **more: str
) -> Iterator[pexpect.spawn]:
    """docgen on a terminal of its own; `more` stands in its environment."""
    plain = {} if color else {"NO_COLOR": "1"}
    session = pexpect.spawn(
        DOCGEN[0],
        [*DOCGEN[1:], *arguments],
        cwd=str(folder),
        env=environment(**plain, **more),
        encoding=encoding,
        dimensions=(60, columns),
        timeout=60,
        preexec_fn=hear_ctrl_c,
    )
    try:
        yield session
    finally:
        session.close(force=True)


def on_a_terminal(folder: Path, *arguments: str, columns: int = 200, color: bool = False) -> str:
    """What a command that asks nothing writes to a terminal."""
    with terminal(folder, *arguments, columns=columns, color=color) as session:
        session.expect(pexpect.EOF)
        return str(session.before)


def break_off(session: pexpect.spawn) -> None:
    """Presses Ctrl-C as a clerk does: again, if the line that asks was not being read yet."""
    for _press in range(30):
        session.sendintr()
        if session.expect(["Nothing was recorded", pexpect.TIMEOUT], timeout=2) == 0:
            break
    session.expect(pexpect.EOF)
    session.close()


def write_json(workspace: Workspace, name: str, data: Any) -> str:
    """Writes an input file into the workspace; gives its name."""
    (workspace.root / name).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return name

"""A command line that works in a workspace of its own, in English, with nobody at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Cli, Result, Script

from docgen.app.workspace import Workspace
from docgen.cli.main import main


@pytest.fixture
def cli(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs a command in this process; `answers` puts a clerk at the terminal."""

    def run(*arguments: str, prompter: Script | None = None, start: Path | None = None) -> Result:
        capsys.readouterr()
        code = main(list(arguments), workspace=workspace, start=start or workspace.root, prompter=prompter)
        caught = capsys.readouterr()
        return Result(code, caught.out, caught.err)

    return run

"""How long help and completion take to start, as ratios against bare click in the same run.

Processor time of the process and its children is compared, which is steadier than the clock on a busy machine; the
commands take turns, so that a slow moment meets them all.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from docgen.app.init import init

RUNS = 20
CASES = 2000
DOCGEN = [sys.executable, "-c", "import sys; from docgen.cli.main import main; sys.exit(main())"]
PEER = "bare click"


def completing(words: str) -> dict[str, str]:
    """The environment of a shell that completes the last of these words."""
    place = str(len(words.split(" ")) - 1)
    return {"_DOCGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}


COMMANDS: Mapping[str, tuple[list[str], dict[str, str]]] = {
    PEER: ([sys.executable, "-c", "import click"], {}),
    "docgen --help": ([*DOCGEN, "--help"], {}),
    "docgen auditor --help": ([*DOCGEN, "auditor", "--help"], {}),
    "docgen auditor verifikasi --help": ([*DOCGEN, "auditor", "verifikasi", "--help"], {}),
    "complete a stage": (DOCGEN, completing("docgen auditor ver")),
    f"complete one of {CASES} cases": (DOCGEN, completing("docgen auditor verifikasi AUD-2026-1")),
}


def seconds(command: list[str], more: Mapping[str, str], folder: Path) -> float:
    """Processor time of one run, in seconds."""
    with subprocess.Popen(command, cwd=folder, env={**os.environ, **more}, stdout=subprocess.DEVNULL) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the comparison."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kantor"
        init(folder)
        for number in range(1, CASES + 1):
            (folder / f"cases/2026/AUD-2026-{number:04d}").mkdir(parents=True)
        taken: dict[str, list[float]] = {what: [] for what in COMMANDS}
        for _run in range(RUNS + 1):  # the first one only warms the disk's cache
            for what, (command, more) in COMMANDS.items():
                taken[what].append(seconds(command, more, folder))
    middle = {what: statistics.median(times[1:]) for what, times in taken.items()}
    for what, time in middle.items():
        print(f"{what:34}{time * 1000:8.1f} ms{time / middle[PEER]:8.2f} ×")


if __name__ == "__main__":
    main()

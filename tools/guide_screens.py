"""Makes the screens of the clerk's guide (`docs/panduan.md`) by typing its commands on a real terminal.

    python tools/guide_screens.py            makes all of them again
    python tools/guide_screens.py --check    changes nothing; shows what differs and exits 1 if anything does

In the guide only what stands between `<!-- layar: NAME -->` and `<!-- akhir -->` is made here; the rest is people's.
The terminal is one of Linux or macOS: pexpect has none on Windows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from screens import scenes, training  # noqa: E402  # found once the path is set
from screens.terminal import Desk  # noqa: E402

from tools.reference import difference, filled  # noqa: E402

GUIDE = ROOT / "docs" / "panduan.md"
MARK = "layar"


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes or checks. Returns 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="Make the screens of docs/panduan.md.")
    parser.add_argument("--check", action="store_true", help="change nothing; show what differs")
    options = parser.parse_args(arguments)
    before = GUIDE.read_text(encoding="utf-8")
    after = with_screens(before, screens())
    if options.check:
        print("".join(difference(GUIDE, before, after)), end="")
        if before != after:
            print("Make it again with: python tools/guide_screens.py", file=sys.stderr)
        return int(before != after)
    GUIDE.write_text(after, encoding="utf-8", newline="\n")
    return 0


def screens() -> dict[str, str]:
    """What is seen on each day, by the screens' names. Raises AssertionError where docgen does otherwise."""
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name).resolve()
        desk = Desk(home=home, folder=home, now=dt.datetime.now(dt.UTC))
        desk.at(scenes.START)

        def keep(name: str, begin: str = "", end: str = "") -> None:
            made[name] = part(desk.screen(), begin, end)

        for day in (*scenes.DAYS, *training.DAYS):
            day(desk, keep)
    return made


def part(screen: str, begin: str, end: str) -> str:
    """The command of a screen, and its lines from the first with `begin` to the next with `end`; `…` for the others.

    Raises:
        StopIteration: there is no such line.
    """
    command, *lines = screen.split("\n")
    first = next(place for place, line in enumerate(lines) if begin in line) if begin else 0
    last = next(place for place, line in enumerate(lines) if place >= first and end in line) if end else len(lines)
    before, after = ["…"] if first else [], ["…"] if last + 1 < len(lines) else []
    return "\n".join([command, *before, *lines[first : last + 1], *after])


def with_screens(text: str, made: dict[str, str]) -> str:
    """The guide with these screens. Raises KeyError for one that is not made."""
    sections: dict[str, Callable[[], str]] = {name: partial(_fenced, screen) for name, screen in made.items()}
    return filled(text, sections, mark=MARK)


def _fenced(screen: str) -> str:
    return f"```text\n{screen}\n```"


if __name__ == "__main__":
    sys.exit(main())

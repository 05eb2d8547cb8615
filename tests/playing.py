"""Playing cases as clerks do: through `open_new` and `perform`, on the disk, with a set clock and counted ids."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from docgen.app.perform import Performed, open_new, perform
from docgen.app.safe import Safe
from docgen.app.situation import Order
from docgen.app.workspace import Workspace, read_office
from docgen.model.source import read_json
from docgen.store.filesystem import FileSystem
from docgen.workflow.given import Given, from_source

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "templates_docx" / "auditor" / "contoh"
WIB = ZoneInfo("Asia/Jakarta")


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def moment(text: str) -> dt.datetime:
    """A time in the office."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=WIB)


def counted(start: int = 1) -> Callable[[], str]:
    """Operation ids that are only counted: 000…1, 000…2."""
    numbers = itertools.count(start)
    return lambda: f"{next(numbers):032x}"


def new_workspace(root: Path) -> Workspace:
    """A workspace with the shipped settings and SOPs in a new folder."""
    root.mkdir(parents=True)
    shutil.copyfile(ROOT / "docgen.toml", root / "docgen.toml")
    shutil.copytree(ROOT / "templates_docx", root / "templates_docx")
    return at_work(root)


def bare_workspace(root: Path, *, change: tuple[str, str] = ("", "")) -> Workspace:
    """A workspace without an SOP, with the shipped settings but for one change in their text."""
    root.mkdir(parents=True)
    settings = (ROOT / "docgen.toml").read_text(encoding="utf-8")
    assert change[0] in settings
    (root / "docgen.toml").write_text(settings.replace(*change) if change[0] else settings, encoding="utf-8")
    return at_work(root)


def at_work(root: Path, *, now: str = "2025-11-03T08:00", first: int = 1, fs: FileSystem | None = None) -> Workspace:
    """A workspace that exists, with a clock and ids of its own."""
    return Workspace(
        root=root,
        office=read_office(root / "docgen.toml"),
        clock=Clock(moment(now)),
        operation=counted(first),
        fs=fs or FileSystem(),
    )


def set_clock(workspace: Workspace, now: str | dt.datetime) -> None:
    """Sets the clock of a workspace that was made here."""
    assert isinstance(workspace.clock, Clock)
    workspace.clock.now = moment(now) if isinstance(now, str) else now


def given(data: Any) -> Given:
    """What was said, as from a JSON file."""
    return from_source(read_json(json.dumps(data).encode(), name="masukan.json"))


def order(stage: str, data: Any = None, **more: Any) -> Order:
    """An order with these values."""
    safe = more.pop("safe", None) or Safe(generates=True)
    return Order(stage=stage, given=given(data or {}), base=more.pop("base", ROOT), safe=safe, **more)


def script(name: str, sop: str = "auditor", session: str = "") -> list[dict[str, Any]]:
    """The steps of a shipped example of an SOP or session, by the start of its name; may be changed freely."""
    (path,) = (ROOT / "templates_docx" / sop / "contoh" / session).glob(f"{name}*.json")
    steps: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["steps"]
    return steps


def play(
    workspace: Workspace, steps: Sequence[Mapping[str, Any]], *, case: str = "", sop: str = "auditor"
) -> list[Performed]:
    """Takes these steps, each when the clock stands at its time; the first one opens a case unless one is named."""
    done: list[Performed] = []
    for step in steps:
        done.append(take(workspace, step, case=case, sop=sop))
        case = done[-1].case.id
    return done


def take(
    workspace: Workspace, step: Mapping[str, Any], *, case: str = "", sop: str = "auditor", **more: Any
) -> Performed:
    """Takes one step of a script."""
    if "at" in step:
        set_clock(workspace, step["at"])
    ordered = order(step["stage"], step.get("input"), by=step.get("by"), **more)
    return perform(workspace, case, ordered) if case else open_new(workspace, sop, ordered)


def stand_at(workspace: Workspace, stage: str, *, example: str = "1", **changes: Any) -> tuple[str, dict[str, Any]]:
    """A case of an example that waits for the first step of this stage; gives its id and the step to come.

    Args:
        workspace: where.
        stage: the stage that is to come.
        example: the start of the example's name.
        changes: other values for the first step, by field.
    """
    steps = script(example)
    steps[0]["input"] |= changes
    place = next(place for place, step in enumerate(steps) if step["stage"] == stage)
    done = play(workspace, steps[:place])
    set_clock(workspace, steps[place]["at"])
    return done[-1].case.id, copy.deepcopy(steps[place])


def tree(root: Path) -> dict[str, bytes]:
    """Every file of the record, by its path; without the locks that nobody holds."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "cases").rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }

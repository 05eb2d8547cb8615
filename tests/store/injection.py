"""File systems that die, fail or cheat, and a step to try them on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from docgen.model.case import Step, digest, sealed
from docgen.store.commit import commit
from docgen.store.filesystem import FileSystem
from docgen.store.layout import Store, step_name
from docgen.store.projection import project
from docgen.store.recovery import recover, unaccounted
from docgen.store.register import claims, registers
from docgen.store.staging import Staging, begin
from docgen.store.steps import load, step_bytes
from docgen.store.verify import verify

NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
CASE = "AUD-2026-0001"
PIN = {"id": "auditor", "version": "2020-03-31", "definition": "a" * 64, "templates": {"lembar": "b" * 64}}
PERSON = {"id": "rina", "nama": "Rina", "jabatan": "Helpdesk LPSE"}


class Watched(FileSystem):
    """Tells of every call before it is made."""

    def __init__(self, reach: Callable[[str, tuple], None]) -> None:
        self._reach = reach

    def __getattribute__(self, name: str):
        value = object.__getattribute__(self, name)
        if name.startswith("_") or not callable(value):
            return value

        def reached(*args, **kwargs):
            object.__getattribute__(self, "_reach")(name, args)
            return value(*args, **kwargs)

        return reached


def at_call(number: int, fault: Callable[[], None]) -> Callable[[str, tuple], None]:
    """A fault at one call; a file that is being written is left torn."""
    left = [number]

    def reach(name: str, args: tuple) -> None:
        left[0] -= 1
        if left[0] == -1:
            if name == "write_new":
                args[0].write_bytes(args[1][: len(args[1]) // 2])
            fault()

    return reach


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def error(number: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(number, os.strerror(number), "injected")

    return fail


class Clobbering(FileSystem):
    """Renames over whatever is there, as a plain rename may."""

    def rename_new(self, source: Path, target: Path) -> None:
        while source.exists():
            shutil.rmtree(target, ignore_errors=True)
            with suppress(OSError):  # the other one has just put his there
                source.replace(target)


class InPlace(Watched):
    """Writes a folder's files one by one under its final name instead of renaming it."""

    def rename_new(self, source: Path, target: Path) -> None:
        if not source.is_dir():
            FileSystem.rename_new(self, source, target)
            return
        self.make_dir(target)
        for path in sorted(source.rglob("*")):
            place = target / path.relative_to(source)
            if path.is_dir():
                self.make_dir(place)
            else:
                self.write_new(place, path.read_bytes())
        self.remove_tree(source)


class Plain(FileSystem):
    """A disk without the rename that never replaces."""

    def _rename_exclusively(self, source: Path, target: Path) -> bool:
        return False


def fold(steps: list[Step]) -> bytes:
    """A small case.json."""
    content = {"schema": 1, "id": steps[0].case, "head": {"seq": len(steps), "hash": steps[-1].hash}}
    return json.dumps(content).encode()


def step_of(store: Store, *, seq: int, operation: str, number: int, paper: bytes, case: str = CASE) -> Step:
    """A step of one paper with a number, behind what is there."""
    pin = None
    if seq == 1:
        pin, prev = PIN, digest({**PIN, "letterhead": None})
    else:
        prev = load(store, store.case_dir(case))[seq - 2].hash
    return sealed(
        {
            "case": case,
            "seq": seq,
            "kind": "stage",
            "stage": "permohonan",
            "operation": operation,
            "by": PERSON,
            "role": "helpdesk",
            "at": NOW.isoformat(),
            "recorded": NOW.isoformat(),
            "round": 1,
            "round_after": 1,
            "captured": {"hal": "Permohonan <&> ß"},
            "sop": pin,
            "prev": prev,
            "documents": [
                {
                    "kind": "lembar",
                    "title": "Lembar",
                    "path": f"{step_name(seq)}/lembar.docx",
                    "number": {"nomor": f"{number}/x", "urut": number, "tanggal": "2026-11-21", "register": "surat"},
                    "template": "b" * 64,
                    "sha256": hashlib.sha256(paper).hexdigest(),
                    "content": "c" * 64,
                }
            ],
        }
    )


def fill(staging: Staging, *, seq: int, case: str = CASE) -> Path:
    """Claim two numbers and write the files of a step; gives where it is to go."""
    store = staging.store
    number = staging.claim(register="surat", year=2026, case=case, step=seq)
    staging.claim(register="agenda", year=2026, case=case, step=seq)
    paper = f"lembar {number}".encode()
    step = step_of(store, seq=seq, operation=staging.operation, number=number, paper=paper, case=case)
    above = f"{step_name(1)}/" if seq == 1 else ""
    staging.write(f"{above}lembar.docx", paper)
    staging.write(f"{above}step.json", step_bytes(step))
    return store.case_dir(case) if seq == 1 else store.case_dir(case) / step_name(seq)


def take_step(store: Store, *, seq: int, operation: str, case: str = CASE) -> None:
    """The whole recipe: stage, claim, write, commit, project."""
    with begin(store, operation=operation, at=NOW) as staging:
        commit(staging, fill(staging, seq=seq, case=case))
    project(store, store.case_dir(case), fold)


def in_child(work: Callable[[], int | None]) -> int:
    """Run in a process of its own; gives what os.waitpid says of its end."""
    return wait(start(work))


def start(work: Callable[[], int | None]) -> int:
    """Start a process; ends with 0, the number that the work gives, or 99 if it fails."""
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        code = work() or 0
    finally:
        os._exit(code)


def wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def assert_whole(store: Store, *, before: int, operation: str) -> bool:
    """The whole step or none, each number held or void, nothing left, once recovered. Gives whether it is there."""
    recover(store, at=NOW)
    assert recover(store, at=NOW) == []
    assert store.fs.names(store.staging) == []
    assert unaccounted(store) == []
    case_dir = store.case_dir(CASE)
    steps = load(store, case_dir) if case_dir.exists() else []
    assert len(steps) in {before, before + 1}
    committed = len(steps) == before + 1
    if steps:
        assert verify(store, case_dir, fold) == []
    for year, register in registers(store):
        every = claims(store, year=year, register=register)
        assert [claim.number for claim in every] == list(range(1, len(every) + 1))
        for claim in every:
            if claim.operation == operation:
                assert (claim.void is None) is committed
    return committed

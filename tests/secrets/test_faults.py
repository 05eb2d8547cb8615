"""Whatever breaks a step that seals a page, at whatever call: no byte of its secrets is left."""

from __future__ import annotations

import errno
import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from injection import Watched, at_call, die, error
from playing import moment, order
from room import AT, PASSWORD, WAITS, Ran, Room, accounts, said
from scanner import scan

from docgen.app.perform import perform
from docgen.app.workspace import open_workspace
from docgen.store.filesystem import FileSystem

STEP = ["auditor", "user-id", WAITS, "--at", AT, "--input", "-", "--json"]


def do(room: Room, fs: FileSystem) -> Ran:
    """The step, with a password that was said, on a disk of that kind."""
    return room.fork(*STEP, stdin=said(sandi=PASSWORD), fs=fs, caught=False)


def calls(room: Room) -> list[str]:
    """The calls of the step on a whole disk, in their order."""
    log = room.place.parent / "calls"

    def note(name: str, _args: tuple) -> None:
        with log.open("a") as file:
            file.write(f"{name}\n")

    ran = do(room, Watched(note))
    assert ran.code == 0, ran.out
    return log.read_text().splitlines()


@pytest.fixture(scope="module")
def counted(furnish: Callable[..., Room]) -> list[str]:
    return calls(furnish())


def again(room: Room, place: Path, number: int) -> Room:
    """A room as it was, for the next try."""
    fresh = Room(place / f"{number:03d}" / "ruang", room.env)
    shutil.copytree(room.place, fresh.place)
    return fresh


@pytest.fixture
def warm(room: Room, quick: None) -> Room:
    """A room whose rules and templates are read before a process is forked: that is most of a step's time."""
    said_of = order("user-id", {"akun": accounts()}, at=moment("2025-11-03T10:20"))
    perform(open_workspace(room.office), WAITS, said_of, dry_run=True)
    return room


def begun(counted: list[str]) -> int:
    """The first call that writes."""
    return counted.index("make_dir")


def try_at(room: Room, place: Path, number: int, fault: Callable[[], None]) -> tuple[int, int]:
    """How the step ended with a fault at one call, and how many steps there are then."""
    fresh = again(room, place, number)
    ran = do(fresh, Watched(at_call(number, fault)))
    steps = len(fresh.steps())
    drop_unchanged(fresh, room)
    fresh.assert_clean(PASSWORD, run=ran)
    if ran.code in {0, 7}:
        assert {error["reference"] for error in ran.json["errors"]} <= {"disk-full"}
    shutil.rmtree(fresh.place.parent)
    return ran.code, steps


def drop_unchanged(fresh: Room, room: Room) -> None:
    """Removes what lies there as before the step: it can hold nothing of it, and need not be read each time."""
    for name, data in fresh.record().items():
        before = room.office / name
        if before.is_file() and before.read_bytes() == data:
            (fresh.office / name).unlink()


def test_killed_at_each_call_that_follows_the_first_written_byte_nothing_is_left(
    warm: Room, tmp_path: Path, counted: list[str]
) -> None:
    ended = {try_at(warm, tmp_path, number, die) for number in range(begun(counted), len(counted))}
    assert ended == {(-signal.SIGKILL, 5), (-signal.SIGKILL, 6)}


def test_refused_by_the_disk_at_each_kind_of_call_nothing_is_left(
    warm: Room, tmp_path: Path, counted: list[str]
) -> None:
    kinds = {name: number for number, name in enumerate(counted) if number >= begun(counted)}
    kinds |= {f"first {name}": counted.index(name, begun(counted)) for name in kinds}
    ended = {try_at(warm, tmp_path, number, error(errno.ENOSPC)) for number in set(kinds.values())}
    assert {(7, 5), (0, 6)} <= ended


def test_what_a_killed_process_left_is_cleared_away_without_a_trace(room: Room, counted: list[str]) -> None:
    place = counted.index("rename_new")
    ran = do(room, Watched(at_call(place, die)))
    assert list((room.office / "cases" / ".staging").iterdir())
    second = room.fork(*STEP, stdin=said(sandi=PASSWORD))
    assert second.code == 0, second.out
    assert list((room.office / "cases" / ".staging").iterdir()) == []
    room.assert_clean(PASSWORD, run=second, passphrases=ran.passphrases)
    assert room.fork("verify", WAITS, ear=False).code == 0


def test_control_a_page_that_is_written_plain_is_found(room: Room) -> None:
    class Careless(FileSystem):
        def write_new(self, path: Path, data: bytes) -> None:
            super().write_new(path, data)
            if path.suffix == ".pdf":
                path.with_suffix(".log").write_text(f"sealed {PASSWORD}")

    ran = do(room, Careless())
    assert scan([room.place], [PASSWORD])
    assert ran.passphrases


KILLER = """
import os, signal, sys
left = [{number}]
def count(event, args):
    if event in {{"os.rename", "os.mkdir", "os.link", "os.remove"}} or (event == "open" and args[2] & os.O_WRONLY):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
"""


@pytest.mark.parametrize("number", [0, 2, 4, 6, 8])
def test_a_real_process_that_is_killed_while_it_writes_leaves_nothing(room: Room, number: int) -> None:
    (room.site / "sitecustomize.py").write_text(KILLER.format(number=number), encoding="utf-8")
    ran = room.run(*STEP, stdin=said(sandi=PASSWORD))
    assert ran.code == -signal.SIGKILL
    room.assert_clean(PASSWORD, run=ran)


BROKEN = {
    "the font": """
import fpdf
def cell(self, w, h, text="", *more, **named):
    raise ValueError("cannot print " + text)
fpdf.FPDF.multi_cell = cell
""",
    "the encryption": """
import pikepdf
def closed(self, *more, **named):
    raise RuntimeError("no memory for " + repr(named) + repr(named["encryption"]))
pikepdf.Pdf.save = closed
""",
    "the reading": """
import pikepdf
def closed(file, *more, **named):
    raise pikepdf.PdfError("not a PDF: " + repr(file.getvalue()))
pikepdf.open = closed
""",
    "the drawing of words": """
import docgen.seal.passphrase
def draw():
    raise OSError("no randomness")
docgen.seal.passphrase.draw = draw
""",
    "the disk": """
import docgen.store.staging
def write(self, name, content):
    held = dict(name=name, content=content, me=self)
    raise ZeroDivisionError("cannot write " + repr(held))
docgen.store.staging.Staging.write = write
""",
}


@pytest.mark.parametrize("part", BROKEN)
def test_an_exception_that_nobody_expected_repeats_no_secret(room: Room, part: str) -> None:
    (room.site / "sitecustomize.py").write_text(BROKEN[part], encoding="utf-8")
    room.env.update(DOCGEN_DEBUG="1", PYTHONFAULTHANDLER="1", PYTHONDEVMODE="1", PYTHONWARNINGS="default")
    ran = room.run(*STEP, stdin=said(sandi=PASSWORD))
    assert ran.code in {1, 7}
    assert json.loads(ran.out)["errors"][0]["reference"] in {"unexpected", "disk-failed"}
    assert "Traceback" in ran.err or ran.code == 7
    assert len(room.steps()) == 5
    room.assert_clean(PASSWORD, run=ran)


LOUD = """
import logging, warnings
logging.basicConfig(level=1, filename={log!r}, format="%(name)s %(levelname)s %(message)s %(args)s")
for name in ("fpdf", "fontTools", "PIL", "pikepdf", "docgen", "filelock"):
    logging.getLogger(name).setLevel(1)
"""


def test_the_loudest_logs_and_diagnostics_hold_no_secret(room: Room) -> None:
    log = room.place / "tmp" / "semua.log"
    (room.site / "sitecustomize.py").write_text(LOUD.format(log=str(log)), encoding="utf-8")
    room.env.update(PYTHONFAULTHANDLER="1", PYTHONWARNINGS="default")
    ran = room.run(*STEP, stdin=said(sandi=PASSWORD), python=["-X", "tracemalloc"])
    assert ran.code == 0, ran.out
    assert "fpdf" in log.read_text(encoding="utf-8")
    room.assert_clean(PASSWORD, run=ran)

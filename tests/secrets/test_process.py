"""What the process forbids and shows: no dump of its memory, no secret in its arguments, environment and writes."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest
from room import ALONE, AT, PASSWORD, WAITS, Room, password_on, said
from scanner import find, sequences, spellings

DUMPABLE = """
import atexit, ctypes, pathlib
atexit.register(lambda: pathlib.Path({path!r}).write_text(str(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))))
"""
"""PR_GET_DUMPABLE, asked by the process itself when it ends."""
HARMLESS = """
import docgen.cli.hardening
docgen.cli.hardening.forbid_dumps = lambda: None
"""
_HARD = resource.getrlimit(resource.RLIMIT_CORE)[1]


@contextmanager
def at_the_second_prompt(room: Room) -> Iterator[pexpect.spawn]:
    """docgen when it has the password once and waits for it once more."""
    (room.office / "akun.json").write_bytes(said())
    with room.terminal("auditor", "user-id", WAITS, "--at", AT, "--input", "akun.json") as session:
        session.expect("unseen; Enter = docgen makes one")
        session.sendline(PASSWORD)
        session.expect("once more")
        yield session


def limit_of(pid: int) -> str:
    (limit,) = re.findall(r"^Max core file size\s+(\S+)", Path(f"/proc/{pid}/limits").read_text(), re.MULTILINE)
    return limit


def test_while_it_waits_its_arguments_and_environment_hold_nothing_and_it_may_not_dump(room: Room) -> None:
    with at_the_second_prompt(room) as session:
        proc = Path(f"/proc/{session.pid}")
        assert limit_of(session.pid) == "0"
        for name in ("cmdline", "environ", "comm", "status"):
            try:
                data = (proc / name).read_bytes()
            except PermissionError:  # it is not dumpable: nobody but root may look
                continue
            assert find(data, spellings([PASSWORD]), where=name) == []
        assert b"user-id" in (proc / "cmdline").read_bytes()
        session.sendintr()
        session.expect("Nothing was recorded")
    room.assert_clean(PASSWORD)


@pytest.mark.skipif(_HARD == 0, reason="the machine forbids dumps already")
def test_control_a_stage_without_secrets_leaves_the_limit_as_it_is(room: Room) -> None:
    with room.terminal("auditor", "arsip", "AUD-2025-0002") as session:
        session.expect("Tempat simpan")
        assert limit_of(session.pid) != "0"


@pytest.mark.parametrize(
    ("arguments", "dumpable"),
    [
        (["auditor", "user-id", ALONE, "--dry-run"], "0"),
        (["reissue", ALONE, "slip-kata-sandi", "--reason", "x"], "0"),
        (["today"], "1"),
    ],
)
def test_a_process_that_may_hold_a_secret_is_not_dumpable(room: Room, arguments: list[str], dumpable: str) -> None:
    answer = room.place.parent / "dumpable"
    (room.site / "sitecustomize.py").write_text(DUMPABLE.format(path=str(answer)), encoding="utf-8")
    room.run(*arguments, ear=False)
    assert answer.read_text(encoding="utf-8") == dumpable


def test_whoever_runs_its_code_may_allow_dumps_again() -> None:
    """The limit that no process may raise again is left as it was: a test, or another program, goes on afterwards."""
    asked = "import resource; from docgen.cli.hardening import forbid_dumps; forbid_dumps()"
    told = subprocess.run(
        [sys.executable, "-c", f"{asked}; print(*resource.getrlimit(resource.RLIMIT_CORE))"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == ["0", str(_HARD)]


def cores(room: Room) -> list[Path]:
    return sorted(room.place.rglob("core*"))


@pytest.mark.parametrize("end", [signal.SIGABRT, signal.SIGSEGV, signal.SIGKILL])
def test_a_process_that_dies_with_a_password_leaves_nothing_of_it(room: Room, end: signal.Signals) -> None:
    with at_the_second_prompt(room) as session:
        os.kill(session.pid, end)
        session.wait()
        assert session.signalstatus == end
    assert len(room.steps()) == 5
    assert cores(room) == []
    room.assert_clean(PASSWORD)


def test_control_without_the_prohibition_the_dump_holds_the_password(room: Room) -> None:
    if _HARD == 0 or not re.fullmatch(r"core[\w.%-]*\n?", Path("/proc/sys/kernel/core_pattern").read_text()):
        pytest.skip("the machine keeps no dumps in the folder of the process")
    (room.site / "sitecustomize.py").write_text(HARMLESS, encoding="utf-8")
    with at_the_second_prompt(room) as session:
        os.kill(session.pid, signal.SIGABRT)
        session.wait()
    (core,) = cores(room)
    assert PASSWORD.encode() in core.read_bytes()


CALLS = "write,pwrite64,writev,pwritev,sendto,sendmsg,open,openat,creat,rename,renameat,renameat2,link,linkat,symlink"
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def traced(lines: str, call: str = "") -> bytes:
    """The strings that were handed to the system, one behind the other."""
    chosen = (line for line in lines.splitlines() if call in line)
    return b"".join(bytes.fromhex(text.replace("\\x", "")) for line in chosen for text in _STRING.findall(line))


def test_no_system_call_writes_the_password(room: Room) -> None:
    program = shutil.which("strace")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("not installed: strace")
        pytest.skip("not installed: strace")
    (room.site / "sitecustomize.py").write_text(HARMLESS, encoding="utf-8")  # strace could not look into it else
    log = room.place.parent / "strace.log"
    before = [program, "-f", "-xx", "-s", "1000000", "-e", f"trace={CALLS},execve", "-o", str(log)]
    ran = room.user_id("--input", "-", stdin=said(sandi=PASSWORD), before=before)
    assert ran.code == 0, ran.err
    lines = log.read_text(encoding="ascii")
    (slip,), (passphrase,) = room.slips(), ran.passphrases
    assert password_on(slip, passphrase) == PASSWORD
    written = traced(lines)
    assert find(written, spellings([PASSWORD]), where="system calls") == []
    # The control: the same trace shows the passphrase, in the one call that is meant to write it.
    rows = spellings(sequences(passphrase))
    assert find(traced(lines, "write("), rows, where="write")
    assert sum(bool(find(traced(line), rows, where="call")) for line in lines.splitlines()) == 1
    assert slip.read_bytes() in traced(lines, "write(")

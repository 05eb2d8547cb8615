"""An office in which docgen runs as a process of its own, and whatever it leaves is searched for secrets."""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pexpect
from injection import in_child
from scanner import find, opened, scan, sequences, spellings

from docgen.app import reissue, verify  # noqa: F401  # what a fork needs is there before
from docgen.app.workspace import open_workspace
from docgen.cli import stage_run  # noqa: F401
from docgen.cli.main import main
from docgen.seal import slip as _slip  # noqa: F401
from docgen.store.filesystem import FileSystem

MODULE = [sys.executable, "-m", "docgen"]
PASSWORD = 'Kunang&Zebra<77"'
"""With signs that JSON, XML and an address write otherwise."""
AT = "2025-11-03 10:20"
WAITS, HELD, ALONE = "AUD-2025-0001", "AUD-2025-0002", "AUD-2025-0003"
"""Cases that wait for user-id, that are open behind it, and a second one that waits."""
TAKEN = "AUDITOR-LAMA-9"
"""The USER ID that `HELD` holds."""
REFUSED = 2
"""Which auditor of `WAITS` was refused."""
MADE = {"hasil": "dibuat", "user_id": "AUDITOR-CONTOH-1", "mode_akun": "spse_lokal", "kanal": "e-mail"}
RENEWED = {"hasil": "diperpanjang", "user_id": "AUDITOR-CONTOH-3", "mode_akun": "inaproc", "kanal": "telepon"}
FAILED = {"hasil": "gagal", "alasan": "Sudah terdaftar di portal nasional."}
SLIP = "slip-kata-sandi"


def accounts(**first: Any) -> list[dict[str, Any] | None]:
    """What is said at user-id of the four auditors; of the first with more, or otherwise."""
    return [{**MADE, **first}, None, dict(RENEWED), dict(FAILED)]


def said(**first: Any) -> bytes:
    """The same as JSON for standard input."""
    return json.dumps({"akun": accounts(**first)}).encode()


@dataclass(frozen=True)
class Ran:
    """How a process ended, and what it told whom."""

    code: int
    out: str
    err: str
    told: str
    """What was written to the descriptor of the passphrases."""

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def passphrases(self) -> list[str]:
        return [line.split("\t")[1] for line in self.told.splitlines()]


@dataclass(frozen=True)
class Room:
    """A workspace, a home and a folder for temporary files, all empty of secrets."""

    place: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def office(self) -> Path:
        return self.place / "kantor"

    @property
    def site(self) -> Path:
        """What a test puts into the process, by a `sitecustomize` there."""
        return self.place / "site"

    def environment(self) -> dict[str, str]:
        folders = {"HOME": "rumah", "TMPDIR": "tmp", "TMP": "tmp", "TEMP": "tmp"}
        folders |= {f"XDG_{name}_HOME": f"rumah/{name.lower()}" for name in ("CACHE", "CONFIG", "DATA", "STATE")}
        folders |= {"XDG_RUNTIME_DIR": "tmp"}
        own = {name: str(self.place / folder) for name, folder in folders.items()}
        plain = {"PATH": os.environ["PATH"], "DOCGEN_LANG": "en", "TERM": "xterm", "NO_COLOR": "1"}
        strict = {"PYTHONWARNINGS": "error", "PYTHONPATH": str(self.site), "PYTHONDONTWRITEBYTECODE": "1"}
        return {**plain, **strict, **own, **self.env}

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        ear: bool = True,
        before: Sequence[str] = (),
        python: Sequence[str] = (),
    ) -> Ran:
        """Runs docgen; `ear` gives it a descriptor for the passphrases, `before` traces it, `python` has options."""
        hears, speaks = os.pipe()
        heard = ["--passphrase-fd", str(speaks)] if ear else []
        try:
            done = subprocess.run(
                [*before, MODULE[0], *python, *MODULE[1:], *arguments, *heard],
                check=False,
                cwd=self.office,
                env=self.environment(),
                input=stdin,
                capture_output=True,
                timeout=120,
                pass_fds=[speaks],
                preexec_fn=_allow_dumps,
            )
        finally:
            os.close(speaks)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode(), _all_of(hears))

    def fork(
        self, *arguments: str, stdin: bytes = b"", ear: bool = True, fs: FileSystem | None = None, caught: bool = True
    ) -> Ran:
        """Runs docgen as a process that has its modules already: with the streams, folders and variables of `run`.

        Args:
            arguments: of the command.
            stdin: what it reads, from a pipe.
            ear: whether it has a descriptor for the passphrases.
            fs: what goes wrong on its disk.
            caught: whether the end of the process is an exit code; else it is told as it is.
        """
        hears, speaks = os.pipe()
        reads, feeds = os.pipe()
        os.write(feeds, stdin)
        os.close(feeds)
        heard = ["--passphrase-fd", str(speaks)] if ear else []
        streams = [self.place.parent / name for name in ("out", "err")]
        env = self.environment()

        def work() -> int:
            os.dup2(reads, 0)
            for number, path in enumerate(streams, 1):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
            os.environ.clear()
            os.environ.update(env)
            os.chdir(self.office)
            workspace = None if fs is None else dataclasses.replace(open_workspace(self.office), fs=fs)
            code = main([*arguments, *heard], workspace=workspace, start=self.office)
            sys.stdout.flush()
            sys.stderr.flush()
            return code

        code = in_child(work)
        os.close(speaks)
        os.close(reads)
        out, err = (path.read_text(encoding="utf-8") for path in streams)
        assert code >= 0 or not caught, err
        return Ran(code, out, err, _all_of(hears))

    def user_id(self, *arguments: str, case: str = WAITS, **more: Any) -> Ran:
        """Runs the stage that hands passwords over."""
        return self.run("auditor", "user-id", case, "--at", AT, *arguments, **more)

    @contextmanager
    def terminal(self, *arguments: str) -> Iterator[pexpect.spawn]:
        """docgen on a terminal of its own."""
        session = pexpect.spawn(
            MODULE[0],
            [*MODULE[1:], *arguments],
            cwd=str(self.office),
            env=self.environment(),
            encoding="utf-8",
            dimensions=(80, 200),
            timeout=60,
            preexec_fn=_allow_dumps,
        )
        try:
            yield session
        finally:
            session.close(force=True)

    def assert_clean(self, *needles: str, run: Ran | None = None, passphrases: Iterable[str] = ()) -> None:
        """No secret lies anywhere, nor in what the process said."""
        heard = [*passphrases, *(run.passphrases if run is not None else ())]
        sought = [*needles, *(row for phrase in heard for row in sequences(phrase))]
        assert sought
        assert scan([self.place], sought) == []
        if run is not None:
            spoken = f"{run.out}\n{run.err}".encode()
            assert find(spoken, spellings(sought), where="streams") == []

    def steps(self, case: str = WAITS) -> list[Path]:
        """The folders of a case's steps."""
        return sorted(path for path in (self.office / "cases" / "2025" / case).iterdir() if path.is_dir())

    def slips(self, case: str = WAITS) -> list[Path]:
        """The sealed pages of a case, in the order of its steps."""
        return sorted((self.office / "cases" / "2025" / case).rglob(f"*{SLIP}*.pdf"))

    def record(self) -> dict[str, bytes]:
        """Every file of the office, by its path; without the locks that nobody holds."""
        return {
            path.relative_to(self.office).as_posix(): path.read_bytes()
            for path in sorted(self.office.rglob("*"))
            if path.is_file() and not path.name.endswith(".lock")
        }


def password_on(slip: Path, passphrase: str) -> str:
    """The password that a sealed page shows to whoever has its passphrase."""
    page = opened(slip.read_bytes(), passphrase)
    _before, label, after = page.partition("Kata sandi pertama")
    assert label
    return after.split()[0]


def furnished(place: Path, base: Path, **env: str) -> Room:
    """A room with a copy of an office in it."""
    for folder in ("rumah", "tmp", "site"):
        (place / folder).mkdir(parents=True)
    shutil.copytree(base, place / "kantor")
    return Room(place, dict(env))


def _all_of(descriptor: int) -> str:
    """What stands in a pipe that nobody writes to any more."""
    with os.fdopen(descriptor, encoding="utf-8") as file:
        return file.read()


def _allow_dumps() -> None:
    """What the parent allows, so that it is docgen that forbids it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

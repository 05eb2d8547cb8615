from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playing import new_workspace, play, script
from room import REFUSED, RENEWED, TAKEN, Room, furnished

from docgen.app import papers

REASON = "Tidak tercantum dalam surat tugas."


def _case(name: str, *, people: int, refused: int | None = None) -> list[dict[str, Any]]:
    """The steps of the first example up to user-id, with its first so many auditors."""
    steps = script("1")
    opening, checking = steps[0]["input"], steps[2]["input"]
    opening["surat"]["nomor"] = name
    opening["auditor"] = opening["auditor"][:people]
    checking["periksa"] = checking["periksa"][:people]
    if refused is not None:
        checking["periksa"][refused - 1] = {"tercantum": False, "hasil": "ditolak", "catatan": REASON}
    return steps[:6]


def _furnish(root: Path) -> None:
    workspace = new_workspace(root)
    play(workspace, _case("001/S", people=4, refused=REFUSED)[:5])
    held = _case("002/S", people=1)
    held[5]["input"] = {"akun": [{**RENEWED, "user_id": TAKEN}]}
    play(workspace, held)
    play(workspace, _case("003/S", people=1)[:5])


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An office with three cases: see `room.WAITS`, `room.HELD` and `room.ALONE`. Made once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    ready = shared / "kantor-siap"
    with FileLock(str(shared / "kantor.lock")):
        if not ready.exists():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(papers, "compile_template", cache(papers.compile_template))
                _furnish(shared / "kantor-sedang")
            (shared / "kantor-sedang").rename(ready)
    return ready


@pytest.fixture
def room(base: Path, tmp_path: Path) -> Room:
    """A room of its own for a test."""
    return furnished(tmp_path / "ruang", base)


@pytest.fixture(scope="module")
def furnish(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Room]:
    """Makes a room for several tests."""
    return lambda **env: furnished(tmp_path_factory.mktemp("ruang") / "ruang", base, **env)

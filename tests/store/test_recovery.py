"""What a dead process leaves is put in order: twice, by two at once, broken off anywhere."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from injection import CASE, NOW, Watched, assert_whole, at_call, die, fill, in_child, start, take_step, wait

from docgen.store.commit import Conflict, commit
from docgen.store.filesystem import FileSystem
from docgen.store.layout import Store
from docgen.store.recovery import recover, strangers, unaccounted
from docgen.store.register import claims
from docgen.store.staging import begin
from docgen.store.steps import load


@pytest.fixture
def left(store: Store) -> Store:
    """A case of one step, and what a process left that died just before its second step's rename."""
    take_step(store, seq=1, operation="op-1")

    def reach(name: str, args: tuple) -> None:
        if name == "rename_new" and args[0].name == "op-dead":
            die()

    dying = Store(store.root, Watched(reach))
    assert in_child(lambda: take_step(dying, seq=2, operation="op-dead")) == -signal.SIGKILL
    assert store.fs.names(store.staging) == ["op-dead", "op-dead.lock"]
    return store


def test_its_numbers_become_void_and_nothing_stays(left: Store) -> None:
    [recovered] = recover(left, at=NOW)
    assert recovered.operation == "op-dead"
    assert [(claim.register, claim.number) for claim in recovered.voided] == [("agenda", 2), ("surat", 2)]
    [_, lost] = claims(left, year=2026, register="surat")
    assert lost.void is not None
    assert lost.void.startswith("The process was interrupted")
    assert not assert_whole(left, before=1, operation="op-dead")
    take_step(left, seq=2, operation="op-new")
    assert [claim.number for claim in claims(left, year=2026, register="surat")] == [1, 2, 3]


def test_recovery_itself_may_die_at_every_call(left: Store, tmp_path: Path) -> None:
    calls: list[str] = []
    counted = shutil.copytree(left.root, tmp_path / "counted")
    recover(Store(counted, Watched(lambda name, _args: calls.append(name))), at=NOW)
    assert len(calls) > 20
    for call in range(len(calls)):
        here = shutil.copytree(left.root, tmp_path / f"kill-{call}")
        dying = Store(here, Watched(at_call(call, die)))
        assert in_child(lambda dying=dying: recover(dying, at=NOW) and None) == -signal.SIGKILL
        assert not assert_whole(Store(here), before=1, operation="op-dead")


def test_several_may_recover_at_once(left: Store) -> None:
    children = [start(lambda: recover(left, at=NOW) and None) for _ in range(4)]
    assert [wait(child) for child in children] == [0, 0, 0, 0]
    assert not assert_whole(left, before=1, operation="op-dead")


def test_a_living_operation_is_left_alone(store: Store) -> None:
    with begin(store, operation="op-1", at=NOW) as staging:
        target = fill(staging, seq=1)
        assert recover(store, at=NOW) == []
        commit(staging, target)
    assert assert_whole(store, before=0, operation="op-1")


class Lockless(FileSystem):
    """A disk whose locks hold nobody off."""

    def lock(self, path: Path, *, timeout: float) -> Callable[[], None]:
        path.touch()
        return lambda: None


def test_taken_for_dead_a_living_one_can_neither_claim_nor_commit(store: Store) -> None:
    lockless = Store(store.root, Lockless())
    take_step(lockless, seq=1, operation="op-1")
    with begin(lockless, operation="op-alive", at=NOW) as staging:
        target = fill(staging, seq=2)
        [recovered] = recover(lockless, at=NOW)
        assert recovered.operation == "op-alive"
        with pytest.raises(Conflict):
            staging.claim(register="surat", year=2026, case=CASE, step=2)
        with pytest.raises(Conflict):
            staging.write("more.docx", b"")
        with pytest.raises(Conflict):
            commit(staging, target)
    assert not target.exists()
    assert len(load(store, store.case_dir(CASE))) == 1
    assert unaccounted(store) == []
    assert not assert_whole(store, before=1, operation="op-alive")


def test_control_voiding_without_renaming_first_makes_numbers_of_valid_papers_void(store: Store) -> None:
    """Why the folder is renamed away first: its owner may commit between the look and the void."""
    lockless = Store(store.root, Lockless())
    with begin(lockless, operation="op-alive", at=NOW) as staging:
        target = fill(staging, seq=1)
        from docgen.store.recovery import _void_claims  # noqa: PLC0415

        _void_claims(lockless, {"op-alive"}, at=NOW)
        commit(staging, target)
    with pytest.raises(AssertionError):
        assert_whole(store, before=0, operation="op-alive")


def test_a_damaged_number_does_not_stop_the_work(left: Store) -> None:
    (left.root / "register/2026/surat/000001.json").write_bytes(b"{")
    [recovered] = recover(left, at=NOW)
    assert len(recovered.voided) == 2


STRAYS = {
    ".DS_Store": "file", "Thumbs.db": "file", ".dead-.DS_Store": "file", ".dead-op.lock": "file",
    "catatan rapat.lock": "file", "Folder baru": "folder", ".dead-op lama": "folder", "op.lock": "folder",
    "tautan": "link",
}  # fmt: skip


def put(path: Path, kind: str) -> None:
    if kind == "folder":
        (path / "isi").mkdir(parents=True)
    elif kind == "link":
        path.symlink_to(path.parent.parent)
    else:
        path.write_bytes(b"")


@pytest.mark.parametrize("name", STRAYS)
def test_what_somebody_put_there_stops_nothing_and_is_left_alone(left: Store, name: str) -> None:
    stray = left.staging / name
    put(stray, STRAYS[name])
    [recovered] = recover(left, at=NOW)
    assert recovered.operation == "op-dead"
    assert recover(left, at=NOW) == []
    take_step(left, seq=2, operation="op-new")
    assert left.fs.names(left.staging) == [name]
    assert strangers(left) == [stray]


def test_control_what_a_dead_process_left_is_no_stranger(left: Store) -> None:
    (left.staging / "op-other.lock").touch()
    (left.staging / ".dead-op-older").mkdir()
    assert strangers(left) == []
    recover(left, at=NOW)
    assert left.fs.names(left.staging) == []


def test_the_copy_of_a_register_does_not_stop_the_work(left: Store) -> None:
    shutil.copytree(left.root / "register/2026/surat", left.root / "register/2026/surat (copy)")
    shutil.copytree(left.root / "register/2026", left.root / "register/2026 lama")
    [recovered] = recover(left, at=NOW)
    assert [(claim.register, claim.number) for claim in recovered.voided] == [("agenda", 2), ("surat", 2)]

"""A step is there as a whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from pathlib import Path

import pytest
from injection import (
    CASE,
    NOW,
    Clobbering,
    InPlace,
    Plain,
    Watched,
    assert_whole,
    at_call,
    die,
    error,
    fill,
    fold,
    in_child,
    start,
    take_step,
    wait,
)

from docgen.errors import DocgenError
from docgen.store.commit import Conflict, commit
from docgen.store.filesystem import FileSystem
from docgen.store.layout import Store
from docgen.store.projection import check_projection
from docgen.store.recovery import recover, unaccounted
from docgen.store.register import claims
from docgen.store.staging import begin
from docgen.store.steps import load


def base(tmp_path: Path, seq: int) -> Path:
    """A record with a case that stands before step `seq`, to be copied for each try."""
    root = tmp_path / "base"
    root.mkdir()
    for earlier in range(1, seq):
        take_step(Store(root), seq=earlier, operation=f"op-{earlier}")
    return root


def calls_of(root: Path, seq: int) -> list[str]:
    names: list[str] = []
    shutil.copytree(root, root.with_name("counted"))
    take_step(
        Store(root.with_name("counted"), Watched(lambda name, _args: names.append(name))), seq=seq, operation="op-new"
    )
    return names


def try_each(tmp_path: Path, seq: int, kind: type[Watched], calls: int) -> list[bool]:
    """Kill a real process at every call; gives for each whether the step was there afterwards."""
    root = tmp_path / "base"
    found = []
    for call in range(calls):
        here = shutil.copytree(root, tmp_path / f"kill-{call}")
        dying = Store(here, kind(at_call(call, die)))
        ended = in_child(lambda dying=dying: take_step(dying, seq=seq, operation="op-new"))
        if ended != -signal.SIGKILL:
            message = f"call {call} was not reached"
            raise RuntimeError(message)
        found.append(assert_whole(Store(here), before=seq - 1, operation="op-new"))
        shutil.rmtree(here)
    return found


@pytest.mark.parametrize("seq", [1, 3])
def test_killed_at_every_call_the_step_is_whole_or_not_there(tmp_path: Path, seq: int) -> None:
    calls = calls_of(base(tmp_path, seq), seq)
    assert {"lock", "make_dir", "write_new", "rename_new", "sync_dir", "replace"} <= set(calls)
    found = try_each(tmp_path, seq, Watched, len(calls))
    assert found == sorted(found)  # none up to the rename, whole from there on
    assert set(found) == {False, True}


def test_control_writing_in_place_is_caught(tmp_path: Path) -> None:
    calls = calls_of(base(tmp_path, 3), 3)
    with pytest.raises((AssertionError, DocgenError)):
        try_each(tmp_path, 3, InPlace, len(calls))


def test_control_a_number_without_recovery_is_unaccounted(tmp_path: Path) -> None:
    root = base(tmp_path, 3)

    def reach(name: str, args: tuple) -> None:
        if name == "write_new" and args[0].name == "step.json":
            die()

    in_child(lambda: take_step(Store(root, Watched(reach)), seq=3, operation="op-new"))
    store = Store(root)
    for name in store.fs.folders(store.staging):  # what recovery looks at is taken away
        shutil.rmtree(store.staging / name)
    assert {claim.register for claim in unaccounted(store)} == {"surat", "agenda"}


@pytest.mark.parametrize(
    ("number", "reference"),
    [(errno.ENOSPC, "disk-full"), (errno.EACCES, "disk-read-only"), (errno.EIO, "disk-failed")],
)
@pytest.mark.parametrize("seq", [1, 3])
def test_an_error_at_every_call_leaves_nothing_half_done(tmp_path: Path, seq: int, number: int, reference: str) -> None:
    root = base(tmp_path, seq)
    refused = []
    for call in range(len(calls_of(root, seq))):
        here = shutil.copytree(root, tmp_path / f"error-{call}")
        failing = Store(here, Watched(at_call(call, error(number))))
        try:
            take_step(failing, seq=seq, operation="op-new")
        except DocgenError as refusal:
            refused += refusal.problems
        assert_whole(Store(here), before=seq - 1, operation="op-new")
        shutil.rmtree(here)
    assert len(refused) > 10
    assert {problem.reference for problem in refused} == {reference}
    assert all(problem.hint for problem in refused)


def test_a_disk_that_stays_full_keeps_the_claims_for_recovery(store: Store) -> None:
    take_step(store, seq=1, operation="op-1")
    full = [False]

    def reach(name: str, args: tuple) -> None:
        full[0] = full[0] or (name == "write_new" and args[0].name == "step.json")
        if full[0] and name in {"write_new", "make_dir"}:
            raise OSError(errno.ENOSPC, "full", str(args[0]))

    with pytest.raises(DocgenError) as refusal:
        take_step(Store(store.root, Watched(reach)), seq=2, operation="op-new")
    assert refusal.value.problems[0].reference == "disk-full"
    assert store.fs.exists(store.staging / "op-new")
    [recovered] = recover(store, at=NOW)
    assert recovered.operation == "op-new"
    assert [(claim.register, claim.number) for claim in recovered.voided] == [("agenda", 2), ("surat", 2)]
    assert not assert_whole(store, before=1, operation="op-new")


def test_a_read_only_folder_is_named(store: Store) -> None:
    take_step(store, seq=1, operation="op-1")

    def reach(name: str, args: tuple) -> None:
        if name in {"write_new", "make_dir", "rename_new", "replace", "remove", "remove_tree", "lock"}:
            raise OSError(errno.EROFS, "Read-only file system", str(args[0]))

    frozen = Store(store.root, Watched(reach))
    with pytest.raises(DocgenError) as refusal:
        take_step(frozen, seq=2, operation="op-new")
    assert refusal.value.problems[0].reference == "disk-read-only"
    assert str(store.root) in refusal.value.problems[0].message
    assert recover(frozen, at=NOW) == []  # with nothing to do, a start writes nothing
    assert len(load(frozen, store.case_dir(CASE))) == 1


def two_at_once(store: Store, fs: FileSystem) -> list[int]:
    """Two processes commit the same step; 0 for who won, 8 for who was told of the conflict."""
    take_step(store, seq=1, operation="op-1")
    gate, go = os.pipe()
    rivals = Store(store.root, fs)

    def rival(operation: str) -> int:
        with begin(rivals, operation=operation, at=NOW) as staging:
            target = fill(staging, seq=2)
            os.close(go)
            os.read(gate, 1)  # both are ready
            try:
                commit(staging, target)
            except Conflict as conflict:
                return int(conflict.exit_code)
        return 0

    children = [start(lambda name=name: rival(name)) for name in ("op-a", "op-b")]
    while len(list(store.staging.glob("op-?/step.json"))) < 2:
        pass
    os.close(gate)
    os.close(go)
    return sorted(wait(child) for child in children)


@pytest.mark.parametrize("fs", [FileSystem(), Plain()])
def test_of_two_at_once_one_wins_and_the_other_is_told(store: Store, fs: FileSystem) -> None:
    assert two_at_once(store, fs) == [0, 8]
    assert len(load(store, store.case_dir(CASE))) == 2
    assert store.fs.names(store.staging) == []
    every = claims(store, year=2026, register="surat")
    assert [claim.number for claim in every] == [1, 2, 3]
    assert sum(claim.void is not None for claim in every) == 1


def test_control_a_rename_that_clobbers_lets_both_win(store: Store) -> None:
    assert two_at_once(store, Clobbering()) == [0, 0]


@pytest.mark.parametrize("fs", [FileSystem(), Plain()])
def test_who_lost_the_race_uses_his_numbers_for_the_next_try(store: Store, fs: FileSystem) -> None:
    store = Store(store.root, fs)
    take_step(store, seq=1, operation="op-1")
    with begin(store, operation="op-slow", at=NOW) as staging:
        target = fill(staging, seq=2)
        extra = staging.claim(register="surat", year=2026, case=CASE, step=2)
        take_step(store, seq=2, operation="op-fast")
        with pytest.raises(Conflict) as conflict:
            commit(staging, target)
        assert conflict.value.problems[0].reference == "case-conflict"
        staging.again()
        commit(staging, fill(staging, seq=3))
    [step] = [step for step in load(store, store.case_dir(CASE)) if step.operation == "op-slow"]
    assert (step.seq, step.documents[0].number and step.documents[0].number.urut) == (3, 2)
    mine = [claim for claim in claims(store, year=2026, register="surat") if claim.operation == "op-slow"]
    assert [(claim.number, claim.step, claim.void is None) for claim in mine] == [(2, 3, True), (extra, 2, False)]
    assert assert_whole(store, before=2, operation="none")


@pytest.mark.parametrize("fs", [FileSystem(), Plain()])
def test_a_name_that_something_has_is_never_taken(tmp_path: Path, fs: FileSystem) -> None:
    for kind in ("empty folder", "full folder", "file", "dangling link"):
        here = tmp_path / kind
        here.mkdir()
        source, target = here / "source", here / "target"
        source.mkdir()
        if kind.endswith("folder"):
            target.mkdir()
        if kind == "full folder":
            (target / "inner").touch()
        if kind == "file":
            target.write_text("his")
        if kind == "dangling link":
            target.symlink_to(here / "nowhere")
        with pytest.raises(FileExistsError):
            fs.rename_new(source, target)
        assert source.is_dir()
        (here / "mine").write_text("mine")
        with pytest.raises(FileExistsError):
            fs.rename_new(here / "mine", target)
        assert (here / "mine").read_text() == "mine"
    fs.rename_new(tmp_path / "file" / "mine", tmp_path / "new")
    assert (tmp_path / "new").read_text() == "mine"
    assert not (tmp_path / "file" / "mine").exists()


def test_control_a_plain_rename_replaces_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "target").mkdir()
    (tmp_path / "source").rename(tmp_path / "target")
    assert not (tmp_path / "source").exists()


def synced_before_naming(store: Store, monkeypatch: pytest.MonkeyPatch, base_class: type[FileSystem]) -> bool:
    """Whether all that got a name had been synced before, and the name itself after."""
    synced: set[int] = set()
    owed: list[tuple[int, Path]] = []
    real = os.fsync
    verdict = [True]

    def fsync(handle: int) -> None:
        inode = os.fstat(handle).st_ino
        synced.add(inode)
        owed[:] = [entry for entry in owed if entry[0] != inode]
        real(handle)

    class Watching(base_class):  # type: ignore[misc,valid-type]
        def rename_new(self, source: Path, target: Path) -> None:
            parts = [source, *source.rglob("*")] if source.is_dir() else [source]
            verdict[0] &= all(part.stat().st_ino in synced for part in parts)
            super().rename_new(source, target)
            owed.append((target.parent.stat().st_ino, target))

    monkeypatch.setattr(os, "fsync", fsync)
    for seq in (1, 2):
        with begin(Store(store.root, Watching()), operation=f"op-{seq}", at=NOW) as staging:
            commit(staging, fill(staging, seq=seq))
    return verdict[0] and not owed


def test_everything_is_on_the_disk_before_it_has_its_name(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert synced_before_naming(store, monkeypatch, FileSystem)


class Hasty(FileSystem):
    def write_new(self, path: Path, content: bytes) -> None:
        with path.open("xb") as opened:
            opened.write(content)


class Forgetful(FileSystem):
    def sync_dir(self, path: Path) -> None:
        pass


@pytest.mark.parametrize("kind", [Hasty, Forgetful])
def test_control_without_a_sync_the_check_turns_red(
    store: Store, monkeypatch: pytest.MonkeyPatch, kind: type[FileSystem]
) -> None:
    assert not synced_before_naming(store, monkeypatch, kind)


def test_a_commit_whose_answer_was_lost_counts(store: Store) -> None:
    class Repeating(FileSystem):
        """A disk in the network: does as told, loses the answer, fails at the repetition."""

        def rename_new(self, source: Path, target: Path) -> None:
            super().rename_new(source, target)
            if source.name.startswith("op-"):
                raise FileExistsError(errno.EEXIST, "exists", str(target))

    take_step(Store(store.root, Repeating()), seq=1, operation="op-1")
    assert assert_whole(store, before=0, operation="op-1")


def test_interrupted_right_after_the_rename_the_numbers_stay_valid(store: Store) -> None:
    class Interrupted(FileSystem):
        def rename_new(self, source: Path, target: Path) -> None:
            super().rename_new(source, target)
            if source.name.startswith("op-"):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_step(Store(store.root, Interrupted()), seq=1, operation="op-1")
    assert assert_whole(store, before=0, operation="op-1")


def test_an_operation_cannot_be_used_twice_and_paths_stay_inside(store: Store) -> None:
    with begin(store, operation="op-1", at=NOW) as staging:
        for path in ("../x", "a/../x", "/x", ".x", "a\\b", "a\nb", ""):
            with pytest.raises(ValueError, match="not a path within"):
                staging.write(path, b"")
        staging.write("surat dinas (1).pdf", b"x")
    for operation in ("../op", "", ".op"):
        with pytest.raises(ValueError, match="not a plain name"):
            begin(store, operation=operation, at=NOW)


def test_the_projection_is_written_again_if_a_step_came_meanwhile(store: Store) -> None:
    take_step(store, seq=1, operation="op-1")
    slow: list[int] = []

    def slow_fold(steps: list) -> bytes:
        slow.append(len(steps))
        if len(slow) == 1:
            take_step(store, seq=2, operation="op-fast")
        return fold(steps)

    from docgen.store.projection import project  # noqa: PLC0415

    written = project(store, store.case_dir(CASE), slow_fold)
    assert slow == [1, 2]
    assert check_projection(store, store.case_dir(CASE), expected=written, head_seq=2) == "current"

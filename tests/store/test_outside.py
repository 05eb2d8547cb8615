"""Numbers given outside docgen: a run without a hole, none over another's, whatever happens on the way."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
import signal
from pathlib import Path

import pytest
from injection import CASE, NOW, PERSON, Clobbering, Watched, at_call, die, error, in_child, start, take_step, wait

from docgen.errors import DocgenError
from docgen.model.case import Person
from docgen.store.filesystem import FileSystem
from docgen.store.layout import Store
from docgen.store.outside import record_outside
from docgen.store.recovery import recover, unaccounted
from docgen.store.register import Outside, claim_path, claims, next_number, read_claim, void, void_path
from docgen.store.staging import begin

OUTSIDE = Outside(note="Buku agenda kertas", date=dt.date(2026, 11, 20), by=Person.model_validate(PERSON))


def record(store: Store, numbers: range, *, operation: str = "op-luar") -> int | None:
    return record_outside(
        store,
        register="surat",
        year=2026,
        numbers=numbers,
        outside=lambda _number: OUTSIDE,
        operation=operation,
        at=NOW,
    )


def given(store: Store) -> list[tuple[int, bool]]:
    """The numbers that were given out, and whether outside docgen."""
    return [(claim.number, claim.outside is not None) for claim in claims(store, year=2026, register="surat")]


def test_what_was_recorded_is_what_is_read(store: Store) -> None:
    assert record(store, range(1, 4)) is None
    claim = read_claim(store, year=2026, register="surat", number=2)
    assert claim is not None
    assert (claim.outside, claim.case, claim.step, claim.operation, claim.at) == (OUTSIDE, None, None, "op-luar", NOW)
    assert next_number(store, year=2026, register="surat") == 4
    assert recover(store, at=NOW) == []
    assert unaccounted(store) == []
    assert store.fs.names(store.staging) == []


def test_steps_go_on_behind_them(store: Store) -> None:
    record(store, range(1, 214))
    take_step(store, seq=1, operation="op-1")
    assert given(store)[-2:] == [(213, True), (214, False)]
    assert unaccounted(store) == []


def test_control_a_step_that_is_gone_is_a_stray_and_a_number_from_outside_is_none(store: Store) -> None:
    record(store, range(1, 2))
    take_step(store, seq=1, operation="op-1")
    shutil.rmtree(store.case_dir(CASE))
    assert [(claim.register, claim.number) for claim in unaccounted(store)] == [("agenda", 1), ("surat", 2)]


def test_who_declared_it_void_stands_in_its_file(store: Store) -> None:
    record(store, range(1, 3))
    void(store, year=2026, register="surat", number=1, reason="ganda", operation="op-2", at=NOW, by=OUTSIDE.by)
    assert b'"by": {\n  "id": "rina"' in void_path(store, year=2026, register="surat", number=1).read_bytes()
    assert [claim.void for claim in claims(store, year=2026, register="surat")] == ["ganda", None]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda raw: raw.replace(b'"note": "Buku', b'"note": 7, "x": "Buku'),
        lambda raw: raw.replace(b'"outside"', b'"luar"'),
        lambda raw: raw.replace(b'"outside": {', b'"case": "AUD-2026-0001",\n "step": 1,\n "outside": {'),
        lambda raw: raw.replace(b"2026-11-20", b"20 November"),
    ],
)
def test_a_damaged_number_is_named(store: Store, tamper) -> None:
    record(store, range(1, 2))
    path = claim_path(store, year=2026, register="surat", number=1)
    assert tamper(path.read_bytes()) != path.read_bytes()
    path.write_bytes(tamper(path.read_bytes()))
    with pytest.raises(DocgenError) as refusal:
        claims(store, year=2026, register="surat")
    assert [(each.reference, each.where) for each in refusal.value.problems] == [("register-damaged", str(path))]


class Rivalled(FileSystem):
    """A step claims the third number between the look and the claim."""

    def rename_new(self, source: Path, target: Path) -> None:
        if target.name == "000003.json" and not target.exists():
            with begin(Store(target.parents[3]), operation="op-rival", at=NOW) as staging:
                staging.claim(register="surat", year=2026, case=CASE, step=1)
        self._name(source, target)

    def _name(self, source: Path, target: Path) -> None:
        super().rename_new(source, target)


class RivalledClobbering(Rivalled):
    def _name(self, source: Path, target: Path) -> None:
        Clobbering.rename_new(self, source, target)  # type: ignore[arg-type]


def test_a_step_that_was_faster_keeps_its_number(store: Store) -> None:
    assert record(Store(store.root, Rivalled()), range(1, 6)) == 3
    assert given(store) == [(1, True), (2, True), (3, False)]


def test_control_with_a_rename_that_clobbers_the_steps_number_is_lost(store: Store) -> None:
    assert record(Store(store.root, RivalledClobbering()), range(1, 6)) is None
    assert (3, True) in given(store)


def test_processes_that_record_and_claim_at_once_share_one_series(store: Store) -> None:
    def claim() -> int:
        staging = begin(store, operation="op-langkah", at=NOW)
        for _ in range(30):
            staging.claim(register="surat", year=2026, case=CASE, step=1)
        return 0

    def record_runs(name: str) -> int:
        for _ in range(10):
            free = next_number(store, year=2026, register="surat")
            record(store, range(free, free + 3), operation=name)
        return 0

    children = [start(claim), start(lambda: record_runs("op-luar-1")), start(lambda: record_runs("op-luar-2"))]
    assert [wait(child) for child in children] == [0, 0, 0]
    every = claims(store, year=2026, register="surat")
    assert [each.number for each in every] == list(range(1, len(every) + 1))
    assert sum(each.operation == "op-langkah" for each in every) == 30


def calls_of(store: Store) -> int:
    names: list[str] = []
    record(Store(store.root, Watched(lambda name, _args: names.append(name))), range(1, 4))
    shutil.rmtree(store.root)
    return len(names)


def assert_shorter_run(store: Store) -> int:
    """A run without a hole, nothing left beside it, and the rest can be recorded. Gives how far it went."""
    assert recover(store, at=NOW) == []
    assert store.fs.names(store.staging) == []
    assert unaccounted(store) == []
    done = given(store)
    assert done == [(number, True) for number in range(1, len(done) + 1)]
    free = next_number(store, year=2026, register="surat")
    assert free == len(done) + 1
    assert record(store, range(free, 4)) is None
    assert given(store) == [(1, True), (2, True), (3, True)]
    return len(done)


def try_killed(store: Store, kind: type[Watched]) -> set[int]:
    """Kills a run at each of its calls; gives how far it went."""
    outcomes = set()
    for call in range(calls_of(store)):
        dying = Store(store.root, kind(at_call(call, die)))
        assert in_child(lambda dying=dying: record(dying, range(1, 4)) and None) == -signal.SIGKILL
        outcomes.add(assert_shorter_run(store))
        shutil.rmtree(store.root)
    return outcomes


def test_killed_at_every_call_it_leaves_a_shorter_run_that_goes_on(store: Store) -> None:
    assert calls_of(store) > 15
    assert try_killed(store, Watched) == {0, 1, 2, 3}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_an_error_at_every_call_is_told_and_leaves_a_shorter_run(store: Store, number: int) -> None:
    outcomes = set()
    for call in range(calls_of(store)):
        failing = Store(store.root, Watched(at_call(call, error(number))))
        with pytest.raises(DocgenError):
            record(failing, range(1, 4))
        outcomes.add(assert_shorter_run(store))
        shutil.rmtree(store.root)
    assert outcomes == {0, 1, 2, 3}


class InPlace(Watched):
    """Writes a file under its own name at once."""

    def rename_new(self, source: Path, target: Path) -> None:
        content = source.read_bytes()
        source.unlink()
        self.write_new(target, content)


def test_control_a_number_that_is_written_in_place_is_caught(store: Store) -> None:
    with pytest.raises(DocgenError):
        try_killed(store, InPlace)

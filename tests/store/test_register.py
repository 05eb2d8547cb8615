"""No number twice, no gap, each with its reason."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from injection import CASE, NOW, start, wait

from docgen.errors import DocgenError
from docgen.store.filesystem import FileSystem
from docgen.store.layout import Store, first_free
from docgen.store.register import (
    claim_bytes,
    claim_path,
    claims,
    every_number,
    next_number,
    read_claim,
    registers,
    void,
)
from docgen.store.staging import begin


def claim_some(store: Store, operation: str, count: int) -> list[int]:
    """Claims as a step would make them; they stay claimed."""
    staging = begin(store, operation=operation, at=NOW)
    found = [staging.claim(register="surat", year=2026, case=CASE, step=1) for _ in range(count)]
    staging.hidden.discard()
    return found


@given(st.integers(min_value=0, max_value=200_000))
def test_the_first_free_number_is_found_in_few_looks(last: int) -> None:
    looks: list[int] = []

    def taken(number: int) -> bool:
        looks.append(number)
        return number <= last

    assert first_free(taken) == last + 1
    assert len(looks) <= 2 * (last + 1).bit_length() + 1


def test_four_processes_take_no_number_twice_and_leave_no_gap(store: Store) -> None:
    def work(name: str) -> int:
        return 0 if len(claim_some(store, name, 25)) == 25 else 1

    children = [start(lambda name=f"op-{n}": work(name)) for n in range(4)]
    assert [wait(child) for child in children] == [0, 0, 0, 0]
    every = claims(store, year=2026, register="surat")
    assert [claim.number for claim in every] == list(range(1, 101))
    assert {name: sum(claim.operation == name for claim in every) for name in ("op-0", "op-1", "op-2", "op-3")} == {
        "op-0": 25,
        "op-1": 25,
        "op-2": 25,
        "op-3": 25,
    }


class Rivalled(FileSystem):
    """A rival takes the same number between the look and the claim."""

    clobbers = False

    def rename_new(self, source: Path, target: Path) -> None:
        if target.name == "000001.json" and not target.exists():
            claim_some(Store(target.parents[3]), "op-rival", 1)
        if self.clobbers:
            source.replace(target)
        else:
            super().rename_new(source, target)


class RivalledClobbering(Rivalled):
    clobbers = True


def test_who_comes_second_takes_the_next(store: Store) -> None:
    assert claim_some(Store(store.root, Rivalled()), "op-mine", 2) == [2, 3]
    assert [claim.operation for claim in claims(store, year=2026, register="surat")] == [
        "op-rival",
        "op-mine",
        "op-mine",
    ]


def test_control_with_a_rename_that_clobbers_a_number_goes_out_twice(store: Store) -> None:
    assert claim_some(Store(store.root, RivalledClobbering()), "op-mine", 1) == [1]  # the rival has it too
    assert [claim.operation for claim in claims(store, year=2026, register="surat")] == ["op-mine"]


def test_a_void_is_a_second_file_and_says_why_once(store: Store) -> None:
    claim_some(store, "op-1", 2)
    before = claim_path(store, year=2026, register="surat", number=1).read_bytes()
    for reason in ("ditarik", "lain"):
        void(store, year=2026, register="surat", number=1, reason=reason, operation="op-1", at=NOW)
    assert claim_path(store, year=2026, register="surat", number=1).read_bytes() == before
    assert [claim.void for claim in claims(store, year=2026, register="surat")] == ["ditarik", None]
    assert next_number(store, year=2026, register="surat") == 3
    assert registers(store) == [(2026, "surat")]
    assert read_claim(store, year=2026, register="surat", number=9) is None


def test_every_year_and_register_counts_for_itself(store: Store) -> None:
    staging = begin(store, operation="op-1", at=NOW)
    got = [
        staging.claim(register=register, year=year, case=CASE, step=1)
        for register, year in (("surat", 2026), ("surat", 2027), ("agenda", 2026), ("surat", 2026))
    ]
    staging.abandon("coba")
    assert got == [1, 1, 1, 2]
    assert {claim.void for claim in claims(store, year=2026, register="surat")} == {"coba"}


@pytest.mark.parametrize(
    "name", ["2026/surat (copy)", "2026/.surat", "2026 lama", "٢٠٢٦", "2026/catatan.txt", "Thumbs.db", "2026/tautan"]
)
def test_what_is_no_register_is_told_and_hides_none(store: Store, name: str) -> None:
    claim_some(store, "op-1", 1)
    stray = store.root / "register" / name
    if "tautan" in name:
        stray.symlink_to(stray.with_name("surat"))
    elif "." in stray.suffix:
        stray.write_bytes(b"")
    else:
        stray.mkdir()
    told: list[DocgenError] = []
    assert registers(store, on_damage=told.append) == [(2026, "surat")]
    (problem,) = [problem for error in told for problem in error.problems]
    assert (problem.reference, problem.where) == ("register-damaged", str(stray))
    assert list(every_number(store)) == [(2026, "surat", 1)]
    with pytest.raises(DocgenError):
        registers(store)


def test_everything_that_is_wrong_with_a_register_is_told_at_once(store: Store) -> None:
    claim_some(store, "op-1", 3)
    for number in (1, 2):
        claim_path(store, year=2026, register="surat", number=number).write_bytes(b"{}")
    with pytest.raises(DocgenError) as refusal:
        claims(store, year=2026, register="surat")
    assert len(refusal.value.problems) == 2


@pytest.mark.parametrize(
    "tamper",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw.replace(b'"number": 1', b'"number": 2'),
        lambda raw: raw.replace(b'"step": 1', b'"step": "1"'),
        lambda raw: raw.replace(b"{\n", b'{\n "number": 1,\n', 1),
        lambda raw: raw.replace(b'"case"', b'"kasus"'),
    ],
)
def test_a_damaged_number_is_named(store: Store, tamper) -> None:
    claim_some(store, "op-1", 1)
    path = claim_path(store, year=2026, register="surat", number=1)
    path.write_bytes(tamper(path.read_bytes()))
    with pytest.raises(DocgenError) as refusal:
        claims(store, year=2026, register="surat")
    assert refusal.value.problems[0].reference == "register-damaged"
    assert refusal.value.problems[0].where == str(path)


def test_the_last_number_is_the_last(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.store.register.LAST", 2)
    with pytest.raises(DocgenError) as refusal:
        claim_some(store, "op-1", 3)
    assert refusal.value.problems[0].reference == "register-exhausted"


def test_a_register_cannot_lead_elsewhere(store: Store) -> None:
    for name in ("../x", "", ".x", "a/b"):
        with pytest.raises(ValueError, match="not a plain name"):
            next_number(store, year=2026, register=name)


def test_what_was_claimed_is_what_is_read(store: Store) -> None:
    claim_some(store, "op-1", 1)
    claim = read_claim(store, year=2026, register="surat", number=1)
    assert claim is not None
    assert claim.at == NOW
    assert (
        claim_bytes(dataclasses.replace(claim)) == claim_path(store, year=2026, register="surat", number=1).read_bytes()
    )

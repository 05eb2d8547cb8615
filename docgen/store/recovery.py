"""At start: what a process left that died on the way is put in order.

Its folder is renamed away first. A rename is one thing or the other: either its owner has committed before, or, should
he live after all, his claims and his commit fail from now on, since both start from that folder. Only then are its
claims read, so that none is missed. Everything here may be done twice, by two at once, and be broken off anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError
from docgen.store.damage import OnDamage
from docgen.store.filesystem import disk_errors
from docgen.store.joint import members_in, operation_in, pending, put_away_all
from docgen.store.layout import PLAIN_NAME, Store, step_name
from docgen.store.register import Claim, claims, every_number, read_claim, registers, void
from docgen.store.scratch import SCRATCH, lock_of

_DEAD = ".dead-"
_LOCK = ".lock"


@dataclass(frozen=True)
class Recovered:
    """One operation that had died on the way."""

    operation: str
    voided: tuple[Claim, ...]
    """Its numbers, which came to nothing."""


@disk_errors()
def recover(store: Store, *, at: dt.datetime) -> list[Recovered]:
    """Put in order what dead processes left; writes nothing if there is nothing.

    Args:
        store: the record.
        at: when; the numbers made void carry this.

    Raises:
        DocgenError: the disk refuses. What is left is taken up the next time.
    """
    dead = _set_dead_aside(store)
    if not dead:
        return []
    for operation in dead:  # none of them can commit any more
        put_away_all(store, members_in(store, store.staging / f"{_DEAD}{operation}"), operation=operation)
    voided = _void_claims(store, {operation for operation in dead if not operation.startswith(SCRATCH)}, at=at)
    for operation in dead:
        store.fs.remove_tree(store.staging / f"{_DEAD}{operation}")
    return [
        Recovered(operation=operation, voided=tuple(claim for claim in voided if claim.operation == operation))
        for operation in dead
        if not operation.startswith(SCRATCH)
    ]


@disk_errors()
def unaccounted(store: Store, *, on_damage: OnDamage | None = None) -> list[Claim]:
    """Numbers of no step, not void, not given outside docgen, that nobody is working on: there should be none.

    Args:
        store: the record.
        on_damage: is told of each file of a register that is damaged, and of what belongs to none.

    Raises:
        DocgenError: "register-damaged", if there is no `on_damage`.
    """
    working = {name.removeprefix(_DEAD) for name in store.fs.folders(store.staging)}
    return [
        claim
        for year, register in registers(store, on_damage=on_damage)
        for claim in claims(store, year=year, register=register, on_damage=on_damage)
        if claim.void is None and claim.operation not in working and not is_held(store, claim)
    ]


@disk_errors()
def strangers(store: Store) -> list[Path]:
    """What lies where steps are written though docgen cannot have put it there; recovery leaves it alone."""
    names = store.fs.names(store.staging)
    made = _made(store, names)
    paths = (store.staging / name for name in names if name not in made)
    return [path for path in paths if store.fs.exists(path)]  # a step may have got its name meanwhile


def _made(store: Store, names: list[str]) -> list[str]:
    """Those of the names that the store itself can have given: folders of operations, dead or alive, and locks."""
    folders = set(store.fs.folders(store.staging))

    def fits(name: str) -> bool:
        operation = name.removeprefix(_DEAD) if name in folders else name
        return PLAIN_NAME.fullmatch(operation) is not None and (name in folders) != operation.endswith(_LOCK)

    return [name for name in names if fits(name)]


def _set_dead_aside(store: Store) -> list[str]:
    """Rename what the dead left; gives their operations, with those that an earlier recovery did not finish."""
    names = _made(store, store.fs.names(store.staging))
    dead = [name.removeprefix(_DEAD) for name in names if name.startswith(_DEAD)]
    for operation in dict.fromkeys(name.removesuffix(_LOCK) for name in names if not name.startswith(_DEAD)):
        lock = lock_of(store, operation)
        release = store.fs.lock(lock, timeout=0)
        if release is None:
            continue  # it lives
        try:
            store.fs.rename_new(store.staging / operation, store.staging / f"{_DEAD}{operation}")
            dead.append(operation)
        except FileNotFoundError:
            pass  # it was committed, or another recovery has it
        finally:
            try:
                store.fs.remove(lock)
            finally:
                release()
    return dead


def _void_claims(store: Store, operations: Collection[str], *, at: dt.datetime) -> list[Claim]:
    voided = []
    for claim in _claims_of(store, operations):
        if claim.void is None and not is_held(store, claim):
            void(
                store,
                year=claim.year,
                register=claim.register,
                number=claim.number,
                reason=_("The process was interrupted before the step was recorded."),
                operation=claim.operation,
                at=at,
            )
            voided.append(claim)
    return voided


def _claims_of(store: Store, operations: Collection[str]) -> Iterator[Claim]:
    if not operations:
        return
    for year, register, number in every_number(store):
        try:
            claim = read_claim(store, year=year, register=register, number=number)
        except DocgenError as error:
            if error.problems[0].reference != "register-damaged":
                raise
            continue  # `verify` and `register list` name it; it must not stop the work on every other case
        if claim is not None and claim.operation in operations:
            yield claim


def is_held(store: Store, claim: Claim) -> bool:
    """Whether the step of a number is in the record, made by the same operation; outside docgen there is no step."""
    if claim.case is None or claim.step is None:
        return claim.outside is not None
    try:
        folder = store.case_dir(claim.case) / step_name(claim.step)
    except ValueError:
        return False
    return operation_in(store, folder) == claim.operation and pending(store, folder) is None

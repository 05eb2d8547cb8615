"""The proof that a series has no holes: what each number went to, and which one is missing."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.app.registers import all_claims, check_register, known_registers, numbers_of_steps
from docgen.app.workspace import Workspace
from docgen.store.damage import OnDamage, told
from docgen.store.register import Claim, claim_path, lost, numbers, registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The numbers of a register in a year."""

    register: str
    year: int
    first: int
    last: int
    by_docgen: int
    """How many went to steps, void ones too."""
    outside: int
    """How many were given outside docgen, void ones too."""
    void: tuple[Claim, ...]
    missing: tuple[int, ...]
    """Numbers that have no file, though one above them has, or a step has them."""


def gaps(
    workspace: Workspace, *, register: str | None = None, year: int | None = None, on_damage: OnDamage | None = None
) -> tuple[Series, ...]:
    """Every series that fits, by year and register.

    Args:
        workspace: where.
        register: only this register.
        year: only this year.
        on_damage: is told of each file that is missing, damaged or does not belong there; else they are an error.

    Raises:
        DocgenError: `register-unknown`; everything that is wrong with the registers, if there is no `on_damage`.
    """
    if register is not None:
        check_register(workspace, register)
    names = known_registers(workspace) if register is None else (register,)
    taken: dict[tuple[int, str], set[int]] = {}
    for name in names:
        for _path, found, number in numbers_of_steps(workspace, name):
            taken.setdefault((found, name), set()).add(number)
    with told(on_damage) as tell:
        given = {key for key in registers(workspace.store, on_damage=tell) if key[1] in names}
        return tuple(
            _series(workspace, found, name, taken.get((found, name), set()), tell)
            for found, name in sorted(given | taken.keys())
            if year is None or found == year
        )


def _series(workspace: Workspace, year: int, register: str, taken: set[int], tell: OnDamage) -> Series:
    every = all_claims(workspace, year=year, register=register, on_damage=tell)
    there = set(numbers(workspace.store, year, register))
    highest = max(there, default=0)
    for number in sorted(number for number in taken if number > highest):
        tell(lost(claim_path(workspace.store, year=year, register=register, number=number), number))
    last = max(highest, *taken, 0)
    return Series(
        register=register,
        year=year,
        first=1,
        last=last,
        by_docgen=sum(claim.outside is None for claim in every),
        outside=sum(claim.outside is not None for claim in every),
        void=tuple(claim for claim in every if claim.void is not None),
        missing=tuple(number for number in range(1, last + 1) if number not in there),
    )

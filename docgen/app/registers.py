"""The numbers given out, by year and register."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from docgen.app.workspace import Workspace
from docgen.errors import Problem, refuse
from docgen.model.nearest import meant
from docgen.model.office import RegisterRule
from docgen.store.cases import case_dirs
from docgen.store.damage import OnDamage, told
from docgen.store.filesystem import disk_errors
from docgen.store.layout import STEP_FILE, step_name
from docgen.store.register import Claim, claims, registers

_NUMBER = frozenset({"nomor", "urut", "tanggal", "register"})
"""What a number in a step has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A number that was given out, as a list of them shows it."""

    claim: Claim
    printed: str | None
    """As its paper shows it; nothing if neither a step nor who recorded it said so."""


def all_claims(
    workspace: Workspace, *, year: int | None = None, register: str | None = None, on_damage: OnDamage | None = None
) -> tuple[Claim, ...]:
    """Every number given out that fits, in the order of years, registers and numbers; void ones with their reason.

    Args:
        workspace: where.
        year: only of this year.
        register: only of this register.
        on_damage: is told of each file that is damaged; without it they are an error.

    Raises:
        DocgenError: everything that is wrong with the registers, if there is no `on_damage`.
    """
    store = workspace.store
    with told(on_damage) as tell:
        return tuple(
            claim
            for found_year, name in registers(store, on_damage=tell)
            if (year is None or found_year == year) and (register is None or name == register)
            for claim in claims(store, year=found_year, register=name, on_damage=tell)
        )


def entries(
    workspace: Workspace, *, year: int | None = None, register: str | None = None, on_damage: OnDamage | None = None
) -> tuple[Entry, ...]:
    """The same numbers as `all_claims` gives, each as it is printed. Raises `register-unknown`."""
    if register is not None:
        check_register(workspace, register)
    found = all_claims(workspace, year=year, register=register, on_damage=on_damage)
    return tuple(Entry(claim=claim, printed=printed(workspace, claim)) for claim in found)


@disk_errors()
def printed(workspace: Workspace, claim: Claim) -> str | None:
    """How a number is printed: as its step says, or as was recorded of it; what nobody said is not made up."""
    if claim.case is not None and claim.step is not None:
        said = _printed_in_step(workspace, claim, workspace.store.case_dir(claim.case) / step_name(claim.step))
        if said is not None:
            return said
    return None if claim.outside is None else claim.outside.printed


def _printed_in_step(workspace: Workspace, claim: Claim, folder: Path) -> str | None:
    """What a step says of a number that was claimed for it; what is wrong with a step is told by `verify`."""
    try:
        step = json.loads(workspace.fs.read(folder / STEP_FILE))
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(step, dict) or step.get("operation") != claim.operation:
        return None
    for number in _numbers_in(step):
        if (number["register"], number["urut"]) == (claim.register, claim.number):
            return str(number["nomor"])
    return None


def _numbers_in(tree: Any) -> Iterator[dict[str, Any]]:
    """Every number somewhere in a JSON tree."""
    if isinstance(tree, dict) and tree.keys() == _NUMBER:
        yield tree
    elif isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _numbers_in(part)


def known_registers(workspace: Workspace) -> tuple[str, ...]:
    """The registers of the office, and those that gave out numbers before."""
    given = (name for _year, name in registers(workspace.store, on_damage=lambda _stray: None))
    return tuple(dict.fromkeys([*workspace.office.register_, *given]))


def check_register(workspace: Workspace, register: str, *, among: Collection[str] | None = None) -> None:
    """Whether there is such a register. Raises `register-unknown` with the nearest name."""
    known = known_registers(workspace) if among is None else among
    if register not in known:
        raise refuse(
            "register-unknown",
            _("There is no register {name}.").format(name=register),
            where="docgen.toml",
            hint=meant(register, known) or _("Known: {names}.").format(names=", ".join(known) or "–"),
        )


@disk_errors()
def numbers_of_steps(workspace: Workspace, register: str) -> list[tuple[Path, int, int]]:
    """Each number of a register that a step has, read from its file as it stands: the file, the year, the number."""
    fs = workspace.fs
    number = re.compile(
        rf'"urut": ([0-9]+),\s+"tanggal": "([0-9]{{4}})-[0-9-]+",\s+"register": "{re.escape(register)}"'.encode()
    )
    paths = [folder / name / STEP_FILE for folder in case_dirs(workspace.store) for name in fs.folders(folder)]
    return [
        (path, int(found[2]), int(found[1]))
        for path in paths
        if fs.exists(path)
        for found in number.finditer(fs.read(path))
    ]


def refuse_lost(workspace: Workspace, *, year: int, register: str) -> None:
    """Refuses a register that begins anew though its numbers of that year were given out, under any name.

    Raises:
        DocgenError: `register-damaged`: steps have numbers of it; `register-unknown`: another one of that year is in
            docgen.toml no more, so that this may be the same under a new name.
    """
    for other_year, other in registers(workspace.store, on_damage=lambda _stray: None):
        if other_year == year and other not in workspace.office.register_:
            raise refuse(
                "register-unknown",
                _("docgen.toml has no register {other} any more, which gave out numbers in {year}.").format(
                    other=other, year=year
                ),
                where="docgen.toml",
                hint=_(
                    "If {register} is {other} under a new name, give it its old name back: its letters would have the "
                    "same numbers. Else leave [register.{other}] in docgen.toml as long as the year runs."
                ).format(register=register, other=other),
            )
    for path, found, _number in numbers_of_steps(workspace, register):
        if found == year:
            raise refuse(
                "register-damaged",
                _("The register {register} of {year} is empty, but {path} has a number of it.").format(
                    register=register, year=year, path=workspace.shown(path)
                ),
                where=workspace.shown(workspace.store.root / "register"),
                hint=_("Restore the register from the backup."),
            )


def no_register(register: str) -> Problem:
    """What is wrong where an SOP takes its numbers from a register that the office does not have."""
    return Problem(
        reference="office-invalid",
        message=_("docgen.toml has no register {register}.").format(register=register),
        where=f"docgen.toml: register.{register}",
        hint=_('Add: [register.{register}] with pola = "{pattern}"').format(
            register=register, pattern=RegisterRule().pola
        ),
    )

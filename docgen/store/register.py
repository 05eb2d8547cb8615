"""The registers: one small file for each number given out, and a second one if it came to nothing.

A number is given out by making its file, which only one can do; nobody takes it back. So a register has no number
twice and no gap, and each number says which step of which case it went to, or that it was given outside docgen, and
why it came to nothing, if so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from docgen.errors import DocgenError, refuse
from docgen.model.case import Frozen, Person
from docgen.store.damage import OnDamage, told
from docgen.store.filesystem import disk_errors
from docgen.store.jsonfile import json_bytes, parse_json
from docgen.store.layout import PLAIN_NAME, YEAR, Store, first_free
from docgen.store.scratch import place_new, scratch

LAST = 999_999
"""The highest number of a register in a year: its file's name has six digits."""

_FILE = re.compile(r"[0-9]{6}\.json")
_VOID = re.compile(r"[0-9]{6}\.void\.json")


class Outside(Frozen):
    """What is recorded of a number that was given outside docgen, such as in the book on paper."""

    note: str
    """What it went to, as the clerk says it."""
    date: dt.date
    """The day of its paper, which chose the year."""
    printed: str | None = None
    """The number as its paper shows it, where the pattern of the day of recording needed nothing else to say so."""
    by: Person
    """Who recorded it."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A number that was given out: to a step of a case, or outside docgen."""

    register: str
    year: int
    number: int
    case: str | None = None
    step: int | None = None
    outside: Outside | None = None
    operation: str
    at: dt.datetime
    void: str | None = None
    """Why it came to nothing, if so."""


class _File(Frozen):
    schema_: Literal[1] = Field(default=1, alias="schema")
    register_: str = Field(alias="register")
    year: int
    number: int


class _StepFile(_File):
    case: str
    step: int
    operation: str
    at: AwareDatetime


class _OutsideFile(_File):
    outside: Outside
    operation: str
    at: AwareDatetime


class _VoidFile(_File):
    reason: str
    by: Person | None = None
    """Who declared it void; nobody where its own step gave it up."""
    operation: str
    at: AwareDatetime


_CLAIM: TypeAdapter[_StepFile | _OutsideFile] = TypeAdapter(_StepFile | _OutsideFile)
_VOIDED = TypeAdapter(_VoidFile)
_F = TypeVar("_F")


def claim_path(store: Store, *, year: int, register: str, number: int) -> Path:
    """The file of a number."""
    return store.register(year=year, register=register) / f"{number:06d}.json"


def void_path(store: Store, *, year: int, register: str, number: int) -> Path:
    """The file that says why a number came to nothing."""
    return store.register(year=year, register=register) / f"{number:06d}.void.json"


def claim_bytes(claim: Claim) -> bytes:
    """The file of a claim."""
    holder = {"case": claim.case, "step": claim.step} if claim.outside is None else {"outside": claim.outside}
    file = _CLAIM.validate_python(
        {
            "register": claim.register,
            "year": claim.year,
            "number": claim.number,
            **holder,
            "operation": claim.operation,
            "at": claim.at,
        }
    )
    return json_bytes(file.model_dump(mode="json", by_alias=True))


@disk_errors()
def next_number(store: Store, *, year: int, register: str) -> int:
    """The number that the register gives out next, as it looks now; a promise to nobody.

    Raises:
        DocgenError: "register-exhausted".
    """
    number = first_free(lambda n: store.fs.exists(claim_path(store, year=year, register=register, number=n)))
    if number > LAST:
        raise refuse(
            "register-exhausted",
            _("The register {register} has no number left in {year}.").format(register=register, year=year),
            hint=_("Open another register in the SOP."),
        )
    return number


@disk_errors()
def void(
    store: Store,
    *,
    year: int,
    register: str,
    number: int,
    reason: str,
    operation: str,
    at: dt.datetime,
    by: Person | None = None,
) -> None:
    """Write beside a number why it came to nothing; if that is said already, it stands as it was.

    Args:
        store: the record.
        year: the register's year.
        register: its id.
        number: which number.
        reason: for people, in a sentence.
        operation: the operation that gives it up.
        at: when.
        by: who declares it void, where somebody does.

    Raises:
        DocgenError: the disk refuses.
    """
    path = void_path(store, year=year, register=register, number=number)
    if store.fs.exists(path):
        return
    file = _VoidFile(register=register, year=year, number=number, reason=reason, by=by, operation=operation, at=at)
    unsaid = {"by"} if by is None else None
    with scratch(store) as folder:
        try:
            place_new(store, path, json_bytes(file.model_dump(mode="json", by_alias=True, exclude=unsaid)), via=folder)
        except FileExistsError:
            return  # another recovery was faster


@disk_errors()
def read_claim(store: Store, *, year: int, register: str, number: int) -> Claim | None:
    """A number as it was given out, with the reason if it is void; none if it has not been.

    Raises:
        DocgenError: "register-damaged".
    """
    path = claim_path(store, year=year, register=register, number=number)
    try:
        raw = store.fs.read(path)
    except FileNotFoundError:
        return None
    found = _read(_CLAIM, path, raw)
    if (found.register_, found.year, found.number) != (register, year, number):
        raise _damaged(path)
    return Claim(
        register=register,
        year=year,
        number=number,
        case=found.case if isinstance(found, _StepFile) else None,
        step=found.step if isinstance(found, _StepFile) else None,
        outside=found.outside if isinstance(found, _OutsideFile) else None,
        operation=found.operation,
        at=found.at,
        void=_void_reason(store, year=year, register=register, number=number),
    )


@disk_errors()
def claims(store: Store, *, year: int, register: str, on_damage: OnDamage | None = None) -> list[Claim]:
    """Every number that a register gave out in a year, in order.

    Args:
        store: the record.
        year: the register's year.
        register: its id.
        on_damage: is told of each file that is damaged, missing or not of the register; the others are read on.

    Raises:
        DocgenError: "register-damaged", for all of them, if there is no `on_damage`.
    """
    found: list[Claim] = []
    with told(on_damage) as tell:
        for number in range(1, max(numbers(store, year, register), default=0) + 1):
            try:
                claim = read_claim(store, year=year, register=register, number=number)
            except DocgenError as error:
                tell(error)
                continue
            if claim is None:
                tell(lost(claim_path(store, year=year, register=register, number=number), number))
            else:
                found.append(claim)
        for path in _strangers(store, year, register):
            tell(_strange(path))
    return found


def numbers(store: Store, year: int, register: str) -> list[int]:
    """The numbers that have a file, in order."""
    names = store.fs.names(store.register(year=year, register=register))
    return [int(name[:6]) for name in names if _FILE.fullmatch(name)]


@disk_errors()
def registers(store: Store, *, on_damage: OnDamage | None = None) -> list[tuple[int, str]]:
    """Year and id of every register that has given out a number.

    Args:
        store: the record.
        on_damage: is told of whatever lies beside them, such as the copy of a register's folder.

    Raises:
        DocgenError: "register-damaged", for all of that, if there is no `on_damage`.
    """
    top = store.root / "register"
    with told(on_damage) as tell:
        return [
            (int(year), register)
            for year in _folders(store, top, YEAR, tell)
            for register in _folders(store, top / year, PLAIN_NAME, tell)
        ]


def _folders(store: Store, above: Path, named: re.Pattern[str], tell: OnDamage) -> list[str]:
    """The folders that are named so; tells of everything else."""
    found = [name for name in store.fs.folders(above) if named.fullmatch(name)]
    for name in store.fs.names(above):
        if name not in found:
            tell(_strange(above / name))
    return found


def _strangers(store: Store, year: int, register: str) -> Iterator[Path]:
    """What lies in a register's folder and is no file of a number, nor says why one came to nothing."""
    folder = store.register(year=year, register=register)
    names = store.fs.names(folder)
    return (
        folder / name
        for name in names
        if _FILE.fullmatch(name) is None and not (_VOID.fullmatch(name) and name.replace(".void", "") in names)
    )


def every_number(store: Store) -> Iterator[tuple[int, str, int]]:
    """Year, register and number of whatever has been given out; what else lies there stops nothing."""
    for year, register in registers(store, on_damage=lambda _stray: None):
        for number in numbers(store, year, register):
            yield year, register, number


def _void_reason(store: Store, *, year: int, register: str, number: int) -> str | None:
    path = void_path(store, year=year, register=register, number=number)
    try:
        raw = store.fs.read(path)
    except FileNotFoundError:
        return None
    return _read(_VOIDED, path, raw).reason


def _read(kind: TypeAdapter[_F], path: Path, raw: bytes) -> _F:
    try:
        parse_json(raw)
        return kind.validate_json(raw, strict=True)
    except (ValueError, ValidationError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> DocgenError:
    return refuse(
        "register-damaged",
        _("The register's file {path} is not what docgen wrote.").format(path=path),
        where=str(path),
        hint=_("Restore this file from the backup."),
    )


def lost(path: Path, number: int) -> DocgenError:
    """The error for a number below the highest that has no file."""
    return refuse(
        "register-damaged",
        _("The register lacks the number {number}: {path} is missing.").format(number=number, path=path),
        where=str(path),
        hint=_("Restore this file from the backup; else the number may be given out once more."),
    )


def _strange(path: Path) -> DocgenError:
    return refuse(
        "register-damaged",
        _("{path} does not belong to the register.").format(path=path),
        where=str(path),
        hint=_("Move it out of the folder of cases."),
    )

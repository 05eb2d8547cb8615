"""Reading a case: its steps in order, each proved to be what was written, all proved to belong together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path

import rfc8785
from pydantic import ValidationError

from docgen.errors import DocgenError, Problem
from docgen.model.case import Pin, Step, step_hash
from docgen.store.filesystem import disk_errors
from docgen.store.joint import Pending, pending
from docgen.store.jsonfile import json_bytes, parse_json
from docgen.store.layout import CASE_ID, STEP_FILE, Store, step_name
from docgen.store.strays import astray

_NUMBER = re.compile(r"[0-9]+")


@dataclass
class Reading:
    """What could be read of a case, and everything that is wrong with it."""

    case_dir: Path
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pending: Pending | None = None
    """A last step that does not count, because the step of a session that it was taken with is not there."""

    def note(self, reference: str, message: str, folder: Path) -> None:
        """Note what is wrong with a step's folder."""
        hint = _("Restore this folder from the backup, then run `docgen verify {case}`.").format(
            case=self.case_dir.name
        )
        self.problems.append(Problem(reference=reference, message=message, where=str(folder), hint=hint))


def genesis(pin: Pin) -> str:
    """What the first step of a case gives as the hash before it: the digest of the rules that it keeps."""
    return hashlib.sha256(pin_bytes(pin)).hexdigest()


def pin_bytes(pin: Pin) -> bytes:
    """The rules that a case keeps, as canonical JSON (RFC 8785): what is hashed, and kept by content."""
    return rfc8785.dumps(pin.model_dump(mode="json"))


def step_bytes(step: Step) -> bytes:
    """The `step.json` of a step. Only these bytes are read again."""
    return json_bytes(step.to_json())


def load(store: Store, case_dir: Path) -> list[Step]:
    """The steps of a case, from the first.

    Raises:
        DocgenError: "step-damaged" for each step that is not what was written, "chain-broken" where steps do not
            follow each other, all at once.
    """
    reading = examine(store, case_dir)
    if reading.problems:
        raise DocgenError(reading.problems)
    return reading.steps


@disk_errors()
def examine(store: Store, case_dir: Path) -> Reading:
    """Read a case as far as it can be read, and note everything that is wrong with its steps and their chain."""
    reading = Reading(case_dir=case_dir)
    numbers = _numbers(store, reading)
    if not numbers and not reading.problems:
        reading.note("chain-broken", _("The case {case} has no steps.").format(case=case_dir.name), case_dir)
    reading.pending = pending_in(store, case_dir, numbers)
    if reading.pending is not None:
        numbers = numbers - {max(numbers)}
    before = 0
    read: list[tuple[int, Step]] = []
    for seq in sorted(numbers):
        if seq != before + 1:
            _note_gap(reading, before + 1, seq - 1)
        step = _read_step(store, reading, seq)
        if step is not None:
            read.append((seq, step))
        before = seq
    case = _case_of(store, reading, [step for _seq, step in read])
    for seq, step in read:
        _check_link(reading, step, seq, case)
        reading.steps.append(step)
    return reading


def _case_of(store: Store, reading: Reading, steps: list[Step]) -> str:
    """The number of the case in this folder; notes if the folder is not that of this number."""
    recorded = {step.case for step in steps}
    case = recorded.pop() if len(recorded) == 1 else reading.case_dir.name
    if CASE_ID.fullmatch(case) and store.case_dir(case) != reading.case_dir:
        reading.problems += astray(store, reading.case_dir, case).problems
    return case


def highest(store: Store, case_dir: Path) -> int:
    """The number of the last step that has a folder and counts; 0 if there is none."""
    numbers = step_numbers(store, case_dir)
    last = max(numbers, default=0)
    return last if pending_in(store, case_dir, numbers) is None else last - 1


def pending_in(store: Store, case_dir: Path, numbers: Collection[int]) -> Pending | None:
    """The last step of a case, if it does not count. One before it does: nothing is built on what does not."""
    return pending(store, case_dir / step_name(max(numbers))) if numbers else None


def step_numbers(store: Store, case_dir: Path) -> set[int]:
    """The numbers of the steps that have a folder."""
    return {int(name) for name in store.fs.folders(case_dir) if _is_step(name)}


def _is_step(name: str) -> bool:
    return _NUMBER.fullmatch(name) is not None and int(name) > 0 and step_name(int(name)) == name


def _numbers(store: Store, reading: Reading) -> set[int]:
    for name in store.fs.folders(reading.case_dir):
        if _NUMBER.fullmatch(name) and not _is_step(name):
            message = _("The folder {name} is not the name of a step.").format(name=name)
            reading.note("chain-broken", message, reading.case_dir / name)
    return step_numbers(store, reading.case_dir)


def _note_gap(reading: Reading, first: int, last: int) -> None:
    missing = str(first) if first == last else f"{first}–{last}"
    message = _("Step {missing} of {case} is missing.").format(missing=missing, case=reading.case_dir.name)
    reading.note("chain-broken", message, reading.case_dir / step_name(first))


def _read_step(store: Store, reading: Reading, seq: int) -> Step | None:
    folder = reading.case_dir / step_name(seq)
    path = folder / STEP_FILE
    try:
        raw = store.fs.read(path)
    except FileNotFoundError:
        reading.note("step-damaged", _("{path} is missing.").format(path=path), folder)
        return None
    try:
        content = parse_json(raw)
        step = Step.model_validate_json(raw, strict=True)
        unchanged = step_hash(content) == step.hash  # type: ignore[arg-type]  # it was read as JSON
    except ValidationError as error:
        places = ", ".join(".".join(str(part) for part in wrong["loc"]) for wrong in error.errors(include_input=False))
        message = _("{path} is not a step: {places}.").format(path=path, places=places)
        reading.note("step-damaged", message, folder)
        return None
    except ValueError:
        reading.note("step-damaged", _("{path} is not what docgen wrote.").format(path=path), folder)
        return None
    if not unchanged:
        message = _("{path} was changed: its content does not give its hash.").format(path=path)
        reading.note("step-damaged", message, folder)
        return None
    return step


def _check_link(reading: Reading, step: Step, seq: int, case: str) -> None:
    folder = reading.case_dir / step_name(seq)
    if step.case != case or step.seq != seq:
        message = _("{folder} holds step {seq} of {case}.").format(folder=folder, seq=step.seq, case=step.case)
        reading.note("chain-broken", message, folder)
        return
    if seq == 1:
        before = genesis(step.sop) if step.sop is not None else None
    else:
        last = reading.steps[-1] if reading.steps else None
        if last is None or last.seq != seq - 1:
            return  # the step before is missing or could not be read, which has been said
        before = last.hash
    if step.prev != before:
        message = _("Step {seq} of {case} does not follow the step before it.").format(seq=seq, case=case)
        reading.note("chain-broken", message, folder)

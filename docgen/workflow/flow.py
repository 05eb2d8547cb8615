"""What the definition promises before any case exists: a walk over every position that a case can reach.

A position is the set of open stages. For each, the walk knows which facts are captured on *every* way to it
(a must-analysis). `early` compares with it what papers and conditions read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docgen.model.expression import Expression
from docgen.model.field import FieldSpec
from docgen.model.session import gathered_by
from docgen.model.sop import Branch, Sop, Stage
from docgen.workflow.asked import spec_at
from docgen.workflow.fold import PAST
from docgen.workflow.moves import ANY, may_replace, move, performable_at

Position = frozenset[str]
Facts = frozenset[str]
"""Field names, `langkah.<key>` for a stage that was done, and `asked.<field>`: it is there if its condition holds."""
ASKED = "asked."


@dataclass(frozen=True, slots=True)
class Flow:
    """What the walk found."""

    promised: Mapping[Position, Facts]
    """For each position that can be reached: what is known there on every way."""
    stuck: frozenset[Position]
    """Positions from which no way leads to the end, but for acts that may be done anywhere, such as a withdrawal."""
    places: Mapping[str, frozenset[Position]]
    """For each stage: the positions at which it can be done."""

    def performed_at(self, stage: Stage) -> frozenset[Position]:
        """The positions at which a stage can be done."""
        return self.places.get(stage.id, frozenset())

    def known(self, sop: Sop, stage: Stage) -> Facts:
        """What is known for certain when this stage issues its papers: before it, or captured by it."""
        before = [self.promised[position] for position in self.performed_at(stage)]
        if not before:
            return frozenset()
        return _after(sop, stage, frozenset.intersection(*before))


START: Position = frozenset({"*"})
"""Before the first step: the first stage, and nothing else, can be done."""


def captured_surely(sop: Sop, stage: Stage) -> Facts:
    """What a stage captures whenever it is done: its demanded fields and what it computes, and itself."""
    asked = {name if conditions_of(sop.fields[name]) == () else ASKED + name for name in stage.fields}
    computed = {name for name in (*stage.set, *gathered_by(stage)) if conditions_of(sop.fields[name]) == ()}
    volatile = {ASKED + name for name in sop.fields if not _read_of_record(sop, name)}
    return frozenset((asked | computed) - volatile) | {PAST + stage.key}


def conditions_of(spec: FieldSpec) -> tuple[Expression, ...]:
    """The condition under which a field is asked, if it has one."""
    each = spec.each.condition if spec.each is not None else None
    return tuple(condition for condition in (spec.when, each) if condition is not None)


def _read_by(sop: Sop, name: str) -> frozenset[str]:
    """The facts of the record that the condition of a field reads."""
    spec = sop.fields[name]
    read = {part for condition in conditions_of(spec) for one in condition.references for part in one.path[:2]}
    return frozenset(read | set(spec.each.list if spec.each is not None else ()))


def _read_of_record(sop: Sop, name: str) -> bool:
    """Whether a condition reads what stays as it is until a stage captures it anew."""
    return _read_by(sop, name).isdisjoint({"tahap", "langkah"})


def _doubtful(sop: Sop, changed: Iterable[str]) -> Facts:
    """The conditional fields that may not be there any more once these are changed."""
    gone = set(changed)
    return frozenset(ASKED + name for name in sop.fields if name in gone or not gone.isdisjoint(_read_by(sop, name)))


def walk(sop: Sop) -> Flow:
    """Walks every way through the definition until nothing new is found."""
    known: dict[Position, Facts] = {START: frozenset()}
    ways: dict[Position, set[Position]] = {}
    places: dict[str, set[Position]] = {}
    agenda = [START]
    while agenda:
        position = agenda.pop()
        for stage in _doable(sop, position):
            places.setdefault(stage.id, set()).add(position)
            captured = _after(sop, stage, known[position])
            for branch in stage.branches or (None,):
                target, arriving = _moved(sop, position, stage, branch, captured)
                if ANY not in stage.during:
                    ways.setdefault(position, set()).add(target)
                before = known.get(target)
                known[target] = arriving if before is None else arriving & before
                if known[target] != before:
                    agenda.append(target)
    return Flow(
        promised=known,
        stuck=_stuck(ways, known),
        places={stage: frozenset(positions) for stage, positions in places.items()},
    )


def _doable(sop: Sop, position: Position) -> list[Stage]:
    if position == START:
        return [sop.first]
    return [*performable_at(sop, position)]


def _after(sop: Sop, stage: Stage, before: Facts) -> Facts:
    """What is known for certain once a stage has captured its values."""
    return (before - _said_of_replaced(sop, stage) - _doubtful(sop, _changes(sop, stage))) | captured_surely(sop, stage)


def _changes(sop: Sop, stage: Stage) -> Iterator[str]:
    """What a stage may change of what conditions read: fields, or parts of items that give way to others."""
    yield from (name for name in stage.captures if name not in stage.replace)
    for path in stage.replace.values():
        spec = spec_at(sop.fields, path)
        yield from spec.fields if spec is not None else ()


def _moved(sop: Sop, position: Position, stage: Stage, branch: Branch | None, known: Facts) -> tuple[Position, Facts]:
    """Where a branch leads, and what is known there."""
    here = position - START
    moved = move(sop, here, stage, branch)
    return (here - set(moved.closes)) | set(moved.opens), known - set(moved.forgets) - _doubtful(sop, moved.forgets)


def _said_of_replaced(sop: Sop, stage: Stage) -> Facts:
    """What was said of a list's items is gone when the stage may replace the list and does not say it anew."""
    return may_replace(sop, stage) - set(stage.fields)


def _stuck(ways: Mapping[Position, set[Position]], reached: Iterable[Position]) -> frozenset[Position]:
    """The positions that cannot reach the end (nothing open)."""
    ending: set[Position] = {frozenset()}
    grew = True
    while grew:
        more = {position for position, targets in ways.items() if position not in ending and targets & ending}
        grew = bool(more)
        ending |= more
    return frozenset(reached) - ending

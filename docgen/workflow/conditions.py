"""The expressions that a stage evaluates, and whether what they read is known there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.model.expression import Each, Expression, Message, Reference, compile_expression
from docgen.model.implied import Implied
from docgen.model.shape import deciding_shape
from docgen.model.sop import Require, Sop, Stage
from docgen.model.trace import Path
from docgen.workflow.flow import Flow
from docgen.workflow.reading import Reading, unfit_type

NOTHING = Implied()
Place = tuple[str | int, ...]
_PROBE = "yang_dibaca_sesudahnya"
"""A name that no definition uses: what guards it behind a condition is what the condition makes certain."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression of the definition that a stage evaluates."""

    place: Place
    """Where it stands in the definition."""
    text: str
    references: tuple[Reference, ...]
    certain: Implied = NOTHING
    """What holds whenever it is evaluated."""
    severe: bool = True
    """Whether the step fails if it reads what is not known."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A fact that a condition reads, and that may be unknown then."""

    severity: str
    """`error` or `warning`."""
    condition: Condition
    path: Path
    stage: str
    type: str | None = None
    """The type of the fact, if it is not unknown but cannot be used so."""


def check_conditions(sop: Sop, flow: Flow) -> Iterator[Unsure]:
    """Compares what the conditions, guards and computed values of each stage read with what is known there."""
    found: dict[tuple[Place, Path], Unsure] = {}
    for index, stage in enumerate(sop.stages):
        if not flow.performed_at(stage):
            continue  # nothing leads there, which is said elsewhere
        shape = deciding_shape(sop, stage)
        for condition in (*_of_stage(stage, index), *_of_fields(sop, stage), *_of_papers(sop, stage)):
            reading = Reading(sop, flow, stage, shape, condition.certain, None)
            for reference in condition.references:
                unfit = unfit_type(shape, reference)
                severity = "error" if unfit else reading.lacking(reference)
                if severity is not None:
                    severity = severity if condition.severe else "warning"
                    unsure = Unsure(severity, condition, reference.path, stage.id, unfit)
                    found.setdefault((condition.place, reference.path), unsure)
    yield from found.values()


def ways_that_may_end(sop: Sop, flow: Flow) -> Iterator[int]:
    """The stages (by place in the file) of whose ways on it may be that none is open."""
    for index, stage in enumerate(sop.stages):
        conditions = [branch.when for branch in stage.next if branch.when is not None]
        if not flow.performed_at(stage) or len(conditions) < len(stage.next) or not conditions:
            continue
        reading = Reading(sop, flow, stage, deciding_shape(sop, stage), NOTHING, None)
        if reading.unless_one_holds(conditions):
            yield index


def implied_by(condition: Expression, scope: Mapping[str, Path], *, outcome: bool = True) -> Implied:
    """What is certain where a condition came out so."""
    asked = condition.text if outcome else f"not ({condition.text}\n)"
    probed = compile_expression(f"({asked}\n) and {_PROBE}", within=scope)
    probe = next(reference for reference in probed.references if reference.path == (_PROBE,))
    return Implied(probe.guards, probe.limits)


def _of_stage(stage: Stage, index: int) -> Iterator[Condition]:
    for name, computed in stage.set.items():
        yield Condition(("stages", index, "set", name), computed.text, computed.references)
    for number, guard in enumerate(stage.require):
        here: Place = ("stages", index, "require", number)
        yield Condition((*here, "that"), guard.that.text, _tested(guard.each, guard.that))
        yield _of_message((*here, "else"), guard)
    for number, branch in enumerate(stage.next):
        if branch.when is not None:
            yield Condition(("stages", index, "next", number, "when"), branch.when.text, _tested(None, branch.when))


def _of_message(place: Place, guard: Require) -> Condition:
    """What a refusal says: read where the guard does not hold; if it cannot be said, its text stands there as it is."""
    scope = guard.each.scope if guard.each is not None else {}
    certain = implied_by(guard.that, scope, outcome=False)
    if guard.each is not None and guard.each.condition is not None:
        certain = certain.both(implied_by(guard.each.condition, scope))
    message: Message = guard.else_.within(scope)
    return Condition(place, message.text, message.references, certain, severe=False)


def _of_fields(sop: Sop, stage: Stage) -> Iterator[Condition]:
    for name in (*stage.fields, *stage.optional):
        spec = sop.fields[name]
        if spec.when is not None:
            yield Condition(("fields", name, "when"), spec.when.text, _tested(None, spec.when))
        if spec.each is not None and spec.each.condition is not None:
            yield Condition(("fields", name, "each"), spec.each.text, _tested(spec.each, None))


def _of_papers(sop: Sop, stage: Stage) -> Iterator[Condition]:
    for kind in stage.documents:
        document = sop.documents[kind]
        if document.when is not None:
            yield Condition(("documents", kind, "when"), document.when.text, _tested(None, document.when))
        if document.each is not None and document.each.condition is not None:
            yield Condition(("documents", kind, "each"), document.each.text, _tested(document.each, None))


def _tested(each: Each | None, condition: Expression | None) -> tuple[Reference, ...]:
    """What a condition reads, and before it the one that chooses the items; that a whole is unknown does no harm."""
    expressions = [each.condition if each is not None else None, condition]
    text = " and ".join(f"({expression.text}\n)" for expression in expressions if expression is not None)
    return compile_expression(f"not ({text})", within=each.scope if each is not None else None).references

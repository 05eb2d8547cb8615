"""Whether papers and conditions read only what is known by then, on every way that leads there.

A letter may print only what is certain at every stage that issues it, or what its template tests first. What is said
only under a condition, and not tested, is a warning; a form prints a dotted line instead and needs no test.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docgen.model.expression import Each, Expression, Reference, compile_expression
from docgen.model.shape import ITEM, Shape, deciding_shape, paper_shape
from docgen.model.sop import DocumentKind, FieldSpec, Sop, Stage
from docgen.workflow.flow import Flow
from docgen.workflow.fold import PAST, State
from docgen.workflow.view import record_view

Path = tuple[str, ...]
Paths = frozenset[Path]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact that should not be read as it is."""

    severity: str
    """`error` or `warning`."""
    reference: str
    """`placeholder-unknown` or `placeholder-early`."""
    used: Reference
    stage: str | None = None
    near: str | None = None


def check_paper(
    sop: Sop, flow: Flow, kind: str, document: DocumentKind, used: Iterable[Reference]
) -> Iterator[Finding]:
    """Compares the placeholders of a template with what is known at every stage that issues it."""
    shape = paper_shape(sop, document)
    reading = _Reading(sop, flow, shape, _implied(document), document.each)
    issuers = [stage for stage in sop.stages if kind in stage.documents and flow.performed_at(stage)]
    for reference in used:
        if not _can_run(shape, reference) or reference.defined_test:
            continue
        if shape.at(reference.path) is None:
            yield Finding("error", "placeholder-unknown", reference, near=_nearest(shape, reference.path))
        elif not document.form:
            early = (reading.too_early(stage, reference) for stage in issuers)
            yield from [finding for finding in early if finding is not None][:1]


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression of the definition that a stage evaluates."""

    place: Place
    """Where it stands in the definition."""
    text: str
    references: tuple[Reference, ...]


def check_conditions(sop: Sop, flow: Flow) -> Iterator[tuple[Condition, Finding]]:
    """Compares what the conditions, guards and computed values of each stage read with what is known there."""
    reading = _Reading(sop, flow, deciding_shape(sop), frozenset(), None)
    found: dict[tuple[Place, Path], tuple[Condition, Finding]] = {}
    for index, stage in enumerate(sop.stages):
        if not flow.performed_at(stage):
            continue  # nothing leads there, which is said elsewhere
        for condition in (*_of_stage(stage, index), *_of_fields(sop, stage), *_of_papers(sop, stage)):
            for reference in condition.references:
                finding = reading.too_early(stage, reference)
                if finding is not None:
                    found.setdefault((condition.place, reference.path), (condition, finding))
    yield from found.values()


def _of_stage(stage: Stage, index: int) -> Iterator[Condition]:
    for name, computed in stage.set.items():
        yield Condition(("stages", index, "set", name), computed.text, computed.references)
    for number, guard in enumerate(stage.require):
        read = _tested(guard.each, guard.that)
        yield Condition(("stages", index, "require", number, "that"), guard.that.text, read)
    for number, branch in enumerate(stage.next):
        if branch.when is not None:
            yield Condition(("stages", index, "next", number, "when"), branch.when.text, _tested(None, branch.when))


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
    text = " and ".join(f"({expression.text})" for expression in expressions if expression is not None)
    return compile_expression(f"({text}) and true", within=each.scope if each is not None else None).references


def _can_run(shape: Shape, reference: Reference) -> bool:
    """Whether the branch that a placeholder stands in can be taken by this SOP (`is defined`)."""
    return all(shape.at(path) is not None for path in reference.if_defined) and not any(
        shape.at(path) is not None for path in reference.unless_defined
    )


def _implied(document: DocumentKind) -> Paths:
    """What is known for certain of whatever the document's own `when` and `each` let through."""
    known: set[Path] = set()
    if document.when is not None:
        known |= _implied_by(document.when, {})
    if document.each is not None and document.each.condition is not None:
        known |= _implied_by(document.each.condition, document.each.scope)
    return frozenset(known)


_PROBE = "yang_dibaca_sesudahnya"
"""A name that no definition uses: what guards it behind a condition is what the condition makes certain."""


def _implied_by(condition: Expression, scope: dict[str, Path]) -> Paths:
    probed = compile_expression(f"({condition.text}) and {_PROBE}", within=scope)
    return next(reference.guards for reference in probed.references if reference.path == (_PROBE,))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Who reads: a template, or the conditions of a stage."""

    sop: Sop
    flow: Flow
    shape: Shape
    implied: Paths
    each: Each | None
    """Of a paper that has copies: what `penerima` stands for."""

    def too_early(self, stage: Stage, reference: Reference) -> Finding | None:
        """Whether the fact may be unknown at this stage and nothing tests it."""
        path = self._in_record(reference.path)
        if path is None:
            return None
        tested = frozenset(
            found
            for guard in reference.guards | self.implied
            if (found := self._in_record(guard)) is not None and (found == path or self._says_something(guard))
        )
        severity = None if path in tested else self._lacking(stage, path, tested)
        return None if severity is None else Finding(severity, "placeholder-early", reference, stage.id)

    def _in_record(self, path: Path) -> Path | None:
        """The path in the record, if it is a captured fact; `penerima` is an item of some list."""
        if path[0] == "penerima" and self.each is not None:
            path = (*self.each.list, ITEM, *path[1:])
        taken = path[0] == "langkah" and len(path) > 1
        return path if taken or path[0] in self.sop.fields else None

    def _says_something(self, guard: Path) -> bool:
        """Whether testing this fact proves anything: a record is always there, and so are the rows of a checklist."""
        shape = self.shape.at(guard)
        if shape is None or (shape.parts and shape.item is None):
            return False
        return not _at(record_view(self.sop, State()), self._in_record(guard) or guard)

    def _lacking(self, stage: Stage, path: Path, tested: Paths) -> str | None:
        """How bad it is that the fact is read: `error`, `warning`, or nothing."""
        if path[0] == "langkah":
            taken = PAST + path[1] in self.flow.known(self.sop, stage)
            return None if taken or _below(tested, path[:2]) else "error"
        found = None
        if not _below(tested, path[:1]):
            found = self._unknown(stage, path[0])
        said = self.sop.fields.get(path[2]) if len(path) > 2 and path[1] == ITEM else None
        if said is not None and said.each is not None and said.each.list == path[:1]:
            if not _below(tested, path[:3]):
                found = _worse(found, self._unknown(stage, path[2]))
            return _worse(found, _inside(said, path, 3, tested))
        return _worse(found, _inside(self.sop.fields[path[0]], path, 1, tested))

    def _unknown(self, stage: Stage, name: str) -> str | None:
        """Whether a field may not have been captured: a warning if only its own condition can have kept it out."""
        known = self.flow.known(self.sop, stage)
        if name in known:
            return None
        spec = self.sop.fields[name]
        conditional = spec.when is not None or (spec.each is not None and spec.each.condition is not None)
        asked = any(name in other.fields and PAST + other.key in known for other in self.sop.stages)
        return "warning" if conditional and asked else "error"


def _at(value: Any, path: Path) -> Any:
    """The value at a path, in the first item of each list; nothing if there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else value[0] if value else None
    return value


def _below(tested: Paths, prefix: Path) -> bool:
    """Whether something at or below this place was tested, so that it was captured."""
    return any(path[: len(prefix)] == prefix for path in tested)


def _worse(one: str | None, other: str | None) -> str | None:
    return "error" if "error" in {one, other} else (one or other)


def _inside(spec: FieldSpec, path: Path, start: int, tested: Paths) -> str | None:
    """Whether a part on the way may be left out or asked under a condition, and neither it nor the condition tested."""
    for place in range(start, len(path)):
        if path[place] == ITEM:
            continue
        part = spec.fields.get(path[place])
        if part is None:
            return None
        siblings = path[:place]
        decided = part.when is not None and any(
            _below(tested, (*siblings, *reference.path)) for reference in part.when.references
        )
        if (part.optional or part.when is not None) and not decided and not _below(tested, path[: place + 1]):
            return "warning"
        spec = part
    return None


def _nearest(shape: Shape, path: Path) -> str | None:
    """The name that was probably meant."""
    here = shape
    for place, name in enumerate(path):
        below = here.at((name,))
        if below is None:
            close = difflib.get_close_matches(name, here.parts, n=1)
            return ".".join((*path[:place], close[0])) if close else None
        here = below
    return None

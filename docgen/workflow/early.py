"""Whether papers and conditions read only what is known by then, on every way that leads there.

A letter may print only what is certain at every stage that issues it, or what its template tests first. What is said
only under a condition, and not tested, is a warning. A form prints a dotted line instead and needs a test only where
something is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from docgen.model.expression import Reference
from docgen.model.implied import Implied
from docgen.model.nearest import nearest
from docgen.model.shape import Shape, paper_shape
from docgen.model.sop import DocumentKind, Sop
from docgen.model.trace import ITEM, Path
from docgen.workflow.conditions import implied_by
from docgen.workflow.flow import Flow
from docgen.workflow.reading import Reading, unfit_type

ReferenceT = TypeVar("ReferenceT", bound=Reference)


@dataclass(frozen=True, slots=True)
class Finding(Generic[ReferenceT]):
    """A fact that should not be read as it is."""

    severity: str
    """`error` or `warning`."""
    reference: str
    """`placeholder-unknown`, `placeholder-early`, or `render-failed`: a fact of its type cannot be used so."""
    used: ReferenceT
    stage: str | None = None
    near: str | None = None
    """The name that was probably meant; the one to test instead; the type that does not fit."""


def check_paper(
    sop: Sop, flow: Flow, kind: str, document: DocumentKind, used: Iterable[ReferenceT]
) -> Iterator[Finding[ReferenceT]]:
    """Compares the placeholders of a template with what is known at every stage that issues it."""
    shape = paper_shape(sop, document)
    issuers = [stage for stage in sop.stages if kind in stage.documents and flow.performed_at(stage)]
    certain = _implied(document)
    readings = [
        Reading(sop, flow, stage, paper_shape(sop, document, stage), certain, document.each) for stage in issuers
    ]
    for reference in used:
        if not _can_run(shape, reference) or reference.defined_test:
            continue
        there = shape.at(reference.path)
        if there is None:
            yield Finding("error", "placeholder-unknown", reference, near=_nearest(shape, reference.path))
        elif there.type == "secret" and not document.seals:
            yield Finding("error", "render-failed", reference, near="secret")
        elif unfit := unfit_type(shape, reference):
            yield Finding("error", "render-failed", reference, near=unfit)
        elif not document.form or reference.use == "computed":
            yield from _too_early(readings, reference)


def _too_early(readings: Iterable[Reading], reference: ReferenceT) -> Iterator[Finding[ReferenceT]]:
    """The stage at which a fact may be unknown: the first of those where that is worst."""
    found = [
        Finding(severity, "placeholder-early", reference, reading.stage.id, _to_test(reading.shape, reference.path))
        for reading in readings
        if (severity := reading.lacking(reference)) is not None
    ]
    yield from sorted(found, key=lambda finding: finding.severity)[:1]


def _to_test(shape: Shape, path: Path) -> str | None:
    """What to test instead of a record, which is always there: its first part."""
    there = shape.at(path)
    return (
        None
        if there is None or not there.parts
        else ".".join(name for name in (*path, next(iter(there.parts))) if name != ITEM)
    )


def _can_run(shape: Shape, reference: Reference) -> bool:
    """Whether the branch that a placeholder stands in can be taken by this SOP (`is defined`)."""
    return all(shape.at(path) is not None for path in reference.if_defined) and not any(
        shape.at(path) is not None for path in reference.unless_defined
    )


def _implied(document: DocumentKind) -> Implied:
    """What is certain of whatever the document's own `when` and `each` let through."""
    certain = Implied()
    if document.when is not None:
        certain = implied_by(document.when, {})
    if document.each is not None and document.each.condition is not None:
        certain = certain.both(implied_by(document.each.condition, {document.each.name: ("penerima",)}))
    return certain


def _nearest(shape: Shape, path: Path) -> str | None:
    """The name that was probably meant."""
    here = shape
    for place, name in enumerate(path):
        below = here.at((name,))
        if below is None:
            close = nearest(name, here.parts)
            return ".".join((*path[:place], close[0])) if close else None
        here = below
    return None

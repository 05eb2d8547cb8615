"""What the definition promises before any case exists: a walk over every position that a case can reach.

A position is the set of open stages. For each, the walk knows which facts are captured on *every* way to it
(a must-analysis) and which may be. A letter may print only what is promised; a form may leave it dotted.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docgen.model.expression import Reference
from docgen.model.shape import ITEM, Shape, paper_shape
from docgen.model.sop import Branch, DocumentKind, FieldSpec, Sop, Stage
from docgen.workflow.fold import PAST

Position = frozenset[str]
Facts = frozenset[str]
"""Field names, and `langkah.<key>` for a stage that was done."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What the walk found."""

    promised: Mapping[Position, Facts]
    """For each position that can be reached: what is known there on every way."""
    possible: Mapping[Position, Facts]
    """What may be known there."""
    stuck: frozenset[Position]
    """Positions from which no way leads to the end."""

    def performed_at(self, sop: Sop, stage: Stage) -> Iterator[Position]:
        """The positions at which a stage can be done."""
        for position in self.promised:
            if _enabled(stage, position) or (position == START and stage == sop.first):
                yield position

    def known(self, sop: Sop, stage: Stage) -> Facts:
        """What is known for certain when this stage issues its papers: before it, or captured by it."""
        before = [self.promised[position] for position in self.performed_at(sop, stage)]
        if not before:
            return frozenset()
        return (frozenset.intersection(*before) - _said_of_replaced(sop, stage)) | captured_surely(sop, stage)

    def thinkable(self, sop: Sop, stage: Stage) -> Facts:
        """What may be known when this stage issues its papers."""
        before = [self.possible[position] for position in self.performed_at(sop, stage)]
        return frozenset().union(*before, stage.captures, [PAST + stage.key])


START: Position = frozenset({"*"})
"""Before the first step: the first stage, and nothing else, can be done."""


def _enabled(stage: Stage, position: Position) -> bool:
    if position == START:
        return False
    if stage.id in position:
        return True
    return bool(position) and ("any" in stage.during or any(name in position for name in stage.during))


def captured_surely(sop: Sop, stage: Stage) -> Facts:
    """What a stage captures whenever it is done: its demanded fields without a condition, and itself."""
    return frozenset(name for name in (*stage.fields, *stage.set) if _unconditional(sop.fields[name])) | {
        PAST + stage.key
    }


def _unconditional(spec: FieldSpec) -> bool:
    return spec.when is None and (spec.each is None or spec.each.condition is None)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known at a position: for certain, and perhaps."""

    certain: Facts = frozenset()
    maybe: Facts = frozenset()

    def met(self, other: _Known | None) -> _Known:
        """What is known where two ways meet."""
        if other is None:
            return self
        return _Known(self.certain & other.certain, self.maybe | other.maybe)


def walk(sop: Sop) -> Flow:
    """Walks every way through the definition until nothing new is found."""
    known: dict[Position, _Known] = {START: _Known()}
    ways: dict[Position, set[Position]] = {}
    agenda = [START]
    while agenda:
        position = agenda.pop()
        for stage in _doable(sop, position):
            captured = _capturing(sop, stage, known[position])
            for branch in stage.branches or (None,):
                target, arriving = _moved(sop, position, stage, branch, captured)
                ways.setdefault(position, set()).add(target)
                before = known.get(target)
                known[target] = arriving.met(before)
                if known[target] != before:
                    agenda.append(target)
    return Flow(
        promised={position: facts.certain for position, facts in known.items()},
        possible={position: facts.maybe for position, facts in known.items()},
        stuck=_stuck(ways, known),
    )


def _doable(sop: Sop, position: Position) -> list[Stage]:
    if position == START:
        return [sop.first]
    return [stage for stage in sop.stages if _enabled(stage, position)]


def _capturing(sop: Sop, stage: Stage, before: _Known) -> _Known:
    """What is known once a stage has captured its values."""
    certain = (before.certain - _said_of_replaced(sop, stage)) | captured_surely(sop, stage)
    return _Known(certain, before.maybe | set(stage.captures) | {PAST + stage.key})


def _moved(sop: Sop, position: Position, stage: Stage, branch: Branch | None, known: _Known) -> tuple[Position, _Known]:
    """Where a branch leads, and what is known there."""
    if branch is None:
        return position, known
    here = position - START
    if not stage.is_act:
        kept = here - {stage.id}
    elif branch.ends or "any" in stage.during:
        kept = frozenset()
    else:
        kept = here - set(stage.during)
    if branch.to and min(sop.index(name) for name in branch.to) < sop.index(stage.id):
        gone = forgotten(sop, branch.to)
        known = _Known(known.certain - gone, known.maybe - gone)
    return frozenset(kept | set(branch.to)), known


def _said_of_replaced(sop: Sop, stage: Stage) -> Facts:
    """What was said of a list's items is gone when the stage may replace the list and does not say it anew."""
    return frozenset(
        each_name for name in stage.captures for each_name, _spec in sop.said_of(name) if each_name not in stage.fields
    )


def forgotten(sop: Sop, targets: Iterable[str]) -> Facts:
    """What a way up to these stages forgets: what only they and later ones capture."""
    start = min(sop.index(name) for name in targets)
    earlier = {name for stage in sop.stages[:start] for name in stage.captures}
    late = {name for stage in sop.stages[start:] for name in stage.captures}
    dispositions = {name for name, spec in sop.fields.items() if spec.type == "disposition"}
    return frozenset(late - earlier - dispositions) | {PAST + stage.key for stage in sop.stages[start:]}


def _stuck(ways: Mapping[Position, set[Position]], reached: Iterable[Position]) -> frozenset[Position]:
    """The positions that cannot reach the end (nothing open)."""
    ending: set[Position] = {frozenset()}
    grew = True
    while grew:
        more = {position for position, targets in ways.items() if position not in ending and targets & ending}
        grew = bool(more)
        ending |= more
    return frozenset(reached) - ending


@dataclass(frozen=True, slots=True)
class Finding:
    """A placeholder that a paper should not use as it does."""

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
    check = _PaperCheck(sop, flow, document, _condition_paths(document))
    shape = paper_shape(sop, document)
    issuers = [stage for stage in sop.stages if kind in stage.documents]
    for reference in used:
        if not _can_run(shape, reference) or reference.defined_test:
            continue
        if shape.at(reference.path) is None:
            yield Finding("error", "placeholder-unknown", reference, near=_nearest(shape, reference.path))
        elif not document.form:
            early = (check.too_early(stage, reference) for stage in issuers)
            yield from [finding for finding in early if finding is not None][:1]


def _can_run(shape: Shape, reference: Reference) -> bool:
    """Whether the branch that a placeholder stands in can be taken by this SOP (`is defined`)."""
    return all(shape.at(path) is not None for path in reference.if_defined) and not any(
        shape.at(path) is not None for path in reference.unless_defined
    )


def _condition_paths(document: DocumentKind) -> frozenset[tuple[str, ...]]:
    """What a document's own `each` and `when` made certain, also seen from its `penerima`."""
    paths: set[tuple[str, ...]] = set()
    if document.when is not None:
        paths |= {reference.path for reference in document.when.references}
    if document.each is not None and document.each.condition is not None:
        place = (*document.each.list, ITEM)
        for reference in document.each.condition.references:
            paths.add(reference.path)
            if reference.path[: len(place)] == place:
                paths.add(("penerima", *reference.path[len(place) :]))
    return frozenset(paths)


@dataclass(frozen=True, slots=True)
class _PaperCheck:
    """The check of one letter against the flow."""

    sop: Sop
    flow: Flow
    document: DocumentKind
    own_guards: frozenset[tuple[str, ...]]

    def too_early(self, stage: Stage, reference: Reference) -> Finding | None:
        """Whether the fact may be unknown at this stage; guarded facts are fine."""
        path = _record_path(self.sop, self.document, reference.path)
        if path is None or _guarded(reference.path, reference.guards | self.own_guards):
            return None
        fact = PAST + path[1] if path[0] == "langkah" else path[0]
        if fact not in self.flow.known(self.sop, stage):
            severity = "warning" if _conditional_only(self.sop, self.flow, stage, fact) else "error"
            return Finding(severity, "placeholder-early", reference, stage.id)
        if path[0] != "langkah" and _conditional_inside(self.sop, self.flow, stage, path):
            return Finding("warning", "placeholder-early", reference, stage.id)
        return None


def _record_path(sop: Sop, document: DocumentKind, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """The path in the record, if it is a captured fact; `penerima` is an item of some list."""
    if path[0] == "penerima" and document.each is not None:
        path = (*document.each.list, ITEM, *path[1:])
    taken = path[0] == "langkah" and len(path) > 1
    return path if taken or path[0] in sop.fields else None


def _guarded(path: tuple[str, ...], guards: frozenset[tuple[str, ...]]) -> bool:
    """A test of the fact, or of a part that decides over it, guards it."""
    return any(
        guard == path[: len(guard)] or (guard[:-1] == path[: len(guard) - 1] and len(guard) > 1) for guard in guards
    )


def _conditional_only(sop: Sop, flow: Flow, stage: Stage, fact: str) -> bool:
    """Whether the fact is missing only because it is asked under a `when`, at a stage that is always passed."""
    spec = sop.fields.get(fact)
    if spec is None or spec.when is None:
        return False
    known = flow.known(sop, stage)
    return any(fact in other.fields and PAST + other.key in known for other in sop.stages)


def _conditional_inside(sop: Sop, flow: Flow, stage: Stage, path: tuple[str, ...]) -> bool:
    """Whether a part on the way is optional, asked under a condition, or said only of some items."""
    spec: FieldSpec | None = sop.fields[path[0]]
    list_name = path[0]
    for place, name in enumerate(path[1:], 1):
        if spec is None or name == ITEM:
            continue
        if name in spec.fields:
            spec = spec.fields[name]
        elif place == 2 and any(name == each for each, _spec in sop.said_of(list_name)):
            spec = sop.fields[name]
            if name not in flow.known(sop, stage) or (spec.each is not None and spec.each.condition is not None):
                return True
        else:
            return False
        if spec.optional or spec.when is not None:
            return True
    return False


def _nearest(shape: Shape, path: tuple[str, ...]) -> str | None:
    """The name that was probably meant."""
    here = shape
    for place, name in enumerate(path):
        below = here.at((name,))
        if below is None:
            close = difflib.get_close_matches(name, here.parts, n=1)
            return ".".join((*path[:place], close[0])) if close else None
        here = below
    return None

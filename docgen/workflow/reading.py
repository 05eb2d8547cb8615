"""What may be missing where a template or a condition reads it: step by step along the trace of the fact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from docgen.model.expression import Each, Expression, Reference
from docgen.model.field import FieldSpec
from docgen.model.fitting import goes_with, is_single, suits, type_of
from docgen.model.implied import FALSY, Implied
from docgen.model.shape import Shape
from docgen.model.sop import Sop, Stage
from docgen.model.trace import ITEM, ORDERING, Limit, Path, covers, is_item, path_of
from docgen.workflow.flow import ASKED, Flow, conditions_of
from docgen.workflow.fold import PAST, State
from docgen.workflow.possible import one_holds, values_of
from docgen.workflow.view import record_view

_RECIPIENT = "[penerima]"
"""The item of a list that a copy is for."""


def unfit_type(shape: Shape, reference: Reference) -> str | None:
    """The type of a fact that cannot be used as it is there: printed, passed through a filter, compared."""
    there = shape.at(reference.path)
    if there is None:
        return None  # that it does not exist is said elsewhere
    beside = shape.at(reference.beside) if isinstance(reference.beside, tuple) else reference.beside
    prints = reference.use != "printed" or bool(reference.through) or is_single(there)
    paired = not reference.beside or beside is None or goes_with(there, beside)
    return None if prints and paired and suits(there, reference.through) else type_of(there)


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and when: a template, or the conditions of a stage."""

    sop: Sop
    flow: Flow
    stage: Stage
    shape: Shape
    certain: Implied
    """What holds wherever anything is read."""
    each: Each | None
    """Of a paper that has copies: what `penerima` stands for."""

    def lacking(self, reference: Reference) -> str | None:
        """How bad it is that a fact is read as it is: `error`, `warning`, or nothing."""
        if reference.trace in reference.guards:
            return None
        trace = self._rooted(reference.trace)
        guards = (self._rooted(guard) for guard in reference.guards | self.certain.known)
        limits = reference.limits | self.certain.limits
        tested = _Tested(
            tuple(guard for guard in guards if self._says_something(guard)),
            tuple(Limit(self._rooted(limit.trace), limit.operator, limit.values) for limit in limits),
        )
        found = [self._missing(trace[: place + 1], tested) for place in range(len(trace))]
        return next((severity for severity in ("error", "warning") if severity in found), None)

    def unless_one_holds(self, conditions: list[Expression]) -> bool:
        """Whether it may be that none of these conditions holds, as far as the values can be counted."""
        values = {
            one.path: self._values(one.path, _Tested((), ()))
            for condition in conditions
            for one in condition.references
        }
        return not one_holds(conditions, values)

    def _rooted(self, trace: Path) -> Path:
        """The trace from the record on; `penerima` is an item of some list."""
        if trace[0] == "penerima" and self.each is not None:
            return (*self.each.list, _RECIPIENT, *trace[1:])
        return trace

    def _says_something(self, guard: Path) -> bool:
        """Whether testing this fact proves anything: a record is always there, and so are the rows of a checklist."""
        shape = self._shape(guard)
        if shape is None or (shape.parts and shape.item is None):
            return False
        return not _at(record_view(self.sop, State()), path_of(guard))

    def _missing(  # noqa: PLR0911 -- one case for each kind of step
        self, prefix: Path, tested: _Tested
    ) -> str | None:
        """What may be missing at the last step of a trace, all before it being there."""
        step, shape, spec = prefix[-1], self._shape(prefix), self._spec(prefix)
        if shape is None or step.startswith("|") or tested.there(prefix):
            return None
        if len(prefix) == 1:
            return self._unknown(step, prefix, tested) if step in self.sop.fields else None
        if prefix[0] == "langkah" and len(prefix) == len(("langkah", "stage")):
            return None if PAST + step in self.flow.known(self.sop, self.stage) else "error"
        if is_item(step):
            return None if _of_many(step) or self._has_one(prefix, tested) else "warning"
        if spec is not None and spec is self.sop.fields.get(step) and spec.each is not None:
            return self._unknown(step, prefix, tested)
        if shape.absent:
            return "error"
        asked = spec is None or all(self._holds(one, prefix[:-1], tested) for one in conditions_of(spec))
        return None if asked and not shape.optional and not (spec is not None and spec.optional) else "warning"

    def _has_one(self, prefix: Path, tested: _Tested) -> bool:
        """Whether a list surely has the item that the last step goes to."""
        listed = prefix[:-1]
        chosen = any(step.startswith("|") and step.split("[")[0][1:] not in ORDERING for step in listed)
        least = 0 if chosen else getattr(self._shape(listed), "least", 0)
        place = prefix[-1].strip("[]")
        needed = int(place) + 1 if place.isdigit() else -int(place) if place.startswith("-") else 1
        return needed <= max(least, int(tested.not_empty(listed)))

    def _unknown(self, name: str, prefix: Path, tested: _Tested) -> str | None:
        """Whether a field may not have been captured: a warning if only its own condition can have kept it out."""
        known = self.flow.known(self.sop, self.stage)
        if name in known:
            return None
        spec = self.sop.fields[name]
        conditions = conditions_of(spec)
        if ASKED + name in known and all(self._holds(one, prefix[:-1], tested, spec.each) for one in conditions):
            return None
        asked = any(name in other.fields and PAST + other.key in known for other in self.sop.stages)
        return "warning" if conditions and asked else "error"

    def _holds(self, condition: Expression, above: Path, tested: _Tested, each: Each | None = None) -> bool:
        """Whether what was tested makes the condition of a field certain. `above`: where its names begin."""
        if tested.plainly:
            return False

        def placed(path: Path) -> Path:
            if each is None:
                return (*above, *path)
            return (*above, *path[1:]) if path[0] == each.name else path

        values = {one.path: self._values(placed(one.path), tested) for one in condition.references}
        return one_holds([condition], values)

    def _values(self, trace: Path, tested: _Tested) -> frozenset[object] | None:
        values = values_of(self._spec(trace), trace, tested.limits)
        plainly = replace(tested, plainly=True)
        there = all(self._missing(trace[: place + 1], plainly) is None for place in range(len(trace)))
        return values - {None} if there and values is not None else values

    def _shape(self, trace: Path) -> Shape | None:
        return self.shape.at(path_of(trace))

    def _spec(self, trace: Path) -> FieldSpec | None:
        """The definition's field at the end of a trace; nothing if the kernel computes it."""
        root, *below = (name for name in path_of(trace) if name != ITEM)
        spec = self.sop.fields.get(root)
        said = dict(self.sop.said_of(root))
        for name in below:
            spec = None if spec is None else spec.fields.get(name) or said.pop(name, None)
            said = {}
        return spec


@dataclass(frozen=True, slots=True)
class _Tested:
    """What the tests around a place have made certain."""

    guards: tuple[Path, ...]
    limits: tuple[Limit, ...]
    plainly: bool = False
    """Whether a field that has a condition counts as missing, because a condition is being looked at already."""

    def there(self, prefix: Path) -> bool:
        """Whether something at or below this place was tested, so that it was captured."""
        return any(covers(guard, prefix) for guard in self.guards)

    def not_empty(self, listed: Path) -> bool:
        """Whether the list was found to have items, or stands around this place as a loop."""
        return any(
            limit.trace == listed and limit.operator == "notin" and limit.values >= FALSY for limit in self.limits
        ) or any(
            len(guard) > len(listed) and guard[: len(listed)] == listed and not _of_many(guard[len(listed)], loop=False)
            for guard in self.guards
        )


def _of_many(step: str, *, loop: bool = True) -> bool:
    """Whether a step to an item goes to whichever there are, or to the one at hand, and not to a certain place."""
    if step == ITEM:
        return True
    place = step.strip("[]")
    return loop and not (place in {"+", "min", "max"} or place.lstrip("-").isdigit())


def _at(value: Any, path: Path) -> Any:
    """The value at a path, in the first item of each list; nothing if there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else value[0] if value else None
    return value

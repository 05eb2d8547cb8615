"""Whether a stage decides by a number that it takes itself: a number is claimed once everything has been decided.

Until then a stand-in is there. A decision by the stand-in may go another way than the one by the number would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.checker import Checker
from docgen.model.expression import Each, Expression, Reference
from docgen.model.sop import Sop, Stage
from docgen.model.source import Path

_CLAIMED = frozenset({"nomor", "urut"})
"""What is not known of a number before it is claimed; its day is."""


def check_numbers(checker: Checker) -> Iterator[Problem]:
    """Everything that a stage reads of a number that it takes itself, wherever the stage decides by it."""
    sop = checker.sop
    for place, stage in enumerate(sop.stages):
        taken = {name for name in stage.fields if name in sop.fields and sop.fields[name].type == "number"}
        for path, references in _decisions(sop, place, stage):
            for name in dict.fromkeys(_read_of(taken, references)):
                message = _("Stage {stage} decides by {name}, which is claimed only after everything is decided.")
                hint = _("Decide by something else, or let an earlier stage take the number.")
                yield checker.wrong(path, message.format(stage=stage.id, name=name), hint, reference="sop-flow")


def _read_of(taken: set[str], references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        if reference.path[0] in taken and not _CLAIMED.isdisjoint(reference.path[1:]):
            yield ".".join(reference.path)


def _decisions(sop: Sop, place: int, stage: Stage) -> Iterator[tuple[Path, Iterable[Reference]]]:
    """Every expression that a stage evaluates: where it stands, and what it reads."""
    path: Path = ("stages", place)
    for name, computed in stage.set.items():
        yield (*path, "set", name), computed.references
    for number, guard in enumerate(stage.require):
        here = (*path, "require", number)
        yield (*here, "that"), guard.that.references
        yield (*here, "else"), guard.else_.references
        yield from _conditions(here, None, guard.each)
    for number, branch in enumerate(stage.next):
        yield from _conditions((*path, "next", number), branch.when, None)
    for name in (*stage.fields, *stage.optional):
        if name in sop.fields:
            yield from _conditions(("fields", name), sop.fields[name].when, sop.fields[name].each)
    for kind in stage.documents:
        if kind in sop.documents:
            yield from _conditions(("documents", kind), sop.documents[kind].when, sop.documents[kind].each)


def _conditions(path: Path, when: Expression | None, each: Each | None) -> Iterator[tuple[Path, Iterable[Reference]]]:
    if when is not None:
        yield (*path, "when"), when.references
    if each is not None and each.condition is not None:
        yield (*path, "each"), each.condition.references

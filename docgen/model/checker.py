"""How a check of a definition says what is wrong: with file, line and column, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.expression import Each, Reference
from docgen.model.later import N_
from docgen.model.nearest import meant, nearest
from docgen.model.salvage import Doubt
from docgen.model.shape import ITEM, Shape
from docgen.model.sop import Sop
from docgen.model.source import Path, Source
from docgen.model.syntax import WORDS

STAGE = N_("stage")
"""What a message calls a stage."""


@dataclass(frozen=True, slots=True)
class Checker:
    """A definition, the text that it stands in, and what its expressions may name."""

    sop: Sop
    source: Source
    shape: Shape
    doubt: Doubt

    def wrong(self, path: Path, message: str, hint: str, *, reference: str = "sop-invalid") -> Problem:
        """What is wrong with the value at a path."""
        return Problem(reference=reference, message=message, where=self.source.where(path), hint=hint)

    def wrong_name(self, path: Path, message: str, hint: str) -> Problem:
        """What is wrong with the name that stands before the value at a path."""
        return Problem(reference="sop-invalid", message=message, where=self.source.where_key(path), hint=hint)

    def unknown(self, path: Path, kind: str, name: str, known: Iterable[str]) -> Iterator[Problem]:
        """A name that nothing of this kind has, and the one that was probably meant."""
        if name not in self.doubt.names and not (self.doubt.stages and kind == STAGE):
            yield self.wrong(
                path,
                _("There is no {kind} {name}.").format(kind=_(kind), name=name),
                _nearest(name, set(known) - self.doubt.names),
            )

    def reads(
        self, path: Path, references: Iterable[Reference], local: Mapping[str, Shape] | None = None
    ) -> Iterator[Problem]:
        """Every name in an expression that does not exist where it is said."""
        here = Shape("record", "", {**self.shape.parts, **(local or {})})
        for reference in references:
            there = here.at(reference.path)
            if there is not None and there.type == "secret":
                yield self.wrong(
                    path,
                    _("The expression names the secret {name}.").format(name=".".join(reference.path)),
                    _("A secret is named under `seals` of a document only: nothing else knows it."),
                    reference="expression-invalid",
                )
            if there is None and not self._doubtful(reference.path):
                printed = ".".join(name for name in reference.path if name != ITEM)
                yield self.wrong(
                    path,
                    _("The expression names {name}, which does not exist.").format(name=printed),
                    _meant(here, reference.path),
                    reference="expression-invalid",
                )

    def _doubtful(self, path: tuple[str, ...]) -> bool:
        """Whether what an expression reads may be there once what is broken is mended."""
        return not self.doubt.names.isdisjoint(path) or (self.doubt.stages and path[0] == "langkah")

    def goes_through(self, path: Path, each: Each, *, records: bool = False) -> Iterator[Problem]:
        """Whether `NAME in LIST if EXPR` goes through a list (of records, if so asked), and its condition is sound."""
        if each.name in WORDS:
            message = _("The name “{name}” may not be used.").format(name=each.name)
            yield self.wrong(path, message, _("Jinja uses this name itself: choose another one."))
        shape = self.shape.at(each.list)
        if shape is None or shape.item is None or len(each.list) != 1 or (records and not shape.item.parts):
            lists = [
                known
                for known, part in self.shape.parts.items()
                if part.item is not None and (part.item.parts or not records)
            ]
            yield from self.unknown(path, N_("list"), ".".join(each.list), lists)
            return
        if each.condition is not None:
            yield from self.reads(path, each.condition.references, {each.name: shape.item})


def _nearest(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return meant(name, names) or _("Known: {names}.").format(names=", ".join(names) or "–")


def _meant(here: Shape, path: tuple[str, ...]) -> str:
    """A hint with the name that was probably meant, in the first place where the path goes wrong."""
    wrong = next(place for place in range(len(path)) if here.at(path[: place + 1]) is None)
    around = here.at(path[:wrong])
    known = sorted(around.parts) if around is not None else []
    close = nearest(path[wrong], known)
    if close:
        meant = ".".join(part for part in (*path[:wrong], *close) if part != ITEM)
        return _("Did you mean {name}?").format(name=meant)
    if not known:
        return _("{name} has no parts here; a list is gone through with `each` or `selectattr`.").format(
            name=".".join(part for part in path[:wrong] if part != ITEM)
        )
    return _("Known here: {names}.").format(names=", ".join(known))

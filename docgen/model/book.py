"""What an SOP says of the row of a number in the book of its register: `registers:` of the definition.

The office's book has a row for each number, be it of a case, void, or given outside docgen. Of the latter two nothing
is known but what the register itself knows: `buku`. So some column must show the number by that alone, and some why
it is void.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.checker import Checker
from docgen.model.expression import Expression
from docgen.model.nearest import meant
from docgen.model.shape import (
    BOOK,
    CASE,
    PAPER,
    PERSON,
    SIGNER,
    Shape,
    deciding_shape,
)
from docgen.model.sop import DocumentKind, Sop
from docgen.model.source import Path

ROW = "buku"
"""What the register itself knows of a number."""
NUMBERED = ("nomor", "urut")
REMARK = "keterangan"
OF_CASE = ("nomor", "sop", "nomor_sop", "judul", "putaran", "dibuka")
"""What a row may tell of its case: what does not change with the next step."""


def registers_of(sop: Sop) -> frozenset[str]:
    """The registers that an SOP takes numbers from."""
    named = [field.register_ for field in sop.fields.values()] + [kind.register_ for kind in sop.documents.values()]
    return frozenset(name for name in named if name is not None)


def book_shape(sop: Sop, register: str) -> Shape:
    """What the columns of a register may name: the record, the step, the case, and the paper if papers take numbers."""
    deciding = deciding_shape(sop)
    case = replace(CASE, parts={name: CASE.parts[name] for name in OF_CASE})
    parts = {**deciding.parts, ROW: BOOK, "kasus": case, "petugas": PERSON}
    papers = [kind for kind in sop.documents.values() if kind.register_ == register]
    if papers:
        parts["naskah"] = PAPER
    if any(kind.signer is not None for kind in papers):
        parts["penandatangan"] = SIGNER
    recipient = _recipient(deciding, papers)
    if recipient:
        parts["penerima"] = Shape("record", parts=recipient)
    return Shape("record", register, parts)


def _recipient(deciding: Shape, papers: list[DocumentKind]) -> Mapping[str, Shape]:
    """What the one whom a paper is for may have, in whichever list he stands."""
    lists = [deciding.at(kind.each.list) for kind in papers if kind.each is not None]
    items = [listed.item for listed in lists if listed is not None and listed.item is not None]
    return {name: part for item in items for name, part in item.parts.items()}


def of_the_register(expression: Expression) -> frozenset[str]:
    """The parts of `buku` that an expression reads, if it reads nothing else; else nothing."""
    paths = [reference.path for reference in expression.references]
    return (
        frozenset(path[1] for path in paths if len(path) > 1) if all(path[0] == ROW for path in paths) else frozenset()
    )


def check_books(checker: Checker) -> Iterator[Problem]:
    """Everything that is wrong with the columns of registers."""
    sop = checker.sop
    used = registers_of(sop)
    for register, columns in sop.registers.items():
        path: Path = ("registers", register)
        if register not in used:
            if not checker.doubt.names:  # what is broken may be what uses it
                message = _("No field or document of this SOP takes numbers from register {name}.")
                known = _("Registers of this SOP: {names}.").format(names=", ".join(sorted(used)) or "–")
                yield checker.wrong_name(path, message.format(name=register), meant(register, used) or known)
            continue
        shape = book_shape(sop, register)
        for heading, expression in columns.items():
            yield from checker.reads((*path, heading), expression.references, shape.parts)
            yield from _whole(checker, shape, (*path, heading), expression)
        yield from _shows_itself(checker, path, columns)


def _whole(checker: Checker, shape: Shape, path: Path, expression: Expression) -> Iterator[Problem]:
    """A record where one value is needed: nobody could read it in a cell."""
    named = tuple(expression.text.strip().split("."))
    found = shape.at(named)
    of_many = found.item if found is not None and found.item is not None else found
    if of_many is not None and of_many.parts:
        example = (
            ".".join((*named, next(iter(of_many.parts)))) if found is of_many else f"{named[-1]} | map(attribute='…')"
        )
        yield checker.wrong(
            path,
            _("{name} is a whole record; a cell shows one value, or a list of values.").format(name=".".join(named)),
            _("Name a part of it, such as {example}.").format(example=example),
            reference="expression-invalid",
        )


def _shows_itself(checker: Checker, path: Path, columns: Mapping[str, Expression]) -> Iterator[Problem]:
    """Whether the row of a void number says which number it is, and why it is void."""
    shown = frozenset[str]().union(*map(of_the_register, columns.values()))
    for wanted, message in (
        (NUMBERED, _("No column shows the number itself, so that the row of a void one would be empty.")),
        ((REMARK,), _("No column shows why a number is void.")),
    ):
        if shown.isdisjoint(wanted):
            hint = _("Add a column with {expression} alone.").format(expression=f"{ROW}.{wanted[0]}")
            yield checker.wrong_name(path, message, hint)

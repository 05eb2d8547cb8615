"""Whether the fields of a definition can be what they declare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.checker import Checker
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.later import N_
from docgen.model.shape import METHODS, RESERVED, field_shape
from docgen.model.source import Path
from docgen.model.syntax import WORDS
from docgen.model.values import SCALAR_TYPES, ValueProblem, parse_scalar

KERNEL_OPTIONS = frozenset(
    {"by", "at", "input", "set", "dry-run", "json", "help", "again", "generate", "passphrase-fd", "rows", "keep-going"}
    | {"pin", "exclude", "split", "reason"}
)
"""Options that stage commands have: no field may take their names."""
_TOP_ONLY = frozenset({"number", "disposition", "checklist"})
_ONE_FOR_THE_CASE = frozenset({"number", "disposition"})
"""Types of which a case has one: there is none for each item."""
_ANY_DAY = dt.date(2000, 1, 1)
"""A default does not depend on the day."""


def check_fields(checker: Checker) -> Iterator[Problem]:
    """Everything that is wrong with the fields at the top and inside them."""
    for name, spec in checker.sop.fields.items():
        path: Path = ("fields", name)
        if name in RESERVED:
            yield _badly_named(checker, path, name)
        yield from _check_field(checker, path, name, spec)
        yield from _check_top(checker, path, name, spec)


def _check_field(checker: Checker, path: Path, name: str, spec: FieldSpec) -> Iterator[Problem]:
    """What holds for a field anywhere."""
    if name in METHODS | WORDS:
        yield _badly_named(checker, path, name)
    if spec.min is not None and spec.max is not None and spec.min > spec.max:
        message = _("The minimum {min} is above the maximum {max}.").format(min=spec.min, max=spec.max)
        yield checker.wrong((*path, "min"), message, _("Lower `min` or raise `max`."))
    yield from _check_default(checker, path, spec)
    for part_name, part in spec.fields.items():
        below = (*path, "fields", part_name)
        yield from _check_field(checker, below, part_name, part)
        yield from _check_part(checker, below, part)
        if part.when is not None:
            siblings = {sibling: field_shape(other) for sibling, other in spec.fields.items()}
            yield from checker.reads((*below, "when"), part.when.references, siblings)


def _check_default(checker: Checker, path: Path, spec: FieldSpec) -> Iterator[Problem]:
    if spec.default is None:
        return
    if spec.choices and spec.default not in spec.choices:
        yield from checker.unknown((*path, "default"), N_("choice"), spec.default, spec.choices)
        return
    if spec.type not in SCALAR_TYPES - {"identity", "choice"}:
        return
    try:
        parse_scalar(
            spec.type, spec.default, typed=False, today=_ANY_DAY, zone=dt.UTC, minimum=spec.min, maximum=spec.max
        )
    except ValueProblem as problem:
        message = _("The default cannot be used: {reason}.").format(reason=problem)
        yield checker.wrong((*path, "default"), message, problem.hint)


def _badly_named(checker: Checker, path: Path, name: str) -> Problem:
    hint = _("The name means something else in templates; take another one, such as {name}_pemohon.").format(name=name)
    return checker.wrong_name(path, _("A field may not be named {name}.").format(name=name), hint)


def _check_top(checker: Checker, path: Path, name: str, spec: FieldSpec) -> Iterator[Problem]:
    """What holds for a field at the top, which stages name."""
    option = name.replace("_", "-")
    if option in KERNEL_OPTIONS and (spec.type in SCALARS | {"list"} or spec.each is not None):
        message = _("The option --{name} is docgen's own.").format(name=option)
        yield checker.wrong_name(path, message, _("Name the field otherwise."))
    if spec.unique is not None or (spec.each is None and spec.type == "record" and _has_unique(spec)):
        message = _("`unique` stands on a fact that each item of a list has.")
        yield checker.wrong(path, message, _("Put it on a part of a list's items, or of a record with `each`."))
    if spec.optional:
        message = _("A stage says which of its own fields are optional.")
        yield checker.wrong((*path, "optional"), message, _("Name the field under `optional` of the stage."))
    if spec.each is not None:
        yield from checker.goes_through((*path, "each"), spec.each, records=True)
        if spec.type in _ONE_FOR_THE_CASE:
            message = _("A {type} is one for the case, not one for each item.").format(type=spec.type)
            yield checker.wrong((*path, "each"), message, _("Take `each` away, or take another type."))
    if spec.when is not None:
        yield from checker.reads((*path, "when"), spec.when.references)


def _has_unique(spec: FieldSpec) -> bool:
    return spec.unique is not None or any(_has_unique(part) for part in spec.fields.values())


def _check_part(checker: Checker, path: Path, spec: FieldSpec) -> Iterator[Problem]:
    """What holds for a field inside another."""
    if spec.type in _TOP_ONLY:
        message = _("A {type} stands at the top, not inside another field.").format(type=spec.type)
        yield checker.wrong((*path, "type"), message, _("Make it a field of its own at the top."))
    if spec.each is not None:
        message = _("`each` stands on a field at the top, not inside another field.")
        yield checker.wrong((*path, "each"), message, _("Make it a field of its own at the top."))
    if spec.optional and spec.default is not None:
        message = _("What has a default is never missing.")
        yield checker.wrong((*path, "optional"), message, _("Take `optional` or `default` away."))

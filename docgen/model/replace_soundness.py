"""Whether items of a list can give way to what a stage says of them: the other must be complete, and of their kind."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.checker import Checker
from docgen.model.field import FieldSpec
from docgen.model.later import N_
from docgen.model.sop import Sop, Stage
from docgen.model.source import Path


def check_replaced(checker: Checker) -> Iterator[Problem]:
    """Everything that is wrong with `replace` of any stage."""
    for place, stage in enumerate(checker.sop.stages):
        for name, path in stage.replace.items():
            yield from _check(checker, ("stages", place, "replace", name), stage, name, path)


def _check(checker: Checker, at: Path, stage: Stage, name: str, path: tuple[str, ...]) -> Iterator[Problem]:
    fields = checker.sop.fields
    if name not in fields:
        yield from checker.unknown(at, N_("field"), name, fields)
        return
    if fields[name].type != "list" or not fields[name].fields:
        message = _("{name} is no list of items with parts.").format(name=name)
        yield checker.wrong_name(at, message, _("Only items of such a list give way to others."))
        return
    if name in (*stage.fields, *stage.optional, *stage.set):
        message = _("Stage {stage} names field {name} twice.").format(stage=stage.id, name=name)
        yield checker.wrong_name(at, message, _("Keep one of them."))
    spec = _said_here(checker.sop, stage, name, path)
    if spec is None:
        message = _("{path} is no record that stage {stage} asks of each item of {name}.")
        yield checker.wrong(
            at,
            message.format(path=".".join(path), stage=stage.id, name=name),
            _("Name a field of this stage with `each` through {name}, and the record in it.").format(name=name),
        )
        return
    yield from (checker.wrong(at, message, hint) for message, hint in _misfits(fields[name], spec, name, path))


def _said_here(sop: Sop, stage: Stage, name: str, path: tuple[str, ...]) -> FieldSpec | None:
    """The record that a path leads to, if the stage asks it of each item of the list."""
    spec = dict(sop.said_of(name)).get(path[0]) if path[0] in (*stage.fields, *stage.optional) else None
    for part in path[1:]:
        spec = spec.fields.get(part) if spec is not None and spec.type == "record" else None
    return spec if spec is not None and spec.type == "record" else None


def _misfits(listed: FieldSpec, record: FieldSpec, name: str, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Why the record cannot stand for an item: each reason with what to do."""
    for key, part in record.fields.items():
        own = listed.fields.get(key)
        where = ".".join((*path, key))
        if own is None:
            yield (
                _("{part} is no part of {name}.").format(part=where, name=name),
                _("Declare it there, or leave it out."),
            )
        elif (part.type, part.of, part.choices) != (own.type, own.of, own.choices):
            yield (
                _("{part} is of another type than in {name}.").format(part=where, name=name),
                _("Give both the same type."),
            )
        elif not _may_lack(own) and _may_lack(part):
            yield (
                _("{part} may be missing, though each item of {name} has it.").format(part=where, name=name),
                _("Demand it here too."),
            )
        else:
            yield from _misfits(own, part, f"{name}.{key}", (*path, key))


def _may_lack(part: FieldSpec) -> bool:
    return part.optional or part.when is not None

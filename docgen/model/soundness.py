"""Whether the names of a definition fit together: stages, fields, documents, actors, expressions.

The grammar itself is checked by the models in `docgen.model.sop`; what is known when, by `docgen.workflow.flow`.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.expression import Expression, Reference
from docgen.model.shape import ITEM, METHODS, RESERVED, Shape, deciding_shape, field_shape
from docgen.model.sop import SCALARS, FieldSpec, Require, Sop, Stage
from docgen.model.source import Path, Source

KERNEL_VERBS = frozenset(
    [
        "init",
        "demo",
        "today",
        "list",
        "show",
        "status",
        "undo",
        "correct",
        "attach",
        "sop",
        "template",
        "register",
        "verify",
        "doctor",
        "completion",
    ]
)
"""Commands that every workspace has: no SOP may take their names."""
KERNEL_OPTIONS = frozenset({"by", "at", "input", "set", "dry-run", "json", "help"})
"""Options that every stage command has: no field may take their names."""


@dataclass(frozen=True, slots=True)
class _Checker:
    sop: Sop
    source: Source
    shape: Shape

    def wrong(self, path: Path, message: str, *, reference: str = "sop-invalid", hint: str = "") -> Problem:
        return Problem(reference=reference, message=message, where=self.source.where(path), hint=hint)

    def unknown(self, path: Path, kind: str, name: str, known: Iterable[str]) -> Problem:
        names = sorted(known)
        close = difflib.get_close_matches(name, names, n=1)
        hint = _("Did you mean {name}?").format(name=close[0]) if close else ", ".join(names)
        return self.wrong(path, _("There is no {kind} {name}.").format(kind=kind, name=name), hint=hint)


def check_names(sop: Sop, source: Source) -> tuple[Problem, ...]:
    """Everything in the definition that names what is not there, or what may not be named so."""
    checker = _Checker(sop, source, deciding_shape(sop))
    return (
        *_check_sop(checker),
        *_check_fields(checker),
        *_check_documents(checker),
        *(problem for place, stage in enumerate(sop.stages) for problem in _check_stage(checker, place, stage)),
    )


def _check_sop(checker: _Checker) -> Iterator[Problem]:
    sop = checker.sop
    if sop.id in KERNEL_VERBS:
        yield checker.wrong(("id",), _("{name} is a command of docgen itself.").format(name=sop.id))
    counts = Counter(stage.key for stage in sop.stages)
    for place, stage in enumerate(sop.stages):
        if counts[stage.key] > 1:
            yield checker.wrong(("stages", place, "id"), _("Stage {name} is there twice.").format(name=stage.id))
    if sop.first.is_act:
        yield checker.wrong(("stages", 0), _("The first stage opens a case; it cannot be an act during others."))


def _check_fields(checker: _Checker) -> Iterator[Problem]:
    for name, spec in checker.sop.fields.items():
        yield from _check_field(checker, ("fields", name), name, spec, top=True)


def _check_field(checker: _Checker, path: Path, name: str, spec: FieldSpec, *, top: bool) -> Iterator[Problem]:
    if name in METHODS or (top and name in RESERVED):
        yield checker.wrong(path, _("A field may not be named {name}.").format(name=name))
    if top:
        yield from _check_top_field(checker, path, name, spec)
    else:
        if spec.type in {"number", "disposition", "checklist"}:
            message = _("A {type} stands at the top, not inside another field.").format(type=spec.type)
            yield checker.wrong((*path, "type"), message)
        if spec.each is not None:
            message = _("`each` stands on a field at the top, not inside another field.")
            yield checker.wrong((*path, "each"), message)
    yield from _check_parts(checker, path, spec)
    if spec.default is not None and spec.choices and spec.default not in spec.choices:
        yield checker.unknown((*path, "default"), _("choice"), spec.default, spec.choices)


def _check_top_field(checker: _Checker, path: Path, name: str, spec: FieldSpec) -> Iterator[Problem]:
    option = name.replace("_", "-")
    if spec.type in SCALARS and option in KERNEL_OPTIONS:
        yield checker.wrong(path, _("The option --{name} is docgen's own.").format(name=option))
    if spec.optional:
        yield checker.wrong((*path, "optional"), _("A stage says which of its own fields are optional."))
    if spec.each is not None:
        yield from _check_each(checker, (*path, "each"), spec.each.list, spec.each.name, spec.each.condition)
    if spec.when is not None:
        yield from _check_paths(checker, (*path, "when"), spec.when.references)


def _check_parts(checker: _Checker, path: Path, spec: FieldSpec) -> Iterator[Problem]:
    for part_name, part in spec.fields.items():
        below = (*path, "fields", part_name)
        yield from _check_field(checker, below, part_name, part, top=False)
        if part.when is not None:
            siblings = {sibling: field_shape(other) for sibling, other in spec.fields.items()}
            yield from _check_paths(checker, (*below, "when"), part.when.references, siblings)


def _check_each(
    checker: _Checker, path: Path, listed: tuple[str, ...], name: str, condition: Expression | None
) -> Iterator[Problem]:
    shape = checker.shape.at(listed)
    if shape is None or shape.item is None or len(listed) != 1:
        lists = [known for known, part in checker.shape.parts.items() if part.item is not None]
        yield checker.unknown(path, _("list"), ".".join(listed), lists)
        return
    if condition is not None:
        yield from _check_paths(checker, path, condition.references, {name: shape.item})


def _check_paths(
    checker: _Checker, path: Path, references: Iterable[Reference], local: Mapping[str, Shape] | None = None
) -> Iterator[Problem]:
    """Every name in an expression must exist, where it is said."""
    here = Shape("record", "", {**checker.shape.parts, **(local or {})})
    for reference in references:
        if here.at(reference.path) is None:
            printed = ".".join(name for name in reference.path if name != ITEM)
            known = here.at(reference.path[:-1])
            names = known.parts if known is not None and known.parts else here.parts
            close = difflib.get_close_matches(reference.path[-1], names, n=1)
            yield checker.wrong(
                path,
                _("The expression names {name}, which does not exist.").format(name=printed),
                reference="expression-invalid",
                hint=_("Did you mean {name}?").format(name=close[0]) if close else "",
            )


def _check_documents(checker: _Checker) -> Iterator[Problem]:
    sop = checker.sop
    for name, document in sop.documents.items():
        path: Path = ("documents", name)
        if document.signer is not None and document.signer not in sop.actors:
            yield checker.unknown((*path, "signer"), _("actor"), document.signer, sop.actors)
        elif document.signer is not None and sop.actors[document.signer].external:
            yield checker.wrong((*path, "signer"), _("{name} is not of the office.").format(name=document.signer))
        if document.each is not None:
            each = document.each
            yield from _check_each(checker, (*path, "each"), each.list, each.name, each.condition)
        if document.when is not None:
            yield from _check_paths(checker, (*path, "when"), document.when.references)


def _check_stage(checker: _Checker, place: int, stage: Stage) -> Iterator[Problem]:
    sop = checker.sop
    path: Path = ("stages", place)
    ids = [other.id for other in sop.stages if not other.is_act]
    for key, names, kind, known in (
        ("actor", stage.actor, _("actor"), list(sop.actors)),
        ("fields", stage.fields, _("field"), list(sop.fields)),
        ("optional", stage.optional, _("field"), list(sop.fields)),
        ("set", tuple(stage.set), _("field"), list(sop.fields)),
        ("documents", stage.documents, _("document"), list(sop.documents)),
        ("during", stage.during, _("stage"), [*ids, "any"]),
    ):
        for index, name in enumerate(names):
            if name not in known:
                yield checker.unknown((*path, key, name if key == "set" else index), kind, name, known)
    yield from _check_stage_fields(checker, path, stage)
    if all(role in sop.actors and sop.actors[role].external for role in stage.actor):
        yield checker.wrong((*path, "actor"), _("Nobody of the office may record stage {name}.").format(name=stage.id))
    yield from _check_branches(checker, path, stage, ids)
    for index, guard in enumerate(stage.require):
        yield from _check_guard(checker, (*path, "require", index), guard)
    for name, expression in stage.set.items():
        yield from _check_paths(checker, (*path, "set", name), expression.references)


def _check_branches(checker: _Checker, path: Path, stage: Stage, ids: list[str]) -> Iterator[Problem]:
    for index, branch in enumerate(stage.next):
        for name in branch.to:
            if name not in ids:
                yield checker.unknown((*path, "next", index), _("stage"), name, ids)
        if branch.when is not None:
            yield from _check_paths(checker, (*path, "next", index), branch.when.references)


def _check_stage_fields(checker: _Checker, path: Path, stage: Stage) -> Iterator[Problem]:
    counts = Counter(stage.captures)
    for name, count in counts.items():
        if count > 1:
            yield checker.wrong(path, _("Stage {stage} names field {name} twice.").format(stage=stage.id, name=name))


def _check_guard(checker: _Checker, path: Path, guard: Require) -> Iterator[Problem]:
    local: dict[str, Shape] = {}
    if guard.each is not None:
        problems = tuple(_check_each(checker, (*path, "each"), guard.each.list, guard.each.name, guard.each.condition))
        yield from problems
        listed = checker.shape.at(guard.each.list)
        if listed is None or listed.item is None:
            return
        local[guard.each.name] = listed.item
    yield from _check_paths(checker, (*path, "that"), guard.that.references, local)
    yield from _check_paths(checker, (*path, "else"), guard.else_.references, local)

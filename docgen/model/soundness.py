"""Whether the names of a definition fit together: stages, fields, documents, actors, expressions.

The grammar itself is checked by the models in `docgen.model.sop`; what is known when, by `docgen.workflow.flow`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.book import check_books
from docgen.model.checker import STAGE, Checker
from docgen.model.expression import Expression, chooses_from
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.field_soundness import check_fields
from docgen.model.later import N_
from docgen.model.number_soundness import check_numbers
from docgen.model.replace_soundness import check_replaced
from docgen.model.salvage import Doubt
from docgen.model.secret_soundness import check_secrets
from docgen.model.session import narrowed
from docgen.model.session_soundness import check_sessions
from docgen.model.shape import Shape, deciding_shape
from docgen.model.sop import Require, Sop, Stage
from docgen.model.source import Path, Source

KERNEL_VERBS = frozenset(
    [
        "init",
        "demo",
        "today",
        "next",
        "list",
        "show",
        "status",
        "undo",
        "correct",
        "reissue",
        "attach",
        "sop",
        "template",
        "schema",
        "register",
        "office",
        "verify",
        "doctor",
        "completion",
    ]
)
"""Commands that every workspace has: no SOP may take their names."""
COMPUTABLE = SCALARS - {"official", "file"}
"""Types that an expression can give."""


def check_names(sop: Sop, source: Source, *, doubt: Doubt | None = None) -> tuple[Problem, ...]:
    """Everything in the definition that names what is not there, or what may not be named so.

    Args:
        sop: the definition.
        source: its text.
        doubt: what is declared in a broken way: nothing is said of who names it.
    """
    checker = Checker(sop, source, deciding_shape(sop), doubt or Doubt())
    parts = [narrowed(sop, source, f"{sop.id} {name}") for name in sop.sessions]
    return (
        *_check_sop(checker),
        *check_fields(checker),
        *_check_documents(checker),
        *(problem for place, stage in enumerate(sop.stages) for problem in _check_stage(checker, place, stage)),
        *check_numbers(checker),
        *check_replaced(checker),
        *check_secrets(checker),
        *check_books(checker),
        *check_sessions(checker),
        *(problem for rules, text in parts for problem in check_names(rules, text, doubt=doubt)),
    )


def _check_sop(checker: Checker) -> Iterator[Problem]:
    sop = checker.sop
    if sop.id in KERNEL_VERBS:
        message = _("{name} is a command of docgen itself.").format(name=sop.id)
        yield checker.wrong(("id",), message, _("Name the SOP, and its folder, otherwise."))
    counts = Counter(stage.key for stage in sop.stages)
    for place, stage in enumerate(sop.stages):
        if counts[stage.key] > 1:
            message = _("Stage {name} is there twice.").format(name=stage.id)
            yield checker.wrong(("stages", place, "id"), message, _("Give each stage a name of its own."))
    if sop.first.is_act:
        message = _("The first stage opens a case; it cannot be an act during others.")
        yield checker.wrong(("stages", 0), message, _("Put the stage that opens a case first, or take `during` away."))


def _check_documents(checker: Checker) -> Iterator[Problem]:
    sop = checker.sop
    for name, document in sop.documents.items():
        path: Path = ("documents", name)
        if document.signer is not None and document.signer not in sop.actors:
            yield from checker.unknown((*path, "signer"), N_("actor"), document.signer, sop.actors)
        elif document.signer is not None and sop.actors[document.signer].external:
            message = _("{name} is not of the office.").format(name=document.signer)
            yield checker.wrong((*path, "signer"), message, _nobody_external(sop))
        if document.each is not None:
            yield from checker.goes_through((*path, "each"), document.each)
        if document.when is not None:
            yield from checker.reads((*path, "when"), document.when.references)
        if name in sop.fields and sop.fields[name].type == "number":
            message = _("{name} is a field that takes a number already.").format(name=name)
            yield checker.wrong_name(path, message, _("Name the document otherwise, or let it take the number itself."))


def _check_stage(checker: Checker, place: int, stage: Stage) -> Iterator[Problem]:
    sop = checker.sop
    path: Path = ("stages", place)
    ids = [other.id for other in sop.stages if not other.is_act]
    for key, names, kind, known in (
        ("actor", stage.actor, N_("actor"), list(sop.actors)),
        ("fields", stage.fields, N_("field"), list(sop.fields)),
        ("optional", stage.optional, N_("field"), list(sop.fields)),
        ("set", tuple(stage.set), N_("field"), list(sop.fields)),
        ("documents", stage.documents, N_("document"), list(sop.documents)),
        ("during", stage.during, STAGE, [*ids, "any"]),
    ):
        for index, name in enumerate(names):
            if name not in known:
                yield from checker.unknown((*path, key, name if key == "set" else index), kind, name, known)
        yield from _check_twice(checker, (*path, key), kind, names)
    yield from _check_captures(checker, path, stage)
    if all(role in sop.actors and sop.actors[role].external for role in stage.actor):
        message = _("Nobody of the office may record stage {name}.").format(name=stage.id)
        yield checker.wrong((*path, "actor"), message, _nobody_external(sop))
    yield from _check_branches(checker, path, stage, ids)
    for index, guard in enumerate(stage.require):
        yield from _check_guard(checker, (*path, "require", index), guard)
    for name, expression in stage.set.items():
        yield from checker.reads((*path, "set", name), expression.references)


def _check_twice(checker: Checker, path: Path, kind: str, names: tuple[str, ...]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            message = _("The {kind} {name} stands here a second time.").format(kind=_(kind), name=name)
            yield checker.wrong((*path, index), message, _("Keep one of them."))


def _nobody_external(sop: Sop) -> str:
    """A hint with the actors of the office."""
    names = ", ".join(name for name, actor in sop.actors.items() if not actor.external)
    return _("Name an actor without `external`: {names}.").format(names=names or "–")


def _check_captures(checker: Checker, path: Path, stage: Stage) -> Iterator[Problem]:
    """Each field is demanded, optional or computed: one of the three, and only if it can be."""
    fields = checker.sop.fields
    for index, name in enumerate(stage.optional):
        if name in stage.fields:
            message = _("Stage {stage} names field {name} twice.").format(stage=stage.id, name=name)
            yield checker.wrong((*path, "optional", index), message, _("Keep one of them."))
        if name in fields and fields[name].type == "number":
            message = _("{name} takes a number whenever the stage is done; it cannot be optional.").format(name=name)
            yield checker.wrong((*path, "optional", index), message, _("Name it under `fields`."))
    for index, name in enumerate(stage.changes):
        if name not in stage.captures:
            captured = dict.fromkeys(stage.captures)
            yield from checker.unknown((*path, "changes", index), N_("field"), name, captured)
    yield from _check_twice(checker, (*path, "changes"), N_("field"), stage.changes)
    for name in stage.set:
        if name in (*stage.fields, *stage.optional):
            message = _("Stage {stage} names field {name} twice.").format(stage=stage.id, name=name)
            yield checker.wrong_name((*path, "set", name), message, _("Keep one of them."))
        if name in fields and not _computable(fields[name], name, stage.set[name]):
            message = _("{name} cannot be computed.").format(name=name)
            hint = _("Only one of these types without `each` can, or a list of which some items are kept: {types}.")
            hint = hint.format(types=", ".join(sorted(COMPUTABLE)))
            yield checker.wrong_name((*path, "set", name), message, hint)


def _computable(spec: FieldSpec, name: str, expression: Expression) -> bool:
    """Whether a stage can compute a field: a scalar, or of a list with parts which of its items are kept."""
    if spec.each is not None:
        return False
    kept = spec.type == "list" and spec.of is None and chooses_from(expression, name)
    return kept or spec.type in COMPUTABLE


def _check_branches(checker: Checker, path: Path, stage: Stage, ids: list[str]) -> Iterator[Problem]:
    for index, branch in enumerate(stage.next):
        here = (*path, "next", index)
        for place, name in enumerate(branch.to):
            if name not in ids:
                yield from checker.unknown((*here, "to", place), STAGE, name, ids)
        yield from _check_twice(checker, (*here, "to"), STAGE, branch.to)
        if branch.when is not None:
            yield from checker.reads((*here, "when"), branch.when.references)


def _check_guard(checker: Checker, path: Path, guard: Require) -> Iterator[Problem]:
    local: dict[str, Shape] = {}
    if guard.each is not None:
        yield from checker.goes_through((*path, "each"), guard.each)
        listed = checker.shape.at(guard.each.list)
        if listed is None or listed.item is None:
            return
        local[guard.each.name] = listed.item
    yield from checker.reads((*path, "that"), guard.that.references, local)
    yield from checker.reads((*path, "else"), guard.else_.references, local)

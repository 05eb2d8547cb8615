"""Whether the secrets of a definition reach a sealed page, and nothing else.

A secret is kept nowhere: the stage that captures it issues the page that seals it.
"""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.checker import Checker
from docgen.model.field import FieldSpec
from docgen.model.later import N_
from docgen.model.shape import paper_shape
from docgen.model.sop import DocumentKind, Sop, Stage
from docgen.model.source import Path

FactPath = tuple[str, ...]


def check_secrets(checker: Checker) -> Iterator[Problem]:
    """Everything that is wrong with secrets, and with the pages that seal them."""
    for name, spec in checker.sop.fields.items():
        yield from _check_place(checker, ("fields", name), spec, inside=None)
    for kind, document in checker.sop.documents.items():
        yield from _check_seals(checker, kind, document)
    for place, stage in enumerate(checker.sop.stages):
        yield from _check_stage(checker, place, stage)


def secrets_of(sop: Sop, name: str) -> Iterator[FactPath]:
    """The secrets within a field, each with its path from the field on."""
    field = sop.fields.get(name)
    if field is not None and field.type == "record":
        yield from ((name, part) for part, spec in field.fields.items() if spec.type == "secret")


def has_secrets(sop: Sop, stage: Stage) -> bool:
    """Whether a stage asks for a secret."""
    return any(True for name in (*stage.fields, *stage.optional) for _path in secrets_of(sop, name))


def sealed_by(sop: Sop, kind: str) -> Iterator[FactPath]:
    """The secrets that a document seals, each with its path from its field on."""
    for path in sop.documents[kind].seals:
        within = path[1:] if path[0] == "penerima" else path
        if within and within in secrets_of(sop, within[0]):
            yield within


def _check_place(checker: Checker, path: Path, spec: FieldSpec, *, inside: FieldSpec | None) -> Iterator[Problem]:
    """A secret is a part of a record at the top: its stage asks for the record, and the page names the part."""
    if spec.type == "secret" and (inside is None or inside.type != "record" or len(path) != len(("fields", 0, 0, 0))):
        message = _("A secret stands within a record at the top.")
        yield checker.wrong((*path, "type"), message, _("Make it a part of a field of the type record."))
    for name, part in spec.fields.items():
        yield from _check_place(checker, (*path, "fields", name), part, inside=spec)


def _check_seals(checker: Checker, kind: str, document: DocumentKind) -> Iterator[Problem]:
    """Each path of `seals` leads to one fact."""
    shape = paper_shape(checker.sop, document)
    for place, path in enumerate(document.seals):
        there = shape.at(path)
        here: Path = ("documents", kind, "seals", place)
        if there is None:
            yield from checker.unknown(
                here, N_("fact"), ".".join(path), [".".join(leaf) for leaf, _s in shape.leaves()]
            )
        elif there.parts or there.item is not None:
            message = _("{name} is not one fact.").format(name=".".join(path))
            yield checker.wrong(here, message, _("Name each fact of it by itself."))


def _check_stage(checker: Checker, place: int, stage: Stage) -> Iterator[Problem]:
    """What a stage captures that is secret, it seals; what it seals that is secret, it captures."""
    sop = checker.sop
    if not _is_certain(checker, stage):
        return
    captured = {path for name in (*stage.fields, *stage.optional) for path in secrets_of(sop, name)}
    sealed = {path for kind in stage.documents if kind in sop.documents for path in sealed_by(sop, kind)}
    for path in sorted(captured - sealed):
        message = _("Stage {stage} asks for the secret {name}, but issues no page that seals it.").format(
            stage=stage.id, name=".".join(path)
        )
        hint = _("Issue a document with `seals: [{name}]` there: a secret is kept nowhere else.")
        yield checker.wrong(("stages", place, "documents"), message, hint.format(name=".".join(path)))
    for path in sorted(sealed - captured):
        message = _("Stage {stage} seals {name}, but does not ask for it.").format(stage=stage.id, name=".".join(path))
        hint = _("Name {field} under `fields` of this stage: a secret is not kept for a later one.")
        yield checker.wrong(("stages", place, "documents"), message, hint.format(field=path[0]))


def _is_certain(checker: Checker, stage: Stage) -> bool:
    """Whether whatever the stage names is there and whole: what is not has been told."""
    sop, names = checker.sop, {*stage.fields, *stage.optional, *stage.documents}
    return (
        names <= {*sop.fields, *sop.documents}
        and names.isdisjoint(checker.doubt.names)
        and all(
            paper_shape(sop, document).at(path) is not None
            for document in (sop.documents[kind] for kind in stage.documents)
            for path in document.seals
        )
    )

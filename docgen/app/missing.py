"""What is still missing for a stage, each with the option that gives it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.sop import SCALARS, FieldSpec, Sop
from docgen.model.values import describe_type
from docgen.workflow.capture import Question, disposition_spec
from docgen.workflow.given import Path, dotted


def missing_error(sop: Sop, missing: Iterable[Question]) -> list[Problem]:
    """One problem for each fact that is missing, with what to type."""
    return [
        Problem(
            reference="field-missing",
            message=_("{label} is missing.").format(label=_label(leaf)),
            where=dotted(leaf.path),
            hint=option_for(sop, leaf.path, leaf.spec),
        )
        for question in missing
        for leaf in leaves(question)
    ]


def leaves(question: Question) -> Iterator[Question]:
    """The facts that a question stands for: the demanded parts of a record, the items of a checklist."""
    spec, path = question.spec, question.path
    if spec.type == "record":
        for name, part in spec.fields.items():
            if not part.optional and part.when is None and part.default is None:
                about = question.about or spec.label
                yield from leaves(Question(path=(*path, name), spec=part, about=about, choices=part.choices))
    elif spec.type == "list" and spec.of is None:
        item = spec.model_copy(update={"type": "record", "min": None, "max": None})
        yield from leaves(Question(path=(*path, "1"), spec=item, about=question.about or f"{spec.label} 1"))
    elif spec.type == "checklist":
        for name, wording in spec.items.items():
            choices = ("sesuai", "tidak sesuai", "tidak ada")
            item = FieldSpec(type="choice", label=wording, choices=choices)
            yield Question(path=(*path, name), spec=item, choices=choices)
    elif spec.type == "disposition":
        kepada = disposition_spec(spec).fields["kepada"]
        yield Question(path=(*path, "kepada"), spec=kepada, about=spec.label)
    else:
        yield question


def option_for(sop: Sop, path: Path, spec: FieldSpec) -> str:
    """What to type for the fact at a path: an option, or `--set`."""
    value = value_hint(spec)
    top = sop.fields.get(path[0])
    if len(path) == 1 and top is not None and (top.type in SCALARS or top.of is not None):
        return f"--{path[0].replace('_', '-')} {shlex.quote(value)}"
    return f"--set {shlex.quote(f'{dotted(path)}={value}')}"


def value_hint(spec: FieldSpec) -> str:
    """A stand-in for the value, in words: what kind of value it is."""
    if spec.choices:
        return "|".join(spec.choices)
    if spec.type in {"official", "file"} or spec.of in {"official", "file"}:
        return _("OFFICIAL") if "official" in {spec.type, spec.of} else _("FILE")
    return "…"


def describe(spec: FieldSpec) -> str:
    """A few words on what may be typed for a field."""
    kind = spec.of if spec.type == "list" and spec.of is not None else spec.type
    if kind == "file":
        return _("a file: PDF, JPEG, PNG or DOCX")
    if kind == "official":
        return _("an official of docgen.toml")
    if kind in SCALARS:
        return describe_type(kind, choices=spec.choices, minimum=spec.min, maximum=spec.max)
    return ""


def _label(question: Question) -> str:
    return (
        f"{question.about}: {question.spec.label}"
        if question.about and question.about != question.spec.label
        else question.spec.label
    )

"""What is still missing for a stage, each with the option that gives it."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.sop import Sop
from docgen.model.values import describe_type
from docgen.workflow.checking import Question, named_place
from docgen.workflow.saying import leaves, option_for


def missing_error(sop: Sop, missing: Iterable[Question]) -> list[Problem]:
    """One problem for each fact that is missing, with what mends it: an option, or a cell."""
    return [
        Problem(
            reference="field-missing",
            message=_("{label} is missing.").format(label=_label(leaf)),
            where=named_place(leaf.where, leaf.path),
            hint=leaf.mend or option_for(sop, leaf.path, leaf.spec),
        )
        for question in missing
        for leaf in leaves(sop, question)
    ]


def describe(spec: FieldSpec, *, typed: bool = True) -> str:
    """A few words on what may be given for a field; `typed` as in `describe_type`."""
    kind = spec.of if spec.type == "list" and spec.of is not None else spec.type
    if kind == "file":
        return _("a file: PDF, JPEG, PNG or DOCX")
    if kind == "official":
        return _("an official of docgen.toml")
    if kind == "secret":
        return _("never here: it is asked for unseen, read from --input -, or made by --generate")
    if kind in SCALARS:
        return describe_type(kind, choices=spec.choices, minimum=spec.min, maximum=spec.max, typed=typed)
    return ""


def _label(question: Question) -> str:
    return (
        f"{question.about}: {question.spec.label}"
        if question.about and question.about != question.spec.label
        else question.spec.label
    )

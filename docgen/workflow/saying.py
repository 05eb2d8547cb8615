"""How a value is said on the command line: what every hint that names an option is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from gettext import gettext as _

from docgen.model.command_words import command_word
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.sop import Sop
from docgen.model.values import YES_OR_NO
from docgen.workflow.asked import CHECKED, disposition_spec, posts
from docgen.workflow.checking import Question
from docgen.workflow.given import Path, dotted


def leaves(sop: Sop, question: Question) -> Iterator[Question]:
    """The facts that a question stands for: the demanded parts of a record, the items of a checklist."""
    spec, about = question.spec, question.about or question.spec.label
    if spec.type == "record":
        for name, part in spec.fields.items():
            if not part.optional and part.when is None and part.default is None:
                yield from leaves(sop, _within(question, name, part, about))
    elif spec.type == "list" and spec.of is None:
        item = spec.model_copy(update={"type": "record", "min": None, "max": None})
        yield from leaves(sop, _within(question, "1", item, question.about or f"{spec.label} 1"))
    elif spec.type == "checklist":
        for name, wording in spec.items.items():
            yield _within(question, name, FieldSpec(type="choice", label=wording, choices=CHECKED), about)
    elif spec.type == "disposition":
        yield _within(question, "kepada", disposition_spec(spec, posts(sop)).fields["kepada"], about)
    else:
        yield question


def _within(question: Question, name: str, part: FieldSpec, about: str) -> Question:
    """The question for one part of what a question asks for."""
    return replace(question, path=(*question.path, name), spec=part, about=about, choices=part.choices)


def option_for(sop: Sop, path: Path, spec: FieldSpec) -> str:
    """What to type for the fact at a path: an option, or `--set`."""
    top = sop.fields.get(path[0])
    if len(path) == 1 and top is not None and (top.type in SCALARS or top.of is not None):
        return f"--{path[0].replace('_', '-')} {command_word(value_hint(spec))}"
    return set_for(path, spec)


def set_for(path: Path, spec: FieldSpec) -> str:
    """What to type for the fact at a path where it has no option of its own."""
    if spec.type == "secret":
        return "--generate"
    return f"--set {command_word(f'{dotted(path)}={value_hint(spec)}')}"


def options_for(sop: Sop, path: Path, spec: FieldSpec) -> str:
    """What to type for a value with parts: an option for each fact that it must have."""
    return " ".join(option_for(sop, leaf.path, leaf.spec) for leaf in leaves(sop, Question(path=path, spec=spec)))


def value_hint(spec: FieldSpec) -> str:
    """A stand-in for the value, in words: what kind of value it is."""
    if spec.choices:
        return "|".join(spec.choices)
    stand_ins = {"yesno": "|".join(YES_OR_NO), "official": _("OFFICIAL"), "file": _("FILE")}
    return stand_ins.get(spec.of or spec.type, "…")

"""What comes through standard input and may hold passwords: they show themselves no more, and no error repeats them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.secret import Secret
from docgen.model.sop import FieldSpec
from docgen.workflow.given import Given


def concealed(given: Given, fields: Mapping[str, FieldSpec]) -> Given:
    """The tree in which each secret is a `Secret`."""
    if given.parts is None:
        return given
    return replace(
        given,
        value={name: _concealed(part, fields[name]) if name in fields else part for name, part in given.parts.items()},
    )


def _concealed(given: Given, spec: FieldSpec) -> Given:
    if spec.type == "secret":
        return replace(given, value=Secret(given.value)) if isinstance(given.value, str) and given.value else given
    if given.items is not None:
        return replace(given, value=[_concealed(item, spec) for item in given.items])
    if given.parts is not None:
        # What is no name of a part is the place of an item.
        parts = {name: _concealed(part, spec.fields.get(name, spec)) for name, part in given.parts.items()}
        return replace(given, value=parts)
    return given


def unquoted(fields: Mapping[str, FieldSpec], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is wrong with the text of an input; where it may hold a secret, without a word of the text."""
    if not any(_has_secret(spec) for spec in fields.values()):
        return tuple(problems)
    return tuple(
        Problem(
            reference=each.reference,
            message=_("The input cannot be read here."),
            where=each.where,
            hint=_("Check quotes, commas and brackets there; it is not repeated, because it may hold a password."),
        )
        for each in problems
    )


def _has_secret(spec: FieldSpec) -> bool:
    return spec.type == "secret" or any(_has_secret(part) for part in spec.fields.values())

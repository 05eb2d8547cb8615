"""What was said and may hold passwords: they show themselves no more, and no error repeats them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from gettext import gettext as _
from itertools import takewhile

from docgen.errors import Problem
from docgen.model.field import FieldSpec
from docgen.model.secret import Secret, exposed
from docgen.model.text import ValueProblem
from docgen.workflow.checking import is_said, named_place
from docgen.workflow.given import Given, Path, Refused

HIDDEN = "…"
"""In the place of what may be a password."""
_NAME = re.compile(r"[\w*-]+")
Change = Callable[[Given, FieldSpec, Path], Given]


def concealed(given: Given, fields: Mapping[str, FieldSpec]) -> Given:
    """The tree of standard input in which each secret is a `Secret`, and what cannot be one is refused."""
    return _changed(given, fields, _as_secret)


def uncovered(given: Given, fields: Mapping[str, FieldSpec]) -> tuple[Given, tuple[Problem, ...]]:
    """The tree without the secrets that were said where others can read them, and a problem for each."""
    problems: list[Problem] = []

    def refuse(said: Given, spec: FieldSpec, path: Path) -> Given:
        if isinstance(said.value, Secret):
            return said
        problems.append(_problem(exposed(), said, spec, path))
        return replace(said, value=Refused((problems[-1],)))

    return _changed(given, fields, refuse), tuple(problems)


def unquoted(given: Given) -> Given:
    """The tree in which no refusal repeats a word of the text."""
    if isinstance(given.value, Refused):
        return replace(given, value=Refused(without_quotes(given.value.problems)))
    if given.items is not None:
        return replace(given, value=[unquoted(item) for item in given.items])
    if given.parts is not None:
        return replace(given, value={name: unquoted(part) for name, part in given.parts.items()})
    return given


def without_quotes(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What is wrong with a text, without a word of it."""
    return tuple(_without_quotes(each) if each.reference == "input-syntax" else each for each in problems)


def _without_quotes(problem: Problem) -> Problem:
    return replace(
        problem,
        message=_("The input cannot be read here."),
        hint=_("Check quotes, commas and brackets there; it is not repeated, because it may hold a password."),
    )


def plain(path: Path) -> Path:
    """A path as a message may repeat it: what is no name may be a password that was typed in a wrong place."""
    names = tuple(takewhile(_NAME.fullmatch, path))
    return names if len(names) == len(path) else (*names, HIDDEN)


def holds_secrets(specs: Iterable[FieldSpec]) -> bool:
    """Whether one of these fields is a secret or has one in it."""
    return any(spec.type == "secret" or holds_secrets(spec.fields.values()) for spec in specs)


def _changed(given: Given, fields: Mapping[str, FieldSpec], change: Change) -> Given:
    if given.parts is None or not holds_secrets(fields.values()):
        return given
    return replace(given, value=dict(_named(given.parts, fields, change, (), other=None)))


def _named(
    parts: Mapping[str, Given], fields: Mapping[str, FieldSpec], change: Change, path: Path, *, other: FieldSpec | None
) -> Iterator[tuple[str, Given]]:
    """The parts of a mapping; what is no name of one is the place of an item, which is as `other`."""
    for name, part in parts.items():
        (shown,) = plain((name,))
        spec = fields.get(name, other)
        yield shown, part if spec is None else _part(part, spec, change, (*path, shown))


def _part(given: Given, spec: FieldSpec, change: Change, path: Path) -> Given:
    if spec.type == "secret":
        return change(given, spec, path) if is_said(given) else given
    if given.items is not None:
        items = (_part(item, spec, change, (*path, str(place))) for place, item in enumerate(given.items, 1))
        return replace(given, value=list(items))
    if given.parts is not None and holds_secrets([spec]):
        return replace(given, value=dict(_named(given.parts, spec.fields, change, path, other=spec)))
    return given


def _as_secret(given: Given, spec: FieldSpec, path: Path) -> Given:
    if isinstance(given.value, str):
        return replace(given, value=Secret(given.value))
    problem = ValueProblem(_("a password is a text"), hint=_("Put it in quotes, or let docgen make one: --generate"))
    return replace(given, value=Refused((_problem(problem, given, spec, path),)))


def _problem(problem: ValueProblem, given: Given, spec: FieldSpec, path: Path) -> Problem:
    return Problem(
        reference=problem.reference,
        message=f"{spec.label}: {problem}",
        where=named_place(given.where, path),
        hint=problem.hint,
    )

"""Whether the secrets of a step are fit to be sealed: strong, and without what is known of whom they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.secret import check_password
from docgen.model.sop import FieldSpec
from docgen.model.text import ValueProblem
from docgen.workflow.asked import spec_at
from docgen.workflow.checking import Checking
from docgen.workflow.given import Given, Path, find
from docgen.workflow.view import View

_TELLING = frozenset({"text", "email", "phone", "identity"})
"""Types of facts by which somebody is known."""


def check_secrets(checking: Checking, view: View, said: Mapping[str, Given]) -> None:
    """Notes each secret that is too weak; the message never repeats it.

    Args:
        checking: the run of the check, with the secrets that were said.
        view: the record with what was said.
        said: what was said of each field, for the places.
    """
    source = checking.world.secrets
    if source is None:
        return
    for path, secret in checking.secrets.items():
        try:
            check_password(secret, least=source.least, names=_known_of(checking, view, path))
        except ValueProblem as problem:
            spec = spec_at(checking.sop.fields, path)
            label = spec.label if spec is not None else path[-1]
            given = find(Given(dict(said)), path)
            checking.wrong(problem.reference, f"{label}: {problem}", given, path, hint=problem.hint)


def _known_of(checking: Checking, view: View, path: Path) -> Iterator[str]:
    """What is known of the one whom a secret is for: the facts beside it, and those of its item."""
    spec = checking.sop.fields[path[0]]
    if spec.each is None:
        yield from _texts(spec, view[path[0]])
        return
    item = view[spec.each.list[0]][int(path[1]) - 1]
    yield from _texts(spec, item[path[0]])
    yield from _texts(checking.sop.fields[spec.each.list[0]], item)


def _texts(spec: FieldSpec, value: Any) -> Iterator[str]:
    for name, part in spec.fields.items():
        said = value.get(name)
        if part.type == "identity" and said["nomor"]:
            yield said["nomor"]
        elif part.type in _TELLING and isinstance(said, str):
            yield said
        elif part.type == "record":
            yield from _texts(part, said)

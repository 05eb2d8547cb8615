"""Secrets of a step: taken in beside the values, and whether they are strong, without what is known of their users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.model.field import FieldSpec
from docgen.model.secret import SEALED, Secret, check_password, exposed
from docgen.model.text import ValueProblem
from docgen.workflow.asked import spec_at
from docgen.workflow.checking import Checking, is_pending, is_said
from docgen.workflow.given import Given, Path, find
from docgen.workflow.view import View

_TELLING = frozenset({"text", "email", "phone", "identity"})
"""Types of facts by which somebody is known."""
_OWN_DIGITS = 8
"""The end of a telephone number, which is the same however its beginning is written."""


def take_secret(
    checking: Checking,
    spec: FieldSpec,
    said: Given | None,
    path: Path,
    *,
    demanded: bool,
    near: Given | None,
    about: str,
) -> JsonValue:
    """What the record holds of a secret; the secret itself is put where only the sealed page finds it."""
    source = checking.world.secrets
    if source is None and said is not None and said.stands and said.value is SEALED:
        return SEALED
    if source is None and is_said(said):
        message = _("{label} is not recorded, so there is nothing to mend.").format(label=spec.label)
        hint = _("A new one goes on a new page: docgen reissue CASE PAPER")
        checking.wrong("field-unasked", message, said, path, hint=hint)
        return None
    if said is not None and isinstance(said.value, Secret):
        checking.secrets[path] = said.value
        return SEALED
    if is_said(said):
        problem = exposed()
        checking.wrong(problem.reference, f"{spec.label}: {problem}", said, path, hint=problem.hint)
        return None
    made = source.generated(path) if source is not None else None
    if made is not None:
        checking.secrets[path] = made
        return SEALED
    if demanded or is_pending(said):
        checking.ask(spec, path, near=said or near, about=about, optional=not demanded)
    return None


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
            yield said[-_OWN_DIGITS:] if part.type == "phone" else said
        elif part.type == "record":
            yield from _texts(part, said)

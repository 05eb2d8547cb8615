"""A definition read from its text, with everything that is wrong in it told at once.

Each check says what it can of what the check before it left whole: the syntax, the grammar, the names.
"""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

from pydantic import ValidationError

from docgen.errors import Problem
from docgen.model.salvage import ONE_TOO_MANY, salvage
from docgen.model.sop import Sop
from docgen.model.soundness import check_names
from docgen.model.source import Source
from docgen.model.validation import problems_of
from docgen.model.yaml_source import scan_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A definition as far as it can be read."""

    sop: Sop | None
    """Without what is wrong in it; nothing if too little is left."""
    source: Source
    problems: tuple[Problem, ...]
    """In the order of the text's lines."""


def examine_definition(text: bytes, *, name: str, folder: str | None = None) -> Examined:
    """Reads a definition and tells everything that is wrong with its syntax, its grammar and its names.

    Args:
        text: of `sop.yaml`.
        name: what to call it in messages.
        folder: the name of its folder, which must be the SOP's own; unchecked if left out.

    Raises:
        DocgenError: it is no text at all (not UTF-8, too large, unprintable characters).
    """
    source, problems = scan_yaml(text, name=name)
    if source is None:
        return Examined(sop=None, source=Source(name=name, data=None, positions={}, typed=False), problems=problems)
    left = salvage(source.data, source.repeated)
    found = [problem for error in left.errors[:1] for problem in _breaches(source, error)]
    found += [problem for hidden in left.errors[1:] for problem in _breaches(source, hidden, only=ONE_TOO_MANY)]
    if left.sop is not None:
        found += check_names(left.sop, source, doubt=left.doubt)
        found += _check_folder(source, folder)
    told = {problem.where for problem in problems}
    problems += tuple(problem for problem in found if problem.where not in told)
    return Examined(sop=left.sop, source=source, problems=tuple(sorted(problems, key=_place)))


def _breaches(source: Source, error: ValidationError, only: frozenset[str] | None = None) -> tuple[Problem, ...]:
    """What the grammar refused."""
    return problems_of(
        error, reference="sop-invalid", where=source.where, where_key=source.where_key, model=Sop, only=only
    )


def _check_folder(source: Source, folder: str | None) -> list[Problem]:
    named = source.data.get("id") if isinstance(source.data, dict) else None
    if folder is None or not isinstance(named, str) or named == folder:
        return []
    return [
        Problem(
            reference="sop-invalid",
            message=_("The SOP is named {id}, but its folder {folder}.").format(id=named, folder=folder),
            where=source.where(("id",)),
            hint=_("Give both the same name."),
        )
    ]


def _place(problem: Problem) -> tuple[int, ...]:
    """Line and column, which every place in a YAML text has."""
    return tuple(int(number) for number in problem.where.rsplit(":", 2)[1:])

"""What other open cases hold already: for values of which there is one only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from docgen.app.cases import read_projections
from docgen.app.workspace import Workspace
from docgen.model.sop import Sop
from docgen.workflow.given import Path
from docgen.workflow.repeated import folded, spoken


def taken_elsewhere(workspace: Workspace, sop: Sop, path: Path, *, but: str) -> dict[str, str]:
    """The values at a path (without places) in the open cases of an SOP, case-folded, each with its case.

    Args:
        workspace: where.
        sop: the SOP.
        path: the field, then the names of parts.
        but: the case that asks.
    """
    found: dict[str, str] = {}
    for _folder, case in read_projections(workspace, on_damage=lambda _damage: None):
        if case.sop == sop.id and case.open and case.id != but:
            for text in _texts(case.record.get(path[0]), path[1:]):
                found.setdefault(folded(text), case.id)
    return found


def _texts(value: JsonValue, path: Sequence[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, path)
    elif path and isinstance(value, Mapping):
        yield from _texts(value.get(path[0]), path[1:])
    elif not path and (text := spoken(value)):
        yield text

"""Many requests from one table: each row opens a case of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path as Folder

from docgen.errors import DocgenError
from docgen.exchange.columns import Column, Names, cells_of, entry, match, missing, pruned
from docgen.exchange.table import Table
from docgen.model.sop import Sop, Stage
from docgen.workflow.checking import Question
from docgen.workflow.given import Given, Path, find, overlay
from docgen.workflow.saying import leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one row says, with what is common to all."""

    row: int
    where: str
    """The row: `masuk.xlsx:7`."""
    given: Given


def requests_of(
    table: Table, sop: Sop, stage: Stage, *, common: Given, folder: Folder | None = None
) -> tuple[Request, ...]:
    """The requests of a table, whose headings are paths or labels of what the stage asks for.

    Args:
        table: a row for each request.
        sop: the SOP.
        stage: its opening stage.
        common: what is said of all of them; a cell that says otherwise counts.
        folder: where the names of files in the table count from.

    Raises:
        DocgenError: `table-refused` for columns that are unknown, double or missing.
    """
    asked = {name: sop.fields[name] for name in (*stage.fields, *stage.optional) if sop.fields[name].type != "number"}
    columns = match(table, Names(asked))
    lacking = [path for path in _demanded(sop, stage) if not _is_given(path, columns, common)]
    if lacking:
        raise DocgenError([missing(table, lacking)])
    return tuple(
        Request(
            row=row.number,
            where=f"{table.name}:{row.number}",
            given=pruned(_laid(common, cells_of(columns, row, folder=folder))),
        )
        for row in table.rows
        if entry(columns, row).value is not None
    )


def _demanded(sop: Sop, stage: Stage) -> Iterator[Path]:
    """What every request must say, whatever else it says."""
    for name in stage.fields:
        spec = sop.fields[name]
        if spec.when is None and spec.default is None and spec.type not in {"number", "disposition", "secret"}:
            yield from (leaf.path for leaf in leaves(sop, Question(path=(name,), spec=spec)))


def _is_given(path: Path, columns: tuple[Column, ...], common: Given) -> bool:
    """Whether a column, or what is common to all, says a value or a part of it."""
    said = any(column.path[: len(path)] == path for column in columns)
    return said or find(common, path) is not None


def _laid(base: Given | None, row: Given) -> Given:
    """A row on top of what is common to all; an empty cell hides nothing."""
    if base is None or base.value is None:
        return row
    if row.value is None:
        return base
    if row.parts is None or base.parts is None:
        return overlay(base, row)
    merged = {name: _laid(base.parts.get(name), part) for name, part in row.parts.items()}
    return replace(row, value={**base.parts, **merged})

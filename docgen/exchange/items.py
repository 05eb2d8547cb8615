"""A list from a table: each row an item, whose values know their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as Folder

from docgen.errors import DocgenError
from docgen.exchange.columns import Names, entry, match, missing
from docgen.exchange.table import Table
from docgen.model.field import FieldSpec
from docgen.workflow.given import Given, Path


def items_of(table: Table, spec: FieldSpec, *, folder: Folder | None = None) -> Given:
    """The items of a list of records, as if they stood in an input file.

    Args:
        table: with a column for each value.
        spec: the list.
        folder: where the names of files in it count from.

    Raises:
        DocgenError: `table-refused` for columns that are unknown, double or missing.
    """
    columns = match(table, Names(spec.fields))
    said = {column.path for column in columns}
    lacking = [path for path in _demanded(spec.fields) if not any(path == each[: len(path)] for each in said)]
    if lacking:
        raise DocgenError([missing(table, lacking)])
    items = [entry(columns, row, folder=folder) for row in table.rows]
    return Given([item for item in items if item.value is not None], where=table.name)


def _demanded(fields: Mapping[str, FieldSpec], above: Path = ()) -> Iterator[Path]:
    """What every item must have."""
    for name, spec in fields.items():
        if spec.optional or spec.when is not None or spec.default is not None:
            continue
        if spec.type == "record":
            yield from _demanded(spec.fields, (*above, name))
        elif spec.type != "secret":
            yield (*above, name)

"""A list as a workbook that can be filled in and read again: the headings are those that a table is read by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.exchange.by_item import CASE, PLACE
from docgen.exchange.workbook import Sheet, workbook
from docgen.model.field import FieldSpec
from docgen.model.values import YES_OR_NO
from docgen.workflow.given import Path, dotted

CAME, DID_NOT_COME = "x", "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A list, and on which days who came."""

    name: str
    """Of the sheet: at most 31 characters, letters, digits, dots and hyphens."""
    author: str
    made: dt.date
    """A day that the content gives, so that the same content gives the same bytes."""
    listed: FieldSpec
    """The list."""
    items: Sequence[Mapping[str, Any]]
    """As the record stores them, perhaps with the case and place that they come from."""
    days: Sequence[str] = ()
    """Dates (ISO 8601) that have a column each, to be marked."""
    came: Sequence[Sequence[str] | None] = ()
    """For each item the days on which he came; nothing where that is not known yet."""


def roster_bytes(roster: Roster) -> bytes:
    """The file, in which every cell is a text. Raises `value-too-long`."""
    columns = list(dict.fromkeys([*_origin(roster), *_columns(roster.listed)]))
    headings = (*(dotted(path) for path in columns), *roster.days)
    came = [*roster.came, *[None] * (len(roster.items) - len(roster.came))]
    rows = [
        (*(_text(_at(item, path)) for path in columns), *(_mark(day, days) for day in roster.days))
        for item, days in zip(roster.items, came, strict=True)
    ]
    sheet = Sheet(name=roster.name, title=(), author=roster.author, made=roster.made, headings=headings, rows=rows)
    return workbook(sheet)


def _origin(roster: Roster) -> list[Path]:
    return [(name,) for name in (CASE, PLACE) if any(name in item for item in roster.items)]


def _columns(listed: FieldSpec) -> Iterator[Path]:
    """What can be written into a cell and read again: no files, no secrets, no lists of records."""

    def below(fields: Mapping[str, FieldSpec], above: Path) -> Iterator[Path]:
        for name, spec in fields.items():
            if spec.type == "record":
                yield from below(spec.fields, (*above, name))
            elif (spec.of or spec.type) not in {"file", "secret", "list"}:
                yield (*above, name)

    return below(listed.fields, ())


def _at(item: Any, path: Path) -> Any:
    for name in path:
        item = item.get(name) if isinstance(item, Mapping) else None
    return item


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_OR_NO[0] if value else YES_OR_NO[1]
    if isinstance(value, Mapping):
        return str(value["id"]) if "id" in value else " ".join(str(value[name]) for name in ("jenis", "nomor"))
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value))
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _mark(day: str, came: Sequence[str] | None) -> str:
    if came is None:
        return ""
    return CAME if day in came else DID_NOT_COME

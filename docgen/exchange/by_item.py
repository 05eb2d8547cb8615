"""What a table says of the items of a list: a row for each, found by its case and place, or by its name.

Where a value is a list of dates (who came on which day), each date has a column of its own with marks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from docgen.errors import DocgenError, Problem
from docgen.exchange.columns import Column, Names, clashes, entry, is_counting
from docgen.exchange.table import Cell, Row, Table, folded
from docgen.model.field import FieldSpec
from docgen.model.moments import parse_date
from docgen.model.text import ValueProblem, quoted
from docgen.model.values import YES_OR_NO
from docgen.workflow.given import Given

CASE, PLACE = "kasus", "urut"
"""What the kernel notes of each item that comes from another case: the case, and its place there."""
YES = frozenset({"x", "v", "✓", "✔", "1", "ya", "y", "hadir", "h"})
NO = frozenset({"0", "tidak", "t", "-", "–"})
_ANY_DAY = dt.date(2000, 1, 1)
"""What the year of a date is compared with: from 1900 to 2100."""


@dataclass(slots=True)
class _Sorted:
    """The columns of a table, by what they are for."""

    keys: dict[str, int] = field(default_factory=dict)
    """Those by which an item can be found, by the part of it that they hold."""
    values: list[Column] = field(default_factory=list)
    dates: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ByItem:
    """What a table says of items that are known only later."""

    table: Table
    name: str
    """The field."""
    spec: FieldSpec
    listed: FieldSpec
    """The list whose items the field speaks of."""

    def __call__(self, items: Sequence[Any]) -> Given:
        """What it says of each item that a row speaks of, by its place.

        Raises:
            DocgenError: `table-refused` for columns; `value-invalid` for each row that fits no item, or not one only.
        """
        columns = self._sorted()
        keys = self._keys(columns, items)
        places = _places(keys, items)
        rows: dict[str, Row] = {}
        about = [*keys.values(), *columns.dates.values(), *(column.place for column in columns.values)]
        for row in self.table.rows:
            if not any(row.cells[place].text for place in about):
                continue
            found = places.get(tuple(folded(row.cells[place].text) for place in keys.values()), [])
            if len(found) == 1 and found[0] not in rows:
                rows[found[0]] = row
                columns.problems += self._renamed(columns, row, items[int(found[0]) - 1])
            else:
                columns.problems.append(self._unfit(keys, row, found))
        said = {place: self._said(columns, row) for place, row in rows.items()}
        if columns.problems:
            raise DocgenError(columns.problems)
        return Given(said, where=self.table.name)

    @property
    def _single(self) -> FieldSpec:
        """What is said of one item."""
        return self.spec.model_copy(update={"each": None})

    @property
    def _named(self) -> str:
        """The part of an item that it is called by: its first text."""
        return next((name for name, part in self.listed.fields.items() if part.type == "text"), "")

    def _sorted(self) -> _Sorted:
        """The columns. Raises DocgenError for those that are unknown or double, and where nothing is said."""
        single, found = self._single, _Sorted()
        own = {} if _is_dates(single) else {self.name: single}
        names = Names(single.fields if single.type == "record" else own)
        about = Names(self.listed.fields)
        for place, cell in enumerate(self.table.headings):
            if cell.text and not self._place(found, place, cell, names, about):
                found.problems.append(names.unknown(cell, besides=(CASE, PLACE, self._named, *_example(single))))
        found.problems += clashes(self.table, found.values)
        if not found.problems and not (found.values or found.dates):
            found.problems.append(self._silent((*names.shown(), *_example(single))))
        if found.problems:
            raise DocgenError(found.problems)
        return found

    def _place(self, found: _Sorted, place: int, cell: Cell, names: Names, about: Names) -> bool:
        """Whether a heading means something here; sorts its column in."""
        exact, alike = names.exact(cell.text), names.named(cell.text)
        key = _key(cell, about, self._named)
        if key is not None and exact is None:
            found.keys[key] = place
        elif exact is not None:
            found.values.append(names.column(place, exact))
        elif about.exact(cell.text) is not None or about.named(cell.text) or is_counting(cell):
            return True
        elif len(alike) == 1:
            found.values.append(names.column(place, alike[0]))
        elif (day := _day(cell)) is None or not _is_dates(self.spec):
            return False
        elif day in found.dates:
            found.problems.append(_twice(cell))
        else:
            found.dates[day] = place
        return True

    def _keys(self, columns: _Sorted, items: Sequence[Any]) -> dict[str, int]:
        """The columns by which the items are found: case and place where the items have them, else the name."""
        if {CASE, PLACE} <= set(columns.keys) and all(CASE in item and PLACE in item for item in items):
            return {name: columns.keys[name] for name in (CASE, PLACE)}
        if self._named in columns.keys:
            return {self._named: columns.keys[self._named]}
        raise DocgenError([self._keyless()])

    def _renamed(self, columns: _Sorted, row: Row, item: Mapping[str, Any]) -> Iterator[Problem]:
        """That a row which case and place find names somebody else."""
        if self._named not in columns.keys:
            return
        cell, name = row.cells[columns.keys[self._named]], str(item[self._named])
        if cell.text and folded(cell.text) != folded(name):
            origin = " ".join(row.cells[columns.keys[part]].text for part in (CASE, PLACE))
            message = _("{origin} is {name} in the list {label}, not {other}.").format(
                origin=origin, name=quoted(name), label=self.listed.label, other=quoted(cell.text)
            )
            hint = _("If the row speaks of {name}, put that name back; if of {other}, put right {case} and {place}.")
            hint = hint.format(name=quoted(name), other=quoted(cell.text), case=CASE, place=PLACE)
            yield Problem(reference="value-invalid", message=message, where=cell.where, hint=hint)

    def _unfit(self, keys: Mapping[str, int], row: Row, found: Sequence[str]) -> Problem:
        cells = [row.cells[place] for place in keys.values()]
        called, where = " ".join(cell.text for cell in cells if cell.text), cells[0].where
        if not called:
            message = _("This row does not say whom it is about.")
            hint = _("Fill the cell in, or delete the row.")
        elif not found:
            message = _("{name} is not in the list {label}.").format(name=quoted(called), label=self.listed.label)
            hint = _("Write it as the list has it, or delete the row.")
        elif len(found) > 1:
            message = _("Several in the list {label} are called {name}.").format(
                label=self.listed.label, name=quoted(called)
            )
            hint = _("Say it by places: {option}").format(option=f"--set {self.name}.{found[0]}=…")
        else:
            message = _("{name} has more than one row.").format(name=quoted(called))
            hint = _("Delete the row that does not count.")
        return Problem(reference="value-invalid", message=message, where=where, hint=hint)

    def _said(self, columns: _Sorted, row: Row) -> Given:
        if columns.dates:
            return _marked(columns, row)
        value = entry(columns.values, row)
        return value if self.spec.type == "record" or value.parts is None else value.parts[self.name]

    def _keyless(self) -> Problem:
        return Problem(
            reference="table-refused",
            message=_("{name} has no column that says whom a row is about.").format(name=self.table.name),
            where=self.table.headings[0].where,
            hint=_("Add the column {name}, or the columns {case} and {place}.").format(
                name=self._named or CASE, case=CASE, place=PLACE
            ),
        )

    def _silent(self, wanted: Sequence[str]) -> Problem:
        return Problem(
            reference="table-refused",
            message=_("{name} has no column for {paths}.").format(name=self.table.name, paths=self.spec.label),
            where=self.table.headings[0].where,
            hint=_("Add it with such a heading: {paths}").format(paths=", ".join(wanted)),
        )


def _places(keys: Mapping[str, int], items: Sequence[Any]) -> Mapping[tuple[str, ...], list[str]]:
    """The places of the items, from 1, by what their rows are found by."""
    places: dict[tuple[str, ...], list[str]] = {}
    for place, item in enumerate(items, 1):
        places.setdefault(tuple(folded(str(item[name])) for name in keys), []).append(str(place))
    return places


def _key(cell: Cell, about: Names, named: str) -> str | None:
    """The part of an item that a column finds it by."""
    heading = folded(cell.text)
    if heading in {CASE, PLACE}:
        return heading
    return named if named and (named,) in {about.exact(cell.text), *about.named(cell.text)[:1]} else None


def _is_dates(spec: FieldSpec) -> bool:
    return spec.type == "list" and spec.of == "date"


def _example(spec: FieldSpec) -> tuple[str, ...]:
    return ("2026-12-01",) if _is_dates(spec) else ()


def _day(cell: Cell) -> str | None:
    """The date that a heading is."""
    try:
        return parse_date(cell.text, today=_ANY_DAY).isoformat()
    except ValueProblem:
        return None


def _twice(cell: Cell) -> Problem:
    return Problem(
        reference="table-refused",
        message=_("The date {date} has two columns.").format(date=quoted(cell.text)),
        where=cell.where,
        hint=_("Delete one of the two."),
    )


def _marked(columns: _Sorted, row: Row) -> Given:
    """The dates that are marked; nothing if no cell says anything."""
    cells = {day: row.cells[place] for day, place in columns.dates.items()}
    first = next(iter(cells.values()))
    if not any(cell.text for cell in cells.values()):
        mend = _("Write {yes} or {no} into the cell of each day in this row.").format(yes=YES_OR_NO[0], no=YES_OR_NO[1])
        return Given(None, where=first.where, mend=mend)
    said = {"": False, **dict.fromkeys(NO, False), **dict.fromkeys(YES, True)}
    columns.problems += [_no_mark(cell) for cell in cells.values() if cell.text.casefold() not in said]
    marked = [Given(day, where=cell.where) for day, cell in cells.items() if said.get(cell.text.casefold())]
    return Given(marked, where=first.where)


def _no_mark(cell: Cell) -> Problem:
    return Problem(
        reference="value-invalid",
        message=_("{text} does not say yes or no.").format(text=quoted(cell.text)),
        where=cell.where,
        hint=_("Yes: {yes}. No: {no}, or an empty cell beside one that is filled.").format(
            yes="x, v, ✓, 1, ya, hadir, H", no="-, 0, tidak"
        ),
    )

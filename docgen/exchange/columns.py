"""Which column of a table says what: headings are the paths of values, their names, or their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from pathlib import Path as Folder

from docgen.errors import DocgenError, Problem
from docgen.exchange.table import Cell, Row, Table, folded
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.nearest import meant
from docgen.model.secret import exposed
from docgen.model.text import quoted
from docgen.workflow.asked import checked_spec, disposition_spec, spec_at
from docgen.workflow.given import Given, Path, dotted
from docgen.workflow.saying import value_hint

IDENTITY_PARTS = ("jenis", "nomor")
_COUNTING = frozenset({"no", "no."})
"""The column that numbers the rows: nothing is taken from it."""
_BETWEEN = (" ", ".", ": ")
"""What may stand between the labels of a record and of its part."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says."""

    place: int
    """From 0."""
    path: Path
    spec: FieldSpec
    loose: bool = False
    """Whether it is left out where its cell is empty, and not asked for: a part of a value that has one as a whole."""


@dataclass(slots=True)
class Names:
    """The values that a table may give, by all that their columns may be headed with."""

    fields: Mapping[str, FieldSpec]
    leaves: dict[Path, FieldSpec] = field(init=False)
    _known: dict[str, set[Path]] = field(init=False)

    def __post_init__(self) -> None:
        found = [(path, labels, spec) for path, labels, spec in _below(self.fields, (), ())]
        self.leaves = {path: spec for path, _labels, spec in found}
        self._known = {}
        for path, labels, _spec in found:
            for name in {path[-1], labels[-1], *(between.join(labels) for between in _BETWEEN)}:
                self._known.setdefault(folded(name), set()).add(path)

    def exact(self, heading: str) -> Path | None:
        """The value with this very path, if it can stand in a cell."""
        path = tuple(part.strip() for part in folded(heading).split("."))
        return path if _leaf(self.fields, path) is not None else None

    def named(self, heading: str) -> list[Path]:
        """The values with this name or label, in the order of the definition."""
        known = self._known.get(folded(heading), set())
        return [path for path in self.leaves if path in known]

    def shown(self) -> list[str]:
        """The paths, as headings."""
        return [dotted(path) for path in self.leaves]

    def column(self, place: int, path: Path) -> Column:
        """The column of the value at a path that `exact` or `named` gave."""
        spec = _leaf(self.fields, path)
        assert spec is not None  # noqa: S101  # they give only what can stand in a cell
        return Column(place, path, spec, loose=_of_identity(self.fields, path))

    def unknown(self, cell: Cell, *, besides: Iterable[str] = ()) -> Problem:
        """That a heading means nothing here."""
        known = [*self.shown(), *besides]
        hint = meant(cell.text, known) or _("Columns that are read here: {names}.").format(names=", ".join(known))
        message = _("The column {heading} is not asked for here.").format(heading=quoted(cell.text))
        return Problem(reference="table-refused", message=message, where=cell.where, hint=hint)


def match(table: Table, names: Names) -> tuple[Column, ...]:
    """The columns of a table. Raises DocgenError for each heading that means nothing, or not one thing only."""
    problems: list[Problem] = []
    columns: list[Column] = []
    for place, cell in enumerate(table.headings):
        exact = names.exact(cell.text)
        named = [exact] if exact is not None else names.named(cell.text)
        if len(named) == 1:
            columns.append(names.column(place, named[0]))
        elif named:
            problems.append(_ambiguous(cell, named))
        elif cell.text and not is_counting(cell):
            problems.append(names.unknown(cell))
    problems += clashes(table, columns)
    if problems:
        raise DocgenError(problems)
    return tuple(columns)


def is_counting(cell: Cell) -> bool:
    """Whether a heading is that of the column that numbers the rows."""
    return folded(cell.text) in _COUNTING


def clashes(table: Table, columns: Sequence[Column]) -> Iterator[Problem]:
    """Columns that say the same value, one as a whole and one in parts, or what no file may say."""
    for number, column in enumerate(columns):
        cell = table.headings[column.place]
        if column.spec.type == "secret":
            refused = exposed()
            yield Problem(reference=refused.reference, message=str(refused), where=cell.where, hint=refused.hint)
        for other in columns[:number]:
            shorter, longer = sorted((column.path, other.path), key=len)
            if longer[: len(shorter)] == shorter:
                message = _("The columns {one} and {other} say the same.").format(
                    one=quoted(table.headings[other.place].text), other=quoted(cell.text)
                )
                hint = _("Delete one of the two.")
                yield Problem(reference="table-refused", message=message, where=cell.where, hint=hint)


def _ambiguous(cell: Cell, paths: Sequence[Path]) -> Problem:
    shown = [dotted(path) for path in paths]
    message = _("The column {heading} may mean {paths}.").format(heading=quoted(cell.text), paths=", ".join(shown))
    hint = _("Head it with the path that is meant, such as {path}.").format(path=shown[0])
    return Problem(reference="table-refused", message=message, where=cell.where, hint=hint)


def missing(table: Table, lacking: Sequence[Path]) -> Problem:
    """That columns are missing which every row needs."""
    shown = ", ".join(dotted(path) for path in lacking)
    return Problem(
        reference="table-refused",
        message=_("{name} has no column for {paths}.").format(name=table.name, paths=shown),
        where=table.headings[0].where,
        hint=_("Add it with such a heading: {paths}").format(paths=shown),
    )


def entry(columns: Sequence[Column], row: Row, *, folder: Folder | None = None) -> Given:
    """What a row says: a tree by the paths of its columns; of what no cell says anything, nothing is said."""
    return pruned(cells_of(columns, row, folder=folder))


def cells_of(columns: Sequence[Column], row: Row, *, folder: Folder | None = None) -> Given:
    """The cells of a row by the paths of their columns, the empty ones too."""
    leaves = [(column, _said(column, row.cells[column.place], folder)) for column in columns]
    return _grouped([(column.path, leaf) for column, leaf in leaves if not (column.loose and leaf.value is None)])


def _grouped(leaves: Sequence[tuple[Path, Given]]) -> Given:
    if leaves and not leaves[0][0]:
        return leaves[0][1]
    groups: dict[str, list[tuple[Path, Given]]] = {}
    for path, leaf in leaves:
        groups.setdefault(path[0], []).append((path[1:], leaf))
    where = leaves[0][1].where if leaves else ""
    return Given({name: _grouped(group) for name, group in groups.items()}, where=where)


def pruned(given: Given) -> Given:
    """The tree in which nothing stands for what is empty as a whole: a record, or an item of a list."""
    if given.parts is None:
        return given
    parts = {name: pruned(part) for name, part in given.parts.items()}
    if all(part.value is None for part in parts.values()):
        return Given(None, where=given.where, mend=_("Fill in the empty cells of this row."))
    unsaid = {name for name, part in parts.items() if part.value is None and name.isdecimal()}  # no item at all
    return replace(given, value={name: part for name, part in parts.items() if name not in unsaid})


def _said(column: Column, cell: Cell, folder: Folder | None) -> Given:
    if not cell.text:
        mend = _("Fill in the empty cell: {value}").format(value=value_hint(column.spec))
        return Given(None, where=cell.where, mend=mend)
    if column.spec.of is None:
        return Given(cell.text, where=cell.where, folder=folder)
    texts = [text.strip() for line in cell.text.split("\n") for text in line.split(";")]
    return Given([Given(text, where=cell.where, folder=folder) for text in texts if text], where=cell.where)


def _below(fields: Mapping[str, FieldSpec], above: Path, labels: Path) -> Iterator[tuple[Path, Path, FieldSpec]]:
    """Every value below these fields that can stand in a cell, with the labels on the way to it."""
    for name, spec in fields.items():
        path, called = (*above, name), (*labels, spec.label)
        if spec.type == "record":
            yield from _below(spec.fields, path, called)
        elif spec.type == "list" and spec.of is None:
            yield from _below(spec.fields, (*path, "1"), (*called, "1"))
        elif spec.type == "checklist":
            yield from (((*path, item), (*called, text), checked_spec(text)) for item, text in spec.items.items())
        elif spec.type == "disposition":
            yield from _below(disposition_spec(spec).fields, path, called)
        elif _fits(spec):
            yield path, called, spec


def _leaf(fields: Mapping[str, FieldSpec], path: Path) -> FieldSpec | None:
    """What a cell says for the value at a path; nothing if a cell cannot hold it."""
    spec = spec_at(fields, path)
    if spec is None:
        return FieldSpec(type="text", label=path[-1]) if _of_identity(fields, path) else None
    above = spec_at(fields, path[:-1])
    checked = above is not None and above.type == "checklist"
    return spec if checked or _fits(spec) else None


def _fits(spec: FieldSpec) -> bool:
    """Whether one cell can say the value; a column for a secret is known only to be refused."""
    return spec.type in SCALARS | {"secret"} or spec.of is not None


def _of_identity(fields: Mapping[str, FieldSpec], path: Path) -> bool:
    above = spec_at(fields, path[:-1])
    return above is not None and above.type == "identity" and path[-1] in IDENTITY_PARTS

"""A table that somebody sent, as texts that each know their cell; a file that is wrong or hostile is refused early.

Numbers that lost digits and formulas are refused with their cell: what stands in the record is what somebody wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path
from typing import NoReturn

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.reasons import os_reason
from docgen.model.text import quoted

_MIB = 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""An Excel file of before 2007, and any that is locked with a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is read: far beyond any list that an office sends, far below what exhausts a computer."""

    size: int = 5 * _MIB
    """Bytes on the disk."""
    unpacked: int = 32 * _MIB
    """Bytes of a workbook once it is unpacked."""
    ratio: int = 100
    """How many times its size a workbook may unpack to; one of `floor` bytes may always."""
    floor: int = 4 * _MIB
    rows: int = 2000
    columns: int = 100
    text: int = 4000
    """Characters in a cell."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    text: str
    """Without white space around it; empty if there is nothing."""
    where: str
    """`daftar.xlsx:B7`; of a CSV file line and column: `daftar.csv:7:2`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, a cell for each heading."""

    number: int
    """As the program counts it that shows the file; of a CSV file the line."""
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file holds: its headings, and the rows below in which something stands."""

    name: str
    headings: tuple[Cell, ...]
    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()
    """Other sheets of the workbook that are not empty."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """One file being read: what each format makes of it, and what is wrong."""

    name: str
    limits: Limits
    problems: list[Problem] = field(default_factory=list)
    width: int = 0

    def columns(self, filled: int) -> range:
        """The columns of a row that is filled so far: at least as many as the first row has."""
        self.width = self.width or filled
        return range(1, max(filled, self.width) + 1)

    def wrong(self, where: str, message: str, *, hint: str) -> None:
        """Notes what is wrong with a cell."""
        self.problems.append(Problem(reference="value-invalid", message=message, where=where, hint=hint))

    def refuse(self, message: str, *, where: str = "", hint: str) -> NoReturn:
        """Refuses the file. Raises `table-refused`."""
        raise refuse("table-refused", message, where=where or self.name, hint=hint)

    def text(self, text: str, where: str) -> Cell:
        """A cell with this text; one that is too long is noted."""
        text = text.strip()
        if len(text) > self.limits.text:
            message = _("The text has {length} characters; at most {limit} are read from a cell.").format(
                length=len(text), limit=self.limits.text
            )
            self.wrong(where, message, hint=_("Shorten it there."))
            text = ""
        return Cell(text, where)

    def formula(self, where: str) -> Cell:
        """The place of a formula, which is noted."""
        hint = _("Copy the cells and paste them as values only, then save the file.")
        self.wrong(where, _("A formula stands here; only what somebody wrote is taken."), hint=hint)
        return Cell("", where)

    def lost(self, shown: str, where: str) -> Cell:
        """The place of a number that the program has shortened, which is noted."""
        message = _("The number {shown} has lost digits: Excel keeps fifteen of a number.").format(shown=quoted(shown))
        hint = _("Format the column as Text, type the number again, then save the file.")
        self.wrong(where, message, hint=hint)
        return Cell("", where)

    def too_many_rows(self) -> NoReturn:
        """Refuses a file with more rows than are read."""
        self.refuse(
            _("The table has more than {limit} rows.").format(limit=self.limits.rows),
            hint=_("Check that this is the right file; split a list that is really so long."),
        )

    def too_many_columns(self) -> NoReturn:
        """Refuses a file with more columns than are read."""
        self.refuse(
            _("The table has more than {limit} columns.").format(limit=self.limits.columns),
            hint=_("Check that this is the right file, and delete the columns that nobody asked for."),
        )


def read_table(path: Path, *, shown: str, limits: Limits = LIMITS) -> Table:
    """Reads a CSV or Excel file: told apart by what is in it, not by its name.

    Args:
        path: the file.
        shown: its name in messages.
        limits: how much of it is read.

    Raises:
        DocgenError: `input-unreadable`, `table-refused`, and `value-invalid` for each cell that cannot be taken.
    """
    from docgen.exchange.csv_file import csv_rows  # noqa: PLC0415  # only what the file needs
    from docgen.exchange.xlsx_file import xlsx_rows  # noqa: PLC0415  # as above

    reading = Reading(name=shown, limits=limits)
    content = _content(path, reading)
    if content.startswith(_ZIP):
        sheet, unread = xlsx_rows(content, reading)
        return _headed(reading, sheet, unread)
    if content.startswith(_OLD_EXCEL):
        reading.refuse(
            _("{name} is locked with a password, or in the format of Excel 97 (.xls).").format(name=shown),
            hint=_("Save it without a password as “Excel Workbook (.xlsx)” or “CSV UTF-8”."),
        )
    return _headed(reading, csv_rows(content, reading))


def _content(path: Path, reading: Reading) -> bytes:
    limit = reading.limits.size
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else _("no file can have such a name")
        raise refuse(
            "input-unreadable",
            _("{name} cannot be read: {reason}.").format(name=reading.name, reason=reason),
            where=reading.name,
            hint=_("Give the path of a CSV or Excel file (.xlsx)."),
        ) from None
    if len(content) > limit:
        reading.refuse(
            _("{name} is larger than {limit} MiB.").format(name=reading.name, limit=limit // _MIB),
            hint=_smaller(content, reading.limits),
        )
    return content


def _smaller(content: bytes, limits: Limits) -> str:
    """For a hint: how a file that is too large becomes smaller."""
    split = _("Check that this is the right file; a long list is split into several files of at most {rows} rows.")
    pictures = " " + _("Pictures in a workbook count too: delete them.") if content.startswith(_ZIP) else ""
    return split.format(rows=limits.rows) + pictures


def _headed(reading: Reading, rows: Iterable[Row], unread: tuple[str, ...] = ()) -> Table:
    """The table: the first row in which something stands has the headings."""
    filled = list(_filled(reading, rows))
    if reading.problems:
        raise DocgenError(reading.problems)
    if not filled:
        reading.refuse(
            _("There is nothing in {name}.").format(name=reading.name),
            hint=_("The first row has the headings, and each row below it is one entry."),
        )
    head, *body = filled
    width = max(place for place, cell in enumerate(head.cells, 1) if cell.text)
    for row in (head, *body):
        _unheaded(reading, head, row)
    _repeated(reading, head)
    if reading.problems:
        raise DocgenError(reading.problems)
    return Table(
        name=reading.name,
        headings=head.cells[:width],
        rows=tuple(Row(row.number, row.cells[:width]) for row in body),
        unread=unread,
    )


def _filled(reading: Reading, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows in which something stands, all equally wide; refuses too many."""
    for count, row in enumerate(row for row in rows if not row.empty):
        if count > reading.limits.rows:
            reading.too_many_rows()
        if any(cell.text for cell in row.cells[reading.limits.columns :]):
            reading.too_many_columns()
        yield row


def _unheaded(reading: Reading, head: Row, row: Row) -> None:
    """Notes the first value of a row above which no heading stands."""
    for place, cell in enumerate(row.cells):
        if cell.text and not (place < len(head.cells) and head.cells[place].text):
            hint = _("The first row must have a heading above each column, without merged cells or a title above it.")
            reading.wrong(cell.where, _("No heading stands above this column."), hint=hint)
            return


def _repeated(reading: Reading, head: Row) -> None:
    """Notes each heading that stands there twice."""
    counted = Counter(folded(cell.text) for cell in head.cells)
    seen: set[str] = set()
    for cell in head.cells:
        name = folded(cell.text)
        if name and counted[name] > 1 and name in seen:
            message = _("The heading {heading} stands there twice.").format(heading=quoted(cell.text))
            reading.wrong(cell.where, message, hint=_("Delete one of the columns, or name it otherwise."))
        seen.add(name)


def folded(text: str) -> str:
    """A heading as it is compared: in whatever case of letters, with whatever spaces."""
    return " ".join(text.casefold().split())

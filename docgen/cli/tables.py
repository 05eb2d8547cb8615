"""Options whose values stand in a table: `--orang FILE`."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, Problem
from docgen.model.field import FieldSpec
from docgen.store.typed import typed_path
from docgen.workflow.asked import spec_at
from docgen.workflow.given import FITTING, Fitting, Given, Refused


def tabled(fields: Mapping[str, FieldSpec], name: str, typed: str, *, start: Path, warnings: list[Problem]) -> Given:
    """What a table says of a field; what cannot be used of it is refused where the field is checked.

    Args:
        fields: the fields of the SOP.
        name: the field.
        typed: the file's name.
        start: where it counts from.
        warnings: takes what was passed over.
    """
    from docgen.exchange.by_item import ByItem
    from docgen.exchange.items import items_of
    from docgen.exchange.table import read_table

    spec, path = fields[name], typed_path(start, typed)
    try:
        table = read_table(path, shown=typed)
        if table.unread:
            warnings.append(unread_sheets(typed, table.unread))
        if spec.each is None:
            return items_of(table, spec, folder=path.parent)
        listed = spec_at(fields, spec.each.list) or fields[spec.each.list[0]]
        fitting = Fitting(ByItem(table, name, spec, listed))
        mend = _("Add a row for it to {name}.").format(name=typed)
        return Given({FITTING: Given(fitting)}, where=typed, mend=mend)
    except DocgenError as error:
        return Given(Refused(error.problems), where=typed)


def unread_sheets(name: str, sheets: tuple[str, ...]) -> Problem:
    """That a workbook has more in it than was read."""
    return Problem(
        reference="table-refused",
        message=_("Only the first visible sheet of {name} was read, not: {sheets}.").format(
            name=name, sheets=", ".join(sheets)
        ),
        where=name,
        hint=_("Put everything on one sheet if more was meant."),
    )

"""What a clerk sees, in short, before a step is recorded: his answers, and what the tables hold that he named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.app.recorded import recorded
from docgen.app.settable import has_table
from docgen.cli.question import Dialog
from docgen.model.sop import Sop
from docgen.workflow.asked import spec_at
from docgen.workflow.given import dotted
from docgen.workflow.items import item_name

NEW_LINE = "\n"
MOST_SHOWN = 20
"""So many items of a table are shown; of the others how many they are."""


def show_entered(dialog: Dialog, captured: Mapping[str, JsonValue]) -> None:
    """Shows, in short, what was answered: as it will be recorded, which need not be as it was typed.

    Args:
        dialog: what was asked.
        captured: what the step would record.
    """
    dialog.prompter.say(_("What will be recorded of your answers:") if dialog.entered else _("You entered nothing."))
    for place, (path, label) in enumerate(dialog.entered.items(), 1):
        text = recorded(dialog.sop, captured, path) or (_("nothing") if dialog.earlier[path].items == [] else "")
        if text:
            dialog.prompter.say(f"  {place}  {dotted(path)}  {label}: {text.replace(NEW_LINE, NEW_LINE + '     ')}")


def show_tables(
    dialog: Dialog, options: Sequence[tuple[str, str]], captured: Mapping[str, JsonValue], record: Mapping[str, Any]
) -> None:
    """Shows, in short, what will be recorded from tables.

    Args:
        dialog: whom to tell.
        options: the fields that options give, each with its text: of a table the file.
        captured: what the step would record.
        record: the record with it.
    """
    for name, file in options:
        if has_table(dialog.sop.fields[name]):
            items = [*_items(dialog.sop, name, captured, record)]
            title = _("From {file}, {label}: {count}")
            dialog.prompter.say(title.format(file=file, label=dialog.sop.fields[name].label, count=len(items)))
            for text in items[:MOST_SHOWN]:
                dialog.prompter.say(f"  {text}")
            if len(items) > MOST_SHOWN:
                dialog.prompter.say(_("  … and {count} more").format(count=len(items) - MOST_SHOWN))


def _items(sop: Sop, name: str, captured: Mapping[str, JsonValue], record: Mapping[str, Any]) -> Iterator[str]:
    """What is recorded of each item of a list, or said of each item of another one, in words."""
    spec, values = sop.fields[name], captured.get(name)
    for place, value in enumerate(values if isinstance(values, list) else []):
        text = recorded(sop, captured, (name, str(place + 1)))
        if spec.each is None:
            yield f"{place + 1}  {text}"
        elif value is not None:
            listed = spec_at(sop.fields, spec.each.list) or sop.fields[spec.each.list[0]]
            yield f"{item_name(listed, place, _at(record, spec.each.list, place))}: {text or _('nothing')}"


def _at(record: Mapping[str, Any], path: Sequence[str], place: int) -> Any:
    """An item of a list of the record."""
    here: Any = record
    for name in path:
        here = here[name]
    return here[place]

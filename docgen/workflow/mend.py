"""Mended values of facts that the record holds: each field as a whole, with what was left as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from gettext import gettext as _

from pydantic import JsonValue

from docgen.model.field import FieldSpec
from docgen.model.sop import Sop, Stage
from docgen.workflow.asked import item_spec
from docgen.workflow.capture import Capture, fields_of
from docgen.workflow.checking import Checking, World
from docgen.workflow.fold import State
from docgen.workflow.given import Given, Path, from_stored, mended, overlay
from docgen.workflow.repeated import check_repeated
from docgen.workflow.saying import options_for
from docgen.workflow.value import as_given, take
from docgen.workflow.view import deciding_view


def mend(sop: Sop, state: State, given: Given, *, stage: Stage, at: dt.datetime, world: World) -> Capture:
    """Checks mended values of facts that the record holds.

    Items with parts, and files, stay in their places, so what was said of them stands.
    """
    checking = Checking(sop=sop, world=world, view=deciding_view(sop, state, stage=stage, at=at))
    values: dict[str, JsonValue] = {}
    for name, said in fields_of(checking, given).items():
        spec = sop.fields.get(name)
        if spec is None or name not in state.record or spec.type == "number":
            known = [known for known in state.record if sop.fields[known].type != "number"]
            checking.unknown(said, (name,), known)
            continue
        present = state.record[name]
        with checking.noting(said, (name,), label=spec.label):
            if spec.each is None:
                values[name] = _mended(checking, spec, said, present, (name,))
            else:
                values[name] = _mended_items(checking, spec, said, present, (name,))
    after = replace(state, record={**state.record, **values})
    check_repeated(checking, deciding_view(sop, after, stage=stage, at=at), fields_of(checking, given), values)
    return Capture(
        values=values,
        missing=tuple(checking.missing),
        problems=tuple(checking.problems),
        warnings=tuple(checking.warnings),
    )


def _mended(checking: Checking, spec: FieldSpec, said: Given, present: JsonValue, path: Path) -> JsonValue:
    """One field as a whole."""
    replaces = spec.type == "list" and said.items is not None
    grows = spec.of not in {None, "file"}
    whole = said if replaces else overlay(from_stored(as_given(spec, present)), said, grows=grows)
    count = len(present) if isinstance(present, list) and not grows else None
    if count is not None and whole.items is not None and len(whole.items) != count:
        message = _("{label}: {count} items are recorded; a correction cannot change how many.").format(
            label=spec.label, count=count
        )
        hint = _(
            "Mend one of them by its number: {option}; to add or drop one, do the step anew that recorded them: "
            "`docgen undo CASE --reason …` takes back the last step."
        )
        option = options_for(checking.sop, (*path, "1"), item_spec(spec))
        checking.wrong("value-invalid", message, said, path, hint=hint.format(option=option))
        return present
    return take(checking, spec, whole, path, demanded=True)


def _mended_items(checking: Checking, spec: FieldSpec, said: Given, present: JsonValue, path: Path) -> JsonValue:
    """What was said of single items of a list."""
    stored = present if isinstance(present, list) else []
    single = spec.model_copy(update={"each": None})
    if checking.refused(said, path):
        return present
    if said.items is None and said.parts is None:
        hint = _("Say it item by item: {option}").format(option=options_for(checking.sop, (*path, "1"), single))
        message = _("{label}: a list is needed.").format(label=spec.label)
        checking.wrong("value-invalid", message, said, path, hint=hint)
        return present
    items = said.items if said.items is not None else mended([Given(None) for _item in stored], said, grows=False).items
    values = list(stored)
    for place, item in enumerate(items or []):
        here = (*path, str(place + 1))
        if item.value is None:
            continue
        if place >= len(stored) or stored[place] is None:
            message = _("{label}: nothing is recorded of item {place}.").format(label=spec.label, place=place + 1)
            recorded = ", ".join(str(number) for number, value in enumerate(stored, 1) if value is not None)
            hint = _("Something is recorded of: {items}.").format(items=recorded or "–")
            checking.wrong("value-invalid", message, item, here, hint=hint)
        else:
            values[place] = _mended(checking, single, item, stored[place], here)
    return values

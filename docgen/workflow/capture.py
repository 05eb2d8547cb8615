"""From what was said for a stage to what it will record: every field in turn, all errors and gaps at once.

Pure but for two things that the caller passes in: how a named file is taken in, and who the officials are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem
from docgen.model.expression import Each
from docgen.model.field import FieldSpec
from docgen.model.secret import Secret
from docgen.model.sop import Sop, Stage
from docgen.workflow.asked import in_order, spec_at
from docgen.workflow.checking import Checking, Question, Refusal, World, is_pending, is_said
from docgen.workflow.fold import Issued, State, learned
from docgen.workflow.given import (
    ALL,
    FITTING,
    Fitting,
    Given,
    Path,
    Refused,
    dotted,
    from_stored,
    no_such_item,
    number_of,
    overlay,
)
from docgen.workflow.items import item_name
from docgen.workflow.repeated import check_repeated
from docgen.workflow.replacing import replaced
from docgen.workflow.saying import options_for
from docgen.workflow.secrecy import check_secrets
from docgen.workflow.value import applies, as_given, take
from docgen.workflow.view import View, deciding_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What a stage would record, what is still missing, and what is wrong."""

    values: Mapping[str, JsonValue]
    missing: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    """What is told and not refused."""
    spoken_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For each `each` field: the places (from 0) of the items that something was said of."""
    numbers: tuple[str, ...] = ()
    """The fields that take a number from a register."""
    lapsed: tuple[str, ...] = ()
    """What the record holds of fields whose condition holds no longer."""
    troubled: tuple[Path, ...] = ()
    """Where something is wrong or missing."""
    secrets: Mapping[Path, Secret] = field(default_factory=dict)
    """What is to be sealed, by the paths of its fields; the values hold only that there is one."""
    copied: tuple[Issued, ...] = ()
    """Papers of a session that come into the file of its member with the step."""
    refused: tuple[Refusal, ...] = ()
    """The guards that refuse what was said so far, where somebody has asked them (see `guards.refused_so_far`)."""


def capture(sop: Sop, state: State, stage: Stage, given: Given, *, at: dt.datetime, world: World) -> Capture:
    """Checks what was said for one stage of one case."""
    checking = Checking(sop=sop, world=world, view={})
    said = fields_of(checking, given)
    asked = () if checking.problems else _in_order(sop, stage)  # of what is no mapping, nothing more can be said
    for name in said:
        if name not in asked or sop.fields[name].type == "number":
            checking.unknown(said[name], (name,), [each for each in asked if sop.fields[each].type != "number"])
    values: dict[str, JsonValue] = {}
    spoken: dict[str, tuple[int, ...]] = {}
    numbers: list[str] = []
    lapsed: list[str] = []
    for name in asked:
        spec, mine, path = sop.fields[name], said.get(name), (name,)
        known = replace(state, record=learned(sop, state.record, values))
        checking.view = deciding_view(sop, known, stage=stage, at=at)
        with checking.noting(mine, path, label=spec.label):
            holds = applies(checking, spec, mine, path, {})
            if holds is False and name in state.record:
                lapsed.append(name)
            if not holds:
                continue
            if spec.type == "number":
                numbers.append(name)
            elif spec.each is not None:
                said_of = _said_of_items(
                    checking, spec, mine, path, spec.each, demanded=name in stage.fields, near=mine or given
                )
                spoken[name] = tuple(place for place, value in enumerate(said_of) if value is not None)
                if spoken[name]:
                    values[name] = said_of
            else:
                whole = _whole(spec, mine, state, name)
                value = take(checking, spec, whole, path, demanded=name in stage.fields, near=given)
                if value is not None:
                    values[name] = value
    record = learned(sop, state.record, values)
    known = replace(state, record={**record, **replaced(sop, stage, record)})
    view = deciding_view(sop, known, stage=stage, at=at)
    check_secrets(checking, view, said)
    check_repeated(checking, view, said, asked, replace=stage.replace)
    return Capture(
        values=values,
        missing=tuple(checking.missing),
        problems=tuple(checking.problems),
        warnings=tuple(checking.warnings),
        spoken_of=spoken,
        numbers=tuple(numbers),
        lapsed=tuple(lapsed),
        secrets=checking.secrets,
        troubled=tuple(checking.troubled),
    )


def fields_of(checking: Checking, given: Given) -> Mapping[str, Given]:
    """What was said of each field; input that is no mapping is noted as wrong."""
    if given.parts is not None:
        return given.parts
    if given.value is not None:
        hint = _("Name each value: {example}; `--help` of the command lists the names.").format(
            example=f'{{"{next(iter(checking.sop.fields))}": …}}'
        )
        checking.wrong("value-invalid", _("The input must be a mapping of fields."), given, (), hint=hint)
    return {}


def _in_order(sop: Sop, stage: Stage) -> tuple[str, ...]:
    """The fields of a stage as they are listed, but what a field depends on before it."""
    return in_order((*stage.fields, *stage.optional), lambda name: _read_by(sop.fields[name]))


def _read_by(spec: FieldSpec) -> Iterator[str]:
    """The fields that decide whether, and of which items, a field is asked."""
    if spec.when is not None:
        yield from (reference.path[0] for reference in spec.when.references)
    if spec.each is not None:
        yield spec.each.list[0]
    if spec.each is not None and spec.each.condition is not None:
        yield from (name for reference in spec.each.condition.references for name in reference.path[:2])


def _whole(spec: FieldSpec, said: Given | None, state: State, name: str) -> Given | None:
    """What was said, on top of what the record holds: a list that is said as a list replaces the one before."""
    replaces = said is not None and spec.type == "list" and said.items is not None
    if not is_said(said) or said is None or replaces or name not in state.record:
        return said
    return overlay(from_stored(as_given(spec, state.record[name])), said)


def _said_of_items(
    checking: Checking,
    spec: FieldSpec,
    said: Given | None,
    path: Path,
    each: Each,
    *,
    demanded: bool,
    near: Given,
) -> list[JsonValue]:
    """The value for each item of a list, by position; nothing for an item that nothing is said of."""
    items = items_at(checking.view, each.list)
    listed = spec_at(checking.sop.fields, each.list) or checking.sop.fields[each.list[0]]
    by_place = None if checking.refused(said, path) else _said_by_place(checking, spec, said, path, items)
    if by_place is None:
        return []
    asked = [checking.holds_for(each, item) for item in items]
    values: list[JsonValue] = []
    for place, item in enumerate(items):
        about, here = item_name(listed, place, item), (*path, str(place + 1))
        own = by_place.own.get(place)
        if asked[place]:
            mine = own if by_place.every is None or own is None else overlay(by_place.every, own)
            mine = mine or by_place.every
            values.append(take(checking, spec, mine, here, demanded=demanded, near=near, about=about))
            continue
        if asked[place] is False and is_said(own):
            message = _("{label} is not asked of {about}.").format(label=spec.label, about=about)
            hint = _("Leave {path} out: it is asked for {each}.").format(path=dotted(here), each=each.text)
            checking.wrong("field-unasked", message, own, here, hint=hint)
        values.append(None)
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByPlace:
    """What was said of the items of a list."""

    every: Given | None = None
    """Of each one that is asked."""
    own: Mapping[int, Given] = field(default_factory=dict)
    """Of single ones, by place from 0."""


def _said_by_place(
    checking: Checking, spec: FieldSpec, said: Given | None, path: Path, items: Sequence[Any]
) -> _ByPlace | None:
    """What was said, item by item, also where a table says it by their names; nothing if it is wrong."""
    parts = dict(said.parts or {}) if said is not None else {}
    fitting = parts.pop(FITTING, None)
    if said is None or fitting is None or not isinstance(fitting.value, Fitting):
        return _by_place(checking, spec, said, path, len(items))
    try:
        fitted = fitting.value.fit(items)
    except DocgenError as error:
        checking.refused(Given(Refused(error.problems)), path)
        return None
    if ALL in parts:  # what is said of every item is said of one whose cells are empty, too
        fitted = replace(fitted, value={place: part for place, part in (fitted.parts or {}).items() if is_said(part)})
    return _by_place(checking, spec, overlay(fitted, replace(said, value=parts)), path, len(items))


def _by_place(checking: Checking, spec: FieldSpec, said: Given | None, path: Path, count: int) -> _ByPlace | None:
    """What was said, item by item; nothing if it is wrong."""
    if said is None or said.value is None:
        return _ByPlace()
    if is_pending(said):
        return _ByPlace(every=said)
    if said.items is not None and len(said.items) > count:
        message = _("{label}: {given} values for {count} items.").format(
            label=spec.label, given=len(said.items), count=count
        )
        hint = _("Give one for each of the {count} items, or name the item: {option}").format(
            count=count, option=_for_item(checking, spec, path)
        )
        checking.wrong("value-invalid", message, said, path, hint=hint)
        return None
    if said.items is not None:
        return _ByPlace(own=dict(enumerate(said.items)))
    if said.parts is None:
        checking.wrong(
            "value-invalid",
            _("{label}: a list is needed.").format(label=spec.label),
            said,
            path,
            hint=_("Say it item by item: {option}").format(option=_for_item(checking, spec, path)),
        )
        return None
    own: dict[int, Given] = {}
    for name, part in said.parts.items():
        number = number_of(name)
        if number is not None and 1 <= number <= count:
            own[number - 1] = part
        elif name != ALL:
            with checking.noting(part, (*path, name), label=spec.label):
                raise no_such_item(name, count, part.said_at, grows=False)
    return _ByPlace(every=said.parts.get(ALL), own=own)


def _for_item(checking: Checking, spec: FieldSpec, path: Path) -> str:
    """What to type for the first item that a value is said of."""
    return options_for(checking.sop, (*path, "1"), spec.model_copy(update={"each": None}))


def items_at(view: View, path: Sequence[str]) -> list[Any]:
    """The items of a list of the record."""
    here: Any = view
    for name in path:
        here = here[name]
    return here if isinstance(here, list) else []

"""Who comes in the place of another: items of a list give way to what a stage says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from itertools import chain, repeat

from pydantic import JsonValue

from docgen.errors import DocgenError, refuse
from docgen.model.field import FieldSpec
from docgen.model.sop import Sop, Stage
from docgen.workflow.asked import spec_at
from docgen.workflow.repeated import part_of


def replaced(sop: Sop, stage: Stage, record: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The lists of which an item gives way at this stage, whole, each item in its place; no list that stays as it was.

    Of an item that gives way, the parts that are never said of the other stay.

    Args:
        sop: the rules.
        stage: the stage, whose own values are in the record.
        record: what is known.
    """
    lists = {name: _replaced(sop, record, name, path) for name, path in stage.replace.items() if name in record}
    return {name: items for name, items in lists.items() if items != record[name]}


def carried(sop: Sop, record: Mapping[str, JsonValue], changed: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """What a correction changes with these values: whoever came in the place of another stands in two places.

    Args:
        sop: the rules.
        record: what is known.
        changed: the mended values of fields, each whole.

    Raises:
        DocgenError: `correction-refused`: somebody would come, or have come, in the place of another only now; who was
            there first is no longer known.
    """
    after = {**record, **changed}
    for stage in sop.stages:
        for name, path in stage.replace.items():
            if path[0] in record and name in record:
                after |= _carried(sop, record, after, name, path)
    return {name: value for name, value in after.items() if value != record.get(name)}


def _carried(
    sop: Sop, record: Mapping[str, JsonValue], after: Mapping[str, JsonValue], name: str, path: tuple[str, ...]
) -> dict[str, JsonValue]:
    """Both places of each one who came: what was mended in one is mended in the other."""
    spec, items, said = spec_at(sop.fields, path), _listed(after[name]), _listed(after[path[0]])
    assert spec is not None  # noqa: S101  # the definition was checked
    before = [part_of(each, path[1:]) for each in _listed(record[path[0]])]
    for place, (was, of_it) in enumerate(zip(before, said, strict=True)):
        now = part_of(of_it, path[1:])
        if (was is None) != (now is None):
            raise _another(".".join((path[0], str(place + 1), *path[1:])))
        if now != was:
            items[place] = _given_way(sop.fields[name], items[place], now, spec)
        elif now is not None:
            said[place] = _put(of_it, path[1:], _parts(items[place], spec))
    return {name: items, path[0]: said}


def _another(path: str) -> DocgenError:
    return refuse(
        "correction-refused",
        _("{path}: whether somebody comes in the place of another is no typing mistake.").format(path=path),
        where=path,
        hint=_("Take the step back and do it anew: docgen undo CASE --reason …"),
    )


def _parts(item: JsonValue, spec: FieldSpec) -> JsonValue:
    """Of an item, what is said of the one who came."""
    return {part: item[part] for part in spec.fields if part in item} if isinstance(item, dict) else item


def _put(value: JsonValue, path: Sequence[str], new: JsonValue) -> JsonValue:
    """A value with another one at this path in it."""
    if not path:
        return new
    parts = value if isinstance(value, dict) else {}
    return {**parts, path[0]: _put(parts.get(path[0]), path[1:], new)}


def _replaced(sop: Sop, record: Mapping[str, JsonValue], name: str, path: tuple[str, ...]) -> list[JsonValue]:
    spec = spec_at(sop.fields, path)
    assert spec is not None  # noqa: S101  # the definition was checked
    items, said = (record.get(key) for key in (name, path[0]))
    return [
        _given_way(sop.fields[name], item, part_of(of_it, path[1:]), spec)
        for item, of_it in zip(_listed(items), chain(_listed(said), repeat(None)), strict=False)
    ]


def _given_way(listed: FieldSpec, item: JsonValue, other: JsonValue, spec: FieldSpec) -> JsonValue:
    """An item, or whoever comes in its place: of the item, only what is never said of the other stays."""
    if not isinstance(item, dict) or not isinstance(other, dict):
        return item
    parts = {name: (other if name in spec.fields else item).get(name) for name in listed.fields}
    return {name: value for name, value in parts.items() if value is not None}


def _listed(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, list) else []

"""Who comes in the place of another: items of a list give way to what a stage says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

from pydantic import JsonValue

from docgen.model.field import FieldSpec
from docgen.model.sop import Sop, Stage


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
    """What a correction changes with these values: whoever came in the place of another is mended where he stands, too.

    Args:
        sop: the rules.
        record: what is known.
        changed: the mended values of fields, each whole.
    """
    after = {**record, **changed}
    lists: dict[str, JsonValue] = {}
    for stage in sop.stages:
        said = any(path[0] in changed and name not in changed for name, path in stage.replace.items())
        lists |= replaced(sop, stage, after) if said else {}
    return {**lists, **changed}


def _replaced(sop: Sop, record: Mapping[str, JsonValue], name: str, path: tuple[str, ...]) -> list[JsonValue]:
    spec = sop.fields[path[0]]
    for part in path[1:]:
        spec = spec.fields[part]
    items, said = (record.get(key) for key in (name, path[0]))
    return [
        _given_way(sop.fields[name], item, _below(of_it, path[1:]), spec)
        for item, of_it in zip(_listed(items), chain(_listed(said), repeat(None)), strict=False)
    ]


def _given_way(listed: FieldSpec, item: JsonValue, other: JsonValue, spec: FieldSpec) -> JsonValue:
    """An item, or whoever comes in its place: of the item, only what is never said of the other stays."""
    if not isinstance(item, dict) or not isinstance(other, dict):
        return item
    parts = {name: (other if name in spec.fields else item).get(name) for name in listed.fields}
    return {name: value for name, value in parts.items() if value is not None}


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _below(value: JsonValue, path: Sequence[str]) -> JsonValue:
    """What stands at a path; nothing if there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value

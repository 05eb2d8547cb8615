"""What is asked of the parts of a value, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from gettext import gettext as _

from docgen.model.field import FieldSpec
from docgen.model.sop import Sop
from docgen.workflow.given import ALL, Path

CHECKED = ("sesuai", "tidak sesuai", "tidak ada")
"""What can be said of an item of a checklist."""


def item_spec(spec: FieldSpec) -> FieldSpec:
    """What is asked of one item of a list."""
    if spec.of is not None:
        return FieldSpec(type=spec.of, label=spec.label)
    return spec.model_copy(update={"type": "record", "min": None, "max": None, "each": None, "when": None})


def checked_spec(wording: str) -> FieldSpec:
    """What is asked of one item of a checklist."""
    return FieldSpec(
        type="record",
        label=wording,
        fields={
            "hasil": FieldSpec(type="choice", label=wording, choices=CHECKED),
            "keterangan": FieldSpec(type="text", label=_("Note"), optional=True),
        },
    )


def posts(sop: Sop) -> tuple[str, ...]:
    """The actors that a disposition may go to: those of the office."""
    return tuple(role for role, actor in sop.actors.items() if not actor.external)


def disposition_spec(spec: FieldSpec, offered: tuple[str, ...] = ()) -> FieldSpec:
    """What is asked of a disposition; `offered` are the actors that it may go to."""
    asked = FieldSpec(
        type="record",
        label=spec.label,
        fields={
            "kepada": FieldSpec(type="list", of="text", label=_("Passed on to"), optional=True),
            "kepada_lain": FieldSpec(type="text", label=_("Passed on to somebody else"), optional=True),
            "harap": FieldSpec(type="list", of="text", label=_("With the request for"), optional=True),
            "harap_lain": FieldSpec(type="text", label=_("With another request"), optional=True),
            "isi": FieldSpec(type="paragraph", label=_("Wording of the disposition"), optional=True),
        },
    )
    choices = {"kepada": offered, "harap": spec.choices}
    parts = {name: part.model_copy(update={"choices": choices.get(name, ())}) for name, part in asked.fields.items()}
    return asked.model_copy(update={"fields": parts})


def in_order(names: Iterable[str], read_by: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """These names as they stand, but what one depends on (`read_by`) before it; a circle stays as it is."""
    wanted = tuple(names)
    ordered: dict[str, None] = {}
    begun: set[str] = set()

    def put(name: str) -> None:
        if name in begun:
            return
        begun.add(name)
        for other in read_by(name):
            if other in wanted:
                put(other)
        ordered[name] = None

    for name in wanted:
        put(name)
    return tuple(ordered)


def spec_at(fields: Mapping[str, FieldSpec], path: Path) -> FieldSpec | None:
    """The field that a path leads to; nothing if there is none."""
    if not path or path[0] not in fields:
        return None
    spec: FieldSpec | None = fields[path[0]]
    rest = path[1:]
    if spec is not None and spec.each is not None and rest and _is_place(rest[0]):
        spec, rest = spec.model_copy(update={"each": None}), rest[1:]
    for name in rest:
        if spec is None:
            return None
        spec = _part(spec, name)
    return spec


def _part(spec: FieldSpec, name: str) -> FieldSpec | None:
    if spec.type == "list" and _is_place(name):
        return item_spec(spec)
    if spec.type == "record":
        return spec.fields.get(name)
    if spec.type == "checklist":
        return checked_spec(spec.items[name]) if name in spec.items else None
    if spec.type == "disposition":
        return disposition_spec(spec).fields.get(name)
    return None


def _is_place(name: str) -> bool:
    return name == ALL or name.isdecimal()

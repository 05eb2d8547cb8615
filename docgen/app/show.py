"""Everything of a case: its record in words, its steps, its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.app.cases import open_case, projection
from docgen.app.workspace import Workspace
from docgen.model.case import Case, Step
from docgen.model.printed import show as in_words
from docgen.model.shape import Shape, record_shape
from docgen.model.sop import Sop
from docgen.workflow.fold import undone
from docgen.workflow.view import View, record_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of the record."""

    path: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A case, whole."""

    case: Case
    title: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    undone: frozenset[int]


def show(workspace: Workspace, case_text: str) -> Shown:
    """The whole of a case. Raises DocgenError if there is no such case or its record is damaged."""
    opened = open_case(workspace, case_text)
    sop = opened.definition.sop
    view = record_view(sop, opened.state)
    return Shown(
        case=projection(sop, opened.steps),
        title=sop.title,
        facts=tuple(_record_facts(sop, view)),
        steps=opened.steps,
        undone=undone(opened.steps),
    )


def _record_facts(sop: Sop, view: View) -> Iterator[Fact]:
    """Every known fact of the record, with its path as `--set` takes it."""
    for name, shape in record_shape(sop).parts.items():
        spec, value = sop.fields[name], view[name]
        if spec.type == "checklist":
            yield from _checked(name, value)
        elif spec.type == "disposition":
            yield from _disposed(name, value)
        elif spec.type == "number":
            yield from _facts(shape.parts["nomor"], value["nomor"], name, spec.label)
        elif spec.type == "list" and spec.of is None:
            yield from _items(sop, name, shape, value)
        else:
            yield from _facts(shape, value, name, spec.label)


def _checked(name: str, value: View) -> Iterator[Fact]:
    for row in value["butir"]:
        if row["hasil"] is not None:
            note = f" ({row['keterangan']})" if row["keterangan"] else ""
            yield Fact(path=f"{name}.{row['id']}", label=row["uraian"], text=f"{row['hasil']}{note}")


def _disposed(name: str, value: View) -> Iterator[Fact]:
    for link in value["rantai"]:
        said = "; ".join([*link["harap"], *([link["isi"]] if link["isi"] else [])])
        text = f"{link['dari']} → {', '.join(link['kepada'])}" + (f": {said}" if said else "")
        yield Fact(path=name, label=f"{in_words(link['tanggal'])} {in_words(link['waktu'])}", text=text)


def _items(sop: Sop, name: str, shape: Shape, items: list[View]) -> Iterator[Fact]:
    """The items of a list; what was said of each has the path of its own field: `nilai.1.angka`."""
    assert shape.item is not None  # noqa: S101  # the form of a list
    said = {each_name for each_name, _spec in sop.said_of(name)}
    for place, item in enumerate(items, 1):
        for part_name, part in shape.item.parts.items():
            path = f"{part_name}.{place}" if part_name in said else f"{name}.{place}.{part_name}"
            yield from _facts(part, item[part_name], path, part.label)


def _facts(shape: Shape, value: Any, path: str, label: str) -> Iterator[Fact]:
    """Every known fact of a value."""
    if value is None:
        return
    if shape.item is not None:
        for place, item in enumerate(value, 1):
            yield from _facts(shape.item, item, f"{path}.{place}", f"{label} {place}")
    elif shape.parts:
        for name, part in shape.parts.items():
            yield from _facts(part, value[name], f"{path}.{name}", part.label or label)
    else:
        yield Fact(path=path, label=shape.label or label, text=in_words(value))

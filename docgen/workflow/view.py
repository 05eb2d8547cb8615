"""The record as expressions and templates see it: typed values, computed facts, nothing missing.

See the table in `docs/architecture.md`: stored JSON on the left, what is seen on the right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

from docgen.model.field import FieldSpec
from docgen.model.shape import CHECKED, DISPOSED, STEP_TAKEN, Shape, field_shape
from docgen.model.sop import Sop, Stage
from docgen.workflow.fold import State

View = dict[str, Any]
_ZONES = {dt.timedelta(hours=7): "WIB", dt.timedelta(hours=8): "WITA", dt.timedelta(hours=9): "WIT"}
_SCALARS: Mapping[str, Any] = {
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "money": Decimal,
}


def typed(spec: FieldSpec, stored: JsonValue) -> Any:
    """A stored value as decisions and papers see it; what is not known has its empty form."""
    if stored is None:
        return _checked(spec, {}) if spec.type == "checklist" else field_shape(spec).empty()
    if spec.type == "checklist":
        return _checked(spec, _mapping(stored))
    if spec.type == "record":
        return _parts(spec, _mapping(stored))
    if spec.type == "list":
        return [_item(spec, item) for item in (stored if isinstance(stored, list) else [])]
    return shaped(field_shape(spec), stored)


def shaped(shape: Shape, stored: Any) -> Any:
    """A stored value of a fixed form (a number, a person, a file …), with its dates and times typed."""
    if stored is None:
        return shape.empty()
    if shape.item is not None:
        return [shaped(shape.item, item) for item in stored]
    if shape.parts:
        return {name: shaped(part, stored.get(name)) for name, part in shape.parts.items()}
    parse = _SCALARS.get(shape.type)
    return parse(stored) if parse is not None and isinstance(stored, str) else stored


def _mapping(stored: Any) -> Mapping[str, Any]:
    return stored if isinstance(stored, Mapping) else {}


def _parts(spec: FieldSpec, stored: Mapping[str, Any]) -> View:
    return {name: typed(part, stored.get(name)) for name, part in spec.fields.items()}


def _item(spec: FieldSpec, item: Any) -> Any:
    if spec.of is None:
        return _parts(spec, _mapping(item))
    shape = field_shape(spec).item
    return item if shape is None else shaped(shape, item)


def _checked(spec: FieldSpec, stored: Mapping[str, Any]) -> View:
    """A checklist with `lengkap`, `butir` and `kurang`; nothing is ticked that nobody said."""
    rows = []
    for item_id, wording in spec.items.items():
        said = _mapping(stored.get(item_id))
        result = said.get("hasil")
        rows.append(
            {
                **CHECKED.empty(),  # type: ignore[dict-item]  # the form of a row is a mapping
                "id": item_id,
                "uraian": wording,
                "hasil": result,
                "ada": None if result is None else result != "tidak ada",
                "sesuai": None if result in {None, "tidak ada"} else result == "sesuai",
                "keterangan": said.get("keterangan"),
            }
        )
    complete = None if any(row["hasil"] is None for row in rows) else all(row["hasil"] == "sesuai" for row in rows)
    lacking = [row for row in rows if row["hasil"] not in {None, "sesuai"}]
    return {"lengkap": complete, "butir": rows, "kurang": lacking}


def _disposed(sop: Sop, spec: FieldSpec, chain: tuple[Mapping[str, Any], ...]) -> View:
    """The chain of dispositions so far, and what has been ticked in it."""
    posts = {role: actor.title for role, actor in sop.actors.items() if not actor.external}
    links = [
        {
            "no": place,
            "dari": posts.get(str(entry["peran"]), entry["petugas"]["jabatan"]),
            "kepada": [*(posts[role] for role in entry.get("kepada") or ()), *_one(entry.get("kepada_lain"))],
            "isi": entry.get("isi"),
            "harap": [*(entry.get("harap") or ()), *_one(entry.get("harap_lain"))],
            "tanggal": dt.datetime.fromisoformat(entry["waktu"]).date(),
            "waktu": dt.datetime.fromisoformat(entry["waktu"]).time(),
            "zona": zone_name(dt.datetime.fromisoformat(entry["waktu"])),
            "putaran": entry["putaran"],
            "petugas": shaped(DISPOSED.parts["petugas"], entry["petugas"]),
        }
        for place, entry in enumerate(chain, 1)
    ]
    # The chain shows every round; what is ticked was said of the letter that lies here now.
    present = [entry for entry in chain if entry["putaran"] == chain[-1]["putaran"]]
    chosen = {role for entry in present for role in entry.get("kepada") or ()}
    hoped = {text for entry in present for text in entry.get("harap") or ()}
    return {
        "rantai": links,
        "tujuan": [{"jabatan": title, "dipilih": role in chosen} for role, title in posts.items()],
        "tujuan_lain": [text for entry in present for text in _one(entry.get("kepada_lain"))],
        "harapan": [{"teks": text, "dipilih": text in hoped} for text in spec.choices],
        "harapan_lain": [text for entry in present for text in _one(entry.get("harap_lain"))],
        "terakhir": links[-1] if links else DISPOSED.empty(),
    }


def zone_name(at: dt.datetime) -> str:
    """What Indonesia calls the time zone of a moment (Keputusan Presiden 41/1987); another one by its distance."""
    return _ZONES.get(at.utcoffset() or dt.timedelta(), f"{at:UTC%z}")


def _one(text: str | None) -> list[str]:
    return [text] if text else []


def record_view(sop: Sop, state: State) -> View:
    """Every field of the SOP, with `each` fields inside the items that they speak of."""
    seen: View = {}
    for name, spec in sop.fields.items():
        if spec.each is not None:
            continue
        if spec.type == "disposition":
            seen[name] = _disposed(sop, spec, state.dispositions.get(name, ()))
        else:
            seen[name] = typed(spec, state.record.get(name))
        for each_name, each in sop.said_of(name):
            said = state.record.get(each_name)
            values = said if isinstance(said, list) else []
            for place, item in enumerate(seen[name]):
                item[each_name] = typed(each, values[place] if place < len(values) else None)
    return seen


def deciding_view(sop: Sop, state: State, *, stage: Stage, at: dt.datetime) -> View:
    """What the definition's expressions see while `stage` is being done at `at` (office time)."""
    return {
        **record_view(sop, state),
        "tahap": {
            "id": stage.id,
            "nomor": stage.no,
            "kegiatan": stage.activity,
            "pelaksana": sop.actors[stage.actor[0]].title,
            "tanggal": at.date(),
            "waktu": at.time(),
            "zona": zone_name(at),
        },
        "langkah": {each.key: _step_taken(state, each) for each in sop.stages},
    }


def _step_taken(state: State, stage: Stage) -> Any:
    done = state.past.get(stage.key)
    if done is None:
        return STEP_TAKEN.empty()
    person = shaped(STEP_TAKEN.parts["petugas"], done.by.model_dump(mode="json"))
    return {"tanggal": done.at.date(), "waktu": done.at.time(), "zona": zone_name(done.at), "petugas": person}

"""The tables of `docs/tata-bahasa.md`: every key of `sop.yaml` with its type and meaning, from its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.field import MEANT_FOR, NEEDED
from docgen.model.meanings import type_meanings
from docgen.model.sop_schema import sop_schema

Schema = Mapping[str, Any]
TITLES = {
    "Sop": "SOP: kunci paling luar",
    "Actor": "`actors`: pelaksana",
    "FieldSpec": "`fields`: data",
    "DocumentKind": "`documents`: naskah",
    "Stage": "`stages`: tahap",
    "Require": "`require`: syarat sebuah tahap",
    "Branch": "`next`: jalan lanjut",
    "Session": "`sessions`: sesi",
    "Members": "`members`: anggota sesi",
}
"""The heading of each kind of entry, in the order of the page."""


def keys() -> str:
    """A table for each kind of entry."""
    schema = sop_schema()
    models = {"Sop": schema, **schema["$defs"]}
    order = [*(name for name in TITLES if name in models), *sorted(models.keys() - TITLES.keys())]
    return "\n".join(line for name in order for line in _model(name, models[name]))


def types() -> str:
    """A table of the types of fields."""
    lines = ["| `type` | isi | perlu | boleh |", "|---|---|---|---|"]
    for name, meaning in type_meanings().items():
        needed = NEEDED.get(name)
        may = [key for key, kinds in MEANT_FOR.items() if name in kinds and key != needed]
        lines.append(f"| `{name}` | {meaning} | {_code(needed)} | {', '.join(map(_code, may))} |")
    return "\n".join(lines) + "\n"


def _code(key: str | None) -> str:
    return f"`{key}`" if key else ""


def _model(name: str, model: Schema) -> Iterator[str]:
    yield f"### {TITLES.get(name, name)}\n"
    if "description" in model:
        yield f"{model['description']}\n"
    yield "| kunci | isi | wajib | arti |\n|---|---|---|---|"
    required = set(model.get("required", ()))
    for key, each in model["properties"].items():
        yield f"| `{key}` | {_form(each)} | {'ya' if key in required else ''} | {_cell(each.get('description', ''))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _form(schema: Schema) -> str:
    """How a value is written, in a few words."""
    if "$ref" in schema:
        return _linked(str(schema["$ref"]))
    if "enum" in schema:
        return ", ".join(_code(str(one)) for one in schema["enum"])
    if "anyOf" in schema:
        return _either(schema["anyOf"])
    kind = schema.get("type")
    if kind == "array":
        return f"daftar {_form(schema['items'])}"
    if kind == "object":
        inner = next(iter(schema.get("patternProperties", {}).values()), None) or schema.get("additionalProperties")
        return f"nama: {_form(inner)}" if isinstance(inner, Mapping) else "nama: teks"
    return "teks"


def _either(ways: list[Schema]) -> str:
    kinds = [way.get("type") for way in ways]
    if "boolean" in kinds:
        return "`true` atau `false`"
    if "integer" in kinds:
        return "bilangan bulat"
    return " atau ".join(dict.fromkeys(_form(way) for way in ways))


def _linked(reference: str) -> str:
    name = reference.rpartition("/")[2]
    title = TITLES.get(name, name)
    anchor = title.casefold().replace("`", "").replace(":", "").replace(" ", "-")
    return f"[{title.rpartition(': ')[2]}](#{anchor})"

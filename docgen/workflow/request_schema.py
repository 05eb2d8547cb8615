"""The JSON Schema of a request: what the first stage of an SOP takes from a JSON file, so that an editor can help.

It agrees with `docgen.workflow.value` as far as a schema can: what depends on other values (`when`, guards), on the
calendar or on a list of telephone numbers is left to docgen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import gettext as _
from typing import Any

from docgen.model.dialect import DIALECT, SCHEMA_KEY
from docgen.model.field import FieldSpec
from docgen.model.identity import KINDS
from docgen.model.sop import Sop
from docgen.model.text import PARAGRAPH_LIMIT, TEXT_LIMIT
from docgen.model.values import describe_type
from docgen.workflow.asked import checked_spec, disposition_spec, item_spec, posts
from docgen.workflow.value import MOST_ITEMS

Schema = dict[str, Any]

_UNSAID = frozenset({"number", "secret"})
"""What no file says: a number is taken from its register, a secret is never written down."""
_DAY = r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_OFFSET = r"( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
_ONE_LINE = r"^\s*\S([^\r\n]*\S)?\s*$"
_BETWEEN = r"[ ().\-]*"
_GREATEST = 2**53 - 1


def request_schema(sop: Sop) -> Schema:
    """The schema of what opens a case, with titles and descriptions in the language of the screen."""
    stage = sop.first
    asked = {name: sop.fields[name] for name in (*stage.fields, *stage.optional)}
    said = {name: spec for name, spec in asked.items() if spec.type not in _UNSAID}
    demanded = [name for name, spec in said.items() if name in stage.fields and _always(spec)]
    properties = {
        name: _field(sop, spec) if name in demanded else _or_nothing(_field(sop, spec)) for name, spec in said.items()
    }
    return {
        "$schema": DIALECT,
        "title": f"{sop.title}: {stage.id}",
        "description": stage.activity,
        "type": "object",
        "properties": {SCHEMA_KEY: {"type": "string", "description": _("Where this schema lies.")}, **properties},
        "required": demanded,
        "additionalProperties": False,
    }


def _always(spec: FieldSpec) -> bool:
    """Whether a field must be there in every request."""
    return spec.default is None and spec.when is None and spec.each is None and not spec.optional


def _field(sop: Sop, spec: FieldSpec) -> Schema:
    schema = {"title": spec.label, **_value(sop, spec)}
    if spec.default is not None and spec.type in {"text", "paragraph", "choice", "email"}:
        schema["default"] = spec.default
    return _by_item(schema) if spec.each is not None else schema


def _by_item(value: Schema) -> Schema:
    """One value for each item of a list, by place: a list, or a mapping from 1 on; `*` speaks of all."""
    return {
        "title": value["title"],
        "anyOf": [
            {"type": "array", "items": _or_nothing(value)},
            {"type": "object", "patternProperties": {r"^([0-9]{1,6}|\*)$": value}, "additionalProperties": False},
        ],
    }


def _or_nothing(schema: Schema) -> Schema:
    """The same, or null, which is the same as to leave it out."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    more = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, **more, "type": [schema["type"], "null"]}


def _value(sop: Sop, spec: FieldSpec) -> Schema:  # noqa: PLR0911  # one line for each kind of field
    if spec.type == "record":
        return _record(sop, spec.fields)
    if spec.type == "list":
        return _list(sop, spec)
    if spec.type == "checklist":
        return _checklist(sop, spec)
    if spec.type == "disposition":
        return _disposition(sop, spec)
    if spec.type == "official":
        return {"type": "string", "minLength": 1, "description": _("The name of an official's table in docgen.toml.")}
    if spec.type == "file":
        return {"type": "string", "minLength": 1, "description": _("The path of a file: PDF, JPEG, PNG or DOCX.")}
    return _SCALARS[spec.type](spec) | {
        "description": describe_type(spec.type, choices=spec.choices, minimum=spec.min, maximum=spec.max)
    }


def _record(sop: Sop, parts: Mapping[str, FieldSpec]) -> Schema:
    properties = {name: _field(sop, part) for name, part in parts.items() if part.type not in _UNSAID}
    demanded = [name for name in properties if _always(parts[name])]
    return {
        "type": "object",
        "properties": {name: each if name in demanded else _or_nothing(each) for name, each in properties.items()},
        "required": demanded,
        "additionalProperties": False,
    }


def _list(sop: Sop, spec: FieldSpec) -> Schema:
    item = item_spec(spec)
    return {
        "type": "array",
        "items": _value(sop, item),
        "minItems": spec.min or 0,
        "maxItems": MOST_ITEMS if spec.max is None else spec.max,
    }


def _checklist(sop: Sop, spec: FieldSpec) -> Schema:
    """Each item by its result alone, or with a note."""

    def item(wording: str) -> Schema:
        asked = checked_spec(wording)
        result = asked.fields["hasil"]
        return {"title": wording, "anyOf": [_value(sop, result), _record(sop, asked.fields)]}

    return {
        "type": "object",
        "properties": {name: item(wording) for name, wording in spec.items.items()},
        "required": list(spec.items),
        "additionalProperties": False,
    }


def _disposition(sop: Sop, spec: FieldSpec) -> Schema:
    """To whom and with what request; to somebody in any case."""
    asked = disposition_spec(spec, posts(sop))
    schema = _record(sop, asked.fields)
    for name in ("kepada", "harap"):
        offered = asked.fields[name].choices
        schema["properties"][name]["items"] = {"type": "string", "enum": list(offered)}
    to_somebody = {
        "kepada": {"type": "array", "minItems": 1},
        "kepada_lain": {"type": "string"},
    }
    return {
        **schema,
        "anyOf": [{"properties": {name: given}, "required": [name]} for name, given in to_somebody.items()],
    }


def _text(limit: int, pattern: str) -> Callable[[FieldSpec], Schema]:
    def schema(spec: FieldSpec) -> Schema:
        return {"type": "string", "pattern": pattern, "maxLength": limit if spec.max is None else spec.max}

    return schema


def _integer(spec: FieldSpec) -> Schema:
    least, most = spec.min, spec.max
    return {
        "type": "integer",
        "minimum": -_GREATEST if least is None else least,
        "maximum": _GREATEST if most is None else most,
    }


def _money(_spec: FieldSpec) -> Schema:
    return {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 10**15 - 1},
            {"type": "string", "pattern": r"^\s*[0-9]{1,15}(\.[0-9]{2})?\s*$"},
        ]
    }


def _like(pattern: str, **more: str) -> Callable[[FieldSpec], Schema]:
    """A text of this form, with white space around it."""
    return lambda _spec: {"type": "string", "pattern": rf"^\s*{pattern}\s*$", **more}


def _choice(spec: FieldSpec) -> Schema:
    return {"type": "string", "enum": list(spec.choices)}


def _identity(_spec: FieldSpec) -> Schema:
    """A text that begins with the kind, or both apart."""
    number = {"type": "string", "pattern": r"\S"}
    eighteen = {"properties": {"nomor": {"pattern": r"^\s*([0-9] *){18}\s*$"}}}
    return {
        "anyOf": [
            number,
            {
                "type": "object",
                "properties": {"jenis": {"type": "string", "enum": list(KINDS)}, "nomor": number},
                "required": ["jenis", "nomor"],
                "additionalProperties": False,
                "if": {"properties": {"jenis": {"enum": ["NIP", "NI PPPK"]}}},
                "then": eighteen,
            },
        ]
    }


_SCALARS: Mapping[str, Callable[[FieldSpec], Schema]] = {
    "text": _text(TEXT_LIMIT, _ONE_LINE),
    "paragraph": _text(PARAGRAPH_LIMIT, r"\S"),
    "integer": _integer,
    "money": _money,
    "date": _like(_DAY, format="date"),
    "time": _like(_HOUR),
    "datetime": _like(rf"{_DAY}[T ]{_HOUR}([:.][0-5][0-9])?{_OFFSET}"),
    "yesno": lambda _spec: {"type": "boolean"},
    "choice": _choice,
    "email": _like(r"[^@\s]+@[^@\s]+\.[^@\s]+", format="email"),
    "phone": _like(rf"{_BETWEEN}(0|\+|6{_BETWEEN}2)[0-9 ().\-]{{4,}}"),
    "identity": _identity,
}

"""The JSON Schema of `sop.yaml`, so that an editor completes keys and marks mistakes while somebody writes.

It is made of the models of the grammar. To docgen every scalar is text; to an editor `49` is a number and `true` a
boolean, so the schema takes both. Names that must fit together are left to `docgen sop check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from docgen.model.dialect import DIALECT
from docgen.model.field import MEANT_FOR, NEEDED
from docgen.model.meanings import entry_meaning, key_meaning
from docgen.model.sop import UNFIT_IN_SHORT, UNFIT_TO_SEAL, Sop

Schema = dict[str, Any]

_BOOLEAN_WORDS = ["true", "false", "yes", "no", "on", "off"]
_WHOLE = r"^[+-]?[0-9]+$"


def sop_schema() -> Schema:
    """The schema of a definition, with its descriptions in the language of the screen."""
    made = Sop.model_json_schema(schema_generator=_Generator)
    models = {**made.pop("$defs"), "Sop": made}
    described = {name: _described(name, model) for name, model in models.items()}
    top = described.pop("Sop")
    return {"$schema": DIALECT, "title": "sop.yaml", **top, "$defs": dict(sorted(described.items()))}


def _described(name: str, model: Schema) -> Schema:
    """The schema of one kind of entry, in words."""
    properties = {key: _as_written(each) | _said(key_meaning(name, key)) for key, each in model["properties"].items()}
    plain = {key: value for key, value in model.items() if key not in {"title", "description"}}
    return {**_said(entry_meaning(name)), **plain, "properties": properties, **_rules().get(name, {})}


class _Generator(GenerateJsonSchema):
    """Gives what the grammar reads in its own way the form in which it is written."""

    def function_plain_schema(
        self,
        schema: core_schema.PlainValidatorFunctionSchema,  # noqa: ARG002  # pydantic hands it over
    ) -> JsonSchemaValue:
        """Expressions and messages: texts."""
        return {"type": "string", "minLength": 1}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Lists that one name may stand for."""
        return {"anyOf": [{"type": "string"}, self.generate_inner(schema["schema"])]}

    def get_title_from_name(self, name: str) -> str:  # noqa: ARG002  # as above
        """None: the key says as much."""
        return ""


def _rules() -> Mapping[str, Schema]:
    """What the models check beside the types of their keys."""
    needed = [_if_type([kind], {"required": [key]}) for kind, key in NEEDED.items()]
    listed = _if_type(["list"], {"oneOf": [{"required": ["of"]}, {"required": ["fields"]}]})
    meant = [
        {"if": {"required": [key]}, "then": {"properties": {"type": {"enum": sorted(types)}}}}
        for key, types in MEANT_FOR.items()
    ]
    return {
        "Branch": {"oneOf": [{"required": ["to"]}, {"required": ["ends"]}]},
        "Stage": {
            "anyOf": [{"required": [key]} for key in ("next", "ends", "during")],
            "not": {"required": ["next", "ends"]},
        },
        "DocumentKind": {
            "allOf": [_without("seals", UNFIT_TO_SEAL), _without("limit", UNFIT_IN_SHORT)],
        },
        "FieldSpec": {"allOf": [*needed, listed, *meant]},
    }


def _without(key: str, unfit: Iterable[str]) -> Schema:
    """Beside a key none of those that mean nothing there, but `form`, which may be written as false."""
    others = [{"required": [other]} for other in unfit if other != "form"]
    return {"if": {"required": [key]}, "then": {"not": {"anyOf": others}}}


def _if_type(types: list[str], then: Schema) -> Schema:
    return {"if": {"properties": {"type": {"enum": types}}, "required": ["type"]}, "then": then}


def _said(meaning: str) -> Schema:
    return {"description": meaning} if meaning else {}


def _as_written(node: Any) -> Any:
    """A schema that takes what an editor reads, where docgen reads text."""
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    ways = [way for way in node.get("anyOf", ()) if way != {"type": "null"}]
    if len(ways) == 1:  # what may be left out is left out, never written as nothing
        node = {**{key: value for key, value in node.items() if key not in {"anyOf", "default"}}, **ways[0]}
    kept = {key: _as_written(value) for key, value in node.items() if key != "title" and value not in (None, [], {})}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return _loosened(kept)


def _loosened(node: Schema) -> Schema:
    kind = node.get("type")
    if kind == "boolean":
        rest = {key: value for key, value in node.items() if key != "type"}
        return {**rest, "anyOf": [{"type": "boolean"}, {"enum": _BOOLEAN_WORDS}]}
    if kind == "integer":
        rest = {key: value for key, value in node.items() if key != "type"}
        return {**rest, "anyOf": [{"type": "integer"}, {"type": "string", "pattern": _WHOLE}]}
    if kind == "string" and not {"pattern", "enum"} & node.keys():
        return {**node, "type": ["string", "number", "boolean"]}
    if "anyOf" in node and "minLength" in node:  # said of the list, which one name may stand for
        least = node.pop("minLength")
        node["anyOf"] = [{**way, "minItems": least} if way.get("type") == "array" else way for way in node["anyOf"]]
    return node

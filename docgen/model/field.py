"""The fields of `sop.yaml`, and what all its entries share: names, lines, expressions that are compiled when read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from docgen.errors import DocgenError
from docgen.model.expression import Each, Expression, Message, compile_expression, compile_message, parse_each
from docgen.model.validation import FIELD_NAME, SLUG

FieldType = Literal[
    "text", "paragraph", "integer", "money", "date", "time", "datetime", "yesno", "choice", "email", "phone",
    "identity", "official", "file", "number", "record", "list", "checklist", "disposition", "secret", "session",
]  # fmt: skip


SCALARS: frozenset[str] = frozenset(
    ["text", "paragraph", "integer", "money", "date", "time", "datetime", "yesno", "choice", "email", "phone",
     "identity", "official", "file"]
)  # fmt: skip
"""Types that one option of the command line can hold."""


Source = Literal["sop", "praktik"]


FieldName = Annotated[str, Field(pattern=FIELD_NAME, max_length=40)]


Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]


Line = Annotated[str, Field(min_length=1, max_length=500)]


def _compiled(compiler: Callable[[str], object]) -> PlainValidator:
    def validate(text: object) -> object:
        if not isinstance(text, str):
            raise PydanticCustomError("string_type", "Input should be a valid string")
        try:
            return compiler(text)
        except DocgenError as error:
            raise PydanticCustomError(
                "expression", "{message}", {"message": error.problems[0].message, "hint": error.problems[0].hint}
            ) from error

    return PlainValidator(validate)


_as_text = PlainSerializer(lambda compiled: compiled.text, return_type=str)


ExpressionText = Annotated[Expression, _compiled(compile_expression), _as_text]


EachText = Annotated[Each, _compiled(parse_each), _as_text]


MessageText = Annotated[Message, _compiled(compile_message), _as_text]


def as_list(value: object) -> object:
    """One name stands for a list of one."""
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]


class Declared(BaseModel):
    """Anything that an SOP file declares: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)

    source: Source = "sop"
    """Whether the SOP orders it, or practice added it."""


class FieldSpec(Declared):
    """One fact that stages capture."""

    type: FieldType
    label: Line
    default: str | None = None
    choices: tuple[Line, ...] = ()
    items: dict[Slug, Line] = {}
    fields: dict[FieldName, FieldSpec] = {}
    of: Literal["text", "date", "file", "official"] | None = None
    min: int | None = None
    max: int | None = None
    register_: Slug | None = Field(default=None, alias="register")
    optional: bool = False
    unique: Literal["case", "open", "warned"] | None = None
    """No two items of the list have the same: in the case, or in any open case of the SOP; or if so, it is told."""
    when: ExpressionText | None = None
    each: EachText | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> FieldSpec:
        needed = NEEDED.get(self.type)
        given = {
            "choices": bool(self.choices),
            "items": bool(self.items),
            "fields": bool(self.fields),
            "of": self.of is not None,
            "register": self.register_ is not None,
            "min": self.min is not None,
            "max": self.max is not None,
            "default": self.default is not None,
            "unique": self.unique is not None,
        }
        if needed and not given[needed]:
            raise PydanticCustomError("key_needed", "type {type} needs {needed}", {"type": self.type, "needed": needed})
        if self.type == "list" and given["of"] == given["fields"]:
            raise PydanticCustomError(
                "key_needed", "type {type} needs {needed}", {"type": self.type, "needed": "`of` / `fields`"}
            )
        for key, present in given.items():
            if present and self.type not in MEANT_FOR[key]:
                types = ", ".join(sorted(MEANT_FOR[key]))
                raise PydanticCustomError(
                    "key_unfit",
                    "{unfit} means nothing for type {type}",
                    {"type": self.type, "unfit": key, "types": types},
                )
        return self


class SessionField(FieldSpec):
    """What a case keeps of the session that it is a member of: a record that only the session writes."""


NEEDED: dict[str, str] = {"choice": "choices", "checklist": "items", "record": "fields", "number": "register"}
"""For some types, the key without which they mean nothing."""


MEANT_FOR: dict[str, frozenset[str]] = {
    "choices": frozenset({"choice", "disposition"}),
    "items": frozenset({"checklist"}),
    "fields": frozenset({"record", "list"}),
    "of": frozenset({"list"}),
    "register": frozenset({"number"}),
    "min": frozenset({"integer", "list"}),
    "max": frozenset({"integer", "list", "text", "paragraph"}),
    "default": SCALARS - {"file"},
    "unique": frozenset({"text", "email", "phone", "identity"}),
}
"""For some keys, the types that they mean something for."""

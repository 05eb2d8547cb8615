"""The grammar of `sop.yaml`: what an SOP declares, as pydantic models.

Every scalar of the file arrives as text; the models give each its type. Names that must fit together
(a stage that names a field, a `next` that names a stage) are compared in `docgen.model.soundness`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from docgen.model.field import (
    Declared,
    EachText,
    ExpressionText,
    FieldName,
    FieldSpec,
    Line,
    MessageText,
    Names,
    SessionField,
    Slug,
    as_list,
)
from docgen.model.validation import CASE_PREFIX


def _branches(value: object) -> object:
    """`next: STAGE` stands for one branch that always holds."""
    if isinstance(value, str):
        return [{"to": [value]}]
    return value


def _parts(value: object) -> object:
    """`a.b.c` is the path of a fact."""
    return tuple(value.split(".")) if isinstance(value, str) else value


FactPath = Annotated[tuple[str, ...], BeforeValidator(_parts), PlainSerializer(".".join, return_type=str)]
Columns = Annotated[dict[Line, ExpressionText], Field(min_length=1)]


class Actor(Declared):
    """A column of the flow table; an external one is recorded for by someone of the office."""

    title: Line
    external: bool = False


class DocumentKind(Declared):
    """A paper that stages issue."""

    title: Line
    """Also the letter's Hal."""
    form: bool = False
    """A form may have empty facts; a letter refuses them."""
    each: EachText | None = None
    when: ExpressionText | None = None
    register_: Slug | None = Field(default=None, alias="register")
    signer: str | None = None
    handling: Line | None = None
    classification: Line | None = None
    annexes: Line | None = None
    """What is annexed, as the letter says it: `1 (satu) berkas`."""
    seals: Annotated[tuple[FactPath, ...], BeforeValidator(as_list)] = ()
    """The facts of an encrypted page that has no template: the only place where a secret may be named."""
    limit: Annotated[int, Field(ge=1)] | None = None
    """The most characters of a short text, whose template is a plain text."""

    @property
    def suffix(self) -> Literal["docx", "pdf", "txt"]:
        """What kind of file it is; that of its template is of the same kind."""
        if self.seals:
            return "pdf"
        return "docx" if self.limit is None else "txt"

    @model_validator(mode="after")
    def _is_a_page_or_a_letter(self) -> DocumentKind:
        given = {
            "form": self.form,
            "seals": self.seals,
            "register": self.register_,
            "signer": self.signer,
            "handling": self.handling,
            "annexes": self.annexes,
            "classification": self.classification,
        }
        for key in UNFIT_TO_SEAL if self.seals else ():
            if given[key]:
                raise PydanticCustomError("seals_unfit", "{unfit} means nothing beside seals", {"unfit": key})
        for key in UNFIT_IN_SHORT if self.limit is not None else ():
            if given[key]:
                raise PydanticCustomError("limit_unfit", "{unfit} means nothing beside limit", {"unfit": key})
        return self


UNFIT_TO_SEAL = ("form", "register", "signer", "handling", "classification", "annexes")
"""What an encrypted page cannot have."""
UNFIT_IN_SHORT = ("form", "seals", "register", "signer", "handling", "annexes")
"""What a short text cannot have."""


class Require(Declared):
    """A guard of a stage, with the message that a clerk reads."""

    that: ExpressionText
    each: EachText | None = None
    else_: MessageText = Field(alias="else")
    warn: bool = False
    """Whether the message is only told, and the stage done all the same."""


class Branch(Declared):
    """One way on from a stage: the first whose `when` holds is taken."""

    when: ExpressionText | None = None
    to: Names = ()
    ends: Line | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Branch:
        if bool(self.to) == bool(self.ends):
            kind = "branch_both" if self.ends else "branch_none"
            raise PydanticCustomError(kind, "a branch leads `to` a stage or `ends`, one of the two")
        return self


class Stage(Declared):
    """One row of the flow table, or an act that may be done during several."""

    id: Slug
    no: str | None = None
    activity: Line
    needs: Line | None = None
    time: Line | None = None
    output: Line | None = None
    remarks: Line | None = None
    actor: Annotated[Names, Field(min_length=1)]
    fields: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    """Fields of which at least one must come out otherwise than it was known, in the case or in a member."""
    set: dict[str, ExpressionText] = Field(default_factory=dict)
    replace: dict[str, FactPath] = Field(default_factory=dict)
    """Lists of which each item gives way to the record at this path of it, where there is one."""
    require: tuple[Require, ...] = ()
    documents: tuple[str, ...] = ()
    next: Annotated[tuple[Branch, ...], BeforeValidator(_branches)] = ()
    ends: Line | None = None
    during: Names = ()
    performs: Slug | None = None
    """In a session: the stage that it performs in the members."""

    @property
    def key(self) -> str:
        """The stage's name in expressions and templates: `langkah.<key>`."""
        return self.id.replace("-", "_")

    @property
    def is_act(self) -> bool:
        """Whether this is an act done during other stages rather than a place where a case waits."""
        return bool(self.during)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All ways on; `ends` alone is one branch."""
        return self.next or ((Branch(ends=self.ends),) if self.ends else ())

    @property
    def captures(self) -> tuple[str, ...]:
        """The fields that this stage may write: demanded, optional, computed, replaced."""
        return (*self.fields, *self.optional, *self.set, *self.replace)

    @model_validator(mode="after")
    def _goes_on(self) -> Stage:
        if self.next and self.ends:
            raise PydanticCustomError("stage_ends", "a stage has `next` or `ends`, one of the two")
        if not self.next and not self.ends and not self.during:
            raise PydanticCustomError("stage_stuck", "a stage needs `next` or `ends`")
        return self


class Members(Declared):
    """The cases that a session works on: where they wait, who is seated, in which order, and how many."""

    waiting: Slug
    """The stage at which cases wait to be taken in."""
    seats: EachText
    """Who takes a seat: items of a list of the member's record."""
    seated: FieldName | None = None
    """The member's field that says of each item whether it has a seat; without it no group is ever split."""
    list_: FieldName = Field(alias="list")
    """The session's own list: one item for each seat."""
    facts: Annotated[dict[FieldName, ExpressionText], Field(min_length=1)]
    """What the session knows of each seat."""
    order: Annotated[tuple[ExpressionText, ...], BeforeValidator(as_list), Field(min_length=1)]
    """Who is first: compared one after the other, the least first."""
    accepts: ExpressionText | None = None
    """Which cases fit this session."""
    wishes: ExpressionText | None = None
    """The dates that a case would like."""
    capacity: FieldName
    """The session's field that says how many seats there are."""
    dates: FieldName
    """The session's list of days, each with a date and two times."""
    exclusive: tuple[FieldName, ...] = ()
    """Fields of which no two sessions have the same at the same time."""
    fixed: ExpressionText | None = None
    """Whether the session's days are certain; without it, they always are."""


class Session(Declared):
    """A case of its own that works on several cases, such as a class."""

    title: Line
    case_prefix: Annotated[str, Field(pattern=CASE_PREFIX)]
    members: Members
    fields: dict[FieldName, FieldSpec]
    documents: dict[Slug, DocumentKind] = Field(default_factory=dict)
    registers: dict[Slug, Columns] = Field(default_factory=dict)
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]


class Sop(Declared):
    """One SOP: what its printed form says, and how its cases go."""

    id: Slug
    number: Line
    title: Line
    version: Line
    case_prefix: Annotated[str, Field(pattern=CASE_PREFIX)]
    classification: Line | None = None
    created: Line | None = None
    revised: Line | None = None
    effective: Line | None = None
    approved_by: Line | None = None
    legal_basis: tuple[Line, ...] = ()
    related: tuple[Line, ...] = ()
    warnings: tuple[Line, ...] = ()
    qualifications: tuple[Line, ...] = ()
    equipment: tuple[Line, ...] = ()
    records_kept: tuple[Line, ...] = ()
    actors: Annotated[dict[FieldName, Actor], Field(min_length=1)]
    fields: dict[FieldName, FieldSpec]
    documents: dict[Slug, DocumentKind] = Field(default_factory=dict)
    registers: dict[Slug, Columns] = Field(default_factory=dict)
    """For each register that numbers are taken from: the columns of its book, and what they show."""
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    sessions: dict[Slug, Session] = Field(default_factory=dict)
    """Cases of their own that work on several cases of this SOP."""

    @property
    def folder(self) -> str:
        """The folder of the definition and its templates."""
        return self.id

    @property
    def first(self) -> Stage:
        """The stage that opens a case."""
        return self.stages[0]

    def performed_by(self, stage_id: str) -> tuple[str, ...]:
        """The sessions that do this stage in their members, as `<session> <stage>`: nobody does it by hand."""
        return tuple(
            f"{name} {stage.id}"
            for name, session in self.sessions.items()
            for stage in session.stages
            if stage.performs == stage_id
        )

    def stage(self, stage_id: str) -> Stage:
        """The stage of that id; KeyError if there is none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    def index(self, stage_id: str) -> int:
        """Place in the file, which is the order of the work."""
        return [stage.id for stage in self.stages].index(stage_id)

    def office_roles(self, stage: Stage) -> tuple[str, ...]:
        """The roles of the office that may do or record this stage, in the order of the file."""
        return tuple(role for role in stage.actor if not self.actors[role].external)

    def said_of(self, list_name: str) -> Iterator[tuple[str, FieldSpec]]:
        """The `each` fields whose values belong to the items of this list."""
        for name, field in self.fields.items():
            if field.each is not None and field.each.list == (list_name,):
                yield name, field


def frozen_parts(session: Session) -> dict[str, FieldSpec]:
    """What a member keeps of a session: its number and its fields, but nothing of the other members."""
    opening = session.stages[0]
    surely = {name for name in (*opening.fields, *opening.set) if name in session.fields}
    own = {
        name: spec.model_copy(update={"optional": name not in surely or spec.when is not None, "when": None})
        for name, spec in session.fields.items()
        if spec.each is None and name != session.members.list_ and spec.type not in _OF_THE_SESSION_ALONE
    }
    return {SESSION_CASE: FieldSpec(type="text", label=session.title), **own}


SESSION_CASE = "kasus"
"""In what a member keeps of a session, and in each seat of a session: the number of the case that it is of."""
SEAT_PLACE = "urut"
"""In each seat of a session: which item of the member's list it is (from 1)."""
_OF_THE_SESSION_ALONE = frozenset({"number", "disposition", "checklist", "secret", "file"})
"""Types that stay with the session: a member has its own, or none."""


def validate_sop(data: Any) -> Sop:
    """The SOP that this tree of text declares. Raises pydantic's ValidationError with every error in it."""
    sop = Sop.model_validate(data)
    kept = {
        name: SessionField.model_construct(
            **(dict(spec) | {"type": "record", "fields": frozen_parts(sop.sessions[name])})
        )
        for name, spec in sop.fields.items()
        if spec.type == "session" and name in sop.sessions
    }
    return sop.model_copy(update={"fields": {**sop.fields, **kept}}) if kept else sop

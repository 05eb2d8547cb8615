"""What a case is made of: steps that never change, each carrying the hash of the one before.

The models are the JSON: keys of the kernel are English, what the office captured keeps its Indonesian names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal

import rfc8785
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

SCHEMA: Literal[1] = 1
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
StepKind = Literal["stage", "undo", "correct", "attach", "reissue"]


class Frozen(BaseModel):
    """A part of the record: nothing unknown in it, nothing changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Identity(Frozen):
    """A civil servant's or other official's number: always text, never a quantity."""

    jenis: Literal["NIP", "NI PPPK", "NRP", "lainnya"]
    nomor: str


class Person(Frozen):
    """An official as he stood in the office's settings when a step was taken."""

    id: str
    nama: str
    jabatan: str
    pangkat: str | None = None
    identitas: Identity | None = None
    blok: tuple[str, ...] = ()
    """The lines of his signature block above the room for the signature: `KETUA LPSE,`."""


class Number(Frozen):
    """A number taken from a register: printed form, place in the yearly series, date that chose the year."""

    nomor: str
    urut: int
    tanggal: dt.date
    register_: str = Field(alias="register")


class StoredFile(Frozen):
    """A file that was handed in and copied into the step's folder."""

    nama: str
    """The name that it came with."""
    path: str
    """Where it lies, from the case's folder."""
    sha256: Sha256
    size: int
    type: Literal["pdf", "jpeg", "png", "docx"]


class Document(Frozen):
    """A paper that a step made."""

    kind: str
    title: str
    path: str
    """Where it lies, from the case's folder."""
    copy_: int | None = Field(default=None, alias="copy")
    """Which item of the list this copy is for (from 1), if there is one for each."""
    item: str | None = None
    """That item in words, as a list of papers names it."""
    number: Number | None = None
    template: Sha256 | None = None
    """The template that it was made from; a sealed page has none."""
    letterhead: Sha256 | None = None
    sha256: Sha256
    content: Sha256
    """Digest of the uncompressed parts: the same for the same letter, however it is packed. Of a sealed page, digest of
    what is no secret in it: no two seals are alike."""


class Pin(Frozen):
    """The rules that a case keeps from its first step on, by content."""

    id: str
    version: str
    definition: Sha256
    templates: dict[str, Sha256]
    letterhead: Sha256 | None = None


class Copy(Frozen):
    """A paper of a session in the folder of one of its members, so that each folder is whole."""

    kind: str
    title: str
    path: str
    """Where it lies, from the case's folder."""
    of: str
    """Where the session has it: the number of the session, and the path from its folder."""
    copy_: int | None = Field(default=None, alias="copy")
    """Which item of the session's list it is for (from 1), if there is one for each."""
    item: str | None = None
    """That item in words, as a list of papers names it."""
    classification: str | None = None
    """Its classification code, by the rules of the session."""
    number: Number | None = None
    sha256: Sha256


class MemberStep(Frozen):
    """A step that a session took in one of its members."""

    case: str
    seq: int = Field(ge=1)
    hash: Sha256


class Weighed(Frozen):
    """What the plan of a session made of a request that waited, and why."""

    case: str
    place: int = Field(ge=1)
    """Its place in the queue."""
    seats: int = Field(ge=0)
    """How many seats it got; 0: it waits."""
    why: str


class Step(Frozen):
    """One thing that happened in a case. Written once, into a folder of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    case: str
    seq: int = Field(ge=1)
    kind: StepKind
    stage: str | None = None
    operation: str
    by: Person
    role: str
    """The actor of the SOP that `by` acted as."""
    recorded_for: str | None = None
    """The external actor whose doing this is."""
    at: AwareDatetime
    """When it happened."""
    recorded: AwareDatetime
    """When it was entered."""
    round: int = Field(ge=1)
    """The round in which it happened."""
    round_after: int = Field(ge=1)
    """One more, if this step led up the file."""
    captured: dict[str, JsonValue] = {}
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    forgets: tuple[str, ...] = ()
    ends: str | None = None
    undoes: int | None = None
    reason: str | None = None
    attached_as: str | None = None
    """What a file that came later is: a kind of paper (its signed scan) or a field."""
    attached_item: int | None = None
    """For which item of the list (from 1) the paper that it shows was issued."""
    reissue: tuple[str, ...] = ()
    """Papers that a correction has overtaken, by path."""
    request: Sha256 | None = None
    """Digest of the input that opened the case, so that the same request is not entered twice."""
    sop: Pin | None = None
    office: dict[str, JsonValue] = {}
    """What of the office was printed."""
    documents: tuple[Document, ...] = ()
    files: tuple[StoredFile, ...] = ()
    with_: str | None = Field(default=None, alias="with")
    """The step of a session, as `<case>/<seq>`, with which it was taken: it counts if that has the same operation."""
    copies: tuple[Copy, ...] = ()
    """The papers of the session that lie here too."""
    members: tuple[MemberStep, ...] = ()
    """In a session: the steps that were taken with this one."""
    plan: tuple[Weighed, ...] = ()
    """In a session: what was made of each request that waited."""
    prev: Sha256
    hash: Sha256

    def to_json(self) -> dict[str, JsonValue]:
        """The step as it stands in `step.json`."""
        written = self.model_dump(mode="json", by_alias=True)
        return {key: value for key, value in written.items() if value or key not in _OF_SESSIONS}


_OF_SESSIONS = frozenset({"with", "copies", "members", "plan"})
"""Keys that only steps of sessions and of their members have."""


class Waiting(Frozen):
    """A stage that waits to be done."""

    stage: str
    since: AwareDatetime


class StepLine(Frozen):
    """A step in short."""

    seq: int
    kind: StepKind
    stage: str | None
    at: AwareDatetime
    by: str
    undone: bool = False


class Head(Frozen):
    """How far the steps go that a projection has seen."""

    seq: int
    hash: Sha256


class Case(Frozen):
    """`case.json`: what the steps add up to. Readable, rebuildable, never the source of anything."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    id: str
    sop: str
    version: str
    opened: AwareDatetime
    round: int
    open: tuple[Waiting, ...]
    outcome: str | None
    record: dict[str, JsonValue]
    dispositions: dict[str, tuple[dict[str, JsonValue], ...]]
    steps: tuple[StepLine, ...]
    papers: tuple[str, ...]
    """The papers that stand, by path."""
    request: Sha256 | None = None
    head: Head


def digest(value: object) -> str:
    """Sha256 of the canonical JSON (RFC 8785) of `value`, in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()  # type: ignore[arg-type]  # refuses what is not JSON


def step_hash(content: Mapping[str, JsonValue]) -> str:
    """The hash of a step: everything in it but the hash itself."""
    return digest({key: value for key, value in content.items() if key != "hash"})


def sealed(content: Mapping[str, JsonValue]) -> Step:
    """The step of this content, with its hash."""
    bare = Step.model_validate({**content, "hash": "0" * 64})
    return bare.model_copy(update={"hash": step_hash(bare.to_json())})

"""Cases played in memory, through the real decisions: no disk, no templates."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from docgen.app.safe import Safe
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Identity, Number, Person, Pin, Step, sealed
from docgen.model.office import PasswordRule
from docgen.model.sop import Sop, Stage, validate_sop
from docgen.model.soundness import check_names
from docgen.model.source import read_yaml
from docgen.workflow.allowed import check_allowed, check_time, find_stage
from docgen.workflow.capture import Capture, capture
from docgen.workflow.checking import World
from docgen.workflow.fold import State, fold
from docgen.workflow.given import Given, from_stored
from docgen.workflow.plan import Plan, decide

ZONE = dt.timezone(dt.timedelta(hours=7))
START = dt.datetime(2025, 11, 3, 8, 0, tzinfo=ZONE)
AUDITOR = Path(__file__).parents[2] / "templates_docx" / "auditor" / "sop.yaml"
HASH = "0" * 64


def official(name: str) -> Person:
    return Person(
        id=name,
        nama=f"Pejabat {name}",
        jabatan=f"Jabatan {name}",
        identitas=Identity(jenis="NRP", nomor="00000001"),
        blok=(f"JABATAN {name.upper()},",),
    )


def no_files(name: str, _folder: Path | None = None) -> dict[str, Any]:
    if name.endswith(".pdf"):
        content = hashlib.sha256(name.encode()).hexdigest()
        return {"nama": name, "path": f"01/{name}", "sha256": content, "size": 1, "type": "pdf"}
    raise refuse("file-refused", f"no {name}", hint="Give a PDF.")


def world(at: dt.datetime = START) -> World:
    officials = {name: official(name).model_dump(mode="json") for name in ("ani", "budi")}
    secrets = Safe(generates=True).under(PasswordRule())
    return World(today=at.date(), zone=ZONE, officials=officials, attach=no_files, secrets=secrets)


def parse(text: str | bytes) -> Sop:
    """A definition that must be sound."""
    raw = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    source = read_yaml(raw, name="sop.yaml")
    sop = validate_sop(source.data)
    problems = check_names(sop, source)
    assert not problems, problems
    return sop


def small(fields: str, stages: str, documents: str = "{}") -> Sop:
    """A definition of one actor with these fields and stages."""
    head = "id: kecil\nnumber: 1\ntitle: SOP Kecil\nversion: 1\ncase_prefix: KCL\nactors: {petugas_a: {title: A}}\n"
    parts = {"fields": fields, "documents": documents, "stages": stages}
    body = "".join(f"{key}:\n{textwrap.indent(textwrap.dedent(part), '  ')}\n" for key, part in parts.items())
    return parse(head + body)


def auditor() -> Sop:
    return parse(AUDITOR.read_bytes())


def given(value: Mapping[str, Any] | Given) -> Given:
    """What JSON would say."""
    return value if isinstance(value, Given) else spoken(value)


def spoken(value: Any) -> Given:
    if isinstance(value, Given):
        return value
    if isinstance(value, Mapping):
        return Given({key: spoken(part) for key, part in value.items()}, typed=True)
    if isinstance(value, list | tuple):
        return Given([spoken(item) for item in value], typed=True)
    return Given(value, typed=True)


@dataclass
class Played:
    """A case in memory."""

    sop: Sop
    steps: list[Step] = field(default_factory=list)
    claimed: int = 0
    clock: dt.datetime = START
    """When the next step happens."""

    @property
    def state(self) -> State:
        return fold(self.sop, self.steps)

    @property
    def now(self) -> dt.datetime:
        return self.clock

    def see(self, stage: str, said: Mapping[str, Any] | Given) -> Capture:
        return capture(self.sop, self.state, self.sop.stage(stage), given(said), at=self.now, world=world(self.now))

    def plan(self, stage_id: str, said: Mapping[str, Any] | Given, at: dt.datetime | None = None) -> Plan:
        stage, state, at = find_stage(self.sop, stage_id), self.state, at or self.now
        check_allowed(self.sop, state, stage)
        check_time(state, stage, at=at, now=self.now)
        found = capture(self.sop, state, stage, given(said), at=at, world=world(self.now))
        problems = [*found.problems, *(missing(stage, question.path) for question in found.missing)]
        if problems:
            raise DocgenError(problems)
        role = self.sop.office_roles(stage)[0]
        return decide(
            self.sop,
            state,
            stage,
            found,
            by=official(role),
            role=role,
            at=at,
            number=self._number,
            signer=lambda _kind, document: official(document.signer or ""),
        )

    def do(self, stage: str, said: Mapping[str, Any] | Given | None = None, at: dt.datetime | None = None) -> Plan:
        plan = self.plan(stage, said or {}, at)
        role = self.sop.office_roles(plan.stage)[0]
        self._add(role, plan.content())
        return plan

    def follow(self, scripted: Mapping[str, Any]) -> Plan:
        """A step of a script, at its time."""
        self.clock = dt.datetime.fromisoformat(scripted["at"]).replace(tzinfo=ZONE)
        return self.do(scripted["stage"], scripted.get("input"))

    def act(self, kind: str, **content: Any) -> None:
        self._add("petugas_a", {"kind": kind, "round": self.state.round, "round_after": self.state.round, **content})

    def undo(self, seq: int) -> None:
        self.act("undo", undoes=seq, reason="salah")

    def _add(self, role: str, content: Mapping[str, Any]) -> None:
        state, at = self.state, self.now.isoformat()
        pin = Pin(id=self.sop.id, version="1", definition=HASH, templates={})
        self.steps.append(
            sealed(
                {
                    "case": "KCL-2025-0001",
                    "seq": len(self.steps) + 1,
                    "operation": f"{len(self.steps) + 1:032d}",
                    "by": official(role).model_dump(mode="json"),
                    "role": role,
                    "at": at,
                    "recorded": at,
                    "prev": state.head or HASH,
                    "sop": None if self.steps else pin.model_dump(mode="json"),
                    **content,
                }
            )
        )
        self.clock += dt.timedelta(minutes=1)

    def _number(self, key: tuple[str, int | None], register: str) -> Number:
        self.claimed += 1
        return Number.model_validate(
            {"nomor": f"{self.claimed:03d}", "urut": self.claimed, "tanggal": self.now.date(), "register": register}
        )


def missing(stage: Stage, path: Sequence[str]) -> Problem:
    return Problem(reference="field-missing", message=".".join(path), where=stage.id, hint="Say it.")


def stored(value: Any) -> Given:
    return from_stored(value)


def script(name: str) -> list[dict[str, Any]]:
    """The steps of a shipped example, by the start of its name."""
    (path,) = (AUDITOR.parent / "contoh").glob(f"{name}*.json")
    steps: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["steps"]
    return steps


def refused(act: Callable[[], object]) -> tuple[Problem, ...]:
    """What is refused; nothing is recorded then."""
    with pytest.raises(DocgenError) as caught:
        act()
    return caught.value.problems

"""A kind of session as rules of its own: to nearly everything it is an SOP like any other.

What is particular to it: some of its stages perform a stage in other cases, its members, and gather who is seated.
"""

from __future__ import annotations

from typing import Any

from docgen.model.field import FieldSpec
from docgen.model.located import Source
from docgen.model.sop import SEAT_PLACE, SESSION_CASE, Members, Session, Sop, Stage


class SessionStage(Stage):
    """A stage of a session; one that works on its members gathers who is seated."""

    gathers: tuple[str, ...] = ()

    @property
    def captures(self) -> tuple[str, ...]:
        """What this stage may write: what is said, computed and gathered."""
        return (*super().captures, *self.gathers)


def gathered_by(stage: Stage) -> tuple[str, ...]:
    """The lists that a stage gathers from the members of its session."""
    return stage.gathers if isinstance(stage, SessionStage) else ()


def asking_all(stage: Stage) -> Stage:
    """The same stage where what it gathers is said: in an example, and where a step is read again."""
    gathers = gathered_by(stage)
    return stage.model_copy(update={"fields": (*gathers, *stage.fields), "gathers": ()}) if gathers else stage


class SessionRules(Sop):
    """The rules of one kind of session."""

    parent: Sop
    """The SOP whose cases are its members."""
    name: str

    @property
    def folder(self) -> str:
        """The folder of the SOP."""
        return self.parent.id

    @property
    def members(self) -> Members:
        """Which cases it works on."""
        return self.parent.sessions[self.name].members

    def plans(self, stage: Stage) -> bool:
        """Whether a stage takes in cases that wait."""
        return stage.performs is not None and stage.performs == self.members.waiting


def session_rules(sop: Sop, name: str) -> SessionRules:
    """The rules of a kind of session; its id is that of its command: `<sop> <session>`. KeyError if there is none."""
    session = sop.sessions[name]
    changed: dict[str, Any] = {
        "id": f"{sop.id} {name}",
        "title": session.title,
        "case_prefix": session.case_prefix,
        "source": session.source,
        "fields": _fields(session),
        "documents": session.documents,
        "registers": session.registers,
        "stages": tuple(_stage(session, stage) for stage in session.stages),
        "sessions": {},
        "parent": sop,
        "name": name,
    }
    return SessionRules.model_construct(**(dict(sop) | changed))


def narrowed(sop: Sop, source: Source, rules: str) -> tuple[Sop, Source]:
    """The SOP itself, or one of its sessions (`<sop> <session>`), with its part of the text. KeyError: no such one."""
    name = rules.partition(" ")[2]
    return (session_rules(sop, name), source.below(("sessions", name))) if name else (sop, source)


def all_rules(sop: Sop) -> tuple[Sop, ...]:
    """The rules of the SOP and of each of its sessions."""
    return (sop, *(session_rules(sop, name) for name in sop.sessions))


def _fields(session: Session) -> dict[str, FieldSpec]:
    """The fields of a session; each seat also says whose it is."""
    listed = session.fields.get(session.members.list_)
    if listed is None:
        return session.fields
    whose = {
        SESSION_CASE: FieldSpec(type="text", label="No. kasus"),
        SEAT_PLACE: FieldSpec(type="integer", label="Urutan", min=1),
    }
    seats = listed.model_copy(update={"fields": {**listed.fields, **whose}})
    return {**session.fields, session.members.list_: seats}


def _stage(session: Session, stage: Stage) -> SessionStage:
    gathers = (session.members.list_,) if stage.performs is not None else ()
    return SessionStage.model_construct(**(dict(stage) | {"gathers": gathers}))

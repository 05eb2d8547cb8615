"""Where a case stands, who is next, what is needed, and the exact commands that go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from gettext import gettext as _

from docgen.app.cases import OpenCase, open_case
from docgen.app.draft import world_of
from docgen.app.intake import Intake
from docgen.app.settable import Settable, facts_below
from docgen.app.situation import situation_of
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.model.posts import holders as holding
from docgen.model.sop import SESSION_CASE, Sop, Stage
from docgen.workflow.allowed import by_hand, performable
from docgen.workflow.capture import capture
from docgen.workflow.checking import Question
from docgen.workflow.given import PENDING, Given, dotted
from docgen.workflow.saying import leaves, option_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A fact that a stage demands."""

    path: str
    label: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStage:
    """A stage that can be done now."""

    stage: str
    no: str | None
    activity: str
    actor: str
    """The actor's title, as the SOP has it."""
    officials: tuple[str, ...]
    """Who of the office may do or record it."""
    who: str
    """The officials in words, each with his post, and whom they enter it for if the actor is not of the office."""
    standard_time: str | None
    since: dt.datetime | None
    """Since when it waits; nothing for an act that may be done but need not."""
    needs: tuple[Need, ...]
    may: tuple[Need, ...]
    """What may be said beside: for each field one fact of it, its label naming the others."""
    command: str
    """What to type; on a terminal it asks for what is needed, elsewhere the options of the needs go behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A case, as the clerk who opens it wants to see it."""

    case: str
    sop: str
    title: str
    version: str
    round: int
    opened: dt.datetime | None
    outcome: str | None
    last: Step
    waiting: tuple[NextStage, ...]
    acts: tuple[NextStage, ...]


def status(workspace: Workspace, case_text: str) -> Status:
    """Where a case stands. Raises DocgenError if there is no such case or its record is damaged."""
    case = open_case(workspace, case_text)
    sop, state = case.definition.sop, case.state
    taken = by_hand(sop, performable(sop, state), waiting=state.open)
    possible = [next_stage(workspace, case, stage) for stage in taken] if state.open else []
    return Status(
        case=case.id,
        sop=sop.id,
        title=sop.title,
        version=sop.version,
        round=state.round,
        opened=state.opened,
        outcome=state.outcome if state.closed else None,
        last=case.steps[-1],
        waiting=tuple(each for each in possible if each.since is not None),
        acts=tuple(each for each in possible if each.since is None),
    )


def next_stage(workspace: Workspace, case: OpenCase, stage: Stage) -> NextStage:
    """One stage that can be done now, with what it needs and the command for it."""
    sop = case.definition.sop
    asked = () if sop.performed_by(stage.id) else _questions(workspace, case, stage)
    demanded = [question for question in asked if not question.optional and question.spec.default is None]
    needs = tuple(_need(sop, leaf) for question in demanded for leaf in leaves(sop, question))
    return NextStage(
        stage=stage.id,
        no=stage.no,
        activity=stage.activity,
        actor=sop.actors[stage.actor[0]].title,
        officials=holders(workspace, sop, stage),
        who=who_does(workspace, sop, stage),
        standard_time=stage.time,
        since=case.state.opened_at.get(stage.id),
        needs=needs,
        may=tuple(_may(sop, asked, needs)),
        command=_command(sop, stage, case),
    )


def _command(sop: Sop, stage: Stage, case: OpenCase) -> str:
    """What to type; a stage that sessions take in their members, with the command of the session."""
    sessions = sop.performed_by(stage.id)
    if not sessions:
        return f"docgen {sop.id} {stage.id} {case.id}"
    kind = sessions[0].partition(" ")[0]
    kept = case.state.record.get(kind)
    # Which of its stages is next, the session itself knows; and one that is not known yet is found in the list.
    return f"docgen next {kept[SESSION_CASE]}" if isinstance(kept, dict) else f"docgen {sop.id} {kind} list"


def holders(workspace: Workspace, sop: Sop, stage: Stage) -> tuple[str, ...]:
    """The names of the officials who may do or record a stage."""
    return tuple(workspace.office.pejabat[official].nama for official in doers(workspace, sop, stage))


def doers(workspace: Workspace, sop: Sop, stage: Stage) -> dict[str, str]:
    """The officials who may do or record a stage, by id, each with the title of the actor that he is there."""
    posts: dict[str, str] = {}
    for role in sop.office_roles(stage):
        for holder in holding(workspace.office, role, workspace.now().date()):
            posts.setdefault(holder.id, sop.actors[role].title)
    return posts


def who_does(workspace: Workspace, sop: Sop, stage: Stage) -> str:
    """The officials who may do or record a stage, in words, and whom they enter it for if he is not of the office."""
    posts = doers(workspace, sop, stage)
    names = "; ".join(f"{workspace.office.pejabat[each].nama} ({title})" for each, title in posts.items()) or "–"
    actor = sop.actors[stage.actor[0]]
    return _("{names}, on behalf of {actor}").format(names=names, actor=actor.title) if actor.external else names


def _questions(workspace: Workspace, case: OpenCase, stage: Stage) -> tuple[Question, ...]:
    """What the stage asks if nothing was said, with all that may be left out."""
    sop, situation = case.definition.sop, situation_of(case)
    intake = Intake(fs=workspace.fs, base=workspace.root, limit=0, case=case.id, seq=situation.seq)
    said = Given({name: PENDING for name in (*stage.fields, *stage.optional) if sop.fields[name].type != "number"})
    return capture(sop, case.state, stage, said, at=workspace.now(), world=world_of(workspace, intake)).missing


def _need(sop: Sop, fact: Question | Settable) -> Need:
    return Need(path=dotted(fact.path), label=fact.spec.label, option=option_for(sop, fact.path, fact.spec))


def _may(sop: Sop, asked: Iterable[Question], needs: Iterable[Need]) -> Iterator[Need]:
    """What may be said beside what is needed, in short: one line for each field that has more to say."""
    needed, told = {need.path for need in needs}, set[str]()
    for question in asked:
        facts = [fact for fact in facts_below(sop, question.path, question.spec) if dotted(fact.path) not in needed]
        if facts and question.path[0] not in told:
            told.add(question.path[0])
            parts = ", ".join(fact.path[-1] for fact in facts if fact.path != question.path)
            label = f"{question.spec.label} ({parts})" if parts else question.spec.label
            yield replace(_need(sop, facts[0]), label=label)

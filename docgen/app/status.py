"""Where a case stands, who is next, what is needed, and the exact commands that go on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from docgen.app.cases import OpenCase, open_case
from docgen.app.draft import situation_of, world
from docgen.app.intake import Intake
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.model.sop import Sop, Stage
from docgen.workflow.allowed import performable
from docgen.workflow.capture import capture
from docgen.workflow.given import Given, dotted
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
    standard_time: str | None
    since: dt.datetime | None
    """Since when it waits; nothing for an act that may be done but need not."""
    needs: tuple[Need, ...]
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
    possible = [next_stage(workspace, case, stage) for stage in performable(sop, state)] if state.open else []
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
    needs = _needs(workspace, case, stage)
    return NextStage(
        stage=stage.id,
        no=stage.no,
        activity=stage.activity,
        actor=sop.actors[stage.actor[0]].title,
        officials=holders(workspace, sop, stage),
        standard_time=stage.time,
        since=case.state.opened_at.get(stage.id),
        needs=needs,
        command=f"docgen {sop.id} {stage.id} {case.id}",
    )


def holders(workspace: Workspace, sop: Sop, stage: Stage) -> tuple[str, ...]:
    """The names of the officials who may do or record a stage."""
    office = workspace.office
    ids = dict.fromkeys(official for role in sop.office_roles(stage) for official in office.holders(role))
    return tuple(office.pejabat[official].nama for official in ids)


def _needs(workspace: Workspace, case: OpenCase, stage: Stage) -> tuple[Need, ...]:
    sop, situation = case.definition.sop, situation_of(case)
    intake = Intake(fs=workspace.fs, base=workspace.root, limit=0, case=case.id, seq=situation.seq)
    found = capture(sop, case.state, stage, Given({}), at=workspace.now(), world=world(workspace, intake))
    return tuple(
        Need(path=dotted(leaf.path), label=leaf.spec.label, option=option_for(sop, leaf.path, leaf.spec))
        for question in found.missing
        for leaf in leaves(question)
    )

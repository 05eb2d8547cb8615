"""All cases at a glance: what waits today, and lists by SOP, stage and text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from docgen.app.cases import pinned, read_projections
from docgen.app.status import holders
from docgen.app.workspace import Workspace
from docgen.model.case import Case, Pin, Step
from docgen.model.sop import Sop
from docgen.store.layout import step_name
from docgen.store.steps import STEP_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A stage of a case that waits to be done."""

    case: str
    sop: str
    stage: str
    activity: str
    actor: str
    officials: tuple[str, ...]
    since: dt.datetime
    standard_time: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case in a list."""

    case: str
    sop: str
    opened: dt.datetime
    round: int
    open: tuple[str, ...]
    outcome: str | None


def today(workspace: Workspace) -> tuple[Waits, ...]:
    """What waits, for whom, since when: the longest first."""
    sop_of = cache(lambda pin_json: pinned(workspace, Pin.model_validate_json(pin_json)).sop)
    found = [
        _waits(workspace, case, sop_of(_pin(workspace, case).model_dump_json()), waiting.stage, waiting.since)
        for case in read_projections(workspace)
        for waiting in case.open
    ]
    return tuple(sorted(found, key=lambda waits: (waits.since, waits.case)))


def _pin(workspace: Workspace, case: Case) -> Pin:
    path = workspace.store.case_dir(case.id) / step_name(1) / STEP_FILE
    pin = Step.model_validate_json(workspace.read(path)).sop
    assert pin is not None  # noqa: S101  # the first step of a case has one
    return pin


def _waits(workspace: Workspace, case: Case, sop: Sop, stage_id: str, since: dt.datetime) -> Waits:
    stage = sop.stage(stage_id)
    return Waits(
        case=case.id,
        sop=case.sop,
        stage=stage_id,
        activity=stage.activity,
        actor=sop.actors[stage.actor[0]].title,
        officials=holders(workspace, sop, stage),
        since=since,
        standard_time=stage.time,
    )


def list_cases(
    workspace: Workspace,
    *,
    sop: str | None = None,
    stage: str | None = None,
    open_only: bool = False,
    closed_only: bool = False,
    text: str | None = None,
) -> tuple[Listed, ...]:
    """The cases that fit, by year and number.

    Args:
        workspace: where.
        sop: only of this SOP.
        stage: only where this stage waits.
        open_only: only cases in which something waits.
        closed_only: only cases in which nothing does.
        text: only cases whose number or record has this text in it, in any case of letters.
    """
    wanted = text.casefold() if text else None
    return tuple(
        Listed(
            case=case.id,
            sop=case.sop,
            opened=case.opened,
            round=case.round,
            open=tuple(waiting.stage for waiting in case.open),
            outcome=case.outcome,
        )
        for case in read_projections(workspace)
        if (sop is None or case.sop == sop)
        and (stage is None or any(waiting.stage == stage for waiting in case.open))
        and not (open_only and not case.open)
        and not (closed_only and case.open)
        and (wanted is None or any(wanted in each.casefold() for each in _texts(case)))
    )


def _texts(case: Case) -> Iterator[str]:
    yield case.id
    stack: list[object] = [case.record, case.dispositions]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list | tuple):
            stack.extend(value)
        elif isinstance(value, str):
            yield value

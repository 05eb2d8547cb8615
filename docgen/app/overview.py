"""All cases at a glance: what waits today, and lists by SOP, stage and text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _
from pathlib import Path

from docgen.app.cases import pinned_rules, read_projections
from docgen.app.outline import folder_of
from docgen.app.status import holders
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Case, Pin
from docgen.model.sop import Sop
from docgen.store.damage import OnDamage, told
from docgen.store.layout import STEP_FILE, step_name


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


def today(workspace: Workspace, *, on_damage: OnDamage | None = None) -> tuple[Waits, ...]:
    """What waits, for whom, since when: the longest first.

    Args:
        workspace: where.
        on_damage: is told of damaged cases; without it they are an error.

    Raises:
        DocgenError: everything that is wrong with damaged cases, if there is no `on_damage`.
    """
    sop_of = cache(lambda pin: pinned_rules(workspace, Pin.model_validate_json(pin)))
    found: list[Waits] = []
    with told(on_damage) as tell:
        for folder, case in read_projections(workspace, on_damage=tell):
            if not case.open:
                continue
            try:
                sop = sop_of(_pin(workspace, folder).model_dump_json())
                found.extend(_waits(workspace, case, sop, waiting.stage, waiting.since) for waiting in case.open)
            except DocgenError as error:
                tell(error)
    return tuple(sorted(found, key=lambda waits: (waits.since, waits.case)))


def _pin(workspace: Workspace, folder: Path) -> Pin:
    """The rules that a case keeps, from its first step. Raises `step-damaged`."""
    path = folder / step_name(1) / STEP_FILE
    try:
        return Pin.model_validate(json.loads(workspace.read(path))["sop"])
    except (ValueError, KeyError, TypeError) as error:
        raise refuse(
            "step-damaged",
            _("{path} is not what docgen wrote.").format(path=path),
            where=str(path),
            hint=_("Restore this folder from the backup, then run `docgen verify {case}`.").format(case=folder.name),
        ) from error


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
    on_damage: OnDamage | None = None,
) -> tuple[Listed, ...]:
    """The cases that fit, by year and number.

    Args:
        workspace: where.
        sop: only of this SOP, its sessions among them, or of one kind of session.
        stage: only where this stage waits.
        open_only: only cases in which something waits.
        closed_only: only cases in which nothing does.
        text: only cases whose number or record has this text in it, in any case of letters.
        on_damage: is told of damaged cases; without it they are an error.

    Raises:
        DocgenError: everything that is wrong with damaged cases, if there is no `on_damage`.
    """
    wanted = text.casefold() if text else None
    with told(on_damage) as tell:
        cases = tuple(case for _folder, case in read_projections(workspace, on_damage=tell))
    return tuple(
        Listed(
            case=case.id,
            sop=case.sop,
            opened=case.opened,
            round=case.round,
            open=tuple(waiting.stage for waiting in case.open),
            outcome=case.outcome,
        )
        for case in cases
        if (sop is None or sop in {case.sop, folder_of(case.sop)})
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

"""What the acts on the record share: `undo`, `correct`, `attach`, `reissue` are steps of the kernel's own kinds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from typing import Any

from docgen.app.cases import OpenCase, load_case, open_case
from docgen.app.officials import actor_for, official
from docgen.app.perform import NO_OPERATION, Performed, claimed, performed
from docgen.app.record import TRIES, Entry, held_case, held_folders, members_of, refuse_edited, too_busy, write_step
from docgen.app.situation import Situation, situation_of
from docgen.app.status import next_stage
from docgen.app.workspace import Workspace
from docgen.errors import Problem
from docgen.model.case import Person, Step, sealed
from docgen.store.commit import Conflict
from docgen.store.recovery import recover
from docgen.store.staging import begin
from docgen.workflow.allowed import performable
from docgen.workflow.fold import standing

NumberOf = Callable[[str, int], int]
"""Gives the next number of a register in a year."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What an act on a session adds in one of its members."""

    member: OpenCase
    content: Mapping[str, Any]
    files: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an act on the record adds to a step, and the files that it brings."""

    content: Mapping[str, Any]
    files: Sequence[tuple[str, bytes]] = ()
    members: Sequence[Shared] = ()
    """In a session: the cases in which an act is taken with this one."""
    warnings: tuple[Problem, ...] = ()
    """What is told and not refused."""
    numbered: Callable[[NumberOf], Act] | None = None
    """Where it takes numbers: the same act with real ones, which are claimed only now that it was decided."""


Decide = Callable[[OpenCase], Act]
"""Decides the act on the case as it stands now; every refusal happens there."""


def act_on(workspace: Workspace, case_text: str, *, by: str | None, decide: Decide, dry_run: bool) -> Performed:
    """Takes an act on the record of a case, decided anew whenever somebody else was first.

    Args:
        workspace: where.
        case_text: which case.
        by: the official who does it; by default the holder of the role of the stage last done.
        decide: decides the act.
        dry_run: only say what would be recorded.
    """
    if dry_run:
        case = open_case(workspace, case_text)
        refuse_edited(workspace, case)
        tried = decide(case)
        step, _members = _steps(workspace, case, tried, by=by, operation=NO_OPERATION)
        return dataclasses.replace(performed(situation_of(case), step), dry_run=True, warnings=tried.warnings)
    recover(workspace.store, at=workspace.now())
    with held_case(workspace, case_text) as held:
        case, act = held, decide(held)
        folders = [each.member.folder for each in act.members]
        operation = begin(workspace.store, operation=workspace.operation(), at=workspace.now())
        with held_folders(workspace, folders), operation as staging:
            for _try in range(TRIES):
                situation: Situation = situation_of(case)
                if act.numbered is not None:
                    act = act.numbered(partial(claimed, workspace, staging, situation))
                step, members = _steps(workspace, case, act, by=by, operation=staging.operation)
                try:
                    entry = Entry(situation=situation, step=step, files=act.files)
                    warnings = write_step(workspace, staging, entry, members)
                except Conflict:
                    staging.again()
                    case = load_case(workspace, held.folder)
                    act = decide(case)
                else:
                    return dataclasses.replace(performed(situation, step), warnings=(*act.warnings, *warnings))
    raise too_busy(case.id)


def _steps(
    workspace: Workspace, case: OpenCase, act: Act, *, by: str | None, operation: str
) -> tuple[Step, tuple[Entry, ...]]:
    """The step of an act, and those that are taken with it in the members of a session."""
    if not act.members:
        return act_step(workspace, case, act.content, by=by, operation=operation), ()
    person, _role = who(workspace, case, by)
    taken_with = {"with": f"{case.id}/{case.state.seq + 1}"}
    members = tuple(
        Entry(
            situation=situation_of(each.member),
            step=act_step(workspace, each.member, {**each.content, **taken_with}, by=person.id, operation=operation),
            files=each.files,
        )
        for each in act.members
    )
    content = {**act.content, "members": members_of(members)}
    return act_step(workspace, case, content, by=by, operation=operation), members


def act_step(
    workspace: Workspace, case: OpenCase, content: Mapping[str, Any], *, by: str | None, operation: str
) -> Step:
    """The step of an act, with its hash: as of now, in the present round."""
    now = workspace.now().isoformat()
    person, role = who(workspace, case, by)
    return sealed(
        {
            "case": case.id,
            "seq": case.state.seq + 1,
            "operation": operation,
            "by": person.model_dump(mode="json"),
            "role": role,
            "at": now,
            "recorded": now,
            "round": case.state.round,
            "round_after": case.state.round,
            "prev": case.state.head,
            **content,
        }
    )


def who(workspace: Workspace, case: OpenCase, by: str | None) -> tuple[Person, str]:
    """Who acts, and in which role: the official named, else whoever holds the role of the stage last done."""
    office, sop, on = workspace.office, case.definition.sop, workspace.now().date()
    if by is None:
        last = next(step.stage for step in reversed(standing(case.steps)) if step.stage is not None)
        return actor_for(office, sop, sop.stage(last), None, on=on)
    return official(office, by, on=on)


def how_to_end(workspace: Workspace, case: OpenCase) -> list[str]:
    """For a hint: each command that would end the case as it stands."""
    ends = [
        next_stage(workspace, case, stage)
        for stage in performable(case.definition.sop, case.state)
        if stage.is_act and any(way.ends for way in stage.branches)
    ]
    commands = (" ".join([each.command, *(need.option for need in each.needs)]) for each in ends)
    return [_("To end the case: `{command}`.").format(command=command) for command in commands]

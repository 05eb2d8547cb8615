"""What the acts on the record share: `undo`, `correct` and `attach` are steps too, of the kernel's own kinds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.app.cases import OpenCase, load_case, open_case
from docgen.app.draft import Situation, situation_of
from docgen.app.officials import official
from docgen.app.perform import NO_OPERATION, Performed, performed
from docgen.app.record import TRIES, held_case, too_busy, write_step
from docgen.app.workspace import Workspace
from docgen.model.case import Step, sealed
from docgen.store.commit import Conflict
from docgen.store.recovery import recover
from docgen.store.staging import begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an act on the record adds to a step, and the files that it brings."""

    content: Mapping[str, Any]
    files: Sequence[tuple[str, bytes]] = ()


Decide = Callable[[OpenCase], Act]
"""Decides the act on the case as it stands now; every refusal happens there."""


def act_on(workspace: Workspace, case_text: str, *, by: str, decide: Decide, dry_run: bool) -> Performed:
    """Takes an act on the record of a case, decided anew whenever somebody else was first."""
    if dry_run:
        case = open_case(workspace, case_text)
        step = _step(workspace, case, decide(case), by=by, operation=NO_OPERATION)
        return dataclasses.replace(performed(situation_of(case), step), dry_run=True)
    recover(workspace.store, at=workspace.now())
    with held_case(workspace, case_text) as held:
        case, act = held, decide(held)
        with begin(workspace.store, operation=workspace.operation(), at=workspace.now()) as staging:
            for _try in range(TRIES):
                step = _step(workspace, case, act, by=by, operation=staging.operation)
                situation: Situation = situation_of(case)
                try:
                    warnings = write_step(workspace, staging, situation, step, act.files)
                except Conflict:
                    staging.again()
                    case = load_case(workspace, held.folder)
                    act = decide(case)
                else:
                    return dataclasses.replace(performed(situation, step), warnings=warnings)
    raise too_busy(case.id)


def _step(workspace: Workspace, case: OpenCase, act: Act, *, by: str, operation: str) -> Step:
    now = workspace.now().isoformat()
    person = official(workspace.office, by)
    roles = workspace.office.pejabat[by].peran
    return sealed(
        {
            "case": case.id,
            "seq": case.state.seq + 1,
            "operation": operation,
            "by": person.model_dump(mode="json"),
            "role": roles[0] if roles else "",
            "at": now,
            "recorded": now,
            "round": case.state.round,
            "round_after": case.state.round,
            "prev": case.state.head,
            **act.content,
        }
    )

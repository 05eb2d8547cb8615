"""Taking back the last step: recorded as a step; nothing moves, and numbers stay used."""

from __future__ import annotations

from gettext import gettext as _

from docgen.app.acts import Act, act_on
from docgen.app.cases import OpenCase
from docgen.app.perform import Performed
from docgen.app.reason import checked_reason
from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.workflow.allowed import performable
from docgen.workflow.fold import standing


def undo(workspace: Workspace, case: str, *, reason: str, by: str, dry_run: bool = False) -> Performed:
    """Takes back the last step that stands, whatever kind it is.

    Raises:
        DocgenError: `undo-refused` if only the step that opened the case is left.
    """
    said = checked_reason(reason)
    return act_on(workspace, case, by=by, decide=lambda opened: _decide(opened, said), dry_run=dry_run)


def _decide(case: OpenCase, reason: str) -> Act:
    last = standing(case.steps)[-1]
    if last.seq == 1:
        possible = performable(case.definition.sop, case.state)
        ways = ", ".join(stage.id for stage in possible if stage.is_act and any(way.ends for way in stage.branches))
        raise refuse(
            "undo-refused",
            _("Only the step that opened case {case} is left; it cannot be taken back.").format(case=case.id),
            hint=_("To end the case: {ways}. To mend a value: docgen correct {case}").format(
                ways=ways or "–", case=case.id
            ),
        )
    return Act(content={"kind": "undo", "undoes": last.seq, "reason": reason})

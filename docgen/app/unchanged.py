"""A step that is to change something must change it: in its own case, or in one of those that it tells of it."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.app.draft import Draft
from docgen.errors import DocgenError
from docgen.workflow.guards import unchanged_problem


def refuse_unchanged(draft: Draft, members: Sequence[Draft] = ()) -> None:
    """Refuses a change that changes nothing (`changes` of the definition).

    Args:
        draft: the step.
        members: the steps that it takes in members of a session.

    Raises:
        DocgenError: `step-refused`: of the fields in question none is otherwise than before, in any of these cases.
    """
    records = [(member.situation.state.record, member.plan.captured) for member in members]
    told = [{name: record[name] for name in captured if name in record} for record, captured in records]
    before = [draft.situation.state.record, *told]
    problem = unchanged_problem(draft.situation.definition.sop, draft.stage, draft.plan.captured, before)
    if problem is not None:
        raise DocgenError([problem])

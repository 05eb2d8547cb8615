"""A paper issued once more, from what the record holds now: no stage is done, nothing moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docgen.model.case import Number, Person
from docgen.model.sop import DocumentKind, Sop, Stage
from docgen.workflow.capture import Capture
from docgen.workflow.fold import State
from docgen.workflow.guards import items_of
from docgen.workflow.items import item_of
from docgen.workflow.plan import NumberKey, Paper, Plan
from docgen.workflow.view import View, deciding_view


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is to be issued once more."""

    kind: str
    copy: int | None
    """For which item of the list (from 1), if there is one for each."""


def is_due(sop: Sop, state: State, stage: Stage, wanted: Wanted, *, at: dt.datetime) -> bool:
    """Whether the definition, by the record as it stands, has such a paper at all."""
    document, view = sop.documents[wanted.kind], _view(sop, state, stage, at=at)
    if document.when is not None and not document.when.evaluate(view):
        return False
    return document.each is None or _recipient(sop, document, view, wanted) is not None


def reissue_plan(
    sop: Sop,
    state: State,
    stage: Stage,
    wanted: Wanted,
    *,
    at: dt.datetime,
    number: Callable[[NumberKey, str], Number] | None,
    signer: Callable[[str, DocumentKind], Person],
) -> Plan:
    """What the step will be: one paper, as `stage` would issue it from what the record holds now.

    The paper has a new date; when the stage was done (`tahap`) stays as it was.

    Args:
        sop: the rules of the case.
        state: the case before the step.
        stage: the stage that issued the paper.
        wanted: a paper that `is_due`.
        at: the paper's new date.
        number: gives its number; nothing if the office does not number its papers itself.
        signer: who signs it.
    """
    document, view = sop.documents[wanted.kind], _view(sop, state, stage, at=at)
    recipient = _recipient(sop, document, view, wanted)
    paper = Paper(
        kind=wanted.kind,
        document=document,
        copy=wanted.copy,
        recipient=recipient,
        item=item_of(sop, document, wanted.copy, recipient),
        number=number((wanted.kind, wanted.copy), document.register_) if number and document.register_ else None,
        signer=None if document.signer is None else signer(wanted.kind, document),
    )
    return Plan(
        stage=stage,
        at=at,
        round=state.round,
        captured={},
        opens=(),
        closes=(),
        forgets=(),
        ends=None,
        round_after=state.round,
        outcome=state.outcome if state.closed else None,
        closed=max(done.at for done in state.past.values()) if state.closed else None,
        papers=(paper,),
        view=view,
    )


def _view(sop: Sop, state: State, stage: Stage, *, at: dt.datetime) -> View:
    """What the stage sees now, at the time when it was done."""
    done = state.past.get(stage.key)
    return deciding_view(sop, state, stage=stage, at=at if done is None else done.at)


def _recipient(sop: Sop, document: DocumentKind, view: View, wanted: Wanted) -> Any:
    """The item that the copy is for; nothing if the paper is not for it (any more)."""
    if document.each is None or wanted.copy is None:
        return None
    items = dict(items_of(sop, document.each, view, Capture(values={})))
    return items.get(wanted.copy - 1)

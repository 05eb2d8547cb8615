"""Who has copies of the papers of a session: its members, and those that were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.cases import OpenCase, load_case
from docgen.app.record import refuse_edited
from docgen.app.workspace import Workspace
from docgen.errors import Problem
from docgen.model.session import SessionRules
from docgen.model.sop import DocumentKind
from docgen.workflow.fold import standing
from docgen.workflow.seats import is_member


@dataclass(frozen=True, slots=True)
class CopyHolders:
    """The cases that have a copy of a paper of a session."""

    members: tuple[OpenCase, ...] = ()
    """Those that are still in it."""
    left: tuple[str, ...] = ()
    """Those that are closed, or no longer in it."""


def copy_holders(workspace: Workspace, session: OpenCase, kind: str, copy: int | None) -> CopyHolders:
    """Who has a copy of this paper, for this item of the session's list (from 1); nobody where it is no session.

    Raises:
        DocgenError: a member cannot be read, or was edited by hand.
    """
    rules = session.definition.sop
    if not isinstance(rules, SessionRules):
        return CopyHolders()
    having = [case for case in _taken_in(workspace, session) if _has(case, session, kind, copy)]
    members = tuple(case for case in having if is_member(rules, case.state, session.id))
    for case in members:
        refuse_edited(workspace, case)
    return CopyHolders(members, tuple(case.id for case in having if case not in members))


def kept_as_it_was(session: OpenCase, document: DocumentKind, left: tuple[str, ...]) -> Iterator[Problem]:
    """That files keep the paper that they have where the case is closed or has left the session."""
    if not left:
        return
    message = _(
        "{paper} is issued once more in {session} only: cases that are closed or have left it keep theirs: {cases}."
    )
    hint = _("Nothing has to be done: each file shows what was told then; the new one lies with {session}.")
    yield Problem(
        reference="copy-kept",
        message=message.format(paper=document.title, session=session.id, cases=", ".join(left)),
        where=session.id,
        hint=hint.format(session=session.id),
    )


def _taken_in(workspace: Workspace, session: OpenCase) -> Iterator[OpenCase]:
    """Every case in which the session took a step that stands."""
    for case in dict.fromkeys(member.case for step in standing(session.steps) for member in step.members):
        yield load_case(workspace, workspace.store.case_dir(case))


def _has(case: OpenCase, session: OpenCase, kind: str, copy: int | None) -> bool:
    return any((each.session, each.kind, each.copy) == (session.id, kind, copy) for each in case.state.papers)

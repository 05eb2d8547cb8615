"""Issuing a paper once more: because a value was mended since, or because a sealed page was lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.app.acts import Act, NumberOf, Shared, act_on, who
from docgen.app.cases import OpenCase, open_case
from docgen.app.copied import copied, copies_of
from docgen.app.copies import issued_copies, no_copy
from docgen.app.copy_holders import copy_holders, kept_as_it_was
from docgen.app.draft import number_from
from docgen.app.joint import as_now
from docgen.app.officials import signer_for
from docgen.app.papers import Desk, Printed, compile_templates, print_papers
from docgen.app.perform import Performed
from docgen.app.reason import checked_reason
from docgen.app.safe import Safe
from docgen.app.sealing import secret_paths
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Number, Person
from docgen.model.nearest import meant
from docgen.model.secret import Secret
from docgen.model.sop import DocumentKind, Sop, Stage
from docgen.render.context import office_values
from docgen.workflow.asked import spec_at
from docgen.workflow.checking import Checking, World
from docgen.workflow.given import Path, dotted
from docgen.workflow.plan import NumberKey
from docgen.workflow.reissue import Wanted, is_due, reissue_plan
from docgen.workflow.secrecy import check_secrets
from docgen.workflow.view import deciding_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissue:
    """A paper that is ordered once more."""

    kind: str
    item: int | None = None
    """For which item of the list (from 1); it may be left out if there was one only."""
    reason: str
    by: str | None = None
    secrets: Mapping[Path, Secret] = field(default_factory=dict)
    """The new secrets of a sealed page that were said, by the paths of their fields."""
    safe: Safe = field(default_factory=Safe)
    again: bool = False
    """It may be issued another time for the same reason; else that is the same command typed twice."""


def reissue(workspace: Workspace, case_text: str, order: Reissue, *, dry_run: bool = False) -> Performed:
    """Issues a paper once more, from the record as it stands: as of today, a letter under a new number.

    The step keeps why. The paper that it replaces stays where it is; a sealed page gets a new secret, too. A paper of a
    session comes into the file of each member that has it, all of them or none; a closed file keeps the one it has.

    Raises:
        DocgenError: `reissue-refused` if no such paper was issued, or the record has none any more; a secret is missing
            or weak; or what any step can be refused for.
    """
    order = dataclasses.replace(order, reason=checked_reason(order.reason))
    return act_on(
        workspace,
        case_text,
        by=order.by,
        decide=lambda case: _decide(workspace, case, order, at=workspace.now()),
        dry_run=dry_run,
    )


def secrets_wanted(workspace: Workspace, case_text: str, order: Reissue) -> dict[Path, str]:
    """The secrets that an order needs: the paths of their fields, with their labels. Raises `reissue-refused`."""
    case = open_case(workspace, case_text)
    sop = case.definition.sop
    wanted, _stage = _wanted(case, order)
    return {path: _label(sop, path) for path in secret_paths(sop, wanted.kind, wanted.copy)}


def _label(sop: Sop, path: Path) -> str:
    spec = spec_at(sop.fields, path)
    return spec.label if spec is not None else path[-1]


def _wanted(case: OpenCase, order: Reissue) -> tuple[Wanted, Stage]:
    """Which paper is meant, and the stage that issued it. Raises `reissue-refused`."""
    sop = case.definition.sop
    issued = issued_copies(case)
    kinds = dict.fromkeys(kind for kind, _copy in issued)
    if order.kind not in kinds:
        raise refuse(
            "reissue-refused",
            _("No paper {kind} was issued in case {case}.").format(kind=order.kind, case=case.id),
            where=case.id,
            hint=_its_session(case, order.kind)
            or meant(order.kind, kinds)
            or _("Issued so far: {kinds}.").format(kinds=", ".join(kinds) or "–"),
        )
    copies = [copy for kind, copy in issued if kind == order.kind]
    copy = order.item if order.item is not None or len(copies) > 1 else copies[0]
    if copy not in copies:
        raise no_copy(case, order.kind, order.item, reference="reissue-refused")
    step = issued[order.kind, copy]
    if step.round != case.state.round:
        raise refuse(
            "reissue-refused",
            _("{kind} was issued in round {round}, which is over: this is round {now}.").format(
                kind=order.kind, round=step.round, now=case.state.round
            ),
            where=case.id,
            hint=_("What was issued then stays as it was: print the file in step {seq} once more.").format(
                seq=step.seq
            ),
        )
    return Wanted(order.kind, copy), sop.stage(step.stage or "")


def _its_session(case: OpenCase, kind: str) -> str:
    """For a hint: the command for a paper of which the case has a copy only; empty if it has none."""
    sessions = [each.session for each in case.state.papers if each.kind == kind and each.session is not None]
    if not sessions:
        return ""
    return _(
        "It is a copy; its own case issues it, for all members: docgen reissue {session} {kind} --reason …"
    ).format(session=sessions[-1], kind=kind)


def _decide(workspace: Workspace, case: OpenCase, order: Reissue, *, at: dt.datetime) -> Act:
    """The act with its paper, printed with stand-in numbers: of a session, by the seats as they are now."""
    before, case = case, as_now(workspace, case)
    sop, state = case.definition.sop, case.state
    wanted, stage = _wanted(case, order)
    if not order.again:
        _refuse_repetition(case, order, wanted)
    if not is_due(sop, state, stage, wanted, at=at):
        raise refuse(
            "reissue-refused",
            _("By the record as it stands, {kind} is no longer due there.").format(kind=order.kind),
            where=case.id,
            hint=_("See: docgen show {case}").format(case=case.id),
        )
    secrets = _secrets(workspace, case, stage, wanted, order, at=at)

    def drawn_up(number: NumberOf) -> Act:
        return _act(workspace, case, order, _Paper(wanted, stage, at, secrets, _moved(before, case)), number)

    numbers = sop.documents[wanted.kind].register_ is not None and not workspace.office.srikandi.aktif
    stand_in = drawn_up(lambda _register, _year: 0)
    return dataclasses.replace(stand_in, numbered=drawn_up if numbers else None)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is to be issued, by which stage, when, with which secrets."""

    wanted: Wanted
    stage: Stage
    at: dt.datetime
    secrets: Mapping[Path, Secret]
    moved: Mapping[str, JsonValue]
    """What the record does not know yet: who sits in the session by now."""


def _moved(before: OpenCase, now: OpenCase) -> dict[str, JsonValue]:
    known = before.state.record
    return {name: value for name, value in now.state.record.items() if value != known.get(name)}


def _act(workspace: Workspace, case: OpenCase, order: Reissue, paper: _Paper, number: NumberOf) -> Act:
    """The act with its paper, printed under the number that is given."""
    sop, state, office, at = case.definition.sop, case.state, workspace.office, paper.at
    person, _role = who(workspace, case, order.by)

    def numbered(key: NumberKey, register: str) -> Number:
        return number_from(workspace, sop, key, register, number=number(register, at.year), date=at.date())

    def signer(kind: str, document: DocumentKind) -> Person:
        return signer_for(office, kind, document, by=person, on=at.date())

    own_number = None if office.srikandi.aktif else numbered
    plan = reissue_plan(sop, state, paper.stage, paper.wanted, at=at, number=own_number, signer=signer)
    desk = Desk(
        definition=case.definition,
        templates=compile_templates(case.definition, (paper.wanted.kind,)),
        by=person,
        office=office_values(office),
        secrets=paper.secrets,
        safe=order.safe,
    )
    printed = print_papers(desk, state, plan, case=case.id, seq=state.seq + 1, seal=state.head)
    signed: dict[str, JsonValue] = {
        each.kind: each.signer.model_dump(mode="json") for each in plan.papers if each.signer is not None
    }
    content = {
        "kind": "reissue",
        "at": at.isoformat(),  # the paper's own time: printed again, it must be the same
        "reason": order.reason,
        "captured": dict(paper.moved),
        "office": {**desk.office, "penandatangan": signed},
        "documents": [each.document.model_dump(mode="json", by_alias=True) for each in printed],
    }
    held = copy_holders(workspace, case, paper.wanted.kind, paper.wanted.copy)
    return Act(
        content=content,
        files=[(each.name, each.content) for each in printed],
        members=[_shared(case, member, content, printed) for member in held.members],
        warnings=tuple(kept_as_it_was(case, sop.documents[paper.wanted.kind], held.left)),
    )


def _shared(session: OpenCase, member: OpenCase, content: Mapping[str, Any], printed: Sequence[Printed]) -> Shared:
    """The same in a member of a session: a copy of the paper in its file."""
    copies = copies_of(session.definition.sop, session.id, printed, seq=member.state.seq + 1)
    same = {name: content[name] for name in ("kind", "at", "reason")}
    return Shared(
        member,
        {**same, "copies": [copy.model_dump(mode="json", by_alias=True) for copy in copies]},
        [(each.name, each.content) for each in copied(printed)],
    )


def _refuse_repetition(case: OpenCase, order: Reissue, wanted: Wanted) -> None:
    """Refuses the command that has just been done. Raises `reissue-refused`."""
    last = case.steps[-1]
    same = [(document.kind, document.copy_) for document in last.documents] == [(wanted.kind, wanted.copy)]
    if last.kind == "reissue" and same and last.reason == order.reason:
        raise refuse(
            "reissue-refused",
            _("{kind} has just been issued once more for this reason: step {seq}.").format(
                kind=wanted.kind, seq=last.seq
            ),
            where=case.id,
            hint=_("See: docgen show {case}. If it is really wanted another time, add --again.").format(case=case.id),
        )


def _secrets(
    workspace: Workspace, case: OpenCase, stage: Stage, wanted: Wanted, order: Reissue, *, at: dt.datetime
) -> dict[Path, Secret]:
    """The new secrets of a sealed page: said or made. Raises DocgenError: one is missing, or weak."""
    sop = case.definition.sop
    source = order.safe.under(workspace.office.kata_sandi)
    found: dict[Path, Secret] = {}
    for path in secret_paths(sop, wanted.kind, wanted.copy):
        secret = order.secrets.get(path) or source.generated(path)
        if secret is None:
            raise refuse(
                "field-missing",
                _("{label} is missing.").format(label=_label(sop, path)),
                where=dotted(path),
                hint=_("On a terminal it is asked for unseen; else let docgen make one: --generate"),
            )
        found[path] = secret
    zone = workspace.office.zone
    world = World(today=at.date(), zone=zone, officials={}, attach=lambda _name, _folder: {}, secrets=source)
    checking = Checking(sop=sop, world=world, view={}, secrets=found)
    check_secrets(checking, deciding_view(sop, case.state, stage=stage, at=at), {})
    if checking.problems:
        raise DocgenError(checking.problems)
    return found

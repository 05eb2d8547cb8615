"""Issuing a paper once more: because a value was mended since, or because a sealed page was lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from gettext import gettext as _

from pydantic import JsonValue

from docgen.app.acts import act_step, who
from docgen.app.cases import OpenCase, load_case, open_case
from docgen.app.draft import number_from, situation_of
from docgen.app.officials import signer_for
from docgen.app.papers import Desk, Printed, compile_templates, print_papers
from docgen.app.perform import NO_OPERATION, Performed, claimed, performed
from docgen.app.reason import checked_reason
from docgen.app.record import TRIES, held_case, refuse_edited, too_busy, write_step
from docgen.app.safe import Safe
from docgen.app.sealing import secret_paths
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Number, Person, Step
from docgen.model.nearest import meant
from docgen.model.secret import Secret
from docgen.model.sop import DocumentKind, Sop, Stage
from docgen.render.context import office_values
from docgen.store.commit import Conflict
from docgen.store.recovery import recover
from docgen.store.staging import begin
from docgen.workflow.asked import spec_at
from docgen.workflow.checking import Checking, World
from docgen.workflow.fold import standing
from docgen.workflow.given import Path, dotted
from docgen.workflow.plan import NumberKey
from docgen.workflow.reissue import Wanted, is_due, reissue_plan
from docgen.workflow.secrecy import check_secrets
from docgen.workflow.value import item_name
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


@dataclass(frozen=True, slots=True)
class _Drafted:
    step: Step
    printed: tuple[Printed, ...]


NumberOf = Callable[[str], int]


def reissue(workspace: Workspace, case_text: str, order: Reissue, *, dry_run: bool = False) -> Performed:
    """Issues a paper once more, from the record as it stands: as of today, a letter under a new number.

    The step keeps why. The paper that it replaces stays where it is; a sealed page gets a new secret, too.

    Raises:
        DocgenError: `reissue-refused` if no such paper was issued, or the record has none any more; a secret is missing
            or weak; or what any step can be refused for.
    """
    order = dataclasses.replace(order, reason=checked_reason(order.reason))
    if dry_run:
        case = open_case(workspace, case_text)
        refuse_edited(workspace, case)
        drafted = _draft(workspace, case, order, NO_OPERATION, number=lambda _register: 0)
        return dataclasses.replace(performed(situation_of(case), drafted.step), dry_run=True)
    recover(workspace.store, at=workspace.now())
    with held_case(workspace, case_text) as held:
        case = held
        with begin(workspace.store, operation=workspace.operation(), at=workspace.now()) as staging:
            for _try in range(TRIES):
                situation = situation_of(case)
                _draft(workspace, case, order, staging.operation, number=lambda _register: 0)  # proves it first
                take = partial(claimed, workspace, staging, situation, year=workspace.now().year)
                drafted = _draft(workspace, case, order, staging.operation, number=take)
                try:
                    files = [(paper.name, paper.content) for paper in drafted.printed]
                    warnings = write_step(workspace, staging, situation, drafted.step, files)
                except Conflict:
                    staging.again()
                    case = load_case(workspace, held.folder)
                else:
                    return dataclasses.replace(performed(situation, drafted.step), warnings=warnings)
    raise too_busy(case.id)


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
    issued = {
        (document.kind, document.copy_): step.stage
        for step in standing(case.steps)
        if step.stage is not None
        for document in step.documents
    }
    kinds = dict.fromkeys(kind for kind, _copy in issued)
    if order.kind not in kinds:
        raise refuse(
            "reissue-refused",
            _("No paper {kind} was issued in case {case}.").format(kind=order.kind, case=case.id),
            where=case.id,
            hint=meant(order.kind, kinds) or _("Issued so far: {kinds}.").format(kinds=", ".join(kinds) or "–"),
        )
    copies = [copy for kind, copy in issued if kind == order.kind]
    copy = order.item if order.item is not None or len(copies) > 1 else copies[0]
    if copy not in copies:
        message = _("{kind} was issued for several; say for which.") if order.item is None else None
        message = message or _("{kind} was never issued for item {item}.")
        raise refuse(
            "reissue-refused",
            message.format(kind=order.kind, item=order.item),
            where="--item",
            hint=_("Issued for: {items}.").format(items=_items(case, order.kind, copies)),
        )
    stage = issued[order.kind, copy]
    return Wanted(order.kind, copy), sop.stage(stage or "")


def _items(case: OpenCase, kind: str, copies: list[int | None]) -> str:
    each = case.definition.sop.documents[kind].each
    if each is None:
        return "–"
    spec, items = case.definition.sop.fields[each.list[0]], case.state.record.get(each.list[0])
    listed = items if isinstance(items, list) else []
    return ", ".join(
        f"--item {copy} ({item_name(spec, copy - 1, listed[copy - 1])})" for copy in copies if copy is not None
    )


def _draft(workspace: Workspace, case: OpenCase, order: Reissue, operation: str, *, number: NumberOf) -> _Drafted:
    """The step with its paper, printed."""
    sop, state, office = case.definition.sop, case.state, workspace.office
    wanted, stage = _wanted(case, order)
    if not order.again:
        _refuse_repetition(case, order, wanted)
    at = workspace.now()
    if not is_due(sop, state, stage, wanted, at=at):
        raise refuse(
            "reissue-refused",
            _("By the record as it stands, {kind} is no longer due there.").format(kind=order.kind),
            where=case.id,
            hint=_("See: docgen show {case}").format(case=case.id),
        )
    secrets = _secrets(workspace, case, stage, wanted, order, at=at)
    person, _role = who(workspace, case, order.by)

    def numbered(key: NumberKey, register: str) -> Number:
        return number_from(workspace, sop, key, register, number=number(register), date=at.date())

    def signer(kind: str, document: DocumentKind) -> Person:
        return signer_for(office, kind, document, by=person, on=at.date())

    own_number = None if office.srikandi.aktif else numbered
    plan = reissue_plan(sop, state, stage, wanted, at=at, number=own_number, signer=signer)
    desk = Desk(
        definition=case.definition,
        templates=compile_templates(case.definition, (wanted.kind,)),
        by=person,
        office=office_values(office),
        secrets=secrets,
        safe=order.safe,
    )
    printed = print_papers(desk, state, plan, case=case.id, seq=state.seq + 1, seal=state.head)
    signed: dict[str, JsonValue] = {
        paper.kind: paper.signer.model_dump(mode="json") for paper in plan.papers if paper.signer is not None
    }
    content = {
        "kind": "reissue",
        "reason": order.reason,
        "office": {**desk.office, "penandatangan": signed},
        "documents": [paper.document.model_dump(mode="json", by_alias=True) for paper in printed],
    }
    return _Drafted(act_step(workspace, case, content, by=order.by, operation=operation), printed)


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

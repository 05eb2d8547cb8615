"""A step in the making: order, time, official and values checked, decided, and printed with stand-in numbers.

Everything that can be refused is refused here, before anything is written.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import gettext as _

from pydantic import JsonValue

from docgen.app.intake import Intake
from docgen.app.missing import missing_error
from docgen.app.officials import actor_for, signer_for
from docgen.app.papers import Desk, Printed, compile_templates, print_papers
from docgen.app.registers import no_register
from docgen.app.sealing import secret_paths
from docgen.app.situation import Order, Situation
from docgen.app.taken import Seen
from docgen.app.timetable import check_timetable
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Number, Person, Step, StoredFile, digest, sealed
from docgen.model.office import print_number
from docgen.model.session import SessionRules, asking_all
from docgen.model.sop import Sop, Stage
from docgen.render.context import office_values
from docgen.render.template import Template
from docgen.workflow.allowed import check_allowed, check_time, find_stage
from docgen.workflow.capture import Capture, capture
from docgen.workflow.checking import Holder, World
from docgen.workflow.fold import learned
from docgen.workflow.given import Path as FieldPath
from docgen.workflow.given import dotted
from docgen.workflow.guards import refused_so_far
from docgen.workflow.plan import NumberKey, Plan, ahead, decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A step that was decided and proved, with stand-in numbers."""

    situation: Situation
    stage: Stage
    at: dt.datetime
    by: Person
    role: str
    captured: Capture
    intake: Intake
    desk: Desk
    plan: Plan
    printed: tuple[Printed, ...]
    wanted: tuple[tuple[NumberKey, str], ...]
    """The numbers that will be claimed: for what, from which register."""
    request: str | None = None


def questions(workspace: Workspace, situation: Situation, order: Order) -> Capture:
    """What is still missing or wrong in an order; refuses at once what no answer could mend."""
    stage, at = _allowed(workspace, situation, order)
    actor_for(workspace.office, situation.definition.sop, stage, order.by, on=at.date())
    intake = _intake(workspace, situation, order)
    sop, state = situation.definition.sop, situation.known
    world = _world(workspace, situation, intake, order, seen=order.seen)
    captured = capture(sop, state, stage, order.given, at=at, world=world)
    return dataclasses.replace(captured, refused=refused_so_far(sop, state, stage, captured, at=at))


def addressees(workspace: Workspace, situation: Situation, order: Order, field: str) -> tuple[str, ...]:
    """Whom a disposition most likely goes to: the actors of the office at the stages that the order leads to."""
    sop, captured = situation.definition.sop, questions(workspace, situation, order)
    stage, at = _allowed(workspace, situation, order)
    led_to = ahead(sop, situation.state, stage, captured, besides=field, at=at)
    return tuple(dict.fromkeys(role for each in led_to for role in sop.office_roles(each)[:1]))


def draft_step(
    workspace: Workspace,
    situation: Situation,
    order: Order,
    *,
    templates: Mapping[str, Template] | None = None,
    seen: Seen | None = None,
) -> Draft:
    """Decides and proves a step in memory; every refusal happens here.

    Args:
        workspace: where.
        situation: the case.
        order: what was ordered.
        templates: compiled before, where many steps are drafted; by default those that this step needs are compiled.
        seen: what was read of other cases before, where many steps are drafted; by default all are read.
    """
    sop = situation.definition.sop
    stage, at = _allowed(workspace, situation, order)
    by, role = actor_for(workspace.office, sop, stage, order.by, on=at.date())
    intake = _intake(workspace, situation, order)
    world = _world(workspace, situation, intake, order, seen=seen or Seen())
    captured = capture(sop, situation.known, stage, order.given, at=at, world=world)
    _refuse_incomplete(situation, stage, captured, at=at)
    if not order.again and (captured.values or not situation.gathered):
        _refuse_repetition(workspace, situation, stage, captured)
    captured = dataclasses.replace(captured, values={**situation.gathered, **captured.values})
    draft = decided(
        workspace, situation, stage, captured, order, at=at, by=by, role=role, intake=intake, templates=templates
    )
    if isinstance(sop, SessionRules) and not situation.alone:
        said = draft.plan.captured
        known = learned(sop, situation.state.record, said)
        check_timetable(workspace, sop, situation.case, known, said=said, at=at)
    return draft


def decided(
    workspace: Workspace,
    situation: Situation,
    stage: Stage,
    captured: Capture,
    order: Order,
    *,
    at: dt.datetime,
    by: Person,
    role: str,
    intake: Intake,
    templates: Mapping[str, Template] | None = None,
) -> Draft:
    """Decides a step by its checked values, and prints its papers with stand-in numbers. Raises DocgenError."""
    sop = situation.definition.sop
    wanted: list[tuple[NumberKey, str]] = []

    def stand_in(key: NumberKey, register: str) -> Number:
        wanted.append((key, register))
        return number_from(workspace, sop, key, register, number=0, date=at.date())

    plan = decide(
        sop,
        situation.state,
        stage,
        captured,
        by=by,
        role=role,
        at=at,
        number=stand_in,
        signer=lambda kind, document: signer_for(workspace.office, kind, document, by=by, on=at.date()),
        numbered=not workspace.office.srikandi.aktif,
    )
    _refuse_unsealed(sop, captured, plan)
    desk = Desk(
        definition=situation.definition,
        templates=templates or compile_templates(situation.definition, tuple(paper.kind for paper in plan.papers)),
        by=by,
        office=office_values(workspace.office),
        secrets=captured.secrets,
        safe=order.safe,
    )
    printed = print_papers(desk, situation.state, plan, case=situation.case, seq=situation.seq, seal=situation.prev)
    return Draft(
        situation=situation,
        stage=stage,
        at=at,
        by=by,
        role=role,
        captured=captured,
        intake=intake,
        desk=desk,
        plan=plan,
        printed=printed,
        wanted=tuple(wanted),
        request=_request(sop, captured) if situation.seq == 1 else None,
    )


def _refuse_unsealed(sop: Sop, captured: Capture, plan: Plan) -> None:
    """Refuses a secret that no page of the step would seal: it would be lost. Raises `sop-invalid`.

    Where the stage has no such page at all, it is not really taken: one paper of it is looked at by itself.
    """
    if not any(sop.documents[kind].seals for kind in plan.stage.documents):
        return
    sealed = {path for paper in plan.papers for path in secret_paths(sop, paper.kind, paper.copy)}
    lost = [path for path in captured.secrets if path not in sealed]
    if lost:
        raise refuse(
            "sop-invalid",
            _("By this definition no page seals {path}: it would be lost.").format(path=dotted(lost[0])),
            where=dotted(lost[0]),
            hint=_("Let the page in sop.yaml (`each`, `when`) be made wherever its secret is asked for."),
        )


def _refuse_repetition(workspace: Workspace, situation: Situation, stage: Stage, captured: Capture) -> None:
    """Refuses the command that has just been done, where its stage waits for more of the same."""
    last = situation.steps[-1] if situation.steps else None
    if last is None or last.stage != stage.id:
        return
    if all(last.captured.get(name) == value for name, value in captured.values.items()):
        raise refuse(
            "step-repeated",
            _("This very step has just been recorded in case {case}: step {seq}, {when}.").format(
                case=situation.case,
                seq=last.seq,
                when=f"{last.at.astimezone(workspace.office.zone):%Y-%m-%d %H:%M}",
            ),
            where=situation.case,
            hint=_("See: docgen status {case}. If it really happened once more, add --again.").format(
                case=situation.case
            ),
        )


def world_of(workspace: Workspace, intake: Intake) -> World:
    """What the check of values may know beside the case."""
    office = workspace.office
    officials: dict[str, dict[str, JsonValue]] = {
        official_id: official.person(official_id).model_dump(mode="json")
        for official_id, official in office.pejabat.items()
    }
    return World(today=workspace.now().date(), zone=office.zone, officials=officials, attach=intake.attach)


def _world(
    workspace: Workspace,
    situation: Situation,
    intake: Intake,
    order: Order,
    *,
    seen: Seen,
) -> World:
    """What the check may know in a step that is really taken: its secrets, and what other cases hold (`seen`)."""

    @cache
    def taken() -> Mapping[FieldPath, Mapping[str, Holder]]:
        if situation.alone:
            return {}
        return seen.taken(workspace, situation.definition.sop, but=situation.case)

    known = world_of(workspace, intake)
    return dataclasses.replace(known, secrets=order.safe.under(workspace.office.kata_sandi), taken=taken)


def _allowed(workspace: Workspace, situation: Situation, order: Order) -> tuple[Stage, dt.datetime]:
    sop, now = situation.definition.sop, workspace.now()
    stage = find_stage(sop, order.stage)
    check_allowed(sop, situation.state, stage)
    if situation.alone:
        stage = asking_all(stage)
    else:
        _refuse_performed(sop, stage)
    at = (order.at or now).astimezone(workspace.office.zone)
    check_time(situation.state, stage, at=at, now=now)
    return stage, at


def _refuse_performed(sop: Sop, stage: Stage) -> None:
    """Refuses a stage that only sessions take in their members. Raises `step-not-allowed`."""
    sessions = sop.performed_by(stage.id)
    if sessions:
        raise refuse(
            "step-not-allowed",
            _("{stage} is not taken by hand: a session takes it in all its members at once.").format(stage=stage.id),
            where=stage.id,
            hint=_("The command for it: {commands}").format(
                commands="; ".join(f"docgen {sop.id} {session}" for session in sessions)
            ),
        )


def _intake(workspace: Workspace, situation: Situation, order: Order) -> Intake:
    limit = workspace.office.berkas.ukuran_maks_mib * 1024 * 1024
    return Intake(fs=workspace.fs, base=order.base, limit=limit, case=situation.case, seq=situation.seq)


def _refuse_incomplete(situation: Situation, stage: Stage, captured: Capture, *, at: dt.datetime) -> None:
    sop = situation.definition.sop
    problems = [*captured.problems, *missing_error(sop, captured.missing)]
    if problems:
        refused = refused_so_far(sop, situation.state, stage, captured, at=at)
        raise DocgenError([*problems, *(each.problem for each in refused)])


def number_from(workspace: Workspace, sop: Sop, key: NumberKey, register: str, *, number: int, date: dt.date) -> Number:
    """The number of a field or paper, as its register prints it. Raises `office-invalid` without such a register."""
    office = workspace.office
    rule = office.register_.get(register)
    if rule is None:
        raise DocgenError([no_register(register)])
    document = sop.documents.get(key[0])
    code = (document.classification if document is not None else None) or sop.classification or ""
    printed = print_number(rule, number=number, date=date, code=code, unit=office.kantor.kode_unit)
    return Number.model_validate({"nomor": printed, "urut": number, "tanggal": date, "register": register})


def _request(sop: Sop, captured: Capture) -> str:
    """What makes two requests the same: the SOP and every value; files by their content."""
    return digest({"sop": sop.id, "values": _without_paths(dict(captured.values))})


def _without_paths(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {
            name: _without_paths(part) for name, part in value.items() if not (name == "path" and "sha256" in value)
        }
    if isinstance(value, list):
        return [_without_paths(item) for item in value]
    return value


def step_of(
    draft: Draft, *, operation: str, recorded: dt.datetime, joint: Mapping[str, JsonValue] | None = None
) -> Step:
    """The step's record, with its hash.

    Args:
        draft: the step.
        operation: the id of the operation that takes it.
        recorded: when it is entered.
        joint: what it says of the steps in other cases that are taken with it.
    """
    situation, plan = draft.situation, draft.plan
    external = draft.stage.actor[0]
    files: list[JsonValue] = [
        StoredFile.model_validate(stored).model_dump(mode="json") for stored in draft.intake.stored()
    ]
    signers: dict[str, JsonValue] = {
        paper.kind: paper.signer.model_dump(mode="json") for paper in plan.papers if paper.signer is not None
    }
    return sealed(
        {
            "case": situation.case,
            "seq": situation.seq,
            "operation": operation,
            "by": draft.by.model_dump(mode="json"),
            "role": draft.role,
            "recorded_for": external if situation.definition.sop.actors[external].external else None,
            "recorded": recorded.isoformat(),
            **plan.content(),
            "request": draft.request,
            "sop": situation.definition.pin.model_dump(mode="json") if situation.seq == 1 else None,
            "office": {**draft.desk.office, "penandatangan": signers} if draft.printed else {},
            "documents": [paper.document.model_dump(mode="json", by_alias=True) for paper in draft.printed],
            "files": files,
            "prev": situation.prev,
            **(joint or {}),
        }
    )

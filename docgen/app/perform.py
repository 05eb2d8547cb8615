"""One stage of one case, from what the clerk said to the committed step: the recipe, readable from top to bottom.

draft    check order, time and official · check values · decide · print with stand-in numbers
commit   claim numbers · decide and print again · write hidden · rename · project
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.cases import load_case, open_case, projection
from docgen.app.definitions import Definition, current
from docgen.app.draft import Draft, draft_step, number_from
from docgen.app.joint import Work, work_on
from docgen.app.joint_steps import files_of, steps_of, told_of
from docgen.app.officials import signer_for
from docgen.app.outline import DEFINITION
from docgen.app.papers import compile_templates, print_papers
from docgen.app.proof import PIN, refuse_unproved
from docgen.app.record import TRIES, Entry, held_case, held_folders, refuse_edited, too_busy, write_step
from docgen.app.registers import refuse_lost
from docgen.app.situation import Order, Situation, new_situation
from docgen.app.taken import Seen
from docgen.app.workspace import Workspace
from docgen.errors import Problem, refuse
from docgen.model.case import Case, Step
from docgen.render.template import Template
from docgen.store.commit import Conflict
from docgen.store.content import keep
from docgen.store.recovery import recover
from docgen.store.register import next_number
from docgen.store.staging import Staging, begin
from docgen.store.steps import pin_bytes
from docgen.workflow.plan import decide

NO_OPERATION = "0" * 32
"""The operation id of a step that is only tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """What a step did, or would do."""

    case: Case
    folder: Path
    step: Step
    next: tuple[str, ...]
    dry_run: bool = False
    warnings: tuple[Problem, ...] = ()
    """What is told of its values, and what did not succeed beside the step itself, which is recorded."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An SOP made ready to open many cases."""

    definition: Definition
    templates: Mapping[str, Template]
    seen: Seen
    """What was read of the cases so far."""


def opening(workspace: Workspace, sop_id: str) -> Opening:
    """The definition as it stands now, proved, with the templates of its first stage. Raises DocgenError."""
    definition = current(workspace, sop_id)
    refuse_unproved(workspace, definition)
    return Opening(definition, compile_templates(definition, definition.sop.first.documents), Seen())


def open_new(
    workspace: Workspace, sop_id: str, order: Order, *, dry_run: bool = False, ready: Opening | None = None
) -> Performed:
    """The first stage of an SOP: makes a new case. Raises DocgenError; then nothing was made.

    Args:
        workspace: where.
        sop_id: the SOP.
        order: what was ordered.
        dry_run: only say what would be made.
        ready: the SOP as `opening` gave it, where many cases are opened.
    """
    definition = current(workspace, sop_id) if ready is None else ready.definition
    if not dry_run:
        recover(workspace.store, at=workspace.now())
    draft = _opened(workspace, definition, order, ready)
    if ready is None:
        refuse_unproved(workspace, definition)
    if dry_run:
        return _tried(workspace, Work(draft=draft))
    keep_definition(workspace, definition)
    with begin_step(workspace) as staging:
        for _try in range(TRIES):
            try:
                return _commit(workspace, staging, Work(draft=draft))
            except Conflict:
                staging.again()
                draft = _opened(workspace, definition, order, ready)
    raise too_busy(draft.situation.case)


def _opened(workspace: Workspace, definition: Definition, order: Order, ready: Opening | None) -> Draft:
    """The first step of a new case, as it looks now. Raises DocgenError."""
    templates, seen = (None, Seen()) if ready is None else (ready.templates, ready.seen)
    situation = new_situation(workspace, definition, order)
    draft = draft_step(workspace, situation, order, templates=templates, seen=seen)
    if not order.again:
        refuse_repetition(workspace, draft, seen)
    return draft


def perform(workspace: Workspace, case_text: str, order: Order, *, dry_run: bool = False) -> Performed:
    """Any other stage, in a case that exists. Raises DocgenError; then nothing was recorded."""
    if dry_run:
        opened = open_case(workspace, case_text)
        refuse_edited(workspace, opened)
        return _tried(workspace, work_on(workspace, opened, order))
    recover(workspace.store, at=workspace.now())
    with held_case(workspace, case_text) as case:
        work = work_on(workspace, case, order)
        members = [member.situation.folder for member in work.members]
        with held_folders(workspace, members), begin_step(workspace) as staging:
            for _try in range(TRIES):
                try:
                    return _commit(workspace, staging, work)
                except Conflict:
                    staging.again()
                    work = work_on(workspace, load_case(workspace, case.folder), order)
    raise too_busy(case.id)


def begin_step(workspace: Workspace) -> Staging:
    """Begins an operation that is to become a step."""
    return begin(workspace.store, operation=workspace.operation(), at=workspace.now())


def refuse_repetition(workspace: Workspace, draft: Draft, seen: Seen) -> None:
    """Refuses a request that is in the record already, whatever became of it. Raises `request-repeated`.

    Two who enter it at once want the same number for their case; who comes second looks again before his next try.
    """
    earlier = None if draft.request is None else seen.case_of(workspace.store, draft.request)
    if earlier is not None:
        raise refuse(
            "request-repeated",
            _("This very request is in the record already: case {case}.").format(case=earlier),
            hint=_("Go on with: docgen status {case}. If it really came twice, add --again.").format(case=earlier),
        )


def keep_definition(workspace: Workspace, definition: Definition) -> None:
    """Keeps, by content, the rules and templates that a new case is pinned to.

    Raises:
        DocgenError: `case-conflict` if one of them was saved anew meanwhile: what was proved is not what would be kept.
    """
    pin = definition.pin
    kept = {workspace.templates / definition.sop.folder / DEFINITION: (".yaml", pin.definition)}
    kept |= {path: (path.suffix, pin.templates[kind]) for kind, path in definition.templates.items()}
    if definition.letterhead is not None and pin.letterhead is not None:
        kept[definition.letterhead] = (".docx", pin.letterhead)
    for path, (suffix, sha256) in kept.items():
        if keep(workspace.store, workspace.read(path), suffix) != sha256:
            raise refuse(
                "case-conflict",
                _("{path} was changed while the step was being prepared.").format(path=workspace.shown(path)),
                where=workspace.shown(path),
                hint=_("Nothing was recorded. Enter the command again."),
            )
    keep(workspace.store, pin_bytes(pin), PIN)


def _commit(workspace: Workspace, staging: Staging, work: Work) -> Performed:
    """Claims, prints, writes, renames, projects."""
    draft = _numbered(workspace, staging, work.draft)
    members = (_numbered(workspace, staging, told_of(draft, member)) for member in work.members)
    numbered = dataclasses.replace(work, draft=draft, members=tuple(members))
    step, entries = steps_of(numbered, operation=staging.operation, recorded=staging.at)
    entry = Entry(situation=work.draft.situation, step=step, files=files_of(numbered.draft))
    warnings = write_step(workspace, staging, entry, entries)
    return dataclasses.replace(performed(work.draft.situation, step), warnings=(*work.warnings, *warnings))


def claimed(workspace: Workspace, staging: Staging, situation: Situation, register: str, year: int) -> int:
    """The next number of a register, unless the register was lost: then numbers would be given out twice."""
    if next_number(workspace.store, year=year, register=register) == 1:
        refuse_lost(workspace, year=year, register=register)
    return staging.claim(register=register, year=year, case=situation.case, step=situation.seq)


def _numbered(workspace: Workspace, staging: Staging, draft: Draft) -> Draft:
    """The draft with real numbers, claimed only now that it was proved with stand-ins."""
    situation = draft.situation
    numbers = {
        key: number_from(
            workspace,
            situation.definition.sop,
            key,
            register,
            number=claimed(workspace, staging, situation, register, draft.at.year),
            date=draft.at.date(),
        )
        for key, register in draft.wanted
    }
    if not numbers and not draft.captured.copied:
        return draft
    plan = decide(
        situation.definition.sop,
        situation.state,
        draft.stage,
        draft.captured,
        by=draft.by,
        role=draft.role,
        at=draft.at,
        number=lambda key, _register: numbers[key],
        signer=lambda kind, document: signer_for(workspace.office, kind, document, by=draft.by, on=draft.at.date()),
        numbered=not workspace.office.srikandi.aktif,
    )
    printed = print_papers(
        draft.desk, situation.state, plan, case=situation.case, seq=situation.seq, seal=situation.prev
    )
    return dataclasses.replace(draft, plan=plan, printed=printed)


def _tried(workspace: Workspace, work: Work) -> Performed:
    """What the step would do."""
    step, _members = steps_of(work, operation=NO_OPERATION, recorded=workspace.now())
    return dataclasses.replace(performed(work.draft.situation, step), dry_run=True, warnings=work.warnings)


def performed(situation: Situation, step: Step) -> Performed:
    """What a step has done to its case."""
    case = projection(situation.definition.sop, (*situation.steps, step))
    return Performed(
        case=case,
        folder=situation.folder,
        step=step,
        next=tuple(waiting.stage for waiting in case.open),
    )

"""Mending a typo that was found later: recorded as a step, with the papers that read otherwise since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from gettext import gettext as _
from pathlib import Path as FilePath

from pydantic import JsonValue

from docgen.app.acts import Act, act_on, how_to_end
from docgen.app.cases import OpenCase, load_case
from docgen.app.draft import world_of
from docgen.app.intake import Intake
from docgen.app.membership import outdated, refuse_seats, told_by_sessions
from docgen.app.missing import missing_error
from docgen.app.overtaken import overtaken
from docgen.app.perform import Performed
from docgen.app.reason import checked_reason
from docgen.app.taken import Seen
from docgen.app.timetable import check_timetable
from docgen.app.undo import can_be_taken_back
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Step
from docgen.model.session import SessionRules
from docgen.model.sop import Sop, Stage
from docgen.workflow.allowed import performable
from docgen.workflow.capture import Capture
from docgen.workflow.fold import own_steps, standing
from docgen.workflow.given import Given, dotted
from docgen.workflow.mend import mend
from docgen.workflow.replacing import carried
from docgen.workflow.replay import overthrown, replay
from docgen.workflow.saying import leaves


def correct(
    workspace: Workspace,
    case: str,
    *,
    given: Given,
    reason: str,
    by: str | None = None,
    base: FilePath,
    dry_run: bool = False,
) -> Performed:
    """Mends values that the record holds; the step names the papers to be issued again.

    Raises:
        DocgenError: a value is wrong or was never recorded, or `correction-refused`: with the new value the case
            would have gone another way.
    """
    said = checked_reason(reason)
    return act_on(
        workspace, case, by=by, decide=lambda opened: _decide(workspace, opened, given, said, base), dry_run=dry_run
    )


def _refuse_shared(workspace: Workspace, case: OpenCase, given: Given) -> None:
    """Refuses to mend in one case what a session and its members have in common. Raises `correction-refused`."""
    sop, said = case.definition.sop, set(given.parts or {})
    if isinstance(sop, SessionRules) and any(step.members for step in standing(case.steps)):
        raise refuse(
            "correction-refused",
            _("The members of {case} keep what it says: it is not mended here alone.").format(case=case.id),
            where=case.id,
            hint=_what_changes_it(workspace, case, said),
        )
    kept = sorted(said & told_by_sessions(case))
    if kept:
        raise refuse(
            "correction-refused",
            _("{name} is what the session told this case; it is not mended here.").format(name=", ".join(kept)),
            where=case.id,
            hint=_what_changes_it(workspace, _teller(workspace, case, kept), _parts(given, kept)),
        )


def _teller(workspace: Workspace, case: OpenCase, kept: Collection[str]) -> OpenCase:
    """The session that told a case these values last."""
    told = [step.with_ for step in standing(case.steps) if step.with_ is not None and set(kept) & step.captured.keys()]
    return load_case(workspace, workspace.store.case_dir(told[-1].partition("/")[0]))


def _parts(given: Given, kept: Collection[str]) -> set[str]:
    """The names by which a session says these values: what a case keeps of the session are the session's own fields."""
    told = [(name, (given.parts or {})[name].parts) for name in kept]
    return {part for name, parts in told for part in (*(parts or ()), name)}


def _what_changes_it(workspace: Workspace, session: OpenCase, said: Collection[str]) -> str:
    """For a hint: what can be done now about values that a session and its members have in common."""
    rules = session.definition.sop
    ways = [
        f"docgen {rules.id} {stage.id} {session.id}"
        for stage in performable(rules, session.state)
        if isinstance(rules, SessionRules) and _tells(rules, stage, said)
    ]
    if standing(session.steps)[-1].stage is not None and can_be_taken_back(workspace, session):
        ways.append(f"docgen undo {session.id} --reason …")
    if ways:
        return _("Change it where all members are told: {commands}").format(commands="; ".join(ways))
    return _("It stays as it was told: {session} can neither be changed nor taken back any more.").format(
        session=session.id
    )


def _tells(rules: SessionRules, stage: Stage, said: Collection[str]) -> bool:
    """Whether a stage of a session asks for one of these values and tells it to every member."""
    asked = {*stage.fields, *stage.optional}
    return stage.performs is not None and not rules.plans(stage) and not asked.isdisjoint(said)


def _decide(workspace: Workspace, case: OpenCase, given: Given, reason: str, base: FilePath) -> Act:
    sop = case.definition.sop
    _refuse_shared(workspace, case, given)
    limit = workspace.office.berkas.ukuran_maks_mib * 1024 * 1024
    intake = Intake(fs=workspace.fs, base=base, limit=limit, case=case.id, seq=case.state.seq + 1)
    now = workspace.now()
    taken = cache(lambda: Seen().taken(workspace, sop, but=case.id))
    world = replace(world_of(workspace, intake), taken=taken)
    mended = mend(sop, case.state, given, stage=sop.first, at=now, world=world)
    problems = [*mended.problems, *(_sealed(sop, mended, case.id) or missing_error(sop, mended.missing))]
    if problems:
        raise DocgenError(problems)
    changed = _changed(case, mended)
    if not changed:
        raise refuse(
            "correction-refused",
            _("Nothing changes: case {case} has these values already.").format(case=case.id),
            hint=_("See: docgen show {case}").format(case=case.id),
        )
    after = replace(case.state, record={**case.state.record, **changed})
    refuse_seats(workspace, case, after, reference="correction-refused")
    if isinstance(sop, SessionRules):
        check_timetable(workspace, sop, case.id, after.record, said=changed, at=now)
    replayed = replay(sop, case.steps, changed)
    problems = [*overthrown(replayed, way_out=lambda step: _way_out(workspace, case, step))]
    if problems:
        raise DocgenError(problems)
    return Act(
        content={
            "kind": "correct",
            "captured": dict(changed),
            "reason": reason,
            "reissue": [document.path for document in overtaken(case.definition, replayed, case.steps)],
            "files": [*intake.stored()],
        },
        files=intake.files(),
        warnings=(*mended.warnings, *outdated(workspace, case, after)),
    )


def _sealed(sop: Sop, mended: Capture, case: str) -> list[Problem]:
    """The refusal of a value with which a secret would be needed: only the stage that seals it takes one."""
    wanted = [leaf for question in mended.missing for leaf in leaves(sop, question) if leaf.spec.type == "secret"]
    return [
        Problem(
            reference="correction-refused",
            message=_("With this value {label} is needed, which no correction takes.").format(label=leaf.spec.label),
            where=dotted(leaf.path),
            hint=_("Take the step back and do it anew: docgen undo {case} --reason …").format(case=case),
        )
        for leaf in wanted
    ]


def _changed(case: OpenCase, mended: Capture) -> Mapping[str, JsonValue]:
    return carried(case.definition.sop, case.state.record, mended.values)


def _way_out(workspace: Workspace, case: OpenCase, step: Step) -> str:
    """What to do where a step would have gone otherwise: most often it is the new value that is wrong."""
    hints = [_("Give a value with which step {seq} ({what}) stands.").format(seq=step.seq, what=step.stage)]
    if step.seq == 1:
        sop = case.definition.sop
        anew = _("Only if this one is right: step 1 stays, so enter the request anew with `docgen {sop} {stage}`.")
        hints += [anew.format(sop=sop.id, stage=sop.first.id), *how_to_end(workspace, case)]
    else:
        later = [each for each in own_steps(case.steps) if each.seq >= step.seq]
        back = _(
            "Only if this one is right, take back {steps} before you mend it; each "
            "`docgen undo {case} --reason … --again` takes back the last step, or names the session that took it."
        )
        steps = ", ".join(f"{each.seq} ({each.stage or each.kind})" for each in reversed(later))
        hints.append(back.format(steps=steps, case=case.id))
    return " ".join(hints)

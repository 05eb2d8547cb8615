"""Taking back the last step: recorded as a step; nothing moves, and numbers stay used."""

from __future__ import annotations

from gettext import gettext as _

from docgen.app.acts import Act, Shared, act_on, how_to_end
from docgen.app.cases import OpenCase, load_case
from docgen.app.membership import outdated, refuse_clash, refuse_seats
from docgen.app.perform import Performed
from docgen.app.reason import checked_reason
from docgen.app.record import refuse_edited
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Step
from docgen.workflow.fold import fold, own_steps, standing


def undo(
    workspace: Workspace, case: str, *, reason: str, by: str | None = None, again: bool = False, dry_run: bool = False
) -> Performed:
    """Takes back the last step that stands, whatever kind it is.

    Args:
        workspace: where.
        case: which case.
        reason: why.
        by: the official who does it; by default the holder of the role of the stage last done.
        again: a further step may be taken back for the very same reason; else that is the same command typed twice.
        dry_run: only say what would be recorded.

    Raises:
        DocgenError: `undo-refused` if only the step that opened the case is left, or if the same was just done.
    """
    said = checked_reason(reason)

    def decide(opened: OpenCase) -> Act:
        return _decide(workspace, opened, said, again=again)

    return act_on(workspace, case, by=by, decide=decide, dry_run=dry_run)


def can_be_taken_back(workspace: Workspace, case: OpenCase) -> bool:
    """Whether the last step of a case may be taken back as it stands."""
    try:
        _decide(workspace, case, "", again=True)
    except DocgenError:
        return False
    return True


def _decide(workspace: Workspace, case: OpenCase, reason: str, *, again: bool) -> Act:
    last = own_steps(case.steps)[-1]
    if not again:
        _refuse_repetition(workspace, case, reason, to_come=last)
    if last.seq == 1:
        to_mend = _("To mend a value: `docgen correct {case} --set PATH=VALUE --reason …`.").format(case=case.id)
        raise refuse(
            "undo-refused",
            _("Only the step that opened case {case} is left; it cannot be taken back.").format(case=case.id),
            hint=" ".join([to_mend, *how_to_end(workspace, case)]),
        )
    _refuse_of_a_session(case, last)
    _refuse_handed_over(case, last)
    after = fold(case.definition.sop, [step for step in case.steps if step.seq != last.seq])
    refuse_seats(workspace, case, after, reference="undo-refused")
    refuse_clash(workspace, case, after)
    members = [_last_with(workspace, case, last, member.case) for member in last.members]
    return Act(
        content={"kind": "undo", "undoes": last.seq, "reason": reason},
        warnings=tuple(outdated(workspace, case, after)),
        members=[Shared(member, {"kind": "undo", "undoes": seq, "reason": reason}) for member, seq in members],
    )


def _refuse_of_a_session(case: OpenCase, last: Step) -> None:
    """Refuses to take back in a member what its session did in all of them. Raises `undo-refused`."""
    if last.with_ is not None:
        session = last.with_.partition("/")[0]
        raise refuse(
            "undo-refused",
            _("Step {seq} ({what}) was taken by {session} in all its members at once.").format(
                seq=last.seq, what=last.stage or last.kind, session=session
            ),
            where=case.id,
            hint=_("Take it back there, for all of them: docgen undo {case} --reason …").format(case=session),
        )


def _last_with(workspace: Workspace, session: OpenCase, step: Step, member: str) -> tuple[OpenCase, int]:
    """A member, and its step that goes with this one, as long as nothing came after it. Raises `undo-refused`."""
    case = load_case(workspace, workspace.store.case_dir(member))
    refuse_edited(workspace, case)
    last = standing(case.steps)[-1]
    if last.with_ != f"{session.id}/{step.seq}":
        raise refuse(
            "undo-refused",
            _("Step {seq} ({what}) cannot be taken back: {member} has gone on since.").format(
                seq=step.seq, what=step.stage or step.kind, member=member
            ),
            where=member,
            hint=_("It has step {seq} ({what}) by now. Go on from there: docgen status {case}").format(
                seq=last.seq, what=last.stage or last.kind, case=member
            ),
        )
    _refuse_handed_over(case, last)
    return case, last.seq


def _refuse_handed_over(case: OpenCase, last: Step) -> None:
    """Refuses to take back a step that gave secrets out of the house. Raises `undo-refused`."""
    sealed = [document.title for document in last.documents if case.definition.sop.documents[document.kind].seals]
    if sealed:
        raise refuse(
            "undo-refused",
            _("Step {seq} ({what}) has handed something over: {papers}. That cannot be taken back.").format(
                seq=last.seq, what=last.stage or last.kind, papers=", ".join(dict.fromkeys(sealed))
            ),
            where=case.id,
            hint=_("Mend a wrong value: docgen correct {case} …; replace a page: docgen reissue {case} …").format(
                case=case.id
            ),
        )


def _refuse_repetition(workspace: Workspace, case: OpenCase, reason: str, *, to_come: Step) -> None:
    """Refuses the command that has just been done. Raises `undo-refused`."""
    done = case.steps[-1]
    if done.undoes is None or done.reason != reason:
        return
    taken_back = next(step for step in case.steps if step.seq == done.undoes)
    raise refuse(
        "undo-refused",
        _("Step {seq} ({what}) of case {case} has just been taken back for this reason: by step {by}, {when}.").format(
            seq=taken_back.seq,
            what=taken_back.stage or taken_back.kind,
            case=case.id,
            by=done.seq,
            when=f"{done.at.astimezone(workspace.office.zone):%Y-%m-%d %H:%M}",
        ),
        where=case.id,
        hint=_("To take back step {seq} ({what}) too: the same command with --again.").format(
            seq=to_come.seq, what=to_come.stage or to_come.kind
        )
        if to_come.seq > 1
        else _("See: docgen show {case}").format(case=case.id),
    )

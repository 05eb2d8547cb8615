"""What may be done now, and when it may have happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from gettext import gettext as _

from docgen.errors import refuse
from docgen.model.nearest import meant
from docgen.model.sop import Sop, Stage
from docgen.workflow.fold import State
from docgen.workflow.moves import during, performable_at


def stamp(at: dt.datetime) -> str:
    """A time as messages show it, in any language."""
    return f"{at:%Y-%m-%d %H:%M}"


def performable(sop: Sop, state: State) -> tuple[Stage, ...]:
    """The stages that may be done now: those that wait, then the acts that may be done during them."""
    return (sop.first,) if state.seq == 0 else performable_at(sop, state.open)


def by_hand(sop: Sop, stages: Iterable[Stage], *, waiting: Collection[str] = ()) -> tuple[Stage, ...]:
    """Those of the stages that a clerk takes in a case, and of those that a session takes the `waiting` ones."""
    return tuple(stage for stage in stages if stage.id in waiting or not sop.performed_by(stage.id))


def find_stage(sop: Sop, name: str) -> Stage:
    """The stage of that id. Raises `stage-unknown` with the nearest names."""
    ids = [stage.id for stage in sop.stages]
    if name in ids:
        return sop.stage(name)
    raise refuse(
        "stage-unknown",
        _("{sop} has no stage {name}.").format(sop=sop.id, name=name),
        hint=meant(name, ids) or ", ".join(ids),
    )


def check_allowed(sop: Sop, state: State, stage: Stage) -> None:
    """Refuses a stage that is not open now, saying what is. Raises `step-not-allowed`."""
    if stage in performable(sop, state):
        return
    name = state.case or sop.id
    done = state.past.get(stage.key)
    if done is not None:
        message = _("{stage} was done already in case {case} by {who} ({when}).").format(
            stage=stage.id, case=name, when=stamp(done.at), who=done.by.nama
        )
    elif state.closed:
        message = _("{stage} is not possible any more: case {case} is closed ({outcome}).").format(
            stage=stage.id, case=name, outcome=state.outcome
        )
    else:
        message = _("{stage} is not possible now in case {case}.").format(stage=stage.id, case=name)
    if state.closed and done is None:
        hint = _("See what was done: docgen show {case}").format(case=name)
    elif state.closed:
        hint = _("The case is closed: {outcome}. See: docgen show {case}").format(outcome=state.outcome, case=name)
    elif state.seq == 0:
        hint = _("A case begins with: {stage}.").format(stage=sop.first.id)
    else:
        hint = _("Possible now: {stages}. See: docgen status {case}").format(
            stages=", ".join(each.id for each in by_hand(sop, performable(sop, state), waiting=state.open)), case=name
        )
    raise refuse("step-not-allowed", message, hint=hint)


def check_time(state: State, stage: Stage, *, at: dt.datetime, now: dt.datetime) -> None:
    """A step happened neither in the future nor before the step that opened its stage. Raises `time-invalid`.

    Clerks give minutes, so a stage may have been done in the minute in which it was opened.
    """
    if at > now:
        raise refuse(
            "time-invalid",
            _("{at} is in the future (now it is {now}).").format(at=stamp(at), now=stamp(now.astimezone(at.tzinfo))),
            where="--at",
            hint=_("Give the time when it really happened, or leave --at out."),
        )
    during_which = during(stage, state.open) if stage.is_act else (stage.id,)
    opened = [state.opened_at[name].astimezone(at.tzinfo) for name in during_which if name in state.opened_at]
    if opened and at < max(opened).replace(second=0, microsecond=0):
        raise refuse(
            "time-invalid",
            _("{stage} cannot have been done at {at}: it was opened at {opened}.").format(
                stage=stage.id, at=stamp(at), opened=stamp(max(opened))
            ),
            where="--at",
            hint=_("Give a time from {opened} on.").format(opened=stamp(max(opened))),
        )

"""Whether a corrected value leaves every decision as it was taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _

from pydantic import JsonValue

from docgen.errors import Problem
from docgen.model.case import Step
from docgen.model.sop import Sop, Stage
from docgen.workflow.capture import Capture
from docgen.workflow.fold import fold, merge_said, standing
from docgen.workflow.plan import choose, guard_problems
from docgen.workflow.view import View, deciding_view


def overthrown(sop: Sop, steps: Sequence[Step], mended: Mapping[str, JsonValue]) -> Iterator[Problem]:
    """Every decision that would have gone otherwise, had the mended values been known from the start.

    A correction mends a typo; what would have led elsewhere is a matter for `undo`.
    """
    corrected = _as_if_known(sop, standing(steps), mended)
    for place, step in enumerate(corrected):
        if step.stage is None:
            continue
        stage = sop.stage(step.stage)
        view = _seen(sop, corrected[:place], step, stage)
        problems = guard_problems(sop, stage, view, _captured(sop, step))
        yield from problems
        if problems:
            continue
        branch = choose(stage, view)
        if branch is not None and (branch.ends != step.ends or not set(step.opens) <= set(branch.to)):
            yield Problem(
                reference="correction-refused",
                message=_("With this value, {stage} (step {seq}) would have led elsewhere.").format(
                    stage=stage.id, seq=step.seq
                ),
                where=stage.id,
                hint=_("Take that step back first: docgen undo {case}").format(case=step.case),
            )


def _as_if_known(sop: Sop, steps: Sequence[Step], mended: Mapping[str, JsonValue]) -> list[Step]:
    """The steps with the mended values in the place where each field was captured last."""
    corrected = list(steps)
    for name, value in mended.items():
        for place in range(len(corrected) - 1, -1, -1):
            captured = corrected[place].captured
            if name in captured:
                new = _where_said(captured[name], value) if sop.fields[name].each is not None else value
                corrected[place] = corrected[place].model_copy(update={"captured": {**captured, name: new}})
                if sop.fields[name].each is None:
                    break
    return corrected


def _where_said(said: JsonValue, mended: JsonValue) -> JsonValue:
    """Mended values only for the items that this step spoke of."""
    if not isinstance(said, list) or not isinstance(mended, list):
        return mended
    masked = [value if said[place] is not None else None for place, value in enumerate(mended[: len(said)])]
    return merge_said(said, masked)


def _seen(sop: Sop, before: Sequence[Step], step: Step, stage: Stage) -> View:
    """What the step's decision saw: its values known, nothing moved or forgotten yet."""
    still = step.model_copy(update={"forgets": (), "opens": (), "closes": (), "undoes": None})
    dropped = tuple(name for name in step.forgets if name in sop.fields and sop.fields[name].each is not None)
    still = still.model_copy(update={"forgets": dropped if _replaces_list(sop, step) else ()})
    return deciding_view(sop, fold(sop, [*before, still]), stage=stage, at=step.at)


def _replaces_list(sop: Sop, step: Step) -> bool:
    return any(sop.fields[name].type == "list" for name in step.captured)


def _captured(sop: Sop, step: Step) -> Capture:
    """What the step spoke of."""
    spoken = {
        name: tuple(place for place, item in enumerate(value) if item is not None)
        for name, value in step.captured.items()
        if sop.fields[name].each is not None and isinstance(value, list)
    }
    return Capture(values=step.captured, missing=(), problems=(), spoken_of=spoken)

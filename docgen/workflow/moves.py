"""How a stage moves a case: what may be done where, what closes and opens, and what a new round forgets.

The decisions of a real case (`plan`) and the walk over all thinkable ones (`flow`) both stand on this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from docgen.model.sop import Branch, Sop, Stage
from docgen.workflow.fold import PAST

ANY = "any"
"""In `during`: whatever is open."""


def during(stage: Stage, open_stages: Iterable[str]) -> tuple[str, ...]:
    """The open stages during which this act may be done."""
    return tuple(stage_id for stage_id in open_stages if ANY in stage.during or stage_id in stage.during)


def performable_at(sop: Sop, open_stages: Collection[str]) -> tuple[Stage, ...]:
    """The stages that may be done where these are open: those that wait, then the acts that may be done during them."""
    waiting = tuple(stage for stage in sop.stages if stage.id in open_stages)
    return waiting + tuple(stage for stage in sop.stages if stage.is_act and during(stage, open_stages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a branch does to the place of a case."""

    closes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    ends: str | None = None
    up: bool = False
    """It leads up the file: a new round begins."""
    forgets: tuple[str, ...] = ()
    """Fields, and `langkah.<key>` of stages, in the order of the file."""


def move(sop: Sop, open_stages: Iterable[str], stage: Stage, branch: Branch | None) -> Move:
    """Where a branch of a stage leads from these open stages; without one the case stays where it is."""
    if branch is None:
        return Move()
    standing = tuple(open_stages)
    if not stage.is_act:
        closes = tuple(name for name in standing if name == stage.id)
    else:
        closes = standing if branch.ends else during(stage, standing)
    kept = [name for name in standing if name not in closes]
    up = bool(branch.to) and min(sop.index(name) for name in branch.to) < sop.index(stage.id)
    return Move(
        closes=closes,
        opens=tuple(name for name in dict.fromkeys(branch.to) if name not in kept),
        ends=branch.ends,
        up=up,
        forgets=forgotten(sop, branch.to) if up else (),
    )


def forgotten(sop: Sop, targets: Iterable[str]) -> tuple[str, ...]:
    """What a way up to these stages forgets: what only they and later ones capture, and that they were done."""
    start = min(sop.index(name) for name in targets)
    earlier = {name for stage in sop.stages[:start] for name in stage.captures}
    gone: dict[str, None] = {}
    for stage in sop.stages[start:]:
        late = [name for name in stage.captures if name not in earlier and sop.fields[name].type != "disposition"]
        said = [each_name for name in late for each_name, _spec in sop.said_of(name)]
        gone |= dict.fromkeys([*late, *said, PAST + stage.key])
    return tuple(gone)


def may_replace(sop: Sop, stage: Stage) -> frozenset[str]:
    """What is said of the items of lists that this stage may replace."""
    others = (name for name in stage.captures if name not in stage.replace)
    return frozenset(each_name for name in others for each_name, _spec in sop.said_of(name))

"""The records of a step and of those taken with it: each names the other, and the members get copies of the papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pydantic import JsonValue

from docgen.app.copied import copied
from docgen.app.draft import Draft, step_of
from docgen.app.joint import Work, copies_in, in_file
from docgen.app.record import Entry, members_of
from docgen.model.case import Step


def steps_of(work: Work, *, operation: str, recorded: dt.datetime) -> tuple[Step, tuple[Entry, ...]]:
    """The record of a step, and of those in its members: each names the other."""
    situation = work.draft.situation
    taken_with = f"{situation.case}/{situation.seq}"
    members: list[Entry] = []
    for draft in work.members:
        copies = copies_in(work.draft, draft.situation)
        joint: dict[str, JsonValue] = {
            "with": taken_with,
            "copies": [copy.model_dump(mode="json", by_alias=True) for copy in copies],
        }
        step = step_of(draft, operation=operation, recorded=recorded, joint=joint)
        files = [*files_of(draft), *((paper.name, paper.content) for paper in copied(work.draft.printed))]
        members.append(Entry(situation=draft.situation, step=step, files=files))
    joint = {
        "members": members_of(members),
        "plan": [weighed.model_dump(mode="json") for weighed in work.plan],
    }
    return step_of(work.draft, operation=operation, recorded=recorded, joint=joint), tuple(members)


def files_of(draft: Draft) -> list[tuple[str, bytes]]:
    """The files of a step: what was handed in, and its papers."""
    return [*draft.intake.files(), *((paper.name, paper.content) for paper in draft.printed)]


def told_of(session: Draft, member: Draft) -> Draft:
    """A member's draft that knows the papers of its session as they are printed by now, with their numbers."""
    return replace(member, captured=replace(member.captured, copied=in_file(session, member.situation)))

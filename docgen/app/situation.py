"""What a clerk ordered, and the case in which it is to be done."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from docgen.app.cases import OpenCase
from docgen.app.definitions import Definition
from docgen.app.safe import Safe
from docgen.app.taken import Seen
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.store.cases import case_id, next_case_number
from docgen.store.steps import genesis
from docgen.workflow.fold import State, learned
from docgen.workflow.given import Given
from docgen.workflow.planning import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a clerk ordered: a stage, with what was said for it."""

    stage: str
    given: Given
    base: Path
    """Where the names of files start from."""
    by: str | None = None
    at: dt.datetime | None = None
    again: bool = False
    """The same request may be entered again."""
    safe: Safe = field(default_factory=Safe)
    """The secrets that the step makes for itself."""
    wanted: Wanted = field(default_factory=Wanted)
    """Whom the plan of a session is to take in, or leave out, otherwise than in turn."""
    seen: Seen = field(default_factory=Seen, repr=False)
    """What other cases hold, read once for all questions of one dialog."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A case (or the place of a new one) in which a stage is to be done."""

    definition: Definition
    state: State
    steps: tuple[Step, ...]
    case: str
    folder: Path
    alone: bool = False
    """Whether no other case counts, as in an example."""
    gathered: Mapping[str, JsonValue] = field(default_factory=dict)
    """In a session, what its members say of themselves."""

    @property
    def seq(self) -> int:
        """The number of the step to come."""
        return self.state.seq + 1

    @property
    def known(self) -> State:
        """The state in which what was gathered is known too: what is said may be of that."""
        record = learned(self.definition.sop, self.state.record, self.gathered)
        return dataclasses.replace(self.state, record=record)

    @property
    def prev(self) -> str:
        """The hash that the step to come builds on."""
        return self.state.head or genesis(self.definition.pin)


def new_situation(workspace: Workspace, definition: Definition, order: Order) -> Situation:
    """The place of a new case: the next free number of the year in which the request was made."""
    year = (order.at or workspace.now()).astimezone(workspace.office.zone).year
    prefix = definition.sop.case_prefix
    number = next_case_number(workspace.store, year=year, prefix=prefix)
    case = case_id(prefix=prefix, year=year, number=number)
    folder = workspace.store.case_dir(case)
    return Situation(definition=definition, state=State(), steps=(), case=case, folder=folder)


def situation_of(case: OpenCase) -> Situation:
    """A case that exists."""
    return Situation(definition=case.definition, state=case.state, steps=case.steps, case=case.id, folder=case.folder)

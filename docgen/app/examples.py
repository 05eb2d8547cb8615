"""Examples of an SOP: scripts of whole cases that must run to their end, in memory, through the real decisions.

{"title": "…", "ends": "…", "steps": [{"stage": "…", "at": "2025-11-03T08:10", "by": "…", "input": {…}}, …]}
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from docgen.app.definitions import Definition
from docgen.app.draft import Draft, draft_step, step_of
from docgen.app.outline import folder_of
from docgen.app.safe import Safe
from docgen.app.situation import Order, Situation
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.case import Step
from docgen.model.posts import as_of, holders
from docgen.model.source import Source, read_json
from docgen.model.validation import problems_of
from docgen.render.template import Template
from docgen.store.cases import case_id
from docgen.workflow.allowed import find_stage
from docgen.workflow.fold import State, fold
from docgen.workflow.given import Given, find, from_source

EXAMPLES = "contoh"


class ExampleStep(BaseModel):
    """One step of an example; times are the office's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: str
    at: dt.datetime
    by: str | None = None
    input: dict[str, JsonValue] = {}


class Example(BaseModel):
    """A script of one case, and how it ends; `ends` is left out if the case stays open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    ends: str | None = None
    steps: tuple[ExampleStep, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """An example that was read, with the positions of its values."""

    example: Example
    source: Source

    def given(self, place: int) -> Given:
        """What is said in the step at this place (from 0)."""
        return find(from_source(self.source), ("steps", str(place + 1), "input")) or Given({})


def examples_folder(workspace: Workspace, rules: str) -> Path:
    """Where the example scripts of an SOP lie; those of a session lie in a folder of its name below them."""
    return workspace.templates.joinpath(folder_of(rules), EXAMPLES, *rules.split(" ")[1:])


def example_paths(workspace: Workspace, rules: str) -> tuple[Path, ...]:
    """The example scripts of an SOP, or of one of its sessions."""
    return tuple(sorted(examples_folder(workspace, rules).glob("*.json")))


def read_example(workspace: Workspace, path: Path) -> Played:
    """An example script. Raises DocgenError with everything that is wrong with its form."""
    source = read_json(workspace.read(path), name=workspace.shown(path))
    try:
        example = Example.model_validate(source.data)
    except ValidationError as error:
        raise DocgenError(problems_of(error, reference="example-failed", where=source.where)) from None
    return Played(example, source)


def play_example(
    workspace: Workspace, definition: Definition, path: Path, *, templates: Mapping[str, Template] | None = None
) -> Iterator[tuple[Draft, Step]]:
    """Plays an example in memory, step by step: nothing is written, no number is claimed.

    Args:
        workspace: where.
        definition: the rules that the case goes by.
        path: the example.
        templates: compiled before, if there are several examples.

    Raises:
        DocgenError: a step is refused, or the case does not end as the example says.
    """
    played = read_example(workspace, path)
    workspace = dataclasses.replace(workspace, office=as_of(workspace.office, workspace.now().date()))
    steps: tuple[Step, ...] = ()
    for place, scripted in enumerate(played.example.steps):
        at = scripted.at.replace(tzinfo=workspace.office.zone) if scripted.at.tzinfo is None else scripted.at
        then = dataclasses.replace(workspace, clock=partial(_stopped, at))
        situation = _situation(workspace, definition, steps, at)
        try:
            by = scripted.by or _holder(workspace, definition, scripted)
            order = Order(
                stage=scripted.stage,
                given=played.given(place),
                base=path.parent,
                by=by,
                at=at,
                safe=Safe(generates=True),
            )
            draft = draft_step(then, situation, order, templates=templates)
        except DocgenError as error:
            raise _placed(error, played, place) from error
        steps = (*steps, step_of(draft, operation=f"{place + 1:032d}", recorded=then.now()))
        yield draft, steps[-1]
    _refuse_other_end(definition, played, steps)


def run_example(
    workspace: Workspace, definition: Definition, path: Path, *, templates: Mapping[str, Template] | None = None
) -> tuple[Step, ...]:
    """Plays an example as `play_example` does; gives its steps."""
    return tuple(step for _draft, step in play_example(workspace, definition, path, templates=templates))


def _refuse_other_end(definition: Definition, played: Played, steps: tuple[Step, ...]) -> None:
    """Refuses an example whose case does not end as it says."""
    state = fold(definition.sop, steps)
    outcome = state.outcome if state.closed else None
    if outcome != played.example.ends:
        raise refuse(
            "example-failed",
            _("The example ends with {found}, not with {expected}.").format(
                found=outcome or ", ".join(state.open) or _("nothing"),
                expected=played.example.ends or _("an open case"),
            ),
            where=played.source.where(("ends",)),
            hint=_("Mend `ends` or the steps of the example; or, if it is right, `next` of the stages in sop.yaml."),
        )


def _holder(workspace: Workspace, definition: Definition, scripted: ExampleStep) -> str | None:
    """Somebody who may do the step: an example speaks of an office in which it does not matter who."""
    stage = find_stage(definition.sop, scripted.stage)
    held = (
        holder.id
        for role in definition.sop.office_roles(stage)
        for holder in holders(workspace.office, role, workspace.now().date())
    )
    return next(held, None)


def _placed(error: DocgenError, played: Played, place: int) -> DocgenError:
    """The refusal of a step, with the step's place in the script where it has none in it."""
    here = played.source.where(("steps", place))

    def where(found: Problem) -> str:
        if found.where.startswith(f"{played.source.name}:"):
            return found.where
        return f"{here} ({found.where})" if found.where else here

    return DocgenError(dataclasses.replace(found, where=where(found)) for found in error.problems)


def _stopped(at: dt.datetime) -> dt.datetime:
    """A clock that stands."""
    return at


def _situation(workspace: Workspace, definition: Definition, steps: tuple[Step, ...], at: dt.datetime) -> Situation:
    case = case_id(prefix=definition.sop.case_prefix, year=at.year, number=0)
    return Situation(
        definition=definition,
        state=fold(definition.sop, steps) if steps else State(),
        steps=steps,
        case=case,
        folder=workspace.store.case_dir(case),
        alone=True,
    )

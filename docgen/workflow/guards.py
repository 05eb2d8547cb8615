"""The guards of a stage: what must hold for it to be done, in the definition's words, and what mends a refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem
from docgen.model.expression import ITEM, Each
from docgen.model.field import FieldSpec
from docgen.model.references import Reference
from docgen.model.session import SessionRules
from docgen.model.sop import Require, Sop, Stage
from docgen.workflow.asked import spec_at
from docgen.workflow.capture import Capture, items_at
from docgen.workflow.checking import Refusal
from docgen.workflow.fold import State, learned
from docgen.workflow.given import ALL, Path
from docgen.workflow.saying import option_for, set_for
from docgen.workflow.view import View, deciding_view


@dataclass(frozen=True, slots=True)
class _Asked:
    """A guard where it is asked: once, or of one item of the list that it is about."""

    guard: Require
    context: View
    reads: tuple[Path, ...]
    """The facts that it reads, as they are said; facts that nobody says (`tahap`, `langkah`) are not among them."""


def guard_problems(sop: Sop, state: State, stage: Stage, view: View, captured: Capture) -> tuple[Problem, ...]:
    """Every guard of a stage that does not hold and refuses it, with its message.

    Args:
        sop: the rules.
        state: the case before this stage.
        stage: the stage.
        view: what expressions see once the values are captured.
        captured: what was said.

    Raises:
        DocgenError: `expression-failed`: a guard reads what is not known.
    """
    return tuple(
        _refusal(sop, state, stage, asked)
        for guard in stage.require
        if not guard.warn
        for asked in _asked(sop, guard, view, captured)
        if not guard.that.evaluate(asked.context)
    )


def guard_warnings(sop: Sop, state: State, stage: Stage, view: View, captured: Capture) -> tuple[Problem, ...]:
    """What a stage only tells, in the definition's words. Arguments and errors are those of `guard_problems`."""
    hint = _("The step can be taken all the same.")
    if state.case:
        hint += " " + _("See how the case stands: docgen status {case}").format(case=state.case)
    return tuple(
        Problem(
            reference="step-doubtful",
            message=guard.else_.evaluate(asked.context),
            where=state.case or stage.id,
            hint=hint,
        )
        for guard in stage.require
        if guard.warn
        for asked in _asked(sop, guard, view, captured)
        if not guard.that.evaluate(asked.context)
    )


def refused_so_far(sop: Sop, state: State, stage: Stage, captured: Capture, *, at: dt.datetime) -> tuple[Refusal, ...]:
    """The guards that refuse already, though perhaps not everything has been said: what they read is known.

    A guard that reads what only the decision knows (numbers, computed values, dispositions) is left to the decision.
    """
    known = replace(state, record=learned(sop, state.record, captured.values))
    view = deciding_view(sop, known, stage=stage, at=at)
    decided = {"langkah", *stage.set, *stage.replace, *captured.numbers}
    decided |= {name for name in (*stage.fields, *stage.optional) if sop.fields[name].type == "disposition"}
    found: list[Refusal] = []
    for guard in stage.require:
        if guard.warn or any(reference.path[0] in decided for reference in _references(guard)):
            continue
        with suppress(DocgenError):  # it compares what is not known: told when the step is decided
            found += [
                Refusal(_refusal(sop, state, stage, asked), tuple(_said_here(stage, asked.reads)))
                for asked in _asked(sop, guard, view, captured)
                if not _in_doubt(asked.reads, captured.troubled) and not guard.that.evaluate(asked.context)
            ]
    return tuple(found)


def unchanged_problem(
    sop: Sop, stage: Stage, said: Mapping[str, JsonValue], before: Sequence[Mapping[str, JsonValue]]
) -> Problem | None:
    """That a stage which is to change something changes nothing.

    Args:
        sop: the rules.
        stage: the stage.
        said: what it records.
        before: what was recorded of the same names until now: in the case, and in each member that it tells of them.
    """
    if not stage.changes or any(_changed(sop.fields[name], name, said, before) for name in stage.changes):
        return None
    specs = {name: sop.fields[name] for name in stage.changes}
    message = _("{stage} changes nothing of what it is for: {labels}.").format(
        stage=stage.id, labels=", ".join(spec.label for spec in specs.values())
    )
    options = " | ".join(option_for(sop, (name,), spec) for name, spec in specs.items())
    hint = _("Say what is otherwise, or leave this step: {options}").format(options=options)
    return Problem(reference="step-refused", message=message, where=stage.id, hint=hint)


def _changed(
    spec: FieldSpec, name: str, said: Mapping[str, JsonValue], before: Sequence[Mapping[str, JsonValue]]
) -> bool:
    """Whether a fact is otherwise than anybody knew it; one that nobody knew is new."""
    earlier = [known[name] for known in before if name in known]
    return name in said and (not earlier or any(_told(spec, said[name]) != _told(spec, one) for one in earlier))


def _told(spec: FieldSpec, value: Any) -> Any:
    """A value as it is compared: officials by who they are, in any order; what is empty is not there."""
    if isinstance(value, list) and spec.of == "official":
        return {official["id"] for official in value}
    if isinstance(value, list):
        return [_told(spec, each) for each in value]
    if isinstance(value, dict) and spec.type == "official":
        return value["id"]
    if isinstance(value, dict):
        return {key: _told(spec.fields.get(key, spec), part) for key, part in value.items() if part not in (None, [])}
    return value


def items_of(sop: Sop, each: Each, view: View, captured: Capture) -> Iterator[tuple[int, Any]]:
    """The items (place from 0) that match: those that this step spoke of; if it spoke of none, all."""
    spoken = {
        place
        for name, places in captured.spoken_of.items()
        if (said := sop.fields[name].each) is not None and said.list == each.list
        for place in places
    }
    for place, item in enumerate(items_at(view, each.list)):
        if spoken and place not in spoken:
            continue
        if each.condition is None or each.condition.evaluate({**view, each.name: item}):
            yield place, item


def _asked(sop: Sop, guard: Require, view: View, captured: Capture) -> Iterator[_Asked]:
    """The contexts in which a guard must hold: once, or for each item that it is about."""
    if guard.each is None:
        yield _Asked(guard, view, _reads(sop, guard, {}))
        return
    for place, item in items_of(sop, guard.each, view, captured):
        local = {guard.each.name: (*guard.each.list, str(place + 1))}
        yield _Asked(guard, {**view, guard.each.name: item}, _reads(sop, guard, local))


def _references(guard: Require) -> tuple[Reference, ...]:
    condition = guard.each.condition if guard.each is not None else None
    return guard.that.references + (condition.references if condition is not None else ())


def _reads(sop: Sop, guard: Require, local: Mapping[str, Path]) -> tuple[Path, ...]:
    paths = ((*local.get(one.path[0], one.path[:1]), *one.path[1:]) for one in _references(guard))
    return tuple(dict.fromkeys(said for path in paths if (said := _as_said(sop, path))))


def _as_said(sop: Sop, path: Path) -> Path:
    """The path by which a fact that an expression reads is said; empty if nobody says it."""
    path = tuple(ALL if part == ITEM else part for part in path)
    for name, spec in sop.fields.items():
        length = len(spec.each.list) if spec.each is not None else 0
        if spec.each is not None and path[:length] == spec.each.list and path[length + 1 : length + 2] == (name,):
            path = (name, path[length], *path[length + 2 :])
    while path and spec_at(sop.fields, path) is None:
        path = path[:-1]
    return () if path and sop.fields[path[0]].type in {"number", "disposition"} else path


def _in_doubt(reads: Iterable[Path], troubled: Iterable[Path]) -> bool:
    """Whether something is wrong or missing at, above or below what is read."""
    return any(
        all(one == other or ALL in {one, other} for one, other in zip(path, wrong, strict=False))
        for wrong in troubled
        for path in reads
    )


def _said_here(stage: Stage, reads: Iterable[Path]) -> Iterator[Path]:
    asked = {*stage.fields, *stage.optional}
    return (path for path in reads if path[0] in asked)


def _refusal(sop: Sop, state: State, stage: Stage, asked: _Asked) -> Problem:
    """The refusal in the definition's words; if one of its facts is unknown, the words as they stand there."""
    hint = _what_mends(sop, state, stage, asked)
    try:
        message = asked.guard.else_.evaluate(asked.context)
    except DocgenError as error:
        message, hint = asked.guard.else_.text, f"{error.problems[0].message} {hint}"
    return Problem(reference="step-refused", message=message, where=stage.id, hint=hint)


def _what_mends(sop: Sop, state: State, stage: Stage, asked: _Asked) -> str:
    """Which of the facts that a guard reads can be said otherwise, and how: in this step, or by a correction."""
    here = list(_said_here(stage, asked.reads))
    before = [path for path in asked.reads if path not in here and path[0] in state.record]
    if isinstance(sop, SessionRules):  # its members keep what it says: nothing of it is corrected
        before = []
    hints = []
    if here:
        options = " ".join(option_for(sop, path, spec) for path in here if (spec := spec_at(sop.fields, path)))
        hints.append(_("If it is said wrongly, say it anew in this step: {options}").format(options=options))
    if before:
        options = " ".join(set_for(path, spec) for path in before if (spec := spec_at(sop.fields, path)))
        hints.append(
            _("what was recorded wrongly is mended with: docgen correct {case} {options} --reason …").format(
                case=state.case, options=options
            )
        )
    if not hints:
        hints.append(
            _("The SOP asks for this before {stage}: {condition}").format(
                stage=stage.id, condition=asked.guard.that.text
            )
        )
    return "; ".join(hints)

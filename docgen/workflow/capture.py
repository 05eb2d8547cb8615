"""From what was said to what will be recorded: every value checked by its field, all errors at once.

Pure but for two things that the caller passes in: how a named file is taken in, and who the officials are.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem
from docgen.model.expression import Expression
from docgen.model.sop import SCALARS, FieldSpec, Sop, Stage
from docgen.model.values import ValueProblem, parse_scalar
from docgen.workflow.fold import State, merge_said
from docgen.workflow.given import PENDING, Given, Kept, Mark, Path, dotted, from_stored, overlay
from docgen.workflow.view import View, deciding_view, typed

CHECKED = ("sesuai", "tidak sesuai", "tidak ada")
"""What can be said of an item of a checklist."""
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the check of values may know beside the case."""

    today: dt.date
    """The day in the office."""
    zone: dt.tzinfo
    """The office's time zone."""
    officials: Mapping[str, Mapping[str, JsonValue]]
    """Officials by id, as they are kept."""
    attach: Callable[[str], dict[str, JsonValue]]
    """Takes in the file of that name; raises DocgenError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact that is still missing."""

    path: Path
    spec: FieldSpec
    about: str = ""
    """The item it belongs to, in words."""
    optional: bool = False
    choices: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Checking:
    """One run of the check: what is known so far, what is wrong, what is missing."""

    sop: Sop
    world: World
    view: View
    problems: list[Problem] = field(default_factory=list)
    missing: list[Question] = field(default_factory=list)

    def wrong(self, reference: str, message: str, given: Given | None, path: Path, hint: str = "") -> None:
        where = (given.where if given is not None else "") or dotted(path)
        if dotted(path) not in where:
            where = f"{where} ({dotted(path)})"
        self.problems.append(Problem(reference=reference, message=message, where=where, hint=hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What a stage would record, what is still missing, and what is wrong."""

    values: Mapping[str, JsonValue]
    missing: tuple[Question, ...]
    problems: tuple[Problem, ...]
    spoken_of: Mapping[str, tuple[int, ...]]
    """For each `each` field: the places (from 0) of the items that something was said of."""


def capture(sop: Sop, state: State, stage: Stage, given: Given, *, at: dt.datetime, world: World) -> Capture:
    """Checks what was said for one stage of one case."""
    checking = _Checking(sop=sop, world=world, view={})
    parts = _top(checking, given)
    asked = (*stage.fields, *stage.optional)
    for name in parts:
        if name not in asked or sop.fields[name].type == "number":
            _unknown_field(checking, parts[name], (name,), [n for n in asked if sop.fields[n].type != "number"])
    values: dict[str, JsonValue] = {}
    spoken: dict[str, tuple[int, ...]] = {}
    for name in asked:
        spec = sop.fields[name]
        if spec.type == "number":
            continue
        known = replace(state, record=_with(sop, state.record, values))
        checking.view = deciding_view(sop, known, stage=stage, at=at)
        said = parts.get(name)
        demanded = name in stage.fields
        if spec.each is not None:
            value, spoken[name] = _said_of_items(checking, name, spec, said, demanded=demanded)
        else:
            value = _top_value(checking, name, spec, said, state, demanded=demanded)
        if value is not None:
            values[name] = value
    return Capture(
        values=values,
        missing=tuple(checking.missing),
        problems=tuple(checking.problems),
        spoken_of=spoken,
    )


def mend(sop: Sop, state: State, given: Given, *, stage: Stage, at: dt.datetime, world: World) -> Capture:
    """Checks mended values of facts that the record holds, each field as a whole, with what was left as it was.

    Items stay in their places, so what was said of them stands.
    """
    checking = _Checking(sop=sop, world=world, view=deciding_view(sop, state, stage=stage, at=at))
    values: dict[str, JsonValue] = {}
    for name, said in _top(checking, given).items():
        spec = sop.fields.get(name)
        if spec is None or name not in state.record or spec.type in {"number", "disposition"}:
            known = [known for known in state.record if sop.fields[known].type != "number"]
            _unknown_field(checking, said, (name,), known)
            continue
        present = state.record[name]
        if spec.each is not None:
            values[name] = _mended_items(checking, name, spec, said, present)
            continue
        whole = said if _replaces(spec, said) else overlay(from_stored(_as_given(spec, present)), said)
        if isinstance(present, list) and whole.items is not None and len(whole.items) != len(present):
            message = _("{label}: {count} items are recorded; a correction cannot change how many.").format(
                label=spec.label, count=len(present)
            )
            checking.wrong("value-invalid", message, said, (name,))
            continue
        values[name] = _value(checking, spec, whole, (name,), demanded=True)
    return Capture(values=values, missing=tuple(checking.missing), problems=tuple(checking.problems), spoken_of={})


def _mended_items(checking: _Checking, name: str, spec: FieldSpec, said: Given, present: JsonValue) -> JsonValue:
    """Mended values of some items of which something was said."""
    stored = present if isinstance(present, list) else []
    base = Given([from_stored(None if item is None else _as_given(_single(spec), item)) for item in stored])
    items = (said if said.items is not None else overlay(base, said)).items or []
    values: list[JsonValue] = []
    for place, item in enumerate(items):
        path = (name, str(place + 1))
        if item.value is None:
            values.append(None)
        elif place >= len(stored) or stored[place] is None:
            message = _("{label}: nothing is recorded of item {place}.").format(label=spec.label, place=place + 1)
            checking.wrong("value-invalid", message, item, path)
        else:
            whole = overlay(from_stored(_as_given(_single(spec), stored[place])), item)
            values.append(_value(checking, spec, whole, path, demanded=True))
    return values


def _single(spec: FieldSpec) -> FieldSpec:
    return spec.model_copy(update={"each": None})


def _with(sop: Sop, record: Mapping[str, JsonValue], values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The record with what has been captured so far; what was said of a replaced list's items is gone."""
    known = {**record}
    for name, value in values.items():
        spec = sop.fields[name]
        known[name] = merge_said(known.get(name), value) if spec.each is not None else value
        if spec.type == "list" and value != record.get(name):
            for each_name, _spec in sop.said_of(name):
                if each_name not in values:
                    known.pop(each_name, None)
    return known


def _top(checking: _Checking, given: Given) -> Mapping[str, Given]:
    if given.parts is not None:
        return given.parts
    if given.value is not None:
        checking.wrong("value-invalid", _("The input must be a mapping of fields."), given, ())
    return {}


def _unknown_field(checking: _Checking, given: Given, path: Path, known: Iterable[str]) -> None:
    names = sorted(known)
    close = difflib.get_close_matches(path[-1], names, n=1)
    hint = (
        _("Did you mean {name}?").format(name=close[0])
        if close
        else _("Asked here: {names}.").format(names=", ".join(names) or _("nothing"))
    )
    checking.wrong("field-unknown", _("{name} is not asked here.").format(name=dotted(path)), given, path, hint)


def _top_value(
    checking: _Checking, name: str, spec: FieldSpec, said: Given | None, state: State, *, demanded: bool
) -> JsonValue:
    if not _applies(checking, spec, said, (name,), {}):
        return None
    if said is not None and spec.type != "disposition" and name in state.record and not _replaces(spec, said):
        said = overlay(from_stored(_as_given(spec, state.record[name])), said)
    return _value(checking, spec, said, (name,), demanded=demanded)


def _replaces(spec: FieldSpec, said: Given) -> bool:
    """A list that is said as a list replaces the one before; anything else merges into it."""
    return spec.type == "list" and said.items is not None


def _as_given(spec: FieldSpec, stored: JsonValue) -> Any:
    """A stored value as a clerk would give it; files and officials are kept as they were."""
    if spec.type in {"official", "file"}:
        return Kept(stored)
    if spec.type == "list" and spec.of is not None and isinstance(stored, list):
        return [_as_given(FieldSpec(type=spec.of, label=spec.label), item) for item in stored]
    if spec.type in {"record", "list"} and spec.fields:
        if isinstance(stored, list):
            return [_as_given(spec.model_copy(update={"type": "record"}), item) for item in stored]
        if isinstance(stored, dict):
            return {name: _as_given(spec.fields[name], part) for name, part in stored.items() if part is not None}
    return stored


def _said_of_items(
    checking: _Checking, name: str, spec: FieldSpec, said: Given | None, *, demanded: bool
) -> tuple[JsonValue, tuple[int, ...]]:
    """The value for each item of a list: a list by position in which nothing is said of some."""
    each = spec.each
    assert each is not None  # noqa: S101  # the caller asked
    listed = _lookup(checking.view, each.list)
    blank = Given([Given(None) for _item in listed])
    if said is not None and said.value is not None:
        said = overlay(blank, said) if said.items is None else said
        if said.items is not None and len(said.items) > len(listed):
            message = _("{label}: {given} values for {count} items.").format(
                label=spec.label, given=len(said.items), count=len(listed)
            )
            checking.wrong("value-invalid", message, said, (name,))
            return None, ()
        if said.items is None:
            checking.wrong("value-invalid", _("{label}: a list is needed.").format(label=spec.label), said, (name,))
            return None, ()
    items = said.items if said is not None and said.items is not None else []
    values: list[JsonValue] = []
    for place, item in enumerate(listed):
        path = (name, str(place + 1))
        mine = items[place] if place < len(items) else None
        about = item_name(checking.sop.fields[each.list[0]].label, place, item)
        asked = each.condition is None or bool(each.condition.evaluate({**checking.view, each.name: item}))
        if not asked:
            if mine is not None and mine.value is not None:
                message = _("{label} is not asked of {about}.").format(label=spec.label, about=about)
                checking.wrong("field-unasked", message, mine, path)
            values.append(None)
            continue
        values.append(_value(checking, spec, mine, path, demanded=demanded, about=about))
    spoken = tuple(place for place, value in enumerate(values) if value is not None)
    return (values if spoken else None), spoken


def item_name(label: str, place: int, item: Any) -> str:
    """An item in words: its list's label, its number, and its first text."""
    texts = [value for value in item.values() if isinstance(value, str)] if isinstance(item, Mapping) else [str(item)]
    return f"{label} {place + 1}" + (f" ({texts[0]})" if texts else "")


def _lookup(view: View, path: Sequence[str]) -> list[Any]:
    here: Any = view
    for name in path:
        here = here[name]
    return here if isinstance(here, list) else []


def _applies(checking: _Checking, spec: FieldSpec, said: Given | None, path: Path, siblings: Mapping[str, Any]) -> bool:
    """Whether a field is asked at all: demanded if its `when` holds, refused if not."""
    if spec.when is None or _holds(spec.when, {**checking.view, **siblings}):
        return True
    if said is not None and said.value is not None and said is not PENDING:
        message = _("{label} is not asked, because {condition} does not hold.").format(
            label=spec.label, condition=spec.when.text
        )
        checking.wrong("field-unasked", message, said, path)
    return False


def _holds(condition: Expression, context: Mapping[str, Any]) -> bool:
    return bool(condition.evaluate(context))


def _value(
    checking: _Checking,
    spec: FieldSpec,
    said: Given | None,
    path: Path,
    *,
    demanded: bool,
    about: str = "",
) -> JsonValue:
    """One value, by its field; what is missing or wrong is written down and answered with nothing."""
    if said is None or said.value is None or said.value is Mark.PENDING:
        if spec.default is not None and (said is None or said.value is None):
            said = Given(spec.default, where=dotted(path))
        else:
            if demanded or (said is not None and said.value is Mark.PENDING):
                _ask(checking, spec, path, about=about, optional=not demanded)
            return None
    if spec.type in SCALARS:
        return _scalar(checking, spec, said, path)
    if spec.type == "record":
        return _record(checking, spec, said, path, about=about)
    if spec.type == "list":
        return _list(checking, spec, said, path)
    if spec.type == "checklist":
        return _checklist(checking, spec, said, path)
    return _disposition(checking, spec, said, path)


def _ask(checking: _Checking, spec: FieldSpec, path: Path, *, about: str, optional: bool) -> None:
    checking.missing.append(Question(path=path, spec=spec, about=about, optional=optional, choices=spec.choices))


def _scalar(checking: _Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    if isinstance(said.value, Kept):
        return said.value.value  # type: ignore[return-value]  # it came from the record
    try:
        if spec.type == "file":
            return checking.world.attach(_text_of(said))
        if spec.type == "official":
            return _official(checking, said)
        raw = {name: part.value for name, part in said.parts.items()} if said.parts is not None else said.value
        return parse_scalar(
            spec.type,
            raw if said.items is None else [],
            typed=said.typed,
            today=checking.world.today,
            zone=checking.world.zone,
            choices=spec.choices,
            minimum=spec.min,
            maximum=spec.max,
        )
    except ValueProblem as problem:
        checking.wrong(problem.reference, f"{spec.label}: {problem}", said, path, problem.hint)
    except DocgenError as error:
        for found in error.problems:
            where = said.where or found.where or dotted(path)
            checking.problems.append(replace(found, message=f"{spec.label}: {found.message}", where=where))
    return None


def _text_of(said: Given) -> str:
    if not isinstance(said.value, str):
        raise ValueProblem(_("a text is needed"))
    return said.value


def _official(checking: _Checking, said: Given) -> JsonValue:
    known = checking.world.officials
    name = _text_of(said)
    if name in known:
        return dict(known[name])
    close = difflib.get_close_matches(name, known, n=1)
    hint = _("Did you mean {name}?").format(name=close[0]) if close else ", ".join(known)
    raise ValueProblem(_("{name} is no official of docgen.toml").format(name=name), hint=hint)


def _record(checking: _Checking, spec: FieldSpec, said: Given, path: Path, *, about: str = "") -> JsonValue:
    parts = said.parts
    if parts is None:
        checking.wrong(
            "value-invalid",
            _("{label}: named values are needed ({names}).").format(label=spec.label, names=", ".join(spec.fields)),
            said,
            path,
        )
        return None
    for name, unasked in parts.items():
        if name not in spec.fields:
            _unknown_field(checking, unasked, (*path, name), spec.fields)
    values: dict[str, JsonValue] = {}
    seen: dict[str, Any] = {name: typed(part, None) for name, part in spec.fields.items()}
    for name, part in sorted(spec.fields.items(), key=lambda named: named[1].when is not None):
        mine = parts.get(name)
        if not _applies(checking, part, mine, (*path, name), seen):
            continue
        value = _value(checking, part, mine, (*path, name), demanded=not part.optional, about=about)
        if value is not None:
            values[name] = value
            seen[name] = typed(part, value)
    return {name: values[name] for name in spec.fields if name in values}


def _list(checking: _Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    items = said.items
    if items is None and spec.of is not None and said.parts is None:
        items = [said]  # one text stands for a list of one
    if items is None:
        checking.wrong("value-invalid", _("{label}: a list is needed.").format(label=spec.label), said, path)
        return None
    low, high = spec.min or 0, spec.max if spec.max is not None else MOST_ITEMS
    if not low <= len(items) <= high:
        message = _("{label}: {count} items; at least {low}, at most {high}.").format(
            label=spec.label, count=len(items), low=low, high=high
        )
        checking.wrong("value-invalid", message, said, path)
        return None
    if spec.of is not None:
        element = FieldSpec(type=spec.of, label=spec.label)
    else:
        element = spec.model_copy(update={"type": "record", "min": None, "max": None})
    values: list[JsonValue] = []
    for place, item in enumerate(items):
        shown = {name: part.value for name, part in (item.parts or {}).items()}
        about = item_name(spec.label, place, shown)
        values.append(_value(checking, element, item, (*path, str(place + 1)), demanded=True, about=about))
    return values


def _checklist(checking: _Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    """Each item is `sesuai`, `tidak sesuai` or `tidak ada`, with a note; an unfinished list is refused."""
    parts = said.parts
    if parts is None:
        names = ", ".join(spec.items)
        message = _("{label}: an answer for each item is needed ({names}).").format(label=spec.label, names=names)
        checking.wrong("value-invalid", message, said, path)
        return None
    for name, part in parts.items():
        if name not in spec.items:
            _unknown_field(checking, part, (*path, name), spec.items)
    values: dict[str, JsonValue] = {}
    for name, wording in spec.items.items():
        mine = parts.get(name)
        if mine is not None and isinstance(mine.value, str):
            mine = Given({"hasil": mine}, mine.typed, mine.where)
        if mine is None or mine.value is None or mine.value is Mark.PENDING:
            checking.missing.append(
                Question(path=(*path, name), spec=checked_spec(wording).fields["hasil"], about=wording, choices=CHECKED)
            )
            continue
        values[name] = _record(checking, checked_spec(wording), mine, (*path, name), about=wording)
    return values


def checked_spec(wording: str) -> FieldSpec:
    """What is asked of one item of a checklist; a note is needed where the paper is there but wrong."""
    return FieldSpec.model_validate(
        {
            "type": "record",
            "label": wording,
            "fields": {
                "hasil": {"type": "choice", "label": wording, "choices": CHECKED},
                "keterangan": {"type": "text", "label": _("Note"), "optional": "true"},
            },
        }
    )


def disposition_spec(spec: FieldSpec) -> FieldSpec:
    """What is asked of a disposition."""
    return FieldSpec.model_validate(
        {
            "type": "record",
            "label": spec.label,
            "fields": {
                "kepada": {"type": "list", "of": "text", "label": _("Passed on to"), "optional": "true"},
                "kepada_lain": {"type": "text", "label": _("Passed on to somebody else"), "optional": "true"},
                "harap": {"type": "list", "of": "text", "label": _("With the request for"), "optional": "true"},
                "harap_lain": {"type": "text", "label": _("With another request"), "optional": "true"},
                "isi": {"type": "paragraph", "label": _("Wording of the disposition"), "optional": "true"},
            },
        }
    )


def _disposition(checking: _Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    """A disposition names whom it goes to; nothing is ticked that the official did not say."""
    value = _record(checking, disposition_spec(spec), said, path)
    if not isinstance(value, dict):
        return None
    posts = tuple(role for role, actor in checking.sop.actors.items() if not actor.external)
    for name, allowed in (("kepada", posts), ("harap", spec.choices)):
        texts = value.get(name)
        for text in texts if isinstance(texts, list) else ():
            if text not in allowed:
                close = difflib.get_close_matches(str(text), allowed, n=1)
                hint = (
                    _("Did you mean {name}?").format(name=close[0])
                    if close
                    else _("One of: {names}; or {other} for any other.").format(
                        names=", ".join(allowed), other=dotted((*path, f"{name}_lain"))
                    )
                )
                message = _("{label}: {text} is not offered here.").format(label=spec.label, text=text)
                checking.wrong(
                    "value-invalid", message, said.parts.get(name) if said.parts else said, (*path, name), hint
                )
    pending = any(question.path[: len(path)] == path for question in checking.missing)
    if not value.get("kepada") and not value.get("kepada_lain") and not pending:
        kepada = disposition_spec(spec).fields["kepada"]
        checking.missing.append(Question(path=(*path, "kepada"), spec=kepada, choices=posts))
    return value

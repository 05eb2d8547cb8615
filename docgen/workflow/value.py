"""One value by its field: what was said becomes what the record stores, or is noted as wrong or missing."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path as FilePath
from typing import Any

from pydantic import JsonValue

from docgen.errors import refuse
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.nearest import meant
from docgen.model.text import quoted
from docgen.model.values import ValueProblem, parse_scalar
from docgen.workflow.asked import checked_spec, disposition_spec, in_order, item_spec, posts
from docgen.workflow.checking import Checking, World, is_pending, is_said
from docgen.workflow.given import Given, Kept, Mark, Path, Refused, dotted, mended, speaks_of_items
from docgen.workflow.items import item_name
from docgen.workflow.saying import option_for, options_for
from docgen.workflow.secrecy import take_secret
from docgen.workflow.view import typed

_ADDRESSEES = ("kepada", "kepada_lain")
MOST_ITEMS = 500
"""Items that a list may have where the definition says nothing."""


def take(  # noqa: C901, PLR0911  # one line for each kind of field
    checking: Checking,
    spec: FieldSpec,
    said: Given | None,
    path: Path,
    *,
    demanded: bool,
    near: Given | None = None,
    about: str = "",
) -> JsonValue:
    """The value of a field as the record stores it; nothing if it is left out, wrong or missing.

    Args:
        checking: notes what is wrong or missing.
        spec: the field.
        said: what was said of it.
        path: where it stands.
        demanded: whether it is missing when nothing was said and it has no default.
        near: the nearest thing that was given, where nothing was said of the field itself.
        about: the item it belongs to, in words.
    """
    if checking.refused(said, path):
        return None
    if spec.type == "secret":
        return take_secret(checking, spec, said, path, demanded=demanded, near=near, about=about)
    if said is None or said.value is None:
        if not demanded:
            return None
        if spec.default is None:
            checking.ask(spec, path, near=said or near, about=about)
            return None
        said = Given(spec.default, where=dotted(path))
    if is_pending(said):
        checking.ask(spec, path, near=said, about=about, optional=not demanded)
        return None
    if spec.type in SCALARS:
        return _scalar(checking, spec, said, path)
    if spec.type == "record":
        return _record(checking, spec, said, path, about=about)
    if spec.type == "list":
        return _list(checking, spec, said, path)
    if spec.type == "checklist":
        return _checklist(checking, spec, said, path, about=about)
    return _disposition(checking, spec, said, path)


def applies(
    checking: Checking, spec: FieldSpec, said: Given | None, path: Path, siblings: Mapping[str, Any]
) -> bool | None:
    """Whether a field is asked at all: demanded if its `when` holds, refused if not; nothing if that is in doubt."""
    if spec.when is None:
        return True
    holds = checking.holds(spec.when, siblings, at=path[:-1])
    if holds is False and is_said(said):
        message = _("{label} is not asked, because {condition} does not hold.").format(
            label=spec.label, condition=spec.when.text
        )
        deciding = ", ".join(dict.fromkeys(dotted(one.path) for one in spec.when.references))
        hint = _("Leave it out, or say {names} otherwise: that decides whether it is asked.").format(names=deciding)
        checking.wrong("field-unasked", message, said, path, hint=hint)
    return holds


def _read_by(part: FieldSpec) -> tuple[str, ...]:
    return () if part.when is None else tuple(reference.path[0] for reference in part.when.references)


def as_given(spec: FieldSpec, stored: JsonValue) -> Any:
    """A stored value as a clerk would give it; files and officials are kept as they were."""
    if spec.type in {"official", "file"}:
        return Kept(stored)
    if isinstance(stored, list):
        item = item_spec(spec)
        return [as_given(item, each) for each in stored]
    if spec.type == "record" and isinstance(stored, dict):
        return {name: as_given(spec.fields[name], part) for name, part in stored.items() if part is not None}
    return stored


def _scalar(checking: Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    if isinstance(said.value, Kept):
        return said.value.value  # type: ignore[return-value]  # it came from the record
    parts = (*(said.parts or {}).values(), *(said.items or ()))
    if [part for part in parts if checking.refused(part, path)]:
        return None
    with checking.noting(said, path, label=spec.label):
        try:
            return _read_scalar(checking, spec, said)
        except ValueProblem as problem:
            checking.wrong(problem.reference, f"{spec.label}: {problem}.", said, path, hint=problem.hint)
    return None


def _read_scalar(checking: Checking, spec: FieldSpec, said: Given) -> JsonValue:
    world = checking.world
    if spec.type in {"file", "official"}:
        name = said.value
        if not isinstance(name, str) or not name:
            raise ValueProblem(_("a name is needed"), hint=_name_hint(world, spec))
        return _file(world, name, said.folder) if spec.type == "file" else _official(world.officials, name)
    return parse_scalar(
        spec.type,
        _raw(said),
        typed=said.typed,
        today=world.today,
        zone=world.zone,
        choices=spec.choices,
        minimum=spec.min,
        maximum=spec.max,
    )


def _name_hint(world: World, spec: FieldSpec) -> str:
    if spec.type == "official":
        return _officials(world.officials)
    return _("give the path of one file: PDF, JPEG, PNG or DOCX")


def _officials(known: Mapping[str, object]) -> str:
    return _("Officials in docgen.toml: {names}.").format(names=", ".join(known) or "–")


def _file(world: World, name: str, folder: FilePath | None) -> JsonValue:
    try:
        return world.attach(name, folder)
    except (ValueError, RuntimeError) as error:  # a null character, the home of nobody
        message = _("{name} cannot be the name of a file.").format(name=ascii(name[:60]))
        raise refuse("file-refused", message, hint=_("Check the name and the folder.")) from error


def _raw(said: Given) -> object:
    """The value without its places; what is still to be asked for counts as empty."""
    if said.parts is not None:
        return {name: _raw(part) for name, part in said.parts.items()}
    if said.items is not None:
        return [_raw(item) for item in said.items]
    return None if isinstance(said.value, Mark | Kept | Refused) else said.value


def _official(known: Mapping[str, Mapping[str, JsonValue]], name: str) -> JsonValue:
    if name in known:
        return dict(known[name])
    message = _("{name} is no official of docgen.toml").format(name=quoted(name))
    raise ValueProblem(message, hint=meant(name, known) or _officials(known))


def _record(checking: Checking, spec: FieldSpec, said: Given, path: Path, *, about: str = "") -> JsonValue:
    """The parts of a record; those with a condition come behind what they depend on."""
    parts = said.parts
    if parts is None:
        checking.wrong(
            "value-invalid",
            _("{label}: named values are needed ({names}).").format(label=spec.label, names=", ".join(spec.fields)),
            said,
            path,
            hint=_("Say each by itself: {options}").format(options=options_for(checking.sop, path, spec)),
        )
        return None
    for name, unasked in parts.items():
        if name not in spec.fields:
            checking.unknown(unasked, (*path, name), spec.fields)
    values: dict[str, JsonValue] = {}
    seen: dict[str, Any] = {name: typed(part, None) for name, part in spec.fields.items()}
    for name in in_order(spec.fields, lambda name: _read_by(spec.fields[name])):
        part, mine = spec.fields[name], parts.get(name)
        with checking.noting(mine, (*path, name), label=part.label):
            if not applies(checking, part, mine, (*path, name), seen):
                continue
            whole = about or spec.label
            value = take(checking, part, mine, (*path, name), demanded=not part.optional, near=said, about=whole)
            if value is not None:
                values[name] = value
                seen[name] = typed(part, value)
    return {name: values[name] for name in spec.fields if name in values}


def _list(checking: Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    items = said.items
    if items is None and speaks_of_items(said):
        with checking.noting(said, path, label=spec.label):
            items = mended([], said).items
        if items is None:
            return None
    if items is None and spec.of is not None and said.parts is None and not said.typed:
        items = [said]  # one text stands for a list of one
    if items is None:
        hint = _("Say it item by item: {option}").format(option=_next_item(checking, spec, path, 0))
        if said.typed and spec.of is not None:
            hint = _("Put it in brackets: {example}").format(example='["…"]')
        message = _("{label}: a list is needed.").format(label=spec.label)
        checking.wrong("value-invalid", message, said, path, hint=hint)
        return None
    low, high = spec.min or 0, spec.max if spec.max is not None else MOST_ITEMS
    if not low <= len(items) <= high:
        message = _("{label}: {count} items; at least {low}, at most {high}.").format(
            label=spec.label, count=len(items), low=low, high=high
        )
        hint = _("Leave {count} of them out.").format(count=len(items) - high)
        if len(items) < low:
            hint = _("{count} more must be added: {option}").format(
                count=low - len(items), option=_next_item(checking, spec, path, len(items))
            )
        checking.wrong("value-invalid", message, said, path, hint=hint)
        return None
    element = item_spec(spec)
    values: list[JsonValue] = []
    for place, item in enumerate(items):
        about = item_name(spec, place, {name: part.value for name, part in (item.parts or {}).items()})
        values.append(take(checking, element, item, (*path, str(place + 1)), demanded=True, about=about))
    once = {"file": _refuse_repeated, "date": _refuse_doubles, "official": _refuse_doubles}.get(spec.of or "")
    if once is not None:
        once(checking, spec, items, values, path)
    return values


def _next_item(checking: Checking, spec: FieldSpec, path: Path, count: int) -> str:
    """What to type for one more item of a list of so many."""
    here = path if spec.of is not None and len(path) == 1 else (*path, str(count + 1))
    item = item_spec(spec)
    return option_for(checking.sop, here, item) if here == path else options_for(checking.sop, here, item)


def _refuse_doubles(
    checking: Checking, spec: FieldSpec, items: list[Given], values: list[JsonValue], path: Path
) -> None:
    """A day or an official is there once or not at all."""
    for place, value in enumerate(values, 1):
        if value is not None and value in values[: place - 1]:
            message = _("{label}: item {place} is the same as item {first}.").format(
                label=spec.label, place=place, first=values.index(value) + 1
            )
            hint = _("Leave one of them out.")
            checking.wrong("value-invalid", message, items[place - 1], (*path, str(place)), hint=hint)


def _refuse_repeated(
    checking: Checking, spec: FieldSpec, items: list[Given], values: list[JsonValue], path: Path
) -> None:
    """The same file under two names counts as one: who hands it in twice meant another."""
    seen: dict[JsonValue, int] = {}
    for place, value in enumerate(values, 1):
        if not isinstance(value, dict):
            continue
        first = seen.setdefault(value["sha256"], place)
        if first != place:
            typed_name = items[place - 1].value
            name = typed_name if isinstance(typed_name, str) else value["nama"]
            message = _("{label}: file {place} ({name}) is the same as file {first}.").format(
                label=spec.label, place=place, name=name, first=first
            )
            hint = _("Leave one of them out, or give the file that was meant.")
            checking.wrong("file-refused", message, items[place - 1], (*path, str(place)), hint=hint)


def _checklist(checking: Checking, spec: FieldSpec, said: Given, path: Path, *, about: str = "") -> JsonValue:
    """Each item is `sesuai`, `tidak sesuai` or `tidak ada`, with a note; an unfinished list is refused."""
    parts = said.parts
    if parts is None:
        names = ", ".join(spec.items)
        message = _("{label}: an answer for each item is needed ({names}).").format(label=spec.label, names=names)
        hint = _("Say each by itself: {options}").format(options=options_for(checking.sop, path, spec))
        checking.wrong("value-invalid", message, said, path, hint=hint)
        return None
    for name, part in parts.items():
        if name not in spec.items:
            checking.unknown(part, (*path, name), spec.items)
    values: dict[str, JsonValue] = {}
    for name, wording in spec.items.items():
        mine, asked = parts.get(name), checked_spec(wording)
        if checking.refused(mine, (*path, name)):
            continue
        if mine is None or mine.value is None or is_pending(mine):
            checking.ask(asked.fields["hasil"], (*path, name), near=mine or said, about=about or spec.label)
            continue
        if isinstance(mine.value, str):
            mine = Given({"hasil": mine}, mine.typed, mine.where)
        values[name] = _record(checking, asked, mine, (*path, name), about=wording)
    return values


def _disposition(checking: Checking, spec: FieldSpec, said: Given, path: Path) -> JsonValue:
    """A disposition names whom it goes to; nothing is ticked that the official did not say."""
    asked = disposition_spec(spec, posts(checking.sop))
    value = _record(checking, asked, said, path)
    if not isinstance(value, dict):
        return None
    for name in ("kepada", "harap"):
        texts, offered = value.get(name), asked.fields[name].choices
        for text in texts if isinstance(texts, list) else ():
            if isinstance(text, str) and text not in offered:
                told = (said.parts or {}).get(name, said)
                _not_offered(checking, spec.label, told, (*path, name), text=text, offered=offered)
    pending = any(question.path[: len(path)] == path for question in checking.missing)
    troubled = any(trouble[:-1] == path and trouble[-1] in _ADDRESSEES for trouble in checking.troubled)
    if not any(value.get(name) for name in _ADDRESSEES) and not pending and not troubled:
        checking.ask(asked.fields["kepada"], (*path, "kepada"), near=said, about=spec.label)
    return value


def _not_offered(
    checking: Checking, label: str, said: Given, path: Path, *, text: str, offered: tuple[str, ...]
) -> None:
    known = _("One of: {names}; or {other} for any other.").format(
        names=", ".join(offered), other=f"{dotted(path)}_lain"
    )
    message = _("{label}: {text} is not offered here.").format(label=label, text=quoted(text))
    checking.wrong("value-invalid", message, said, path, hint=meant(text, offered) or known)

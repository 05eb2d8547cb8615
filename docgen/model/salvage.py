"""What is left of a definition that breaks the grammar, so that its names can be compared in the same run.

Whatever pydantic refuses is taken out of the tree, and what the grammar demands is put there as a stand-in. What a
stand-in stands for, and what stands there twice, is doubtful: nothing more is said of it until its own error is mended.

The grammar takes turns: a key of its own, then a name or the place of an item, then a key again. So a path of odd
length ends with a key of the grammar, and `fields.type` is a field of that name.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from docgen.model.located import Path
from docgen.model.sop import Sop, validate_sop
from docgen.model.validation import place_of

ROUNDS = 12
"""Taking one thing out can lay another bare, a few times at most."""
_COLLECTIONS = frozenset({"actors", "fields", "documents", "stages"})
_STAND_INS: dict[str, object] = {
    "activity": "-", "case_prefix": "XX", "else": "-", "label": "-", "number": "-", "that": "true", "title": "-",
    "version": "-",
}  # fmt: skip
"""What is put where a demanded scalar is missing."""
_STAND_IN_FIELD: dict[str, object] = {"type": "text", "label": "-"}
ONE_TOO_MANY = frozenset({"stage_ends", "branch_both", "key_unfit"})
"""Refusals that taking something out never causes: they were hidden, and are told too."""
_BOUND_BY_EACH = ("that", "else", "when")
"""What may name the item that `each` binds."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a definition declares in a broken way, which has been said: nothing is said of who names it."""

    names: frozenset[str] = frozenset()
    stages: bool = False
    """Whether a stage is without its name, so that any name may be meant for it."""


@dataclass(frozen=True, slots=True)
class Salvage:
    """What could be saved."""

    sop: Sop | None
    """Without what is wrong in it; nothing if too little is left."""
    doubt: Doubt
    errors: tuple[ValidationError, ...]
    """What the grammar refused, and what it refused when that was taken out."""


def salvage(data: Any, repeated: Collection[Path] = ()) -> Salvage:
    """Saves what it can of the tree of a text: all of it, unless it breaks the grammar.

    Args:
        data: the tree.
        repeated: the keys in it that stand a second time.
    """
    tree, errors, doubtful = copy.deepcopy(data), list[ValidationError](), set(repeated)
    left: Sop | None = None
    for _round in range(ROUNDS):
        try:
            left = validate_sop(tree)
            break
        except ValidationError as error:
            errors.append(error)
            refused = [(place_of(details["loc"]), details["type"]) for details in error.errors(include_url=False)]
            doubtful |= {place for place, _kind in refused}
            if not all(_take_out(tree, place, kind) for place, kind in refused):
                break
    if any(len(path) == 1 and path[0] in _COLLECTIONS for path in repeated):
        left = None  # of a whole section nothing is certain
    return Salvage(left, _doubt(data, doubtful, repeated), tuple(errors))


def _doubt(data: Any, places: Collection[Path], repeated: Collection[Path]) -> Doubt:
    """What is not certain where these places are wrong, and these keys stand twice."""
    within_stages = [place for place in places if place[:1] == ("stages",) and len(place) > 1]
    names = {name for place in places for name in _declared_at(data, place)}
    nameless = any(
        _stage_id(data, place) is None or (place in repeated and place[2:] == ("id",)) for place in within_stages
    )
    return Doubt(frozenset(names), stages=nameless)


def _declared_at(data: Any, place: Path) -> set[str]:
    """The name of the field, document, actor or stage that a place lies in, as it was probably meant too."""
    if len(place) < 2 or place[0] not in _COLLECTIONS:
        return set()
    named = _stage_id(data, place) if place[0] == "stages" else str(place[1])
    stand_in = {_nameless(place)} if place[0] == "stages" else set()
    if named is None:
        return stand_in
    return stand_in | {named, *(re.sub("[^a-z0-9]+", mark, named.lower()) for mark in "-_")}


def _stage_id(data: Any, place: Path) -> str | None:
    """The written name of the stage that a place lies in, if it has one."""
    stage = data["stages"][place[1]]
    named = stage.get("id") if isinstance(stage, dict) else None
    return named if isinstance(named, str) else None


def _take_out(tree: Any, place: Path, kind: str) -> bool:
    """Takes out what stands at a place, or puts there what is missing; false if a whole section would be lost."""
    if kind in {"stage_stuck", "stage_ends", "branch_none", "branch_both"}:
        going_on = _at(tree, place)
        if isinstance(going_on, dict):
            going_on.pop("next", None)
            going_on.pop("to", None)
            going_on["ends"] = "-"
        return True
    holder, path = _nearest_key(tree, place)
    if not path or (len(path) == 1 and path[0] in _COLLECTIONS):
        return False
    name = path[-1]
    key = name if len(path) % 2 else None
    if key == "type":
        holder.clear()
        holder |= _STAND_IN_FIELD
    elif kind == "missing":
        holder[name] = _stand_in(tree, path)
    elif kind in {"key_needed", "key_unfit"}:
        holder[name] = dict(_STAND_IN_FIELD)
    else:
        for gone in (name, *_BOUND_BY_EACH) if key == "each" else (name,):
            holder.pop(gone, None)
    return True


def _nearest_key(tree: Any, place: Path) -> tuple[Any, Path]:
    """The innermost mapping on the way to a place, and the way to the key in it that leads on."""
    here, holder = tree, tree
    path: Path = ()
    for depth, part in enumerate(place, 1):
        if isinstance(here, dict):
            holder, path = here, place[:depth]
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            break
    return holder, path


def _at(tree: Any, place: Path) -> Any:
    """What still stands at a place of the grammar."""
    holder, path = _nearest_key(tree, place)
    last = place[-1]
    held = holder.get(path[-1]) if path else None
    return held[last] if isinstance(last, int) and isinstance(held, list) and last < len(held) else None


def _nameless(place: Path) -> str:
    """What a stage is called that has no name of its own."""
    return f"x{place[1]}"


def _stand_in(tree: Any, path: Path) -> object:
    """What is put at a path where something demanded is missing."""
    if path[-1] == "id":
        return _nameless(path) if len(path) > 1 else "x"
    if path[-1] == "actor":
        return list(tree["actors"])
    return _STAND_INS.get(str(path[-1]))

"""What is left of a definition that breaks the grammar, so that its names can be compared in the same run.

Whatever pydantic refuses is taken out of the tree, and what the grammar demands is put there as a stand-in. What a
stand-in stands for is doubtful: nothing more is said of it until its own error is mended.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from docgen.model.sop import Sop, validate_sop
from docgen.model.validation import Loc, place_of

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
class Salvage:
    """What could be saved."""

    sop: Sop | None
    """Without what is wrong in it; nothing if too little is left."""
    doubtful: frozenset[str]
    """The names of which nothing is certain."""
    errors: tuple[ValidationError, ...]
    """What the grammar refused, and what it refused when that was taken out."""


def salvage(data: Any, error: ValidationError) -> Salvage:
    """Saves what it can of the tree of a text that breaks the grammar.

    Args:
        data: the tree.
        error: what the grammar refused in it.
    """
    tree, doubtful, errors = copy.deepcopy(data), set[str](), [error]
    for _round in range(ROUNDS):
        for details in error.errors(include_url=False, include_input=False, include_context=False):
            place = place_of(details["loc"])
            doubtful |= _declared_at(data, place)
            if not _take_out(tree, place, details["type"]):
                return Salvage(None, frozenset(doubtful), tuple(errors))
        try:
            return Salvage(validate_sop(tree), frozenset(doubtful), tuple(errors))
        except ValidationError as left:
            error = left
            errors.append(left)
    return Salvage(None, frozenset(doubtful), tuple(errors))


def _declared_at(data: Any, place: Loc) -> set[str]:
    """The name of the field, document, actor or stage that a place lies in, and its stand-in."""
    if len(place) < 2 or place[0] not in _COLLECTIONS:
        return set()
    if place[0] != "stages":
        return {str(place[1])}
    stage = data["stages"][place[1]]
    named = stage.get("id") if isinstance(stage, dict) else None
    return {named, _nameless(place)} if isinstance(named, str) else {_nameless(place)}


def _take_out(tree: Any, place: Loc, kind: str) -> bool:
    """Takes out what stands at a place, or puts there what is missing; false if a whole section would be lost."""
    if kind in {"stage_stuck", "stage_ends", "branch_none", "branch_both"}:
        going_on = _at(tree, place)
        if isinstance(going_on, dict):
            going_on.pop("next", None)
            going_on.pop("to", None)
            going_on["ends"] = "-"
        return True
    holder, key = _nearest_key(tree, place)
    if key is None or (holder is tree and key in _COLLECTIONS):
        return False
    if key == "type":
        holder.clear()
        holder |= _STAND_IN_FIELD
    elif kind == "missing":
        holder[key] = _stand_in(tree, place, key)
    elif kind in {"key_needed", "key_unfit"}:
        holder[key] = dict(_STAND_IN_FIELD)
    else:
        for name in (key, *_BOUND_BY_EACH) if key == "each" else (key,):
            holder.pop(name, None)
    return True


def _nearest_key(tree: Any, place: Loc) -> tuple[Any, str | None]:
    """The innermost mapping on the way to a place, and the key in it that leads on."""
    here, holder, key = tree, tree, None
    for part in place:
        if isinstance(here, dict):
            holder, key = here, str(part)
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            break
    return holder, key


def _at(tree: Any, place: Loc) -> Any:
    """What still stands at a place of the grammar."""
    holder, key = _nearest_key(tree, place)
    last = place[-1]
    if isinstance(last, int) and key is not None and isinstance(holder.get(key), list) and last < len(holder[key]):
        return holder[key][last]
    return None


def _nameless(place: Loc) -> str:
    """What a stage is called that has no name of its own."""
    return f"x{place[1]}"


def _stand_in(tree: Any, place: Loc, key: str) -> object:
    if key == "id":
        return _nameless(place) if len(place) > 1 else "x"
    if key == "actor":
        return list(tree["actors"])
    return _STAND_INS.get(key)

"""Pydantic's errors in the clerk's words: what, where, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from gettext import gettext as _

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from docgen.errors import Problem
from docgen.model.keys import key_paths, keys_at
from docgen.model.later import N_
from docgen.model.nearest import nearest

Loc = tuple[str | int, ...]
KEY = "[key]"
"""Pydantic's mark in a place: not the value but the name in front of it is wrong."""


def problems_of(
    error: ValidationError,
    *,
    reference: str,
    where: Callable[[Loc], str],
    where_key: Callable[[Loc], str] | None = None,
    model: type[BaseModel] | None = None,
    only: Collection[str] | None = None,
    toml: bool = False,
) -> tuple[Problem, ...]:
    """Every error as a problem.

    Args:
        error: what pydantic raised.
        reference: the reference that all of them get.
        where: turns a place in the data into `file:line:column` or a dotted path.
        where_key: the same for the name in front of the value at that place, where the name is what is wrong.
        model: what the data should have been: its keys may be meant by unknown ones.
        only: the types of errors that are told; all if left out.
        toml: the data is of a TOML text: keys are named by their whole path, and hints show how TOML is written.
    """
    return tuple(
        Problem(
            reference=reference,
            message=_message(details, toml=toml),
            where=(where_key or where if _is_of_the_key(details) else where)(place_of(details["loc"])),
            hint=_hint(details, model, toml=toml),
        )
        for details in error.errors(include_url=False)
        if only is None or details["type"] in only
    )


def place_of(loc: Loc) -> Loc:
    """The place without pydantic's own mark."""
    return tuple(part for part in loc if part != KEY)


def _is_of_the_key(details: ErrorDetails) -> bool:
    return details["type"] == "extra_forbidden" or details["loc"][-1:] == (KEY,)


SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
FIELD_NAME = r"^[a-z][a-z0-9_]*$"
CASE_PREFIX = r"^[A-Z][A-Z0-9]{1,7}$"
_FORMS: dict[str, str] = {
    SLUG: N_("Write small letters and digits, beginning with a letter, words joined by single hyphens: nama-baru."),
    FIELD_NAME: N_("Write small letters, digits and _, beginning with a letter: nama_baru."),
    CASE_PREFIX: N_("Write 2 to 8 capital letters or digits, beginning with a letter: ABC."),
}
"""What each pattern asks for, in words."""

_MAPPING = (N_("{key} must be a mapping (names with values)."), N_("Write `name: value` in lines below it, indented."))
_LIST = (N_("{key} must be a list."), N_("Write each item in a line below it, beginning with “- ”, or as [a, b]."))
_WHOLE = (N_("{key} must be a whole number."), N_("Write digits only."))
_YES_NO = (N_("{key} must be true or false."), N_("Write true or false."))
_EMPTY = (N_("{key} must not be empty."), N_("Fill it in, or delete the whole entry if it may be left out."))
_WORDS: dict[str, tuple[str, str]] = {
    "missing": (N_("{key} is missing."), N_("Add {key} here.")),
    "extra_forbidden": (N_("{key} is not known here."), N_("Known here: {known}.")),
    "literal_error": (N_("{key} must be one of: {expected}."), N_("Choose one of them.")),
    "string_type": (N_("{key} must be a text."), N_("Write one text behind the name, in quotes if in doubt.")),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "string_pattern_mismatch": (N_("{key} cannot be written like this."), N_("It must match {pattern}.")),
    "string_too_short": _EMPTY,
    "too_short": _EMPTY,
    "string_too_long": (N_("{key} is too long: at most {max_length}."), N_("Shorten it.")),
    "greater_than_equal": (N_("{key} must be at least {ge}."), N_("Write a larger number.")),
    "less_than_equal": (N_("{key} must be at most {le}."), N_("Write a smaller number.")),
    "key_needed": (N_("Type {type} needs {needed}."), N_("Add {needed} beside `type`, or take another type.")),
    "key_unfit": (
        N_("{unfit} means nothing for type {type}."),
        N_("Take {unfit} away, or take a type that it belongs to: {types}."),
    ),
    "seals_unfit": (
        N_("{unfit} means nothing beside `seals`."),
        N_("Take {unfit} away: a sealed page has neither template nor number nor signer."),
    ),
    "limit_unfit": (
        N_("{unfit} means nothing beside `limit`."),
        N_("Take {unfit} away: a short text has neither number nor signer, and every fact in it is needed."),
    ),
    "branch_none": (
        N_("A branch leads `to` a stage or `ends`: one of the two."),
        N_("Write `to` for the stages that open, or `ends` for the outcome."),
    ),
    "branch_both": (
        N_("A branch leads `to` a stage or `ends`: one of the two."),
        N_("Keep `to` if the case goes on, `ends` if it is over."),
    ),
    "stage_ends": (
        N_("A stage has `next` or `ends`: one of the two."),
        N_("Keep `next` if the case goes on, `ends` if it is over; for both, write branches under `next`."),
    ),
    "stage_stuck": (
        N_("A stage needs `next` or `ends`, or `during` if it is an act."),
        N_("Write `next` with the stage that follows, or `ends` with the outcome's name."),
    ),
    "day": (N_("{key} must be a date."), N_("Write it without quotes, year first: 2026-01-31")),
    "zone": (N_("{name} is no known time zone."), N_("Write Asia/Jakarta, Asia/Makassar or Asia/Jayapura.")),
    "pattern_brace": (
        N_("{key}: a brace stands alone in the pattern."),
        N_("Write each name between braces: {{nomor}}/{{tahun}}."),
    ),
    "pattern_unknown": (
        N_("{key}: the pattern names {names}, which is not known."),
        N_("It may use {{nomor}} {{kode}} {{unit}} {{tahun}} {{bulan}}."),
    ),
    "pattern_number": (N_("{key}: the pattern lacks {{nomor}}."), N_("Put {{nomor}} where the number stands.")),
    "pattern_format": (
        N_("{key}: nothing can stand behind {names} in the braces."),
        N_("Write the name alone; to fill the number up with zeros, add a line to the register: lebar = 3"),
    ),
}
"""For each kind of error: what is wrong, and what to do."""
_AS_TOML: dict[str, str] = {
    "dict_type": N_("Write a table [{key}], and `name = value` in lines below it."),
    "model_type": N_("Write a table [{key}], and `name = value` in lines below it."),
    "tuple_type": N_('Write items in quotes between brackets, such as ["a", "b"].'),
    "string_type": N_("Put it in quotes."),
    "bool_type": N_("Write true or false, small and without quotes."),
    "bool_parsing": N_("Write true or false, small and without quotes."),
    "int_type": N_("Write digits only, without quotes."),
    "int_parsing": N_("Write digits only, without quotes."),
}
"""What to do instead where the text is TOML."""
_OTHER = (N_("{key} cannot be used: {reason}."), N_("Write it as in an SOP or settings file that works."))


def _facts(details: ErrorDetails, *, toml: bool) -> dict[str, object]:
    place = place_of(details["loc"])
    context = details.get("ctx", {})
    return {
        "key": _named(place, toml=toml) if place else _("The whole"),
        **context,
        "reason": context.get("message", details["msg"]),
        "expected": ", ".join(_allowed(details)),
    }


def _named(place: Loc, *, toml: bool) -> str:
    """A place by its key (in TOML by the whole path); an item of a list by the list and its number, from 1."""
    *above, last = place
    if above and isinstance(last, int):
        return _("{list}, item {number}").format(list=_named(tuple(above), toml=toml), number=last + 1)
    return ".".join(map(str, place)) if toml else str(last)


def _message(details: ErrorDetails, *, toml: bool) -> str:
    """What is wrong, in words that name the key."""
    message, _what_to_do = _WORDS.get(details["type"], _OTHER)
    return _(message).format(**_facts(details, toml=toml))


def _hint(details: ErrorDetails, model: type[BaseModel] | None, *, toml: bool) -> str:
    facts = _facts(details, toml=toml)
    place = place_of(details["loc"])
    if facts.get("hint"):
        return str(facts["hint"])
    if facts.get("pattern") in _FORMS:
        return _(_FORMS[str(facts["pattern"])])
    names = keys_at(model, place) if details["type"] == "extra_forbidden" and model is not None else []
    written = place[-1] if details["type"] == "extra_forbidden" else details["input"]
    close = nearest(str(written), [*names, *_allowed(details)])
    if close:
        whole = toml and close[0] in names
        return _("Did you mean {name}?").format(name=_named((*place[:-1], close[0]), toml=True) if whole else close[0])
    if toml and model is not None and details["type"] == "extra_forbidden":
        elsewhere = [path for path in key_paths(model) if path[-1] == place[-1]]
        if elsewhere:
            return _("Did you mean {name}?").format(name=_named(elsewhere[0], toml=True))
    kind = details["type"]
    what_to_do = _AS_TOML[kind] if toml and kind in _AS_TOML else _WORDS.get(kind, _OTHER)[1]
    return _(what_to_do).format(**facts, known=", ".join(names) or "–")


def _allowed(details: ErrorDetails) -> list[str]:
    """The values that a choice allows; pydantic lists them as an English sentence."""
    expected = str(details.get("ctx", {}).get("expected", ""))
    return re.findall(r"'([^']*)'", expected) or ([expected] if expected else [])

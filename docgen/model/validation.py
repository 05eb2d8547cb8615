"""Pydantic's errors in the clerk's words: what, where, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from gettext import gettext as _

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from docgen.errors import Problem

Loc = tuple[str | int, ...]


def problems_of(
    error: ValidationError, *, reference: str, where: Callable[[Loc], str], known: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """Every error as a problem.

    Args:
        error: what pydantic raised.
        reference: the reference that all of them get.
        where: turns a place in the data into `file:line:column` or a dotted path.
        known: keys that may be meant by an unknown one.
    """
    return tuple(
        Problem(
            reference=reference,
            message=_message(details),
            where=where(_place(details["loc"])),
            hint=_hint(details, known),
        )
        for details in error.errors(include_url=False, include_input=False)
    )


def _place(loc: Loc) -> Loc:
    """The place without pydantic's own marks (`[key]`)."""
    return tuple(part for part in loc if part != "[key]")


def _later(message: str) -> str:
    """Marks a message for the catalogues; it is translated when it is shown."""
    return message


N_ = _later
_WORDS: dict[str, str] = {
    "missing": N_("{key} is missing."),
    "extra_forbidden": N_("{key} is not known here."),
    "literal_error": N_("{key} must be one of: {expected}."),
    "string_type": N_("{key} must be a text."),
    "dict_type": N_("{key} must be a mapping (names with values)."),
    "model_type": N_("{key} must be a mapping (names with values)."),
    "model_attributes_type": N_("{key} must be a mapping (names with values)."),
    "list_type": N_("{key} must be a list."),
    "tuple_type": N_("{key} must be a list."),
    "int_parsing": N_("{key} must be a whole number."),
    "int_type": N_("{key} must be a whole number."),
    "bool_parsing": N_("{key} must be true or false."),
    "bool_type": N_("{key} must be true or false."),
    "string_pattern_mismatch": N_("{key} does not have the form {pattern}."),
    "string_too_short": N_("{key} must not be empty."),
    "too_short": N_("{key} must not be empty."),
    "string_too_long": N_("{key} is too long: at most {max_length}."),
    "greater_than_equal": N_("{key} must be at least {ge}."),
    "less_than_equal": N_("{key} must be at most {le}."),
    "key_needed": N_("Type {type} needs {needed}."),
    "key_unfit": N_("{unfit} means nothing for type {type}."),
    "branch": N_("A branch leads `to` a stage or `ends`: one of the two."),
    "stage_ends": N_("A stage has `next` or `ends`: one of the two."),
    "stage_stuck": N_("A stage needs `next` or `ends`, or `during` if it is an act."),
    "zone": N_("{name} is no known time zone."),
    "pattern_brace": N_("{key}: a brace stands alone in the pattern."),
    "pattern_unknown": N_(
        "{key}: the pattern names {names}; it may use {{nomor}} {{kode}} {{unit}} {{tahun}} {{bulan}}."
    ),
    "pattern_number": N_("{key}: the pattern lacks {{nomor}}."),
}


def _message(details: ErrorDetails) -> str:
    """What is wrong, in words that name the key."""
    place = _place(details["loc"])
    key = str(place[-1]) if place else "?"
    context = details.get("ctx", {})
    words = _WORDS.get(details["type"])
    if words is None:
        return f"{key}: {context.get('message', details['msg'])}"
    return _(words).format(**{"key": key, **context})


def _hint(details: ErrorDetails, known: Iterable[str]) -> str:
    context = details.get("ctx", {})
    if context.get("hint"):
        return str(context["hint"])
    if details["type"] == "extra_forbidden":
        close = difflib.get_close_matches(str(details["loc"][-1]), sorted(known), n=1)
        if close:
            return _("Did you mean {name}?").format(name=close[0])
    return ""

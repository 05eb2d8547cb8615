"""What was handed in for one field, as the record stores it. See the table in `docs/architecture.md`.

A value comes typed, from JSON, or as text: from YAML, the command line or a prompt. JSON is read strictly; text in the
forms that clerks write. What could mean two things is refused, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.model.contact import parse_email, parse_phone
from docgen.model.identity import parse_identity
from docgen.model.moments import parse_date, parse_datetime, parse_time
from docgen.model.nearest import nearest
from docgen.model.text import PARAGRAPH_LIMIT, TEXT_LIMIT, TextError, ValueProblem, clean, quoted

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "SCALAR_TYPES",
    "YES_OR_NO",
    "TextError",
    "ValueProblem",
    "describe_type",
    "json_kind",
    "kind_of",
    "parse_scalar",
]

_GREATEST = 2**53 - 1
"""Beyond it JSON (RFC 8785, RFC 7493) does not hold whole numbers exactly."""
_DIGITS = re.compile(r"[+-]?[0-9]{1,16}")
_PLAIN_MONEY = re.compile(r"(?P<whole>[0-9]{1,15})(?:\.(?P<sen>[0-9]{2}))?")
_WRITTEN_MONEY = (
    re.compile(r"(?:Rp\.? ?)?(?P<whole>[0-9]{1,15})(?:[.,](?P<sen>[0-9]{2})|,-)?", re.IGNORECASE),
    re.compile(r"Rp\.? ?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,(?P<sen>[0-9]{2})|,-)?", re.IGNORECASE),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,(?P<sen>[0-9]{2})|,-)"),
)
YES_OR_NO = ("ya", "tidak")
"""What hints say where a yes or no is needed."""
_YES = frozenset({"ya", "y", "yes", "true"})
_NO = frozenset({"tidak", "t", "n", "no", "false"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of the field and of where its value comes from."""

    typed: bool
    today: dt.date
    zone: dt.tzinfo
    choices: Sequence[str]
    minimum: int | None
    maximum: int | None


def parse_scalar(
    type_: str,
    raw: object,
    *,
    typed: bool,
    today: dt.date,
    zone: dt.tzinfo,
    choices: Sequence[str] = (),
    minimum: int | None = None,
    maximum: int | None = None,
) -> JsonValue:
    """The value as the record stores it.

    Args:
        type_: One of `SCALAR_TYPES`.
        raw: What was handed in; text unless `typed`, but an identity may be a mapping either way.
        typed: Whether it came from JSON, so that a number is a number and a date is written as ISO 8601 says.
        today: The office's day.
        zone: The office's time zone, meant where a moment has no offset.
        choices: What a choice offers.
        minimum: The least an integer may be.
        maximum: The most an integer may be, or the most characters of a text or paragraph.

    Raises:
        ValueProblem: With reference `value-invalid`, `value-characters` or `value-too-long`, message and hint; within
            an identity also `field-unknown` or `field-missing`.
        KeyError: `type_` is no scalar type: a mistake of the caller.
    """
    reader = _READERS[type_]
    if raw is None:
        raise ValueProblem(_("the value is empty"), hint=_("leave it out if there is nothing to say"))
    return reader(raw, _Asked(typed, today, zone, choices, minimum, maximum))


def describe_type(
    type_: str,
    *,
    choices: Sequence[str] = (),
    minimum: int | None = None,
    maximum: int | None = None,
    typed: bool = True,
) -> str:
    """A few translated words on what may be given for a value of this type: for prompts, help and hints.

    Unless it may be `typed` in JSON too, a date is shown as people here write it: the day first.
    """
    date = "2026-11-21" if typed else "21-11-2026"
    plain = {
        "text": _("text"),
        "paragraph": _("text, may have several lines"),
        "money": _("amount in rupiah, e.g. {example}").format(example="1500000"),
        "date": _("date, e.g. {example}").format(example=date),
        "time": _("time, e.g. {example}").format(example="08:00"),
        "datetime": _("date and time, e.g. {example}").format(example=f"{date} 08:00"),
        "yesno": _("yes or no"),
        "choice": _("one of: {choices}").format(choices=", ".join(choices)),
        "email": _("e-mail address"),
        "phone": _("telephone number, e.g. {example}").format(example="0812-3456-7890"),
        "identity": _("identity number, e.g. {example}").format(example="NIP 19860926 201505 1 001"),
    }
    if type_ == "integer":
        return _describe_integer(minimum, maximum)
    if type_ in {"text", "paragraph"} and maximum is not None:
        return _("{text}, at most {limit} characters").format(text=plain[type_], limit=maximum)
    return plain[type_]


def json_kind(raw: object) -> str:
    """What a value is in JSON, in translated words, for messages that say what was found instead."""
    if raw is None:
        return _("nothing (null)")
    if isinstance(raw, bool):
        return _("true or false")
    if isinstance(raw, str):
        return _("a text")
    if isinstance(raw, int | float | Decimal):
        return _("a number")
    return _("an object") if isinstance(raw, Mapping) else _("a list")


def kind_of(value: object) -> str:
    """What a value of the record is, as expressions and templates see it, in translated words."""
    if isinstance(value, dt.datetime):
        return _("a date with a time")
    if isinstance(value, dt.date):
        return _("a date")
    return _("a time") if isinstance(value, dt.time) else json_kind(value)


def _describe_integer(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return _("whole number from {least} to {most}").format(least=minimum, most=maximum)
    if minimum is not None:
        return _("whole number, at least {least}").format(least=minimum)
    if maximum is not None:
        return _("whole number, at most {most}").format(most=maximum)
    return _("whole number")


def _string(raw: object, *, like: str | None = None, paragraph: bool = False, limit: int | None = None) -> str:
    """The clean text of a value that must be a text and say something; `like` is an example of such a text."""
    if not isinstance(raw, str):
        raise ValueProblem(
            _("a text is needed here, not {found}").format(found=json_kind(raw)), hint=_quoted_hint(raw, like)
        )
    text = clean(raw, paragraph=paragraph, limit=limit)
    if not text:
        raise ValueProblem(_("the value is empty"), hint=_("leave it out if there is nothing to say"))
    return text


def _quoted_hint(raw: object, like: str | None) -> str:
    if like is not None:
        return _("write it in quotes, as {example}").format(example=f'"{like}"')
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return _("write it in quotes: digits would be lost")
    return _("give one text, in quotes, without parts or items")


def _text(raw: object, asked: _Asked) -> JsonValue:
    return _string(raw, limit=TEXT_LIMIT if asked.maximum is None else asked.maximum)


def _paragraph(raw: object, asked: _Asked) -> JsonValue:
    return _string(raw, paragraph=True, limit=PARAGRAPH_LIMIT if asked.maximum is None else asked.maximum)


def _integer(raw: object, asked: _Asked) -> JsonValue:
    if asked.typed:
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise ValueProblem(
                _("a whole number is needed here, not {found}").format(found=json_kind(raw)),
                hint=_("digits only, without quotes, dots or commas"),
            )
        number = raw
    else:
        text = _string(raw)
        if not _DIGITS.fullmatch(text):
            raise ValueProblem(
                _("{text} is not a whole number").format(text=quoted(text)),
                hint=_("digits only, without dots or commas"),
            )
        number = int(text)
    least = -_GREATEST if asked.minimum is None else asked.minimum
    most = _GREATEST if asked.maximum is None else asked.maximum
    if number < least:
        raise ValueProblem(
            _("the number is too small: at least {least}").format(least=least),
            hint=_describe_integer(least, asked.maximum),
        )
    if number > most:
        raise ValueProblem(
            _("the number is too large: at most {most}").format(most=most),
            hint=_describe_integer(asked.minimum, most),
        )
    return number


def _money(raw: object, asked: _Asked) -> JsonValue:
    if asked.typed and isinstance(raw, int) and not isinstance(raw, bool):
        # A whole JSON number is exact; one with a fraction is not, and is refused as no text.
        raw = str(raw)
    text = _string(raw, like="1500000.00")
    forms = (_PLAIN_MONEY,) if asked.typed else _WRITTEN_MONEY
    for form in forms:
        if found := form.fullmatch(text):
            return f"{Decimal(found['whole'].replace('.', '')):f}.{found['sen'] or '00'}"
    hint = _("digits, and two after a point if need be, as {example}").format(example='"1500000.00"')
    if not asked.typed:
        hint = _("as {plain} or {written}").format(plain="1500000", written="Rp1.500.000,00")
    raise ValueProblem(_("{text} is not an amount of money").format(text=quoted(text)), hint=hint)


def _date(raw: object, asked: _Asked) -> JsonValue:
    return parse_date(_string(raw, like=asked.today.isoformat()), today=asked.today, typed=asked.typed).isoformat()


def _time(raw: object, asked: _Asked) -> JsonValue:
    return parse_time(_string(raw, like="08:00"), typed=asked.typed).isoformat(timespec="minutes")


def _datetime(raw: object, asked: _Asked) -> JsonValue:
    text = _string(raw, like=f"{asked.today.isoformat()} 08:00")
    moment = parse_datetime(text, zone=asked.zone, today=asked.today, typed=asked.typed)
    return moment.isoformat(timespec="seconds")


def _yesno(raw: object, asked: _Asked) -> JsonValue:
    if isinstance(raw, bool):
        return raw
    if asked.typed:
        raise ValueProblem(
            _("true or false is needed here, not {found}").format(found=json_kind(raw)),
            hint=_("write {yes} or {no} without quotes").format(yes="true", no="false"),
        )
    text = _string(raw)
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise ValueProblem(_("{text} is neither yes nor no").format(text=quoted(text)), hint=_("ya or tidak"))


def _choice(raw: object, asked: _Asked) -> JsonValue:
    text = _string(raw, like=asked.choices[0] if asked.choices else None)
    if text in asked.choices:
        return text
    alike = [choice for choice in asked.choices if choice.casefold() == text.casefold()]
    if len(alike) == 1 and not asked.typed:
        return alike[0]
    near = alike or nearest(text, asked.choices)
    hint = _("one of: {choices}").format(choices=", ".join(asked.choices))
    if near:
        question = _("did you mean {choice}?").format(choice=quoted(near[0]))
        hint = f"{question} ({hint})"
    raise ValueProblem(_("{text} is not among the choices").format(text=quoted(text)), hint=hint)


def _email(raw: object, _asked: _Asked) -> JsonValue:
    return parse_email(_string(raw, like="nama@instansi.go.id"))


def _phone(raw: object, _asked: _Asked) -> JsonValue:
    return parse_phone(_string(raw, like="0812-3456-7890"))


def _identity(raw: object, asked: _Asked) -> JsonValue:
    if isinstance(raw, str) and not raw.strip():
        return _string(raw)
    return parse_identity(raw, today=asked.today)


_READERS: Mapping[str, Callable[[object, _Asked], JsonValue]] = {
    "text": _text,
    "paragraph": _paragraph,
    "integer": _integer,
    "money": _money,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "yesno": _yesno,
    "choice": _choice,
    "email": _email,
    "phone": _phone,
    "identity": _identity,
}
SCALAR_TYPES = frozenset(_READERS)
"""The types that `parse_scalar` reads."""

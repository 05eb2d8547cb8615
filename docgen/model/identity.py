"""The numbers that identify officials: NIP, NI PPPK, NRP and others. Always text: as a quantity digits would be lost.

NIP (18 digits): birth YYYYMMDD, appointment YYYYMM, sex 1 or 2, serial of three; there is no check digit. The NI PPPK
of officials under contract looks alike, but has the year of appointment and two digits that are not a month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.model.text import ValueProblem, clean, quoted
from docgen.model.wording import MONTHS

if TYPE_CHECKING:
    from pydantic import JsonValue

KINDS = ("NIP", "NI PPPK", "NRP", "lainnya")
_KIND_FIRST = re.compile(r"(?P<kind>NIP|NI ?PPPK|NRP|lainnya)(?:[.:] ?| )(?P<number>.+)", re.IGNORECASE)
_NIP_LIKE = re.compile(r"[0-9]{18}")
_NRP = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z/-]*[0-9A-Za-z])?")
_OTHER_LIMIT = 60
_YOUNGEST = 16
"""Years of age at which a civil servant can be appointed."""
_FIRST_PPPK_YEAR = 2014
"""UU 5/2014 made the PPPK."""
_NIK_LENGTH = 16


def parse_identity(raw: object, *, today: dt.date) -> dict[str, JsonValue]:
    """The identity that somebody wrote, as `{jenis, nomor}`.

    Args:
        raw: A mapping of `jenis` and `nomor`; or a text: `NIP 19860926 201505 1 001`, `NRP 12345678`, `lainnya …`, or
            18 digits alone, which are a NIP. Of any other number the kind must be said.
        today: No NIP is given in the future.

    Raises:
        ValueProblem: The kind is not clear, or the number breaks the rules of its kind.
    """
    if isinstance(raw, Mapping):
        kind, number = _parts(raw)
    elif isinstance(raw, str):
        kind, number = _from_text(clean(raw))
    else:
        raise _not_text()
    return {"jenis": kind, "nomor": check_identity(kind, number, today=today)}


def check_identity(kind: str, number: str, *, today: dt.date | None = None) -> str:
    """The number as it is stored: without spaces, unless the kind is `lainnya`.

    Args:
        kind: One of `KINDS`.
        number: What somebody wrote.
        today: If given, the appointment must not be later.

    Raises:
        ValueProblem: The number breaks the rules of its kind; the message says which digits.
    """
    if kind == "lainnya":
        number = clean(number, limit=_OTHER_LIMIT)
        if not number:
            raise ValueProblem(
                _("the identity number is empty"),
                hint=_("write the number as the card or letter shows it, as {example}").format(example="lainnya A-123"),
            )
        return number
    number = clean(number).replace(" ", "")
    if kind == "NRP":
        return _checked_nrp(number)
    _check_birth(kind, number)
    if kind == "NIP":
        _check_appointment(number, today)
    else:
        _check_contract(number, today)
    if number[14] not in "12":
        raise _broken(
            kind,
            number,
            _("digit 15 is {digit}, but 1 (man) or 2 (woman) stands there").format(digit=number[14]),
            hint=_made_up_of(kind),
        )
    return number


def grouped_nip(number: str) -> str:
    """`19860926 201505 1 001`; what has not 18 digits stays as it is."""
    if not _NIP_LIKE.fullmatch(number):
        return number
    return f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}"


def _parts(raw: Mapping[object, object]) -> tuple[str, str]:
    for key in raw:
        if key not in {"jenis", "nomor"}:
            raise ValueProblem(
                _("{key} does not belong to an identity").format(key=quoted(clean(str(key)))),
                hint=_("only {keys}").format(keys="jenis, nomor"),
                reference="field-unknown",
            )
    for key in ("jenis", "nomor"):
        if raw.get(key) is None:
            raise ValueProblem(
                _("the identity lacks its “{key}”").format(key=key),
                hint=_("give both: jenis (one of: {kinds}) and nomor").format(kinds=", ".join(KINDS)),
                reference="field-missing",
            )
    kind, number = raw["jenis"], raw["nomor"]
    if not isinstance(kind, str) or not isinstance(number, str):
        raise _not_text()
    return _kind(clean(kind)), number


def _kind(text: str) -> str:
    folded = text.casefold().replace(" ", "")
    for kind in KINDS:
        if folded == kind.casefold().replace(" ", ""):
            return kind
    raise ValueProblem(
        _("{text} is not a kind of identity").format(text=quoted(text)),
        hint=_("one of: {choices}").format(choices=", ".join(KINDS)),
    )


def _from_text(text: str) -> tuple[str, str]:
    if found := _KIND_FIRST.fullmatch(text):
        return _kind(found["kind"]), found["number"]
    bare = text.replace(" ", "")
    if _NIP_LIKE.fullmatch(bare):
        return "NIP", bare
    hint = _("write the kind before it: {examples}").format(examples="NIP …, NI PPPK …, NRP …, lainnya …")
    if bare.isdigit() and len(bare) == _NIK_LENGTH:
        hint = _("a NIK is not collected; {hint}").format(hint=hint)
    raise ValueProblem(_("what kind of identity {text} is cannot be told").format(text=quoted(text)), hint=hint)


def _not_text() -> ValueProblem:
    return ValueProblem(
        _("an identity is a text, not a number or anything else"),
        hint=_("write it in quotes: digits would be lost"),
    )


def _broken(kind: str, number: str, rule: str, *, hint: str) -> ValueProblem:
    return ValueProblem(
        _("{kind} {number}: {rule}").format(kind=kind, number=quoted(grouped_nip(number)), rule=rule), hint=hint
    )


def _made_up_of(kind: str) -> str:
    """What the digits of a number of this kind stand for: the first thing to compare with the card."""
    if kind == "NIP":
        return _(
            "a NIP has 18 digits: birth (YYYYMMDD), appointment (YYYYMM), 1 for a man or 2 for a woman, three more;"
            " compare it with the card or letter"
        )
    return _(
        "an NI PPPK has 18 digits: birth (YYYYMMDD), year of appointment, two digits that are no month, 1 for a man"
        " or 2 for a woman, three more; compare it with the card or letter"
    )


def _check_birth(kind: str, number: str) -> None:
    hint = _made_up_of(kind)
    if not (number.isascii() and number.isdigit()):
        raise _broken(kind, number, _("only digits belong in it"), hint=hint)
    if len(number) != 18:
        raise _broken(kind, number, _("it has {count} digits, but needs 18").format(count=len(number)), hint=hint)
    year, month, day = int(number[:4]), int(number[4:6]), int(number[6:8])
    if year < 1900:
        raise _broken(kind, number, _("{year} is no year of birth (digits 1–4)").format(year=number[:4]), hint=hint)
    if not 1 <= month <= 12:
        rule = _("there is no month {month} (digits 5–6)").format(month=number[4:6])
        raise _broken(kind, number, rule, hint=hint)
    try:
        dt.date(year, month, day)
    except ValueError as error:
        rule = _("there is no {day} {month} {year} (digits 1–8)").format(day=day, month=MONTHS[month - 1], year=year)
        raise _broken(kind, number, rule, hint=hint) from error


def _check_appointment(number: str, today: dt.date | None) -> None:
    year, month = int(number[8:12]), int(number[12:14])
    if not 1 <= month <= 12:
        raise _broken(
            "NIP",
            number,
            _("there is no month {month} of appointment (digits 13–14)").format(month=number[12:14]),
            hint=_("if it is the number of a PPPK, write {example}").format(example=f"NI PPPK {number}"),
        )
    # The day of appointment is not in the number: the month of the birthday counts as reached.
    if (year, month) < (int(number[:4]) + _YOUNGEST, int(number[4:6])):
        rule = _("the appointment (digits 9–14) is less than {age} years after the birth").format(age=_YOUNGEST)
        raise _broken("NIP", number, rule, hint=_made_up_of("NIP"))
    if today is not None and (year, month) > (today.year, today.month):
        rule = _("the appointment (digits 9–14) lies in the future")
        raise _broken("NIP", number, rule, hint=_made_up_of("NIP"))


def _check_contract(number: str, today: dt.date | None) -> None:
    year = int(number[8:12])
    if 1 <= int(number[12:14]) <= 12:
        raise _broken(
            "NI PPPK",
            number,
            _("digits 13–14 are a month, which only a NIP has there"),
            hint=_("if it is the number of a civil servant, write {example}").format(example=f"NIP {number}"),
        )
    earliest = max(_FIRST_PPPK_YEAR, int(number[:4]) + _YOUNGEST)
    if year < earliest or (today is not None and year > today.year):
        rule = _("{year} is no year of appointment (digits 9–12)").format(year=number[8:12])
        raise _broken("NI PPPK", number, rule, hint=_made_up_of("NI PPPK"))


def _checked_nrp(number: str) -> str:
    digits = sum(character.isdigit() for character in number)
    if not _NRP.fullmatch(number) or not 5 <= digits <= 20 or len(number) > 30:
        raise _broken(
            "NRP",
            number,
            _("it needs 5 to 20 digits; letters, dashes and slashes may stand between"),
            hint=_("for any other number write {example}").format(example="lainnya …"),
        )
    return number

"""E-mail addresses and telephone numbers, as they are stored: nothing is sent or looked up to check them."""

from __future__ import annotations

import re
from gettext import gettext as _

from docgen.model.text import ValueProblem, quoted

COUNTRY = "ID"
_BETWEEN_DIGITS = re.compile(r"[ ().\-]")
_DIALLED = re.compile(r"(?:0|\+|62)[0-9]+")


def parse_email(text: str) -> str:
    """The address in its normal form: the domain in small letters, NFC.

    Raises:
        ValueProblem: It is no address, or it comes with a name (`Budi <budi@…>`), or its domain is reserved for tests.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 -- not at each start

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueProblem(
            _("{text} is not an e-mail address").format(text=quoted(text)),
            hint=_("the address alone, as {example}").format(example="nama@instansi.go.id"),
        ) from error


def parse_phone(text: str) -> str:
    """The number in E.164 (`+6281234567890`): `0812…`, `+62812…` and `62812…` are the same number.

    Raises:
        ValueProblem: No telephone has such a number.
    """
    import phonenumbers  # noqa: PLC0415 -- not at each start

    example = _("as {example}").format(example="0812-3456-7890")
    dialled = _BETWEEN_DIGITS.sub("", text)
    if not _DIALLED.fullmatch(dialled):
        raise ValueProblem(
            _("{text} is not a telephone number").format(text=quoted(text)),
            hint=_("one number, beginning with 0 or +, {example}").format(example=example),
        )
    if dialled.startswith("62"):
        dialled = f"+{dialled}"
    try:
        number = phonenumbers.parse(dialled, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise ValueProblem(_("{text} is not a telephone number").format(text=quoted(text)), hint=example) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueProblem(_why_invalid(text, phonenumbers.is_possible_number_with_reason(number)), hint=example)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def national_phone(number: str) -> str:
    """A stored number as people here dial it: `0812-3456-7890`; a foreign one with `+` and its country's code.

    Raises:
        ValueError: It is not in E.164.
    """
    import phonenumbers  # noqa: PLC0415 -- not at each start

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException as error:
        raise ValueError(number) from error
    own = parsed.country_code == phonenumbers.country_code_for_region(COUNTRY)
    form = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, form.NATIONAL if own else form.INTERNATIONAL))


def _why_invalid(text: str, reason: int) -> str:
    import phonenumbers  # noqa: PLC0415 -- not at each start

    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        return _("the telephone number {text} is too short").format(text=quoted(text))
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return _("the telephone number {text} is too long").format(text=quoted(text))
    return _("no telephone number begins or ends like {text}: a digit is wrong, missing or too many").format(
        text=quoted(text)
    )

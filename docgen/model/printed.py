"""How a plain value of the record is printed where nothing else is said: always the Indonesian way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from docgen.model.wording import clock, long_date


def show(value: object) -> str:  # noqa: PLR0911 -- one line for each type
    """The value as Indonesian text: `21 November 2026`, `08.00`, `21 November 2026 pukul 08.00`, `ya`, `1.500.000,00`.

    Whole numbers stand without dots, because years and serial numbers are whole numbers too. Times are printed in the
    zone that they are in.

    Raises:
        TypeError: The value is none, a list, a record, a fraction in binary, or anything else that is not plain.
    """
    match value:
        case str():
            return str(value)
        case bool():
            return "ya" if value else "tidak"
        case int():
            return str(value)
        case Decimal() if value.is_finite():
            return f"{value:,f}".translate(str.maketrans(",.", ".,"))
        case dt.datetime():
            return f"{long_date(value)} pukul {clock(value)}"
        case dt.date():
            return long_date(value)
        case dt.time():
            return clock(value)
    raise TypeError(type(value).__name__)

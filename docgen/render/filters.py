"""How papers print a value: the filters that a template has beside those of every expression (`model/sandbox.py`).

A filter takes the value as decisions see it (a date) or as the record stores it (ISO text). An empty fact stays empty,
so that the renderer dots it on a form and refuses it in a letter; only `centang` and `titik` print something for it.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from gettext import gettext as _
from types import MappingProxyType

from jinja2 import Undefined

from docgen.errors import DocgenError, refuse
from docgen.model import sandbox, wording
from docgen.model.contact import national_phone
from docgen.model.identity import grouped_nip
from docgen.model.values import kind_of
from docgen.render.srikandi import passing_tokens

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MASK = "****"
_SHOWN_END = 3
"""Characters of a masked number that stay."""
_LONGEST_LINE = 200
"""Dots that `titik` may print."""

Filter = Callable[..., object]


class _Unfit(ValueError):  # noqa: N818 -- a signal within this module
    """The value is not what the filter is for."""


def tanggal(value: object) -> str:
    """`21 November 2026`, of a date or a moment."""
    return wording.long_date(_date_of(value))


def hari_tanggal(value: object) -> str:
    """`Sabtu, 21 November 2026`, of a date or a moment."""
    return wording.day_date(_date_of(value))


def tanggal_terbilang(value: object) -> str:
    """`Senin tanggal dua puluh tiga bulan November tahun … (23-11-2026)`, of a date or a moment: for minutes."""
    return wording.date_in_words(_date_of(value))


def jam(value: object) -> str:
    """`08.00`, of a time or a moment, in the zone that the moment is stored in."""
    if isinstance(value, str):
        long = len(value) > len("2026-11-21")
        value = dt.datetime.fromisoformat(value) if long else dt.time.fromisoformat(value)
    if not isinstance(value, dt.time | dt.datetime):
        raise _Unfit
    return wording.clock(value)


def terbilang(value: object) -> str:
    """A whole number in words: `dua puluh tiga`."""
    return wording.words(_whole(value))


def angka_terbilang(value: object) -> str:
    """A whole number in digits and words: `1 (satu)`."""
    number = _whole(value)
    return f"{wording.grouped(number)} ({wording.words(number)})"


def rupiah(value: object) -> str:
    """`Rp1.500.000,00`, of an amount or its decimal text."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise _Unfit
    try:
        return wording.rupiah(Decimal(value))
    except InvalidOperation as error:
        raise _Unfit from error


def romawi(value: object) -> str:
    """`XI` for 11; up to 3999."""
    return wording.roman(_whole(value))


def nip(value: object) -> str | None:
    """`19860926 201505 1 001`: the number of an identity, a NIP or NI PPPK in its groups, any other as it is."""
    if isinstance(value, Mapping):
        number = _number_of(value)
        return grouped_nip(number) if number and value["jenis"] in {"NIP", "NI PPPK"} else number
    return grouped_nip(_text(value))


def hp(value: object) -> str:
    """A telephone number as people dial it: `0812-3456-7890`."""
    number = _text(value)
    if not _E164.fullmatch(number):
        raise _Unfit
    return national_phone(number)


def samar(value: object) -> str | None:
    """A telephone number, identity or e-mail address, masked for lists that others see: `0812-****-345`.

    Of an address the first letter and the domain stay, of a number the last three characters (a NIP begins with the
    date of birth). What is too short to hide enough is hidden whole.
    """
    if isinstance(value, Mapping):
        number = _number_of(value)
        return None if number is None else _masked(number)
    text = _text(value)
    if _E164.fullmatch(text):
        return _masked_phone(text)
    if "@" in text:
        name, _at, domain = text.rpartition("@")
        return f"{name[:1]}***@{domain}"
    return _masked(text)


def centang(value: object) -> str:
    """☑ for yes, ☐ for no and for what nobody said."""
    if value is not None and not isinstance(value, bool):
        raise _Unfit
    return "☑" if value else "☐"


def titik(value: object, length: object = 30) -> object:
    """The value, or a line of `length` dots where there is none."""
    if not isinstance(length, int) or not 1 <= length <= _LONGEST_LINE:
        raise _Unfit
    return "." * length if value is None or value == "" else value


def _date_of(value: object) -> dt.date:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value.date()
    if not isinstance(value, dt.date):
        raise _Unfit
    return value


def _whole(value: object) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Unfit
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Unfit
    return value


def _number_of(identity: Mapping[str, object]) -> str | None:
    if not {"jenis", "nomor"} <= identity.keys():
        raise _Unfit
    number = identity["nomor"]
    return None if number is None else _text(number)


def _masked(number: str) -> str:
    end = number[-_SHOWN_END:] if len(number) >= 2 * _SHOWN_END + 1 else ""
    return f"{_MASK}{end}"


def _masked_phone(number: str) -> str:
    national = re.sub(r"[^0-9+]", "", national_phone(number))
    head, rest = national[:4], national[4:]
    # At least four digits stay hidden, however short the number is.
    shown = max(0, min(_SHOWN_END, len(rest) - len(_MASK)))
    return "-".join(part for part in (head, _MASK, rest[len(rest) - shown :]) if part)


def _guarded(name: str, filter_: Filter, *, empty: bool = False) -> Filter:
    """The filter, made to pass an empty fact through (unless it takes `empty` ones) and to say what it cannot do."""

    @functools.wraps(filter_)
    def guarded(value: object, *args: object, **options: object) -> object:
        if isinstance(value, Undefined):
            str(value)  # raises its own error, which names the placeholder
        if value is None and not empty:
            return None
        try:
            return filter_(value, *args, **options)
        except (ValueError, TypeError) as error:
            raise _unfit(name, value) from error

    return passing_tokens(guarded)


def _unfit(name: str, value: object) -> DocgenError:
    return refuse(
        "render-failed",
        _("the filter “{filter}” cannot take such a value ({kind})").format(filter=name, kind=kind_of(value)),
        hint=_("look at the type of the placeholder, and at what stands in the filter's parentheses"),
    )


_OWN: tuple[Filter, ...] = (
    *(tanggal, hari_tanggal, tanggal_terbilang, jam, terbilang, angka_terbilang, rupiah, romawi, nip, hp, samar),
)
_TAKE_EMPTY: tuple[Filter, ...] = (centang, titik)

FILTERS: Mapping[str, Filter] = MappingProxyType(
    {
        **{each.__name__: _guarded(each.__name__, each) for each in _OWN},
        **{each.__name__: _guarded(each.__name__, each, empty=True) for each in _TAKE_EMPTY},
    }
)
"""Every filter of papers alone."""


CASES: Mapping[str, Filter] = MappingProxyType(
    {name: passing_tokens(sandbox.FILTERS[name]) for name in ("lower", "upper")}
)
"""Filters of every expression that leave a token of the national application as it is."""


def _something(*args: object, **options: object) -> object:
    """The items as one text, or none where there is no item: a letter never says less than its author meant."""
    return sandbox.FILTERS["join"](*args, **options) or None


IN_LETTERS: Mapping[str, Filter] = MappingProxyType({"join": _something})
"""Filters of every expression that give none in a letter where they would leave a blank."""

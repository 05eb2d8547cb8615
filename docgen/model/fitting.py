"""Which types of facts a filter takes, and which can be compared or added: what can be said before any case exists."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.shape import Shape

_TEXT = frozenset({"text", "paragraph", "choice", "email", "phone", "identity"})
_NUMBER = frozenset({"integer", "money", "yesno"})
TAKES: Mapping[str, frozenset[str]] = {
    "tanggal": frozenset({"date", "datetime"}),
    "hari_tanggal": frozenset({"date", "datetime"}),
    "tanggal_terbilang": frozenset({"date", "datetime"}),
    "jam": frozenset({"time", "datetime"}),
    "terbilang": frozenset({"integer", "money"}),
    "angka_terbilang": frozenset({"integer", "money"}),
    "romawi": frozenset({"integer", "money"}),
    "rupiah": frozenset({"integer", "money"}),
    "nip": frozenset({"identity", "text"}),
    "hp": frozenset({"phone"}),
    "samar": frozenset({"phone", "identity", "email", "text"}),
    "centang": frozenset({"yesno"}),
    "titik": _TEXT | _NUMBER | {"date", "time", "datetime"},
    "upper": _TEXT,
    "lower": _TEXT,
    "sum": _NUMBER,
}
"""For each filter: the types that it takes."""
_GROUPS = (_TEXT, _NUMBER, frozenset({"date"}), frozenset({"time"}), frozenset({"datetime"}))
"""Types that can be compared and added with each other."""


def type_of(shape: Shape) -> str:
    """The type of a fact as filters see it."""
    if shape.parts.keys() == {"jenis", "nomor"}:
        return "identity"
    return "record" if shape.parts else "list" if shape.item is not None else shape.type


def is_single(shape: Shape) -> bool:
    """Whether a fact can be printed as it is."""
    return not shape.parts and shape.item is None


def suits(shape: Shape, through: str) -> bool:
    """Whether a filter takes a fact of this form."""
    return not through or type_of(shape) in TAKES.get(through, {type_of(shape)})


def goes_with(one: Shape, other: Shape | str) -> bool:
    """Whether two facts can be compared or added; of what is written there, its type is known."""
    kind = other if isinstance(other, str) else type_of(other)
    return any({type_of(one), kind} <= group for group in _GROUPS)

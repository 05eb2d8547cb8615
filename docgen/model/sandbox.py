"""The sandbox that expressions and templates run in: facts are looked up in mappings, and nothing else can be reached.

Three walls, each enough alone: `docgen.model.syntax` lists what may stand there at all, the environment here never
looks at a Python object's attributes, and Jinja's own sandbox is below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from gettext import gettext as _
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from jinja2 import StrictUndefined, Undefined, pass_environment
from jinja2.exceptions import UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import test_defined, test_undefined
from jinja2.utils import missing

from docgen.model.nearest import meant
from docgen.model.printed import show

LOOP_FACTS = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
"""What a template may ask of `loop`."""


class UnknownNameError(UndefinedError):
    """A name that is not there. `known` are the names that are, where it was looked for."""

    def __init__(self, owner: object, name: object, message: str | None = None) -> None:
        self.name = str(name)
        self.owner = owner
        super().__init__(message)

    def known(self, context: Mapping[str, object]) -> tuple[str, ...]:
        """The names that could have been meant."""
        place = context if self.owner is missing else self.owner
        return tuple(str(key) for key in place) if isinstance(place, Mapping) else ()


class _Missing(StrictUndefined):
    """StrictUndefined whose error remembers what was looked for, and where."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, *_exc: object) -> None:
        super().__init__(hint, obj, name, partial(UnknownNameError, obj, name))  # type: ignore[arg-type]  # is only called


class FactsEnvironment(ImmutableSandboxedEnvironment):
    """Names are keys of mappings, places are indexes of lists; Python's attributes and methods are out of reach."""

    filters: dict[str, Callable[..., Any]]
    tests: dict[str, Callable[..., Any]]  # type: ignore[assignment]  # Jinja says only: some function

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The fact of this name."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The fact of this name or at this place; of what is not known, or behind the end of a list, nothing."""
        if isinstance(obj, Undefined):
            str(obj)  # raises: what is not there has no parts
        if isinstance(argument, str):
            if isinstance(obj, Mapping) and argument in obj:
                return obj[argument]
            if isinstance(obj, LoopContext) and argument in LOOP_FACTS:
                return getattr(obj, argument)
        elif isinstance(obj, (list, tuple)) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else None
        return None if obj is None else self.undefined(obj=obj, name=argument)


def _part(item: object, path: str) -> Any:
    """The fact at a dotted path of an item."""
    for name in path.split("."):
        if item is None:
            return None
        if not isinstance(item, Mapping) or name not in item:
            raise UnknownNameError(item, name, f"{name!r} is not defined")
        item = item[name]
    return item


def _map(env: FactsEnvironment, items: Iterable[Any], name: str = "", *args: Any, attribute: str = "") -> list[Any]:
    if attribute:
        return [_part(item, attribute) for item in items]
    return [env.filters[name](item, *args) for item in items]


def _select(env: FactsEnvironment, items: Iterable[Any], test: str = "", *args: Any, wanted: bool) -> list[Any]:
    return [item for item in items if bool(env.tests[test](item, *args) if test else item) is wanted]


def _selectattr(
    env: FactsEnvironment, items: Iterable[Any], path: str, test: str = "", *args: Any, wanted: bool
) -> list[Any]:
    def holds(value: Any) -> bool:
        return bool(env.tests[test](value, *args) if test else value)

    return [item for item in items if holds(_part(item, path)) is wanted]


def _sort(items: Iterable[Any], reverse: bool = False, *, attribute: str = "") -> list[Any]:
    return sorted(items, key=(lambda item: _part(item, attribute)) if attribute else None, reverse=reverse)


def _sum(items: Iterable[Any], *, attribute: str = "") -> Any:
    return sum(_part(item, attribute) if attribute else item for item in items)


def _end(items: Iterable[Any], *, place: int) -> Any:
    """The first or last item; of nothing, nothing."""
    listed = list(items)
    return listed[place] if listed else None


def _join(items: Iterable[Any], separator: str = "", *, attribute: str = "") -> str | None:
    """The items as one text; unknown as soon as one of them is."""
    values = [_part(item, attribute) if attribute else item for item in items]
    return None if any(value is None for value in values) else str.join(separator, (show(value) for value in values))


def _unique(items: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _least(items: Iterable[Any], *, attribute: str = "", most: bool = False) -> Any:
    """The smallest or largest item; of nothing, nothing."""
    key = (lambda item: _part(item, attribute)) if attribute else None
    return (max if most else min)(items, key=key, default=None)


def _case(text: str | Undefined | None, *, change: Callable[[str], str]) -> str | None:
    """Text in capitals or small letters; what is unknown stays unknown."""
    if text is not None and not isinstance(text, str | Undefined):
        raise TypeError(text)
    return None if text is None else change(str(text))  # of a name that does not exist, this raises


FILTERS: Mapping[str, Callable[..., Any]] = {
    "first": partial(_end, place=0),
    "join": _join,
    "last": partial(_end, place=-1),
    "length": len,
    "list": list,
    "lower": partial(_case, change=str.lower),
    "map": pass_environment(_map),
    "max": partial(_least, most=True),
    "min": _least,
    "reject": pass_environment(partial(_select, wanted=False)),
    "rejectattr": pass_environment(partial(_selectattr, wanted=False)),
    "select": pass_environment(partial(_select, wanted=True)),
    "selectattr": pass_environment(partial(_selectattr, wanted=True)),
    "sort": _sort,
    "sum": _sum,
    "unique": _unique,
    "upper": partial(_case, change=str.upper),
}
"""Unlike Jinja's they give lists, never generators (which always count as true), and none never becomes text."""

TESTS: Mapping[str, Callable[..., bool]] = {
    "defined": test_defined,
    "undefined": test_undefined,
    "none": lambda value: value is None,
    "true": lambda value: value is True,
    "false": lambda value: value is False,
    "in": lambda value, options: value in options,
    **dict.fromkeys(("eq", "equalto", "=="), eq),
    **dict.fromkeys(("ne", "!="), ne),
    **dict.fromkeys(("lt", "lessthan", "<"), lt),
    **dict.fromkeys(("le", "<="), le),
    **dict.fromkeys(("gt", "greaterthan", ">"), gt),
    **dict.fromkeys(("ge", ">="), ge),
}


def environment(
    *, filters: Mapping[str, Callable[..., object]] | None = None, autoescape: bool = False
) -> FactsEnvironment:
    """A sandbox of its own with the filters and tests above, `filters` added, and no globals."""
    made = FactsEnvironment(undefined=_Missing, autoescape=autoescape, cache_size=0)
    made.globals.clear()
    made.filters = {**FILTERS, **(filters or {})}
    made.tests = dict(TESTS)
    return made


@lru_cache(maxsize=1)
def plain_environment() -> FactsEnvironment:
    """The sandbox of the expressions in an SOP: nothing in it ever changes."""
    return environment()


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest of the known names; all of them if none is near."""
    names = sorted(known)
    if not names:
        return _("It has no parts: leave away what stands behind the dot.")
    return meant(name, names) or _("Known: {names}.").format(names=", ".join(names))

"""One run of the check of values: what it may know, what it finds wrong, what it finds missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from pathlib import Path as FilePath
from typing import Any, Protocol

from pydantic import JsonValue

from docgen.errors import DocgenError, Problem
from docgen.model.expression import Each, Expression
from docgen.model.field import FieldSpec
from docgen.model.nearest import nearest
from docgen.model.secret import Secret
from docgen.model.sop import Sop
from docgen.model.text import quoted
from docgen.workflow.given import Given, Mark, Path, Refused, dotted
from docgen.workflow.view import View


class SecretSource(Protocol):
    """Where the secrets of a step come from if nobody says them."""

    @property
    def least(self) -> int:
        """The fewest characters that a password may have."""

    def generated(self, path: Path) -> Secret | None:
        """The password for a field: the same for the whole step; nothing if it is to be said."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a value already."""

    item: str
    """In words."""
    case: str = ""
    """The other open case; none if it is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the check of values may know beside the case."""

    today: dt.date
    """The day in the office."""
    zone: dt.tzinfo
    """The office's time zone."""
    officials: Mapping[str, Mapping[str, JsonValue]]
    """Officials by id, as they are kept."""
    attach: Callable[[str, FilePath | None], dict[str, JsonValue]]
    """Takes in the file of that name, counted from that folder (see `Given`); raises DocgenError."""
    secrets: SecretSource | None = None
    """For a step that is really taken; where one is only decided again, what was sealed stands."""
    taken: Callable[[], Mapping[Path, Mapping[str, Holder]]] = dict
    """For each path (without places) the values that other open cases have there, folded, with who has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact that is still missing."""

    path: Path
    spec: FieldSpec
    about: str = ""
    """The item it belongs to, in words."""
    optional: bool = False
    choices: tuple[str, ...] = ()
    where: str = ""
    """Where the nearest thing stands that was given: what it is missing in, or the null itself."""
    mend: str = ""
    """How it is given there; nothing if by an option."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A guard that refuses what was said so far."""

    problem: Problem
    reads: tuple[Path, ...]
    """The facts asked at this stage that it reads: one of them, said otherwise, may mend it."""


@dataclass(slots=True, kw_only=True)
class Checking:
    """One run of the check: what is known so far, what is wrong, what is missing."""

    sop: Sop
    world: World
    view: View
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    """What is told and not refused."""
    missing: list[Question] = field(default_factory=list)
    troubled: list[Path] = field(default_factory=list)
    """Where something is wrong or missing."""
    secrets: dict[Path, Secret] = field(default_factory=dict)
    """What is to be sealed, by the paths of its fields."""

    def wrong(self, reference: str, message: str, given: Given | None, path: Path, *, hint: str) -> None:
        """Notes what is wrong with the value at a path."""
        self.troubled.append(path)
        self.problems.append(
            Problem(reference=reference, message=message, where=named_place(_said_at(given), path), hint=hint)
        )

    def warn(self, reference: str, message: str, given: Given | None, path: Path, *, hint: str) -> None:
        """Notes what is only told of the value at a path."""
        where = named_place(_said_at(given), path)
        self.warnings.append(Problem(reference=reference, message=message, where=where, hint=hint))

    def refused(self, said: Given | None, path: Path) -> bool:
        """Whether the reader of the text could not take a value, which is noted: nothing else is to be said of it."""
        if said is None or not isinstance(said.value, Refused):
            return False
        self.troubled.append(path)
        self.problems.extend(said.value.problems)
        return True

    def unknown(self, given: Given, path: Path, known: Iterable[str]) -> None:
        """Notes a name that is not asked here."""
        names = sorted(known)
        first, dot, rest = path[-1].partition(".")
        if dot and first in names:
            hint = _("Names with dots are for --set; here write {name} with its parts: {example}").format(
                name=first, example=f'"{first}": {{"{rest}": …}}'
            )
        elif close := nearest(path[-1], names):
            hint = _("Did you mean {name}?").format(name=dotted((*path[:-1], close[0])))
        else:
            hint = _("Asked here: {names}.").format(names=", ".join(names) or _("nothing"))
        shown = dotted((*path[:-1], path[-1] if path[-1].isidentifier() else quoted(path[-1])))
        self.problems.append(
            Problem(
                reference="field-unknown",
                message=_("{name} is not asked here.").format(name=shown),
                where=named_place(_said_at(given), path, shown),
                hint=hint,
            )
        )

    def ask(self, spec: FieldSpec, path: Path, *, near: Given | None, about: str = "", optional: bool = False) -> None:
        """Notes what is missing; `near` is the nearest thing that was given."""
        where, mend = (near.where, near.mend) if near is not None else ("", "")
        self.troubled.append(path)
        self.missing.append(
            Question(path=path, spec=spec, about=about, optional=optional, choices=spec.choices, where=where, mend=mend)
        )

    @contextmanager
    def noting(self, given: Given | None, path: Path, *, label: str = "") -> Iterator[None]:
        """Notes what is refused meanwhile, with its place, and goes on."""
        try:
            yield
        except DocgenError as error:
            self.troubled.append(path)
            for found in error.problems:
                # What has parts was said in several places: then the place of the problem itself is the nearer one.
                of_part = found.where if given is not None and given.has_parts else ""
                where = of_part or named_place(_said_at(given) or found.where, path)
                message = f"{label}: {found.message}" if label else found.message
                self.problems.append(replace(found, message=message, where=where))

    def holds(self, condition: Expression, local: Mapping[str, Any], *, at: Path = ()) -> bool | None:
        """Whether a condition holds; nothing if that cannot be said, because what it reads is wrong or missing.

        Args:
            condition: from the definition.
            local: names that stand before those of the record: the parts of a record, or an item.
            at: the record whose parts they are.

        Raises:
            DocgenError: `expression-failed`, though what it reads is neither wrong nor missing.
        """
        if any(self._in_doubt(reference.path, local, at) for reference in condition.references):
            return None
        return bool(condition.evaluate({**self.view, **local}))

    def holds_for(self, each: Each, item: Any) -> bool | None:
        """Whether an item of a list matches; nothing if that cannot be said. Raises as `holds` does."""
        condition = each.condition
        references = condition.references if condition is not None else ()
        read = {each.list[0], *(name for reference in references for name in reference.path[:2])}
        if any(path and path[0] in read for path in self.troubled):
            return None
        return condition is None or bool(condition.evaluate({**self.view, each.name: item}))

    def _in_doubt(self, read: Path, local: Mapping[str, Any], at: Path) -> bool:
        """Whether something is wrong or missing at, above or below what is read."""
        here = (*at, *read) if read[0] in local else read
        return any(all(one == other for one, other in zip(here, path, strict=False)) for path in self.troubled)


def is_pending(said: Given | None) -> bool:
    """Whether a value is to be asked for, though it may be left out."""
    return said is not None and said.value is Mark.PENDING


def is_said(said: Given | None) -> bool:
    """Whether a usable value was given now: not left out, null, to be asked for, refused, or standing from before."""
    return not (said is None or said.value is None or said.stands or isinstance(said.value, Mark | Refused))


def _said_at(given: Given | None) -> str:
    return given.said_at if given is not None else ""


def named_place(place: str, path: Path, shown: str = "") -> str:
    """A place with the path of the value (as it may be shown) that it speaks of, where it does not name it."""
    shown = shown or dotted(path)
    if not place:
        return shown
    return place if {dotted(path), shown, f"({shown})"} & set(place.split()) else f"{place} ({shown})"

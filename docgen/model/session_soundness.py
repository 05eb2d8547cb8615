"""Whether the sessions of a definition fit the SOP whose cases are their members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.checker import STAGE, Checker
from docgen.model.expression import Expression
from docgen.model.field import FieldSpec, SessionField
from docgen.model.later import N_
from docgen.model.session import SessionRules
from docgen.model.shape import Shape
from docgen.model.sop import SEAT_PLACE, SESSION_CASE, Members, Session, Sop, Stage
from docgen.model.source import Path

KERNEL_SESSION_VERBS = frozenset({"list", "show"})
"""Commands that every kind of session has: no stage of one may take their names."""
_FIELD = N_("field")


def check_sessions(checker: Checker) -> Iterator[Problem]:
    """Everything in the sessions of an SOP that names what the SOP has not, or cannot be so."""
    sop = checker.sop
    for name, spec in sop.fields.items():
        if spec.type == "session":
            yield from checker.unknown(("fields", name), N_("session"), name, sop.sessions)
    for place, stage in enumerate(() if isinstance(sop, SessionRules) else sop.stages):
        if stage.performs is not None:
            message = _("Only a stage of a session can perform a stage in other cases.")
            yield checker.wrong(("stages", place, "performs"), message, _("Move the stage to a session."))
    for name, session in sop.sessions.items():
        yield from _Fitting(checker, name, session).problems()


class _Fitting:
    """One kind of session beside its SOP."""

    def __init__(self, checker: Checker, name: str, session: Session) -> None:
        self.checker = checker
        self.sop: Sop = checker.sop
        self.name = name
        self.session = session
        self.members: Members = session.members
        self.path: Path = ("sessions", name)

    def problems(self) -> Iterator[Problem]:
        """Everything that does not fit."""
        yield from self._names()
        yield from self._seats()
        yield from self._own_fields()
        for place, stage in enumerate(self.session.stages):
            yield from self._stage((*self.path, "stages", place), stage)
        if not any(stage.performs == self.members.waiting for stage in self.session.stages):
            message = _("No stage of session {name} takes in who waits at {stage}.")
            hint = _("Let a stage of the session have `performs: {stage}`.").format(stage=self.members.waiting)
            yield self._wrong(("members", "waiting"), message.format(name=self.name, stage=self.members.waiting), hint)

    def _wrong(self, below: Path, message: str, hint: str) -> Problem:
        return self.checker.wrong((*self.path, *below), message, hint)

    def _names(self) -> Iterator[Problem]:
        ids = [stage.id for stage in self.sop.stages]
        if self.name in ids:
            message = _("{name} is a stage of the SOP too.").format(name=self.name)
            yield self.checker.wrong_name(self.path, message, _("Name the session otherwise."))
        if self.session.case_prefix == self.sop.case_prefix:
            message = _("{prefix} is the `case_prefix` of the SOP itself: its cases could not be told apart.")
            hint = _("Give the session a `case_prefix` of its own.")
            yield self._wrong(("case_prefix",), message.format(prefix=self.sop.case_prefix), hint)
        if self.members.waiting not in ids:
            yield from self.checker.unknown((*self.path, "members", "waiting"), STAGE, self.members.waiting, ids)

    def _seats(self) -> Iterator[Problem]:
        """What is read of the members."""
        members, below = self.members, (*self.path, "members")
        yield from self.checker.goes_through((*below, "seats"), members.seats, records=True)
        listed = self.checker.shape.at(members.seats.list)
        item = listed.item if listed is not None else None
        local = {members.seats.name: item} if item is not None else {}
        for fact, expression in members.facts.items():
            yield from self.checker.reads((*below, "facts", fact), expression.references, local)
        yield from self._read((*below, "order"), members.order)
        yield from self._read((*below, "accepts"), [members.accepts])
        yield from self._read((*below, "wishes"), [members.wishes])
        for place, expression in enumerate(members.order):
            if not self._is_of(expression, lambda shape: shape.type in _IN_ORDER and not shape.parts):
                message = _("By “{expression}” nothing can be put in order.").format(expression=expression.text)
                yield self._wrong(("members", "order", place), message, _("Name dates, times, numbers or texts."))
        if members.wishes is not None and not self._is_of(members.wishes, _is_dates):
            message = _("“{expression}” is no list of dates.").format(expression=members.wishes.text)
            yield self._wrong(("members", "wishes"), message, _("Name a field of the type list, of: date."))
        seated = self.sop.fields.get(members.seated or "")
        each_of = seated.each.list if seated is not None and seated.type == "yesno" and seated.each else None
        if members.seated is not None and each_of != members.seats.list:
            message = _("{name} is no yes or no for each item of {list}.")
            hint = _("Declare it in the SOP: type yesno, each: {each}.")
            each = f"{members.seats.name} in {'.'.join(members.seats.list)}"
            yield self._wrong(
                ("members", "seated"),
                message.format(name=members.seated, list=".".join(members.seats.list)),
                hint.format(each=each),
            )

    def _read(self, path: Path, expressions: Iterable[Expression | None]) -> Iterator[Problem]:
        for expression in expressions:
            if expression is not None:
                yield from self.checker.reads(path, expression.references)

    def _is_of(self, expression: Expression, fits: Callable[[Shape], bool]) -> bool:
        """Whether an expression that only names a fact names a fitting one; of any other nothing is said."""
        for reference in expression.references:
            there = self.checker.shape.at(reference.path)
            if ".".join(reference.path) == expression.text.strip() and there is not None:
                return fits(there)
        return True

    def _own_fields(self) -> Iterator[Problem]:
        """The session's own fields that its members are counted and dated by."""
        members = self.members
        yield from self._field("capacity", members.capacity, N_("a whole number"), lambda spec: spec.type == "integer")
        yield from self._field("dates", members.dates, N_("a list of days with a date and two times"), _is_days)
        yield from self._field("list", members.list_, N_("a list with parts"), lambda spec: bool(spec.fields))
        yield from self._capacity()
        for place, name in enumerate(members.exclusive):
            own = self.session.fields.get(name)
            if own is None:
                yield from self._unknown(("members", "exclusive", place), name)
            elif (own.of or own.type) not in _EXCLUSIVE:
                message = _("Of {name} no two sessions can be compared.").format(name=name)
                hint = _("Name a text, a choice, an official, or a list of officials.")
                yield self._wrong(("members", "exclusive", place), message, hint)
        listed = self.session.fields.get(members.list_)
        parts = {} if listed is None else listed.fields
        for fact in members.facts:
            if listed is not None and fact not in parts:
                path = (*self.path, "members", "facts", fact)
                yield from self.checker.unknown(path, _FIELD, fact, parts)
        for name in parts:
            if name in {SESSION_CASE, SEAT_PLACE}:
                message = _("A field may not be named {name}.").format(name=name)
                yield self._wrong(("fields", members.list_, "fields", name), message, _("docgen fills it in itself."))
            elif name not in members.facts:
                message = _("Nothing says what {name} is of a seat.").format(name=name)
                hint = _("Name it under `facts` of `members`, with an expression.")
                yield self._wrong(("fields", members.list_, "fields", name), message, hint)

    def _capacity(self) -> Iterator[Problem]:
        """The seats are counted once: when the session is opened, and at least one."""
        name = self.members.capacity
        spec, (first, *later) = self.session.fields.get(name), self.session.stages
        if spec is None or spec.type != "integer":
            return
        if (spec.min or 0) < 1:
            message = _("{name} may be 0 or less.").format(name=name)
            yield self._wrong(("fields", name), message, _("Give it `min: 1`."))
        if name not in first.fields or any(name in stage.captures for stage in later):
            message = _("{name} must be asked when the session is opened, and never again.").format(name=name)
            hint = _("Name it under `fields` of the first stage only: who has a seat keeps it.")
            yield self._wrong(("members", "capacity"), message, hint)

    def _field(self, key: str, name: str, what: str, fits: Callable[[FieldSpec], bool]) -> Iterator[Problem]:
        spec = self.session.fields.get(name)
        if spec is None:
            yield from self._unknown(("members", key), name)
        elif not fits(spec):
            message = _("{name} is not {what}.").format(name=name, what=_(what))
            yield self._wrong(("members", key), message, _("Name a field of the session of that type."))

    def _unknown(self, below: Path, name: str) -> Iterator[Problem]:
        yield from self.checker.unknown((*self.path, *below), _FIELD, name, self.session.fields)

    def _stage(self, path: Path, stage: Stage) -> Iterator[Problem]:
        if stage.id in KERNEL_SESSION_VERBS:
            message = _("{name} is a command of docgen itself.").format(name=stage.id)
            yield self.checker.wrong((*path, "id"), message, _("Name the stage otherwise."))
        if self.members.list_ in stage.captures:
            message = _("{name} is gathered from the members; no stage asks for it.").format(name=self.members.list_)
            yield self.checker.wrong(path, message, _("Take it away from the stage."))
        if stage.performs is None:
            return
        ids = {each.id: each for each in self.sop.stages}
        if stage.performs not in ids:
            yield from self.checker.unknown((*path, "performs"), STAGE, stage.performs, ids)
            return
        if stage is self.session.stages[0]:
            message = _("The first stage opens the session; it has no members yet.")
            yield self.checker.wrong((*path, "performs"), message, _("Let a later stage perform it."))
        for name in ids[stage.performs].fields:
            yield from self._given((*path, "performs"), name)

    def _given(self, path: Path, name: str) -> Iterator[Problem]:
        """Whether the session can give a member what the stage that it performs demands."""
        spec, own = self.sop.fields.get(name), self.session.fields.get(name)
        if spec is None or name == self.members.seated or spec.type in {"number", "session"}:
            return
        if isinstance(spec, SessionField) and name == self.name:
            return
        if own is None:
            message = _("The members are to get {name}, which the session does not have.").format(name=name)
            yield self.checker.wrong(path, message, _("Declare a field of that name in the session."))
        elif (own.type, own.of, own.each is None) != (spec.type, spec.of, spec.each is None):
            message = _("{name} is of another type in the SOP than in the session.").format(name=name)
            yield self.checker.wrong(path, message, _("Give both the same type."))


_IN_ORDER = frozenset({"date", "time", "datetime", "integer", "money", "text", "choice"})
"""Types that have an order."""
_EXCLUSIVE = frozenset({"text", "choice", "official"})
"""Types of what cannot be in two places."""


def _is_dates(shape: Shape) -> bool:
    return shape.item is not None and shape.item.type == "date"


def _is_days(spec: FieldSpec) -> bool:
    kinds = [part.type for part in spec.fields.values() if not part.optional and part.when is None]
    return kinds.count("date") == 1 and kinds.count("time") == 2  # from when to when

"""Who of those who wait gets a seat in a session, and why: first come, first served, and nobody overtaken in silence.

Pure: `(requests, seats, dates, what the clerk wants) → one verdict for every request`. It knows a request by its
case, its turn and its size only; who waits, and whom the session accepts, is found out by its caller.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from types import MappingProxyType
from typing import Any

from docgen.errors import DocgenError, Problem
from docgen.model.nearest import meant

PIN, EXCLUDE, SPLIT = "--pin", "--exclude", "--split"
"""What a clerk says of single requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A case that waits for a session."""

    case: str
    order: tuple[Any, ...]
    """When it was received, comparable with the others' order; of two at the same time the lower number is first."""
    seats: int
    """How many of its participants want a seat, at least 1."""
    obstacle: str | None = None
    """Why this session cannot take it in at all, as a sentence."""
    wishes: tuple[dt.date, ...] = ()
    """The dates that it wished, if it wished any."""
    elsewhere: str | None = None
    """Another session that could hold it whole, where this one cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the clerk wants otherwise than in turn; the order in which it was said does not matter."""

    pins: tuple[str, ...] = ()
    """Cases that get their seats before the others."""
    excluded: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Cases that are left out, each with the reason."""
    split: tuple[str, ...] = ()
    """Cases that may be seated in part, because no session can hold them whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one request."""

    case: str
    place: int
    """In the queue of all that wait, from 1."""
    seats: int
    """How many of its participants get a seat: none if it waits; the first ones of its list if it is split."""
    why: str
    """One sentence for the clerk and whoever asks him."""


def propose(
    requests: Iterable[Request], *, quota: int, free: int, dates: Collection[dt.date], wanted: Wanted
) -> tuple[Verdict, ...]:
    """Gives the free seats of a session: to the pinned first, then in turn, last to those who wished other dates.

    A request is seated whole or waits; a smaller one behind it may take what it could not use. A wish moves nobody
    ahead: it only lets those behind go first, and only while its dates are not these.

    Args:
        requests: all that wait, in any order.
        quota: the seats of the session.
        free: those of them that are not taken.
        dates: the days of the session.
        wanted: what the clerk wants otherwise.

    Returns:
        A verdict for every request, in the order of the queue.

    Raises:
        DocgenError: `plan-refused`, with everything in what is wanted that cannot be.
    """
    queue = sorted(requests, key=lambda request: (request.order, request.case))
    verdicts = {verdict.case: verdict for verdict in _verdicts(queue, quota, max(0, min(free, quota)), dates, wanted)}
    problems = [*_misnamed(verdicts, wanted), *_unsplit(queue, quota, wanted), *_unpinned(verdicts, wanted)]
    if problems:
        raise DocgenError(problems)
    return tuple(verdicts[request.case] for request in queue)


def _verdicts(
    queue: Sequence[Request], quota: int, free: int, dates: Collection[dt.date], wanted: Wanted
) -> Iterator[Verdict]:
    """What becomes of each request, in the order in which seats are given."""
    able: list[tuple[int, Request]] = []
    for place, request in enumerate(queue, start=1):
        why = _left_out(request, wanted)
        if why is None:
            able.append((place, request))
        else:
            yield Verdict(case=request.case, place=place, seats=0, why=why)
    left, pinned = free, 0
    for standing, place, request in _in_turn(able, dates, frozenset(wanted.pins)):
        seats = _seats(request, left, wanted)
        outcome = _outcome(request, seats, left, quota, wanted)
        why = _("{standing}: {outcome}; {left}.").format(
            standing=standing.format(place=place), outcome=outcome, left=_left(left, free, pinned)
        )
        yield Verdict(case=request.case, place=place, seats=seats, why=why)
        left -= seats
        pinned += seats if request.case in wanted.pins else 0


def _left_out(request: Request, wanted: Wanted) -> str | None:
    """Why a request takes no part, if it does not."""
    if request.case in wanted.excluded:
        return _("Left out: {reason}").format(reason=wanted.excluded[request.case])
    return request.obstacle


def _in_turn(
    able: Sequence[tuple[int, Request]], dates: Collection[dt.date], pins: Collection[str]
) -> Iterator[tuple[str, int, Request]]:
    """Those who may take part, in the order in which seats are given, with how they stand."""
    days = frozenset(dates)
    standings = (
        _("Pinned ahead of the queue, where it is number {place}"),
        _("Number {place} in the queue"),
        _("Number {place} in the queue, behind the others because it wished other dates"),
    )

    def turn(request: Request) -> int:
        if request.case in pins:
            return 0
        return 2 if request.wishes and days.isdisjoint(request.wishes) else 1

    for place, request in sorted(able, key=lambda each: (turn(each[1]), each[0])):
        yield standings[turn(request)], place, request


def _seats(request: Request, left: int, wanted: Wanted) -> int:
    """How many seats a request gets of those that are left at its turn."""
    if request.seats <= left:
        return request.seats
    return left if request.case in wanted.split else 0


def _outcome(request: Request, seats: int, left: int, quota: int, wanted: Wanted) -> str:
    """What a request gets, or what it needs, as a clause."""
    if seats == request.seats:
        text = _("everybody gets a seat ({all})")
    elif seats:
        text = _("the first {seats} of its {all} participants get a seat, the others wait for the next session")
    elif request.seats > quota and request.elsewhere is not None:
        text = _("it waits for {elsewhere}, which can hold its {all} participants whole ({quota} seats here cannot)")
    elif request.seats > quota and request.case not in wanted.split:
        text = _(
            "it waits, no session of {quota} seats holds its {all} participants whole ({split} takes in the first)"
        )
    elif not left:
        text = _("it waits, because no seat is left ({all} needed)")
    else:
        text = _("it waits, because its participants ({all}) are kept together")
    return text.format(
        seats=seats, all=request.seats, quota=quota, split=f"{SPLIT} {request.case}", elsewhere=request.elsewhere
    )


def _left(left: int, free: int, pinned: int) -> str:
    """How many seats there were at somebody's turn, as a clause."""
    if pinned:
        text = _("{left} of {free} free seats were left at its turn, {pinned} were pinned before")
    else:
        text = _("{left} of {free} free seats were left at its turn")
    return text.format(left=left, free=free, pinned=pinned)


def _misnamed(waiting: Collection[str], wanted: Wanted) -> Iterator[Problem]:
    """Cases that are named in what is wanted and do not wait."""
    for option, cases in ((PIN, wanted.pins), (EXCLUDE, wanted.excluded), (SPLIT, wanted.split)):
        for case in sorted(set(cases).difference(waiting)):
            yield Problem(
                reference="plan-refused",
                message=_("{case} is not among the {count} that wait for a session.").format(
                    case=case, count=len(waiting)
                ),
                where=option,
                hint=meant(case, waiting)
                or _("Leave out {option}: the proposal shows who waits.").format(option=option),
            )


def _unsplit(queue: Sequence[Request], quota: int, wanted: Wanted) -> Iterator[Problem]:
    """Groups that are to be split although a session holds them whole."""
    for request in queue:
        if request.case not in wanted.split:
            continue
        if request.seats <= quota:
            message = _("{case} is not split: its participants ({seats}) fit into one session of {quota} seats.")
            hint = _("Leave out {option} {case}: it is kept together, and waits if the seats left are too few.")
        elif request.elsewhere is not None:
            message = _("{case} is not split: {elsewhere} can hold its participants ({seats}) whole.")
            hint = _("Leave out {option} {case}, and plan it there. See: docgen status {elsewhere}")
        else:
            continue
        facts = {"case": request.case, "seats": request.seats, "quota": quota, "elsewhere": request.elsewhere}
        yield Problem(
            reference="plan-refused",
            message=message.format(**facts),
            where=SPLIT,
            hint=hint.format(**facts, option=SPLIT),
        )


def _unpinned(verdicts: Mapping[str, Verdict], wanted: Wanted) -> Iterator[Problem]:
    """Pinned cases that get no seat."""
    for case in sorted(set(wanted.pins).intersection(verdicts), key=lambda case: verdicts[case].place):
        if not verdicts[case].seats:
            yield Problem(
                reference="plan-refused",
                message=_("{case} cannot be pinned. {why}").format(case=case, why=verdicts[case].why),
                where=PIN,
                hint=_("Leave out {option} {case}, or take away what is in its way.").format(option=PIN, case=case),
            )

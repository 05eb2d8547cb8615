"""Who gets a seat: whatever waits and whatever is wanted, the plan is fair, explained and the same every time.

The properties are functions of a whole plan, so that planners which are wrong on purpose show what each one catches.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from docgen.errors import DocgenError
from docgen.workflow.planning import Request, Verdict, Wanted, propose

DAYS = tuple(dt.date(2026, 11, day) for day in (23, 24, 25, 26))
Plan = Sequence[Verdict]
Planner = Callable[["Asked"], Plan]


@dataclass(frozen=True)
class Asked:
    """All that a plan is made from."""

    requests: tuple[Request, ...]
    quota: int
    free: int
    dates: tuple[dt.date, ...]
    wanted: Wanted

    @property
    def queue(self) -> list[Request]:
        return sorted(self.requests, key=lambda request: (request.order, request.case))


def ours(asked: Asked) -> Plan:
    return propose(asked.requests, quota=asked.quota, free=asked.free, dates=asked.dates, wanted=asked.wanted)


def waits(number: int, seats: int = 1, **more: Any) -> Request:
    return Request(case=f"KSS-2026-{number:04d}", order=(dt.date(2026, 11, 2), number), seats=seats, **more)


def planned(*requests: Request, quota: int = 10, free: int | None = None, **wanted: Any) -> dict[str, Verdict]:
    """The verdicts by the last digits of their cases."""
    asked = Asked(requests, quota, quota if free is None else free, DAYS[:2], Wanted(**wanted))
    return {verdict.case[-4:].lstrip("0"): verdict for verdict in ours(asked)}


def refused(*requests: Request, quota: int = 10, free: int | None = None, **wanted: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(DocgenError) as caught:
        planned(*requests, quota=quota, free=free, **wanted)
    assert {problem.reference for problem in caught.value.problems} == {"plan-refused"}
    return [(problem.message, problem.where, problem.hint) for problem in caught.value.problems]


@st.composite
def asking(draw: st.DrawFn) -> Asked:
    """A queue with ties, groups of all sizes, wishes, obstacles; and wants that can be had."""
    quota = draw(st.integers(1, 12))
    sizes, received = st.integers(1, quota + 4), st.integers(0, 4)
    wishes = st.lists(st.sampled_from(DAYS), max_size=2, unique=True).map(tuple)
    obstacles = st.sampled_from([None, None, None, "It asks for another application."])
    requests = tuple(
        Request(
            case=f"KSS-{n}",
            order=(draw(received),),
            seats=draw(sizes),
            obstacle=draw(obstacles),
            wishes=draw(wishes),
        )
        for n in draw(st.permutations(range(1, draw(st.integers(0, 8)) + 1)))
    )
    cases = [request.case for request in requests]
    some = st.lists(st.sampled_from(cases), unique=True) if cases else st.just([])
    excluded = {case: f"the reason of {case}" for case in draw(some)[:2]}
    free = draw(st.integers(0, quota))
    requests = tuple(replace(each, elsewhere="ROM-9" if each.seats % 3 == 0 else None) for each in requests)
    large = [request for request in requests if request.seats > quota and draw(st.booleans())]
    split = tuple(request.case for request in large if request.elsewhere is None)
    pins, room = [], free
    for request in requests:
        apart = request.case in excluded or request.obstacle is not None or request.case in split
        if not apart and request.seats <= room and draw(st.booleans()):
            pins.append(request.case)
            room -= request.seats
    dates = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True))
    return Asked(requests, quota, free, tuple(dates), Wanted(pins=tuple(pins), excluded=excluded, split=split))


# What must be true of every plan


def within(asked: Asked, plan: Plan) -> bool:
    """Never more seats than there are, nor than were asked."""
    sizes = {request.case: request.seats for request in asked.requests}
    return sum(verdict.seats for verdict in plan) <= min(asked.free, asked.quota) and all(
        0 <= verdict.seats <= sizes[verdict.case] for verdict in plan
    )


def whole(asked: Asked, plan: Plan) -> bool:
    """Groups are seated whole or wait, but for those to be split."""
    sizes = {request.case: request.seats for request in asked.requests}
    return all(verdict.seats in {0, sizes[verdict.case]} or verdict.case in asked.wanted.split for verdict in plan)


def explained(asked: Asked, plan: Plan) -> bool:
    """One verdict for each in the order of the queue, with a sentence."""
    return (
        [verdict.case for verdict in plan] == [request.case for request in asked.queue]
        and [verdict.place for verdict in plan] == list(range(1, len(plan) + 1))
        and all(verdict.why.strip() for verdict in plan)
    )


def shut_out(asked: Asked, plan: Plan) -> bool:
    """Who has an obstacle or was left out gets nothing, and its sentence says why."""
    said = {verdict.case: verdict for verdict in plan}
    reasons = {request.case: request.obstacle for request in asked.requests if request.obstacle is not None}
    reasons |= asked.wanted.excluded
    return all(not said[case].seats and reason in said[case].why for case, reason in reasons.items())


def pinned_first(asked: Asked, plan: Plan) -> bool:
    """Who was pinned sits."""
    return all(verdict.seats for verdict in plan if verdict.case in asked.wanted.pins)


def nobody_overtaken(asked: Asked, plan: Plan) -> bool:
    """Nobody who waits was passed from behind without the reason in a sentence: his own, or the pinned one's."""
    said = {verdict.case: verdict for verdict in plan}
    return all(
        _let_pass(asked, said, early, late)
        for place, early in enumerate(asked.queue)
        for late in asked.queue[place + 1 :]
        if not said[early.case].seats and said[late.case].seats
    )


def _let_pass(asked: Asked, said: Mapping[str, Verdict], early: Request, late: Request) -> bool:
    why = said[early.case].why
    if late.case in asked.wanted.pins:
        return "Pinned" in said[late.case].why
    if early.case in asked.wanted.excluded:
        return asked.wanted.excluded[early.case] in why
    if early.obstacle is not None:
        return early.obstacle in why
    if _elsewhere(early, asked) and not _elsewhere(late, asked):
        return "wished other dates" in why
    return _no_room(asked, said, early)


def _no_room(asked: Asked, said: Mapping[str, Verdict], request: Request) -> bool:
    """Whether those rightly before it left too little for it, counted from their seats alone, and it was told so."""
    turn, why = _turn(asked, request), said[request.case].why
    left = asked.free - sum(said[each.case].seats for each in asked.requests if _turn(asked, each) < turn)
    fits = left > 0 if request.case in asked.wanted.split else request.seats <= left
    larger = request.seats > asked.quota and request.case not in asked.wanted.split
    ways = (f"--split {request.case}" in why, f"for {request.elsewhere}" in why)
    told = f"{left} of {asked.free} free seats" in why and ways == _ways(request, larger=larger)
    return told and not fits


def _ways(request: Request, *, larger: bool) -> tuple[bool, bool]:
    """Whether a sentence must offer to split the request, and whether it must name another session."""
    return (larger and request.elsewhere is None, larger and request.elsewhere is not None)


def _turn(asked: Asked, request: Request) -> tuple[Any, ...]:
    return (request.case not in asked.wanted.pins, _elsewhere(request, asked), request.order, request.case)


def _elsewhere(request: Request, asked: Asked) -> bool:
    return bool(request.wishes) and not set(request.wishes) & set(asked.dates)


def no_seat_wasted(asked: Asked, plan: Plan) -> bool:
    """Who could still sit in the seats that stay empty is not left waiting."""
    left = asked.free - sum(verdict.seats for verdict in plan)
    waiting = [request for request, verdict in zip(asked.queue, plan, strict=True) if not verdict.seats]
    able = [each for each in waiting if each.obstacle is None and each.case not in asked.wanted.excluded]
    return all(request.seats > left and not (left and request.case in asked.wanted.split) for request in able)


LAWS = (within, whole, explained, shut_out, pinned_first, nobody_overtaken, no_seat_wasted)


@given(asking())
def test_every_plan_keeps_the_law(asked: Asked) -> None:
    plan = ours(asked)
    assert [law.__name__ for law in LAWS if not law(asked, plan)] == []


@given(asking(), st.randoms(use_true_random=False))
def test_the_same_is_planned_in_whatever_order_it_is_told(asked: Asked, chance: random.Random) -> None:
    assert ours(shuffled(asked, chance)) == ours(asked)


def shuffled(asked: Asked, chance: random.Random) -> Asked:
    def mixed(values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(chance.sample(values, len(values)))

    wanted = asked.wanted
    excluded = dict(mixed(tuple(wanted.excluded.items())))
    wanted = Wanted(pins=mixed(wanted.pins), excluded=excluded, split=mixed(wanted.split))
    requests = tuple(replace(request, wishes=mixed(request.wishes)) for request in asked.requests)
    return replace(asked, requests=mixed(requests), dates=mixed(asked.dates), wanted=wanted)


def moved_ahead(asked: Asked, planner: Planner) -> Iterator[str]:
    """Who gets more for his wish than without one, or to whose wish for these dates the others lose a seat."""
    with_wishes = planner(asked)
    for place, request in enumerate(asked.requests):
        without = replace(request, wishes=())
        requests = (*asked.requests[:place], without, *asked.requests[place + 1 :])
        plan = planner(replace(asked, requests=requests))
        seats = {verdict.case: verdict.seats for verdict in plan}
        gained = {verdict.case: verdict.seats for verdict in with_wishes}[request.case] > seats[request.case]
        if gained or (not _elsewhere(request, asked) and seats != {each.case: each.seats for each in with_wishes}):
            yield request.case


@given(asking())
def test_a_wish_moves_nobody_ahead(asked: Asked) -> None:
    assert list(moved_ahead(asked, ours)) == []


# Planners that are wrong on purpose: each must be caught, and by the law that it breaks


def by(key: Callable[[Asked, Request], Any], *, partly: bool = False, much: int = 0, skip: bool = True) -> Planner:
    """A planner that goes through the requests in an order of its own and says the truth as it sees it."""

    def plan(asked: Asked) -> Plan:
        left, seats = asked.free + much, {}
        pins = [request for request in asked.queue if request.case in asked.wanted.pins]
        others = sorted((each for each in asked.queue if each not in pins), key=lambda each: key(asked, each))
        for request in (*pins, *others):
            apart = request.obstacle is not None or request.case in asked.wanted.excluded
            fits = not apart and request.seats <= left
            if not fits and not apart and not skip:
                break
            seats[request.case] = request.seats if fits else (left if partly and not apart else 0)
            left -= seats[request.case]
        honest = {verdict.case: verdict.why for verdict in ours(asked)}
        return [
            Verdict(case=each.case, place=place, seats=seats.get(each.case, 0), why=honest[each.case])
            for place, each in enumerate(asked.queue, start=1)
        ]

    return plan


def told(change: Callable[[Plan], Plan]) -> Planner:
    """Our own plan, told otherwise."""
    return lambda asked: change(ours(asked))


def unsplit(asked: Asked) -> Asked:
    """Without what a simple planner knows nothing of."""
    return replace(asked, wanted=replace(asked.wanted, split=()))


def in_turn(asked: Asked, request: Request) -> Any:
    return (_elsewhere(request, asked), request.order, request.case)


WRONG: dict[str, tuple[Planner, Callable[[Asked, Plan], bool]]] = {
    "the smallest first": (by(lambda _asked, request: request.seats), nobody_overtaken),
    "the largest first": (by(lambda _asked, request: -request.seats), nobody_overtaken),
    "the last of those who stepped back first": (
        by(lambda asked, request: (_elsewhere(request, asked), -request.order[0])),
        nobody_overtaken,
    ),
    "whatever they wished": (by(lambda _asked, request: (request.order, request.case)), nobody_overtaken),
    "the last first": (by(lambda _asked, request: tuple(-each for each in request.order)), nobody_overtaken),
    "one seat too many": (by(in_turn, much=1), within),
    "groups torn": (by(in_turn, partly=True), whole),
    "stopped at the first that does not fit": (by(in_turn, skip=False), no_seat_wasted),
    "one forgotten": (told(lambda plan: plan[1:]), explained),
    "one told twice": (told(lambda plan: [*plan, *plan[:1]]), explained),
    "not in the order of the queue": (told(lambda plan: sorted(plan, key=lambda each: -each.seats)), explained),
    "no sentence": (told(lambda plan: [replace(each, why="") for each in plan]), explained),
    "the wrong sentence": (told(lambda plan: [replace(each, why="It waits.") for each in plan]), nobody_overtaken),
    "the reason left out": (told(lambda plan: [replace(each, why="It was left out.") for each in plan]), shut_out),
}


def counterexample(broken: Callable[[Asked], bool]) -> Asked | None:
    quick = settings(max_examples=600, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    try:
        return find(asking(), broken, settings=quick, random=random.Random(24))
    except NoSuchExample:
        return None


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_planner_is_caught(name: str) -> None:
    planner, law = WRONG[name]
    assert counterexample(lambda asked: not law(unsplit(asked), planner(unsplit(asked)))) is not None


def test_a_simple_planner_that_is_right_is_not() -> None:
    """The control of the controls: in turn, it breaks none of the laws by which the others are caught."""
    planner = by(in_turn)
    assert counterexample(lambda asked: not all(law(unsplit(asked), planner(unsplit(asked))) for law in LAWS)) is None


def test_a_planner_that_rewards_wishes_is_caught() -> None:
    planner = by(lambda asked, request: (not set(request.wishes) & set(asked.dates), request.order, request.case))
    assert counterexample(lambda asked: any(moved_ahead(asked, planner))) is not None


def test_a_planner_that_looks_at_the_order_of_telling_is_caught() -> None:
    planner = by(lambda asked, request: (request.order, asked.requests.index(request)))

    def seats(asked: Asked) -> dict[str, int]:
        return {verdict.case: verdict.seats for verdict in planner(asked)}

    assert counterexample(lambda asked: seats(asked) != seats(shuffled(asked, random.Random(24)))) is not None


# The sentences, one of each kind


def test_in_turn() -> None:
    plan = planned(waits(2, 3), waits(1, 4))
    assert [(each.place, each.seats) for each in plan.values()] == [(1, 4), (2, 3)]
    assert plan["2"].why == (
        "Number 2 in the queue: everybody gets a seat (3); 6 of 10 free seats were left at its turn."
    )


def test_of_two_at_the_same_time_the_lower_number_is_first() -> None:
    first, second = (replace(waits(number, 6), order=(1,)) for number in (7, 3))
    assert [case for case, verdict in planned(first, second).items() if verdict.seats] == ["3"]


def test_a_group_that_does_not_fit_waits_and_a_smaller_one_behind_it_sits() -> None:
    plan = planned(waits(1, 8), waits(2, 3), waits(3, 2))
    assert [each.seats for each in plan.values()] == [8, 0, 2]
    assert plan["2"].why == (
        "Number 2 in the queue: it waits, because its participants (3) are kept together; "
        "2 of 10 free seats were left at its turn."
    )


def test_no_free_seat_seats_nobody() -> None:
    plan = planned(waits(1), waits(2, 11), free=0, split=("KSS-2026-0002",))
    assert [each.seats for each in plan.values()] == [0, 0]
    assert [each.why.split(": ")[1] for each in plan.values()] == [
        f"it waits, because no seat is left ({seats} needed); 0 of 0 free seats were left at its turn."
        for seats in (1, 11)
    ]


def test_seats_that_became_free_are_not_the_quota() -> None:
    plan = planned(waits(1, 4), waits(2, 3), free=3)
    assert [each.seats for each in plan.values()] == [0, 3]
    assert "its participants (4) are kept together; 3 of 3 free seats" in plan["1"].why
    assert "--split" not in plan["1"].why


def test_fewer_seats_than_are_taken_already_are_none() -> None:
    assert not planned(waits(1), free=-2)["1"].seats


def test_who_wished_other_dates_steps_back_and_keeps_his_place() -> None:
    other, these = (DAYS[3],), (DAYS[1], DAYS[3])
    full = planned(waits(1, 3, wishes=other), waits(2, 8), waits(3, 1, wishes=these))
    assert [(each.place, each.seats) for each in full.values()] == [(1, 0), (2, 8), (3, 1)]
    assert full["1"].why == (
        "Number 1 in the queue, behind the others because it wished other dates: it waits, because its participants "
        "(3) are kept together; 1 of 10 free seats were left at its turn."
    )
    room = planned(waits(1, 3, wishes=other), waits(2, 7))
    assert [each.seats for each in room.values()] == [3, 7]
    assert "3 of 10 free seats were left" in room["1"].why


def test_who_is_pinned_sits_before_all_others() -> None:
    plan = planned(waits(1, 6), waits(2, 5, wishes=(DAYS[3],)), pins=("KSS-2026-0002", "KSS-2026-0002"))
    assert [each.seats for each in plan.values()] == [0, 5]
    assert plan["2"].why.startswith("Pinned ahead of the queue, where it is number 2: everybody gets a seat (5)")
    assert plan["1"].why.endswith("5 of 10 free seats were left at its turn, 5 were pinned before.")


def test_who_is_left_out_or_cannot_be_taken_waits_with_the_reason() -> None:
    plan = planned(
        waits(1),
        waits(2, obstacle="It asks for SiRUP."),
        waits(3, obstacle="It asks for SiRUP."),
        excluded={"KSS-2026-0001": "minta bulan depan", "KSS-2026-0003": "belum lengkap"},
    )
    assert [each.why for each in plan.values()] == [
        "Left out: minta bulan depan",
        "It asks for SiRUP.",
        "Left out: belum lengkap",
    ]
    assert not any(each.seats for each in plan.values())


def test_a_group_larger_than_any_session_is_told_how_it_can_be_held() -> None:
    plan = planned(waits(1, 11), waits(2, 10))
    assert [each.seats for each in plan.values()] == [0, 10]
    assert "no session of 10 seats holds its 11 participants whole (--split KSS-2026-0001 takes" in plan["1"].why


def test_a_group_that_another_session_can_hold_is_sent_there_and_not_split() -> None:
    group = waits(1, 11, elsewhere="ROM-2026-0002")
    assert planned(group)["1"].why == (
        "Number 1 in the queue: it waits for ROM-2026-0002, which can hold its 11 participants whole "
        "(10 seats here cannot); 10 of 10 free seats were left at its turn."
    )
    [(message, where, hint)] = refused(group, split=(group.case,))
    assert message == "KSS-2026-0001 is not split: ROM-2026-0002 can hold its participants (11) whole."
    assert (where, "docgen status ROM-2026-0002" in hint) == ("--split", True)


def test_the_first_of_a_group_that_is_split_fill_what_is_left() -> None:
    plan = planned(waits(1, 4), waits(2, 25), waits(3, 1), split=("KSS-2026-0002",))
    assert [each.seats for each in plan.values()] == [4, 6, 0]
    assert "the first 6 of its 25 participants get a seat, the others wait for the next session" in plan["2"].why


def test_a_group_that_is_split_can_be_pinned() -> None:
    plan = planned(waits(1, 4), waits(2, 25), split=("KSS-2026-0002",), pins=("KSS-2026-0002",))
    assert [each.seats for each in plan.values()] == [0, 10]


def test_nobody_waits() -> None:
    assert planned() == {}


# What cannot be wanted


def test_a_group_that_fits_is_not_split() -> None:
    [(message, where, hint)] = refused(waits(1, 10), free=3, split=("KSS-2026-0001",))
    assert message == "KSS-2026-0001 is not split: its participants (10) fit into one session of 10 seats."
    assert (where, "Leave out --split KSS-2026-0001" in hint) == ("--split", True)


def test_what_does_not_wait_is_refused_with_what_may_have_been_meant() -> None:
    wanted = {"pins": ("KSS-2026-00011",), "excluded": {"KSS-2026-0002 ": "x"}, "split": ("AUD-1",)}
    problems = refused(waits(1), waits(2), **wanted)
    assert [where for _message, where, _hint in problems] == ["--pin", "--exclude", "--split"]
    assert [hint for _message, _where, hint in problems] == [
        "Did you mean KSS-2026-0001?",
        "Did you mean KSS-2026-0002?",
        "Leave out --split: the proposal shows who waits.",
    ]


@pytest.mark.parametrize(
    ("requests", "more", "why"),
    [
        ([waits(1, 4)], {"free": 3}, "(4) are kept together; 3 of 3 free seats were left"),
        ([waits(1, 14)], {}, "--split KSS-2026-0001 takes in the first"),
        ([waits(1, 14)], {"free": 0, "split": ("KSS-2026-0001",)}, "0 of 0 free seats"),
        ([waits(1, obstacle="It asks for SiRUP.")], {}, "It asks for SiRUP."),
        ([waits(1)], {"excluded": {"KSS-2026-0001": "belum lengkap"}}, "Left out: belum lengkap"),
    ],
)
def test_a_pin_that_gets_no_seat_is_refused_with_the_numbers(
    requests: list[Request], more: dict[str, Any], why: str
) -> None:
    [(message, where, _hint)] = refused(*requests, **more, pins=("KSS-2026-0001",))
    assert message.startswith("KSS-2026-0001 cannot be pinned. ")
    assert (where, why in message) == ("--pin", True)


def test_pins_that_do_not_fit_together_name_the_one_that_is_too_many_and_all_else_that_is_wrong() -> None:
    problems = refused(
        waits(1, 6), waits(2, 5), waits(3, 4), waits(4), pins=tuple(f"KSS-2026-000{n}" for n in (3, 2, 1, 9)),
        split=("KSS-2026-0004",),
    )  # fmt: skip
    assert [message.split(" ")[0] for message, _where, _hint in problems] == [
        "KSS-2026-0009",
        "KSS-2026-0004",
        "KSS-2026-0002",
    ]
    assert "4 of 10 free seats were left at its turn, 6 were pinned before" in problems[-1][0]

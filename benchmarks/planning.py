"""How long it takes to plan a session for 1,000 requests that wait, against the least that any such plan needs.

The peer sorts the same requests and goes through them once, seating who fits: no wishes, no wants, no sentences.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable

from docgen.workflow.planning import Request, Wanted, propose

WAITING = 1000
RUNS = 51
QUOTA = 30
DAYS = [dt.date(2026, 11, 23) + dt.timedelta(days=day) for day in range(10)]


def waiting(chance: random.Random) -> list[Request]:
    """Requests as they may come: groups of any size, some wishes, some for another application."""
    return [
        Request(
            case=f"TRN-2026-{number:04d}",
            order=(dt.date(2026, 1, 5) + dt.timedelta(days=chance.randrange(200)), dt.time(chance.randrange(8, 16))),
            seats=chance.randint(1, QUOTA + 10),
            obstacle="It asks for another application." if chance.random() < 0.2 else None,
            wishes=tuple(chance.sample(DAYS, chance.randint(0, 2))),
        )
        for number in range(1, WAITING + 1)
    ]


def peer(requests: list[Request]) -> dict[str, int]:
    """The bare greedy plan."""
    seats, left = {}, QUOTA
    for request in sorted(requests, key=lambda request: (request.order, request.case)):
        seats[request.case] = request.seats if request.seats <= left else 0
        left -= seats[request.case]
    return seats


def milliseconds(work: Callable[[], object]) -> float:
    """One run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Prints the comparison."""
    requests = waiting(random.Random(24))
    wanted = Wanted(
        pins=tuple(request.case for request in requests if request.obstacle is None and request.seats == 2)[:3],
        split=tuple(request.case for request in requests if request.seats > QUOTA)[:5],
    )
    ours, theirs = [], []
    for _run in range(RUNS):  # they take turns, so that a slow moment meets both
        ours.append(milliseconds(lambda: propose(requests, quota=QUOTA, free=QUOTA, dates=DAYS[:2], wanted=wanted)))
        theirs.append(milliseconds(lambda: peer(requests)))
    mine, least = statistics.median(ours), statistics.median(theirs)
    print(f"docgen           {mine:8.2f} ms for {WAITING} requests, each with its sentence")
    print(f"sort and fill    {least:8.2f} ms")
    print(f"ratio            {mine / least:8.1f} ×")


if __name__ == "__main__":
    main()

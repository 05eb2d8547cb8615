"""Recording a run of numbers that were given outside docgen: one file each, in order, none over another's.

There is no rename for several files: a process that dies in between leaves a shorter run without a hole, and the next
one goes on from there. What is recorded is never taken away again, for a step may have claimed the number behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from docgen.store.filesystem import disk_errors
from docgen.store.layout import Store
from docgen.store.register import Claim, Outside, claim_bytes, claim_path
from docgen.store.scratch import place_new, scratch


@disk_errors()
def record_outside(
    store: Store,
    *,
    register: str,
    year: int,
    numbers: Sequence[int],
    outside: Callable[[int], Outside],
    operation: str,
    at: dt.datetime,
) -> int | None:
    """Record numbers of a register as given outside docgen.

    Args:
        store: the record.
        register: its id.
        year: the register's year.
        numbers: in order, the first of them the next free one.
        outside: what each of them went to, when, and who records it.
        operation: the operation that records them.
        at: when they are recorded.

    Returns:
        The number that somebody else took meanwhile; those before it are recorded then. None if all are.

    Raises:
        DocgenError: the disk refuses; the numbers before are recorded then.
    """
    with scratch(store) as folder:
        for number in numbers:
            said = outside(number)
            claim = Claim(register=register, year=year, number=number, outside=said, operation=operation, at=at)
            path = claim_path(store, year=year, register=register, number=number)
            try:
                place_new(store, path, claim_bytes(claim), via=folder)
            except FileExistsError:
                return number
    return None

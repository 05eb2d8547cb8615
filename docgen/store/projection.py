"""`case.json`: what the steps add up to, for people and other programs. Never believed, always rebuilt."""

from __future__ import annotations

import json
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Literal

from docgen.errors import refuse
from docgen.model.case import Step
from docgen.store.filesystem import disk_errors
from docgen.store.layout import Store
from docgen.store.scratch import place_over, scratch
from docgen.store.steps import highest, load

CASE_FILE = "case.json"

Fold = Callable[[list[Step]], bytes]
"""From the steps of a case to the bytes of its `case.json`, which says in `head.seq` how far it has come."""


@disk_errors()
def project(store: Store, case_dir: Path, fold: Fold) -> bytes:
    """Write `case.json` from the steps, then look again: if a further step exists by now, once more.

    Returns:
        What stands there now.

    Raises:
        DocgenError: the case is damaged, or the disk refuses; the steps stand nevertheless.
    """
    while True:
        steps = load(store, case_dir)
        content = fold(steps)
        with scratch(store) as folder:
            place_over(store, case_dir / CASE_FILE, content, via=folder)
        # Who was slower than the clerk after him has just put an older state in the place of a newer one.
        if highest(store, case_dir) <= len(steps):
            return content


@disk_errors()
def check_projection(store: Store, case_dir: Path, *, expected: bytes, head_seq: int) -> Literal["current", "stale"]:
    """Whether `case.json` says what the steps add up to.

    Args:
        store: the record.
        case_dir: the case.
        expected: the fold of its steps.
        head_seq: the number of the last of these steps.

    Returns:
        "stale" if it is missing or has not come so far, because a process died or another is just writing it.

    Raises:
        DocgenError: "projection-edited" if it says something else about the same steps; "chain-broken" if it knows
            of a later step whose folder is gone.
    """
    path = case_dir / CASE_FILE
    try:
        raw = store.fs.read(path)
    except FileNotFoundError:
        return "stale"
    if raw == expected:
        return "current"
    seq = _head_seq(raw)
    if seq is not None and seq < head_seq:
        return "stale"
    if seq is not None and seq > max(head_seq, highest(store, case_dir)):
        raise refuse(
            "chain-broken",
            _("{path} knows of step {seq}, but the last step there is {last}.").format(
                path=path, seq=seq, last=head_seq
            ),
            where=str(path),
            hint=_("Restore the folders of the missing steps from the backup."),
        )
    if seq is not None and seq > head_seq:
        return "stale"  # of what was expected, not on the disk: a further step came while this was looked at
    raise refuse(
        "projection-edited",
        _("{path} was changed by hand: it is not what the steps add up to.").format(path=path),
        where=str(path),
        hint=_("Nothing in it is believed. Delete it; the next command writes it anew."),
    )


def _head_seq(raw: bytes) -> int | None:
    try:
        seq = json.loads(raw)["head"]["seq"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) else None

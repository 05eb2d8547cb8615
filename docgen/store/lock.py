"""The courtesy between two clerks at one case: it spares the second one work; the commit does not rely on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

from docgen.errors import refuse
from docgen.store.filesystem import disk_errors
from docgen.store.layout import Store, plain_name

WAIT_SECONDS = 10.0
"""How long to wait for somebody who is at the same case: several times what a step takes."""


@contextmanager
def case_lock(store: Store, case: str, *, timeout: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold a case for as long as the block runs.

    Args:
        store: the record.
        case: its id.
        timeout: seconds to wait.

    Raises:
        DocgenError: "case-busy".
    """
    with disk_errors():
        store.ensure(store.locks)
        release = store.fs.lock(store.locks / f"{plain_name(case)}.lock", timeout=timeout)
    if release is None:
        raise refuse(
            "case-busy",
            _("Somebody else is at the case {case} right now.").format(case=case),
            hint=_("Wait a moment, then enter the command again."),
        )
    try:
        yield
    finally:
        release()

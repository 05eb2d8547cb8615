"""Whether a file is open in Word, Excel or LibreOffice, as they show it: by a small file that they put beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, Problem
from docgen.model.reasons import os_reason

_HIDDEN = 2
"""Characters of a long name that Word puts `~$` in the place of."""


def is_open(path: Path, *, exists: Callable[[Path], bool] = os.path.lexists) -> bool:
    """Whether Word, Excel (`~$name.docx`) or LibreOffice (`.~lock.name.docx#`) shows that it has this file open."""
    signs = {f".~lock.{path.name}#", *(f"~${path.name[hidden:]}" for hidden in range(_HIDDEN + 1))}
    return any(exists(path.with_name(sign)) for sign in signs)


def open_file(shown: str) -> Problem:
    """That somebody has a file open, told as a warning; `shown` is its path in messages."""
    return _problem(shown, _("{path} is open in Word or LibreOffice: what is not saved there is not in the file."))


def refuse_open(path: Path, *, shown: str) -> None:
    """Refuses to replace a file while somebody has it open, whose next saving would put the old one in its place.

    Raises:
        DocgenError: `file-open`.
    """
    if is_open(path):
        raise DocgenError([_problem(shown, _("{path} cannot be replaced while it is open in another program."))])


def held_file(error: OSError, path: Path, *, shown: str) -> DocgenError | None:
    """The refusal of a file that may not be touched because somebody has it open; nothing if that is not why.

    On Windows, Word lets nobody else write what it has open, and at times not even read it.
    """
    if not isinstance(error, PermissionError) or not is_open(path):
        return None
    message = _("{path} cannot be used while it is open in Word, Excel or LibreOffice: {reason}.")
    return DocgenError([_problem(shown, message, reason=os_reason(error))])


def _problem(shown: str, message: str, **facts: str) -> Problem:
    return Problem(
        reference="file-open",
        message=message.format(path=shown, **facts),
        where=shown,
        hint=_("Save and close it there, then enter the command again."),
    )

"""The reason that acts on the record must give."""

from __future__ import annotations

from gettext import gettext as _

from docgen.errors import refuse
from docgen.model.text import ValueProblem, clean


def checked_reason(reason: str) -> str:
    """The reason, clean. Raises DocgenError if it is empty or has characters that may not be recorded."""
    try:
        text = clean(reason, paragraph=True)
    except ValueProblem as problem:
        raise refuse(problem.reference, f"{problem}.", where="--reason", hint=problem.hint) from None
    if not text:
        raise refuse(
            "value-invalid",
            _("The reason is empty."),
            where="--reason",
            hint=_("Say in a few words why, e.g. --reason 'salah ketik'."),
        )
    return text

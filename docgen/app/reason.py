"""The reasons and notes that acts on the record must give."""

from __future__ import annotations

from gettext import gettext as _

from docgen.errors import refuse
from docgen.model.text import ValueProblem, clean


def checked_reason(reason: str) -> str:
    """The reason, clean. Raises DocgenError if it is empty or has characters that may not be recorded."""
    return checked_text(reason, where="--reason", empty=_("The reason is empty."), like="--reason 'salah ketik'")


def checked_text(said: str, *, where: str, empty: str, like: str) -> str:
    """What an option said, clean.

    Args:
        said: the text.
        where: the option.
        empty: what to say if there is nothing in it.
        like: how such an option is written.

    Raises:
        DocgenError: it is empty, or has characters that may not be recorded.
    """
    try:
        text = clean(said, paragraph=True)
    except ValueProblem as problem:
        raise refuse(problem.reference, f"{problem}.", where=where, hint=problem.hint) from None
    if not text:
        hint = _("Say in a few words why, e.g. {option}.").format(option=like)
        raise refuse("value-invalid", empty, where=where, hint=hint)
    return text

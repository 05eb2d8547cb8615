"""The papers of a session that lie in the folders of its members too, so that each folder is whole."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.app.papers import Printed
from docgen.model.case import Copy
from docgen.model.sop import Sop
from docgen.store.layout import step_name


def copied(printed: Sequence[Printed]) -> tuple[Printed, ...]:
    """The papers of a session's step that its members get: all but the sealed ones."""
    return tuple(each for each in printed if each.document.template is not None)


def copies_of(sop: Sop, session: str, printed: Sequence[Printed], *, seq: int) -> tuple[Copy, ...]:
    """These papers as the step of a member keeps them.

    Args:
        sop: the rules of the session.
        session: its number.
        printed: the papers of its step.
        seq: the number of the member's step.
    """
    return tuple(
        Copy(
            kind=each.document.kind,
            title=each.document.title,
            path=f"{step_name(seq)}/{each.name}",
            of=f"{session}/{each.document.path}",
            copy=each.document.copy_,
            item=each.document.item,
            classification=sop.documents[each.document.kind].classification or sop.classification,
            number=each.document.number,
            sha256=each.document.sha256,
        )
        for each in copied(printed)
    )

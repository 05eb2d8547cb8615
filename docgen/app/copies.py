"""Which copies of a paper a case has issued: one, or one for each item of a list that it was made for."""

from __future__ import annotations

from gettext import gettext as _

from docgen.app.cases import OpenCase
from docgen.errors import DocgenError, refuse
from docgen.model.case import Step
from docgen.workflow.fold import standing

Copies = dict[tuple[str, int | None], Step]


def issued_copies(case: OpenCase) -> Copies:
    """The stage's step that issued each paper last, by its kind and its item (from 1; nothing if it is not for one)."""
    return {
        (document.kind, document.copy_): step
        for step in standing(case.steps)
        if step.stage is not None
        for document in step.documents
    }


def no_copy(case: OpenCase, kind: str, item: int | None, *, reference: str) -> DocgenError:
    """The refusal of an item (from 1) that a paper was not issued for, or of none where it was issued for several."""
    message = (
        _("{kind} was issued for several; say for which.")
        if item is None
        else _("{kind} was never issued for item {item}.")
    )
    return refuse(
        reference,
        message.format(kind=kind, item=item),
        where="--item",
        hint=_("Issued for: {items}.").format(items=_items(case, kind) or "–"),
    )


def _items(case: OpenCase, kind: str) -> str:
    named = {each.copy: each.item for each in case.state.papers if each.kind == kind and each.copy is not None}
    return ", ".join(f"--item {copy}" + (f" ({item})" if item else "") for copy, item in sorted(named.items()))

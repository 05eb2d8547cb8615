"""Which copies of a paper a case has issued: one, or one for each item of a list that it was made for."""

from __future__ import annotations

from gettext import gettext as _

from docgen.app.cases import OpenCase
from docgen.errors import DocgenError, refuse
from docgen.model.case import Step
from docgen.workflow.fold import standing
from docgen.workflow.items import item_name

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
    document = case.definition.sop.documents.get(kind)
    if document is None or document.each is None:
        return ""
    spec, items = case.definition.sop.fields[document.each.list[0]], case.state.record.get(document.each.list[0])
    listed = items if isinstance(items, list) else []
    copies = {copy for issued, copy in issued_copies(case) if issued == kind}
    return ", ".join(
        f"--item {place + 1} ({item_name(spec, place, item)})"
        for place, item in enumerate(listed)
        if place + 1 in copies
    )

"""What other open cases hold already: for values of which there is, or should be, one only."""

from __future__ import annotations

from docgen.app.cases import read_projections
from docgen.app.workspace import Workspace
from docgen.model.sop import Sop
from docgen.workflow.checking import Holder
from docgen.workflow.given import Path
from docgen.workflow.repeated import folded, held, owned


def taken_elsewhere(workspace: Workspace, sop: Sop, *, but: str) -> dict[Path, dict[str, Holder]]:
    """The values of such facts in the open cases of an SOP, folded, each with who has it: by path, without places.

    Every case is read once, however many facts there are.

    Args:
        workspace: where.
        sop: the SOP.
        but: the case that asks.
    """
    facts = [own for own in owned(sop) if own.spec.unique != "case"]
    found: dict[Path, dict[str, Holder]] = {own.fact: {} for own in facts}
    for _folder, case in read_projections(workspace, on_damage=lambda _damage: None):
        if case.sop == sop.id and case.open and case.id != but:
            for own in facts:
                for item, text in held(sop, own, case.record):
                    found[own.fact].setdefault(folded(text), Holder(item, case.id))
    return found

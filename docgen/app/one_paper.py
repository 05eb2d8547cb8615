"""One kind of paper by itself: what is wrong with the other templates of its SOP does not matter then."""

from __future__ import annotations

from gettext import gettext as _

from docgen.app.definitions import Definition, definition_of, definition_path, rules_now
from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.model.nearest import meant
from docgen.model.session import all_rules
from docgen.model.sop import Sop


def sop_with(workspace: Workspace, sop_id: str, kind: str | None = None) -> Sop:
    """The rules as they stand in their folder now, of the SOP or of that of its sessions which has this kind of paper.

    Raises:
        DocgenError: the definition is wrong; `paper-unknown`, with the nearest name.
    """
    sop, _source = rules_now(workspace, sop_id)
    if kind is None:
        return sop
    every = all_rules(sop)
    for rules in every:
        if kind in rules.documents:
            return rules
    names = [name for rules in every for name in rules.documents]
    raise refuse(
        "paper-unknown",
        _("{sop} has no paper {kind}.").format(sop=sop.id, kind=kind),
        hint=meant(kind, names) or _("Known: {names}.").format(names=", ".join(names) or _("none")),
    )


def issuers(sop: Sop, kind: str) -> tuple[str, ...]:
    """The stages that issue a kind of paper."""
    return tuple(stage.id for stage in sop.stages if kind in stage.documents)


def with_only(workspace: Workspace, sop: Sop, kind: str) -> Definition:
    """The definition as if the SOP had this one kind of paper. Raises DocgenError if its template is not there."""
    stages = tuple(
        stage.model_copy(update={"documents": (kind,) if kind in stage.documents else ()}) for stage in sop.stages
    )
    alone = sop.model_copy(update={"documents": {kind: sop.documents[kind]}, "stages": stages})
    return definition_of(workspace, alone, definition_path(workspace, sop.id))

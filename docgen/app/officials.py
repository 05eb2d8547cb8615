"""Who acts: the official named, or the one who holds the role."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _

from docgen.errors import DocgenError, refuse
from docgen.model.case import Person
from docgen.model.nearest import meant
from docgen.model.office import Office
from docgen.model.sop import DocumentKind, Sop, Stage
from docgen.model.text import quoted


def official(office: Office, official_id: str) -> Person:
    """The official of that id. Raises `official-unknown` with the nearest name."""
    found = office.pejabat.get(official_id)
    if found is not None:
        return found.person(official_id)
    known = _("Officials in docgen.toml: {names}.").format(names=", ".join(office.pejabat) or "–")
    raise refuse(
        "official-unknown",
        _("There is no official {name}.").format(name=quoted(official_id)),
        where="--by",
        hint=meant(official_id, office.pejabat) or known,
    )


def actor_for(office: Office, sop: Sop, stage: Stage, by: str | None) -> tuple[Person, str]:
    """Who takes this stage, and as which actor: the official named, else the holder of the first role that is held.

    Raises:
        DocgenError: nobody holds a role of the stage, several do, or the one named holds none.
    """
    roles = sop.office_roles(stage)
    if by is not None:
        person = official(office, by)
        held = [role for role in roles if role in office.pejabat[by].peran]
        if held:
            return person, held[0]
        raise refuse(
            "official-not-entitled",
            _("{who} ({id}) does not hold a role of stage {stage}.").format(who=person.nama, id=by, stage=stage.id),
            where="--by",
            hint=_may_do(office, roles),
        )
    for role in roles:
        holders = office.holders(role)
        if len(holders) == 1:
            return official(office, holders[0]), role
        if holders:
            raise _several(role, holders, where="--by", hint=_("Say who it was: --by {name}").format(name=holders[0]))
    raise nobody(roles, stage.id)


def nobody(roles: tuple[str, ...], stage: str) -> DocgenError:
    """The error for a role that no official holds."""
    return refuse(
        "office-unstaffed",
        _("Nobody in docgen.toml holds {roles}, who does stage {stage}.").format(roles=" / ".join(roles), stage=stage),
        hint=_('Give an official this role in docgen.toml: peran = ["{role}"]. See: docgen doctor').format(
            role=roles[0]
        ),
    )


def signer_for(office: Office, document: DocumentKind, *, by: Person) -> Person:
    """The official who signs a paper: the holder of its role; among several, the one who takes the step.

    Raises:
        DocgenError: `office-unstaffed`: nobody holds it; `official-unknown`: which of several signs is not certain.
    """
    role = document.signer or ""
    holders = office.holders(role)
    if by.id in holders:
        return by
    if not holders:
        raise nobody((role,), role)
    if len(holders) > 1:
        hint = _("A letter is signed by one of them: leave the role {role} with that one in docgen.toml.")
        raise _several(role, holders, where="docgen.toml", hint=hint.format(role=role))
    return official(office, holders[0])


def _several(role: str, holders: Sequence[str], *, where: str, hint: str) -> DocgenError:
    message = _("Several officials hold the role {role}: {names}.").format(role=role, names=", ".join(holders))
    return refuse("official-unknown", message, where=where, hint=hint)


def _may_do(office: Office, roles: tuple[str, ...]) -> str:
    names = [official_id for role in roles for official_id in office.holders(role)]
    return _("Who may: {names}.").format(names=", ".join(dict.fromkeys(names)) or "–")

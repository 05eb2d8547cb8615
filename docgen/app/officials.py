"""Who acts on a day: the official named, or the one who holds the role on that day."""

from __future__ import annotations

import datetime as dt
from gettext import gettext as _

from docgen.app.entitled import away, doubled, not_entitled, refuse_shared_post, refuse_unknown, several, vacant
from docgen.errors import DocgenError, refuse
from docgen.model.case import Person
from docgen.model.office import LetterRule, Office
from docgen.model.posts import held_by, holders, in_the_name_of, person
from docgen.model.sop import DocumentKind, Sop, Stage


def official(office: Office, official_id: str, *, on: dt.date) -> tuple[Person, str]:
    """The official of that id, and the first role that he holds on that day; an empty one if he holds none.

    Raises:
        DocgenError: `official-unknown` with the nearest name; `official-not-entitled`: he is not in service.
    """
    refuse_unknown(office, official_id)
    held = held_by(office, official_id, on)
    if not held:
        raise away(office, official_id, on)
    roles = (role for holder in held for role in office.pejabat[holder.post].peran)
    return person(office, held[0]), next(roles, "")


def actor_for(office: Office, sop: Sop, stage: Stage, by: str | None, *, on: dt.date) -> tuple[Person, str]:
    """Who takes this stage, and as which actor: the official named, else the holder of the first role that is held.

    Args:
        office: the settings.
        sop: the rules of the case.
        stage: what is done.
        by: the official who was named.
        on: the day on which it is done.

    Raises:
        DocgenError: nobody holds a role of the stage on that day, several do, or the one named holds none.
    """
    roles = sop.office_roles(stage)
    if by is not None:
        refuse_unknown(office, by)
        for role in roles:
            for holder in holders(office, role, on):
                if holder.id == by:
                    return person(office, holder), role
        raise not_entitled(office, by, roles, stage, on)
    for role in roles:
        found = holders(office, role, on)
        if len(found) == 1:
            return person(office, found[0]), role
        if found:
            hint = _("Say who it was: --by {name}").format(name=found[0].id)
            raise refuse("official-unknown", several(role, found, on), where="--by", hint=hint)
    raise DocgenError([vacant(office, roles, on, stage=stage.id)])


def signing_role(office: Office, kind: str, document: DocumentKind) -> str:
    """The role whose holder signs a kind of paper: what the office says of it, else the SOP."""
    return office.naskah.get(kind, LetterRule()).peran or document.signer or ""


def signer_for(office: Office, kind: str, document: DocumentKind, *, by: Person, on: dt.date) -> Person:
    """The official who signs a paper: the holder of its role; among several, the one who takes the step.

    Args:
        office: the settings.
        kind: the kind of paper.
        document: what the SOP says of it.
        by: who takes the step.
        on: the paper's date.

    Raises:
        DocgenError: `office-unstaffed`: nobody holds it; `office-doubled`: which of several signs is not certain.
    """
    role = signing_role(office, kind, document)
    found = holders(office, role, on)
    chosen = next((holder for holder in found if holder.id == by.id), None)
    if chosen is None:
        if not found:
            raise DocgenError([vacant(office, (role,), on)])
        if len(found) > 1:
            raise DocgenError([doubled(several(role, found, on), found)])
        chosen = found[0]
    refuse_shared_post(office, chosen, on)
    return in_the_name_of(person(office, chosen), office.naskah.get(kind, LetterRule()))

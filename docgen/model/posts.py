"""Who holds which post on which day: its official while he is in service, or who stands in for him.

A stand-in takes over the post with all its roles. Whoever is stood in for on a day holds nothing on that day, so he
cannot stand in for anybody else either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from docgen.model.case import Person
from docgen.model.office import LetterRule, Office, Official, StandIn


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post."""

    id: str
    """Who he is: an official's id."""
    post: str
    """The official whose post it is; the same id, unless he stands in."""
    stand_in: StandIn | None = None


def covers(period: Official | StandIn, on: dt.date) -> bool:
    """Whether a day lies in a time of service or of standing in; both ends belong to it."""
    return (period.mulai is None or period.mulai <= on) and (period.sampai is None or on <= period.sampai)


def stand_in_for(office: Office, post: str, on: dt.date) -> StandIn | None:
    """The decree by which the post of this official is filled by another on that day."""
    return next((each for each in office.pengganti if each.menggantikan == post and covers(each, on)), None)


def is_present(office: Office, official_id: str, on: dt.date) -> bool:
    """Whether an official is in service on that day and nobody stands in for him."""
    return covers(office.pejabat[official_id], on) and stand_in_for(office, official_id, on) is None


def holder_of(office: Office, post: str, on: dt.date) -> Holder | None:
    """Who holds the post of this official on that day; nobody, if it is vacant or its stand-in is away himself."""
    stand_in = stand_in_for(office, post, on)
    if stand_in is None:
        return Holder(post, post) if covers(office.pejabat[post], on) else None
    if is_present(office, stand_in.pejabat, on):
        return Holder(stand_in.pejabat, post, stand_in)
    return None


def holders(office: Office, role: str, on: dt.date) -> tuple[Holder, ...]:
    """Who holds a role on that day, each once, in the order of the file; in his own post rather than as a stand-in."""
    found: dict[str, Holder] = {}
    for holder in in_posts(office, on):
        if role in office.pejabat[holder.post].peran and (holder.id not in found or holder.stand_in is None):
            found[holder.id] = holder
    return tuple(found.values())


def held_by(office: Office, official_id: str, on: dt.date) -> tuple[Holder, ...]:
    """The posts that an official holds on that day: his own first."""
    held = (holder for holder in in_posts(office, on) if holder.id == official_id)
    return tuple(sorted(held, key=lambda holder: holder.stand_in is not None))


def in_same_post(office: Office, holder: Holder, on: dt.date) -> tuple[Holder, ...]:
    """All who hold a post of this name on that day, in the order of the file."""
    name = office.pejabat[holder.post].jabatan.casefold()
    return tuple(each for each in in_posts(office, on) if office.pejabat[each.post].jabatan.casefold() == name)


def in_posts(office: Office, on: dt.date) -> Iterator[Holder]:
    """Who holds each post that is held on that day, in the order of the file."""
    for post in office.pejabat:
        holder = holder_of(office, post, on)
        if holder is not None:
            yield holder


def person(office: Office, holder: Holder) -> Person:
    """How a holder is kept in a step: his own name and post, and the heading of his signature in this one.

    Who stands in signs as `Plh. KETUA LPSE,` with his own post below (tata naskah dinas).
    """
    own = office.pejabat[holder.id].person(holder.id)
    if holder.stand_in is None:
        return own
    filled = f"{holder.stand_in.jenis} {office.pejabat[holder.post].jabatan.upper()},"
    return own.model_copy(update={"blok": (filled, *own.blok)})


def in_the_name_of(signer: Person, rule: LetterRule) -> Person:
    """The signer of a kind of paper, with the posts in whose name it is signed above his own.

    `a.n.` is one level down, `u.b.` two: the post between stands above it.
    """
    if rule.atas_nama is None:
        return signer
    between = () if rule.untuk_beliau is None else (rule.untuk_beliau.upper(), "u.b.")
    return signer.model_copy(update={"blok": (f"a.n. {rule.atas_nama.upper()}", *between, *signer.blok)})


def as_of(office: Office, on: dt.date) -> Office:
    """The office as it is on that day, for ever: for what speaks of an office in which dates do not matter."""
    always = {"mulai": dt.date.min, "sampai": dt.date.max}
    held = tuple(in_posts(office, on))
    return office.model_copy(
        update={
            "pejabat": {each.post: office.pejabat[each.post].model_copy(update=always) for each in held},
            "pengganti": tuple(each.stand_in.model_copy(update=always) for each in held if each.stand_in is not None),
        }
    )

"""The office on one day: who holds which post, who signs which paper, what is vacant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.app.officials import signing_role
from docgen.app.staffing import roles_of, vacancies
from docgen.errors import Problem
from docgen.model.office import LetterRule, Office, StandIn
from docgen.model.posts import holder_of, holders, in_posts, in_the_name_of, person
from docgen.model.sop import Sop


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post on one day."""

    official: str
    """Whose post it is, by id."""
    post: str
    roles: tuple[str, ...]
    holder: str | None
    """Who holds it, by id; nobody if it is vacant."""
    name: str | None
    stand_in: StandIn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signs a kind of paper on one day."""

    sop: str
    paper: str
    title: str
    role: str
    signers: Mapping[str, str]
    """Names by id: none if the post is vacant, several if the one of them signs who takes the step."""
    block: tuple[str, ...]
    """The heading of the signature, if it is certain who signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The office on one day."""

    date: dt.date
    posts: tuple[Post, ...]
    papers: tuple[Signed, ...]
    vacancies: tuple[Problem, ...]


def roster(office: Office, sops: Sequence[Sop], on: dt.date) -> Roster:
    """Who holds what on that day."""
    unheld = (problem for sop in sops for problem in vacancies(office, roles_of(sop), on))
    return Roster(
        date=on,
        posts=tuple(_posts(office, on)),
        papers=tuple(_papers(office, sops, on)),
        vacancies=tuple(dict.fromkeys(unheld)),
    )


def _posts(office: Office, on: dt.date) -> Iterator[Post]:
    """Every post; one whose official is out of service only if nobody else is in a post of that name."""
    held = {office.pejabat[holder.post].jabatan.casefold() for holder in in_posts(office, on)}
    for official_id, official in office.pejabat.items():
        holder = holder_of(office, official_id, on)
        if holder is None and official.jabatan.casefold() in held:
            continue
        yield Post(
            official=official_id,
            post=official.jabatan,
            roles=official.peran,
            holder=None if holder is None else holder.id,
            name=None if holder is None else office.pejabat[holder.id].nama,
            stand_in=None if holder is None else holder.stand_in,
        )


def _papers(office: Office, sops: Sequence[Sop], on: dt.date) -> Iterator[Signed]:
    for sop in sops:
        for kind, document in sop.documents.items():
            if document.signer is None:
                continue
            role = signing_role(office, kind, document)
            found = holders(office, role, on)
            rule = office.naskah.get(kind, LetterRule())
            yield Signed(
                sop=sop.id,
                paper=kind,
                title=document.title,
                role=role,
                signers={holder.id: office.pejabat[holder.id].nama for holder in found},
                block=in_the_name_of(person(office, found[0]), rule).blok if len(found) == 1 else (),
            )

"""Why nobody, or not this one, or not one alone may act on a day: what to say, and what to write into docgen.toml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from gettext import gettext as _

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.nearest import meant
from docgen.model.office import Office
from docgen.model.posts import Holder, covers, holders, in_same_post, is_present, stand_in_for
from docgen.model.sop import Stage
from docgen.model.text import quoted


def refuse_unknown(office: Office, official_id: str) -> None:
    """Refuses an official that there is not. Raises `official-unknown` with the nearest name."""
    if official_id in office.pejabat:
        return
    known = _("Officials in docgen.toml: {names}.").format(names=", ".join(office.pejabat) or "–")
    raise refuse(
        "official-unknown",
        _("There is no official {name}.").format(name=quoted(official_id)),
        where="--by",
        hint=meant(official_id, office.pejabat) or known,
    )


def away(office: Office, official_id: str, on: dt.date) -> DocgenError:
    """The error for an official who holds no post on that day: out of service, or stood in for."""
    present = ", ".join(each for each in office.pejabat if is_present(office, each, on)) or "–"
    why = _away(office, official_id, on)
    return refuse("official-not-entitled", why, where="--by", hint=_("Who may: {names}.").format(names=present))


def not_entitled(office: Office, official_id: str, roles: Sequence[str], stage: Stage, on: dt.date) -> DocgenError:
    """The error for an official who may not take a stage on that day."""
    mine = set(roles) & set(office.pejabat[official_id].peran)
    why = _away(office, official_id, on) if mine or not covers(office.pejabat[official_id], on) else ""
    message = why or _("{who} ({id}) does not hold a role of stage {stage}.").format(
        who=office.pejabat[official_id].nama, id=official_id, stage=stage.id
    )
    may = dict.fromkeys(holder.id for role in roles for holder in holders(office, role, on))
    hint = _("Who may: {names}.").format(names=", ".join(may) or "–")
    return refuse("official-not-entitled", message, where="--by", hint=hint)


def _away(office: Office, official_id: str, on: dt.date) -> str:
    """That an official is out of service on that day, or stood in for; nothing if neither."""
    official, stand_in = office.pejabat[official_id], stand_in_for(office, official_id, on)
    if not covers(official, on):
        return _("{who} ({id}) is not in service on {day}: from {start} to {end}.").format(
            who=official.nama, id=official_id, day=on, start=official.mulai or "…", end=official.sampai or "…"
        )
    if stand_in is not None:
        return _("On {day} {other} stands in for {who} ({id}): {kind} {decree}.").format(
            day=on,
            other=office.pejabat[stand_in.pejabat].nama,
            who=official.nama,
            id=official_id,
            kind=stand_in.jenis,
            decree=stand_in.surat,
        )
    return ""


def several(role: str, found: Sequence[Holder], on: dt.date) -> str:
    """That several officials hold one role on one day."""
    names = ", ".join(holder.id for holder in found)
    return _("Several officials hold the role {role} on {day}: {names}.").format(role=role, day=on, names=names)


def doubled(message: str, found: Sequence[Holder]) -> Problem:
    """The problem of a signature that could be that of several officials."""
    return Problem(
        reference="office-doubled",
        message=message,
        where=f"docgen.toml: pejabat.{found[-1].post}",
        hint=_(
            "A paper is signed by one: let the service of the other end the day before (sampai = …), give him another"
            " post (jabatan), or leave the role with one of them."
        ),
    )


def refuse_shared_post(office: Office, holder: Holder, on: dt.date) -> None:
    """Refuses a signer in whose post there is somebody else on that day. Raises `office-doubled`."""
    both = in_same_post(office, holder, on)
    if len(both) > 1:
        raise DocgenError([doubled(shared_post(office, both, on), both)])


def shared_post(office: Office, both: Sequence[Holder], on: dt.date) -> str:
    """That several officials are in one post on one day."""
    return _("In the post {post} there are several on {day}: {names}.").format(
        names=", ".join(holder.id for holder in both), post=office.pejabat[both[0].post].jabatan, day=on
    )


def vacant(office: Office, roles: Sequence[str], on: dt.date, *, stage: str = "") -> Problem:
    """The problem of roles that nobody holds on that day: which post, and who could stand in.

    Args:
        office: the settings.
        roles: one of them is needed.
        on: the day.
        stage: what is to be done; none if a paper is to be signed.
    """
    named = " / ".join(roles)
    posts = [post for role in roles for post, each in office.pejabat.items() if role in each.peran]
    if posts:
        titles = dict.fromkeys(office.pejabat[post].jabatan for post in posts)
        return Problem(
            reference="office-unstaffed",
            message=_("Nobody holds the post {post} ({roles}) on {day}.").format(
                post=" / ".join(titles), roles=named, day=on
            ),
            where=f"docgen.toml: pejabat.{posts[-1]}",
            hint=_stand_in_hint(office, posts[-1], on),
        )
    held = _("Nobody in docgen.toml holds {roles}.").format(roles=named)
    done = _("Nobody in docgen.toml holds {roles}, who does stage {stage}.").format(roles=named, stage=stage)
    return Problem(
        reference="office-unstaffed",
        message=done if stage else held,
        where="docgen.toml: pejabat",
        hint=_('Give an official this role in docgen.toml: peran = ["{role}"]. See: docgen doctor').format(
            role=roles[0]
        ),
    )


def _stand_in_hint(office: Office, post: str, on: dt.date) -> str:
    """Who could fill a post on that day, with the lines to write for the first of them."""
    could = [each for each in office.pejabat if each != post and is_present(office, each, on)]
    if not could:
        return _("Nobody else is in service on that day. Add to docgen.toml the official who is: [pejabat.…]")
    lines = (
        "[[pengganti]]",
        f'jenis = "{"Plh." if covers(office.pejabat[post], on) else "Plt."}"',
        f'menggantikan = "{post}"',
        f'pejabat = "{could[0]}"',
        f"mulai = {on}",
        f"sampai = {on}",
        'surat = ""',
    )
    names = ", ".join(f"{each} ({office.pejabat[each].nama})" for each in could)
    who = _("Could stand in: {names}.").format(names=names)
    write = _("Add to docgen.toml, with the days and number of the decree:")
    return "\n".join([f"{who} {write}", *lines])

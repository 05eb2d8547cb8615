"""Everything that is wrong with the office's officials and stand-ins, today and in the time to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.entitled import doubled, several, shared_post, vacant
from docgen.app.officials import signing_role
from docgen.app.workspace import Workspace
from docgen.errors import Problem
from docgen.model.definition import Examined
from docgen.model.nearest import meant
from docgen.model.office import Office, Official, StandIn
from docgen.model.posts import Holder, covers, holder_of, holders, in_posts, in_same_post
from docgen.model.session import all_rules
from docgen.model.sop import Sop

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """What was found; a warning is of what nothing need be done about today."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def roles_of(sop: Sop) -> tuple[str, ...]:
    """The actors of an SOP that officials take."""
    return tuple(role for role, actor in sop.actors.items() if not actor.external)


def vacancies(office: Office, roles: Sequence[str], on: dt.date) -> tuple[Problem, ...]:
    """Those of these roles that nobody holds on that day."""
    return tuple(vacant(office, (role,), on) for role in roles if not holders(office, role, on))


def sound(found: Mapping[str, Examined]) -> list[Sop]:
    """The rules of the SOPs, and of their sessions, in whose definitions nothing is wrong."""
    return [
        rules
        for definition in found.values()
        if definition.sop is not None and not definition.problems
        for rules in all_rules(definition.sop)
    ]


def all_sound(found: Mapping[str, Examined]) -> bool:
    """Whether nothing is wrong in any definition: what none of them knows, none has."""
    return all(definition.sop is not None and not definition.problems for definition in found.values())


def staffing_of(workspace: Workspace, found: Mapping[str, Examined]) -> Staffing:
    """The same of a workspace, whose definitions were read already.

    If one of them is wrong, a role or paper that no SOP seems to have may be that one's: nothing is said of it.
    """
    return staffing(workspace.office, sound(found), today=workspace.now().date(), whole=all_sound(found))


def staffing(office: Office, sops: Sequence[Sop], *, today: dt.date, whole: bool) -> Staffing:
    """Everything that is wrong with officials and stand-ins from today on, but for the roles that are vacant today.

    Args:
        office: the settings.
        sops: the SOPs that can be read.
        today: the first day that matters.
        whole: these are all SOPs: what none of them knows, none has.
    """
    days = _days(office, today)
    doubles, shared = _doubles(office, sops, days)
    unknown = [*_unknown_roles(office, sops), *_unknown_papers(office, sops)] if whole and sops else []
    return Staffing(
        problems=tuple(dict.fromkeys([*unknown, *_unsigned(office, sops), *_absent_stand_ins(office, days), *doubles])),
        warnings=tuple(dict.fromkeys([*shared, *_later_vacancies(office, sops, days)])),
    )


def _days(office: Office, today: dt.date) -> tuple[dt.date, ...]:
    """Today, and every later day on which somebody begins or is no longer there."""
    changes = {today}
    periods: tuple[Official | StandIn, ...] = (*office.pejabat.values(), *office.pengganti)
    for period in periods:
        if period.mulai is not None:
            changes.add(period.mulai)
        if period.sampai is not None and period.sampai < dt.date.max:
            changes.add(period.sampai + ONE_DAY)
    return tuple(sorted(day for day in changes if day >= today))


def _unknown_roles(office: Office, sops: Sequence[Sop]) -> Iterator[Problem]:
    known = sorted({role for sop in sops for role in roles_of(sop)})
    named = [(f"pejabat.{name}", role) for name, official in office.pejabat.items() for role in official.peran]
    signing = [(f"naskah.{kind}", rule.peran) for kind, rule in office.naskah.items() if rule.peran is not None]
    for place, role in (*named, *signing):
        if role not in known:
            yield Problem(
                reference="office-invalid",
                message=_("{place} names the role {role}, which no SOP has.").format(place=place, role=role),
                where=f"docgen.toml: {place}.peran",
                hint=_("Roles of the SOPs: {roles}.").format(roles=", ".join(known)),
            )


def _unknown_papers(office: Office, sops: Sequence[Sop]) -> Iterator[Problem]:
    known = sorted({kind for sop in sops for kind in sop.documents})
    for kind in office.naskah:
        if kind not in known:
            yield Problem(
                reference="office-invalid",
                message=_("docgen.toml speaks of the paper {kind}, which no SOP has.").format(kind=kind),
                where=f"docgen.toml: naskah.{kind}",
                hint=meant(kind, known) or _("Papers of the SOPs: {kinds}.").format(kinds=", ".join(known)),
            )


def _unsigned(office: Office, sops: Sequence[Sop]) -> Iterator[Problem]:
    """Papers of which the office says who signs, though the SOP has nobody sign them."""
    for kind, rule in office.naskah.items():
        found = [sop for sop in sops if kind in sop.documents]
        if (rule.peran or rule.atas_nama) and found and all(sop.documents[kind].signer is None for sop in found):
            yield Problem(
                reference="office-invalid",
                message=_("Nobody signs the paper {kind} of SOP {sop}.").format(kind=kind, sop=found[0].id),
                where=f"docgen.toml: naskah.{kind}",
                hint=_("Take peran and atas_nama away, or give the paper a `signer` in sop.yaml."),
            )


def _absent_stand_ins(office: Office, days: Sequence[dt.date]) -> Iterator[Problem]:
    """Stand-ins who are not there themselves, each with the first such day."""
    for place, stand_in in enumerate(office.pengganti):
        day = next((day for day in days if _is_absent(office, stand_in, day)), None)
        if day is not None:
            yield Problem(
                reference="office-unstaffed",
                message=_("{who} cannot stand in for {official} on {day}: that day he is away himself.").format(
                    who=stand_in.pejabat, official=stand_in.menggantikan, day=day
                ),
                where=f"docgen.toml: pengganti {place + 1}",
                hint=_("End it the day before (sampai = {day}) and add another [[pengganti]] from then on.").format(
                    day=day - ONE_DAY
                ),
            )


def _is_absent(office: Office, stand_in: StandIn, day: dt.date) -> bool:
    return covers(stand_in, day) and holder_of(office, stand_in.menggantikan, day) is None


def _doubles(office: Office, sops: Sequence[Sop], days: Sequence[dt.date]) -> tuple[list[Problem], list[Problem]]:
    """Where several hold what one must sign for, and posts of one name that none of them signs in: each once."""
    signing = _signed_for(office, sops)
    problems: dict[frozenset[str], Problem] = {}
    warnings: dict[frozenset[str], Problem] = {}
    for day in days:
        for both in _same_posts(office, day):
            key = frozenset(holder.post for holder in both)
            problem = doubled(shared_post(office, both, day), both)
            signs = any(signing & set(office.pejabat[holder.post].peran) for holder in both)
            (problems if signs else warnings).setdefault(key, problem)
        for role in sorted(signing):
            found = holders(office, role, day)
            if len(found) > 1:
                key = frozenset(holder.post for holder in found)
                problems.setdefault(key, doubled(several(role, found, day), found))
    return [*problems.values()], [*warnings.values()]


def _signed_for(office: Office, sops: Sequence[Sop]) -> set[str]:
    """The roles that sign papers of steps which others take."""
    return {
        role
        for sop in sops
        for stage in sop.stages
        for kind in stage.documents
        if sop.documents[kind].signer is not None
        and (role := signing_role(office, kind, sop.documents[kind])) not in sop.office_roles(stage)
    }


def _same_posts(office: Office, day: dt.date) -> Iterator[tuple[Holder, ...]]:
    for holder in in_posts(office, day):
        both = in_same_post(office, holder, day)
        if len(both) > 1 and both[0] == holder:
            yield both


def _later_vacancies(office: Office, sops: Sequence[Sop], days: Sequence[dt.date]) -> Iterator[Problem]:
    """For each role that is held today, the first later day on which it is not."""
    today, *later = days
    for role in sorted({role for sop in sops for role in roles_of(sop)}):
        day = next((day for day in later if not holders(office, role, day)), None)
        if day is not None and holders(office, role, today):
            yield vacant(office, (role,), day)

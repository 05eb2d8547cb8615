"""What is missing or wrong in an office's workspace, and what to do about each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.cases import open_case
from docgen.app.check_sop import check_sop
from docgen.app.damage import OnDamage
from docgen.app.definitions import current, no_sop, sop_ids
from docgen.app.registers import no_register
from docgen.app.workspace import LETTERHEAD, SHARED, Workspace
from docgen.errors import DocgenError, Problem
from docgen.store.cases import case_dirs
from docgen.store.filesystem import disk_errors
from docgen.store.places import strays, unfollowed
from docgen.store.recovery import unaccounted
from docgen.store.steps import examine


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    title: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems


def doctor(workspace: Workspace) -> tuple[Finding, ...]:
    """Looks at settings, roles, registers, letterhead, each SOP, and the folder of cases."""
    ids = sop_ids(workspace)
    return (
        Finding(title=_("Settings: docgen.toml"), problems=tuple(_settings(workspace))),
        Finding(title=_("SOPs"), problems=() if ids else (no_sop(),)),
        *(_sop(workspace, sop_id) for sop_id in ids),
        _letterhead(workspace),
        _record(workspace),
    )


def _settings(workspace: Workspace) -> Iterator[Problem]:
    known = {role for sop_id in sop_ids(workspace) for role in _roles(workspace, sop_id)}
    for official_id, official in workspace.office.pejabat.items():
        for role in official.peran:
            if known and role not in known:
                yield Problem(
                    reference="office-invalid",
                    message=_("{official} holds the role {role}, which no SOP has.").format(
                        official=official_id, role=role
                    ),
                    where=f"docgen.toml: pejabat.{official_id}.peran",
                    hint=_("Roles of the SOPs: {roles}.").format(roles=", ".join(sorted(known))),
                )


def _roles(workspace: Workspace, sop_id: str) -> tuple[str, ...]:
    try:
        sop = current(workspace, sop_id).sop
    except DocgenError:
        return ()  # reported with the SOP
    return tuple(role for role, actor in sop.actors.items() if not actor.external)


def _sop(workspace: Workspace, sop_id: str) -> Finding:
    report = check_sop(workspace, sop_id)
    office = [*_unstaffed(workspace, sop_id), *_unregistered(workspace, sop_id)]
    # In an office that lacks somebody no example can run: what is lacking is said once, not for each of them.
    of_sop = [problem for problem in report.problems if not office or problem.reference != "example-failed"]
    return Finding(title=f"SOP {sop_id}", problems=(*office, *of_sop), warnings=report.warnings)


def _unstaffed(workspace: Workspace, sop_id: str) -> Iterator[Problem]:
    for role in _roles(workspace, sop_id):
        if not workspace.office.holders(role):
            yield Problem(
                reference="office-unstaffed",
                message=_("Nobody holds the role {role} of SOP {sop}.").format(role=role, sop=sop_id),
                where="docgen.toml: pejabat",
                hint=_('Give an official this role: peran = ["{role}"]').format(role=role),
            )


def _unregistered(workspace: Workspace, sop_id: str) -> Iterator[Problem]:
    try:
        sop = current(workspace, sop_id).sop
    except DocgenError:
        return  # reported with the SOP
    wanted = [spec.register_ for spec in sop.fields.values()] + [kind.register_ for kind in sop.documents.values()]
    for register in sorted({name for name in wanted if name is not None}):
        if register not in workspace.office.register_:
            yield no_register(register)


def _letterhead(workspace: Workspace) -> Finding:
    title = _("Letterhead")
    try:
        if workspace.letterhead is not None:
            return Finding(title=title)
    except DocgenError as error:
        return Finding(title=title, problems=error.problems)
    none = Problem(
        reference="template-missing",
        message=_("There is no common letterhead; each template keeps its own."),
        where=f"templates_docx/{SHARED}/{LETTERHEAD}",
        hint=_("Put one there if all letters are to show the same; otherwise nothing need be done."),
    )
    return Finding(title=title, warnings=(none,))


def _cases(workspace: Workspace) -> Iterator[Problem]:
    folder = workspace.store.root
    place = folder if folder.exists() else folder.parent
    if not os.access(place, os.W_OK):
        yield Problem(
            reference="disk-read-only",
            message=_("Nothing can be written into {folder}.").format(folder=workspace.shown(place)),
            where=str(place),
            hint=_("Ask whoever keeps this disk for the right to write there."),
        )


def _record(workspace: Workspace) -> Finding:
    """The folder of cases and its registers."""
    problems = [*_cases(workspace), *_damaged(workspace)]
    warnings: tuple[Problem, ...] = ()
    try:
        warnings = tuple(_leftovers(workspace, on_damage=lambda error: problems.extend(error.problems)))
    except DocgenError as error:
        problems += error.problems
    return Finding(title=_("Folder of cases"), problems=tuple(problems), warnings=warnings)


@disk_errors()
def _damaged(workspace: Workspace) -> list[Problem]:
    """What is wrong with the chains, rules and projections of the cases; their papers are `docgen verify`'s."""
    problems: list[Problem] = []
    store = workspace.store
    for folder in case_dirs(store):
        try:
            open_case(workspace, folder.name)
        except DocgenError as error:
            problems += error.problems
    for folder in strays(store):
        problems += examine(store, folder).problems
    for link in unfollowed(store):
        problems += link.problems
    return problems


def _leftovers(workspace: Workspace, *, on_damage: OnDamage) -> Iterator[Problem]:
    for claim in unaccounted(workspace.store, on_damage=on_damage):
        yield Problem(
            reference="register-damaged",
            message=_("Number {number} of register {register} belongs to no step.").format(
                number=claim.number, register=claim.register
            ),
            where=f"cases/register/{claim.year}/{claim.register}",
            hint=_("It stays used. If its case was restored from a backup, compare the folders."),
        )

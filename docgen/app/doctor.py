"""What is missing or wrong in an office's workspace, and what to do about each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.book_columns import column_problems, said_columns
from docgen.app.cases import open_case
from docgen.app.check_sop import check_examined
from docgen.app.definitions import examined, no_sop, sop_ids
from docgen.app.registers import no_register
from docgen.app.workspace import LETTERHEAD, SHARED, Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.definition import Examined
from docgen.model.sop import Sop
from docgen.store.cases import case_dirs
from docgen.store.damage import OnDamage, telling
from docgen.store.filesystem import disk_errors
from docgen.store.recovery import strangers, unaccounted
from docgen.store.steps import examine
from docgen.store.strays import strays, unfollowed
from docgen.store.verify import stranger


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
    found = {sop_id: examined(workspace, sop_id) for sop_id in sop_ids(workspace)}
    return (
        Finding(title=_("Settings: docgen.toml"), problems=tuple(_settings(workspace, found))),
        Finding(title=_("SOPs"), problems=() if found else (no_sop(),)),
        *(_sop(workspace, sop_id, definition) for sop_id, definition in found.items()),
        _letterhead(workspace),
        _record(workspace),
    )


def _settings(workspace: Workspace, found: Mapping[str, Examined]) -> Iterator[Problem]:
    if any(definition.problems for definition in found.values()):
        return  # a role that no SOP seems to have may be that of the one which cannot be read
    sops = [definition.sop for definition in found.values() if definition.sop is not None]
    for register, rule in workspace.office.register_.items():
        if any(register in sop.registers for sop in sops):
            yield from column_problems(register, rule, said_columns(sops, register))
    known = {role for definition in found.values() if definition.sop is not None for role in _roles(definition.sop)}
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


def _roles(sop: Sop) -> tuple[str, ...]:
    return tuple(role for role, actor in sop.actors.items() if not actor.external)


def _sop(workspace: Workspace, sop_id: str, definition: Examined) -> Finding:
    report = check_examined(workspace, sop_id, definition)
    sop = definition.sop if not definition.problems else None
    office = [] if sop is None else [*_unstaffed(workspace, sop), *_unregistered(workspace, sop)]
    # In an office that lacks somebody no example can run: what is lacking is said once, not for each of them.
    of_sop = [problem for problem in report.problems if not office or problem.reference != "example-failed"]
    return Finding(title=f"SOP {sop_id}", problems=(*office, *of_sop), warnings=report.warnings)


def _unstaffed(workspace: Workspace, sop: Sop) -> Iterator[Problem]:
    for role in _roles(sop):
        if not workspace.office.holders(role):
            yield Problem(
                reference="office-unstaffed",
                message=_("Nobody holds the role {role} of SOP {sop}.").format(role=role, sop=sop.id),
                where="docgen.toml: pejabat",
                hint=_('Give an official this role: peran = ["{role}"]').format(role=role),
            )


def _unregistered(workspace: Workspace, sop: Sop) -> Iterator[Problem]:
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
    problems = [*_cases(workspace)]
    warnings: list[Problem] = []

    def tell(error: DocgenError) -> None:
        problems.extend(error.problems)

    with telling(tell):
        _look_at_cases(workspace, tell)
    with telling(tell):
        warnings += [
            stranger(path, hint=_("Move it out of the folder of cases.")) for path in strangers(workspace.store)
        ]
    with telling(tell):
        warnings += _leftovers(workspace, tell)
    return Finding(title=_("Folder of cases"), problems=tuple(dict.fromkeys(problems)), warnings=tuple(warnings))


@disk_errors()
def _look_at_cases(workspace: Workspace, tell: OnDamage) -> None:
    """Tells what is wrong with the chains, rules and projections of the cases; their papers are `docgen verify`'s."""
    store = workspace.store
    for folder in case_dirs(store):
        with telling(tell):
            open_case(workspace, folder.name)
    for folder in strays(store):
        tell(DocgenError(examine(store, folder).problems))
    for link in unfollowed(store):
        tell(link)


def _leftovers(workspace: Workspace, tell: OnDamage) -> Iterator[Problem]:
    for claim in unaccounted(workspace.store, on_damage=tell):
        yield Problem(
            reference="register-damaged",
            message=_("Number {number} of register {register} belongs to no step.").format(
                number=claim.number, register=claim.register
            ),
            where=f"cases/register/{claim.year}/{claim.register}",
            hint=_("It stays used. If its case was restored from a backup, compare the folders."),
        )

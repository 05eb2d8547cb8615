"""What is missing or wrong in an office's workspace, and what to do about each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import gettext as _

from docgen.app.book_columns import column_problems, said_columns
from docgen.app.cases import open_case, read_projections
from docgen.app.check_sop import check_examined
from docgen.app.definitions import examined, no_sop, sop_ids
from docgen.app.first_settings import is_made_up
from docgen.app.gaps import gaps
from docgen.app.init import shipped_root
from docgen.app.registers import no_register
from docgen.app.staffing import all_sound, roles_of, sound, staffing_of, vacancies
from docgen.app.workspace import LETTERHEAD, SETTINGS, SHARED, Workspace, read_office
from docgen.errors import DocgenError, Problem
from docgen.model.definition import Examined
from docgen.model.sop import Sop
from docgen.model.toml_source import scan_toml
from docgen.store.cases import case_dirs
from docgen.store.damage import OnDamage, telling
from docgen.store.filesystem import disk_errors
from docgen.store.recovery import strangers, unaccounted
from docgen.store.steps import examine
from docgen.store.strays import strays, unfollowed
from docgen.store.verify import stranger

MADE_UP = "office-sample"


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
        _settings(workspace, found),
        Finding(title=_("SOPs"), problems=() if found else (no_sop(),)),
        *(_sop(workspace, sop_id, definition) for sop_id, definition in found.items()),
        _letterhead(workspace),
        _record(workspace),
    )


def _settings(workspace: Workspace, found: Mapping[str, Examined]) -> Finding:
    office = staffing_of(workspace, found)
    problems = (*office.problems, *_columns(workspace, found))
    warnings = (*office.warnings, *_made_up(workspace))
    return Finding(title=_("Settings: docgen.toml"), problems=problems, warnings=warnings)


def _columns(workspace: Workspace, found: Mapping[str, Examined]) -> Iterator[Problem]:
    """Columns of a register's book that no SOP fills; nothing is said if one of the SOPs cannot be read."""
    sops = sound(found)
    for register, rule in workspace.office.register_.items() if all_sound(found) else ():
        if any(register in sop.registers for sop in sops):
            yield from column_problems(register, rule, said_columns(sops, register))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The one thing to do next."""

    do: str
    where: str = ""


def advice(workspace: Workspace, findings: Iterable[Finding]) -> Advice:
    """What to do next: mend the first thing that is wrong, then name the real officials, then begin to work."""
    looked_at = tuple(findings)
    wrong = [problem for finding in looked_at for problem in finding.problems]
    wrong += [each for finding in looked_at for each in finding.warnings if each.reference == MADE_UP]
    if wrong:
        return Advice(do=wrong[0].hint, where=wrong[0].where)
    if any(case.open for _folder, case in read_projections(workspace, on_damage=lambda _error: None)):
        return Advice(do=_("Go on with what waits: docgen next"))
    sop_id = sop_ids(workspace)[0]
    sop = examined(workspace, sop_id).sop
    assert sop is not None  # noqa: S101  # nothing is wrong with it
    return Advice(do=_("Take in the first case: docgen {sop} {stage}").format(sop=sop_id, stage=sop.first.id))


def _made_up(workspace: Workspace) -> Iterator[Problem]:
    """Tells which officials of the shipped settings still stand there: nobody has these names and numbers."""
    shipped = read_office(shipped_root() / SETTINGS)
    left = [name for name, official in workspace.office.pejabat.items() if is_made_up(shipped, official)]
    if left:
        source, _problems = scan_toml(workspace.read(workspace.root / SETTINGS), name=SETTINGS, reference=MADE_UP)
        where = source.where(("pejabat", left[0])) if source is not None else SETTINGS
        yield Problem(
            reference=MADE_UP,
            message=_("Made-up officials of the sample stand in docgen.toml: {names}.").format(names=", ".join(left)),
            where=where,
            hint=_("Put the real holder in the place of each: nama, jabatan, pangkat, identitas."),
        )


def _sop(workspace: Workspace, sop_id: str, definition: Examined) -> Finding:
    report = check_examined(workspace, sop_id, definition)
    sop = definition.sop if not definition.problems else None
    office = [] if sop is None else [*_vacancies(workspace, sop), *_unregistered(workspace, sop)]
    # In an office that lacks somebody no example can run: what is lacking is said once, not for each of them.
    of_sop = [problem for problem in report.problems if not office or problem.reference != "example-failed"]
    return Finding(title=f"SOP {sop_id}", problems=(*office, *of_sop), warnings=report.warnings)


def _vacancies(workspace: Workspace, sop: Sop) -> Iterator[Problem]:
    """The roles that nobody holds today; where a table waits in the settings as a comment, it is to be filled in."""
    for role in roles_of(sop):
        for problem in vacancies(workspace.office, (role,), workspace.now().date()):
            line = _waiting_table(workspace, role)
            hint = _("Take the # away from the lines of this table, and put the holder's own name and data there.")
            yield problem if line is None else replace(problem, where=f"{SETTINGS}:{line}", hint=hint)


def _waiting_table(workspace: Workspace, role: str) -> int | None:
    """The line of the settings where the table of a role's holder stands as a comment, waiting to be filled in."""
    heading = None
    for number, line in enumerate(workspace.read(workspace.root / SETTINGS).decode(errors="replace").splitlines(), 1):
        words = line.removeprefix("#").strip()
        if words.startswith("["):
            heading = number if line.startswith("#") else None
        if heading is not None and words.startswith("peran") and f'"{role}"' in words:
            return heading
    return None


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
    """Tells what is wrong with the chains, rules and projections of the cases, and which of their numbers is lost.

    Their papers are `docgen verify`'s.
    """
    store = workspace.store
    for folder in case_dirs(store):
        with telling(tell):
            open_case(workspace, folder.name)
    for folder in strays(store):
        tell(DocgenError(examine(store, folder).problems))
    for link in unfollowed(store):
        tell(link)
    gaps(workspace, on_damage=tell)


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

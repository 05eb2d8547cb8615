"""Everything that is wrong with a case, at once: its chain, its papers, its numbers and its `case.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, Problem
from docgen.model.case import Number, Step
from docgen.store.filesystem import disk_errors
from docgen.store.joint import operation_in
from docgen.store.layout import STEP_FILE, Store, step_name
from docgen.store.projection import CASE_FILE, Fold, check_projection
from docgen.store.register import claim_path, read_claim
from docgen.store.steps import examine
from docgen.workflow.fold import undone

Numbers = Callable[[Step], Iterable[Number]]
"""Every number that a step took."""
_LITTER = ("~$*", ".~lock.*#", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".DS_Store", "._*")
"""What word processors and file managers leave beside a file that was looked at: it says nothing of the record."""


def numbers_of_papers(step: Step) -> Iterator[Number]:
    """The numbers of a step's papers."""
    yield from (document.number for document in step.documents if document.number is not None)


@disk_errors()
def verify(store: Store, case_dir: Path, fold: Fold, *, numbers: Numbers = numbers_of_papers) -> list[Problem]:
    """Compare everything of a case that lies on the disk with what its steps say.

    Args:
        store: the record.
        case_dir: the case.
        fold: what makes `case.json` of the steps.
        numbers: what numbers a step took; only the SOP knows which of its fields are numbers.

    Returns:
        All problems, none if the record is whole. A `case.json` that is only behind is none: it is rewritten.
    """
    reading = examine(store, case_dir)
    problems = [*reading.problems, *_members(store, reading.steps), *edited(store, case_dir, reading.steps)]
    taken_back = undone(reading.steps)
    for step in reading.steps:
        for number in numbers(step):
            problems += _number(store, step, number, may_be_void=step.seq in taken_back)
    if not reading.problems:
        try:
            check_projection(store, case_dir, expected=fold(reading.steps), head_seq=reading.steps[-1].seq)
        except DocgenError as error:
            problems += error.problems
    return problems


@disk_errors()
def edited(store: Store, case_dir: Path, steps: Iterable[Step], *, lost_seals: bool = True) -> list[Problem]:
    """What lies in the folders of a case otherwise than its steps say: changed, missing, or strange to it.

    Args:
        store: the record.
        case_dir: the case.
        steps: its steps.
        lost_seals: whether sealed pages that are missing are told, too: nobody can print them again.
    """
    found: list[Problem] = []
    for step in steps:
        found += _papers(store, case_dir, case_dir / step_name(step.seq), step, lost_seals=lost_seals)
    return [*found, *_strangers(store, case_dir)]


def is_as_recorded(store: Store, path: Path, sha256: str) -> bool:
    """Whether a file lies there with just these bytes. Raises OSError if it cannot be read."""
    try:
        return hashlib.sha256(store.fs.read(path)).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _papers(store: Store, case_dir: Path, folder: Path, step: Step, *, lost_seals: bool) -> Iterator[Problem]:
    """Each paper and file of a step by its hash, and whatever else lies beside them."""
    known = {STEP_FILE}
    sealed = {document.path: document.kind for document in step.documents if document.template is None}
    papers = [(document.path, document.sha256) for document in step.documents]
    papers += [(file.path, file.sha256) for file in step.files]
    papers += [(copy.path, copy.sha256) for copy in step.copies]
    for written, sha256 in papers:
        path = case_dir / written
        if path.parent != folder:
            yield _changed(path, _("{path} is said to be a paper of step {seq}, but does not lie in its folder."), step)
            continue
        known.add(path.name)
        try:
            whole = is_as_recorded(store, path, sha256)
        except IsADirectoryError:
            yield _changed(path, _("{path} of step {seq} is a folder."), step, sealed.get(written))
        else:
            if not whole and store.fs.exists(path):
                yield _changed(path, _("{path} of step {seq} was changed."), step, sealed.get(written))
            elif not whole and (lost_seals or written not in sealed):
                yield _changed(path, _("{path} of step {seq} is missing."), step, sealed.get(written))
    for name in store.fs.names(folder):
        if name not in known and not _is_litter(name):
            yield stranger(folder / name)


def _strangers(store: Store, case_dir: Path) -> Iterator[Problem]:
    """What lies in the folder of a case beside its steps and `case.json`."""
    folders = set(store.fs.folders(case_dir))
    for name in store.fs.names(case_dir):
        number = name.isdecimal() and name in folders  # a misnamed step is a problem of the chain
        if name != CASE_FILE and not number and not _is_litter(name):
            yield stranger(case_dir / name)


def _is_litter(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in _LITTER)


def _members(store: Store, steps: Iterable[Step]) -> Iterator[Problem]:
    """The steps that a session took in its members must stand there, as they were taken; and its own for theirs."""
    for step in steps:
        session, _slash, seq = (step.with_ or "").partition("/")
        if session and operation_in(store, store.case_dir(session) / step_name(int(seq))) != step.operation:
            yield Problem(
                reference="chain-broken",
                message=_("Step {seq} of {case} was taken by {session}, which is missing.").format(
                    seq=step.seq, case=step.case, session=step.with_
                ),
                where=str(store.case_dir(session) / step_name(int(seq))),
                hint=_("Restore this folder from the backup, then run `docgen verify {case}`.").format(case=session),
            )
        for member in step.members:
            folder = store.case_dir(member.case) / step_name(member.seq)
            if operation_in(store, folder) != step.operation:
                yield Problem(
                    reference="chain-broken",
                    message=_("Step {seq} of {case}, taken by {session}, is missing.").format(
                        seq=member.seq, case=member.case, session=f"{step.case}/{step.seq}"
                    ),
                    where=str(folder),
                    hint=_("Restore this folder from the backup, then run `docgen verify {case}`.").format(
                        case=member.case
                    ),
                )


def _number(store: Store, step: Step, number: Number, *, may_be_void: bool) -> Iterator[Problem]:
    """A number that a step took must stand in its register, for this step, and not be void while the step stands."""
    year = number.tanggal.year
    try:
        path = claim_path(store, year=year, register=number.register_, number=number.urut)
        claim = read_claim(store, year=year, register=number.register_, number=number.urut)
    except DocgenError as error:
        yield from error.problems
        return
    except ValueError:
        yield _unregistered(_step_file(store, step), _("The register of the number {number} has no name."), number)
        return
    if claim is None:
        yield _unregistered(path, _("The number {number} does not stand in its register."), number)
    elif (claim.operation, claim.case, claim.step) != (step.operation, step.case, step.seq):
        yield _unregistered(path, _("The number {number} stands in its register for another step."), number)
    elif claim.void is not None and not may_be_void:
        yield _unregistered(path, _("The number {number} of a recorded step is void in its register."), number)


def _step_file(store: Store, step: Step) -> Path:
    """The `step.json` of a step."""
    return store.case_dir(step.case) / step_name(step.seq) / STEP_FILE


def _changed(path: Path, message: str, step: Step, sealed: str | None = None) -> Problem:
    hint = _("Put it back with `docgen verify {case} --restore`, or else from the backup; to mend it is a new step.")
    if sealed is not None:
        hint = _("Put it back from the backup; without one, remove it and issue another: docgen reissue {case} {kind}")
    return Problem(
        reference="paper-changed",
        message=message.format(path=path, seq=step.seq),
        where=str(path),
        hint=hint.format(case=step.case, kind=sealed),
    )


def stranger(path: Path, *, hint: str = "") -> Problem:
    """What lies among the cases and belongs to no step. `hint`: what to do, unless it may be handed in."""
    return Problem(
        reference="paper-changed",
        message=_("{path} belongs to no step.").format(path=path),
        where=str(path),
        hint=hint or _("Move it elsewhere, or hand it in with `docgen attach`."),
    )


def _unregistered(path: Path, message: str, number: Number) -> Problem:
    return Problem(
        reference="register-damaged",
        message=message.format(number=number.nomor),
        where=str(path),
        hint=_("Restore the register from the backup."),
    )

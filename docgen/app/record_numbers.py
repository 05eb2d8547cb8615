"""Recording numbers that were given outside docgen, such as in the book on paper, so that no step takes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from gettext import gettext as _

from docgen.app.definitions import examined, sop_ids
from docgen.app.officials import actor_for, official
from docgen.app.reason import checked_text
from docgen.app.registers import check_register, refuse_lost
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Person
from docgen.model.command_words import command_line
from docgen.model.moments import parse_date
from docgen.model.office import print_number
from docgen.model.sop import Sop, Stage
from docgen.model.text import ValueProblem, quoted
from docgen.store.outside import record_outside
from docgen.store.recovery import recover
from docgen.store.register import LAST, Outside, next_number, read_claim

MOST = 1000
"""Numbers that one command records: they can never be taken back, and a slip of the finger must not end the year."""
_RUN = re.compile(r"\s*0*([0-9]{1,6})(?:\s*[-–]\s*0*([0-9]{1,6}))?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded, or would be."""

    register: str
    year: int
    first: int
    last: int
    outside: Outside
    dry_run: bool = False


def record_numbers(
    workspace: Workspace,
    register: str,
    numbers: str,
    *,
    note: str,
    date: str | None = None,
    by: str | None = None,
    dry_run: bool = False,
) -> Recorded:
    """Records numbers of a register as given outside docgen.

    Args:
        workspace: where.
        register: its id.
        numbers: `57`, or `1-213`; the first must be the next free one, for a series has no holes.
        note: what they went to.
        date: the day of their papers, which decides the year; today if left out.
        by: who records them; if left out, whoever takes numbers of this register in the SOPs.
        dry_run: only say what would be recorded.

    Raises:
        DocgenError: nothing was recorded, unless the message says what was.
    """
    check_register(workspace, register, among=tuple(workspace.office.register_))
    first, last = _run(numbers)
    said = checked_text(note, where="--note", empty=_("The note is empty."), like="--note 'buku kertas'")
    day = _day(workspace, date)
    outside = Outside(note=said, date=day, by=recorder(workspace, register, by))
    if not dry_run:
        recover(workspace.store, at=workspace.now())
    given = Recorded(register=register, year=day.year, first=first, last=last, outside=outside, dry_run=dry_run)
    _refuse_hole(workspace, given)
    if not dry_run:
        _record(workspace, given)
    return given


def _run(text: str) -> tuple[int, int]:
    match = _RUN.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 0 < first <= last <= LAST:
        raise refuse(
            "option-unusable",
            _("{text} is neither a number nor a run of numbers.").format(text=quoted(text)),
            where=_("NUMBERS"),
            hint=_("Write one number, such as {one}, or the first and the last, such as {run}.").format(
                one="57", run="1-213"
            ),
        )
    if last - first >= MOST:
        raise refuse(
            "option-unusable",
            _("{first}–{last} are {count} numbers; at most {most} are recorded at once.").format(
                first=first, last=last, count=last - first + 1, most=MOST
            ),
            where=_("NUMBERS"),
            hint=_("If they are meant, begin with {run}.").format(run=f"{first}-{first + MOST - 1}"),
        )
    return first, last


def _day(workspace: Workspace, text: str | None) -> dt.date:
    today = workspace.now().date()
    if text is None:
        return today
    try:
        day = parse_date(text, today=today)
    except ValueProblem as problem:
        raise refuse("time-invalid", f"{problem}.", where="--date", hint=problem.hint) from None
    if day > today:
        raise refuse(
            "time-invalid",
            _("{date} is in the future (today is {today}).").format(date=day.isoformat(), today=today.isoformat()),
            where="--date",
            hint=_("Give the date of the paper, or leave --date out."),
        )
    return day


def recorder(workspace: Workspace, register: str, by: str | None) -> Person:
    """Who writes into a register: the official named, else the one who takes numbers of it in the SOPs.

    Raises:
        DocgenError: `official-unknown`: there is no such official, or several (or none) could be meant.
    """
    today = workspace.now().date()
    if by is not None:
        return official(workspace.office, by, on=today)[0]
    found: dict[str, Person] = {}
    for sop, stage in _takers(workspace, register):
        try:
            person, _role = actor_for(workspace.office, sop, stage, None, on=today)
        except DocgenError:
            continue  # several hold the role, or nobody does
        found[person.id] = person
    if len(found) == 1:
        return next(iter(found.values()))
    names = tuple(found) or tuple(workspace.office.pejabat)
    raise refuse(
        "official-unknown",
        _("Several officials may write into the register {register}: {names}.").format(
            register=register, names=", ".join(names) or "–"
        ),
        where="--by",
        hint=_("Say who it was: --by {name}").format(name=names[0] if names else _("OFFICIAL")),
    )


def _takers(workspace: Workspace, register: str) -> Iterator[tuple[Sop, Stage]]:
    """The stages that take numbers of a register, in the SOPs that can be read."""
    for sop_id in sop_ids(workspace):
        sop = examined(workspace, sop_id).sop
        if sop is None:
            continue
        fields = {name for name, spec in sop.fields.items() if spec.register_ == register}
        papers = {kind for kind, document in sop.documents.items() if document.register_ == register}
        for stage in sop.stages:
            if fields.intersection(stage.captures) or papers.intersection(stage.documents):
                yield sop, stage


def _refuse_hole(workspace: Workspace, given: Recorded) -> None:
    """Refuses a run that does not begin with the next free number. Raises `number-refused`."""
    free = next_number(workspace.store, year=given.year, register=given.register)
    if free == 1:
        refuse_lost(workspace, year=given.year, register=given.register)
    if given.first == free:
        return
    if free > given.last:
        raise refuse(
            "number-refused",
            _(
                "{run} of register {register} of {year} is recorded already: {holder}. The next number is {next}."
            ).format(
                run=_shown(given.first, given.last),
                register=given.register,
                year=given.year,
                holder=_holder(workspace, given, given.first),
                next=free,
            ),
            where=_("NUMBERS"),
            hint=_("See: docgen register list --year {year} --register {register}").format(
                year=given.year, register=given.register
            ),
        )
    raise refuse(
        "number-refused",
        _("The next number of register {register} of {year} is {next}, not {first}: the series has no holes.").format(
            register=given.register, year=given.year, next=free, first=given.first
        ),
        where=_("NUMBERS"),
        hint=_("If {run} were given outside docgen: {command}").format(
            run=_shown(free, given.last), command=_command(given, first=free)
        ),
    )


def _shown(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _command(given: Recorded, *, first: int) -> str:
    """What records a run up to the same end."""
    run = str(first) if first == given.last else f"{first}-{given.last}"
    words = ["docgen", "register", "record", given.register, run, "--note", given.outside.note]
    return command_line([*words, "--date", given.outside.date.isoformat(), "--by", given.outside.by.id])


def _holder(workspace: Workspace, given: Recorded, number: int) -> str:
    """What a number that was given out went to, in words."""
    claim = read_claim(workspace.store, year=given.year, register=given.register, number=number)
    if claim is None or (claim.outside is None and claim.case is None):
        return "–"
    if claim.outside is not None:
        return _("{number} outside docgen ({note})").format(number=number, note=claim.outside.note)
    return _("{number} to step {step} of case {case}").format(number=number, step=claim.step, case=claim.case)


def _record(workspace: Workspace, given: Recorded) -> None:
    """Records the run; if it breaks off, says how far it came."""
    try:
        taken = record_outside(
            workspace.store,
            register=given.register,
            year=given.year,
            numbers=range(given.first, given.last + 1),
            outside=lambda number: given.outside.model_copy(update={"printed": _printed(workspace, given, number)}),
            operation=workspace.operation(),
            at=workspace.now(),
        )
    except (DocgenError, KeyboardInterrupt) as error:
        free = next_number(workspace.store, year=given.year, register=given.register)
        if free <= given.first:
            raise
        raise _broken_off(given, free, error) from error
    if taken is None:
        return
    if taken == given.first:
        _refuse_hole(workspace, given)  # somebody took it meanwhile: now it is not the next one any more
    raise refuse(
        "number-taken",
        _("While {run} were being recorded, docgen gave out {holder}. Recorded are {done}.").format(
            run=_shown(given.first, given.last),
            holder=_holder(workspace, given, taken),
            done=_shown(given.first, taken - 1),
        ),
        where=_("NUMBERS"),
        hint=_(
            "If the book on paper gives {number} to another letter, that letter needs another number. "
            "See: docgen register gaps --year {year} --register {register}"
        ).format(number=taken, year=given.year, register=given.register),
    )


def _printed(workspace: Workspace, given: Recorded, number: int) -> str | None:
    """A number as its paper shows it; nothing if the pattern has a code, which nobody said."""
    rule = workspace.office.register_[given.register]
    if "{kode}" in rule.pola:
        return None
    return print_number(rule, number=number, date=given.outside.date, code="", unit=workspace.office.kantor.kode_unit)


def _broken_off(given: Recorded, free: int, error: BaseException) -> DocgenError:
    """What broke a run off, with how far it came and how it goes on."""
    if free > given.last:
        truth = _("All of {run} are recorded.").format(run=_shown(given.first, given.last))
    else:
        truth = _("Recorded are {done}. Go on with: {command}").format(
            done=_shown(given.first, free - 1), command=_command(given, first=free)
        )
    if isinstance(error, DocgenError):
        return DocgenError(replace(problem, hint=truth) for problem in error.problems)
    return refuse("interrupted", _("Interrupted."), hint=truth)

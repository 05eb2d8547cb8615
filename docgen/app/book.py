"""The book of a register in a year: a row for each number, in the columns that the SOPs and the office ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from docgen.app.book_columns import Columns, column_problems, headings_of, own_columns, said_columns
from docgen.app.book_row import number_of, own_facts, row_facts
from docgen.app.cases import pinned_rules
from docgen.app.definitions import examined, sop_ids
from docgen.app.registers import all_claims, printed
from docgen.app.staffing import sound
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.exchange.workbook import Cell, Sheet
from docgen.model.case import Document, Number, Step
from docgen.model.expression import Expression
from docgen.model.office import RegisterRule
from docgen.model.printed import show
from docgen.model.sop import Sop
from docgen.model.values import kind_of
from docgen.store.recovery import is_held
from docgen.store.register import Claim
from docgen.store.steps import load
from docgen.workflow.fold import undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book, ready to be written."""

    table: Sheet
    warnings: tuple[Problem, ...]
    """What a row could not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """The step that a number went to, and what it says of it."""

    sop: Sop
    steps: list[Step]
    step: Step
    number: Number
    document: Document | None
    """The paper that bears the number; nothing if it is that of a field."""

    @property
    def undone(self) -> bool:
        """Whether the step was taken back."""
        return self.step.seq in undone(self.steps)


@dataclass
class _Reader:
    """The cases of a book, each read once."""

    workspace: Workspace
    register: str
    rules: dict[str, Sop] = field(default_factory=dict)
    cases: dict[str, tuple[Sop, list[Step]]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def case(self, case: str) -> tuple[Sop, list[Step]]:
        """The rules and steps of a case. Raises DocgenError if they are damaged."""
        if case not in self.cases:
            steps = load(self.workspace.store, self.workspace.store.case_dir(case))
            pin = steps[0].sop
            assert pin is not None  # noqa: S101  # load() refuses a first step without one
            if pin.definition not in self.rules:
                self.rules[pin.definition] = pinned_rules(self.workspace, pin)
            self.cases[case] = self.rules[pin.definition], steps
        return self.cases[case]

    def taken(self, claim: Claim) -> _Taken | None:
        """What the step of a number says of it; nothing if no step has it."""
        if claim.case is None or claim.step is None or not is_held(self.workspace.store, claim):
            return None
        sop, steps = self.case(claim.case)
        step = steps[claim.step - 1]
        found = number_of(sop, step, claim.register, claim.number)
        if found is None:
            return None
        return _Taken(sop=sop, steps=steps, step=step, number=found[0], document=found[1])

    def warn(self, claim: Claim, message: str, hint: str) -> None:
        """Notes what a row cannot tell."""
        where = f"{self.register} {claim.year}: {claim.number}"
        self.warnings.append(Problem(reference="expression-failed", message=message, where=where, hint=hint))


def book(workspace: Workspace, register: str, *, year: int) -> Book:
    """The book of a register.

    Args:
        workspace: where.
        register: its id.
        year: which year.

    Raises:
        DocgenError: no number was given out in that year, the register or a case is damaged, or the office's columns
            leave out what every row must show.
    """
    claims = all_claims(workspace, register=register)
    _refuse_empty(register, year, {claim.year for claim in claims})
    claims = tuple(claim for claim in claims if claim.year == year)
    reader = _Reader(workspace, register)
    held = [claim.case for claim in claims if claim.case is not None and is_held(workspace.store, claim)]
    sops = [*_current(workspace), *(reader.case(case)[0] for case in dict.fromkeys(held))]
    said = said_columns(sops, register)
    rule = workspace.office.register_.get(register, RegisterRule())
    problems = tuple(column_problems(register, rule, said))
    if problems:
        raise DocgenError(problems)
    headings, own = headings_of(rule, said), own_columns(said)
    rows = tuple(_row(reader, claim, headings, own) for claim in claims)
    return Book(
        table=Sheet(
            name=f"{register} {year}"[:31],
            title=(rule.nama or register, workspace.office.kantor.nama, f"Tahun {year}"),
            author=workspace.office.kantor.nama,
            made=dt.date(year, 1, 1),
            headings=headings,
            rows=rows,
        ),
        warnings=tuple(dict.fromkeys(reader.warnings)),
    )


def _refuse_empty(register: str, year: int, years: Iterable[int]) -> None:
    if year not in years:
        known = ", ".join(map(str, sorted(years)))
        raise refuse(
            "option-unusable",
            _("The register {register} gave out no number in {year}.").format(register=register, year=year),
            where="--year",
            hint=_("Years with numbers: {years}.").format(years=known) if known else _("It has given out none so far."),
        )


def _current(workspace: Workspace) -> list[Sop]:
    """The rules of this workspace that can be read: SOPs and their sessions."""
    return sound({sop_id: examined(workspace, sop_id) for sop_id in sop_ids(workspace)})


def _row(reader: _Reader, claim: Claim, headings: Iterable[str], own: Columns) -> tuple[Cell, ...]:
    taken = reader.taken(claim)
    rule = reader.workspace.office.register_.get(claim.register, RegisterRule())
    facts = own_facts(
        number=claim.number,
        printed=printed(reader.workspace, claim) or f"{claim.number:0{rule.lebar}d}",
        date=_date(claim, taken),
        remark=_remark(claim, taken),
    )
    columns = own
    if taken is None and claim.outside is None and claim.void is None:
        message = _("Number {number} of register {register} belongs to no step.")
        hint = _("It stays used. If its case was restored from a backup, compare the folders.")
        reader.warn(claim, message.format(number=claim.number, register=claim.register), hint)
    elif taken is not None and claim.void is None and not taken.undone:
        if claim.register in taken.sop.registers:
            columns = taken.sop.registers[claim.register]
            facts |= row_facts(taken.sop, taken.steps, taken.step.seq, taken.document)
        else:
            message = _("Case {case} keeps rules that say nothing of this register.").format(case=claim.case)
            reader.warn(claim, message, _("Fill its row in by hand."))
    return tuple(
        _cell(reader, claim, heading, columns[heading], facts) if heading in columns else None for heading in headings
    )


def _date(claim: Claim, taken: _Taken | None) -> dt.date | None:
    """The day of a number; of one that nothing came of, nobody knows it."""
    if taken is not None:
        return taken.number.tanggal
    return claim.outside.date if claim.outside is not None else None


def _remark(claim: Claim, taken: _Taken | None) -> str | None:
    """Why a number is void, what it went to outside docgen, or why its step does not stand."""
    note = claim.outside.note if claim.outside is not None else None
    if claim.void is not None:
        return "; ".join(filter(None, (f"Batal: {claim.void}", note)))
    if taken is not None and taken.undone:
        reason = next(step.reason for step in taken.steps if step.undoes == taken.step.seq)
        return f"Langkah {taken.step.seq} kasus {taken.step.case} dibatalkan: {reason}"
    return note


def _cell(reader: _Reader, claim: Claim, heading: str, expression: Expression, facts: Mapping[str, Any]) -> Cell:
    """What a column shows. What it cannot tell stays empty, with a warning: one cell must not hide a year's book."""
    try:
        value = expression.evaluate(facts)
        return _shown(value)
    except DocgenError as error:
        problem = error.problems[0]
        reader.warn(claim, f"{heading}: {problem.message}", problem.hint)
    except TypeError:
        message = _("{heading}: “{expression}” gives {kind}, which no cell can show.").format(
            heading=heading, expression=expression.text, kind=kind_of(value)
        )
        reader.warn(claim, message, _("Let the column name one value, or a list of values."))
    return None


def _shown(value: Any) -> Cell:
    """A value as a cell holds it: dates and whole numbers as themselves, so that they can be sorted."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return "; ".join(show(each) for each in value if each is not None)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return show(value)

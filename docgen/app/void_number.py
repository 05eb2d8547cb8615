"""Declaring a number void that came to nothing: it stays used, and its reason stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.reason import checked_reason
from docgen.app.record_numbers import recorder
from docgen.app.registers import check_register
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, refuse
from docgen.model.case import Person
from docgen.store.recovery import is_held, recover
from docgen.store.register import LAST, Claim, claim_path, lost, next_number, read_claim, void
from docgen.store.steps import load
from docgen.workflow.fold import undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """A number that is void, or would be."""

    register: str
    year: int
    number: int
    reason: str
    by: Person
    dry_run: bool = False


def void_number(
    workspace: Workspace,
    register: str,
    number: int,
    *,
    reason: str,
    year: int | None = None,
    by: str | None = None,
    dry_run: bool = False,
) -> Voided:
    """Declares a number void: one from outside docgen, or of a step that was undone.

    Args:
        workspace: where.
        register: the register's id.
        number: its place in the series.
        reason: why.
        year: the register's year; this year if left out.
        by: who declares it; if left out, whoever takes numbers of this register in the SOPs.
        dry_run: only say what would be recorded.

    Raises:
        DocgenError: `number-refused`: it was never given, is void already, or its paper or field stands.
    """
    check_register(workspace, register)
    said = checked_reason(reason)
    person = recorder(workspace, register, by)
    if not dry_run:
        recover(workspace.store, at=workspace.now())
    when = workspace.now().year if year is None else year
    claim = read_claim(workspace.store, year=when, register=register, number=number) if number <= LAST else None
    if claim is None:
        raise _not_given(workspace, register, when, number)
    _refuse_void(claim)
    if claim.outside is None:
        _refuse_standing(workspace, claim)
    done = Voided(register=register, year=when, number=number, reason=said, by=person, dry_run=dry_run)
    if not dry_run:
        void(
            workspace.store,
            year=when,
            register=register,
            number=number,
            reason=said,
            operation=workspace.operation(),
            at=workspace.now(),
            by=person,
        )
    return done


def _not_given(workspace: Workspace, register: str, year: int, number: int) -> DocgenError:
    free = next_number(workspace.store, year=year, register=register)
    if number < free:
        path = claim_path(workspace.store, year=year, register=register, number=number)
        return lost(path, number)
    return refuse(
        "number-refused",
        _("{number} of register {register} was not given out in {year}; the next number is {next}.").format(
            number=number, register=register, year=year, next=free
        ),
        where=_("NUMBER"),
        hint=_(
            "Only a number that was given out can be void; for another year add --year. See: "
            "docgen register list --register {register}"
        ).format(register=register),
    )


def _refuse_void(claim: Claim) -> None:
    if claim.void is None:
        return
    raise refuse(
        "number-refused",
        _("{number} of register {register} of {year} is void already: {reason}").format(
            number=claim.number, register=claim.register, year=claim.year, reason=claim.void
        ),
        where=_("NUMBER"),
        hint=_("Nothing is left to do. See: docgen register gaps --register {register}").format(
            register=claim.register
        ),
    )


def _refuse_standing(workspace: Workspace, claim: Claim) -> None:
    """Refuses if the step that a number went to stands, or is not there at all."""
    store = workspace.store
    if claim.case is None or not is_held(store, claim):
        raise refuse(
            "register-damaged",
            _(
                "{number} of register {register} of {year} went to step {step} of case {case}, which is not there."
            ).format(number=claim.number, register=claim.register, year=claim.year, step=claim.step, case=claim.case),
            where=f"cases/register/{claim.year}/{claim.register}",
            hint=_("Restore this step from the backup; if it is being recorded just now, wait a moment."),
        )
    if claim.step in undone(load(store, store.case_dir(claim.case))):
        return
    raise refuse(
        "number-refused",
        _("{number} of register {register} of {year} stands in step {step} of case {case}.").format(
            number=claim.number, register=claim.register, year=claim.year, step=claim.step, case=claim.case
        ),
        where=_("NUMBER"),
        hint=_(
            "If that step is wrong, take it back first: docgen undo {case} --reason '…'; if only a value in it is, "
            "mend that: docgen correct {case} --set PATH=VALUE --reason '…'"
        ).format(case=claim.case),
    )

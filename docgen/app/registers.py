"""The numbers given out, by year and register."""

from __future__ import annotations

import re
from gettext import gettext as _

from docgen.app.workspace import Workspace
from docgen.errors import Problem, refuse
from docgen.model.office import RegisterRule
from docgen.store.cases import case_dirs
from docgen.store.damage import OnDamage, told
from docgen.store.filesystem import disk_errors
from docgen.store.layout import STEP_FILE
from docgen.store.register import Claim, claims, registers


def all_claims(
    workspace: Workspace, *, year: int | None = None, register: str | None = None, on_damage: OnDamage | None = None
) -> tuple[Claim, ...]:
    """Every number given out that fits, in the order of years, registers and numbers; void ones with their reason.

    Args:
        workspace: where.
        year: only of this year.
        register: only of this register.
        on_damage: is told of each file that is damaged; without it they are an error.

    Raises:
        DocgenError: everything that is wrong with the registers, if there is no `on_damage`.
    """
    store = workspace.store
    with told(on_damage) as tell:
        return tuple(
            claim
            for found_year, name in registers(store, on_damage=tell)
            if (year is None or found_year == year) and (register is None or name == register)
            for claim in claims(store, year=found_year, register=name, on_damage=tell)
        )


@disk_errors()
def refuse_lost(workspace: Workspace, *, year: int, register: str) -> None:
    """Refuses a register that begins anew though steps of that year have numbers of it. Raises `register-damaged`."""
    fs = workspace.fs
    number = re.compile(rf'"tanggal": "{year:04d}-[0-9-]+",\s+"register": "{re.escape(register)}"'.encode())
    for folder in case_dirs(workspace.store):
        for name in fs.folders(folder):
            path = folder / name / STEP_FILE
            if fs.exists(path) and number.search(fs.read(path)):
                raise refuse(
                    "register-damaged",
                    _("The register {register} of {year} is empty, but {path} has a number of it.").format(
                        register=register, year=year, path=workspace.shown(path)
                    ),
                    where=workspace.shown(workspace.store.root / "register"),
                    hint=_("Restore the register from the backup."),
                )


def no_register(register: str) -> Problem:
    """What is wrong where an SOP takes its numbers from a register that the office does not have."""
    return Problem(
        reference="office-invalid",
        message=_("docgen.toml has no register {register}.").format(register=register),
        where=f"docgen.toml: register.{register}",
        hint=_('Add: [register.{register}] with pola = "{pattern}"').format(
            register=register, pattern=RegisterRule().pola
        ),
    )

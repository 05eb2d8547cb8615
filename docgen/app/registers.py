"""The numbers given out, by year and register."""

from __future__ import annotations

from docgen.app.workspace import Workspace
from docgen.store.register import Claim, claims, registers


def all_claims(workspace: Workspace, *, year: int | None = None, register: str | None = None) -> tuple[Claim, ...]:
    """Every number given out that fits, in the order of years, registers and numbers; void ones with their reason."""
    store = workspace.store
    return tuple(
        claim
        for found_year, name in registers(store)
        if (year is None or found_year == year) and (register is None or name == register)
        for claim in claims(store, year=found_year, register=name)
    )

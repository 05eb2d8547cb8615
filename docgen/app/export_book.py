"""Writing the book of a register as an Excel file beside the record: whole, and over nothing that nobody named."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.book import book
from docgen.app.hand_out import Made, hand_out, refuse_places
from docgen.app.registers import check_register
from docgen.app.workspace import Workspace
from docgen.errors import Problem, refuse
from docgen.exchange.workbook import workbook

SUFFIX = ".xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written, or would be."""

    file: Path
    register: str
    year: int
    columns: tuple[str, ...]
    rows: int
    warnings: tuple[Problem, ...]
    dry_run: bool = False


def export_book(
    workspace: Workspace, register: str, target: Path, *, year: int | None = None, force: bool = False, dry_run: bool
) -> Exported:
    """Writes the book of a register.

    Args:
        workspace: where.
        register: its id.
        target: the file.
        year: which year; this year if left out.
        force: whether a file of this name may be replaced.
        dry_run: only say what would be written.

    Raises:
        DocgenError: nothing was written.
    """
    check_register(workspace, register)
    check_suffix(target)
    refuse_places(workspace.root, [target], force=force)
    found = book(workspace, register, year=workspace.now().year if year is None else year)
    content = workbook(found.table)
    if not dry_run:
        hand_out([Made(target, content)], fs=workspace.fs, force=force)
    return Exported(
        file=target,
        register=register,
        year=found.table.made.year,
        columns=found.table.headings,
        rows=len(found.table.rows),
        warnings=found.warnings,
        dry_run=dry_run,
    )


def check_suffix(target: Path, *, option: str = "-o") -> None:
    """Refuses a file that is to be a workbook and is not named like one. Raises `option-unusable`."""
    if target.suffix.casefold() != SUFFIX:
        raise refuse(
            "option-unusable",
            _("{file} does not end in {suffix}.").format(file=target.name, suffix=SUFFIX),
            where=option,
            hint=_("Write {option} {example}.").format(
                option=option, example=target.with_suffix(SUFFIX).name or f"buku{SUFFIX}"
            ),
        )

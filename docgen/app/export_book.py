"""Writing the book of a register as an Excel file beside the record: whole, and over nothing that nobody named."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.book import book
from docgen.app.registers import check_register
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem, refuse
from docgen.render.workbook import workbook
from docgen.store.filesystem import FORBIDDEN, disk_errors

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
    with disk_errors():
        _check_target(workspace, target, force=force)
    found = book(workspace, register, year=workspace.now().year if year is None else year)
    content = workbook(found.table)
    if not dry_run:
        _write(workspace, target, content, force=force)
    return Exported(
        file=target,
        register=register,
        year=found.table.made.year,
        columns=found.table.headings,
        rows=len(found.table.rows),
        warnings=found.warnings,
        dry_run=dry_run,
    )


def _check_target(workspace: Workspace, target: Path, *, force: bool) -> None:
    if target.suffix.casefold() != SUFFIX:
        raise refuse(
            "option-unusable",
            _("{file} does not end in {suffix}.").format(file=target.name, suffix=SUFFIX),
            where="-o",
            hint=_("Write -o {example}.").format(example=target.with_suffix(SUFFIX).name or f"buku{SUFFIX}"),
        )
    if not target.parent.is_dir():
        raise refuse(
            "option-unusable",
            _("There is no folder {folder}.").format(folder=target.parent),
            where="-o",
            hint=_("Make the folder first, or name one that is there."),
        )
    if target.resolve().is_relative_to(workspace.store.root.resolve()):
        raise refuse(
            "option-unusable",
            _("{file} would lie in the folder of cases, where only docgen's own files may be.").format(file=target),
            where="-o",
            hint=_("Name a file elsewhere."),
        )
    if workspace.fs.exists(target) and not force:
        raise _taken(target)
    for name in (f".~lock.{target.name}#", f"~${target.name}"):  # what LibreOffice and Excel leave while it is open
        if workspace.fs.exists(target.with_name(name)):
            raise _open_elsewhere(target)


def _write(workspace: Workspace, target: Path, content: bytes, *, force: bool) -> None:
    """Writes the file beside its place first: who opens it sees the old or the new one, both whole."""
    fs = workspace.fs
    hidden = target.with_name(f".{target.name}.{workspace.operation()}")
    with disk_errors():
        try:
            fs.write_new(hidden, content)
            (fs.replace if force else fs.rename_new)(hidden, target)
            fs.sync_dir(target.parent)
        except FileExistsError as error:
            raise _taken(target) from error
        except OSError as error:
            if error.errno in FORBIDDEN and fs.exists(target):
                raise _open_elsewhere(target) from error
            raise
        finally:
            fs.remove(hidden)


def _taken(target: Path) -> DocgenError:
    return refuse(
        "would-overwrite",
        _("{file} is there already.").format(file=target),
        where="-o",
        hint=_("Choose another name, or add --force to replace it."),
    )


def _open_elsewhere(target: Path) -> DocgenError:
    return refuse(
        "disk-read-only",
        _("{file} cannot be replaced: it seems to be open in another program, or may not be written.").format(
            file=target
        ),
        where="-o",
        hint=_("Close it in Excel or LibreOffice, or choose another name."),
    )

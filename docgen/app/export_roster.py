"""Writing a list as an Excel file beside the record, to be filled in and read again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.app.export_book import check_suffix
from docgen.app.hand_out import Made, hand_out, refuse_places
from docgen.app.workspace import Workspace
from docgen.exchange.roster import Roster, roster_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRoster:
    """What was written, or would be."""

    file: Path
    rows: int
    dry_run: bool = False


def export_roster(
    workspace: Workspace,
    roster: Roster,
    target: Path,
    *,
    force: bool = False,
    dry_run: bool,
    option: str = "-o",
) -> ExportedRoster:
    """Writes a list.

    Args:
        workspace: where.
        roster: the list.
        target: the file.
        force: whether a file of this name may be replaced.
        dry_run: only say what would be written.
        option: with which the file was asked for.

    Raises:
        DocgenError: nothing was written.
    """
    check_suffix(target, option=option)
    refuse_places(workspace.root, [target], force=force, option=option)
    content = roster_bytes(roster)
    if not dry_run:
        hand_out([Made(target, content)], fs=workspace.fs, force=force, option=option)
    return ExportedRoster(file=target, rows=len(roster.items), dry_run=dry_run)

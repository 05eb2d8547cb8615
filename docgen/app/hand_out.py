"""Files that docgen makes outside the record, where somebody asked for them: previews, blank forms, schemas."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.model.open_file import held_file
from docgen.store.filesystem import disk_errors


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be written."""

    path: Path
    content: bytes


def refuse_places(workspace: Workspace, paths: Sequence[Path], *, force: bool) -> None:
    """Refuses, before anything is made, files that may not be written where they were asked for.

    Raises:
        DocgenError: `usage` for a place within the record, or in the place of a template; `would-overwrite` for
            files that are there already, unless `force`.
    """
    for path in paths:
        whole = path.resolve()
        if whole.is_relative_to(workspace.store.root.resolve()) or (
            whole.suffix == ".docx" and whole.is_relative_to(workspace.templates.resolve())
        ):
            raise refuse(
                "usage",
                _("{path} lies among the cases or templates: such a file must not be taken for one of them.").format(
                    path=path
                ),
                where="-o",
                hint=_("Choose another place: -o PATH"),
            )
    taken = [str(path) for path in paths if os.path.lexists(path)]
    if taken and not force:
        raise refuse(
            "would-overwrite",
            _("{paths} is there already.").format(paths=", ".join(taken)),
            where=taken[0],
            hint=_("Choose another place with -o, or add --force to replace it."),
        )


@disk_errors()
def hand_out(workspace: Workspace, files: Sequence[Made]) -> None:
    """Writes files whose places `refuse_places` let through; each is there whole or not at all.

    Raises:
        DocgenError: `file-open`, or what the disk fails with.
    """
    for made in files:
        hidden = made.path.with_name(f".{made.path.name}.{os.getpid()}")
        try:
            workspace.fs.write_new(hidden, made.content)
            workspace.fs.replace(hidden, made.path)
        except OSError as error:
            held = held_file(error, made.path, shown=str(made.path))
            if held is not None:
                raise held from error
            raise
        finally:
            workspace.fs.remove(hidden)

"""Files that docgen makes outside the record, where somebody asked for them: previews, blank forms, schemas."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.outline import CASES, TEMPLATES
from docgen.errors import refuse
from docgen.model.open_file import held_file
from docgen.store.filesystem import FileSystem, disk_errors


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be written."""

    path: Path
    content: bytes


def refuse_places(root: Path | None, paths: Sequence[Path], *, force: bool) -> None:
    """Refuses, before anything is made, files that may not be written where they were asked for.

    Args:
        root: the folder of the workspace, if there is one.
        paths: where the files are to be.
        force: whether files that are there may be replaced.

    Raises:
        DocgenError: `usage` for a place within the record, or in the place of a template; `would-overwrite` for
            files that are there already, unless `force`.
    """
    for path in paths:
        if root is not None and _is_kept(root.resolve(), path.resolve()):
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


def _is_kept(root: Path, path: Path) -> bool:
    """Whether a file would lie in the record, or be taken for a template."""
    template = path.suffix == ".docx" and path.is_relative_to(root / TEMPLATES)
    return template or path.is_relative_to(root / CASES)


@disk_errors()
def hand_out(files: Sequence[Made], *, fs: FileSystem) -> None:
    """Writes files whose places `refuse_places` let through; each is there whole or not at all.

    Raises:
        DocgenError: `file-open`, or what the disk fails with.
    """
    for made in files:
        hidden = made.path.with_name(f".{made.path.name}.{os.getpid()}")
        try:
            fs.write_new(hidden, made.content)
            fs.replace(hidden, made.path)
        except OSError as error:
            held = held_file(error, made.path, shown=str(made.path))
            if held is not None:
                raise held from error
            raise
        finally:
            fs.remove(hidden)

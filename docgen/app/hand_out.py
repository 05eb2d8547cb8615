"""Files that docgen makes outside the record, where somebody asked for them: previews, blank forms, schemas, books."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.outline import CASES, TEMPLATES
from docgen.errors import DocgenError, refuse
from docgen.model.open_file import held_file, refuse_open
from docgen.store.filesystem import FileSystem, disk_errors


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be written."""

    path: Path
    content: bytes


@disk_errors()
def refuse_places(root: Path | None, paths: Sequence[Path], *, force: bool, option: str = "-o") -> None:
    """Refuses, before anything is made, files that may not be written where they were asked for.

    Args:
        root: the folder of the workspace, if there is one.
        paths: where the files are to be.
        force: whether files that are there may be replaced.
        option: with which they were asked for.

    Raises:
        DocgenError: `option-unusable` for a place within the record, in the place of a template, or in no folder;
            `would-overwrite` for files that are there already, unless `force`; `file-open` for one that is open.
    """
    for path in paths:
        _refuse_folder(root, path, option)
    taken = [path for path in paths if os.path.lexists(path)]
    if taken and not force:
        raise _taken(taken, option)
    for path in paths:
        refuse_open(path, shown=str(path))


def _refuse_folder(root: Path | None, path: Path, option: str) -> None:
    if not path.parent.is_dir():
        raise refuse(
            "option-unusable",
            _("There is no folder {folder}.").format(folder=path.parent),
            where=option,
            hint=_("Make the folder first, or name one that is there."),
        )
    if root is not None and _is_kept(root.resolve(), path.resolve()):
        raise refuse(
            "option-unusable",
            _("{path} lies among the cases or templates: such a file must not be taken for one of them.").format(
                path=path
            ),
            where=option,
            hint=_("Choose another place: {option} PATH").format(option=option),
        )


def _is_kept(root: Path, path: Path) -> bool:
    """Whether a file would lie in the record, or be taken for a template."""
    template = path.suffix in {".docx", ".txt"} and path.is_relative_to(root / TEMPLATES)
    return template or path.is_relative_to(root / CASES)


def _taken(paths: Sequence[Path], option: str) -> DocgenError:
    return refuse(
        "would-overwrite",
        _("{paths} is there already.").format(paths=", ".join(map(str, paths))),
        where=str(paths[0]),
        hint=_("Choose another place with {option}, or add --force to replace it.").format(option=option),
    )


@disk_errors()
def hand_out(files: Sequence[Made], *, fs: FileSystem, force: bool, option: str = "-o") -> None:
    """Writes files whose places `refuse_places` let through; each is there whole or not at all.

    Args:
        files: to be written.
        fs: where to.
        force: whether a file that is there, or came there meanwhile, may be replaced.
        option: with which they were asked for.

    Raises:
        DocgenError: `would-overwrite`, `file-open`, or what the disk fails with.
    """
    for made in files:
        hidden = made.path.with_name(f".{made.path.name}.{os.getpid()}")
        try:
            fs.write_new(hidden, made.content)
            (fs.replace if force else fs.rename_new)(hidden, made.path)
            fs.sync_dir(made.path.parent)
        except FileExistsError as error:
            raise _taken([made.path], option) from error
        except PermissionError as error:
            held = held_file(error, made.path, shown=str(made.path))
            if held is None:
                raise
            raise held from error
        finally:
            fs.remove(hidden)

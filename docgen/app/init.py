"""Making a workspace from what the package ships."""

from __future__ import annotations

import shutil
from gettext import gettext as _
from pathlib import Path

from docgen.app.outline import SETTINGS
from docgen.errors import refuse
from docgen.store.filesystem import disk_errors

SHIPPED = (SETTINGS, "templates_docx", "cases/contoh")


def shipped_root() -> Path:
    """Where the settings, SOPs and sample requests that come with docgen lie: in the package, or beside it."""
    package = Path(__file__).parent.parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


@disk_errors()
def init(folder: Path, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Makes a workspace: settings, SOP folders, sample requests.

    Args:
        folder: where; made if it is not there.
        dry_run: whether nothing is to be made, only said what would be.

    Returns:
        What was made, from the folder.

    Raises:
        DocgenError: `would-overwrite` if any of it is there already; then nothing is made.
    """
    taken = [name for name in SHIPPED if (folder / name).exists()]
    if taken:
        raise refuse(
            "would-overwrite",
            _("{folder} has {names} already.").format(folder=folder, names=", ".join(taken)),
            where=str(folder),
            hint=_("Choose an empty or new folder; nothing was changed."),
        )
    made = tuple(Path(name) for name in SHIPPED)
    if dry_run:
        return made
    source = shipped_root()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in SHIPPED:
            _copy(source / name, folder / name)
    except BaseException:
        _clear(folder)
        raise
    return made


def _copy(source: Path, target: Path) -> None:
    """Copies a file, or a folder with all that is in it; the first error is raised as it is."""
    if source.is_file():
        shutil.copyfile(source, target)
        return
    target.mkdir(parents=True)
    for inner in sorted(source.iterdir()):
        _copy(inner, target / inner.name)


def _clear(folder: Path) -> None:
    """Removes what was made so far, so that the next try does not take it for an office's own."""
    for name in SHIPPED:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name, ignore_errors=True)
        else:
            (folder / name).unlink(missing_ok=True)

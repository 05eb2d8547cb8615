"""Making a workspace from what the package ships."""

from __future__ import annotations

import contextlib
import shutil
from gettext import gettext as _
from pathlib import Path

from docgen.app.outline import CASES, SETTINGS, root_above
from docgen.errors import refuse
from docgen.store.filesystem import disk_errors

SHIPPED = (SETTINGS, "templates_docx", "cases/contoh")


def shipped_root() -> Path:
    """Where the settings, SOPs and sample requests that come with docgen lie: in the package, or beside it."""
    package = Path(__file__).parent.parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


def refuse_nested(folder: Path) -> None:
    """Refuses a folder inside a workspace: what is done there would be done in another one than meant.

    Raises:
        DocgenError: `workspace-nested`.
    """
    above = root_above(folder.resolve().parent)
    if above is not None:
        raise refuse(
            "workspace-nested",
            _("{folder} would lie inside the workspace {above}.").format(folder=folder, above=above),
            where=str(above / SETTINGS),
            hint=_("Work in that one: cd {above}; or make the new one in a folder outside of it.").format(above=above),
        )


@disk_errors()
def init(folder: Path, *, settings: str | None = None, dry_run: bool = False) -> tuple[Path, ...]:
    """Makes a workspace: settings, SOP folders, sample requests.

    Args:
        folder: where; made if it is not there.
        settings: the text of the settings; those of the sample office if left out.
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
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in SHIPPED:
            _copy(source / name, folder / name)
        if settings is not None:
            (folder / SETTINGS).write_bytes(settings.encode())
    except BaseException:
        _clear(folder, missing)
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


def _clear(folder: Path, missing: list[Path]) -> None:
    """Removes what was made so far, so that the next try does not take it for an office's own."""
    for name in SHIPPED:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name, ignore_errors=True)
        else:
            (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        (folder / CASES).rmdir()
        for made in missing:
            made.rmdir()

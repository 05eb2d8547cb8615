"""Cases that lie elsewhere than their number says, because somebody renamed, moved or copied a folder by hand.

The number in the record is the true one: every step carries it in its hash. Kept free of heavy imports, as `cases` is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, refuse
from docgen.store.layout import CASE_ID, STEP_FILE, YEAR, Store, step_name

_DEEPEST = 3
"""How far below the folder of cases a year that was moved away is looked for."""


def recorded_id(store: Store, folder: Path) -> str | None:
    """The number that the first step of a case gives it; none if that cannot be read."""
    import json  # noqa: PLC0415  # only where a case is missed

    try:
        case = json.loads(store.fs.read(folder / step_name(1) / STEP_FILE))["case"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return case if isinstance(case, str) and CASE_ID.fullmatch(case) else None


def strays(store: Store) -> Iterator[Path]:
    """The folders that hold a case where no case can lie: in another year's folder, or under another kind of name."""
    yield from _strays(store, store.root, depth=1)


def unfollowed(store: Store) -> Iterator[DocgenError]:
    """What has the name of a year or of a case, but is a link or a file: links are not followed."""
    for year in _named(store, store.root, YEAR.fullmatch):
        if year.name in store.fs.folders(store.root):
            inner = set(store.fs.folders(year))
            yield from (_no_folder(case) for case in _named(store, year, CASE_ID.fullmatch) if case.name not in inner)
        else:
            yield _no_folder(year)


def astray(store: Store, folder: Path, case: str) -> DocgenError:
    """The refusal of a folder that holds a case which belongs elsewhere."""
    place = store.case_dir(case)
    return refuse(
        "chain-broken",
        _("The folder {folder} holds case {case}: it was renamed, moved or copied by hand.").format(
            folder=folder, case=case
        ),
        where=str(folder),
        hint=_("{place} is there too: compare both, and move the copy out of the folder of cases.").format(place=place)
        if store.fs.exists(place)
        else _("Give it its name and place back: {place}.").format(place=place),
    )


def _strays(store: Store, above: Path, *, depth: int) -> Iterator[Path]:
    for name in store.fs.folders(above):
        folder = above / name
        if name.startswith(".") or folder == store.root / "register" or _is_place(store, folder):
            continue
        if recorded_id(store, folder) is not None:
            yield folder
        elif depth < _DEEPEST:
            yield from _strays(store, folder, depth=depth + 1)


def _is_place(store: Store, folder: Path) -> bool:
    return CASE_ID.fullmatch(folder.name) is not None and store.case_dir(folder.name) == folder


def _named(store: Store, above: Path, fits: Callable[[str], object]) -> Iterator[Path]:
    return (above / name for name in store.fs.names(above) if fits(name))


def _no_folder(path: Path) -> DocgenError:
    return refuse(
        "chain-broken",
        _("{path} is a link or a file, not a folder: what it holds is left out.").format(path=path),
        where=str(path),
        hint=_("Put the folder itself in its place."),
    )

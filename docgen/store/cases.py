"""Finding cases by what a clerk types. Kept free of heavy imports: completion lists cases at every press of a key."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, refuse
from docgen.model.nearest import nearest
from docgen.model.text import quoted
from docgen.store.filesystem import disk_errors
from docgen.store.layout import CASE_ID, YEAR, Store, first_free
from docgen.store.strays import astray, recorded_id, strays
from docgen.store.typed import typed_path

_NAMED = 8
"""How many candidates a message names; it says how many more there are."""


@disk_errors()
def case_dirs(store: Store) -> list[Path]:
    """The folder of every case, by year and id."""
    years = [name for name in store.fs.folders(store.root) if YEAR.fullmatch(name)]
    return [
        store.root / year / name
        for year in years
        for name in store.fs.folders(store.root / year)
        if (match := CASE_ID.fullmatch(name)) and match["year"] == year
    ]


@disk_errors()
def find(store: Store, text: str) -> Path:
    """The folder of the case that a clerk means.

    Args:
        store: the record.
        text: an id, its last number, a part of an id that only one has (in any case of letters), or a path to the
            case's folder.

    Raises:
        DocgenError: "case-unknown", with what it may have been; "case-ambiguous", with the candidates;
            "chain-broken" if that case lies in a folder that was renamed or moved.
    """
    candidates = fitting(store, text)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise _astray(store, text) or _unknown(text, case_dirs(store))
    named = ", ".join(case.name for case in candidates[:_NAMED])
    more = len(candidates) - _NAMED
    raise refuse(
        "case-ambiguous",
        _("{text} fits {count} cases.").format(text=quoted(text), count=len(candidates)),
        hint=_("Type more of the id: {named}.").format(named=named)
        if more <= 0
        else _("Type more of the id: {named} and {more} more.").format(named=named, more=more),
    )


def meant(store: Store, text: str, *, prefix: str) -> str:
    """The id of the only case with this prefix that a text fits, where an SOP's own command is typed; else the text.

    Every SOP counts its cases from 1, so that their last numbers are alike.
    """
    own = [case.name for case in fitting(store, text) if case.name.startswith(f"{prefix}-")]
    return own[0] if len(own) == 1 else text


@disk_errors()
def fitting(store: Store, text: str) -> list[Path]:
    """The folders of all cases that a clerk may mean; why there is none is not looked into."""
    if CASE_ID.fullmatch(text) and store.fs.exists(store.case_dir(text)):
        return [store.case_dir(text)]
    every = case_dirs(store)
    if _is_path(text):
        path = _path(text)
        case = store.case_dir(path.name) if CASE_ID.fullmatch(path.name) else None
        return [case] if case is not None and case in every and case.resolve() == path else []
    wanted = text.strip().casefold()
    exact = [case for case in every if case.name.casefold() == wanted or _serial(case) == wanted.lstrip("0")]
    return exact or [case for case in every if wanted and wanted in case.name.casefold()]


def next_case_number(store: Store, *, year: int, prefix: str) -> int:
    """The number of the next case of a prefix in a year, as it looks now; its commit may find it taken.

    A number is taken, too, where the name of something else only begins with it: by a case whose folder was renamed.

    Raises:
        ValueError: the prefix cannot begin a case's id.
    """
    above = store.case_dir(case_id(prefix=prefix, year=year, number=1)).parent
    with disk_errors():
        begun = [CASE_ID.match(name) for name in store.fs.names(above)]
    ours = (match for match in begun if match and (match["prefix"], match["year"]) == (prefix, above.name))
    return first_free({int(match["number"]) for match in ours}.__contains__)


def case_id(*, prefix: str, year: int, number: int) -> str:
    """The id of a case: `ABC-2026-0001`, four digits or more."""
    return f"{prefix}-{year:04d}-{number:04d}"


def _serial(case: Path) -> str:
    """Which case of its year it is, as a clerk types it: `2` of `ABC-2026-0002`."""
    return case.name.rpartition("-")[2].lstrip("0")


def _is_path(text: str) -> bool:
    return text in {".", ".."} or "/" in text or "\\" in text


def _path(text: str) -> Path:
    return typed_path(Path(), text).resolve()


def _astray(store: Store, text: str) -> DocgenError | None:
    """The refusal of a case that the record has, but in a folder of another name or place; none if it has not."""
    path, wanted = _path(text) if _is_path(text) else None, text.strip().casefold()
    for folder in (*case_dirs(store), *strays(store)):
        case = recorded_id(store, folder)
        if case is None or store.case_dir(case) == folder:
            continue
        if folder.resolve() == path or (path is None and wanted and wanted in case.casefold()):
            return astray(store, folder, case)
    return None


def _unknown(text: str, every: list[Path]) -> DocgenError:
    if close := nearest(text, [case.name for case in every], most=3):
        hint = _("Did you mean {names}?").format(names=", ".join(close))
    elif every:
        hint = _("`docgen list` shows all cases.")
    else:
        hint = _("There is no case here yet.")
    return refuse("case-unknown", _("There is no case {text}.").format(text=quoted(text)), hint=hint)

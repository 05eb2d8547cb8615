"""Finding cases by what a clerk types. Kept free of heavy imports: completion lists cases at every press of a key."""

from __future__ import annotations

import difflib
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, refuse
from docgen.store.filesystem import disk_errors
from docgen.store.layout import CASE_ID, YEAR, Store, first_free

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
        text: an id, a part of one that only one has (in any case of letters), or a path to the case's folder.

    Raises:
        DocgenError: "case-unknown", with what it may have been; "case-ambiguous", with the candidates.
    """
    if CASE_ID.fullmatch(text) and store.fs.exists(store.case_dir(text)):
        return store.case_dir(text)
    every = case_dirs(store)
    if text in {".", ".."} or "/" in text or "\\" in text:
        return _by_path(store, text, every)
    wanted = text.strip().casefold()
    exact = [case for case in every if case.name.casefold() == wanted]
    candidates = exact or [case for case in every if wanted and wanted in case.name.casefold()]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise _unknown(text, every)
    named = ", ".join(case.name for case in candidates[:_NAMED])
    more = len(candidates) - _NAMED
    raise refuse(
        "case-ambiguous",
        _("{text} fits {count} cases.").format(text=text, count=len(candidates)),
        hint=_("Type more of the id: {named}.").format(named=named)
        if more <= 0
        else _("Type more of the id: {named} and {more} more.").format(named=named, more=more),
    )


def next_case_number(store: Store, *, year: int, prefix: str) -> int:
    """The number of the next case of a prefix in a year, as it looks now; its commit may find it taken.

    Raises:
        ValueError: the prefix cannot begin a case's id.
    """
    with disk_errors():
        return first_free(lambda n: store.fs.exists(store.case_dir(case_id(prefix=prefix, year=year, number=n))))


def case_id(*, prefix: str, year: int, number: int) -> str:
    """The id of a case: `AUD-2026-0001`, four digits or more."""
    return f"{prefix}-{year:04d}-{number:04d}"


def _by_path(store: Store, text: str, every: list[Path]) -> Path:
    path = Path(text).expanduser().resolve()
    case = store.case_dir(path.name) if CASE_ID.fullmatch(path.name) else None
    if case is None or case not in every or case.resolve() != path:
        raise _unknown(text, every)
    return case


def _unknown(text: str, every: list[Path]) -> DocgenError:
    names = {case.name.casefold(): case.name for case in every}
    close = difflib.get_close_matches(text.strip().casefold(), names, n=3, cutoff=0.6)
    if close:
        hint = _("Did you mean {names}?").format(names=", ".join(names[name] for name in close))
    elif every:
        hint = _("`docgen list` shows all cases.")
    else:
        hint = _("There is no case here yet.")
    return refuse("case-unknown", _("There is no case {text}.").format(text=text), hint=hint)

"""What was probably meant: one answer for every name that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docgen
from docgen.model.nearest import meant, nearest


@pytest.mark.parametrize(("typed", "found"), [("SURAT", "surat"), ("surta", "surat"), (" Surat ", "surat"), ("x", "")])
def test_the_nearest_name_is_found_in_any_case_of_letters(typed: str, found: str) -> None:
    assert nearest(typed, ["surat", "berkas"]) == ([found] if found else [])
    assert meant(typed, ["surat", "berkas"]) == (f"Did you mean {found}?" if found else "")


def test_the_name_is_given_as_it_is_written() -> None:
    assert nearest("aud-2026-0001", ["AUD-2026-0001", "AUD-2026-0002"], most=2) == ["AUD-2026-0001", "AUD-2026-0002"]
    assert nearest("sura", ["surat"], alike=0.95) == []


def test_nobody_else_compares_names() -> None:
    package = Path(docgen.__file__).parent
    users = {path.name for path in package.rglob("*.py") if re.search("difflib|get_close", path.read_text("utf-8"))}
    assert users == {"nearest.py"}

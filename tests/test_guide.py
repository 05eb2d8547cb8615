"""The clerk's guide shows what docgen shows, leads somewhere, and its sample papers are there."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pikepdf
import pytest
from playing import ROOT

from docgen.app.outline import sop_folders
from docgen.cli.root import verbs
from tools.guide_screens import GUIDE, part, screens, with_screens

SAMPLES = ROOT / "docs" / "contoh-tim-bpk"


@pytest.fixture(scope="module")
def played() -> Mapping[str, str]:
    """The screens as docgen shows them now."""
    return screens()


def test_every_screen_of_the_guide_is_as_docgen_shows_it(played: Mapping[str, str]) -> None:
    """If not: `python tools/guide_screens.py`."""
    guide = GUIDE.read_text(encoding="utf-8")
    assert with_screens(guide, dict(played)) == guide
    shown = re.findall(r"<!-- layar: ([a-z-]+) -->", guide)
    assert sorted(shown) == sorted(played), "each screen that is made is shown, once"


def test_control_an_edited_screen_is_noticed(played: Mapping[str, str]) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    edited = guide.replace("AUD-2025-0001: utuh", "AUD-2025-0001: rusak")
    assert edited != guide
    assert with_screens(edited, dict(played)) == guide
    with pytest.raises(KeyError):
        with_screens("<!-- layar: tidak-ada -->\n<!-- akhir -->", dict(played))


def test_a_part_of_a_screen_says_that_it_is_one() -> None:
    screen = "> docgen\nsatu\ndua\ntiga\nempat"
    assert part(screen, "", "") == screen
    assert part(screen, "dua", "tiga") == "> docgen\n…\ndua\ntiga\n…"
    assert part(screen, "dua", "") == "> docgen\n…\ndua\ntiga\nempat"
    with pytest.raises(StopIteration):
        part(screen, "lima", "")


def test_what_the_guide_says_to_type_can_be_typed() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    typed = set(re.findall(r"(?:`|^> )docgen ([a-z][a-z-]*)", guide, flags=re.MULTILINE))
    known = set(verbs()) | set(sop_folders(ROOT / "templates_docx"))
    assert len(typed) > 12
    assert typed <= known


def test_the_sample_papers_are_all_there_and_small() -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(([^)]+)\)", text))
    assert named == {path.name for path in SAMPLES.iterdir()} - {"README.md"}
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 1_500_000
    assert text.count("| Pemberitahuan USER ID Auditor |") == 12


def test_the_sample_page_is_sealed_and_opens_with_the_phrase_that_is_told() -> None:
    (page,) = SAMPLES.glob("*slip*.pdf")
    phrase = (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines()[-1].strip()
    with pikepdf.open(page, password=phrase) as pdf:
        assert len(pdf.pages) == 1
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(page)

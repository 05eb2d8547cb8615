"""The catalogues are complete, filled in alike, and compiled; and the check that says so can fail."""

from __future__ import annotations

import gettext
import io
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages import Catalog

from tools.catalogues import (
    LOCALES,
    ROOT,
    Id,
    check,
    compiled_faults,
    faults,
    merged,
    messages,
    mo_bytes,
    placeholders,
    po_path,
    po_text,
    read_catalogue,
    sources,
    unreadable_calls,
)

MSGIDS: list[Id] = ["Case {case} is closed.", ("one file", "{count} files")]


def translated(**texts: str) -> Catalog:
    """An Indonesian catalogue of `MSGIDS`; `case` and `files` replace the good translations."""
    catalogue = Catalog(locale="id")
    catalogue.add("Case {case} is closed.", texts.get("case", "Kasus {case} sudah ditutup."))
    catalogue.add(("one file", "{count} files"), (texts.get("files", "{count} berkas"),))
    return merged(MSGIDS, catalogue, "id")


def test_the_catalogues_are_ready() -> None:
    assert check() == []


def test_click_speaks_from_the_same_catalogue() -> None:
    translation = gettext.translation("docgen", po_path("id").parents[2], languages=["id"])
    assert translation.gettext("Usage:") != "Usage:"
    assert translation.gettext("Missing option") != "Missing option"


def test_control_a_good_catalogue_has_no_fault() -> None:
    assert list(faults(translated(), MSGIDS)) == []


@pytest.mark.parametrize(
    ("case", "files", "fault"),
    [
        ("", "{count} berkas", "not translated"),
        ("Kasus {kasus} sudah ditutup.", "{count} berkas", "placeholders differ"),
        ("Kasus sudah ditutup.", "{count} berkas", "placeholders differ"),
        ("Kasus {case sudah ditutup.", "{count} berkas", "placeholders differ"),
        ("Kasus {case} sudah ditutup.\n", "{count} berkas", "margins differ"),
        ("Kasus {case} sudah ditutup.", "satu berkas", "placeholders differ"),
    ],
)
def test_what_is_wrong_with_a_translation_is_named(case: str, files: str, fault: str) -> None:
    assert fault in "\n".join(faults(translated(case=case, files=files), MSGIDS))


def test_a_fuzzy_translation_is_refused_and_stays_marked() -> None:
    catalogue = translated()
    catalogue["Case {case} is closed."].flags.add("fuzzy")
    again = merged(MSGIDS, catalogue, "id")
    assert list(faults(again, MSGIDS)) == ["fuzzy: 'Case {case} is closed.'"]


def test_a_new_and_a_dropped_message_are_named() -> None:
    found = list(faults(translated(), ["New.", *MSGIDS[1:]]))
    assert found == ["missing: 'New.'", "no longer used: 'Case {case} is closed.'"]


def test_a_stale_and_a_missing_compilation_are_named(tmp_path: Path) -> None:
    mo = tmp_path / "docgen.mo"
    assert list(compiled_faults(translated(), mo)) == ["docgen.mo is missing; run tools/catalogues.py"]
    mo.write_bytes(mo_bytes(translated()))
    assert list(compiled_faults(translated(), mo)) == []
    changed = translated(case="{case}: sudah ditutup.")
    assert list(compiled_faults(changed, mo)) == ["docgen.mo is stale; run tools/catalogues.py"]


def test_english_is_its_own_translation_with_both_plurals() -> None:
    spoken = GNUTranslations(io.BytesIO(mo_bytes(merged(MSGIDS, Catalog(locale="en"), "en"))))
    assert spoken.gettext("Case {case} is closed.") == "Case {case} is closed."
    assert [spoken.ngettext("one file", "{count} files", n) for n in (1, 2)] == ["one file", "{count} files"]


def test_indonesian_has_one_form_for_every_number() -> None:
    spoken = GNUTranslations(io.BytesIO(mo_bytes(translated())))
    assert {spoken.ngettext("one file", "{count} files", n) for n in (0, 1, 2, 5)} == {"{count} berkas"}


@pytest.mark.parametrize("locale", LOCALES)
def test_merging_again_changes_nothing(locale: str) -> None:
    path = po_path(locale)
    assert po_text(merged(messages(sources()), read_catalogue(path, locale), locale)) == path.read_bytes()


def test_every_message_of_docgen_can_be_gathered() -> None:
    assert [fault for file in sorted((ROOT / "docgen").rglob("*.py")) for fault in unreadable_calls(file)] == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('_(f"case {number}")', "an f-string cannot be translated"),
        ("_(text)", "not written here"),
        ('_("case {number}").format(number=1)', ""),
        ('N_ = str\n_(text)\nN_("later")', ""),
    ],
)
def test_a_message_that_cannot_be_gathered_is_named(tmp_path: Path, code: str, fault: str) -> None:
    file = tmp_path / "module.py"
    file.write_text(code, encoding="utf-8")
    found = "\n".join(unreadable_calls(file))
    assert fault in found
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{name!r} of {count}", {"name", "count"}),
        ("%(prog)s, version %(version)s", {"prog", "version"}),
        ("100 % of {{this}}", set()),
    ],
)
def test_placeholders_are_read_in_both_styles(text: str, names: set[str]) -> None:
    assert placeholders(text) == names

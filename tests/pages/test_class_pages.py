"""The papers of SOP 24 as pages: classes of one, twenty and sixty, and the letters about them.

Every participant's words carry his number, so that it can be seen whether a row was cut by the end of a page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from looks import (
    FONTS,
    assert_within_margins,
    heads_repeat,
    is_empty,
    letterhead_stands_first,
    on_one_page,
    signed_in_company,
    wrong_fonts,
)
from rooms import KEYS, PAPERS, SWEPT, TORN, Look
from sheets import Page
from shelf import Key, Shelf

ALL = [pytest.param(key, id=str(key)) for key in KEYS]
LETTERHEAD = "SEKRETARIAT"


def each_paper(shelf: Shelf, key: Key) -> Iterator[tuple[str, Look, tuple[Page, ...]]]:
    """The papers of a case, with what each must have."""
    for name, laid in shelf.papers[key].items():
        yield name, look(name), laid.pages


def look(name: str) -> Look:
    return next(found for kind, found in PAPERS.items() if kind in name)


def signed(pages: tuple[Page, ...], look: Look) -> bool:
    return signed_in_company(pages, look.signature, look.above, "NIP.")


def marks(key: Key) -> set[str]:
    return {f"x{number:02d}" for number in range(1, key.count + 1)}


def test_every_kind_of_paper_is_looked_at(class_shelf: Shelf) -> None:
    names = [name for papers in class_shelf.papers.values() for name in papers]
    assert [kind for kind in PAPERS if not any(kind in name for name in names)] == []


@pytest.mark.parametrize("key", [each for each in ALL if each.values[0].path != "2"])  # type: ignore[attr-defined]
def test_no_row_is_cut_and_heads_repeat(class_shelf: Shelf, key: Key) -> None:
    for name, look, pages in each_paper(class_shelf, key):
        if look.head is None:
            continue
        assert [mark for mark in marks(key) if not on_one_page(pages, mark, look.times)] == [], name
        assert heads_repeat(pages, look.head, marks(key)), name


def test_long_lists_go_over_several_pages(class_shelf: Shelf) -> None:
    long = [pages for key in KEYS if key.count == 60 for _name, _look, pages in each_paper(class_shelf, key)]
    assert {len(pages) for pages in long} >= {3, 4}


@pytest.mark.parametrize("key", ALL)
def test_no_signature_stands_alone_on_a_page(class_shelf: Shelf, key: Key) -> None:
    for name, look, pages in each_paper(class_shelf, key):
        assert signed(pages, look), name


@pytest.mark.parametrize("key", ALL)
def test_pages_have_their_heads_and_feet_and_none_is_empty(class_shelf: Shelf, key: Key) -> None:
    for name, _look, pages in each_paper(class_shelf, key):
        assert letterhead_stands_first(pages, LETTERHEAD), name
        assert not any(is_empty(page) for page in pages), name
        assert_within_margins(name, pages, key.size, wider=0.5)
        for number, page in enumerate(pages, 1):
            assert f"Halaman {number} dari {len(pages)}" in page.text, name
            assert number == 1 or page.text.startswith(f"- {number} -"), name


@pytest.mark.parametrize("key", ALL)
def test_fonts_are_embedded_as_named(class_shelf: Shelf, key: Key) -> None:
    assert [name for name, laid in class_shelf.papers[key].items() if wrong_fonts(laid, FONTS)] == []


@pytest.mark.parametrize("name", SWEPT)
def test_a_signature_is_never_alone_wherever_the_page_ends(class_shelf: Shelf, name: str) -> None:
    kind, sweep = look(SWEPT[name][1]), class_shelf.sweeps[name]
    assert len({len(laid.pages) for laid in sweep.values()}) == 2  # the end of the page goes through it
    assert [size for size, laid in sweep.items() if not signed(laid.pages, kind)] == []


@pytest.mark.parametrize("name", SWEPT)
def test_control_what_is_not_kept_together_is_noticed(class_shelf: Shelf, name: str) -> None:
    kind = look(SWEPT[name][1])
    assert [size for size, laid in class_shelf.controls[name].items() if not signed(laid.pages, kind)]


def test_control_a_cut_row_is_noticed(class_shelf: Shelf) -> None:
    (torn,) = class_shelf.torn.values()
    assert any(not on_one_page(torn.pages, mark, 3) for mark in marks(TORN[0]))


def test_control_a_head_that_does_not_repeat_is_noticed(class_shelf: Shelf) -> None:
    (headless,) = class_shelf.headless.values()
    assert not heads_repeat(headless.pages, "tangan", marks(TORN[0]))


def test_control_an_empty_page_and_a_letterhead_on_every_page_are_noticed(class_shelf: Shelf) -> None:
    pages = class_shelf.papers[Key("ordinary", 60, "1", "A4", "training kelas")]["03-tetapkan-daftar-hadir-1"].pages
    furniture = tuple(word for word in pages[1].words if word not in pages[1].body)
    assert is_empty(dataclasses.replace(pages[1], words=furniture))
    assert not letterhead_stands_first((pages[0], *pages), LETTERHEAD)
    assert not letterhead_stands_first(pages[1:], LETTERHEAD)

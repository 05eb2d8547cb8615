"""What is looked for on a page, whatever the paper."""

from __future__ import annotations

from sheets import Laid, Page
from teams import SIZES

FONTS = {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic", "DejaVuSans"}
"""What stands in for Arial, of the same widths; and for the tick boxes, which Arial does not have."""
HEADS = {"No", "No."}
"""How the head of a first column begins."""


def assert_within_margins(name: str, pages: tuple[Page, ...], size: str, *, wider: float) -> None:
    """Every word stands where the margins leave room for it."""
    for page in pages:
        assert (round(min(page.width, page.height)), round(max(page.width, page.height))) == SIZES[size][0]
        for word in page.words:
            assert word.left >= 30 - wider, (name, word)
            assert word.right <= page.width - 20 + wider, (name, word)
            assert word.top >= 12, (name, word)
            assert word.bottom <= page.height - 9.5, (name, word)
        assert max(word.bottom for word in page.body) <= page.height - 25 + 0.5, name


def signed_in_company(pages: tuple[Page, ...], signature: str, above: str, below: str) -> bool:
    """Whether the last signature block stands whole on one page, with what it is a signature to."""
    page = [page for page in pages if signature in [word.text for word in page.body]][-1]
    place = max(word.top for word in page.body if word.text == signature)
    before = [word.text for word in page.body if word.top < place - 1]
    return above in before and (not below or below in [word.text for word in page.body if word.top > place + 1])


def begins_with_a_piece(page: Page) -> bool:
    """Whether a page that goes on with a table, under its repeated head, begins with the rest of a row.

    A row begins in the first column, with its number; the rest of one leaves that column empty.
    """
    top = min(word.top for word in page.body)
    first = [word.text for word in page.body if word.left < 35 and word.top < top + 10]
    return not HEADS.isdisjoint(first) and HEADS.issuperset(first)


def wrong_fonts(laid: Laid, allowed: set[str]) -> list[str]:
    return [font.name for font in laid.fonts if font.name not in allowed or not font.embedded]


def on_one_page(pages: tuple[Page, ...], mark: str, times: int) -> bool:
    """Whether everything that bears somebody's mark, which is said so many times, stands on one page."""
    spoken = [sum(word.text == mark for word in page.words) for page in pages]
    return sorted(spoken) == [*[0] * (len(pages) - 1), times]


def heads_repeat(pages: tuple[Page, ...], head: str, marks: set[str]) -> bool:
    """Whether the last column's head stands on every page that has a row of the table."""
    return all(head in [word.text for word in page.body] for page in pages if marks & {word.text for word in page.body})


def letterhead_stands_first(pages: tuple[Page, ...], word: str) -> bool:
    """Whether the letterhead stands on the first page, and on no other."""
    return [word in page.text for page in pages] == [True, *[False] * (len(pages) - 1)]


def is_empty(page: Page) -> bool:
    """Whether a page has nothing but its head and foot."""
    return not page.body

"""The papers of SOP 49 as pages: for one auditor and twelve, with the shortest, ordinary and longest lawful values.

Every auditor's words carry his number, so that it can be seen whether a row was cut by the end of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from looks import FONTS, assert_within_margins, begins_with_a_piece, signed_in_company, wrong_fonts
from sheets import Page
from shelf import KEYS, SWEPT, Key, Shelf
from teams import SIZES

ALL = [pytest.param(key, id=str(key)) for key in KEYS]
LETTERS = ("pemberitahuan-user-id", "surat-pengembalian", "surat-penolakan", "surat-pembatalan")
SIGNED: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys(LETTERS, ("KETUA", "Demikian", "NIP.")),
    "tanda-terima": ("menerima,", "(satu)", "Pejabat"),
    "daftar-isi-berkas": ("Tanjungpandan,", "naskah", "NIP."),
    "lembar-disposisi": ("Paraf:", "pukul", ""),  # with the last disposition
    "formulir-permintaan-layanan": ("Pemohon,", "PETUGAS", "Pejabat"),  # with what the office did
    "form-check-list": ("Tanjungpandan,", "dikembalikan:", "NIP."),
}
"""Of each kind of paper: how its signature begins, what must stand above it on its page, and what below."""


def each_paper(shelf: Shelf, key: Key) -> Iterator[tuple[str, tuple[Page, ...]]]:
    """The pages of all papers of a case."""
    for name, laid in shelf.papers[key].items():
        yield name, laid.pages


def last_of_kind(shelf: Shelf, key: Key, kind: str) -> list[tuple[Page, ...]]:
    """The papers of one kind that each stage of the last round printed."""
    return list(shelf.of_kind(key, kind).values())


def ran_to_verification(key: Key) -> bool:
    return key.path in {"1", "2"}


@pytest.mark.parametrize("key", ALL)
def test_the_three_forms_have_the_pages_that_they_should(shelf: Shelf, key: Key) -> None:
    if not ran_to_verification(key) or key.values == "longest":
        return
    long = key.values == "long"
    sheets = [len(pages) for pages in last_of_kind(shelf, key, "lembar-disposisi")]
    forms = [len(pages) for pages in last_of_kind(shelf, key, "formulir-permintaan-layanan")]
    lists = last_of_kind(shelf, key, "form-check-list")
    assert len(sheets) == len(forms) == len(lists) == 4
    assert max(sheets) <= (2 if long else 1)
    assert set(forms) == {2 if long else 1}
    for pages in lists:
        wide = [page for page in pages if page.width > page.height]
        assert pages[-len(wide) :] == tuple(wide)  # the annex stands behind
        assert len(wide) == (1 if not long or key.count == 1 else 4)
        assert len(pages) - len(wide) <= (2 if long and key.count > 1 else 1)


@pytest.mark.parametrize("key", ALL)
def test_letters_and_receipts_have_the_pages_that_they_should(shelf: Shelf, key: Key) -> None:
    for name, pages in each_paper(shelf, key):
        if any(kind in name for kind in LETTERS):
            most = {"ordinary": 1, "short": 1, "long": 3 if "pengembalian" in name else 2, "longest": 5}[key.values]
        elif "tanda-terima" in name or "daftar-isi" in name:
            most = {"ordinary": 1 if key.count < 12 and key.path == "1" else 2, "short": 1}.get(key.values, 4)
        else:
            continue
        assert len(pages) <= most, (name, len(pages))


@pytest.mark.parametrize("key", ALL)
def test_nothing_stands_outside_the_margins(shelf: Shelf, key: Key) -> None:
    for name, pages in each_paper(shelf, key):
        wider = 4 if name.endswith("lembar-disposisi") else 0.5  # its grid of 167.5 mm is meant so
        assert_within_margins(name, pages, key.size, wider=wider)


@pytest.mark.parametrize("key", ALL)
def test_no_signature_stands_alone_on_a_page(shelf: Shelf, key: Key) -> None:
    for name, pages in each_paper(shelf, key):
        kind = next(kind for kind in SIGNED if kind in name)
        signature, above, below = SIGNED[kind]
        if kind == "form-check-list" and key.values.startswith("long"):
            continue  # what stands above it then is a list of reasons: see the next test
        if kind == "formulir-permintaan-layanan" and key.values == "longest":
            above = "pribadi"  # a name of 500 letters leaves room for the notice alone
        assert signed_in_company(pages, signature, above, below), name


@pytest.mark.parametrize("key", [each for each in ALL if each.values[0].values.startswith("long")])  # type: ignore[attr-defined]
def test_a_long_list_of_reasons_is_signed_on_its_page(shelf: Shelf, key: Key) -> None:
    for name, pages in shelf.of_kind(key, "form-check-list").items():
        (page,) = [page for page in pages if "Tanjungpandan," in page.text]
        place = next(word.top for word in page.body if word.text == "Tanjungpandan,")
        assert sum(word.top < place for word in page.body) > 5, name


@pytest.mark.parametrize("key", ALL)
def test_no_row_of_the_annex_is_cut(shelf: Shelf, key: Key) -> None:
    if key.values == "longest":
        return  # a row of it may fill a page
    for pages in last_of_kind(shelf, key, "form-check-list"):
        wide = [page for page in pages if page.width > page.height]
        for number in range(1, key.count + 1):
            spoken = [sum(f"x{number:02d}" in word.text for word in page.words) for page in wide]
            # The end of a long e-mail is hyphenated anywhere, so its mark may be divided between two lines.
            assert sum(count >= 3 for count in spoken) == 1, (number, spoken)
            assert sum(spoken) == max(spoken), (number, spoken)
        assert all("Pangkat/Gol." in page.text for page in wide)  # the head of the table repeats


@pytest.mark.parametrize("key", ALL)
def test_no_row_of_a_table_is_cut(shelf: Shelf, key: Key) -> None:
    for name, pages in each_paper(shelf, key):
        if "formulir" in name or (key.values == "longest" and "lembar" in name):
            continue
        assert not [page for page in pages[1:] if begins_with_a_piece(page)], name


@pytest.mark.parametrize("key", ALL)
def test_every_page_bears_the_seal_and_its_number(shelf: Shelf, key: Key) -> None:
    for name, pages in each_paper(shelf, key):
        for number, page in enumerate(pages, 1):
            foot = " ".join(word.text for word in page.words if word.top > page.height - 20)
            assert "AUD-2025-0001" in foot, name
            assert f"Halaman {number} dari {len(pages)}" in foot, name
            if number > 1 and page.width < page.height:
                assert page.text.startswith(f"- {number} -"), name


@pytest.mark.parametrize("key", ALL)
def test_fonts_are_embedded_as_named(shelf: Shelf, key: Key) -> None:
    for name, laid in shelf.papers[key].items():
        assert wrong_fonts(laid, FONTS) == [], name


@pytest.mark.parametrize("key", [each for each in ALL if each.values[0].values == "longest"])  # type: ignore[attr-defined]
def test_no_end_of_a_long_text_is_lost(shelf: Shelf, key: Key) -> None:
    expected = {
        "pemberitahuan": ("NAMA", "NOMOR", "HAL", "PENERBIT", "ALAMAT"),
        "surat-pengembalian": ("KETERANGAN", "CATATAN", "JABATAN", "ALAMAT"),
        "surat-penolakan": ("ALASAN", "NOMOR", "HAL"),
        "surat-pembatalan": ("ALASAN", "NOMOR", "HAL"),
        "tanda-terima-berkas": ("NAMA", "NOMOR"),
        "tanda-terima-user-id": ("PENERIMA_USER_ID", "NAMA"),
        "daftar-isi": ("LOKASI_ARSIP", "PENERBIT", "HAL"),
    }
    for name, pages in each_paper(shelf, key):
        for kind, words in expected.items():
            if kind in name:
                text = "".join(word.text for page in pages for word in page.words)
                assert [word for word in words if f"AKHIR{word}" not in text] == [], name


@pytest.mark.parametrize("name", SWEPT)
def test_a_signature_is_never_alone_wherever_the_page_ends(shelf: Shelf, name: str) -> None:
    kind = SIGNED[next(kind for kind in SIGNED if kind in SWEPT[name][1])]
    sweep = shelf.sweeps[name]
    assert {len(laid.pages) for laid in sweep.values()} == {1, 2}  # the end of the page goes through it
    assert [size for size, laid in sweep.items() if not signed_in_company(laid.pages, *kind)] == []


@pytest.mark.parametrize("name", SWEPT)
def test_control_what_is_not_kept_together_is_noticed(shelf: Shelf, name: str) -> None:
    kind = SIGNED[next(kind for kind in SIGNED if kind in SWEPT[name][1])]
    assert [size for size, laid in shelf.controls[name].items() if not signed_in_company(laid.pages, *kind)]


@pytest.mark.parametrize("size", SIZES)
def test_the_blank_for_applicants_has_a_letter_and_a_sheet(shelf: Shelf, size: str) -> None:
    laid = shelf.blanks[size]
    letter, sheet = laid.pages
    assert_within_margins("letter", (letter,), size, wider=0.5)
    assert_within_margins("sheet", (sheet,), size, wider=0.5)
    assert letter.width < letter.height
    assert sheet.width > sheet.height
    assert "KOP SURAT INSTANSI PEMOHON" in letter.text
    assert "PEMERINTAH" not in letter.text
    assert "Undang-Undang Nomor 27 Tahun 2022" in sheet.text
    assert wrong_fonts(laid, FONTS) == []


def test_no_row_of_a_long_chain_of_dispositions_is_cut(shelf: Shelf) -> None:
    sheets = last_of_kind(shelf, Key("long", 12, "2", "A4"), "lembar-disposisi")
    assert not [page for pages in sheets for page in pages if is_cut(page)]


def is_cut(page: Page) -> bool:
    """Whether a row of the chain of long dispositions stands on this page in part."""
    head = next((word.bottom for word in page.words if word.text == "Dari"), page.height)
    ends = sum("dilaporkan." in word.text for word in page.body if word.top > head)
    return ends != 3 * len(chain_numbers(page))


def chain_numbers(page: Page) -> list[int]:
    """The numbers of the dispositions on a page, from the first column of the chain."""
    head = next((word.bottom for word in page.words if word.text == "Dari"), page.height)
    found = [word for word in page.body if word.top > head and word.right < 35 and word.text.isdecimal()]
    return [int(word.text) for word in found]


def test_control_a_row_that_may_be_cut_is_noticed(shelf: Shelf) -> None:
    """Without `cantSplit`, LibreOffice does divide rows, and the tests above see it."""
    pages = [page for laid in shelf.torn.values() for page in laid.pages]
    assert any(is_cut(page) for page in pages)
    assert any(begins_with_a_piece(page) for laid in shelf.torn.values() for page in laid.pages[1:])


def test_control_another_font_is_noticed(shelf: Shelf) -> None:
    laid = shelf.papers[KEYS[0]]["02-terima-tanda-terima-berkas"]
    assert wrong_fonts(laid, FONTS - {"DejaVuSans"}) == ["DejaVuSans"]
    assert wrong_fonts(laid, set())


def test_control_a_word_in_the_margin_is_noticed(shelf: Shelf) -> None:
    pages = shelf.papers[KEYS[0]]["06-user-id-pemberitahuan-user-id-1"].pages
    widest = max(word.right for page in pages for word in page.words)
    with pytest.raises(AssertionError):
        assert_within_margins("letter", pages, "A4", wider=pages[0].width - 20 - widest - 45)

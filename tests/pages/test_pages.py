"""The three papers as pages, at every stage that issues them, for small and large teams and for very long names.

Every auditor's words carry his number, so that it can be seen whether a row was cut by the end of a page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from playing import new_workspace, play, script
from sheets import Page, Soffice

Papers = Mapping[str, tuple[Page, ...]]
LONG = (
    "Raden Mas Muhammad Abdurrahman Wahyuningtyas Kusumadiningrat Prabowosubiyantoro Sastrowardoyo, "
    "S.Sos., S.E., M.Si., Ak., CA, CPA, CFE"
)


def auditor(number: int, *, long: bool) -> dict[str, Any]:
    """An auditor each of whose values ends with his number."""
    mark = f"x{number:02d}"
    return {
        "nama": f"{LONG} {mark}" if long else f"Ali {mark}",
        "identitas": {"jenis": "NRP", "nomor": f"{number:08d}"},
        "pangkat": f"Pembina Utama Madya (IV/d) {mark}" if long else f"III/a {mark}",
        "jabatan_tim": f"Wakil Penanggung Jawab merangkap Pengendali Mutu {mark}" if long else f"Ketua {mark}",
        "hp": f"08120000{number:04d}",
        "email": f"{'nama.yang.sangat.panjang.sekali.' * 2 if long else 'a'}{mark}@"
        f"{'perwakilan-provinsi-kepulauan.' * 3 if long else ''}contoh.example",
    }


def team(steps: list[dict[str, Any]], count: int, *, long: bool) -> list[dict[str, Any]]:
    """The script with another team, and long texts wherever a clerk may write one."""
    opening = steps[0]["input"]
    opening["auditor"] = [auditor(number, long=long) for number in range(1, count + 1)]
    if long:
        opening["instansi"]["nama"] = "Badan Pemeriksa Keuangan Perwakilan Provinsi Kepulauan Bangka Belitung " * 2
        opening["instansi"]["nama"] = opening["instansi"]["nama"].strip()
        opening["instansi"]["alamat"] = "Jalan Pulau Bangka Kompleks Perkantoran dan Permukiman Terpadu Nomor 123 " * 2
        opening["instansi"]["alamat"] = opening["instansi"]["alamat"].strip()
        opening["pemohon"] |= {"nama": LONG, "email": "nama.yang.sangat.panjang." * 2 + "a@contoh.example"}
        opening["surat"] |= {"nomor": "700.1.2.3/0001/S-PERMOHONAN/BPK-PERWAKILAN/XI/2025", "sifat": "Sangat Segera"}
        opening["surat"]["hal"] = "Permohonan Registrasi USER ID Auditor dalam rangka pemeriksaan kepatuhan belanja"
        opening["surat_tugas"]["penerbit"] = "Kepala Perwakilan Provinsi Kepulauan Bangka Belitung " + LONG
    for step in steps[1:]:
        said = step.get("input", {})
        said.pop("auditor", None)
        if "periksa" in said:
            said["periksa"] = [{"tercantum": True, "hasil": "diterima"} for _each in range(count)]
            refused = {"tercantum": False, "hasil": "ditolak", "catatan": "Nama tidak tercantum pada surat tugas."}
            if long:
                said["periksa"][1:] = [dict(refused) for _each in said["periksa"][1:]]
        if long and "disposisi" in said:
            said["disposisi"]["isi"] = "Mohon segera ditindaklanjuti sesuai ketentuan yang berlaku dan dilaporkan. " * 3
            said["disposisi"]["isi"] = said["disposisi"]["isi"].strip()
    return steps


Key = tuple[str, int, str]
"""Kind of names, size of the team, and path of a case."""
PLAYED: dict[Key, int] = {
    ("short", 1, "1"): 5,
    ("short", 12, "1"): 5,
    ("long", 1, "1"): 5,
    ("long", 12, "1"): 5,
    ("short", 2, "2"): 13,  # the third round of a case that was returned twice
    ("long", 12, "2"): 13,
}
"""How many steps of the script are played."""
ALL = [pytest.param(key, id="-".join(map(str, key))) for key in PLAYED]


@pytest.fixture(scope="module")
def papers(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> dict[Key, Papers]:
    """The pages of all papers of the last round of each case."""
    base = tmp_path_factory.mktemp("naskah")
    files: dict[Path, Key] = {}
    for key, last in PLAYED.items():
        names, count, path = key
        workspace = new_workspace(base / "-".join(map(str, key)))
        done = play(workspace, team(script(path)[:last], count, long=names == "long"))
        for performed in done[-4:]:
            for document in performed.step.documents:
                target = base / f"{names}-{count}-{path}-{Path(document.path).stem}.docx"
                shutil.copyfile(done[-1].folder / document.path, target)
                files[target] = key
    laid_out = soffice.pdfs(list(files), base / "pdf")
    if keep := os.environ.get("DOCGEN_PAGES"):  # a folder, to look at them
        shutil.copytree(base / "pdf", keep, dirs_exist_ok=True)
    found: dict[Key, dict[str, tuple[Page, ...]]] = {}
    for file, key in files.items():
        found.setdefault(key, {})[file.stem.split("-2025-0001-")[1]] = laid_out[file.stem]
    return found


def of_kind(papers: Papers, kind: str) -> list[tuple[Page, ...]]:
    """The papers of one kind, one for each of the four stages that issue them."""
    found = [pages for name, pages in papers.items() if name.endswith(kind)]
    assert len(found) == 4
    return found


@pytest.mark.parametrize("key", ALL)
def test_each_paper_has_the_pages_that_it_should(papers: dict[Key, Papers], key: Key) -> None:
    long, count = key[0] == "long", key[1]
    sheets = [len(pages) for pages in of_kind(papers[key], "lembar-disposisi")]
    forms = [len(pages) for pages in of_kind(papers[key], "formulir-permintaan-layanan")]
    lists = of_kind(papers[key], "form-check-list")
    assert max(sheets) <= (2 if long else 1)
    assert set(forms) == {2 if long else 1}
    for pages in lists:
        wide = [page for page in pages if page.width > page.height]
        assert pages[-len(wide) :] == tuple(wide)  # the annex stands behind
        assert len(wide) == (1 if not long or count == 1 else 4)
        assert len(pages) - len(wide) <= (2 if long and count > 1 else 1)


@pytest.mark.parametrize("key", ALL)
def test_nothing_stands_outside_the_margins(papers: dict[Key, Papers], key: Key) -> None:
    for name, pages in papers[key].items():
        wider = 4 if name.endswith("lembar-disposisi") else 0.5  # its grid of 167.5 mm is meant so
        for page in pages:
            assert round(min(page.width, page.height)) == 210
            assert round(max(page.width, page.height)) == 297
            for word in page.words:
                assert word.left >= 30 - wider, (name, word)
                assert word.right <= page.width - 20 + wider, (name, word)
                assert word.top >= 12, (name, word)
                assert word.bottom <= page.height - 9.5, (name, word)
            assert max(word.bottom for word in page.body) <= page.height - 25 + 0.5, name


@pytest.mark.parametrize("key", ALL)
def test_no_signature_stands_alone_on_a_page(papers: dict[Key, Papers], key: Key) -> None:
    signed = {
        "lembar-disposisi": ("Paraf:", "pukul"),  # with the last disposition
        "formulir-permintaan-layanan": ("Pemohon,", "PETUGAS"),  # with what the office did
        "form-check-list": ("Tanjungpandan,", "dikembalikan:" if key[0] == "short" else "."),
    }
    for kind, (signature, above) in signed.items():
        for pages in of_kind(papers[key], kind):
            (page,) = [page for page in pages if signature in page.text]
            place = next(word.top for word in page.body if word.text == signature)
            assert above in [word.text[-len(above) :] for word in page.body if word.top < place], kind
            assert sum(word.top < place for word in page.body) > 5


@pytest.mark.parametrize("key", ALL)
def test_no_row_of_a_table_is_cut(papers: dict[Key, Papers], key: Key) -> None:
    for pages in of_kind(papers[key], "form-check-list"):
        wide = [page for page in pages if page.width > page.height]
        for number in range(1, key[1] + 1):
            spoken = [sum(f"x{number:02d}" in word.text for word in page.words) for page in wide]
            # The end of a long e-mail is hyphenated anywhere, so its mark may be divided between two lines.
            assert sum(count >= 3 for count in spoken) == 1, (number, spoken)
            assert sum(spoken) == max(spoken), (number, spoken)
        assert all("Pangkat/Gol." in page.text for page in wide)  # the head of the table repeats
    if key[0] == "long":
        assert not [page for pages in of_kind(papers[key], "lembar-disposisi") for page in pages if is_cut(page)]


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


@pytest.mark.parametrize("key", ALL)
def test_every_page_bears_the_seal_and_its_number(papers: dict[Key, Papers], key: Key) -> None:
    for name, pages in papers[key].items():
        for number, page in enumerate(pages, 1):
            foot = " ".join(word.text for word in page.words if word.top > page.height - 20)
            assert "AUD-2025-0001" in foot, name
            assert f"Halaman {number} dari {len(pages)}" in foot, name


def test_control_a_row_that_may_be_cut_is_noticed(soffice: Soffice, tmp_path: Path) -> None:
    """Without `cantSplit`, LibreOffice does divide rows, and the test above sees it."""
    workspace = new_workspace(tmp_path / "kantor")
    template = workspace.templates / "bersama" / "lembar-disposisi.docx"
    without_keeping(template)
    done = play(workspace, team(script("2")[:13], 12, long=True))
    files = []
    for performed in done[-4:]:
        name = next(each.path for each in performed.step.documents if each.kind == "lembar-disposisi")
        files.append(done[-1].folder / name)
    laid_out = soffice.pdfs(files, tmp_path / "pdf")
    assert any(is_cut(page) for pages in laid_out.values() for page in pages)


def without_keeping(template: Path) -> None:
    """Takes from a template what keeps its rows whole."""
    document = docx.Document(str(template))
    for mark in list(document.element.body.iter(qn("w:cantSplit"))):
        mark.getparent().remove(mark)
    document.save(str(template))

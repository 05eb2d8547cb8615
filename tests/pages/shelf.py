"""All papers that the page review looks at, laid out in one call: every paper on every path, and what shows its edges.

Beside the papers of whole cases stand sweeps: one paper with ever more lines or rows, so that the end of the page falls
everywhere in it; and each sweep once more without what keeps its pieces together, which is the control.
"""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import docx
from docx.document import Document
from docx.oxml.ns import qn
from sheets import Laid, Page, Soffice
from teams import SIZES, Bench, bench, office

from docgen.render.context import office_values


class Key(NamedTuple):
    """A case that is played: how long its values are, how many people, on which path and paper, by which rules."""

    values: str
    count: int
    path: str
    size: str
    rules: str = "auditor"

    def __str__(self) -> str:
        return "-".join(map(str, self)).replace(" ", "-")


CASES = (
    ("ordinary", 1, "1"),
    ("ordinary", 12, "1"),
    ("long", 1, "1"),
    ("long", 12, "1"),
    ("short", 1, "1"),
    ("longest", 1, "1"),
    ("ordinary", 2, "2"),  # returned twice: three rounds
    ("long", 12, "2"),
    ("longest", 2, "2"),
    ("ordinary", 1, "3"),
    ("short", 1, "3"),
    ("longest", 1, "3"),
    ("ordinary", 1, "4"),
    ("longest", 1, "4"),
)
KEYS = tuple(Key(*case, size) for size in SIZES for case in CASES)
FORMS = ("lembar-disposisi", "formulir-permintaan-layanan", "form-check-list")
"""Printed anew with each stage; only those of the last round are looked at."""
BLANK = "surat-permohonan"
Swept = Mapping[str, tuple[Key, str, range]]
SWEPT: Swept = {
    "letter": (Key("ordinary", 1, "3", "A4"), "surat-penolakan", range(18, 31)),
    "receipt": (Key("ordinary", 12, "1", "A4"), "tanda-terima-user-id", range(10, 15)),
    "archive": (Key("ordinary", 12, "1", "A4"), "selesai-daftar-isi-berkas", range(9, 15)),
}
"""Each sweep: of which paper, and how many lines or rows it gets."""
TORN = (Key("long", 12, "2", "A4"), "lembar-disposisi")
"""Of which papers the rows may be cut, as a control."""
LETTERS = {"surat-penolakan", "tutup-berita-acara"}
"""What grows by lines; everything else by rows."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies there, laid out."""

    papers: Mapping[Key, Mapping[str, Laid]]
    """By case and by the paper's name without the case: `06-user-id-pemberitahuan-user-id-1`."""
    sweeps: Mapping[str, Mapping[int, Laid]]
    controls: Mapping[str, Mapping[int, Laid]]
    torn: Mapping[str, Laid]
    """Papers whose rows may be cut."""
    headless: Mapping[str, Laid]
    """The same, with rows that may not, but without repeated heads."""
    blanks: Mapping[str, Laid]
    """The blank for applicants, by paper size."""

    def of_kind(self, key: Key, kind: str) -> dict[str, tuple[Page, ...]]:
        """The papers of one kind, by name."""
        return {name: laid.pages for name, laid in self.papers[key].items() if kind in name}


def fill(
    soffice: Soffice,
    base: Path,
    *,
    keys: Sequence[Key] = KEYS,
    swept: Swept = SWEPT,
    torn: tuple[Key, str] = TORN,
    kinds: Collection[str] = ("",),
) -> Shelf:
    """Plays the cases, makes the sweeps and controls, and lays everything out at once.

    Args:
        soffice: what lays out.
        base: an empty folder.
        keys: the cases.
        swept: the sweeps.
        torn: of which papers the rows may be cut.
        kinds: only papers in whose names one of these stands.
    """
    offices = {size: office(base / size, size) for size in SIZES}
    benches = {(size, rules): bench(offices[size], rules) for size, rules in {(key.size, key.rules) for key in keys}}
    files = {key: dict(_papers(benches[key.size, key.rules], base, key, kinds)) for key in keys}
    sweeps = {name: dict(_sweep(base / "sweep", files, name, swept[name])) for name in swept}
    controls = {name: dict(_sweep(base / "control", files, name, swept[name], kept=False)) for name in swept}
    cut = dict(_without("w:cantSplit", base / "torn", files, *torn))
    headless = dict(_without("w:tblHeader", base / "headless", files, *torn))
    blanks = {
        size: _blank(found, base / f"blank-{size}.docx")
        for (size, _rules), found in benches.items()
        if BLANK in found.templates
    }
    groups = (*files.values(), *sweeps.values(), *controls.values(), cut, headless, blanks)
    laid = soffice.laid_out([path for group in groups for path in group.values()], base / "pdf")
    if keep := os.environ.get("DOCGEN_PAGES"):  # a folder, to look at them
        shutil.copytree(base / "pdf", keep, dirs_exist_ok=True)
    return Shelf(
        papers={key: {name: laid[path] for name, path in group.items()} for key, group in files.items()},
        sweeps={name: {size: laid[path] for size, path in group.items()} for name, group in sweeps.items()},
        controls={name: {size: laid[path] for size, path in group.items()} for name, group in controls.items()},
        torn={name: laid[path] for name, path in cut.items()},
        headless={name: laid[path] for name, path in headless.items()},
        blanks={size: laid[path] for size, path in blanks.items()},
    )


def _papers(bench: Bench, base: Path, key: Key, kinds: Collection[str]) -> Iterator[tuple[str, Path]]:
    """The papers of a case; of a letter to each auditor the first and the last."""
    played = bench.played(key.path, key.count, key.values)
    for step, papers in played:
        for printed in papers:
            document = printed.document
            early = document.kind in FORMS and step.round != played[-1][0].round
            if early or document.copy_ not in {None, 1, key.count}:
                continue
            if document.template is None or Path(document.path).suffix != ".docx":
                continue  # sealed: only its passphrase opens it; or a short text
            name = Path(document.path).stem.split("-2025-0001-")[1]
            if not any(kind in name for kind in kinds):
                continue
            target = base / f"{key}-{name}.docx"
            target.write_bytes(printed.content)
            yield name, target


def _sweep(
    folder: Path, files: Mapping[Key, Mapping[str, Path]], name: str, of: tuple[Key, str, range], *, kept: bool = True
) -> Iterator[tuple[int, Path]]:
    key, kind, sizes = of
    (paper,) = [path for paper, path in files[key].items() if kind in paper]
    folder.mkdir(exist_ok=True)
    for size in sizes:
        document = docx.Document(str(paper))
        (_with_lines if kind in LETTERS else _with_rows)(document, size)
        if not kept:
            _let_go(document)
        document.save(str(folder / f"{folder.name}-{name}-{size}.docx"))
        yield size, folder / f"{folder.name}-{name}-{size}.docx"


def _with_lines(document: Document, count: int) -> None:
    """The letter with a reason of so many lines."""
    (reason,) = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Surat Kutipan"]
    reason.runs[0].text = "\n".join(f"Alasan {number}." for number in range(1, count + 1))


def _with_rows(document: Document, count: int) -> None:
    """The paper with so many rows in its table, each like the first but the last, which stays the last."""
    rows = document.tables[0].rows
    first, last = rows[1]._tr, rows[len(rows) - 1]._tr
    for row in rows[2 : len(rows) - 1]:
        row._tr.getparent().remove(row._tr)
    for _more in range(count - 2):
        last.addprevious(copy.deepcopy(first))


def _let_go(document: Document) -> None:
    """Takes away what keeps paragraphs together."""
    for mark in list(document.styles.element.iter(qn("w:keepNext"), qn("w:keepLines"))):
        mark.getparent().remove(mark)


def _without(
    mark: str, folder: Path, files: Mapping[Key, Mapping[str, Path]], key: Key, kind: str
) -> Iterator[tuple[str, Path]]:
    """The papers of one kind without a mark of their rows."""
    folder.mkdir()
    for name, path in files[key].items():
        if kind not in name:
            continue
        document = docx.Document(str(path))
        for found in list(document.element.body.iter(qn(mark))):
            found.getparent().remove(found)
        document.save(str(folder / f"{folder.name}-{name}.docx"))
        yield name, folder / f"{folder.name}-{name}.docx"


def _blank(bench: Bench, target: Path) -> Path:
    office = office_values(bench.workspace.office)
    target.write_bytes(bench.templates[BLANK].render(office, sheet=office["kertas"]))
    return target

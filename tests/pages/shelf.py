"""All papers that the page review looks at, laid out in one call: every paper on every path, and what shows its edges.

Beside the papers of whole cases stand sweeps: one paper with ever more lines or rows, so that the end of the page falls
everywhere in it; and each sweep once more without what keeps its pieces together, which is the control.
"""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import docx
from docx.document import Document
from docx.oxml.ns import qn
from sheets import Laid, Page, Soffice
from teams import SIZES, Bench, office

from docgen.render.context import office_values


class Key(NamedTuple):
    """A case that is played: how long its values are, how many auditors, on which path, on which paper."""

    values: str
    count: int
    path: str
    size: str

    def __str__(self) -> str:
        return "-".join(map(str, self))


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
SWEPT: Mapping[str, tuple[Key, str, range]] = {
    "letter": (Key("ordinary", 1, "3", "A4"), "surat-penolakan", range(18, 31)),
    "receipt": (Key("ordinary", 12, "1", "A4"), "tanda-terima-user-id", range(10, 15)),
    "archive": (Key("ordinary", 12, "1", "A4"), "selesai-daftar-isi-berkas", range(9, 15)),
}
"""Each sweep: of which paper, and how many lines or rows it gets."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies there, laid out."""

    papers: Mapping[Key, Mapping[str, Laid]]
    """By case and by the paper's name without the case: `06-user-id-pemberitahuan-user-id-1`."""
    sweeps: Mapping[str, Mapping[int, Laid]]
    controls: Mapping[str, Mapping[int, Laid]]
    torn: Mapping[str, Laid]
    """Sheets of dispositions whose rows may be cut."""
    blanks: Mapping[str, Laid]
    """The blank for applicants, by paper size."""

    def of_kind(self, key: Key, kind: str) -> dict[str, tuple[Page, ...]]:
        """The papers of one kind, by name."""
        return {name: laid.pages for name, laid in self.papers[key].items() if kind in name}


def fill(soffice: Soffice, base: Path) -> Shelf:
    """Plays the cases, makes the sweeps and controls, and lays everything out at once."""
    benches = {size: office(base / size, size) for size in SIZES}
    files = {key: dict(_papers(benches[key.size], base, key)) for key in KEYS}
    sweeps = {name: dict(_sweep(base / "sweep", files, name)) for name in SWEPT}
    controls = {name: dict(_sweep(base / "control", files, name, kept=False)) for name in SWEPT}
    torn = dict(_torn(base / "torn", files))
    blanks = {size: _blank(bench, base / f"blank-{size}.docx") for size, bench in benches.items()}
    groups = (*files.values(), *sweeps.values(), *controls.values(), torn, blanks)
    laid = soffice.laid_out([path for group in groups for path in group.values()], base / "pdf")
    if keep := os.environ.get("DOCGEN_PAGES"):  # a folder, to look at them
        shutil.copytree(base / "pdf", keep, dirs_exist_ok=True)
    return Shelf(
        papers={key: {name: laid[path] for name, path in group.items()} for key, group in files.items()},
        sweeps={name: {size: laid[path] for size, path in group.items()} for name, group in sweeps.items()},
        controls={name: {size: laid[path] for size, path in group.items()} for name, group in controls.items()},
        torn={name: laid[path] for name, path in torn.items()},
        blanks={size: laid[path] for size, path in blanks.items()},
    )


def _papers(bench: Bench, base: Path, key: Key) -> Iterator[tuple[str, Path]]:
    """The papers of a case; of a letter to each auditor the first and the last."""
    played = bench.played(key.path, key.count, key.values)
    for step, papers in played:
        for printed in papers:
            document = printed.document
            early = document.kind in FORMS and step.round != played[-1][0].round
            if early or document.copy_ not in {None, 1, key.count}:
                continue
            if document.template is None:
                continue  # sealed: only its passphrase opens it
            name = Path(document.path).stem.split("-2025-0001-")[1]
            target = base / f"{key}-{name}.docx"
            target.write_bytes(printed.content)
            yield name, target


def _sweep(
    folder: Path, files: Mapping[Key, Mapping[str, Path]], name: str, *, kept: bool = True
) -> Iterator[tuple[int, Path]]:
    key, kind, sizes = SWEPT[name]
    (paper,) = [path for paper, path in files[key].items() if kind in paper]
    folder.mkdir(exist_ok=True)
    for size in sizes:
        document = docx.Document(str(paper))
        (_with_lines if name == "letter" else _with_rows)(document, size)
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


def _torn(folder: Path, files: Mapping[Key, Mapping[str, Path]]) -> Iterator[tuple[str, Path]]:
    folder.mkdir()
    for name, path in files[Key("long", 12, "2", "A4")].items():
        if not name.endswith("lembar-disposisi"):
            continue
        document = docx.Document(str(path))
        for mark in list(document.element.body.iter(qn("w:cantSplit"))):
            mark.getparent().remove(mark)
        document.save(str(folder / f"torn-{name}.docx"))
        yield name, folder / f"torn-{name}.docx"


def _blank(bench: Bench, target: Path) -> Path:
    office = office_values(bench.workspace.office)
    target.write_bytes(bench.templates[BLANK].render(office, sheet=office["kertas"]))
    return target

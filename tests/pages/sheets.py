"""Papers as pages: LibreOffice lays them out, poppler says where each word stands."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MM = 72 / 25.4
"""Points in a millimetre."""
AT_ONCE = 200
"""Papers in one call of LibreOffice, which silently leaves out whatever stands behind some 250."""
_PAGE = re.compile(r'<page width="([0-9.]+)" height="([0-9.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>')


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, with its place in millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page, in millimetres."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def body(self) -> tuple[Word, ...]:
        """What stands between head and foot."""
        return tuple(word for word in self.words if 20 < word.top < self.height - 20)

    @property
    def text(self) -> str:
        """Its words, divided by blanks."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a PDF."""

    name: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A paper as pages, with the fonts that they are set in."""

    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]


@dataclass(frozen=True, slots=True)
class Soffice:
    """LibreOffice with a profile of its own, made once."""

    program: str
    profile: Path

    def laid_out(self, papers: Sequence[Path], folder: Path) -> dict[Path, Laid]:
        """Lays papers out, as many in one call as it takes; no two may have one name."""
        made = {paper: folder / f"{paper.stem}.pdf" for paper in papers}
        assert len(set(made.values())) == len(made)
        for start in range(0, len(papers), AT_ONCE):
            self._convert(papers[start : start + AT_ONCE], folder)
        return {paper: Laid(pages(pdf), fonts(pdf)) for paper, pdf in made.items()}

    def _convert(self, papers: Sequence[Path], folder: Path) -> None:
        command = [self.program, "--headless", "--norestore", f"-env:UserInstallation={self.profile.as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        missing = [paper.name for paper in papers if not (folder / f"{paper.stem}.pdf").exists()]
        assert not missing, f"{missing}\n{done.stdout}\n{done.stderr}"  # it ends with 0 even then


def fonts(pdf: Path) -> tuple[Font, ...]:
    """The fonts of a PDF, without the mark of a subset before their names."""
    raw = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in raw.splitlines()[2:]]
    return tuple(Font(row[0].split("+")[-1], row[-5] == "yes") for row in rows)


def pages(pdf: Path) -> tuple[Page, ...]:
    """The pages of a PDF with every word's place."""
    raw = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return tuple(
        Page(
            float(width) / MM,
            float(height) / MM,
            tuple(
                Word(html.unescape(text), *(float(place) / MM for place in places))
                for *places, text in _WORD.findall(content)
            ),
        )
        for width, height, content in _PAGE.findall(raw)
    )

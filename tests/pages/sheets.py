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
class Soffice:
    """LibreOffice with a profile of its own, made once."""

    program: str
    profile: Path

    def pdfs(self, papers: Sequence[Path], folder: Path) -> dict[str, tuple[Page, ...]]:
        """Lays papers out, all in one call; gives their pages by the paper's name."""
        command = [self.program, "--headless", "--norestore", f"-env:UserInstallation={self.profile.as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        made = {paper.stem: folder / f"{paper.stem}.pdf" for paper in papers}
        missing = [name for name, pdf in made.items() if not pdf.exists()]  # it ends with 0 even then
        assert not missing, f"{missing}\n{done.stdout}\n{done.stderr}"
        return {name: pages(pdf) for name, pdf in made.items()}


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

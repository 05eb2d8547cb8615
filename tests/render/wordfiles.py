"""Real Word files for the tests, made with python-docx or by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import docx
from docx.document import Document

from docgen.errors import DocgenError, Problem


def save(path: Path, *texts: str, build: Callable[[Document], object] | None = None) -> Path:
    """A Word file with a paragraph for each text, and whatever else `build` adds."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    if build is not None:
        build(document)
    document.save(str(path))
    return path


def with_parts(path: Path, changes: Mapping[str, bytes | None]) -> Path:
    """The same file with parts added, replaced or (None) left out."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **changes}.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def edited(path: Path, part: str, old: str, new: str) -> Path:
    """The same file with one piece of XML replaced."""
    data = read_part(path.read_bytes(), part).decode()
    assert old in data
    return with_parts(path, {part: data.replace(old, new, 1).encode()})


def related(path: Path, part: str, relationship: str) -> Path:
    """The same file with a relationship added to a part's."""
    return edited(path, part, "</Relationships>", f"{relationship}</Relationships>")


def read_part(content: bytes, part: str) -> bytes:
    """One part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


def names(content: bytes) -> list[str]:
    """The parts of a Word file, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def opened(content: bytes) -> Document:
    """The Word file as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def texts(content: bytes) -> list[str]:
    """The text of each paragraph outside tables."""
    return [paragraph.text for paragraph in opened(content).paragraphs]


def rows(content: bytes) -> list[list[str]]:
    """The text of each cell of the first table."""
    return [[cell.text for cell in row.cells] for row in opened(content).tables[0].rows]


def problems(refusal: DocgenError) -> Iterable[Problem]:
    """The problems of a refusal, in order."""
    return refusal.problems


def table(document: Document, lines: Iterable[Iterable[str]]) -> None:
    """Adds a table with these texts."""
    listed = [list(line) for line in lines]
    made = document.add_table(rows=len(listed), cols=max(len(line) for line in listed))
    for row, line in zip(made.rows, listed, strict=True):
        for cell, text in zip(row.cells, line, strict=False):
            cell.text = text

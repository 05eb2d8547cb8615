"""Where a template reads a fact, in words for whoever edits the template."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, fields
from gettext import gettext as _
from typing import Any

from docgen.model.references import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateReference(Reference):
    """One fact that a template reads, with its place for people."""

    text: str
    """The paragraph or line as typed."""

    @abstractmethod
    def place(self, kind: str) -> str:
        """Where it stands in the template of this kind of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReference(TemplateReference):
    """One fact that a Word template reads."""

    part: str
    """`word/document.xml`, `word/footer1.xml` …"""
    paragraph: int
    """From 1, in the order of the part."""

    def place(self, kind: str) -> str:
        """File, part and paragraph."""
        return _("{template}.docx, {part}, paragraph {paragraph}").format(
            template=kind, part=self.part, paragraph=self.paragraph
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReference(TemplateReference):
    """One fact that the template of a short text reads."""

    row: int
    """The line of the file, from 1."""

    def place(self, kind: str) -> str:
        """File and line."""
        return f"{kind}.txt:{self.row}"


def facts_of(one: Reference) -> dict[str, Any]:
    """What is known of a reference beside its place."""
    return {each.name: getattr(one, each.name) for each in fields(Reference)}

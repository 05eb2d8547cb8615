"""The sheet that papers are printed on: every section of a template is turned into it.

Sizes are in twips (1/1440 inch). The text keeps its width, so that tables fit as they did: what an upright sheet is
wider, its right margin is wider too. A section that lies on its side stays so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

SHEETS: Mapping[str, tuple[int, int]] = MappingProxyType({"A4": (11906, 16838), "F4": (12189, 18709)})
"""Width and height of each, upright."""
_SECTION = b"<w:sectPr"
_SIZE = re.compile(rb"<w:pgSz\b[^>]*>")
_MARGINS = re.compile(rb"<w:pgMar\b[^>]*>")
_WIDTH = re.compile(rb'\bw:w="(\d+)"')
_RIGHT = re.compile(rb'\bw:right="(\d+)"')
_LYING = b'w:orient="landscape"'
_NARROWEST = 567
"""The right margin of a template drawn for a much wider sheet: 1 cm."""


def on_sheet(part: bytes, sheet: str) -> bytes:
    """A finished part, each of its sections on this kind of sheet."""
    before, *sections = part.split(_SECTION)
    return before + b"".join(_SECTION + _turned(section, sheet) for section in sections)


def _turned(section: bytes, sheet: str) -> bytes:
    """What follows the opening of a section, up to the next one."""
    found = _SIZE.search(section)
    if found is None:
        return section
    width, height = SHEETS[sheet]
    lying = _LYING in found[0]
    size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
    if lying:
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
    section = section[: found.start()] + size.encode() + section[found.end() :]
    had = _WIDTH.search(found[0])
    wider = 0 if lying or had is None else width - int(had[1])
    return _MARGINS.sub(lambda margins: _right_of(margins[0], wider), section, count=1) if wider else section


def _right_of(margins: bytes, wider: int) -> bytes:
    """Margins whose right one has grown by so much."""
    return _RIGHT.sub(lambda right: b'w:right="%d"' % max(_NARROWEST, int(right[1]) + wider), margins, count=1)

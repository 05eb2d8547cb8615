"""The letter's own document properties: what the office says of it, and nothing of the machine that made it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

CORE = "docProps/core.xml"
APP = "docProps/app.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a Word file says about itself (File → Info)."""

    title: str
    subject: str
    creator: str
    """Who answers for it: the office, not the clerk."""
    identifier: str
    """The letter's number, or the case's."""
    created: dt.datetime
    """With its time zone."""


def core_xml(properties: Properties | None) -> bytes:
    """`docProps/core.xml`.

    Raises:
        ValueError: `created` has no time zone.
    """
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    if properties is not None:
        if properties.created.tzinfo is None:
            raise ValueError("created: no time zone")
        moment = properties.created.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for name in ("title", "subject", "creator", "identifier"):
            etree.SubElement(root, f"{{{_DC}}}{name}").text = getattr(properties, name)
        for name in ("created", "modified"):
            element = etree.SubElement(root, f"{{{_TERMS}}}{name}")
            element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
            element.text = moment
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def app_xml() -> bytes:
    """`docProps/app.xml`: no company, no counts, no editing time."""
    root = etree.Element(f"{{{_APP}}}Properties", nsmap={None: _APP})
    etree.SubElement(root, f"{{{_APP}}}Application").text = "docgen"
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)

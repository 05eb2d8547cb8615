"""What every finished part must be before it leaves: strictly well-formed, free of Jinja, without empty cells."""

from __future__ import annotations

from gettext import gettext as _

from docgen.errors import Problem
from docgen.render.markup import LEFTOVER, W
from docgen.render.package import parse


def prove(data: bytes, where: str) -> Problem | None:
    """What is wrong with a finished part, if anything. `where` names file and part."""
    leftover = LEFTOVER.search(data.decode())
    if leftover:
        return _failed(_("“{tag}” of the template language is left over").format(tag=leftover[0]), where)
    try:
        root = parse(data)
    except ValueError as error:
        return _failed(str(error), where)
    for cell in root.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            return _failed(_("a table cell does not end with a paragraph"), where)
    return None


def _failed(reason: str, where: str) -> Problem:
    return Problem(
        reference="render-failed",
        message=_("The paper would be damaged: {reason}.").format(reason=reason),
        where=where,
        hint=_("Look at the loops and conditions of the template in this part."),
    )

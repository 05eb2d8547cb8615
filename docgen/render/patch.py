"""The one place that touches docxtpl, and the one function of it that is used."""

from __future__ import annotations

import functools
from collections.abc import Callable


def patch_xml(xml: str) -> str:
    """Turns the tags that clerks type in Word (`{%p %}`, `{%tr %}`, `{%tc %}`, `{%r %}`) into plain Jinja.

    A paragraph, row or cell that holds such a tag gives way to it. docxtpl drops whatever else stood there, so
    `docgen.render.markup` makes sure before that nothing does.
    """
    return _patcher()(xml)


@functools.cache
def _patcher() -> Callable[[str], str]:
    from docxtpl.template import DocxTemplate  # noqa: PLC0415 -- 0.1 s that only compiling a template needs

    patcher: Callable[[str], str] = DocxTemplate("").patch_xml
    return patcher

"""Floor 3: Word templates compiled once and filled; the only floor that opens Word files."""

from __future__ import annotations

from docgen.render.template import Properties, Template, TemplateReference, compile_template, content_digest

__all__ = ["Properties", "Template", "TemplateReference", "compile_template", "content_digest"]

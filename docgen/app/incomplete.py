"""Templates that no longer show what the definition of their paper promises, such as who signs it."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.sop import DocumentKind
from docgen.render.template import Template
from docgen.workflow.owed import unprinted

SIGNATURE = "{% for baris in penandatangan.blok %}{{ baris }} {% endfor %} {{ penandatangan.nama }}"
"""The tags of a signature block, as they are typed in Word; what belongs below the name differs."""


def incomplete(kind: str, document: DocumentKind, template: Template) -> Iterator[Problem]:
    """What the template of one kind of paper lacks, each with the tags to be put back."""
    told = {
        "signer": (_("{title} has a signer, but its template does not print the signature block."), SIGNATURE),
        "register": (_("{title} takes a number, but its template does not print it."), "{{ naskah.nomor }}"),
        "handling": (_("{title} has a handling, but its template does not print it."), "{{ naskah.sifat }}"),
    }
    hint = _("Put back into it: {tags} Or take a fresh copy of the template, or delete `{key}` in sop.yaml.")
    for key in unprinted(document, template.references):
        message, tags = told[key]
        yield Problem(
            reference="template-incomplete",
            message=message.format(title=document.title),
            where=f"{kind}.{document.suffix}",
            hint=hint.format(tags=tags, key=key),
        )

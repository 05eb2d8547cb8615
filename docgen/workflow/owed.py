"""What a paper must show because its definition says so: who signs it, its number, its handling.

Whoever edits a template in Word may delete a signature block without noticing; the letter would still be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docgen.model.expression import Reference
from docgen.model.sop import DocumentKind
from docgen.model.trace import Path

OWED: Mapping[str, Path] = {
    "signer": ("penandatangan", "nama"),
    "register": ("naskah", "nomor"),
    "handling": ("naskah", "sifat"),
}
"""For each key of a document, the fact that its template must print."""


def unprinted(document: DocumentKind, used: Iterable[Reference]) -> Iterator[str]:
    """The keys of a document whose fact its template does not print.

    Args:
        document: as the definition has it.
        used: everything that its template reads.
    """
    printed = {one.path for one in used if one.use in {"printed", "computed"} or one.through}
    given = document.model_dump(by_alias=True)
    yield from (key for key, path in OWED.items() if given[key] is not None and path not in printed)

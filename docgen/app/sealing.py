"""Sealed pages of a step: what stands on them, and what of that is no secret."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from docgen.errors import refuse
from docgen.model.case import digest
from docgen.model.printed import show
from docgen.model.secret import Secret
from docgen.model.shape import paper_shape
from docgen.model.sop import Sop
from docgen.workflow.given import Path
from docgen.workflow.plan import Paper, Plan

NOTES = (
    "Dokumen ini rahasia dan hanya untuk penerima yang namanya tercantum di atas. Jangan diteruskan kepada siapa pun.",
    "Ganti kata sandi segera setelah pertama kali masuk, lalu hapus berkas ini.",
)
"""What whoever opens a page must know; papers are Indonesian always."""


def seal_page(
    sop: Sop, plan: Plan, paper: Paper, *, case: str, office: str, secrets: Mapping[Path, Secret], passphrase: Secret
) -> bytes:
    """The encrypted page.

    Args:
        sop: the rules.
        plan: what the step is.
        paper: which page, for whom.
        case: the case's number.
        office: the office's name.
        secrets: by the paths of their fields, as `Capture` has them.
        passphrase: what opens the page.

    Raises:
        DocgenError: `placeholder-empty`: a fact is not known; or it cannot be printed.
    """
    from docgen.seal.slip import Entry, Slip, seal  # noqa: PLC0415  # half a second, for who seals alone

    about = (Entry("Nomor kasus", case), Entry("Tanggal", show(plan.at.date())))
    sealed: list[Entry] = []
    for path, label, value in _facts(sop, plan, paper):
        where = _said_at(sop, paper, path)
        text = secrets.get(where) if _is_secret(sop, where) else None if value is None else show(value)
        if text is None:
            raise refuse(
                "placeholder-empty",
                _("{title}: {label} is not known.").format(title=paper.document.title, label=label),
                where=".".join(where),
                hint=_("Give it in this step, or let the definition issue this page only where it is known."),
            )
        sealed.append(Entry(label, text))
    page = Slip(office=office, title=paper.document.title, about=about, sealed=sealed, notes=NOTES)
    return seal(page, passphrase)


def public_digest(sop: Sop, plan: Plan, paper: Paper) -> str:
    """The digest of what stands on a page but for its secrets: the same for the same facts."""
    public: list[list[str]] = [
        [".".join(path), "" if value is None else show(value)]
        for path, _label, value in _facts(sop, plan, paper)
        if not _is_secret(sop, _said_at(sop, paper, path))
    ]
    return digest(public)


def secret_paths(sop: Sop, kind: str, copy: int | None) -> tuple[Path, ...]:
    """The paths of the fields whose secrets a page seals."""
    paper = Paper(kind=kind, document=sop.documents[kind], copy=copy)
    where = (_said_at(sop, paper, path) for path in paper.document.seals)
    return tuple(path for path in where if _is_secret(sop, path))


def _facts(sop: Sop, plan: Plan, paper: Paper) -> list[tuple[Path, str, Any]]:
    """What a page names: path, label, value; of a secret only that there is one."""
    shape = paper_shape(sop, paper.document)
    found = []
    for path in paper.document.seals:
        there = shape.at(path)
        value: Any = {**plan.view, "penerima": paper.recipient}
        for name in path:
            value = value[name]
        found.append((path, there.label if there is not None else path[-1], value))
    return found


def _said_at(sop: Sop, paper: Paper, path: Path) -> Path:
    """Where a fact of a page is said: what belongs to the recipient, at his place."""
    each = paper.document.each
    if path[0] != "penerima" or each is None or paper.copy is None:
        return path
    said = dict(sop.said_of(each.list[0]))
    own, *below = path[1:]
    return (own, str(paper.copy), *below) if own in said else (each.list[0], str(paper.copy), own, *below)


def _is_secret(sop: Sop, where: Path) -> bool:
    spec = sop.fields.get(where[0])
    part = spec.fields.get(where[-1]) if spec is not None else None
    return part is not None and part.type == "secret"

"""What the columns of a register see of one number: the case at the step that took it, as it was mended since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from docgen.model.book import REMARK, ROW
from docgen.model.case import Document, Number, Step
from docgen.model.shape import PAPER, PERSON, SIGNER
from docgen.model.sop import Sop
from docgen.workflow.fold import State, fold, standing
from docgen.workflow.replay import as_if_known
from docgen.workflow.view import deciding_view, shaped


def own_facts(*, number: int, printed: str, date: dt.date | None, remark: str | None) -> dict[str, Any]:
    """What the register itself knows of a number: all that a void one has to show."""
    return {ROW: {"urut": number, "nomor": printed, "tanggal": date, REMARK: remark}}


def row_facts(sop: Sop, steps: Sequence[Step], seq: int, document: Document | None) -> dict[str, Any]:
    """What the columns may name of a step's number.

    Args:
        sop: the rules of the case.
        steps: all its steps.
        seq: the step that took the number, which stands.
        document: the paper that bears it; nothing if it is that of a field.
    """
    state, step = _at_step(sop, steps, seq)
    view = deciding_view(sop, state, stage=sop.stage(step.stage or ""), at=step.at)
    return {
        **view,
        "kasus": {
            "nomor": step.case,
            "sop": sop.id,
            "nomor_sop": sop.number,
            "judul": sop.title,
            "putaran": step.round,
            "dibuka": (state.opened or step.at).date(),
        },
        "petugas": shaped(PERSON, step.by.model_dump(mode="json")),
        **_paper(sop, step, document, view),
    }


def number_of(sop: Sop, step: Step, register: str, number: int) -> tuple[Number, Document | None] | None:
    """A number as its step has it, with the paper that bears it, if one does."""
    for document in step.documents:
        if document.number is not None and _is(document.number, register, number):
            return document.number, document
    for name, value in step.captured.items():
        if value is not None and name in sop.fields and sop.fields[name].type == "number":
            found = Number.model_validate(value)
            if _is(found, register, number):
                return found, None
    return None


def _is(number: Number, register: str, urut: int) -> bool:
    return (number.register_, number.urut) == (register, urut)


def _at_step(sop: Sop, steps: Sequence[Step], seq: int) -> tuple[State, Step]:
    """The case with this step done but nothing forgotten by it, and every later correction known from the start."""
    known: list[Step] = []
    for each in standing(steps):
        if each.kind == "correct":
            known = as_if_known(sop, known, each.captured)
        known.append(each)
    place = next(place for place, each in enumerate(known) if each.seq == seq)
    step = known[place]
    if step.round_after > step.round:  # it led up the file: its papers were printed before anything was forgotten
        step = step.model_copy(update={"forgets": ()})
    return fold(sop, [*known[:place], step]), step


def _paper(sop: Sop, step: Step, document: Document | None, view: Mapping[str, Any]) -> dict[str, Any]:
    """`naskah`, `penandatangan` and `penerima`: of a number that no paper bears, their empty forms."""
    if document is None:
        return {"naskah": PAPER.empty(), "penandatangan": SIGNER.empty(), "penerima": None}
    kind = sop.documents[document.kind]
    office: Any = step.office
    signer = office.get("penandatangan", {}).get(document.kind)
    listed = view[kind.each.list[0]] if kind.each is not None else []
    return {
        "naskah": {
            "nomor": document.number.nomor if document.number is not None else None,
            "tanggal": document.number.tanggal if document.number is not None else step.at.date(),
            "sifat": kind.handling,
            "lampiran": kind.annexes,
            "hal": document.title,
            "kode": kind.classification or sop.classification,
            "tembusan": office.get("tembusan", {}).get(document.kind, []),
        },
        "penandatangan": SIGNER.empty() if signer is None else shaped(SIGNER, signer),
        "penerima": listed[document.copy_ - 1] if document.copy_ is not None else None,
    }

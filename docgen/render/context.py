"""The one place where the kernel's English words meet the office's Indonesian ones: what a paper's template sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.model.case import Number, Person
from docgen.model.office import Office
from docgen.model.shape import OFFICE, PERSON, SIGNER, Shape
from docgen.model.sop import Sop
from docgen.render.srikandi import is_letter, of_paper, of_sender
from docgen.workflow.fold import Issued, State
from docgen.workflow.plan import Paper, Plan
from docgen.workflow.view import shaped

IN_PROCESS = "diproses"
"""What `kasus.status` says while a case is open."""


def office_values(office: Office) -> dict[str, Any]:
    """What papers take from the office's settings: `kantor`, the copies of each kind of letter, how they are issued.

    Kept in each step that prints papers, so that they can be printed again.
    """
    bureau = office.kantor.model_dump(mode="json")
    bureau.pop("kode_unit")
    kantor = {name: value or None for name, value in bureau.items() if name != "kop"}
    kop = {name: value or None for name, value in bureau["kop"].items()}
    copies = {kind: list(rule.tembusan) for kind, rule in office.naskah.items() if rule.tembusan}
    return {
        "kantor": kantor | {"kop": kop},
        "tembusan": copies,
        "srikandi": office.srikandi.aktif,
        "kertas": office.cetak.kertas,
    }


def paper_context(
    *, sop: Sop, state: State, case: str, seal: str, plan: Plan, paper: Paper, by: Person, office: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that the template of one paper may name.

    Args:
        sop: the rules of the case.
        state: the case before this step.
        case: the case's number; a stand-in while the paper is only being proved.
        seal: the head of the record before this step.
        plan: what the step will be.
        paper: which paper, for whom, under which number.
        by: the official who takes the step.
        office: what the office's settings say, as `office_values` gives it.
    """
    context: dict[str, Any] = {
        **plan.view,
        "kantor": {**OFFICE.empty(), **office["kantor"]},  # type: ignore[dict-item]  # the form of an office is a mapping
        "kasus": {
            "nomor": case,
            "sop": sop.id,
            "nomor_sop": sop.number,
            "judul": sop.title,
            "putaran": plan.round,
            "dibuka": (state.opened or plan.at).date(),
            "ditutup": plan.closed.date() if plan.closed is not None else None,
            "status": plan.outcome or IN_PROCESS,
            "segel": seal,
            "naskah": _filed(sop, plan.filed(state.papers, paper)),
        },
        "naskah": {**_paper_values(sop, plan, paper), "tembusan": office.get("tembusan", {}).get(paper.kind, [])},
        "petugas": _person(PERSON, by),
    }
    if paper.document.signer is not None:
        context["penandatangan"] = _person(SIGNER, paper.signer)
    if office.get("srikandi") and is_letter(paper.document):
        context["naskah"] = of_paper(context["naskah"], paper.document)
        if paper.document.signer is not None:
            context["penandatangan"] = of_sender(context["penandatangan"])
    if paper.document.each is not None:
        context["penerima"] = paper.recipient
    return context


def _paper_values(sop: Sop, plan: Plan, paper: Paper) -> dict[str, Any]:
    number: Number | None = paper.number
    return {
        "nomor": number.nomor if number is not None else None,
        "tanggal": number.tanggal if number is not None else plan.at.date(),
        "sifat": paper.document.handling,
        "lampiran": paper.document.annexes,
        "hal": paper.document.title,
        "kode": paper.document.classification or sop.classification,
    }


def _filed(sop: Sop, papers: Sequence[Issued]) -> list[dict[str, Any]]:
    """What lies in the file when its last paper is printed: what was issued before, without earlier states of that."""
    return [
        {
            "no": place,
            "judul": each.title,
            "untuk": each.item,
            "kode": each.code or sop.classification,
            "nomor": each.number,
            "tanggal": each.date,
            "putaran": each.round,
            "cetakan": each.prints,
            "pindaian": each.scan,
            "digantikan": each.replaced,
        }
        for place, each in enumerate(papers[:-1], 1)
    ]


def _person(shape: Shape, person: Person | None) -> Any:
    return shape.empty() if person is None else shaped(shape, person.model_dump(mode="json"))

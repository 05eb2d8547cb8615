"""Blank forms, such as an applicant takes home: nothing is filled in but what the settings say of the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.app.one_paper import issuers, sop_with, with_only
from docgen.app.papers import compile_templates
from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.model.field import FieldSpec
from docgen.model.shape import CASE, OFFICE, PAPER, PERSON, SIGNER, STAGE_NOW, STEP_TAKEN, record_shape
from docgen.model.sop import Sop
from docgen.render.context import office_values
from docgen.render.template import Properties
from docgen.workflow.fold import State
from docgen.workflow.view import record_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A form that was made."""

    kind: str
    title: str
    content: bytes


def offered(workspace: Workspace, sop_id: str, kind: str | None = None) -> tuple[str, ...]:
    """The forms that are meant: the one that is named, or all that no stage issues, since they are for applicants.

    Raises:
        DocgenError: `paper-unknown`; `usage`, if it is a letter, or if there is no such form.
    """
    sop = sop_with(workspace, sop_id, kind)
    if kind is None:
        found = tuple(name for name, document in sop.documents.items() if document.form and not issuers(sop, name))
        forms = [name for name, document in sop.documents.items() if document.form]
        if not found:
            raise refuse(
                "usage",
                _("{sop} has no form that is for applicants alone: each is issued by a stage.").format(sop=sop.id),
                hint=_("Name the one that is wanted: {forms}.").format(forms=", ".join(forms))
                if forms
                else _("A form has `form: true` under `documents` in sop.yaml."),
            )
        return found
    if not sop.documents[kind].form:
        raise refuse(
            "usage",
            _("{kind} is a letter: it is never printed blank.").format(kind=kind),
            where=kind,
            hint=_("See how it looks: docgen template preview {sop} {kind}").format(sop=sop.id, kind=kind),
        )
    return (kind,)


def blank_forms(workspace: Workspace, sop: Sop, kinds: Sequence[str], *, rows: int) -> tuple[Blank, ...]:
    """These forms, blank.

    Args:
        workspace: where.
        sop: the SOP.
        kinds: forms that `offered` gave.
        rows: how many empty rows a list has where the definition does not set a limit.

    Raises:
        DocgenError: a template is missing or wrong, or cannot be printed with nothing filled in.
    """
    return tuple(_blank(workspace, sop, kind, rows=rows) for kind in kinds)


def _blank(workspace: Workspace, sop: Sop, kind: str, *, rows: int) -> Blank:
    document = sop.documents[kind]
    (template,) = compile_templates(with_only(workspace, sop, kind), (kind,)).values()
    properties = Properties(
        title=document.title,
        subject=sop.title,
        creator=workspace.office.kantor.nama,
        identifier=kind,
        created=workspace.now(),
    )
    sheet = office_values(workspace.office)["kertas"]
    content = template.render(_nothing_known(workspace, sop, kind, rows), properties=properties, sheet=sheet)
    return Blank(kind=kind, title=document.title, content=content)


def _nothing_known(workspace: Workspace, sop: Sop, kind: str, rows: int) -> dict[str, Any]:
    """What a template sees of a case of which nothing is known yet."""
    document, office = sop.documents[kind], office_values(workspace.office)
    empty = State(record={name: _unfilled(spec, rows) for name, spec in sop.fields.items() if spec.each is None})
    context: dict[str, Any] = {
        **record_view(sop, empty),
        "tahap": STAGE_NOW.empty(),
        "langkah": {stage.key: STEP_TAKEN.empty() for stage in sop.stages},
        "kantor": {**OFFICE.empty(), **office["kantor"]},  # type: ignore[dict-item]  # the form of an office is a mapping
        "kasus": {
            **CASE.empty(),  # type: ignore[dict-item]  # the form of a case is a mapping
            "sop": sop.id,
            "nomor_sop": sop.number,
            "judul": sop.title,
            "putaran": 1,
            "segel": "",
        },
        "naskah": {
            **PAPER.empty(),  # type: ignore[dict-item]  # the form of a paper is a mapping
            "hal": document.title,
            "kode": document.classification or sop.classification,
            "tembusan": office["tembusan"].get(kind, []),
        },
        "petugas": PERSON.empty(),
    }
    if document.signer is not None:
        context["penandatangan"] = SIGNER.empty()
    if document.each is not None:
        listed = record_shape(sop).at(document.each.list)
        context["penerima"] = None if listed is None or listed.item is None else listed.item.empty()
    return context


def _unfilled(spec: FieldSpec, rows: int) -> JsonValue:
    """A value of which nothing is known but how much room it needs."""
    if spec.type == "record":
        return {name: _unfilled(part, rows) for name, part in spec.fields.items()}
    if spec.type != "list" or spec.of == "file":
        return None
    count = max(spec.min or 0, min(rows, spec.max or rows))
    item: JsonValue = {name: _unfilled(part, rows) for name, part in spec.fields.items()} if spec.of is None else None
    return [item for _row in range(count)]

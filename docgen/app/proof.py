"""The proof of a definition: its flow, its conditions, its templates and their placeholders.

A case keeps the rules that it began under, so none may begin under rules that do not hold together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.definitions import Definition, case_prefixes, rules_now, template_paths
from docgen.app.incomplete import incomplete
from docgen.app.workspace import LETTERHEAD, SHARED, Workspace
from docgen.errors import DocgenError, Problem
from docgen.model.expression import Reference
from docgen.model.later import N_
from docgen.model.open_file import is_open, open_file
from docgen.model.shape import ITEM
from docgen.model.sop import DocumentKind, Sop
from docgen.model.source import Source
from docgen.render.reference import TemplateReference
from docgen.render.template import Template, compile_template
from docgen.store.content import is_kept
from docgen.store.filesystem import disk_errors
from docgen.store.steps import genesis
from docgen.workflow.conditions import check_conditions, ways_that_may_end
from docgen.workflow.early import Finding, check_paper
from docgen.workflow.flow import START, Flow, walk

PIN = ".json"
"""The suffix under which the pin of proved rules is kept by content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the proof of a definition found."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    templates: Mapping[str, Template]
    """The templates, compiled."""


def prove(workspace: Workspace, sop: Sop, source: Source) -> Proof:
    """Proves an SOP whose grammar and names are right."""
    flow = walk(sop)
    problems = [*_clashes(workspace, sop, source), *_flow_problems(sop, source, flow), *_nothing_computed(sop, source)]
    warnings = [*_idle(sop, source), *_ways_that_may_end(sop, source, flow)]
    for severity, problem in _condition_problems(sop, source, flow):
        (problems if severity == "error" else warnings).append(problem)
    templates, broken = compiled_templates(workspace, sop)
    problems += broken
    for kind, template in templates.items():
        wrong, doubtful = paper_problems(sop, flow, kind, template)
        problems += wrong
        warnings += doubtful
    warnings += open_templates(workspace, sop)
    problems += _seals(sop, source, flow)
    return Proof(problems=tuple(dict.fromkeys(problems)), warnings=tuple(warnings), templates=templates)


def paper_problems(sop: Sop, flow: Flow, kind: str, template: Template) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with the template of one kind of paper, and what is doubtful about it."""
    document = sop.documents[kind]
    wrong = [*incomplete(kind, document, template)]
    doubtful: list[Problem] = []
    for finding in check_paper(sop, flow, kind, document, template.references):
        (wrong if finding.severity == "error" else doubtful).append(_described(sop, kind, finding))
    return wrong, doubtful


@disk_errors()
def open_templates(workspace: Workspace, sop: Sop) -> tuple[Problem, ...]:
    """The templates that somebody has open: what he has not saved yet is not in the file."""
    kop = workspace.templates / SHARED / LETTERHEAD
    paths = (*template_paths(workspace, sop)[0].values(), kop)
    return tuple(open_file(workspace.shown(path)) for path in paths if is_open(path, exists=workspace.fs.exists))


def refuse_unproved(workspace: Workspace, definition: Definition) -> None:
    """Refuses to open a case under rules that do not hold together; rules that a case has already need no new proof.

    Raises:
        DocgenError: everything that the proof found.
    """
    if is_kept(workspace.store, genesis(definition.pin), PIN):
        return
    sop, source = rules_now(workspace, definition.sop.id)
    problems = prove(workspace, sop, source).problems
    if problems:
        raise DocgenError(problems)


def _clashes(workspace: Workspace, sop: Sop, source: Source) -> Iterator[Problem]:
    """What another folder of this workspace has already."""
    if sop.id == SHARED:
        yield Problem(
            reference="sop-invalid",
            message=_("{folder} holds the papers that all SOPs share; no SOP may be named so.").format(folder=SHARED),
            where=source.where(("id",)),
            hint=_("Name the SOP, and its folder, otherwise."),
        )
    prefixes = case_prefixes(workspace)
    same = [other for other, prefix in prefixes.items() if prefix == sop.case_prefix and other != sop.id]
    if same:
        yield Problem(
            reference="sop-invalid",
            message=_("{prefix} is the `case_prefix` of {others} too: their cases could not be told apart.").format(
                prefix=sop.case_prefix, others=", ".join(same)
            ),
            where=source.where(("case_prefix",)),
            hint=_("Give each SOP a `case_prefix` of its own."),
        )


def _flow_problems(sop: Sop, source: Source, flow: Flow) -> Iterator[Problem]:
    """Stages that nothing leads to, and places that no way leads out of."""
    for place, stage in enumerate(sop.stages):
        if not flow.performed_at(stage):
            yield Problem(
                reference="sop-flow",
                message=_("Nothing leads to stage {name}.").format(name=stage.id),
                where=source.where(("stages", place)),
                hint=_("Name it in the `next` of another stage, or give it `during`."),
            )
    stuck = flow.stuck - {START}
    least = [position for position in stuck if not any(other < position for other in stuck)]
    for name in sorted({name for position in least for name in position}, key=sop.index):
        yield Problem(
            reference="sop-flow",
            message=_("From stage {name} no way leads to an end.").format(name=name),
            where=source.where(("stages", sop.index(name))),
            hint=_("Let it, or a stage after it, have `ends`."),
        )


def _condition_problems(sop: Sop, source: Source, flow: Flow) -> Iterator[tuple[str, Problem]]:
    """Expressions that read what may not be known where they are evaluated; each with how bad it is."""
    for found in check_conditions(sop, flow):
        printed = ".".join(name for name in found.path if name != ITEM)
        yield (
            found.severity,
            Problem(
                reference="expression-invalid",
                message=_("“{expression}” cannot use {name} so: it is of the type {type}.").format(
                    expression=found.condition.text, name=printed, type=found.type
                ),
                where=source.where(found.condition.place),
                hint=_(
                    "Compare like with like: a date with a date, a number with a number, a text in quotes with a text."
                ),
            )
            if found.type
            else Problem(
                reference="sop-flow",
                message=_("“{expression}” reads {name}, which may be unknown at {stage}.").format(
                    expression=found.condition.text, name=printed, stage=found.stage
                ),
                where=source.where(found.condition.place),
                hint=_("Test it first: {name} is not none and …, or let an earlier stage capture it.").format(
                    name=printed
                ),
            ),
        )


def _nothing_computed(sop: Sop, source: Source) -> Iterator[Problem]:
    """Computed values of which nothing may come: the stage could not be done then."""
    for place, stage in enumerate(sop.stages):
        for name, value in stage.set.items():
            if value.may_give_none:
                yield Problem(
                    reference="sop-flow",
                    message=_("“{expression}” may give nothing, so that {name} cannot be computed at {stage}.").format(
                        expression=value.text, name=name, stage=stage.id
                    ),
                    where=source.where(("stages", place, "set", name)),
                    hint=_("Let it give something in every case, or let stages ask for {name}.").format(name=name),
                )


def _ways_that_may_end(sop: Sop, source: Source, flow: Flow) -> Iterator[Problem]:
    """Stages that a case may be unable to leave, because each of their ways on has a condition."""
    for index in ways_that_may_end(sop, flow):
        yield Problem(
            reference="sop-flow",
            message=_("Stage {name} may find no way on: each way in its `next` has a condition.").format(
                name=sop.stages[index].id
            ),
            where=source.where(("stages", index, "next")),
            hint=_("End the list with a way without `when`, for whatever the conditions leave over."),
        )


def _idle(sop: Sop, source: Source) -> Iterator[Problem]:
    """What is declared and never used: probably forgotten somewhere."""
    captured = {name for stage in sop.stages for name in stage.captures}
    issued = {kind for stage in sop.stages for kind in stage.documents}
    idle = [(("fields", name), _("No stage captures field {name}.")) for name in sop.fields if name not in captured]
    idle += [
        (("documents", kind), _("No stage issues document {name}."))
        for kind, document in sop.documents.items()
        if kind not in issued and not document.form  # a form may be handed out as a blank
    ]
    for path, message in idle:
        yield Problem(
            reference="sop-invalid",
            message=message.format(name=path[1]),
            where=source.where_key(path),
            hint=_("Name it under `{section}` of a stage, or delete it.").format(section=path[0]),
        )


def _seals(sop: Sop, source: Source, flow: Flow) -> Iterator[Problem]:
    """Facts of sealed pages that may not be known when the page is issued: it has no template that could test them."""
    for kind, document in sop.documents.items():
        for place, path in enumerate(document.seals):
            named = Reference(path=path, trace=path, use="printed")
            for found in check_paper(sop, flow, kind, document, [named]):
                yield Problem(
                    reference=found.reference,
                    message=_("{title} prints {name}, which may be unknown when {stage} issues it.").format(
                        title=document.title, name=".".join(path), stage=found.stage
                    ),
                    where=source.where(("documents", kind, "seals", place)),
                    hint=_("Let `each` or `when` of the document choose only those of whom it is known."),
                )


def compiled_templates(workspace: Workspace, sop: Sop) -> tuple[dict[str, Template], list[Problem]]:
    """The templates that compile, and what is wrong with the others and with their placeholders."""
    paths, missing = template_paths(workspace, sop)
    problems = [*missing]
    try:
        kop = workspace.letterhead
    except DocgenError as error:
        return {}, [*problems, *error.problems]
    templates: dict[str, Template] = {}
    for kind, path in paths.items():
        try:
            document = sop.documents[kind]
            templates[kind] = compile_template(path, letterhead=kop, form=document.form, limit=document.limit)
        except DocgenError as error:
            problems += error.problems
    return templates, problems


def _described(sop: Sop, kind: str, finding: Finding[TemplateReference]) -> Problem:
    """A finding in words, with the template, its part and its paragraph."""
    used = finding.used
    printed = ".".join(name for name in used.path if name != ITEM)
    place = used.place(kind)
    document: DocumentKind = sop.documents[kind]
    if finding.reference == "placeholder-unknown":
        return Problem(
            reference=finding.reference,
            message=_("{title} names {name}, which does not exist.").format(title=document.title, name=printed),
            where=place,
            hint=_("Did you mean {name}?").format(name=finding.near)
            if finding.near
            else _("All placeholders: docgen template fields {sop}").format(sop=sop.id),
        )
    if finding.reference == "render-failed":
        return Problem(
            reference=finding.reference,
            message=_("{title} cannot use {name} so: it is of the type {type}.").format(
                title=document.title, name=printed, type=finding.near
            ),
            where=place,
            hint=_(_UNFIT.get(finding.near or "", _LOOK)),
        )
    return Problem(
        reference=finding.reference,
        message=_("{title} prints {name}, which may be unknown when {stage} issues it.").format(
            title=document.title, name=printed, stage=finding.stage
        ),
        where=place,
        hint=_early_hint(used.path, finding.near or printed),
    )


_LOOK = N_("Look at the filter behind it, or at what it is compared with.")
_LOOP = N_("Loop over a list with {% for %}; name one fact of a record.")
_UNFIT = {
    "list": _LOOP,
    "record": _LOOP,
    "secret": N_("A secret is named under `seals` of a document only: nothing else knows it."),
}
"""What to do about a fact of a type that no template prints as it is."""
_GIVEN_BY: dict[tuple[str, ...], str] = {
    ("naskah", "nomor"): "documents.….register",
    ("naskah", "sifat"): "documents.….handling",
    ("naskah", "kode"): "documents.….classification",
    ("naskah", "lampiran"): "documents.….annexes",
    ("tahap", "nomor"): "stages.….no",
}
"""The keys of a definition that give papers a fact."""


def _early_hint(path: tuple[str, ...], tested: str) -> str:
    """What to do about a fact that may be unknown: `tested` is the name to ask for."""
    if key := _GIVEN_BY.get(path):
        hint = _("Guard it: {{% if {name} %}} … {{% endif %}}, or give it in sop.yaml: {key}.")
        return hint.format(name=tested, key=key)
    if path[0] in {"kantor", "naskah", "petugas", "penandatangan"}:
        return _("Guard it: {{% if {name} %}} … {{% endif %}}; not every paper has it.").format(name=tested)
    return _("Guard it: {{% if {name} %}} … {{% endif %}}, or let an earlier stage capture it.").format(name=tested)

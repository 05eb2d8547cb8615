"""An SOP as text, with all that its definition says: the printed form, the fields and papers, the way of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from gettext import gettext as _

from docgen.app.settable import notes
from docgen.model.field import FieldSpec
from docgen.model.session import SessionRules, session_rules
from docgen.model.sop import Actor, Branch, DocumentKind, Require, Sop, Stage

Line = tuple[int, str]
"""How deep a line stands, and its text; an empty text is an empty line."""


def sop_lines(sop: Sop) -> Iterator[Line]:
    """The whole SOP, line by line, with its sessions."""
    yield 0, f"SOP {sop.number} {sop.title}"
    yield from _named(0, _identity(sop))
    for heading, texts in _lists(sop).items():
        if texts:
            yield from _section(heading, ((1, f"{place}. {text}") for place, text in enumerate(texts, 1)))
    yield from _section(_("Actors"), ((1, _actor(name, actor)) for name, actor in sop.actors.items()))
    yield from _flow(sop)
    for name in sop.sessions:
        rules = session_rules(sop, name)
        yield from _section(_("Session {name}: {title}").format(name=name, title=rules.title), _members(rules))
        yield from ((depth + 1 if text else 0, text) for depth, text in _flow(rules))


def _members(rules: SessionRules) -> Iterator[Line]:
    """Which cases a session works on."""
    members = rules.members
    yield from _named(
        1,
        {
            _("Command"): f"docgen {rules.id}",
            _("Cases"): rules.case_prefix,
            _("Takes in who waits at"): members.waiting,
            _("Seats"): members.seats.text,
            _("Order"): ", ".join(expression.text for expression in members.order),
            _("Accepts"): None if members.accepts is None else members.accepts.text,
            _("Wishes"): None if members.wishes is None else members.wishes.text,
            _("Never twice at once"): ", ".join(members.exclusive),
        },
    )


def _flow(sop: Sop) -> Iterator[Line]:
    """Stages, fields, papers and books."""
    for stage in sop.stages:
        yield from _section(_stage_heading(stage), _stage(sop, stage))
    yield from _section(_("Fields"), _fields(sop.fields, 1))
    yield from _section(_("Papers"), _papers(sop))
    if sop.registers:
        yield from _section(_("Books of the registers"), _books(sop))


def _section(heading: str, lines: Iterable[Line]) -> Iterator[Line]:
    yield 0, ""
    yield 0, heading
    yield from lines


def _named(depth: int, values: Mapping[str, str | None]) -> Iterator[Line]:
    """`name: value` for each value that there is."""
    yield from ((depth, f"{name}: {value}") for name, value in values.items() if value)


def _identity(sop: Sop) -> dict[str, str | None]:
    return {
        _("Command"): f"docgen {sop.id}",
        _("Version"): sop.version,
        _("Cases"): sop.case_prefix,
        _("Classification"): sop.classification,
        _("Created"): sop.created,
        _("Revised"): sop.revised,
        _("Effective"): sop.effective,
        _("Approved by"): sop.approved_by,
    }


def _lists(sop: Sop) -> dict[str, tuple[str, ...]]:
    return {
        _("Legal basis"): sop.legal_basis,
        _("Related SOPs"): sop.related,
        _("Qualifications"): sop.qualifications,
        _("Equipment"): sop.equipment,
        _("Warnings"): sop.warnings,
        _("Records kept"): sop.records_kept,
    }


def _actor(name: str, actor: Actor) -> str:
    outside = _(" (not of the office)") if actor.external else ""
    return f"{name}: {actor.title}{outside}{_mark(actor.source)}"


def _mark(source: str) -> str:
    """The mark of what the SOP does not order."""
    return "" if source == "sop" else f" [{source}]"


def _stage_heading(stage: Stage) -> str:
    return f"{stage.no or '-'} {stage.id}{_mark(stage.source)}"


def _stage(sop: Sop, stage: Stage) -> Iterator[Line]:
    yield 1, stage.activity
    computed = (f"{name} = {value.text}" for name, value in stage.set.items())
    replaced = (f"{name} ← {'.'.join(path)}" for name, path in stage.replace.items())
    yield from _named(
        1,
        {
            _("Actor"): sop.actors[stage.actor[0]].title,
            _("May do or record it too"): ", ".join(sop.actors[role].title for role in stage.actor[1:]),
            _("During"): ", ".join(stage.during),
            _("Takes in its members"): stage.performs,
            _("Needed"): stage.needs,
            _("Standard time"): stage.time,
            _("Output"): stage.output,
            _("Remarks"): stage.remarks,
            _("Fields"): ", ".join(stage.fields),
            _("Fields that may be left out"): ", ".join(stage.optional),
            _("Fields of which one must change"): ", ".join(stage.changes),
            _("Computed"): "; ".join(computed),
            _("Replaced"): "; ".join(replaced),
            _("Papers"): ", ".join(stage.documents),
        },
    )
    for guard in stage.require:
        if guard.warn:
            yield 1, _("Told, and done all the same, unless: {condition}").format(condition=_guard(guard))
        else:
            yield 1, _("Only if: {condition}").format(condition=_guard(guard))
        yield 2, _("else: {message}").format(message=guard.else_.text)
    yield from ((1, _way(branch)) for branch in stage.branches)


def _guard(guard: Require) -> str:
    return guard.that.text if guard.each is None else f"{guard.that.text} ({guard.each.text})"


def _way(branch: Branch) -> str:
    way = (
        _("ends: {outcome}").format(outcome=branch.ends)
        if branch.ends
        else _("goes on to: {stages}").format(stages=", ".join(branch.to))
    )
    return way if branch.when is None else _("if {condition}, {way}").format(condition=branch.when.text, way=way)


def _fields(fields: Mapping[str, FieldSpec], depth: int) -> Iterator[Line]:
    for name, spec in fields.items():
        yield depth, f"{name}: {spec.label} ({'; '.join(_field_words(spec))}){_mark(spec.source)}"
        yield from ((depth + 1, f"{item}: {wording}") for item, wording in spec.items.items())
        yield from _fields(spec.fields, depth + 1)


def _field_words(spec: FieldSpec) -> Iterator[str]:
    """The type of a field, and what the definition asks of its values."""
    yield spec.type if spec.of is None else f"{spec.type}: {spec.of}"
    if spec.choices:
        yield _("one of: {choices}").format(choices=", ".join(spec.choices))
    if spec.min is not None:
        yield _("at least {count}").format(count=spec.min)
    if spec.max is not None:
        yield _("at most {count}").format(count=spec.max)
    yield from notes(spec)
    if spec.unique is not None:
        yield _("each has its own: {where}").format(where=spec.unique)
    if spec.register_ is not None:
        yield _("register: {register}").format(register=spec.register_)
    if spec.each is not None:
        yield _("for each {each}").format(each=spec.each.text)


def _papers(sop: Sop) -> Iterator[Line]:
    for kind, paper in sop.documents.items():
        yield 1, f"{kind}: {paper.title}{_mark(paper.source)}"
        issuers = [stage.id for stage in sop.stages if kind in stage.documents]
        yield from _named(2, {_("Stages"): ", ".join(issuers), **_paper(sop, paper)})


def _paper(sop: Sop, paper: DocumentKind) -> dict[str, str | None]:
    return {
        _("Form"): _("empty facts are printed as dotted lines") if paper.form else None,
        _("For each"): None if paper.each is None else paper.each.text,
        _("Only if"): None if paper.when is None else paper.when.text,
        _("Register"): paper.register_,
        _("Signed by"): None if paper.signer is None else sop.actors[paper.signer].title,
        _("Handling"): paper.handling,
        _("Classification"): paper.classification,
        _("Annexes"): paper.annexes,
        _("At most"): None if paper.limit is None else _("{count} characters, as plain text").format(count=paper.limit),
        _("Sealed"): ", ".join(map(".".join, paper.seals)),
    }


def _books(sop: Sop) -> Iterator[Line]:
    for register, columns in sop.registers.items():
        yield 1, register
        yield from ((2, f"{heading}: {expression.text}") for heading, expression in columns.items())

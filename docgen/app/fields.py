"""Every placeholder that the templates of an SOP may use, for whoever edits them in Word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import gettext as _

from docgen.app.definitions import rules_now
from docgen.app.workspace import Workspace
from docgen.model.field import FieldSpec
from docgen.model.later import N_
from docgen.model.shape import CASE, ITEM, OFFICE, PAPER, PERSON, SIGNER, STAGE_NOW, STEP_TAKEN, Shape, record_shape
from docgen.model.sop import Sop
from docgen.workflow.flow import Flow, walk
from docgen.workflow.fold import PAST

Path = tuple[str, ...]
EVERYWHERE: Mapping[str, Shape] = {
    "kantor": OFFICE,
    "kasus": CASE,
    "tahap": STAGE_NOW,
    "naskah": PAPER,
    "petugas": replace(PERSON, meaning=N_("who takes this step")),
    "penandatangan": replace(SIGNER, meaning=N_("who signs this paper")),
}
"""What papers of every SOP know from the first stage on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A name that a template may print."""

    path: str
    """As it is typed; `[]` stands behind a list whose items a `for` goes through."""
    type: str
    label: str
    since: str | None
    """The first stage at which it is known for certain, or else may be; nothing if the stage does not matter."""
    empty: str
    """Where or when there may be nothing to print from there on: a letter must guard it; empty if there always is."""


def placeholders(workspace: Workspace, sop_id: str) -> tuple[Placeholder, ...]:
    """All placeholders of an SOP. Raises DocgenError if its definition is wrong."""
    sop, _source = rules_now(workspace, sop_id)
    flow = walk(sop)
    recorded = tuple(_recorded(sop, flow))
    return (*recorded, *_of_recipient(sop, recorded), *_everywhere(sop), *_steps(sop, flow))


def printed(path: Path) -> str:
    """A path as it is typed: `orang[].nama`."""
    return ".".join(path).replace(f".{ITEM}", ITEM)


def _recorded(sop: Sop, flow: Flow) -> Iterator[Placeholder]:
    """The facts of the record: known when they were said, and only if they had to be."""
    record = record_shape(sop)
    for path, leaf in record.leaves():
        specs = _declared(sop, path)
        since, doubts = _known(sop, flow, _field_of(sop, path))
        reasons = [reason for spec in specs for reason in _conditions(spec)]
        if any(shape.optional for shape in _on_the_way(record, path)):
            reasons.append(_("may be left out"))
        label = _in_words(specs[-1].label, record, path)
        yield Placeholder(
            path=printed(path), type=leaf.type, label=label, since=since, empty=_joined([*reasons, doubts])
        )


def _of_recipient(sop: Sop, recorded: tuple[Placeholder, ...]) -> Iterator[Placeholder]:
    """`penerima`: the item of a list that a copy is for."""
    lists = dict.fromkeys(document.each.list for document in sop.documents.values() if document.each is not None)
    for listed in lists:
        item = printed((*listed, ITEM))
        for each in recorded:
            if each.path.startswith(item):
                yield replace(
                    each,
                    path=f"penerima{each.path.removeprefix(item)}",
                    empty=_joined([_only_with(sop, "each"), each.empty]),
                )


def _everywhere(sop: Sop) -> Iterator[Placeholder]:
    limits = _limits(sop)
    for name, shape in EVERYWHERE.items():
        whole = Shape("record", parts={name: shape})
        for path, leaf in whole.leaves():
            reasons = [limits.get(path[:1], ""), limits.get(path, "")]
            if any(each.optional for each in _on_the_way(whole, path)):
                reasons.append(_("only if docgen.toml has it"))
            label = _in_words("", whole, path)
            yield Placeholder(path=printed(path), type=leaf.type, label=label, since=None, empty=_joined(reasons))


def _steps(sop: Sop, flow: Flow) -> Iterator[Placeholder]:
    """`langkah`: when each stage was done, and by whom."""
    for stage in sop.stages:
        since, doubts = _known(sop, flow, PAST + stage.key)
        whole = Shape("record", parts={"langkah": Shape("record", parts={stage.key: STEP_TAKEN})})
        for path, leaf in whole.leaves():
            optional = any(each.optional for each in _on_the_way(whole, path))
            reasons = [doubts, _("only if docgen.toml has it") if optional else ""]
            label = _in_words(stage.id, whole, path)
            yield Placeholder(path=printed(path), type=leaf.type, label=label, since=since, empty=_joined(reasons))


def _limits(sop: Sop) -> Mapping[Path, str]:
    """Where or when some of the kernel's own placeholders have nothing to say."""
    unnumbered = [stage.id for stage in sop.stages if stage.no is None]
    return {
        ("penandatangan",): _only_with(sop, "signer"),
        ("naskah", "nomor"): _only_with(sop, "register"),
        ("naskah", "sifat"): _only_with(sop, "handling"),
        ("naskah", "kode"): "" if sop.classification else _only_with(sop, "classification"),
        ("naskah", "lampiran"): _only_with(sop, "annexes"),
        ("tahap", "nomor"): _("at: {stages}").format(stages=", ".join(unnumbered)) if unnumbered else "",
    }


def _only_with(sop: Sop, key: str) -> str:
    """Only in papers whose definition has this key, and which these are."""
    documents = {kind: document.model_dump(by_alias=True) for kind, document in sop.documents.items()}
    having = [kind for kind, document in documents.items() if document[key] is not None]
    return _("only in papers with `{key}`: {papers}").format(key=key, papers=", ".join(having) or _("none so far"))


def _field_of(sop: Sop, path: Path) -> str:
    """The field that a path is of: a value said of each item is known when it was said, not when the list was."""
    said = dict(sop.said_of(path[0]))
    return path[2] if len(path) > 2 and path[1] == ITEM and path[2] in said else path[0]


def _declared(sop: Sop, path: Path) -> list[FieldSpec]:
    """The definition's fields on the way, the outermost first; what the kernel computes below them is none."""
    name = _field_of(sop, path)
    specs = [sop.fields[name]]
    for part in path[path.index(name) + 1 :]:
        if part == ITEM:
            continue
        if part not in specs[-1].fields:
            break
        specs.append(specs[-1].fields[part])
    return specs


def _conditions(spec: FieldSpec) -> Iterator[str]:
    """When a field is asked at all, as the definition has it."""
    if spec.when is not None:
        yield _("only if {condition}").format(condition=spec.when.text)
    if spec.each is not None and spec.each.condition is not None:
        yield _("only for {each}").format(each=spec.each.text)
    if spec.optional:
        yield _("may be left out")


def _known(sop: Sop, flow: Flow, fact: str) -> tuple[str | None, str]:
    """From which stage on a fact is known, and which later ones may lack it."""
    reached = [stage for stage in sop.stages if flow.performed_at(stage)]
    sure = [stage for stage in reached if fact in flow.known(sop, stage)]
    if not sure:
        asking = [stage for stage in reached if fact in stage.captures]
        demanded = any(fact in stage.fields for stage in asking)  # then it has a condition, which says more
        return asking[0].id if asking else None, "" if demanded else _("may be left out")
    lacking = [stage.id for stage in reached[reached.index(sure[0]) :] if stage not in sure]
    return sure[0].id, _("not for certain at: {stages}").format(stages=", ".join(lacking)) if lacking else ""


def _on_the_way(whole: Shape, path: Path) -> list[Shape]:
    shapes = [whole.at(path[:end]) for end in range(1, len(path) + 1)]
    return [shape for shape in shapes if shape is not None]


def _in_words(label: str, whole: Shape, path: Path) -> str:
    """A label with what the kernel's own parts below it mean."""
    return ": ".join(
        [*([label] if label else []), *(_(each.meaning) for each in _on_the_way(whole, path) if each.meaning)]
    )


def _joined(reasons: list[str]) -> str:
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))

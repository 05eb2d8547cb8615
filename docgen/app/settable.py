"""The values that a stage takes, each with the path that `--set` names it by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.missing import describe
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.sop import Sop, Stage
from docgen.workflow.asked import CHECKED, checked_spec, disposition_spec, posts
from docgen.workflow.given import Path, dotted


@dataclass(frozen=True, slots=True, kw_only=True)
class Settable:
    """One value of a stage."""

    path: Path
    spec: FieldSpec
    words: str
    """What may be typed."""

    @property
    def line(self) -> tuple[str, str]:
        """The path and what it stands for, as help shows it."""
        return dotted(self.path), f"{self.spec.label}: {self.words}"


def has_option(spec: FieldSpec) -> bool:
    """Whether an option of its own holds the value: a scalar, or a list of them, that is said once for the case."""
    return spec.each is None and (spec.type in SCALARS or spec.of is not None)


def has_table(spec: FieldSpec) -> bool:
    """Whether a table can hold the value: a list of records, or what is said of each item of one."""
    if spec.each is None:
        return spec.type == "list" and spec.of is None
    return spec.type in SCALARS or spec.type == "record" or spec.of == "date"


def table_words(spec: FieldSpec) -> str:
    """What the table of an option holds."""
    if spec.each is None:
        columns = _("a row for each; columns: {names}").format(names=", ".join(spec.fields))
    elif spec.of == "date":
        columns = _("a row for each item, a column for each date")
    else:
        columns = _("a row for each item")
    return _("a CSV or Excel file, {columns}").format(columns=columns)


def settable(sop: Sop, stage: Stage) -> Iterator[Settable]:
    """Every value that `--set` takes at this stage and that has no option of its own."""
    for name in (*stage.fields, *stage.optional):
        spec = sop.fields[name]
        if spec.type != "number" and not has_option(spec):
            path: Path = (name, "1") if spec.each is not None else (name,)
            yield from facts_below(sop, path, spec)


def facts_below(sop: Sop, path: Path, spec: FieldSpec) -> Iterator[Settable]:
    """Every value of a field, or of one item of it, that can be said by itself."""
    if spec.type == "record":
        for name, part in spec.fields.items():
            yield from facts_below(sop, (*path, name), part)
    elif spec.type == "list" and spec.of is None:
        for name, part in spec.fields.items():
            yield from facts_below(sop, (*path, "1", name), part)
    elif spec.type == "checklist":
        for name, wording in spec.items.items():
            item = checked_spec(wording)
            yield Settable(path=(*path, name), spec=item, words=" | ".join(CHECKED))
        first = next(iter(spec.items))
        note = checked_spec(spec.items[first]).fields["keterangan"]
        words = _("a text; so for each item, where there is something to say")
        yield Settable(path=(*path, first, "keterangan"), spec=note, words=words)
    elif spec.type == "disposition":
        for name, part in disposition_spec(spec, posts(sop)).fields.items():
            words = _("one of: {choices}").format(choices=", ".join(part.choices)) if part.choices else describe(part)
            yield Settable(path=(*path, name), spec=part, words=_with_notes(words, part))
    else:
        yield Settable(path=path, spec=spec, words=option_words(spec))


def option_words(spec: FieldSpec) -> str:
    """What may be typed for an option."""
    return _with_notes(describe(spec), spec)


def _with_notes(words: str, spec: FieldSpec) -> str:
    return "; ".join([words, *notes(spec)])


def notes(spec: FieldSpec) -> Iterator[str]:
    """When and how often a value is said, and what it is if nothing is."""
    if spec.of is not None:
        yield _("may be repeated")
    if spec.default is not None:
        yield _("default: {value}").format(value=spec.default)
    if spec.when is not None:
        yield _("only if {condition}").format(condition=spec.when.text)
    elif spec.optional:
        yield _("may be left out")

"""From the input file, `--set` and the options to the one tree of what a clerk said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from pathlib import Path

from docgen.app.settable import has_table
from docgen.cli.concealed import concealed, holds_secrets, plain, uncovered, unquoted, without_quotes
from docgen.cli.tables import tabled
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.dialect import SCHEMA_KEY
from docgen.model.field import FieldSpec
from docgen.model.reasons import os_reason
from docgen.model.source import MAX_BYTES, Source, read_yaml, scan_source
from docgen.store.typed import typed_path
from docgen.workflow.asked import spec_at
from docgen.workflow.given import Given, Refused, at_path, dotted, find, from_source, noted, overlay
from docgen.workflow.given import Path as FieldPath

STDIN = "-"
Said = tuple[str, FieldPath, str | Given]
"""How it was said (the option), of which value, and the text, or what a table says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was said on the command line."""

    given: Given
    problems: tuple[Problem, ...] = ()
    """What cannot be used as it was said; `given` is the rest."""
    warnings: tuple[Problem, ...] = ()
    """What was passed over."""


def refuse_together(problems: Sequence[Problem], check: Callable[[], object]) -> None:
    """Refuses what cannot be used as it was said, together with all that the check of the rest finds wrong.

    Where an option could not be used, what the check misses is not told: it may be just what the option was to give.

    Raises:
        DocgenError: there are such problems.
    """
    if not problems:
        return
    found: list[Problem] = []
    with noted(found):
        check()
    unplaced = any(each.reference == "option-unusable" for each in problems)
    more = [each for each in found if not (unplaced and each.reference == "field-missing")]
    raise DocgenError(dict.fromkeys([*problems, *more]))


def gather(
    fields: Mapping[str, FieldSpec],
    *,
    input_: str | None,
    options: Iterable[tuple[str, str]],
    sets: Iterable[str],
    start: Path,
    asked: Collection[str] = (),
) -> Gathered:
    """The tree of everything that was said.

    Args:
        fields: the fields of the SOP.
        input_: the input file, or `-` for standard input.
        options: names of fields with the texts of their options, in order.
        sets: the texts of `--set`: `path=value`.
        start: the folder that the command was called in.
        asked: the fields that the command asks for: a file that is to give a secret is never quoted.

    Returns:
        The tree, and what cannot be used: a `--set` that is malformed, a value that is said twice or cannot be read.

    Raises:
        DocgenError: the input file cannot be read to its end.
    """
    tree, unread = (Given({}), ()) if input_ is None else _read(input_, start, fields, asked=asked)
    hides = holds_secrets(fields.values())
    said: list[Said] = []
    problems, warnings = [*unread], list[Problem]()
    for name, text in options:
        table = tabled(fields, name, text, start=start, warnings=warnings) if has_table(fields[name]) else text
        said.append((f"--{name.replace('_', '-')}", (name,), table))
    for text in sets:
        with noted(problems):
            said.append(_split(text, hides=hides))
    if tree.parts is None and said:
        return Gathered(given=tree, problems=unread)  # the check of the input says what is wrong with it
    leaves = _leaves(fields, said, problems)
    for path, leaf in sorted(leaves, key=lambda each: len(each[0])):  # a whole first, then what is said of its parts
        problems += _hidden(tree, path)
        with noted(problems):
            tree = overlay(tree, at_path(path, leaf))
    tree, exposed = uncovered(tree, fields)
    return Gathered(given=tree, problems=tuple(dict.fromkeys([*problems, *exposed])), warnings=tuple(warnings))


def _hidden(tree: Given, path: FieldPath) -> Iterable[Problem]:
    """The single value in the tree that would be lost if a part were put in its place."""
    for length in range(1, len(path)):
        whole = find(tree, path[:length])
        if whole is not None and whole.value is not None and not whole.has_parts:
            yield Problem(
                reference="option-unusable",
                message=_("{path} is given as a whole and in parts.").format(path=dotted(path[:length])),
                where=whole.where,
                hint=_("Say it in one way only."),
            )


def _read(
    name: str, start: Path, fields: Mapping[str, FieldSpec], *, asked: Collection[str]
) -> tuple[Given, tuple[Problem, ...]]:
    """The tree of the input, whose names of files count from its folder, and what in it cannot be used.

    What comes through standard input may hold secrets, which then show themselves no more; a file may not.
    """
    piped = name == STDIN
    path = start if piped else typed_path(start, name)
    raw = sys.stdin.buffer.read(MAX_BYTES + 1) if piped else _bytes(path, name)
    try:
        given, problems = _tree(scan_source(name, raw), folder=None if piped else path.parent)
    except DocgenError as error:
        given, problems = None, error.problems
    if holds_secrets(spec for field, spec in fields.items() if piped or field in asked or field.encode() in raw):
        given, problems = given and unquoted(given), without_quotes(problems)
    if given is None:
        raise DocgenError(problems)
    return concealed(given, fields) if piped else given, problems


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else _("no file can have such a name")
        raise refuse(
            "input-unreadable",
            _("{name} cannot be read: {reason}.").format(name=name, reason=reason),
            where="--input",
            hint=_("Give the path of a JSON or YAML file, or - for standard input."),
        ) from None


def _tree(
    scanned: tuple[Source, tuple[Problem, ...]], *, folder: Path | None = None
) -> tuple[Given, tuple[Problem, ...]]:
    source, problems = scanned
    if () in source.refused:
        raise DocgenError(problems)
    return _without_schema(from_source(source, folder=folder)), problems


def _without_schema(tree: Given) -> Given:
    """The tree without the key by which an editor finds the file's schema."""
    parts = tree.parts
    if parts is None or SCHEMA_KEY not in parts:
        return tree
    return replace(tree, value={name: part for name, part in parts.items() if name != SCHEMA_KEY})


def _split(text: str, *, hides: bool) -> Said:
    """The option, path and value of a `--set`; where it `hides` something, only names of the path are repeated."""
    name, equals, value = text.partition("=")
    path = tuple(part.strip() for part in name.split("."))
    if hides:
        path = plain(path)
        text = dotted(path)
    if not equals:
        reason = _("--set {text} has no = between the path and the value.")
    elif not name.strip():
        reason = _("--set {text} has no path before the =.")
    elif not all(path):
        reason = _("--set {text} has a dot too many: between two dots, and at either end, a name must stand.")
    else:
        return f"--set {dotted(path)}", path, value
    raise refuse(
        "option-unusable",
        reason.format(text=text),
        where="--set",
        hint=_("Write --set PATH=VALUE: the value's path, =, and what it shall be."),
    )


def _leaves(
    fields: Mapping[str, FieldSpec], said: Iterable[Said], problems: list[Problem]
) -> Iterable[tuple[FieldPath, Given]]:
    """Each value that was said with its path; what was said of one list is put together. Notes what is wrong."""
    found: dict[FieldPath, list[Given]] = {}
    for where, path, text in said:
        spec = spec_at(fields, path)
        try:
            value = text if isinstance(text, Given) else _value(spec, text, where)
        except DocgenError as error:
            unread = error.problems if spec is None or not holds_secrets([spec]) else without_quotes(error.problems)
            problems += unread
            value = Given(Refused(unread), where=where)
        together = spec is not None and spec.of is not None and not value.has_parts
        if path in found and not (together and not found[path][0].has_parts):
            problems.append(
                Problem(
                    reference="option-unusable",
                    message=_("{path} is given twice.").format(path=dotted(path)),
                    where=where,
                    hint=_("Say it once."),
                )
            )
        found.setdefault(path, []).append(value)
    for path, values in found.items():
        spec = spec_at(fields, path)
        first = values[0]
        single = first.has_parts or isinstance(first.value, Refused)
        listed = spec is not None and spec.of is not None and not single
        yield path, Given(values, where=first.where) if listed else first


_STRUCTURED = frozenset({"record", "list", "checklist", "disposition"})


def _value(spec: FieldSpec | None, text: str, where: str) -> Given:
    """The value of an option: text, or for a value with parts `[…]` or `{…}` as YAML has it."""
    start = text.lstrip()[:1]
    structured = spec is not None and (spec.type in _STRUCTURED or (spec.type == "identity" and start == "{"))
    if structured and start in {"[", "{"}:
        return from_source(read_yaml(text.encode("utf-8", "surrogateescape"), name=where, reference="input-syntax"))
    return Given(text, where=where)

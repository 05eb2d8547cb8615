"""From the input file, `--set` and the options to the one tree of what a clerk said."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.cli.paths import spec_at
from docgen.errors import DocgenError, Problem, refuse
from docgen.model.sop import FieldSpec
from docgen.model.source import MAX_BYTES, read_source, read_yaml
from docgen.workflow.given import Given, at_path, dotted, from_source, overlay
from docgen.workflow.given import Path as FieldPath

STDIN = "-"
Said = tuple[str, FieldPath, str]
"""How it was said (the option), of which value, and the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was said on the command line, and where the names of files in it count from."""

    given: Given
    base: Path


def gather(
    fields: Mapping[str, FieldSpec],
    *,
    input_: str | None,
    options: Iterable[tuple[str, str]],
    sets: Iterable[str],
    start: Path,
) -> Gathered:
    """The tree of everything that was said.

    Args:
        fields: the fields of the SOP.
        input_: the input file, or `-` for standard input.
        options: names of fields with the texts of their options, in order.
        sets: the texts of `--set`: `path=value`.
        start: the folder that the command was called in.

    Raises:
        DocgenError: a file cannot be read, a `--set` is malformed, or a value is said twice.
    """
    tree, base = (Given({}), start) if input_ is None else _read(input_, start)
    said: list[Said] = [(f"--{name.replace('_', '-')}", (name,), text) for name, text in options]
    said += [_split(text) for text in sets]
    if tree.parts is None and said:
        return Gathered(given=tree, base=base)  # the check of the input says what is wrong with it
    for path, leaf in _leaves(fields, said, start if base != start else None):
        tree = overlay(tree, at_path(path, leaf))
    return Gathered(given=tree, base=base)


def _read(name: str, start: Path) -> tuple[Given, Path]:
    if name == STDIN:
        return from_source(read_source(STDIN, sys.stdin.buffer.read(MAX_BYTES + 1))), start
    path = start / Path(name).expanduser()
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise refuse(
            "input-unreadable",
            _("{name} cannot be read: {reason}.").format(name=name, reason=reason),
            where="--input",
            hint=_("Give the path of a JSON or YAML file, or - for standard input."),
        ) from None
    return from_source(read_source(name, raw)), path.parent


def _split(text: str) -> Said:
    name, equals, value = text.partition("=")
    path = tuple(part.strip() for part in name.split("."))
    if not equals or not all(path):
        raise refuse(
            "option-unusable",
            _("--set {text} does not say which value is which.").format(text=text),
            where="--set",
            hint=_("Write --set PATH=VALUE, such as --set surat.nomor=12."),
        )
    return f"--set {dotted(path)}", path, value


def _leaves(
    fields: Mapping[str, FieldSpec], said: Iterable[Said], here: Path | None
) -> Iterable[tuple[FieldPath, Given]]:
    """Each value that was said with its path; what was said of one list is put together."""
    found: dict[FieldPath, list[Given]] = {}
    twice: list[Problem] = []
    for where, path, text in said:
        spec = spec_at(fields, path)
        value = _value(spec, text, where, here)
        together = spec is not None and spec.of is not None and not _is_tree(value)
        if path in found and not (together and not _is_tree(found[path][0])):
            twice.append(
                Problem(
                    reference="option-unusable",
                    message=_("{path} is given twice.").format(path=dotted(path)),
                    where=where,
                    hint=_("Say it once."),
                )
            )
        found.setdefault(path, []).append(value)
    if twice:
        raise DocgenError(twice)
    for path, values in found.items():
        spec = spec_at(fields, path)
        listed = spec is not None and spec.of is not None and not _is_tree(values[0])
        yield path, Given(values, where=values[0].where) if listed else values[0]


def _is_tree(value: Given) -> bool:
    return value.parts is not None or value.items is not None


_STRUCTURED = frozenset({"record", "list", "checklist", "disposition"})


def _value(spec: FieldSpec | None, text: str, where: str, here: Path | None) -> Given:
    """The value of an option: text, or for a value with parts `[…]` or `{…}` as YAML has it."""
    start = text.lstrip()[:1]
    structured = spec is not None and (spec.type in _STRUCTURED or (spec.type == "identity" and start == "{"))
    if structured and start in {"[", "{"}:
        return from_source(read_yaml(text.encode("utf-8", "surrogateescape"), name=where, reference="input-syntax"))
    if here is not None and spec is not None and "file" in {spec.type, spec.of} and text:
        return Given(str(here / Path(text).expanduser()), where=where)
    return Given(text, where=where)

"""Reading a definition or a request: text in, data with the place of every value out.

JSON is read strictly with its types; YAML is read as text only, so that `49`, `no` and `2020-03-31` need no quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from gettext import gettext as _

from docgen.errors import DocgenError, Problem, refuse
from docgen.model.json_source import read_json, scan_json
from docgen.model.located import MAX_BYTES, MAX_DEPTH, Path, Source
from docgen.model.yaml_source import read_yaml, scan_yaml

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Path", "Source", "read_json", "read_yaml", "scan_source"]


def scan_source(name: str, raw: bytes) -> tuple[Source, tuple[Problem, ...]]:
    """What a clerk hands in, read by the ending of its name; `-` (standard input) by its first character.

    Returns:
        What could be read, and all that is wrong with the text; what is wrong with a value names it.

    Raises:
        DocgenError: "input-unreadable" if the name's ending is neither of JSON nor of YAML; "input-syntax" if the text
            cannot be read to its end.
    """
    called = "stdin" if name == "-" else name
    if _is_json(name, raw):
        source, problems = scan_json(raw, name=called)
    else:
        source, problems = scan_yaml(raw, name=called, reference="input-syntax")
    if source is None:
        raise DocgenError(problems)
    return _naming(source, problems)


def _is_json(name: str, raw: bytes) -> bool:
    if name == "-":
        return raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}
    ending = name.rpartition(".")[2].casefold()
    if ending in {"json", "yaml", "yml"}:
        return ending == "json"
    raise refuse(
        "input-unreadable",
        _("{name} is neither JSON nor YAML by its name.").format(name=name),
        where=name,
        hint=_("Give a file whose name ends in .json, .yaml or .yml."),
    )


def _naming(source: Source, problems: Iterable[Problem]) -> tuple[Source, tuple[Problem, ...]]:
    """The same, but a problem with a value has its path behind its place: `k.json:3:9 (orang.nama)`."""
    paths = {problem: path for path, found in source.refused.items() for problem in found}
    named = {problem: _named(problem, paths.get(problem, ())) for problem in problems}
    refused = {path: tuple(named[problem] for problem in found) for path, found in source.refused.items()}
    return replace(source, refused=refused), tuple(named.values())


def _named(problem: Problem, path: Path) -> Problem:
    """Items are counted from 1, as clerks count them."""
    shown = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    return replace(problem, where=f"{problem.where} ({shown})") if shown else problem

"""Reading a definition or a request: text in, data with the place of every value out.

JSON is read strictly with its types; YAML is read as text only, so that `49`, `no` and `2020-03-31` need no quotes.
"""

from __future__ import annotations

from gettext import gettext as _

from docgen.errors import refuse
from docgen.model.json_source import read_json
from docgen.model.located import MAX_BYTES, MAX_DEPTH, Path, Source
from docgen.model.yaml_source import read_yaml

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Path", "Source", "read_json", "read_source", "read_yaml"]


def read_source(name: str, raw: bytes) -> Source:
    """What a clerk hands in, read by the ending of its name; `-` (standard input) by its first character.

    Raises:
        DocgenError: "input-unreadable" if the name's ending is neither of JSON nor of YAML; "input-syntax".
    """
    if name == "-":
        start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start in {b"{", b"["}:
            return read_json(raw, name="stdin")
        return read_yaml(raw, name="stdin", reference="input-syntax")
    ending = name.rpartition(".")[2].casefold()
    if ending == "json":
        return read_json(raw, name=name)
    if ending in {"yaml", "yml"}:
        return read_yaml(raw, name=name, reference="input-syntax")
    raise refuse(
        "input-unreadable",
        _("{name} is neither JSON nor YAML by its name.").format(name=name),
        where=name,
        hint=_("Give a file whose name ends in .json, .yaml or .yml."),
    )

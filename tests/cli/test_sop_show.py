"""`docgen sop show`: the text leaves out nothing that the definition says, and is readable at 80 columns."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from commands import Cli
from playing import ROOT

from docgen.app.workspace import Workspace
from docgen.cli.output import put_folded

DEFINITIONS = {
    "auditor": ROOT / "templates_docx/auditor/sop.yaml",
    "ruang": ROOT / "tests/sop_ketiga/ruang/sop.yaml",
}
SWITCHES = frozenset({"true", "false", "sop"})
BY_TITLE = frozenset({"actor", "signer"})
NAMING = frozenset({"actors", "fields", "items", "documents", "registers", "set"})


def said(node: Any, titles: dict[str, str], *, key: str = "") -> Iterator[str]:
    """Every text of a definition, and every name that it makes up; who does a stage by his title."""
    if isinstance(node, dict):
        for name, value in node.items():
            if key in NAMING:
                yield str(name)
            yield from said(value, titles, key=str(name))
    elif isinstance(node, list):
        for value in node:
            yield from said(value, titles, key=key if key in BY_TITLE else "")
    elif node not in SWITCHES:
        yield " ".join((titles[node] if key in BY_TITLE else str(node)).split())


def left_out(sop: str, shown: str) -> list[str]:
    """What the definition says more often than the text shows it."""
    definition = yaml.load(DEFINITIONS[sop].read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    texts = list(said(definition, {name: actor["title"] for name, actor in definition["actors"].items()}))
    whole = "\n".join(texts)
    words = " ".join(shown.split())
    return [text for text in texts if words.count(text) < whole.count(text)]


@pytest.fixture
def ruang(workspace: Workspace) -> Workspace:
    folder = workspace.root / "templates_docx/ruang"
    folder.mkdir()
    (folder / "sop.yaml").write_bytes(DEFINITIONS["ruang"].read_bytes())
    return workspace


@pytest.mark.usefixtures("ruang")
@pytest.mark.parametrize("sop", sorted(DEFINITIONS))
def test_the_text_has_all_that_the_definition_says(cli: Cli, sop: str) -> None:
    assert left_out(sop, cli("sop", "show", sop).out) == []


@pytest.mark.parametrize(
    "line", ["  Output: ", "Revised: ", "  kepala_biro: ", "    jabatan_tim: ", "  May do or record "]
)
def test_control_a_line_that_is_left_out_is_noticed(workspace: Workspace, cli: Cli, line: str) -> None:
    lines = cli("sop", "show", "auditor").out.splitlines()
    kept = [each for each in lines if not each.startswith(line)]
    assert len(kept) < len(lines)
    assert left_out("auditor", "\n".join(kept))


def test_each_stage_shows_its_row(workspace: Workspace, cli: Cli) -> None:
    shown = cli("sop", "show", "auditor").out
    row = shown.split("\n5 arsip\n")[1].split("\n\n")[0]
    assert row.splitlines() == [
        "  Menerima dan mengarsip surat permohonan USER ID beserta persyaratannya",
        "  Actor: VERIFIKATOR LPSE",
        "  May do or record it too: HELPDESK LPSE, ADMIN LPSE",
        "  Standard time: 10 menit",
        "  Output: Arsip surat permohonan beserta kelengkapan berkas persyaratannya",
        "  Fields: lokasi_arsip",
        "  Papers: daftar-isi-berkas",
        "  ends: selesai",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_lines_are_folded_under_their_indent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with contextlib.redirect_stdout(Terminal()) as shown:
        put_folded("kata " * 40, indent=2)
        put_folded("")
    lines = shown.getvalue().split("\n")
    assert max(len(line) for line in lines) <= 80
    assert [line[: len(line) - len(line.lstrip())] for line in lines[:3]] == ["  ", "    ", "    "]
    assert lines[-2:] == ["", ""]
    assert os.environ["COLUMNS"] == "80"

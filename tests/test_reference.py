"""What is written about docgen agrees with docgen: the references in `docs/`, and the guide to templates."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from playing import ROOT

from docgen.app.check_sop import check_sop
from docgen.app.workspace import Workspace
from docgen.cli.root import verbs
from docgen.errors import REFERENCES
from docgen.model.meanings import KEYS, TYPES
from docgen.render.filters import FILTERS
from tools.reference import filled

DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_references_are_as_the_program_makes_them() -> None:
    """If not: `python tools/reference.py`."""
    tool = [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"]
    done = subprocess.run(tool, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_control_an_edited_section_is_made_anew_and_the_rest_is_left_alone() -> None:
    text = "Satu\n\n<!-- dihasilkan: dua -->\n\nlama\n\n<!-- akhir -->\n\nTiga\n"
    made = filled(text, {"dua": lambda: "baru\n"})
    assert made == text.replace("lama", "baru")
    assert filled(made, {"dua": lambda: "baru\n"}) == made
    with pytest.raises(KeyError):
        filled(text, {})


def test_every_command_key_type_and_filter_is_there() -> None:
    headings = re.findall(r"^#+ docgen (\S+)", page("perintah.md"), flags=re.MULTILINE)
    assert set(verbs()) <= set(headings)
    assert "auditor" in headings
    grammar = page("tata-bahasa.md")
    named = set(re.findall(r"^\| `(\w+)` \|", grammar, flags=re.MULTILINE))
    assert named >= {key for keys in KEYS.values() for key in keys} | TYPES.keys()
    tags = set(re.findall(r"\{\{ x \\\| (\w+)", page("templat.md")))
    assert tags >= FILTERS.keys()


def test_links_lead_somewhere() -> None:
    for name in ("panduan.md", "perintah.md", "tata-bahasa.md", "templat.md", "keamanan.md"):
        text = page(name)
        headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
        anchors = {re.sub(r"[`:.()]", "", each).casefold().replace(" ", "-") for each in headings}
        for target in re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", text):
            link = next(filter(None, target))
            if link.startswith("#"):
                assert link[1:] in anchors, f"{name}: {link}"
            else:
                assert (DOCS / link).exists(), f"{name}: {link}"


def test_errors_of_the_guide_are_errors_of_docgen() -> None:
    table = page("templat.md").partition("## Kesalahan yang sering")[2]
    named = re.findall(r"^\| `([a-z-]+)`", table, flags=re.MULTILINE)
    assert len(named) > 10
    assert set(named) <= REFERENCES.keys()


# --- the guide's tags do what it says -------------------------------------------------------------------------------


def tags_of_the_guide() -> list[str]:
    """The printed tags that the guide shows for SOP 49, outside its generated tables and loops."""
    text = re.sub(r"<!-- dihasilkan.*?<!-- akhir -->", "", page("templat.md"), flags=re.DOTALL)
    shown = [each.replace("\\|", "|") for each in re.findall(r"`(\{\{ .+? \}\}[^`]*|\{% if .+?%\}[^`]*)`", text)]
    ours = r"\b(?:surat|surat_tugas|media|kasus|auditor)\b"
    return [
        tag if "endif" in tag or "{% if" not in tag else f"{tag}x{{% endif %}}" for tag in shown if re.search(ours, tag)
    ]


def signature_of_the_guide() -> list[str]:
    """The lines of the signature block that it shows."""
    (block,) = re.findall(r"```text\n(\{%p for baris.+?)```", page("templat.md"), flags=re.DOTALL)
    return [line for line in str(block).splitlines() if line]


def checked(workspace: Workspace, paper: Path, paragraphs: list[str], rows: list[list[str]]) -> list[str]:
    """What the check finds in a template with this text and a table with these rows."""
    document = docx.Document(str(paper))
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(paper))
    report = check_sop(workspace, "auditor")
    return [problem.message for problem in report.problems]


def test_the_tags_and_the_table_of_the_guide_work(workspace: Workspace) -> None:
    tags = tags_of_the_guide()
    assert len(tags) > 4
    text = page("templat.md").partition("### Baris tabel yang berulang")[2]
    rows = [
        [cell.strip().strip("`").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in text.splitlines()[:12]
        if line.startswith("|") and "---" not in line
    ]
    assert len(rows) == 4
    paper = workspace.templates / "auditor" / "form-check-list.docx"
    checklist = ["{%p for b in kelengkapan.butir %}", "{{ b.uraian }} {{ b.ada | centang }}", "{%p endfor %}"]
    assert checked(workspace, paper, [*tags, *checklist], rows) == []
    assert checked(workspace, paper, [], [row for row in rows if "endfor" not in row[0]]), "the control"


def test_the_signature_block_of_the_guide_is_one(workspace: Workspace) -> None:
    definition = workspace.templates / "auditor" / "sop.yaml"
    text = definition.read_text(encoding="utf-8")
    signed = re.sub(r"^(  form-check-list: +\{title: [^,}]+,)", r"\1 signer: verifikator,", text, flags=re.MULTILINE)
    assert signed != text
    definition.write_text(signed, encoding="utf-8")
    paper = workspace.templates / "auditor" / "form-check-list.docx"
    assert checked(workspace, paper, [], [["a", "b", "c"]]), "the control: it is not signed yet"
    assert checked(workspace, paper, signature_of_the_guide(), [["a", "b", "c"]]) == []

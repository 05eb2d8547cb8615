"""`docgen schema`, and the key by which an input file names its schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Cli, spawn, write_json
from playing import script

from docgen.app.workspace import Workspace


@pytest.mark.parametrize("what", [["request", "auditor"], ["sop"], ["office"]])
def test_a_schema_is_written_or_printed(cli: Cli, tmp_path: Path, what: list[str]) -> None:
    printed = cli("schema", *what)
    assert printed.json["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert cli("schema", *what, "--json").json["json_schema"] == printed.json
    done = cli("schema", *what, "-o", "x.json", start=tmp_path)
    assert (done.code, done.out) == (0, "x.json\n")
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8")) == printed.json
    assert cli("schema", *what, "-o", "x.json", "--json", start=tmp_path).references == ["would-overwrite"]
    assert cli("schema", *what, "-o", "x.json", "--force", start=tmp_path).code == 0
    assert cli("schema", *what, "-o", "y.json", "-n", start=tmp_path).code == 0
    assert not (tmp_path / "y.json").exists()


def test_the_schema_of_the_grammar_needs_no_workspace(tmp_path: Path) -> None:
    assert spawn(["schema", "sop"], cwd=tmp_path).code == 0
    assert spawn(["schema", "request", "auditor", "--json"], cwd=tmp_path).references == ["workspace-missing"]


def test_an_input_file_may_name_its_schema(cli: Cli, workspace: Workspace) -> None:
    data = script("1")[0]["input"]
    name = write_json(workspace, "a.json", {"$schema": "../x.schema.json", **data})
    done = cli("auditor", "permohonan", "--input", name, "--at", "2025-11-03 07:00", "--dry-run", "--json")
    assert done.code == 0, done.out
    other = write_json(workspace, "b.json", {"$skema": "../x.schema.json", **data})
    refused = cli("auditor", "permohonan", "--input", other, "--at", "2025-11-03 07:00", "--dry-run", "--json")
    assert refused.references == ["field-unknown"], "the control"

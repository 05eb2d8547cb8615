"""A third SOP of another office, as a folder only: the shipped office, to which it and two officials were added."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from playing import ROOT, at_work, new_workspace

from docgen.app.workspace import Workspace

SHIPPED = ROOT / "tests" / "sop_ketiga"


def with_third(root: Path) -> Workspace:
    """The office in a new folder."""
    new_workspace(root)
    shutil.copytree(SHIPPED / "ruang", root / "templates_docx" / "ruang")
    with (root / "docgen.toml").open("a", encoding="utf-8") as settings:
        settings.write((SHIPPED / "pejabat.toml").read_text(encoding="utf-8"))
    return at_work(root)


def third_script() -> list[dict[str, Any]]:
    """The steps of its example; may be changed freely."""
    text = (SHIPPED / "ruang" / "contoh" / "1-rapat.json").read_text(encoding="utf-8")
    steps: list[dict[str, Any]] = json.loads(text)["steps"]
    return steps

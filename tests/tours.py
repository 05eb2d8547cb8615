"""Guided tours: a small SOP with a session, to be played through `open_new` and `perform`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from playing import ROOT, at_work, bare_workspace, order, set_clock

from docgen.app.perform import Performed, open_new, perform
from docgen.app.workspace import Workspace
from docgen.workflow.planning import Wanted

SESSION = "tur rombongan"
STAFF = """
[pejabat.pemandu]
nama = "Pemandu Contoh"
jabatan = "Pemandu"
peran = ["petugas"]

[pejabat.lain]
nama = "Pemandu Contoh Lain"
jabatan = "Pemandu Kedua"

[register.berita]
"""
PAPERS = {
    "undangan": "Nomor {{ naskah.nomor }}: {{ pemohon }} ikut {{ rombongan.nama }} di {{ rombongan.titik }}.",
    "batal": "Nomor {{ naskah.nomor }}: {{ sebab }}",
    "daftar-tamu": "{{ nama }}: {% for t in tamu %}{{ t.nama }} ({{ t.asal }} {{ t.kasus }}/{{ t.urut }}){% endfor %}",
    "laporan": "Nomor {{ naskah.nomor }}: {{ jumlah }} dari {{ tamu | length }} tamu datang.",
}


def tours(root: Path) -> Workspace:
    """A workspace with tours only, on the morning of Monday, 3 November 2025."""
    workspace = bare_workspace(root)
    with (root / "docgen.toml").open("a", encoding="utf-8") as settings:
        settings.write(STAFF)
    folder = root / "templates_docx" / "tur"
    shutil.copytree(ROOT / "tests" / "sop_sesi" / "tur", folder)
    for kind, text in PAPERS.items():
        paper = docx.Document()
        paper.add_paragraph(text)
        paper.save(str(folder / f"{kind}.docx"))
    return at_work(workspace.root)


def request(workspace: Workspace, at: str, guests: int, *, language: str = "Indonesia", **more: Any) -> str:
    """A request of so many guests; gives its number."""
    set_clock(workspace, at)
    values = {
        "pemohon": f"Pemohon Contoh {at[-5:]}",
        "bahasa": language,
        "tamu": [{"nama": f"Tamu {place} {at[-5:]}"} for place in range(1, guests + 1)],
        **more,
    }
    return open_new(workspace, "tur", order("daftar", values)).case.id


def tour(workspace: Workspace, at: str = "2025-11-03T09:00", **more: Any) -> str:
    """An open tour of four seats, on Monday, 10 November 2025; gives its number."""
    set_clock(workspace, at)
    values = {
        "nama": "Rombongan Contoh",
        "bahasa": "Indonesia",
        "tempat": 4,
        "pemandu": "pemandu",
        "titik": "Lobi",
        "hari": [{"tanggal": "2025-11-10", "mulai": "09:00", "selesai": "11:00"}],
        **more,
    }
    return open_new(workspace, SESSION, order("buka", values)).case.id


def go(
    workspace: Workspace,
    case: str,
    stage: str,
    values: Mapping[str, Any] | None = None,
    *,
    at: str | None = None,
    pins: Sequence[str] = (),
    excluded: Mapping[str, str] | None = None,
    split: Sequence[str] = (),
    dry_run: bool = False,
    by: str | None = None,
) -> Performed:
    """Any stage of a request or session."""
    if at is not None:
        set_clock(workspace, at)
    wanted = Wanted(pins=tuple(pins), excluded=excluded or {}, split=tuple(split))
    return perform(workspace, case, order(stage, values, wanted=wanted, by=by), dry_run=dry_run)

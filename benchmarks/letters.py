"""Letters a second: docgen against docxtpl's own `render`, in one process, on the same template and values."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
from docxtpl import DocxTemplate

from docgen.render import compile_template

ROWS = 20
SECONDS = 3.0


def letter(folder: Path) -> Path:
    """A letter of 39 paragraphs and a table whose row repeats."""
    document = docx.Document()
    for place in range(39):
        document.add_paragraph(f"Alinea {place}: {{{{ surat.hal }}}} dari {{{{ instansi.nama }}}}.")
    table = document.add_table(rows=4, cols=3)
    for cell, text in zip(table.rows[0].cells, ("No", "Nama", "Jabatan"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "{%tr for a in auditor %}"
    for cell, text in zip(
        table.rows[2].cells, ("{{ loop.index }}", "{{ a.nama }}", "{{ a.jabatan_tim }}"), strict=True
    ):
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
    path = folder / "surat.docx"
    document.save(str(path))
    return path


CONTEXT = {
    "surat": {"hal": "Permohonan USER ID"},
    "instansi": {"nama": "Instansi Contoh"},
    "auditor": [{"nama": f"Auditor Contoh {n}", "jabatan_tim": "Anggota Tim"} for n in range(ROWS)],
}


def rate(work: Callable[[], object]) -> float:
    """How often a second `work` can be done."""
    work()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        work()
        count += 1
    return count / (time.perf_counter() - start)


def main() -> None:
    """Prints the comparison."""
    with tempfile.TemporaryDirectory() as folder:
        path = letter(Path(folder))
        start = time.perf_counter()
        template = compile_template(path)
        compiling = time.perf_counter() - start

        def peer() -> None:
            document = DocxTemplate(str(path))
            document.render(CONTEXT, autoescape=True)
            document.save(io.BytesIO())

        ours, theirs = rate(lambda: template.render(CONTEXT)), rate(peer)
        print(f"compile once     {compiling * 1000:8.1f} ms")
        print(f"docgen           {ours:8.1f} letters/s")
        print(f"docxtpl          {theirs:8.1f} letters/s")
        print(f"ratio            {ours / theirs:8.1f} ×")


if __name__ == "__main__":
    main()

"""Makes the pictures of the README and the docs from real pages: plays the demonstration and prints its main papers.

Needs LibreOffice Writer and poppler. Run from the root: `.venv/bin/python tools/pictures.py`
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "gambar"
SHOWN = {
    "*-03-verifikasi-lembar-disposisi": "lembar-disposisi",
    "*-03-verifikasi-formulir-permintaan-layanan": "formulir-permintaan-layanan",
    "*-03-verifikasi-form-check-list": "form-check-list",
    "*-pemberitahuan-user-id-1": "pemberitahuan-user-id",
    "*-tanda-terima-user-id": "tanda-terima-user-id",
    "*-selesai-daftar-isi-berkas": "daftar-isi-berkas",
}
"""Which papers of the demonstration are shown, and what their pictures are called."""
DOTS_PER_INCH = "75"


def main() -> None:
    """Writes one PNG for the first page of each paper."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "docgen", "demo"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        papers = {_found(folder, pattern): name for pattern, name in SHOWN.items()}
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        TARGET.mkdir(parents=True, exist_ok=True)
        for paper, kind in papers.items():
            page = [str(folder / f"{paper.stem}.pdf"), str(TARGET / kind)]
            subprocess.run(["pdftoppm", "-r", DOTS_PER_INCH, "-png", "-gray", "-singlefile", *page], check=True)
            print(TARGET / f"{kind}.png")


def _found(folder: Path, pattern: str) -> Path:
    """The one paper of the demonstration that is meant."""
    (paper,) = folder.glob(f"docgen-demo/cases/*/*/*/{pattern}.docx")
    return paper


if __name__ == "__main__":
    main()

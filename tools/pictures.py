"""Makes the pictures of the README from real pages: plays the demonstration and prints one step's papers.

Needs LibreOffice Writer and poppler. Run from the root: `.venv/bin/python tools/pictures.py`
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "gambar"
STEP = "03"
"""The step whose papers are shown: the verification."""
DOTS_PER_INCH = "75"


def main() -> None:
    """Writes one PNG for the first page of each paper."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "docgen", "demo"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        papers = sorted(folder.glob(f"docgen-demo/cases/*/*/{STEP}/*.docx"))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        TARGET.mkdir(parents=True, exist_ok=True)
        for paper in papers:
            kind = paper.stem.split("verifikasi-", 1)[1]
            page = [str(folder / f"{paper.stem}.pdf"), str(TARGET / kind)]
            subprocess.run(["pdftoppm", "-r", DOTS_PER_INCH, "-png", "-singlefile", *page], check=True)
            print(TARGET / f"{kind}.png")


if __name__ == "__main__":
    main()

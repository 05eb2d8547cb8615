from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def pdf_text(tmp_path: Path) -> Callable[[bytes], str]:
    """Opens a Word file with LibreOffice and gives the text of its pages, as a reader sees it."""
    missing = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
    if missing:
        message = f"not installed: {', '.join(missing)}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)

    def convert(docx: bytes) -> str:
        source = tmp_path / "letter.docx"
        source.write_bytes(docx)
        profile = (tmp_path / "profile").as_uri()
        office = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*office, str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)
        page = source.with_suffix(".pdf")
        assert page.exists(), "LibreOffice could not open the file, though it says nothing"
        shown = subprocess.run(["pdftotext", "-layout", str(page), "-"], check=True, capture_output=True, timeout=60)
        return shown.stdout.decode()

    return convert

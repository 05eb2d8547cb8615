from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import rooms
from sheets import Soffice
from shelf import Shelf, fill


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Soffice:
    """LibreOffice and poppler. Where they are missing, these tests are skipped at home, but fail in CI."""
    programs = {name: shutil.which(name) for name in ("soffice", "pdftotext", "pdffonts")}
    missing = [name for name, path in programs.items() if path is None]
    if missing:
        message = f"not installed: {', '.join(missing)} (libreoffice-writer-nogui, poppler-utils)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return Soffice(str(programs["soffice"]), Path(tmp_path_factory.mktemp("libreoffice")))


@pytest.fixture(scope="session")
def shelf(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Every paper that is looked at, as pages."""
    return fill(soffice, tmp_path_factory.mktemp("naskah"))


@pytest.fixture(scope="session")
def class_shelf(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Every paper of a class, and of its members, that is looked at."""
    base = tmp_path_factory.mktemp("kelas")
    return fill(soffice, base, keys=rooms.KEYS, swept=rooms.SWEPT, torn=rooms.TORN, kinds=rooms.PAPERS)

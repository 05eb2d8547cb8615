from __future__ import annotations

from pathlib import Path

import pytest

from docgen.store.layout import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty record on the real disk."""
    return Store(tmp_path / "cases")

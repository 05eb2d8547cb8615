"""The one parser of YAML that every reader uses: libyaml's, and PyYAML's own where that was built without it."""

from __future__ import annotations

from typing import Any

import yaml


def parser() -> Any:
    """The loader that makes texts, lists and mappings only; the slow one of the two reads the same."""
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)

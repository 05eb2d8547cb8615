"""Floor 4: one use case a module; no click, no printing."""

from __future__ import annotations

"""Floor 2: pure decisions: what may happen next, what it would record and produce."""

from __future__ import annotations

"""Floor 3: the record on disk: committed step folders, register numbers, content kept by hash."""

from __future__ import annotations

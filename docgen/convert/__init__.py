"""Floor 3: pages as PDF and as pictures, made by programs that docgen only calls."""

from __future__ import annotations

"""Floor 1: what an SOP, a case, a step and an office are. Pure: no files, no clock."""

from __future__ import annotations

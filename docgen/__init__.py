"""Runs an SOP as software: cases, steps and formal letters from one folder of definition and Word templates."""

from __future__ import annotations

"""Sealed pages: what is on them can be read with their passphrase only."""

from __future__ import annotations

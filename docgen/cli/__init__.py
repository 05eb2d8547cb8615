"""Floor 5: the command line: parse, call, print."""

from __future__ import annotations

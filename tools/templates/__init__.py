"""The first form of the office's Word templates; once made they belong to the office and are edited in Word."""

from __future__ import annotations

"""The chapters of the documentation that are made from the program."""

from __future__ import annotations

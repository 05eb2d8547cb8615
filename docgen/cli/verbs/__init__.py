"""The kernel's verbs: one module each, loaded when its verb is chosen; what is heavy is loaded when it runs."""

from __future__ import annotations

"""JSON Schema as docgen writes it, and how a file names its schema."""

from __future__ import annotations

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_KEY = "$schema"
"""The key by which a JSON file tells editors its schema; docgen itself passes it over."""

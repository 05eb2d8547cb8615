"""Lists in help texts: a name and what it is, whole, however long."""

from __future__ import annotations

from collections.abc import Sequence

import click


def write_list(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Writes a section of names with their texts; nothing if there are none."""
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)

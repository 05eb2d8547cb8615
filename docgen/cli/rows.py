"""Rows of many cases, with what is damaged told beside them: one bad case must not hide the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docgen.cli.output import put, put_answer, put_table
from docgen.cli.report import tell
from docgen.errors import REFERENCES, DocgenError, ExitCode


def answer_rows(
    name: str,
    found: Sequence[Any],
    *,
    damage: Sequence[DocgenError],
    headers: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    none: str,
    as_json: bool,
) -> int:
    """Shows rows as a table or as JSON, then what could not be read.

    Args:
        name: what the rows are called in JSON.
        found: the rows for programs.
        damage: what was met on the way.
        headers: of the table.
        rows: the rows for people.
        none: what to say if there are none.
        as_json: for programs.

    Returns:
        The exit code: that of the first damage, if there is any.
    """
    problems = [problem for error in damage for problem in error.problems]
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    if as_json:
        return put_answer({name: found}, problems=problems)
    if rows:
        put_table(headers, rows)
    elif not problems:  # what is damaged might have fitted
        put(none)
    tell(problems)
    return int(code)

"""Writing: data to standard output, talk to standard error; on any console, and never more than plain text.

What people or files wrote may hold characters that move the cursor or turn the writing direction: they are shown as
their codes. A console that cannot show a character gets the nearest plain one, never a crash.
"""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from gettext import gettext as _
from pathlib import Path
from typing import Any, TextIO

import click

from docgen.errors import REFERENCES, ExitCode, Problem, refuse
from docgen.model.reasons import os_reason

SCHEMA = 1
STDOUT = "stdout"
"""Where a problem is that lies in standard output itself: no document can tell of it."""
_PLAIN = {
    "–": "-",
    "—": "-",
    "…": "...",
    "×": "x",
    "→": "->",
    "·": "-",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "☑": "[x]",
    "☐": "[ ]",
    "•": "*",
}
_HARMLESS = frozenset("\n\u00a0\u200c\u200d")
_WIDE = 100_000
"""Columns of a table that goes to no terminal: its lines are never broken."""


def prepare_streams() -> None:
    """Lets standard output and error take any text, whatever their encoding."""
    codecs.register_error("docgen", _nearest)
    # A stream that the caller closed is None: nobody is there to ask, or to read.
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="docgen")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    shown = "".join(
        _PLAIN.get(char) or char.encode("ascii", "backslashreplace").decode()
        for char in error.object[error.start : error.end]
    )
    return shown, error.end


def visible(text: str) -> str:
    """A text in which control characters and switches of the writing direction are seen as their codes."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in _HARMLESS else char.encode("unicode_escape").decode() for char in text
    )


def wants_color() -> bool | None:
    """Whether colours are meant: never with `NO_COLOR`, else click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None


def say(text: str = "") -> None:
    """Talk: a line on standard error."""
    with unheard(sys.stderr):
        click.echo(visible(text), file=sys.stderr, color=wants_color())


def progress(text: str) -> None:
    """How far a long command is, in one line of standard error that is written over: on a terminal only."""
    if sys.stderr.isatty():
        with unheard(sys.stderr):
            sys.stderr.write(f"\r{text:<20}\r")
            sys.stderr.flush()


def put(text: str = "") -> None:
    """Data: a line on standard output.

    Raises:
        DocgenError: it cannot be written there, such as on a full disk.
    """
    _write(visible(text) + "\n")


def put_folded(text: str, *, indent: int = 0) -> None:
    """Data: a line under its own indent; on a terminal it is folded to the width, elsewhere it stays whole."""
    if sys.stdout.isatty():
        import shutil
        import textwrap  # loaded only where a text is folded

        width, margin = shutil.get_terminal_size().columns, " " * indent
        lines = textwrap.wrap(
            text, width, initial_indent=margin, subsequent_indent=margin + "  ", break_on_hyphens=False
        )
        put("\n".join(lines))
    else:
        put(" " * indent + text if text else "")


def put_json(content: Mapping[str, Any]) -> None:
    """Data: the one JSON document of a command."""
    import json  # loaded only where it is asked for

    utf8 = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
    _write(json.dumps({"schema": SCHEMA, **plain(content)}, ensure_ascii=not utf8, indent=1) + "\n")


def put_answer(content: Mapping[str, Any], *, problems: Sequence[Problem] = ()) -> int:
    """Data: the JSON document of a command that came to its end: `ok`, what it found, `errors` and `exit_code`.

    Returns:
        The exit code: that of the first problem, if there is any.
    """
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    put_json({"ok": not problems, **content, "errors": problems, "exit_code": int(code)})
    return int(code)


def put_raw(text: str) -> None:
    """Data: a text that is passed on as it is."""
    _write(text)


def _write(text: str) -> None:
    try:
        with unheard(sys.stdout):
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError as error:
        close_output(sys.stdout)
        raise refuse(
            "disk-failed",
            _("The answer could not be written: {reason}.").format(reason=os_reason(error)),
            where=STDOUT,
            hint=_("What was recorded before stays recorded: look with docgen list or docgen status."),
        ) from error


@contextlib.contextmanager
def unheard(stream: TextIO) -> Iterator[None]:
    """Once nobody reads a stream any more, the rest goes nowhere; the command goes on to its end and exit code."""
    try:
        yield
    except BrokenPipeError:
        close_output(stream)


def close_output(*streams: TextIO) -> None:
    """Sends the rest of these streams nowhere: Python would complain once more when it closes them."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in streams:
            with contextlib.suppress(io.UnsupportedOperation):  # one that is no file cannot break
                os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


def plain(value: Any) -> Any:
    """A value of the use cases as JSON holds it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name.rstrip("_"): plain(getattr(value, each.name)) for each in fields(value)}
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(part) for part in value)
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value


def moment(at: dt.datetime) -> str:
    """A time as the screen shows it: to the minute, in the office's zone."""
    return f"{at:%Y-%m-%d %H:%M}"


_WORD = 24
"""Letters of a word in a table beyond which it may be broken."""


def put_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Data in columns: nothing is cut off; on a terminal long texts are folded, elsewhere lines stay whole.

    On a terminal too narrow for the words of the columns, each row is a paragraph, with each cell in a line of its own.
    """
    import shutil

    cells = [[visible(cell) for cell in row] for row in rows]
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _WIDE
    if _narrowest([columns, *cells]) > width:
        _put_paragraphs(columns, cells)
    else:
        _put_columns(columns, cells, width=width, terminal=terminal)


def _narrowest(rows: Sequence[Sequence[str]]) -> int:
    """The columns of the screen that a table needs if no word is to be broken that can stay whole."""
    words = ((len(word) for row in rows for word in row[place].split()) for place in range(len(rows[0])))
    return sum(min(_WORD, max(lengths, default=0)) + 2 for lengths in words) - 2


def _put_paragraphs(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        if number:
            put()
        for column, cell in zip(columns, row, strict=True):
            if cell:
                put_folded(f"{column}: {cell}" if column else cell)


def _put_columns(columns: Sequence[str], rows: Iterable[Sequence[str]], *, width: int, terminal: bool) -> None:
    from rich.console import Console  # loaded only where a table is shown
    from rich.table import Table
    from rich.text import Text

    written = io.StringIO()
    console = Console(
        file=written,
        width=width,
        force_terminal=terminal and wants_color() is not False,
        no_color=wants_color() is False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
    _write("".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines()))

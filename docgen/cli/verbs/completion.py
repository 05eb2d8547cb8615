"""`docgen completion`."""

from __future__ import annotations

from gettext import gettext as _

import click
from click.shell_completion import get_completion_class

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put_answer, put_raw
from docgen.cli.shared import json_option, verb

VARIABLE = "_DOCGEN_COMPLETE"
PLACES = {
    "bash": "docgen completion bash > ~/.local/share/bash-completion/completions/docgen",
    "zsh": "docgen completion zsh > ~/.zfunc/_docgen   # with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc",
    "fish": "docgen completion fish > ~/.config/fish/completions/docgen.fish",
}
_WHOLE_DESCRIPTION = ('string split ","', 'string split --max 1 ","')
"""In fish, click cuts a description at its first comma."""


@verb(
    "completion",
    _("The script that completes SOPs, stages, cases and officials in your shell."),
    [click.Argument(["shell"], type=click.Choice(list(PLACES))), json_option()],
)
def command(line: CommandLine, *, shell: str, as_json: bool) -> None:  # noqa: ARG001  # every verb is called so
    """Prints it, with where to put it."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  # click has these three
    script = kind(click.Group(), {}, "docgen", VARIABLE).source().strip().replace(*_WHOLE_DESCRIPTION)
    place = _("Put it in place with:")
    # zsh wants its #compdef in the first line.
    first, _newline, rest = script.partition("\n")
    text = (
        f"{first}\n# {place} {PLACES[shell]}\n{rest}\n"
        if first.startswith("#compdef")
        else f"# {place} {PLACES[shell]}\n{script}\n"
    )
    if as_json:
        put_answer({"shell": shell, "script": text})
    else:
        put_raw(text)

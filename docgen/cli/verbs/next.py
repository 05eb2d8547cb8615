"""`docgen next`."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.secrets import secret_options
from docgen.cli.shared import by_option, case_argument, dry_run_option, input_options, json_option, verb
from docgen.cli.verbs.today import show_waiting
from docgen.errors import DocgenError, refuse


@verb(
    "next",
    _(
        "Do whatever is next in a case: asks for what it needs, shows what will be made, and records it once you agree."
        " Without CASE: the one case that waits."
    ),
    [
        case_argument(required=False),
        *input_options(),
        by_option(_("Who did it: an official of docgen.toml; else you are asked.")),
        click.Option(["--at"], metavar=_("WHEN"), help=_("When it really happened, e.g. '2026-11-21 08:30' or 08:30.")),
        *secret_options(),
        dry_run_option(),
        json_option(),
    ],
)
def command(
    line: CommandLine,
    *,
    case: str | None,
    input_: str | None,
    sets: tuple[str, ...],
    by: str | None,
    at: str | None,
    generate: bool,
    passphrase_fd: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Does it."""
    from docgen.app.overview import today
    from docgen.cli.lead import NextCall, run_next

    if case is None:
        damage: list[DocgenError] = []
        waits = today(line.workspace, on_damage=damage.append)
        cases = list(dict.fromkeys(each.case for each in waits))
        if len(cases) != 1 or damage:
            return show_waiting(line, waits, damage=[*damage, *_several(cases)], as_json=as_json)
        case = cases[0]
    call = NextCall(
        case=case,
        sets=sets,
        input_=input_,
        by=by,
        at=at,
        generate=generate,
        passphrase_fd=passphrase_fd,
        dry_run=dry_run,
        as_json=as_json,
    )
    return run_next(line, call)


def _several(cases: list[str]) -> list[DocgenError]:
    """The refusal to choose among cases."""
    if not cases:
        return []
    message = _("{count} cases wait: name the one that is meant.").format(count=len(cases))
    return [refuse("usage", message, where="CASE", hint=_("docgen next {case}").format(case=cases[0]))]

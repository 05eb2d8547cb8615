"""Options that many commands share."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from typing import Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from docgen.app.outline import TEMPLATES, case_ids, official_ids, paper_ids, register_ids, sop_folders
from docgen.cli.command_line import CommandLine

BY_VARIABLE = "DOCGEN_BY"
"""The environment variable that says who acts, where `--by` is not typed."""


def complete_cases(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The cases that have this text in their id."""
    root = _root(ctx)
    wanted = incomplete.casefold()
    return [CompletionItem(case) for case in (case_ids(root) if root else ()) if wanted in case.casefold()]


def complete_officials(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The officials of the settings."""
    root = _root(ctx)
    return [CompletionItem(name) for name in (official_ids(root) if root else ()) if name.startswith(incomplete)]


def complete_registers(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The registers of the settings."""
    root = _root(ctx)
    return [CompletionItem(name) for name in (register_ids(root) if root else ()) if name.startswith(incomplete)]


def _root(ctx: click.Context) -> Any:
    line = ctx.find_object(CommandLine)
    return line.root if line is not None else None


class Verb(click.Command):
    """A command whose usage line is in the language of the screen, and whose mistakes name the command."""

    def __init__(self, name: str, **settings: Any) -> None:
        super().__init__(name, options_metavar=_("[OPTIONS]"), **settings)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the options. Raises click.UsageError that knows its command: some of click's own do not."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


def group_usage() -> dict[str, Any]:
    """The usage line of a group of commands, in the language of the screen."""
    return {"options_metavar": _("[OPTIONS]"), "subcommand_metavar": _("COMMAND [ARGS]...")}


def case_argument(*, several: bool = False, required: bool = True) -> click.Argument:
    """CASE: an id, a unique part of one, or a path."""
    return click.Argument(
        ["cases" if several else "case"],
        metavar=_("CASE…") if several else _("CASE"),
        required=required,
        nargs=-1 if several else 1,
        shell_complete=complete_cases,
    )


def complete_sops(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The SOPs that begin so."""
    root = _root(ctx)
    return [
        CompletionItem(name) for name in (sop_folders(root / TEMPLATES) if root else ()) if name.startswith(incomplete)
    ]


def sop_argument(*, required: bool = True) -> click.Argument:
    """SOP: the id of one."""
    return click.Argument(
        ["sop"], metavar="SOP" if required else "[SOP]", required=required, shell_complete=complete_sops
    )


def complete_papers(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The papers of the SOP that was named before."""
    root = _root(ctx)
    names = paper_ids(root, str(ctx.params.get("sop"))) if root else ()
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def paper_argument(*, required: bool = True) -> click.Argument:
    """PAPER: the id of one, as the definition has it under `documents`."""
    name = _("PAPER")
    return click.Argument(
        ["paper"],
        metavar=name if required else f"[{name}]",
        required=required,
        shell_complete=complete_papers,
    )


def item_option(text: str) -> click.Option:
    """`--item`: for which item of a list a paper was issued."""
    return click.Option(["--item"], type=click.IntRange(min=1), metavar=_("N"), help=text)


def force_option() -> click.Option:
    """`--force`."""
    return click.Option(["--force"], is_flag=True, help=_("Replace a file that is there already."))


def json_option() -> click.Option:
    """`--json`."""
    return click.Option(["--json", "as_json"], is_flag=True, help=_("Answer with one JSON document."))


def dry_run_option() -> click.Option:
    """`-n`, `--dry-run`."""
    return click.Option(
        ["-n", "--dry-run"], is_flag=True, help=_("Check everything and say what would be done; write nothing.")
    )


def _note_source(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Notes that nobody typed `--by`, so that a refusal names the variable that it comes from."""
    line = ctx.find_object(CommandLine)
    if line is not None and ctx.get_parameter_source("by") is ParameterSource.ENVIRONMENT:
        line.unsaid["--by"] = BY_VARIABLE
    return value


def by_option(help_: str) -> click.Option:
    """`--by`."""
    return click.Option(
        ["--by"],
        metavar=_("OFFICIAL"),
        envvar=BY_VARIABLE,
        callback=_note_source,
        show_envvar=True,
        help=help_,
        shell_complete=complete_officials,
    )


def input_options() -> list[click.Parameter]:
    """`--input` and `--set`."""
    return [
        click.Option(
            ["--input", "input_"],
            metavar=_("FILE"),
            help=_("Read values from a JSON or YAML file; - is standard input."),
        ),
        click.Option(
            ["--set", "sets"],
            metavar=_("PATH=VALUE"),
            multiple=True,
            help=_("Say one value by its path; may be repeated."),
        ),
    ]


def plan_options() -> list[click.Parameter]:
    """`--pin`, `--exclude`, `--split`: what a clerk wants otherwise than in turn; and why."""
    cases: dict[str, Any] = {"metavar": _("CASE"), "multiple": True, "shell_complete": complete_cases}
    return [
        click.Option(
            ["--pin", "pins"], help=_("Give this case its seats before all others; may be repeated."), **cases
        ),
        click.Option(["--exclude", "excluded"], help=_("Leave this case out; needs --reason."), **cases),
        click.Option(["--split"], help=_("Seat a part of this case, which no session can hold whole."), **cases),
        reason_option(),
    ]


def rows_options() -> list[click.Parameter]:
    """`--rows` and `--keep-going`."""
    return [
        click.Option(
            ["--rows"],
            metavar=_("FILE"),
            help=_("Open a case for each row of a CSV or Excel file; headings are the paths of values, or labels."),
        ),
        click.Option(
            ["--keep-going"],
            is_flag=True,
            help=_("With --rows: record the rows that are right, though others are wrong."),
        ),
    ]


def reason_option() -> click.Option:
    """`--reason`."""
    return click.Option(["--reason"], metavar=_("TEXT"), help=_("Why, in a few words; it stays in the record."))


def verb(name: str, help_: str, params: list[click.Parameter]) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a command of a function that takes the call and the parameters."""

    def made(callback: Callable[..., Any]) -> click.Command:
        return Verb(name, help=help_, params=params, callback=click.pass_obj(callback))

    return made

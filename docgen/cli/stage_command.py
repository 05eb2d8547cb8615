"""One stage as a command: its options come from the fields that the stage asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from gettext import gettext as _
from typing import Any

import click

from docgen.app.cases import rules_of_case
from docgen.app.definitions import parse_definition, rules_now
from docgen.app.outline import folder_of, kept_definition, sop_folders
from docgen.app.settable import has_option, has_table, option_words, settable, table_words
from docgen.app.workspace import Workspace
from docgen.cli.command_line import CommandLine
from docgen.cli.listing import write_list
from docgen.cli.secrets import decoys, secret_options
from docgen.cli.shared import (
    Verb,
    by_option,
    case_argument,
    dry_run_option,
    input_options,
    json_option,
    plan_options,
    rows_options,
)
from docgen.model.field import FieldSpec
from docgen.model.secret_soundness import has_secrets, secrets_of
from docgen.model.session import SessionRules
from docgen.model.sop import Sop, Stage
from docgen.store.content import kept
from docgen.workflow.allowed import find_stage

FIELD = "field__"
"""Before a field's name, so that no field hides a parameter of the command."""


class StageCommand(Verb):
    """A stage, with the values that `--set` takes below its options."""

    def __init__(self, sop: Sop, stage: Stage, params: list[click.Parameter]) -> None:
        self.sop, self.stage = sop, stage
        super().__init__(
            stage.id, help=_about(sop, stage), params=params, callback=click.pass_obj(partial(_called, sop, stage))
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click hands it over
        """Activity, actor, standard time, output: as the SOP prints them."""
        formatter.write_paragraph()
        with formatter.indentation():
            for line in (self.help or "").splitlines():
                formatter.write_text(line)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The values that have parts, each with its path."""
        write_list(formatter, _("Values for --set and --input"), [each.line for each in settable(self.sop, self.stage)])
        super().format_epilog(ctx, formatter)


def stage_command(workspace: Workspace, sop_id: str, name: str, cases: Iterable[str]) -> click.Command:
    """The command of a stage, built from the rules of the first of these cases, or from the current definition.

    Raises:
        DocgenError: `stage-unknown` with the nearest name; or the definition is wrong.
    """
    pinned = (rules for case in cases if (rules := rules_of_case(workspace, case)) is not None and rules.id == sop_id)
    sop = next(pinned, None) or rules_of(workspace, sop_id)
    stage = find_stage(sop, name)
    return StageCommand(sop, stage, _params(sop, stage))


def current_sop(workspace: Workspace, sop_id: str) -> Sop:
    """The definition as it stands in its folder now. Raises DocgenError with every error in it."""
    return rules_now(workspace, sop_id)[0]


def rules_of(workspace: Workspace, sop_id: str) -> Sop:
    """The current definition; where its folder is gone, what its latest case keeps. Raises DocgenError."""
    folder = folder_of(sop_id)
    path = None if folder in sop_folders(workspace.templates) else kept_definition(workspace.root, sop_id)
    if path is None:
        return current_sop(workspace, sop_id)
    return parse_definition(kept(workspace.store, path.stem, ".yaml"), name=f"{folder}/{path.name}", rules=sop_id)[0]


def _about(sop: Sop, stage: Stage) -> str:
    actors = ", ".join(sop.actors[role].title for role in stage.actor)
    lines = [stage.activity, _("By: {actors}").format(actors=actors)]
    if stage.time:
        lines.append(_("Standard time: {time}").format(time=stage.time))
    if stage.output:
        lines.append(_("Output: {output}").format(output=stage.output))
    return "\n".join(lines)


def _params(sop: Sop, stage: Stage) -> list[click.Parameter]:
    first = stage is sop.first
    cases: list[click.Parameter] = [] if first else [case_argument(several=True)]
    shared: list[click.Parameter] = [
        *input_options(),
        by_option(_("Who did it: an official of docgen.toml; else whoever holds the stage's role.")),
        click.Option(["--at"], metavar=_("WHEN"), help=_("When it really happened, e.g. '2026-11-21 08:30' or 08:30.")),
        dry_run_option(),
        json_option(),
    ]
    if isinstance(sop, SessionRules) and sop.plans(stage):
        shared += plan_options()
    if first:
        shared += rows_options()
    if first or not stage.branches or any(stage.id in way.to for way in stage.branches):
        again = _("Enter once more what is in the record already.")
        shared.append(click.Option(["--again"], is_flag=True, help=again))
    params = [*cases, *_field_options(sop, stage), *(secret_options() if has_secrets(sop, stage) else ()), *shared]
    return [*params, *decoys(_secret_names(sop, stage) - {opt[2:] for param in params for opt in param.opts})]


def _secret_names(sop: Sop, stage: Stage) -> set[str]:
    """What the secrets of a stage are called."""
    return {path[-1].replace("_", "-") for name in (*stage.fields, *stage.optional) for path in secrets_of(sop, name)}


def _field_options(sop: Sop, stage: Stage) -> Iterator[click.Option]:
    for name in (*stage.fields, *stage.optional):
        spec = sop.fields[name]
        if has_option(spec):
            yield click.Option(
                [f"--{name.replace('_', '-')}", FIELD + name],
                metavar=_metavar(spec),
                multiple=spec.of is not None,
                help=f"{spec.label}: {option_words(spec)}",
            )
        elif has_table(spec):
            yield click.Option(
                [f"--{name.replace('_', '-')}", FIELD + name],
                metavar=_("FILE"),
                help=f"{spec.label}: {table_words(spec)}",
            )


def _metavar(spec: FieldSpec) -> str:
    kind = spec.of or spec.type
    if kind == "file":
        return _("FILE")
    return _("OFFICIAL") if kind == "official" else _("TEXT")


def _called(sop: Sop, stage: Stage, line: CommandLine, **values: Any) -> int:
    from docgen.cli.stage_run import StageCall, run_stage

    options = [
        (name.removeprefix(FIELD), text)
        for name, value in values.items()
        if name.startswith(FIELD) and value is not None
        for text in (value if isinstance(value, tuple) else (value,))
    ]
    return run_stage(
        line,
        StageCall(
            sop=sop,
            stage=stage,
            cases=tuple(values.get("cases", ())),
            options=tuple(options),
            sets=tuple(values["sets"]),
            input_=values["input_"],
            by=values["by"],
            at=values["at"],
            again=values.get("again", False),
            pins=values.get("pins", ()),
            excluded=values.get("excluded", ()),
            split=values.get("split", ()),
            reason=values.get("reason"),
            generate=values.get("generate", False),
            passphrase_fd=values.get("passphrase_fd"),
            rows=values.get("rows"),
            keep_going=values.get("keep_going", False),
            dry_run=values["dry_run"],
            as_json=values["as_json"],
        ),
    )

"""`docgen schema request | sop | office`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer, put_raw, say
from docgen.cli.shared import dry_run_option, force_option, group_usage, json_option, sop_argument, verb
from docgen.store.typed import typed_path

command = click.Group(
    "schema",
    help=_("What an editor needs to help with requests, sop.yaml and docgen.toml (JSON Schema)."),
    **group_usage(),
)


def _options() -> list[click.Parameter]:
    return [
        click.Option(
            ["-o", "--output"], metavar=_("FILE"), help=_("Where to; by default the schema goes to standard output.")
        ),
        force_option(),
        dry_run_option(),
        json_option(),
    ]


@command.add_command
@verb(
    "request",
    _("The schema of a request: what the first stage of an SOP takes with --input."),
    [sop_argument(), *_options()],
)
def _request(line: CommandLine, *, sop: str, **wished: Any) -> None:
    from docgen.cli.stage_command import current_sop
    from docgen.workflow.request_schema import request_schema

    _give(line, request_schema(current_sop(line.workspace, sop)), **wished)


@command.add_command
@verb("sop", _("The schema of sop.yaml, the definition of an SOP."), _options())
def _sop(line: CommandLine, **wished: Any) -> None:
    from docgen.model.sop_schema import sop_schema

    _give(line, sop_schema(), **wished)


@command.add_command
@verb("office", _("The schema of docgen.toml, the settings of the office."), _options())
def _office(line: CommandLine, **wished: Any) -> None:
    from docgen.model.office_schema import office_schema

    _give(line, office_schema(), **wished)


def schema_text(schema: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    """A schema as it lies in a file."""
    return json.dumps(schema, ensure_ascii=ascii_only, indent=2) + "\n"


def _give(
    line: CommandLine, schema: Mapping[str, Any], *, output: str | None, force: bool, dry_run: bool, as_json: bool
) -> None:
    """Writes a schema to its file, or to standard output."""
    from docgen.app.hand_out import Made, hand_out, refuse_places
    from docgen.store.filesystem import FileSystem

    if output is None:
        if as_json:
            put_answer({"json_schema": schema})
        else:
            utf8 = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
            put_raw(schema_text(schema, ascii_only=not utf8))
        return
    path = typed_path(line.start, output)
    refuse_places(line.root, [path], force=force)
    if not dry_run:
        hand_out([Made(path, schema_text(schema).encode())], fs=FileSystem(), force=force)
    if as_json:
        put_answer({"files": [line.shown(path)], "dry_run": dry_run})
        return
    put(line.shown(path))
    if dry_run:
        say(_("Would be made; nothing was written."))

"""`docgen sop list | show | check`."""

from __future__ import annotations

from gettext import gettext as _
from gettext import ngettext

import click

from docgen.app.outline import TEMPLATES, outline, sop_folders
from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer, put_folded, put_table
from docgen.cli.report import tell
from docgen.cli.shared import group_usage, json_option, sop_argument, verb
from docgen.errors import REFERENCES, DocgenError, ExitCode

command = click.Group("sop", help=_("The SOPs of this workspace: list, show, check."), **group_usage())


@command.add_command
@verb("list", _("The SOPs of this workspace."), [json_option()])
def _list(line: CommandLine, *, as_json: bool) -> None:
    root = line.require_root()
    found = [(name, outline(root, name)) for name in sop_folders(root / TEMPLATES)]
    if not found:
        from docgen.app.definitions import no_sop

        raise DocgenError([no_sop()])
    if as_json:
        rows = [
            {
                "id": name,
                "number": None if sop is None else sop.number,
                "title": None if sop is None else sop.title,
                "stages": 0 if sop is None else len(sop.stages),
                "readable": sop is not None,
            }
            for name, sop in found
        ]
        put_answer({"sops": rows})
        return
    put_table(
        ["SOP", _("No."), _("Title"), _("Stages")],
        [
            (name, sop.number, sop.title, str(len(sop.stages)))
            if sop is not None
            else (name, "", _("cannot be read: docgen sop check {name}").format(name=name), "")
            for name, sop in found
        ],
    )


@command.add_command
@verb(
    "show",
    _("All of an SOP, as its definition has it: identity, actors, stages, fields, papers."),
    [sop_argument(), json_option()],
)
def _show(line: CommandLine, *, sop: str, as_json: bool) -> None:
    from docgen.cli.sop_text import sop_lines
    from docgen.cli.stage_command import current_sop

    found = current_sop(line.workspace, sop)
    if as_json:
        put_answer({"sop": found})
        return
    for depth, text in sop_lines(found):
        put_folded(text, indent=2 * depth)


@command.add_command
@verb(
    "check",
    _("Prove an SOP before any case exists: grammar, flow, templates, examples. All SOPs if none is named."),
    [sop_argument(required=False), json_option()],
)
def _check(line: CommandLine, *, sop: str | None, as_json: bool) -> int:
    from docgen.app.check_sop import check_sop
    from docgen.app.definitions import no_sop, sop_ids

    named = (sop,) if sop is not None else sop_ids(line.workspace)
    if not named:
        raise DocgenError([no_sop()])
    reports = [check_sop(line.workspace, each) for each in named]
    problems = [problem for report in reports for problem in report.problems]
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    if as_json:
        return put_answer({"reports": reports}, problems=problems)
    for report in reports:
        put(
            _("{sop}: {stages} stages, {templates} templates, {examples} examples: {result}").format(
                sop=report.sop,
                stages=report.stages,
                templates=report.templates,
                examples=len(report.examples),
                result=ngettext("{count} problem", "{count} problems", len(report.problems)).format(
                    count=len(report.problems)
                )
                if report.problems
                else _("sound"),
            )
        )
        tell(report.problems)
        tell(report.warnings, warning=True)
    return int(code)

"""`docgen list`."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment
from docgen.cli.rows import answer_rows
from docgen.cli.shared import complete_sops, json_option, verb
from docgen.errors import DocgenError, refuse


@verb(
    "list",
    _("The cases, by SOP, stage or text. TEXT is looked for in their numbers and records."),
    [
        click.Argument(["text"], metavar=_("[TEXT]"), required=False),
        click.Option(["--sop"], metavar="SOP", help=_("Only of this SOP."), shell_complete=complete_sops),
        click.Option(["--stage"], metavar=_("STAGE"), help=_("Only where this stage waits.")),
        click.Option(["--open", "open_only"], is_flag=True, help=_("Only cases in which something waits.")),
        click.Option(["--closed", "closed_only"], is_flag=True, help=_("Only closed cases.")),
        json_option(),
    ],
)
def command(
    line: CommandLine,
    *,
    text: str | None,
    sop: str | None,
    stage: str | None,
    open_only: bool,
    closed_only: bool,
    as_json: bool,
) -> int:
    """Lists them."""
    from docgen.app.overview import list_cases

    if open_only and closed_only:
        raise refuse("usage", _("A case is open or closed, not both."), where="--open --closed", hint=_("Choose one."))
    zone = line.workspace.office.zone
    _check_names(line, sop, stage)
    damage: list[DocgenError] = []
    cases = list_cases(
        line.workspace,
        sop=sop,
        stage=stage,
        open_only=open_only,
        closed_only=closed_only,
        text=text,
        on_damage=damage.append,
    )
    return answer_rows(
        "cases",
        cases,
        damage=damage,
        headers=[_("Case"), "SOP", _("Opened"), _("Round"), _("Waits at / ended as")],
        rows=[
            (
                each.case,
                each.sop,
                moment(each.opened.astimezone(zone)),
                str(each.round),
                ", ".join(each.open) or each.outcome or "",
            )
            for each in cases
        ],
        none=_("No case fits."),
        as_json=as_json,
    )


def _check_names(line: CommandLine, sop: str | None, stage: str | None) -> None:
    """Refuses an SOP or stage that there is none of, rather than listing nothing."""
    from docgen.app.definitions import definition_path, sop_ids
    from docgen.app.outline import kept_definition
    from docgen.cli.stage_command import rules_of
    from docgen.workflow.allowed import find_stage

    if sop is not None and kept_definition(line.workspace.root, sop) is None:
        definition_path(line.workspace, sop)
    if stage is None:
        return
    sops = [rules_of(line.workspace, each) for each in ((sop,) if sop is not None else sop_ids(line.workspace))]
    if sops and not any(each.id == stage for one in sops for each in one.stages):
        find_stage(sops[0], stage)

"""`docgen list`."""

from __future__ import annotations

from collections.abc import Collection
from gettext import gettext as _

import click

from docgen.app.outline import folder_of, kept_definition, outline
from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment
from docgen.cli.rows import answer_rows
from docgen.cli.shared import complete_sops, json_option, verb
from docgen.errors import DocgenError, refuse
from docgen.model.nearest import meant


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
    if not cases:
        _check_names(line, sop, stage=None if damage else stage)  # what is damaged may wait there
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


def _check_names(line: CommandLine, sop: str | None, *, stage: str | None) -> None:
    """Refuses an SOP or stage that there is none of, where listing nothing would hide a slip of the pen."""
    from docgen.app.definitions import definition_path, sop_ids

    root, ids = line.workspace.root, sop_ids(line.workspace)
    if sop is not None and sop not in ids and kept_definition(root, sop) is None:
        definition_path(line.workspace, sop)
    wholes = [outline(root, folder_of(each)) for each in ((sop,) if sop is not None else ids)]
    outlines = [part for each in wholes for part in ((each, *each.sessions) if each is not None else (None,))]
    stages = list(dict.fromkeys(each.id for found in outlines if found is not None for each in found.stages))
    if stage is None or stage in stages or not stages or None in outlines or _waits(line, sop, stage):
        return
    raise refuse("stage-unknown", _("There is no stage {name}.").format(name=stage), hint=_meant(stage, stages))


def _waits(line: CommandLine, sop: str | None, stage: str) -> bool:
    """Whether a case waits at this stage all the same: under the rules that it keeps, from before the last change."""
    from docgen.app.overview import list_cases

    return bool(list_cases(line.workspace, sop=sop, stage=stage, on_damage=lambda _told: None))


def _meant(stage: str, stages: Collection[str]) -> str:
    return meant(stage, stages) or _("Known: {names}.").format(names=", ".join(stages))

"""`docgen correct`."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.cli.acts import BY_HELP, answer_act, confirm_act, settle_why
from docgen.cli.command_line import CommandLine
from docgen.cli.shared import (
    by_option,
    case_argument,
    dry_run_option,
    input_options,
    json_option,
    reason_option,
    verb,
)
from docgen.errors import refuse

if TYPE_CHECKING:
    from docgen.app.perform import Performed


@verb(
    "correct",
    _("Mend a value that was recorded wrongly. Names the papers that show it and are to be issued again."),
    [case_argument(), *input_options(), reason_option(), by_option(BY_HELP), dry_run_option(), json_option()],
)
def command(
    line: CommandLine,
    *,
    case: str,
    input_: str | None,
    sets: tuple[str, ...],
    reason: str | None,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Mends it."""
    from docgen.app.cases import open_case
    from docgen.app.correct import correct
    from docgen.cli.gather import gather, refuse_together

    if input_ is None and not sets:
        raise refuse(
            "usage",
            _("What to mend is missing."),
            where="--set",
            hint=_("--set PATH=VALUE; docgen show {case} lists the values with their paths.").format(case=case),
        )
    fields = open_case(line.workspace, case).definition.sop.fields
    said = gather(fields, input_=input_, options=(), sets=sets, start=line.start)
    why = settle_why(line, reason)

    def mend(*, dry_run: bool) -> Performed:
        return correct(line.workspace, case, given=said.given, reason=why, by=by, base=line.start, dry_run=dry_run)

    refuse_together(said.problems, lambda: mend(dry_run=True))
    why = confirm_act(line, case, _("Mend case {case}?"), why, asked=not reason and not dry_run)
    done = mend(dry_run=dry_run)
    answer_act(line, done, as_json=as_json)

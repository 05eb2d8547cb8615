"""`docgen reissue`."""

from __future__ import annotations

import dataclasses
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from docgen.cli.acts import BY_HELP, answer_act, confirm_act, settle_why
from docgen.cli.command_line import CommandLine
from docgen.cli.secrets import Ear, secret_options
from docgen.cli.shared import by_option, case_argument, dry_run_option, item_option, json_option, reason_option, verb

if TYPE_CHECKING:
    from docgen.app.perform import Performed
    from docgen.app.reissue import Reissue


@verb(
    "reissue",
    _("Issue a paper once more, from the record as it stands; a sealed page with a new password."),
    [
        case_argument(),
        click.Argument(["paper"], metavar=_("PAPER")),
        item_option(_("For which item of the list, from 1.")),
        *secret_options(),
        reason_option(),
        by_option(BY_HELP),
        click.Option(["--again"], is_flag=True, help=_("Issue it another time for the same reason.")),
        dry_run_option(),
        json_option(),
    ],
)
def command(
    line: CommandLine,
    *,
    case: str,
    paper: str,
    item: int | None,
    generate: bool,
    passphrase_fd: int | None,
    reason: str | None,
    by: str | None,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Issues it."""
    from docgen.app.cases import open_case
    from docgen.app.reissue import Reissue, reissue
    from docgen.app.safe import Safe
    from docgen.cli.hardening import forbid_dumps

    forbid_dumps()
    question = _("Issue the paper in case {case} once more?")
    why = confirm_act(line, case, question, settle_why(line, reason), asked=not reason and not dry_run)
    order = Reissue(kind=paper, item=item, reason=why, by=by, safe=Safe(generates=generate), again=again)
    order, tried = _tried(line, case, order)
    if not dry_run:
        sop = open_case(line.workspace, case).definition.sop
        Ear(prompter=line.prompter, descriptor=passphrase_fd).tell(sop, tried, order.safe)
    done = tried if dry_run else reissue(line.workspace, case, order)
    answer_act(line, done, as_json=as_json)


def _tried(line: CommandLine, case: str, order: Reissue) -> tuple[Reissue, Performed]:
    """The order with the new secrets of its page, asked for until they are good, and what it would do."""
    from docgen.app.reissue import reissue, secrets_wanted
    from docgen.cli.answers import ask_secret
    from docgen.cli.prompt import Back
    from docgen.cli.report import tell
    from docgen.errors import DocgenError
    from docgen.workflow.given import dotted

    prompter, rule = line.prompter, line.workspace.office.kata_sandi
    wanted = {} if prompter is None or order.safe.generates else secrets_wanted(line.workspace, case, order)
    while True:
        try:
            if prompter is not None and wanted:
                said = {path: ask_secret(prompter, label) or rule.make() for path, label in wanted.items()}
                order = dataclasses.replace(order, secrets=said)
            return order, reissue(line.workspace, case, order, dry_run=True)
        except Back:
            continue  # from the second password to the first
        except DocgenError as error:
            if error.problems[0].where not in map(dotted, wanted):
                raise
            tell(error.problems)

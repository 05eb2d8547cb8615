"""`docgen office show | check`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer, put_table
from docgen.cli.report import tell
from docgen.cli.shared import dry_run_option, group_usage, json_option, verb
from docgen.errors import REFERENCES, ExitCode, refuse

if TYPE_CHECKING:
    from docgen.app.roster import Post, Roster, Signed
    from docgen.model.definition import Examined

command = click.Group("office", help=_("The officials: who holds which post on a day, what is wrong."), **group_usage())


@command.add_command
@verb(
    "show",
    _("Who holds which post and role on a day, who stands in, who signs which paper, what is vacant."),
    [
        click.Option(["--date"], metavar=_("DATE"), help=_("On that day; else today.")),
        json_option(),
    ],
)
def _show(line: CommandLine, *, date: str | None, as_json: bool) -> None:
    from docgen.app.roster import roster
    from docgen.app.staffing import sound

    found = roster(line.workspace.office, sound(_definitions(line)), _day(line, date))
    if as_json:
        put_answer({"office": found})
        return
    _tell(found)


@command.add_command
@verb(
    "emblem",
    _("Put the region's emblem into the letterhead: a PNG or JPEG, in place of the one before."),
    [
        click.Argument(["picture"], metavar=_("FILE"), type=click.Path(path_type=Path)),
        dry_run_option(),
        json_option(),
    ],
)
def _emblem(line: CommandLine, *, picture: Path, dry_run: bool, as_json: bool) -> None:
    from docgen.app.emblem import put_emblem

    kop = put_emblem(line.workspace, picture, base=line.start, dry_run=dry_run)
    if as_json:
        put_answer({"letterhead": line.shown(kop), "dry_run": dry_run})
    elif dry_run:
        put(_("The picture can be the emblem; nothing was written."))
    else:
        put(
            _("{path} has the emblem now: new cases print it, those that run keep their letterhead.").format(
                path=line.shown(kop)
            )
        )


@command.add_command
@verb("check", _("Everything that is wrong with the officials, today and later."), [json_option()])
def _check(line: CommandLine, *, as_json: bool) -> int:
    from docgen.app.staffing import roles_of, sound, staffing_of, vacancies

    office, today, definitions = line.workspace.office, line.workspace.now().date(), _definitions(line)
    found = staffing_of(line.workspace, definitions)
    unheld = (each for sop in sound(definitions) for each in vacancies(office, roles_of(sop), today))
    problems = tuple(dict.fromkeys((*unheld, *found.problems)))
    if as_json:
        return put_answer({"warnings": found.warnings}, problems=problems)
    tell(problems)
    tell(found.warnings, warning=True)
    if not problems:
        put(_("The officials are in order on {day}.").format(day=today))
    return int(REFERENCES[problems[0].reference] if problems else ExitCode.OK)


def _definitions(line: CommandLine) -> Mapping[str, Examined]:
    from docgen.app.definitions import examined, sop_ids

    return {sop_id: examined(line.workspace, sop_id) for sop_id in sop_ids(line.workspace)}


def _day(line: CommandLine, text: str | None) -> dt.date:
    from docgen.model.moments import parse_date
    from docgen.model.text import ValueProblem

    today = line.workspace.now().date()
    if text is None:
        return today
    try:
        return parse_date(text.strip(), today=today)
    except ValueProblem as problem:
        raise refuse("time-invalid", f"{problem}.", where="--date", hint=problem.hint) from None


def _tell(found: Roster) -> None:
    put(_("The office on {day}").format(day=found.date))
    put()
    put_table([_("Post"), _("Roles"), _("Held by"), _("Stands in")], [_post(post) for post in found.posts])
    if found.papers:
        put()
        put_table([_("Paper"), "SOP", _("Signed by"), _("Heading")], [_paper(paper) for paper in found.papers])
    tell(found.vacancies, warning=True)


def _post(post: Post) -> tuple[str, ...]:
    held = _("vacant") if post.holder is None else f"{post.name} ({post.holder})"
    decree = ""
    if post.stand_in is not None:
        stand_in = post.stand_in
        decree = f"{stand_in.jenis} {stand_in.mulai} – {stand_in.sampai or '…'}, {stand_in.surat}"
    return post.post, ", ".join(post.roles) or "–", held, decree


def _paper(paper: Signed) -> tuple[str, ...]:
    names = " / ".join(f"{name} ({official})" for official, name in paper.signers.items())
    return paper.title, paper.sop, names or _("vacant"), " / ".join(paper.block)

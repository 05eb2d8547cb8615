"""`docgen <sop> <session> list | show`: what the kernel adds to the stages of a session."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, put, put_answer, put_table
from docgen.cli.shared import case_argument, dry_run_option, force_option, json_option, verb
from docgen.store.typed import typed_path

if TYPE_CHECKING:
    from docgen.app.sessions import Listed, Whole


def session_verb(rules: str, name: str) -> click.Command | None:
    """The command of that name for the sessions of these rules (`<sop> <session>`), if the kernel has one."""
    made = {"list": _list, "show": _show}.get(name)
    return None if made is None else made(rules)


def _list(rules: str) -> click.Command:
    @verb("list", _("The sessions, with their days and seats."), [json_option()])
    def command(line: CommandLine, *, as_json: bool) -> None:
        """Lists them."""
        from docgen.app.sessions import sessions

        found = sessions(line.workspace, rules)
        if as_json:
            put_answer({"sessions": [_listed_json(each) for each in found]})
            return
        rows = [(each.case, each.name, _days(each), f"{each.seats}/{each.capacity}", each.stands) for each in found]
        if rows:
            put_table([_("Case"), _("Name"), _("Days"), _("Seats"), _("Waits at / ended as")], rows)
        else:
            put(_("There is no session yet."))

    return command


def _show(rules: str) -> click.Command:
    @verb(
        "show",
        _("A session: who sits in it, who waited and why. Writes its list and its calendar files, if so asked."),
        [
            case_argument(),
            click.Option(
                ["--xlsx"],
                metavar=_("FILE.xlsx"),
                type=click.Path(path_type=Path),
                help=_("Write who sits in it as an Excel file, to be filled in and read again."),
            ),
            click.Option(
                ["--ics"],
                metavar=_("FOLDER"),
                type=click.Path(path_type=Path),
                help=_("Write a calendar file for each who sits in it, and for each official."),
            ),
            force_option(),
            dry_run_option(),
            json_option(),
        ],
    )
    def command(
        line: CommandLine, *, case: str, xlsx: Path | None, ics: Path | None, force: bool, dry_run: bool, as_json: bool
    ) -> None:
        """Shows it, or writes its files."""
        from docgen.app.session_files import export_calendars, export_seats
        from docgen.app.sessions import session

        found = session(line.workspace, rules, case)
        files: list[Path] = []
        if xlsx is not None:
            target = typed_path(line.start, xlsx)
            files.append(export_seats(line.workspace, rules, case, target, force=force, dry_run=dry_run).file)
        if ics is not None:
            target = typed_path(line.start, ics)
            files += export_calendars(line.workspace, rules, case, target, force=force, dry_run=dry_run).files
        if as_json:
            put_answer(
                {"session": _session_json(found), "files": [line.shown(file) for file in files], "dry_run": dry_run}
            )
        elif files:
            for file in files:
                written = _("Would be written: {file}") if dry_run else _("Written: {file}")
                put(written.format(file=line.shown(file)))
        else:
            _put_session(line, found)

    return command


def _listed_json(found: Listed) -> dict[str, Any]:
    """A session in short, for programs."""
    return {
        "case": found.case,
        "name": found.name,
        "days": [{"date": day.date, "start": f"{day.start:%H:%M}", "end": f"{day.end:%H:%M}"} for day in found.days],
        "seats": found.seats,
        "capacity": found.capacity,
        "open": found.open,
        "outcome": found.outcome,
    }


def _session_json(found: Whole) -> dict[str, Any]:
    """A session whole, for programs."""
    seated = [{"case": seat.case, "place": seat.place, "facts": seat.facts} for seat in found.seated]
    return {**_listed_json(found.listed), "seated": seated, "plans": found.plans}


def _days(found: Listed) -> str:
    return ", ".join(day.said for day in found.days)


def _put_session(line: CommandLine, found: Whole) -> None:
    listed = found.listed
    put(f"{listed.case}  {listed.name}  {listed.seats}/{listed.capacity}  {listed.stands}")
    put(_days(listed))
    _put_part(_("Seats"), [seat.shown for seat in found.seated])
    for plan in found.plans:
        when = moment(plan.at.astimezone(line.workspace.office.zone))
        heading = _("Plan of step {seq} ({stage}), {when}").format(seq=plan.seq, stage=plan.stage, when=when)
        _put_part(heading, [(each.case, each.why) for each in plan.requests])


def _put_part(heading: str, rows: Sequence[Sequence[str]]) -> None:
    if rows:
        put()
        put(heading)
        put_table([""] * len(rows[0]), rows)

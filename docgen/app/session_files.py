"""What a session hands out beside the record: a list to be filled in, and entries for people's calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from docgen.app.cases import OpenCase
from docgen.app.export_roster import ExportedRoster, export_roster
from docgen.app.hand_out import Made, hand_out, refuse_places
from docgen.app.sessions import open_session
from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.exchange.ics import Event, Status, calendar_bytes
from docgen.exchange.roster import Roster
from docgen.model.case import Step
from docgen.model.field import FieldSpec
from docgen.model.session import SessionRules
from docgen.model.sop import SEAT_PLACE, SESSION_CASE, Stage
from docgen.workflow.fold import standing
from docgen.workflow.seats import days, is_fixed, taken_seats
from docgen.workflow.timetable import Day
from docgen.workflow.view import deciding_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """The calendar files that were written, or would be."""

    files: tuple[Path, ...]
    dry_run: bool = False


def export_seats(
    workspace: Workspace, rules: str, case_text: str, target: Path, *, force: bool = False, dry_run: bool = False
) -> ExportedRoster:
    """Writes who sits in a session as a workbook, with a column for each day: filled in, it can be read again.

    Raises:
        DocgenError: there is no such session; or nothing was written.
    """
    case, own = open_session(workspace, rules, case_text)
    listed = own.fields[own.members.list_]
    name = next((name for name, spec in own.said_of(own.members.list_) if _is_dates(spec)), None)
    came = case.state.record.get(name or "")
    roster = Roster(
        name=case.id,
        author=workspace.office.kantor.nama,
        made=case.steps[-1].at.date(),
        listed=listed.model_copy(
            update={
                "fields": {key: spec for key, spec in listed.fields.items() if key not in {SESSION_CASE, SEAT_PLACE}}
            }
        ),
        items=taken_seats(own, case.state.record),
        days=[day.date.isoformat() for day in days(own, case.state.record)] if name is not None else (),
        came=[[str(day) for day in each] if isinstance(each, list) else None for each in came]
        if isinstance(came, list)
        else (),
    )
    return export_roster(workspace, roster, target, force=force, dry_run=dry_run, option="--xlsx")


def _is_dates(spec: FieldSpec) -> bool:
    return spec.type == "list" and spec.of == "date"


def export_calendars(
    workspace: Workspace, rules: str, case_text: str, folder: Path, *, force: bool = False, dry_run: bool = False
) -> Calendars:
    """Writes a calendar file for each who sits in a session, and for each official who is in it exclusively.

    A later version of the session replaces the earlier one in people's calendars; one that was called off is taken out.

    Raises:
        DocgenError: there is no such session, or it has nobody in it; or nothing was written.
    """
    case, own = open_session(workspace, rules, case_text)
    people = tuple(_people(own, case))
    if not people:
        raise refuse(
            "usage",
            _("Nobody sits in {case} yet.").format(case=case.id),
            where=case.id,
            hint=_("Fill it first: docgen status {case}").format(case=case.id),
        )
    files = [folder / f"{case.id}-{person}.ics" for person in people]
    refuse_places(workspace.root, files, force=force, option="--ics")
    content = calendar_bytes(_events(workspace, own, case), made=case.steps[-1].at, maker=workspace.office.kantor.nama)
    if not dry_run:
        hand_out([Made(file, content) for file in files], fs=workspace.fs, force=force, option="--ics")
    return Calendars(files=tuple(files), dry_run=dry_run)


def _people(rules: SessionRules, case: OpenCase) -> Iterator[str]:
    """How the files are told apart: by case and place, and by the ids of officials; never by a name."""
    seats = taken_seats(rules, case.state.record)
    yield from (f"{seat[SESSION_CASE]}-{seat[SEAT_PLACE]}" for seat in seats)
    if not seats:
        return
    for name in rules.members.exclusive:
        value = case.state.record.get(name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and "id" in each:
                yield str(each["id"])


def _events(workspace: Workspace, rules: SessionRules, case: OpenCase) -> list[Event]:
    zone = workspace.office.zone
    view = deciding_view(rules, case.state, stage=rules.first, at=case.steps[-1].at)
    called = next((view[name] for name, spec in rules.fields.items() if spec.type == "text"), None)
    places = [view[name] for name in rules.members.exclusive if rules.fields[name].type == "text"]
    now = len(days(rules, case.state.record))
    return [
        Event(
            uid=f"{case.id}-{place}@docgen",
            title=f"{rules.title}: {called}" if called else rules.title,
            start=dt.datetime.combine(day.date, day.start, zone),
            end=dt.datetime.combine(day.date, day.end, zone),
            place=", ".join(str(each) for each in places if each),
            description=f"{workspace.office.kantor.nama}, {case.id}",
            sequence=len(case.steps) - 1,
            status=_status(rules, case) if place <= now else "CANCELLED",
        )
        for place, day in enumerate(_days_ever(rules, case), start=1)
    ]


def _days_ever(rules: SessionRules, case: OpenCase) -> tuple[Day, ...]:
    """The days of a session, and behind them those that it had before: people's calendars may still hold them."""
    found: tuple[Day, ...] = ()
    for step in standing(case.steps):
        then = days(rules, step.captured)
        found = (*then, *found[len(then) :])
    return found


def _status(rules: SessionRules, case: OpenCase) -> Status:
    last: Step = standing(case.steps)[-1]
    if case.state.closed and last.stage is not None and _sends_back(rules, rules.stage(last.stage)):
        return "CANCELLED"
    return "CONFIRMED" if is_fixed(rules, case.state, at=last.at) else "TENTATIVE"


def _sends_back(rules: SessionRules, stage: Stage) -> bool:
    """Whether a stage sends the members back to wait for another session."""
    if stage.performs is None:
        return False
    return any(rules.members.waiting in way.to for way in rules.parent.stage(stage.performs).branches)

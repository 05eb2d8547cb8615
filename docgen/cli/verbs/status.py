"""`docgen status`."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, put, put_answer
from docgen.cli.shared import case_argument, json_option, verb

if TYPE_CHECKING:
    import datetime as dt

    from docgen.app.status import NextStage, Status


@verb(
    "status",
    _("Where a case stands, who is next, what is needed, and the commands that go on."),
    [case_argument(), json_option()],
)
def command(line: CommandLine, *, case: str, as_json: bool) -> None:
    """Shows it."""
    from docgen.app.status import status

    stands = status(line.workspace, case)
    if as_json:
        put_answer({**{name: getattr(stands, name) for name in stands.__slots__}})
        return
    for text in _lines(stands, line.workspace.office.zone):
        put(text)


def _lines(stands: Status, zone: dt.tzinfo) -> Iterator[str]:
    yield f"{stands.case}  {stands.title}"
    last = stands.last
    yield _("Last step: {seq} ({what}), {when}, by {who}; round {round}").format(
        seq=last.seq,
        what=last.stage or last.kind,
        when=moment(last.at.astimezone(zone)),
        who=last.by.nama,
        round=stands.round,
    )
    if stands.outcome is not None:
        yield _("The case is closed: {outcome}.").format(outcome=stands.outcome)
    for stage in stands.waiting:
        yield ""
        yield from _stage_lines(stage, zone)
    if stands.acts:
        yield ""
        yield _("May be done too:")
        for act in stands.acts:
            yield f"  {act.activity}"
            yield f"    {act.command}"


def _stage_lines(stage: NextStage, zone: dt.tzinfo) -> Iterator[str]:
    number = f"{stage.no} " if stage.no else ""
    since = "" if stage.since is None else moment(stage.since.astimezone(zone))
    yield _("Waits: {number}{stage}, since {since}").format(number=number, stage=stage.stage, since=since)
    yield f"  {stage.activity}"
    yield _("  By: {who}").format(who=stage.who)
    if stage.standard_time:
        yield _("  Standard time: {time}").format(time=stage.standard_time)
    yield _("  Command: {command}").format(command=stage.command)
    if stage.needs:
        yield _("  It asks for what is needed, unless you say it:")
        yield from (f"    {need.option}   {need.label}" for need in stage.needs)
    if stage.may:
        yield _("  May also be said:")
        yield from (f"    {each.option}   {each.label}" for each in stage.may)

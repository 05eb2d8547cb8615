"""The time that `--at` gives."""

from __future__ import annotations

import datetime as dt
import re
from gettext import gettext as _

from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.model.moments import parse_datetime, parse_time
from docgen.model.text import ValueProblem

_TIME_ONLY = re.compile(r"[0-9]{1,2}[:.][0-9]{2}")


def parse_at(workspace: Workspace, text: str | None) -> dt.datetime | None:
    """When it happened: a date and a time, or a time of today. Raises `time-invalid`."""
    if text is None:
        return None
    now, zone = workspace.now(), workspace.office.zone
    said = text.strip()
    try:
        if _TIME_ONLY.fullmatch(said):
            return dt.datetime.combine(now.date(), parse_time(said), tzinfo=zone)
        return parse_datetime(said, zone=zone, today=now.date())
    except ValueProblem as problem:
        examples = _("Write it as '{iso}', as '{typed}', or, for today, as '{time}'.").format(
            iso=f"{now:%Y-%m-%d} 08:30", typed=f"{now:%d-%m-%Y} 08:30", time="08:30"
        )
        raise refuse("time-invalid", f"{problem}.", where="--at", hint=examples) from None

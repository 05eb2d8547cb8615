"""Floor 3: exchange with other programs: spreadsheets that are read, workbooks and calendars that are made."""

from __future__ import annotations

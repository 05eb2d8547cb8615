"""A workspace: the folder with `docgen.toml`, the SOP folders and the cases; and what acts in it: clock, ids, disk."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path

from pydantic import ValidationError

from docgen.app.outline import CASES, SETTINGS, TEMPLATES, find_root
from docgen.errors import DocgenError, refuse
from docgen.model.office import Attachments, Bureau, Letterhead, Office, Official, RegisterRule, validate_office
from docgen.model.validation import problems_of
from docgen.store.filesystem import FileSystem
from docgen.store.layout import Store

__all__ = ["LETTERHEAD", "SETTINGS", "SHARED", "Workspace", "find_root", "open_workspace", "read_office"]

SHARED = "bersama"
"""The folder of the templates that several SOPs share."""
LETTERHEAD = "kop.docx"
_SETTING_KEYS = frozenset(
    info.alias or name
    for model in (Office, Bureau, Letterhead, Official, RegisterRule, Attachments)
    for name, info in model.model_fields.items()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where docgen works, for whom, and with which clock and disk."""

    root: Path
    office: Office
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    operation: Callable[[], str] = lambda: uuid.uuid4().hex
    fs: FileSystem = field(default_factory=FileSystem)

    @property
    def templates(self) -> Path:
        """The folder of the SOPs."""
        return self.root / TEMPLATES

    @property
    def letterhead(self) -> Path | None:
        """The one letterhead that templates take over, if there is one."""
        path = self.templates / SHARED / LETTERHEAD
        return path if path.is_file() else None

    @property
    def store(self) -> Store:
        """The record."""
        return Store(self.root / CASES, self.fs)

    def now(self) -> dt.datetime:
        """The time in the office, to the second."""
        return self.clock().astimezone(self.office.zone).replace(microsecond=0)

    def shown(self, path: Path) -> str:
        """A path as messages show it: from the workspace, if it lies there."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def read(self, path: Path) -> bytes:
        """The bytes of a file of the office (definition, template). Raises DocgenError."""
        try:
            return self.fs.read(path)
        except OSError as error:
            raise refuse(
                "disk-failed",
                _("{path} cannot be read: {reason}.").format(path=self.shown(path), reason=error.strerror),
                where=self.shown(path),
                hint=_("Check that the file is there and may be read."),
            ) from error


def read_office(path: Path) -> Office:
    """The office's settings.

    Raises:
        DocgenError: `office-invalid` with everything that is wrong.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise refuse(
            "office-invalid",
            _("{settings} cannot be read: {reason}").format(settings=SETTINGS, reason=error),
            where=str(path),
            hint=_("Mend that line; docgen doctor checks the file again."),
        ) from error
    try:
        return validate_office(data)
    except ValidationError as error:
        raise DocgenError(
            problems_of(
                error,
                reference="office-invalid",
                where=lambda loc: f"{path.name}: {'.'.join(map(str, loc))}",
                known=_SETTING_KEYS,
            )
        ) from None


def open_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in, with the real clock and disk."""
    root = find_root(start.resolve())
    return Workspace(root=root, office=read_office(root / SETTINGS))

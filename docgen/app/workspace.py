"""A workspace: the folder with `docgen.toml`, the SOP folders and the cases; and what acts in it: clock, ids, disk."""

from __future__ import annotations

import datetime as dt
import errno
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path

from pydantic import ValidationError

from docgen.app.outline import CASES, SETTINGS, TEMPLATES, find_root
from docgen.errors import DocgenError, refuse
from docgen.model.office import Office, validate_office
from docgen.model.office_soundness import check_office
from docgen.model.open_file import held_file
from docgen.model.reasons import os_reason
from docgen.model.toml_source import scan_toml
from docgen.model.validation import problems_of
from docgen.store.filesystem import FORBIDDEN, FileSystem, disk_errors
from docgen.store.layout import Store

__all__ = ["LETTERHEAD", "SETTINGS", "SHARED", "Workspace", "find_root", "open_workspace", "read_office"]

SHARED = "bersama"
"""The folder of the templates that several SOPs share."""
LETTERHEAD = "kop.docx"
_NO_FILE = frozenset({errno.ENOENT, errno.ELOOP, errno.EISDIR, errno.ENXIO})
"""What looking for a file ends with where a folder, a pipe, or a link to nowhere lies."""


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
        """The one letterhead that templates take over, if there is one. Raises `template-unreadable`."""
        return self.template(self.templates / SHARED / LETTERHEAD)

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
        """The bytes of a file of the office (definition, template).

        Raises:
            DocgenError: `disk-read-only` if it may not be read, else `disk-failed`.
        """
        return _read(self.fs, path, shown=self.shown(path))

    @disk_errors()
    def template(self, path: Path) -> Path | None:
        """The path, if a file lies there; nothing if nothing does.

        Raises:
            DocgenError: `template-unreadable` if something else lies there, which must not be taken for nothing;
                `disk-read-only` or `disk-failed` if that cannot be seen.
        """
        try:
            self.fs.check_file(path)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not self.fs.exists(path):
                return None
            if error.errno not in _NO_FILE:
                raise _unread(error, shown=self.shown(path)) from error
            raise refuse(
                "template-unreadable",
                _("The template {file} cannot be read: {reason}.").format(
                    file=self.shown(path), reason=os_reason(error)
                ),
                where=self.shown(path),
                hint=_("Put the file itself there, such that docgen may read it."),
            ) from error
        return path


def read_office(path: Path) -> Office:
    """The office's settings.

    Raises:
        DocgenError: `office-invalid` with everything that is wrong.
    """
    return parse_office(_read(FileSystem(), path, shown=path.name), name=path.name)


def parse_office(raw: bytes, *, name: str) -> Office:
    """The office's settings in a text.

    Raises:
        DocgenError: `office-invalid` with everything that is wrong.
    """
    source, problems = scan_toml(raw, name=name, reference="office-invalid")
    if source is None:
        raise DocgenError(problems)
    try:
        office = validate_office(source.data)
    except ValidationError as error:
        # What seems to be missing may stand in a line that could not be read.
        kinds = {details["type"] for details in error.errors()} - ({"missing"} if problems else set())
        problems += problems_of(
            error,
            reference="office-invalid",
            where=source.where,
            where_key=source.where_key,
            model=Office,
            only=kinds,
            toml=True,
        )
    else:
        problems = problems or check_office(office, source)
    if problems:
        raise DocgenError(sorted(problems, key=lambda problem: [int(part) for part in problem.where.split(":")[1:]]))
    return office


def _read(fs: FileSystem, path: Path, *, shown: str) -> bytes:
    """A file of the office. Raises `disk-read-only` if it may not be read, else `disk-failed`."""
    try:
        return fs.read(path)
    except OSError as error:
        raise held_file(error, path, shown=shown) or _unread(error, shown=shown) from error


def _unread(error: OSError, *, shown: str) -> DocgenError:
    forbidden = error.errno in FORBIDDEN
    return refuse(
        "disk-read-only" if forbidden else "disk-failed",
        _("{path} cannot be read: {reason}.").format(path=shown, reason=os_reason(error)),
        where=shown,
        hint=_("Ask whoever keeps this file for the right to read it.")
        if forbidden
        else _("Check that it is there and is a file."),
    )


def open_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in, with the real clock and disk."""
    root = find_root(start.resolve())
    return Workspace(root=root, office=read_office(root / SETTINGS))

"""SOP texts and templates in use, kept by content: a running case keeps the rules it began under."""

from __future__ import annotations

import hashlib
import re
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, refuse
from docgen.store.filesystem import disk_errors
from docgen.store.layout import Store
from docgen.store.scratch import place_new, scratch

_SUFFIX = re.compile(r"\.[a-z0-9]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@disk_errors()
def keep(store: Store, content: bytes, suffix: str) -> str:
    """Keep a text or template for good; what is kept already is only checked.

    Args:
        store: the record.
        content: all of it.
        suffix: such as `.yaml` or `.docx`.

    Returns:
        Its sha256, by which it is found again.

    Raises:
        DocgenError: "content-damaged" if other bytes stand under its name; the disk refuses.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(store, sha256, suffix)
    if not store.fs.exists(path):
        with scratch(store) as folder:
            try:
                place_new(store, path, content, via=folder)
            except FileExistsError:
                pass  # somebody else kept the same
            else:
                return sha256
    kept(store, sha256, suffix)
    return sha256


@disk_errors()
def kept(store: Store, sha256: str, suffix: str) -> bytes:
    """What was kept under a sha256, with every byte checked.

    Raises:
        DocgenError: "content-damaged": it is missing, or not what was kept.
    """
    path = _path(store, sha256, suffix)
    try:
        content = store.fs.read(path)
    except FileNotFoundError as error:
        raise _damaged(path, _("The rules or the template of a case are missing: {path}.")) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _damaged(path, _("The rules or the template of a case were changed: {path}."))
    return content


@disk_errors()
def is_kept(store: Store, sha256: str, suffix: str) -> bool:
    """Whether something is kept under this sha256."""
    return store.fs.exists(_path(store, sha256, suffix))


def _path(store: Store, sha256: str, suffix: str) -> Path:
    if _SHA256.fullmatch(sha256) is None or _SUFFIX.fullmatch(suffix) is None:
        message = f"not a kept content: {sha256!r}{suffix!r}"
        raise ValueError(message)
    return store.content / f"{sha256}{suffix}"


def _damaged(path: Path, message: str) -> DocgenError:
    hint = _("Restore this file from the backup; its name is the sha256 of its bytes.")
    return refuse("content-damaged", message.format(path=path), where=str(path), hint=hint)

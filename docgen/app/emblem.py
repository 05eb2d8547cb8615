"""Putting the emblem of the region into the office's letterhead."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

from docgen.app.hand_out import Made, hand_out
from docgen.app.workspace import LETTERHEAD, SHARED, Workspace
from docgen.errors import refuse
from docgen.model.open_file import refuse_open
from docgen.render.emblem import NoPicture, NoPlace, with_emblem
from docgen.store.files import no_picture, read_picture

LARGEST = 2 * 1024 * 1024
"""Bytes of a picture that every letter carries."""


def put_emblem(workspace: Workspace, picture: Path, *, base: Path, dry_run: bool = False) -> Path:
    """Puts a picture into the emblem's cell of `bersama/kop.docx`; cases that run keep the letterhead they have.

    Args:
        workspace: where.
        picture: a PNG or JPEG, as it was typed.
        base: where its name counts from.
        dry_run: whether it is only tried.

    Returns:
        The letterhead.

    Raises:
        DocgenError: `file-refused`: it is no picture, or too large; `template-missing`: there is no letterhead, or it
            has no place for an emblem; `file-open`: the letterhead is open in Word.
    """
    taken = read_picture(picture, base=base, limit=LARGEST, fs=workspace.fs)
    kop = workspace.letterhead
    where = workspace.templates / SHARED / LETTERHEAD
    if kop is None:
        raise refuse(
            "template-missing",
            _("There is no letterhead to put the emblem into."),
            where=workspace.shown(where),
            hint=_("Restore kop.docx from the backup, or make one with: docgen init FOLDER"),
        )
    refuse_open(kop, shown=workspace.shown(where))
    try:
        content = with_emblem(kop, taken)
    except NoPicture:
        raise no_picture(picture) from None
    except NoPlace:
        raise refuse(
            "template-missing",
            _("The letterhead has no cell for an emblem."),
            where=workspace.shown(where),
            hint=_("Put the picture in with Word: at the left of the first page's header of kop.docx."),
        ) from None
    if not dry_run:
        hand_out([Made(kop, content)], fs=workspace.fs, force=True)
    return kop

"""Why the operating system refuses, in the clerk's words: its own texts speak the system's language."""

from __future__ import annotations

import errno
from gettext import gettext as _

from docgen.model.later import N_

_READ_ONLY = N_("this disk can only be read, not written")
_NO_RIGHT = N_("the right to do this is missing")
_NOT_A_FILE = N_("it is a pipe, a socket or a device, not a file")
_IN_USE = N_("something else is using it")
_REASONS: dict[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("a part of its path is a file, not a folder"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.EEXIST: N_("something of this name is there already"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: _READ_ONLY,
    errno.ENOSPC: N_("no space is left on the disk"),
    errno.EDQUOT: N_("the space that you may use on this disk is used up"),
    errno.EFBIG: N_("the file is too large for this disk"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("its links lead in a circle"),
    errno.EMFILE: N_("docgen has too many files open"),
    errno.ENFILE: N_("the computer has too many files open"),
    errno.ENXIO: _NOT_A_FILE,
    errno.ENODEV: _NOT_A_FILE,
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EIO: N_("the disk cannot be read or written there"),
    errno.ESTALE: N_("the network folder has changed; open it anew"),
    errno.ETIMEDOUT: N_("the network folder does not answer"),
    errno.EHOSTDOWN: N_("the network folder does not answer"),
    errno.ENOMEM: N_("the computer has no memory left"),
    errno.EBADF: N_("it is closed"),
}


def os_reason(error: OSError) -> str:
    """Why, as the end of a sentence; the system's own text only in brackets, for what is not known here."""
    reason = _REASONS.get(error.errno or 0)
    if reason is not None:
        return _(reason)
    return _("the system refuses ({detail})").format(detail=error.strerror or error)

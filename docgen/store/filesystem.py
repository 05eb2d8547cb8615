"""The one seam to the disk: every file-system call of the store goes through here.

Tests put a subclass in its place that dies, fails or cheats at a chosen call. The methods raise plain `OSError`s that
name their path; `disk_errors` turns whatever escapes into what a clerk can act on.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from gettext import gettext as _
from pathlib import Path

from docgen.errors import DocgenError, refuse
from docgen.model.reasons import os_reason

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY})
_POLL_SECONDS = 0.05
FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
"""What it ends with if somebody may not do something: a right is missing, nothing is broken."""


class FileSystem:
    """The real disk. It has no state."""

    def read(self, path: Path) -> bytes:
        """All bytes of a file of the store.

        Raises:
            OSError: ENXIO if it is a pipe, a socket or a device, which might never end.
        """
        with _naming(path), ExitStack() as stack:
            handle = _open_regular(path, stack)
            with os.fdopen(os.dup(handle), "rb") as opened:
                return opened.read()

    def check_file(self, path: Path) -> None:
        """Whether a file lies there; links are followed.

        Raises:
            FileNotFoundError: nothing lies there.
            OSError: something else does, or what lies there may not be looked at.
        """
        with _naming(path):
            _check_regular(path.stat().st_mode)

    def read_foreign(self, path: Path, *, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a file that is not the store's; links are followed.

        Raises:
            IsADirectoryError: it is a folder.
            OSError: ENXIO if it is a pipe, a socket or a device, which might never end.
        """
        with _naming(path), ExitStack() as stack:
            handle = _open_regular(path, stack)
            with os.fdopen(os.dup(handle), "rb") as opened:
                return opened.read(limit + 1)

    def write_new(self, path: Path, content: bytes) -> None:
        """Write a file that does not exist yet, and wait until the disk has it.

        Raises:
            FileExistsError: it exists.
        """
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with _naming(path), os.fdopen(os.open(path, flags, 0o666), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())

    def make_dir(self, path: Path) -> None:
        """Make one folder.

        Raises:
            FileExistsError: it exists.
        """
        path.mkdir()

    def rename_new(self, source: Path, target: Path) -> None:
        """Give a file or folder its name, only if nothing has that name: not even an empty folder.

        Raises:
            FileExistsError: `target` exists.
        """
        try:
            if not self._rename_exclusively(source, target):
                _rename_carefully(source, target)
        except OSError as error:
            if error.errno in _TAKEN and not isinstance(error, FileExistsError):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
            raise

    def _rename_exclusively(self, source: Path, target: Path) -> bool:
        """One call of the kernel that never replaces anything; false where there is none."""
        code = _renameat2(source, target)
        if code == 0:
            return True
        if code is None or code in _UNSUPPORTED:
            return False
        # An OSError of one path: what a clerk needs to know is where it should have gone.
        raise OSError(code, os.strerror(code), str(source if code == errno.ENOENT else target))

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in the place of another, at once: who reads sees the old or the new, both whole."""
        source.replace(target)

    def sync_dir(self, path: Path) -> None:
        """Wait until the disk has the names in a folder."""
        if sys.platform == "win32":  # its folders cannot be opened, and its journal keeps the order of names
            return
        with _naming(path):
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def names(self, path: Path) -> list[str]:
        """The names in a folder, sorted; none if there is no such folder."""
        try:
            return sorted(entry.name for entry in path.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def folders(self, path: Path) -> list[str]:
        """The names of the folders in a folder, sorted; none if there is no such folder."""
        try:
            with os.scandir(path) as entries:
                return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def exists(self, path: Path) -> bool:
        """Whether anything has this name, be it a link to nowhere."""
        return os.path.lexists(path)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def remove_tree(self, path: Path) -> None:
        """Remove a folder with all that is in it, as far as it is there: two may do so at once."""
        for name in self.names(path):
            inner = path / name
            if inner.is_dir() and not inner.is_symlink():
                self.remove_tree(inner)
            else:
                inner.unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            path.rmdir()

    def lock(self, path: Path, *, timeout: float) -> Callable[[], None] | None:
        """Hold an advisory lock that ends with the process; gives what lets go of it.

        Args:
            path: the lock's file; made if it is not there, and left there.
            timeout: seconds to wait; 0 tries once.

        Returns:
            None if somebody else holds it for the whole time.
        """
        deadline = time.monotonic() + timeout
        while True:
            release = _lock_once(path)
            if release is not None or time.monotonic() >= deadline:
                return release
            time.sleep(_POLL_SECONDS)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn an error of the operating system into one that says which path, why, and what to do.

    Raises:
        DocgenError: "disk-full", "disk-read-only" or "disk-failed".
    """
    try:
        yield
    except OSError as error:
        raise disk_error(error) from error


def disk_error(error: OSError) -> DocgenError:
    """The refusal that an error of the operating system amounts to."""
    path = str(error.filename or "?")
    reason = os_reason(error)
    again = _("Then enter the command again: a step is there as a whole or not at all.")
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        hint = _("Free some space on this disk.") + " " + again
        return refuse("disk-full", _("The disk is full: {path}.").format(path=path), where=path, hint=hint)
    if error.errno in FORBIDDEN:
        message = _("The disk does not allow this for {path}: {reason}.").format(path=path, reason=reason)
        hint = _("Ask for the right to read and write there.") + " " + again
        return refuse("disk-read-only", message, where=path, hint=hint)
    message = _("The disk failed at {path}: {reason}.").format(path=path, reason=reason)
    return refuse("disk-failed", message, where=path, hint=_("Check the disk and the folder.") + " " + again)


def _open_regular(path: Path, stack: ExitStack) -> int:
    """A handle to a regular file, closed with the stack; links are followed."""
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    stack.callback(os.close, handle)
    _check_regular(os.fstat(handle).st_mode)
    return handle


def _check_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Give the path to an error of a call that only knew a handle."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def _renameat2(source: Path, target: Path) -> int | None:
    """Linux' rename that never replaces: 0, the error's number, or None where there is no such call."""
    if sys.platform != "linux":
        return None
    import ctypes  # noqa: PLC0415  # 6 ms that reading commands need not pay

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return None
    if rename(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE) == 0:
        return 0
    return ctypes.get_errno()


def _rename_carefully(source: Path, target: Path) -> None:
    """The best there is without that call: a folder that holds files is never replaced, nor is any file."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    if source.is_dir() or sys.platform == "win32":
        source.rename(target)
    else:
        target.hardlink_to(source)
        source.unlink()


def _lock_once(path: Path) -> Callable[[], None] | None:
    """Try to take a lock. flock itself where there is one: importing filelock costs a command 60 ms."""
    try:
        import fcntl  # noqa: PLC0415  # not on every system
    except ImportError:
        return _filelock_once(path)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with _naming(path):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = os.fstat(handle).st_nlink > 0  # otherwise its file was removed meanwhile and guards nothing
    except BlockingIOError:
        held = False
    except BaseException:
        os.close(handle)
        raise
    if not held:
        os.close(handle)
        return None
    return lambda: os.close(handle)


def _filelock_once(path: Path) -> Callable[[], None] | None:
    from filelock import FileLock, Timeout  # noqa: PLC0415  # see above

    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    return lock.release

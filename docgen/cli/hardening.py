"""What the process forbids before it holds a secret: dumps of its memory, and pages of it in the swap space."""

from __future__ import annotations

import contextlib
import sys

_NOT_DUMPABLE = (4, 0)
"""`prctl(PR_SET_DUMPABLE, 0)`: no core dump, and no other process of the same user may look into this one."""
_LOCK_ALL = 1 | 2
"""`mlockall(MCL_CURRENT | MCL_FUTURE)`: what the process holds is never swapped out."""


def forbid_dumps() -> None:
    """No core dump is written of this process from now on; where the system allows it, nothing of it is swapped out.

    On systems without these calls (Windows) nothing happens: there Python writes no dumps by itself.
    """
    try:
        import resource
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))  # a lower hard limit would bind a process that goes on after us
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # a C library without these calls
        library = ctypes.CDLL(None, use_errno=True)
        library.prctl(*_NOT_DUMPABLE, 0, 0, 0)
        # Under a limit, locking what is to come would make later allocations fail.
        if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
            library.mlockall(_LOCK_ALL)

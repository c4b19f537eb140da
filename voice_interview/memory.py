"""Memory of the process."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Hand to the system what loading has used and freed: glibc keeps it otherwise, a hundred megabytes after a model.
    Does nothing where the C library is another one."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

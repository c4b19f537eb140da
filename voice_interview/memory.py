"""Memory of the process."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """What was loaded until now stays as long as the program: the garbage collector need not look at it again, which
    would take 0.13 s for the 350,000 objects of a practice, at any moment; and what loading used goes back."""
    gc.freeze()
    give_back()


def give_back() -> None:
    """Hand to the system what loading has used and freed: glibc keeps it otherwise, a hundred megabytes after a model.
    Does nothing where the C library is another one."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

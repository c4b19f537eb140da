"""Memory of the process."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

KEPT = 64 * 2**20
APART = 32 * 2**20
"""Bytes that glibc keeps at most of what was freed, and from which a piece of memory is asked of the system for itself
alone: what it comes to by itself in a process that uses such pieces (mallopt(3), "dynamic adjustment")."""


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


def reuse() -> None:
    """Use again what was freed, where Dask's nanny told glibc to hand back all from 64 KB on: with that, decoding took
    half as long again and six times as much of the system's time (three answers of 20 s, base, two cores). Does nothing
    elsewhere; `give_back` hands back as before."""
    if sys.platform.startswith("linux") and "MALLOC_TRIM_THRESHOLD_" in os.environ:
        tell = getattr(ctypes.CDLL(None), "mallopt", None)
        if tell is not None:
            trim_threshold, mmap_threshold = -1, -3
            tell(mmap_threshold, APART)
            tell(trim_threshold, KEPT)

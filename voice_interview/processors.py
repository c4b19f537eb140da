"""Processor cores: how many there are, and that nobody holds one who does nothing with it."""

from __future__ import annotations

import os
from collections.abc import MutableMapping


def cores() -> int:
    """Processor cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wait_idly(environ: MutableMapping[str, str]) -> None:
    """Let numpy (OpenBLAS, which reads this when it is loaded) multiply on one core, where nothing else is asked for:
    its products are small here, and the threads it would start for them go on turning for about 0.05 s after each, on
    the cores that decode."""
    environ.setdefault("OPENBLAS_NUM_THREADS", "1")

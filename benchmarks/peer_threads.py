"""How many threads faster-whisper decodes fastest with on this machine: one, or as many as it takes by itself.

Its steps are small: on some machines waiting for each other costs the threads more than they share. Peers get the best.
"""

from __future__ import annotations

import os
from statistics import median

from benchmarks import engines
from benchmarks.log import Log, wait_until_quiet
from benchmarks.speech import answer

ENVIRONMENT = "PEER_THREADS"
"""Where plain.py and the engines look for it; 0 for the peer's own choice."""

ANSWER, TIMES = (20.0, 1), 3


def choose(log: Log, patience: float) -> None:
    """Let every peer that is started from now on have as many as were fastest in this run."""
    if not log.rows("peer threads"):
        wait_until_quiet(patience)
        took = {threads: _seconds(threads) for threads in (0, 1)}
        log.add("peer threads", own_choice=took[0], one=took[1])
    os.environ[ENVIRONMENT] = str(fastest(log))


def fastest(log: Log) -> int:
    row = log.rows("peer threads")[-1]
    return int(row["one"] < row["own_choice"])


def _seconds(threads: int) -> float:
    os.environ[ENVIRONMENT] = str(threads)
    return median(float(found["seconds"]) for found in engines.timed("faster-whisper", [answer(*ANSWER)[0]] * TIMES))

"""`voice-interview` with a clock on each job of `cohort analyze`, on whatever machine it is done.

    BENCHMARK_CLOCK=FILE python -m benchmarks.clocked cohort analyze DIR ...

adds lines of JSON to FILE: of each job its process, path, begin and end (seconds since 1970, and of the processor time
of its process) and the most memory that the process ever held; of the command itself the processor time until it began
to look at the recordings, until the first was handed out, and until its end.
"""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import Any

from voice_interview.cli import cohort_analyze, cohort_worker, main
from voice_interview.cli.cohort_worker import Made, Orders, Task
from voice_interview.crew import Told, Work


def begin(orders: Orders) -> tuple[object, Work]:
    """What `cohort analyze` begins in each process, with a clock around each job."""
    said, work = cohort_worker.begin(orders)

    def clocked(task: Task, told: Told) -> Made:
        begun, before = time.time(), _worked()
        try:
            made: Made = work(task, told)
            return made
        finally:
            times = {"begun": begun, "ended": time.time(), "worked": [before, _worked()]}
            tell(what="job", pid=os.getpid(), path=str(task.wanted.path), peak_mb=peak_mb(), **times)

    return said, clocked


def tell(**what: Any) -> None:
    with open(os.environ["BENCHMARK_CLOCK"], "a", encoding="utf-8") as file:  # noqa: PTH123 (one line at once)
        file.write(json.dumps(what) + "\n")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _worked() -> float:
    """Processor seconds of this process, without its children."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _run() -> None:
    begun, looking, out = time.time(), cohort_analyze.Run._left, {"looked": 0.0, "handed": 0.0}

    def looked(self: cohort_analyze.Run) -> list[tuple[Path, float]]:
        cohort_analyze._seconds(self.found.recordings[0])  # what it imports is no matter of how many there are
        out["looked"] = _worked()
        left = looking(self)
        out["handed"] = _worked()
        return left

    cohort_analyze.Run._left = looked  # type: ignore[method-assign]
    cohort_analyze._begin = begin
    try:
        main()
    finally:
        tell(what="command", pid=os.getpid(), begun=begun, ended=time.time(), worked=_worked(), **out)


if __name__ == "__main__":
    from benchmarks import clocked  # by its name, under which other processes find it too

    clocked._run()

"""`python -m benchmarks`: measure what has not been measured of this commit, then write results.md and its picture.

It may be interrupted at any time and started again: every measurement is a line in .cache/measurements.jsonl. A full
run takes about three hours and wants the machine for itself; `--sample` is two minutes of everything.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import files, floor, latency, memory, results, start
from benchmarks.latency import Heard, Take
from benchmarks.log import CACHE, Log, version


def main() -> None:
    asked = _arguments()
    log = Log(
        CACHE / ("sample.jsonl" if asked.sample else "measurements.jsonl"),
        asked.run or version(),
        disturbed=asked.sample or asked.all,
    )
    if asked.sample:
        log.path.unlink(missing_ok=True)
    steps = _sample(log) if asked.sample else _full(log, asked.patience)
    folder = asked.to or (CACHE / "sample" if asked.sample else Path(__file__).parent)
    try:
        for name, step in steps.items():
            if not asked.results_only and asked.only in (None, name):
                step()
    finally:
        results.write(log, folder)
        print(f"Written: {folder / 'results.md'}")


def _full(log: Log, patience: float) -> dict[str, Callable[[], None]]:
    """In the order of what matters most."""
    quiet = {"patience": patience}
    return {
        "long takes": lambda: latency.take_all(log, latency.LONG, **quiet),
        "short takes": lambda: latency.take_all(log, latency.SHORT, **quiet),
        "start": lambda: start.commands(log, 10, **quiet),
        "questions": lambda: start.questions(log, 5, **quiet),
        "floor": lambda: floor.measure(log, **quiet),
        "three minutes": lambda: latency.hear_all(log, [one for one in latency.PEERS if one.seconds == 180], **quiet),
        "looked into": lambda: latency.take_all(log, latency.LOOKED_INTO, **quiet),
        "figures": lambda: start.figures(log, 600, **quiet),
        "short files": lambda: files.short_files(log, 50, 2, **quiet),
        "long file": lambda: files.long_file(log, 600, 2, **quiet),
        "peers": lambda: latency.hear_all(log, latency.PEERS, **quiet),
        "half an hour": lambda: memory.take(log, 1800),
        "hours": lambda: memory.files(log),
    }


def _sample(log: Log) -> dict[str, Callable[[], None]]:
    quiet = {"patience": 0.0}
    takes = [Take(5, 1, look_every=0.5), Take(5, 1, kind="traced")]
    return {
        "start": lambda: start.commands(log, 1, **quiet),
        "questions": lambda: start.questions(log, 1, **quiet),
        "takes": lambda: latency.take_all(log, takes, **quiet),
        "floor": lambda: floor.measure(log, **quiet),
        "peers": lambda: latency.hear_all(log, [Heard(name, 5) for name in latency.SAMPLED], **quiet),
        "short files": lambda: files.short_files(log, 2, 1, **quiet),
        "figures": lambda: start.figures(log, 5, **quiet),
        "hours": lambda: memory.files(log, [(0.5, memory.SPARSE)]),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sample", action="store_true", help="two minutes of everything, written to .cache/sample")
    parser.add_argument("--to", type=Path, help="folder for results.md and its picture")
    parser.add_argument("--run", help="go on with the run of this name  [default: version and commit]")
    parser.add_argument("--only", metavar="STEP", help="one step of: " + ", ".join(_full(Log(CACHE, ""), 0.0)))
    parser.add_argument("--all", action="store_true", help="count what others disturbed too; the results say how much")
    parser.add_argument("--results-only", action="store_true", help="measure nothing")
    parser.add_argument("--patience", type=float, default=600.0, help="seconds to wait for a quiet machine each time")
    return parser.parse_args()


if __name__ == "__main__":
    main()

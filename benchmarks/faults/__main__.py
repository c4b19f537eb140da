"""`python -m benchmarks.faults`: make the runs that have not been made, then write faults.md.

Each run is a line in .cache/faults.jsonl as it ends, with the commit under which it was made; interrupted, it goes on
where it was. Three hundred runs on two sound cards take an hour. As root on Linux it also fills and throttles disks.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.faults import disks, plan, results
from benchmarks.faults.plan import Case
from benchmarks.faults.scene import Scene, VirtualSoundCard
from benchmarks.faults.trial import Trial
from benchmarks.log import CACHE, ROOT, Log, version

RUN = "faults"
WHAT = results.WHAT
PATIENCE = 5
"""Runs one after the other that may fail for reasons of this machine before it is given up."""

STOPPED = 0.5
"""Seconds for which somebody else may have stopped the program (a neighbour who measures); such a run counts for
nothing and is made again."""


def main() -> None:
    asked = _arguments()
    path = asked.log or CACHE / ("faults-sample.jsonl" if asked.sample else "faults.jsonl")
    if asked.sample and not asked.part:
        path.unlink(missing_ok=True)
    log = Log(path, RUN, disturbed=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it starts in the background ignore it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # sound cards and mounts are cleared away
    if asked.part:
        number, of = map(int, asked.part.split("/"))
        every = plan.sampled() if asked.sample else _drawn(asked.runs, asked.only)
        run_all(log, [case for case in every if case.seed % of == number])
        return
    if not asked.results_only:
        _side_by_side(asked, path)
    folder = asked.to or (path.parent / "sample" if asked.sample else ROOT / "benchmarks")
    results.write(log, folder, disks.offered())
    print(f"Written: {folder / 'faults.md'}")
    if asked.sample and any(results.confirmed(tries)["problems"] for tries in results.by_case(log.rows(WHAT))):
        sys.exit(1)


def run_all(log: Log, cases: Iterable[Case]) -> None:
    """Every case that has no row yet, one after the other on one sound card. What hung or lost sound is tried a second
    time: this machine may be shared."""
    card: VirtualSoundCard | None = None
    failures = 0
    try:
        for case in cases:
            while results.is_open(tries := log.rows(WHAT, seed=case.seed), case.name) and failures < PATIENCE:
                card = card or VirtualSoundCard().__enter__()
                made = _run(log, case, card, bool(tries))
                failures = 0 if made else failures + 1
                if case.kind.ruins_card or case.kind.name == "microphone muted" or not made:
                    card.hang_daemon(False)
                    card.close()
                    card = None
    finally:
        if card is not None:
            card.close()


def _run(log: Log, case: Case, card: VirtualSoundCard, again: bool) -> bool:
    """One run, logged; False where it counts for nothing: the trial itself failed, or somebody else stopped it."""
    commit = version()
    try:
        with Scene(case, card) as scene:
            trial = Trial(scene)
            trial.play()
            if case.kind.name == "sound server hangs":
                card.hang_daemon(False)
            trial.look_back()
            row = trial.row()
    except Exception as error:  # of this trial or this machine: it is told, and made again
        log.add("not made", kind=case.name, seed=case.seed, commit=commit, error=repr(error)[-600:])
        return False
    stopped = trial.stopped > STOPPED
    log.add("stopped" if stopped else WHAT, commit=commit, again=again, **row)
    return not stopped


def _drawn(runs: int, only: str | None) -> list[Case]:
    lacking = disks.offered()
    kinds = tuple(kind for kind in plan.KINDS if kind.needs not in lacking and (only is None or only in kind.name))
    return [plan.draw(seed, kinds) for seed in range(1, runs + 1)]


def _side_by_side(asked: argparse.Namespace, path: Path) -> None:
    """A process and a sound card for each part of the runs."""
    command = [sys.executable, "-m", "benchmarks.faults", *sys.argv[1:], "--log", str(path)]
    parts = [subprocess.Popen([*command, "--part", f"{at}/{asked.cards}"]) for at in range(asked.cards)]
    try:
        for part in parts:
            part.wait()
    finally:
        for part in parts:
            part.terminate()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=300, help="how many, counted with those that were made")
    parser.add_argument("--cards", type=int, default=2, help="sound cards side by side")
    parser.add_argument("--only", metavar="KIND", help="faults whose name holds this; give a --log of their own")
    parser.add_argument("--sample", action="store_true", help="a few runs that need no rights; fails where one does")
    parser.add_argument("--log", type=Path, help="the file of the runs")
    parser.add_argument("--to", type=Path, help="folder for faults.md")
    parser.add_argument("--results-only", action="store_true", help="run nothing")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""`python -m benchmarks.fuzz`: hostile files for every reader, until the minutes are over; then the table of results.

Every case is the number of a target's random draws: the same number makes the same files again
(`--only TARGET --case NUMBER`). What was tried is kept in .cache/fuzz.jsonl, and the next run goes on after it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter

from benchmarks.fuzz import archives, binaries, bounds, folders, heard, results, texts
from benchmarks.fuzz.target import Target, in_a_folder
from benchmarks.log import CACHE

TARGETS = {one.name: one for one in (*texts.TARGETS, *folders.TARGETS, *archives.TARGETS, *binaries.TARGETS)}
LOG = CACHE / "fuzz.jsonl"
SHARES = {"takes": 5, "packets": 3, "transcripts": 3}
"""Of the time, where it is not one: what holds most is tried most."""

SILENT = 1200.0
"""Seconds after which a process that says nothing is ended: it computes outside Python, or waits there."""


def main() -> None:
    asked = _arguments()
    if asked.work:
        _work(TARGETS[asked.only], asked.case, asked.minutes * 60)
        return
    if asked.case is not None:
        for outcome in in_a_folder(TARGETS[asked.only], asked.case):
            print(*outcome)
        return
    if asked.sounds:
        heard.try_all(LOG, real=asked.real)
    wanted = [TARGETS[asked.only]] if asked.only else list(TARGETS.values()) if asked.minutes else []
    whole = sum(SHARES.get(one.name, 1) for one in wanted)
    for one in wanted:
        _tried_for(one, asked.minutes * 60 * SHARES.get(one.name, 1) / whole)
    print(results.table(LOG, [*TARGETS.values(), *heard.TOLD]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=0.0, help="for all targets together; 0: only the results")
    parser.add_argument("--only", choices=TARGETS, help="this target alone")
    parser.add_argument("--case", type=int, help="with --only: this case alone, with what each step gave")
    parser.add_argument(
        "--sounds", action="store_true", help="first the broken and odd sound files, with a fake engine"
    )
    parser.add_argument("--real", action="store_true", help="with --sounds: ten of them with Whisper itself")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _tried_for(target: Target, seconds: float) -> None:
    """Cases after the last one that was tried, in a process of their own; one that dies is a fault of its case."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        first = results.tried(LOG, target.name)
        command = [sys.executable, "-m", "benchmarks.fuzz", "--work", "--only", target.name]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            process = subprocess.Popen(
                [*command, "--case", str(first), "--minutes", str(left / 60)],
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
            number = _followed(process, target, first)
            if process.wait() == 0:
                continue
            said.seek(0)
            last = said.read()[-400:]
        fault = {"said": f"the process died ({process.returncode})", "at": last.strip().splitlines()[-1:] or ""}
        results.add(LOG, {"target": target.name, "case": number, "steps": {}, "faults": [fault]})


def _followed(process: subprocess.Popen[str], target: Target, first: int) -> int:
    """Keep what the process says of each case; returns the number of the case that it was at last at."""
    from threading import Timer

    number = first
    assert process.stdout is not None
    while True:
        ends = Timer(SILENT, process.kill)
        ends.start()
        line = process.stdout.readline()
        ends.cancel()
        if not line:
            return number
        row = json.loads(line)
        results.add(LOG, row)
        number = row["case"] + 1
        for fault in row["faults"]:
            print(f"{target.name} {row['case']}: {fault['said']} ({fault['at']})", flush=True)


def _work(target: Target, first: int, seconds: float) -> None:
    """Case after case, one line of JSON for each."""
    in_a_folder(target, first)  # what is loaded at first is no fault of any case
    bounds.little_room()
    until = time.monotonic() + seconds
    number = first
    while time.monotonic() < until:
        began = time.process_time()
        outcomes = in_a_folder(target, number)
        faults = [{"said": one.said, "at": one.at} for one in outcomes if one.ended == "fault"]
        row = {
            "target": target.name,
            "case": number,
            "steps": Counter(one.ended for one in outcomes),
            "faults": faults,
            "seconds": round(time.process_time() - began, 3),
        }
        print(json.dumps(row), flush=True)
        number += 1


if __name__ == "__main__":
    main()

"""Programs run over the recordings of a set, and their reports kept in a file, so that they can be scored again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from benchmarks.hearing.truth import Clip
from benchmarks.log import CACHE, ROOT

REPORTS = CACHE / "hearing" / "reports"
PLAIN = "plain decoding"
PROGRAM = (sys.executable, "-m", "voice_interview")
PEER = (sys.executable, str(ROOT / "benchmarks" / "plain.py"))
"""faster-whisper's own decode with voice-activity filtering and beam 5, same weights."""


class RunError(Exception):
    """A program gave no report for every recording; says what it said last."""


class Run(Struct, frozen=True, kw_only=True):
    """What one program said of the clips of one set: one report a clip, by the clip's name. `took` is seconds by the
    clock and `worked` seconds of processor time, start included; on a shared machine only the second means much."""

    name: str
    set: str
    reports: dict[str, dict[str, Any]]
    took: float
    worked: float


def run(name: str, set_name: str, command: Sequence[str], clips: Sequence[Clip]) -> Run:
    """All clips in one call of `command analyze --json`. Raises RunError."""
    begun, before = time.perf_counter(), _worked()
    files = [str(clip.wav) for clip in clips]
    done = subprocess.run([*command, "analyze", "--json", *files], capture_output=True, check=False, encoding="utf-8")
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if len(lines) != len(clips):
        said = done.stderr.strip()[-2000:]
        raise RunError(f"{name}: {len(clips)} recordings, {len(lines)} reports, exit {done.returncode}: {said}")
    reports = {clip.name: json.loads(line) for clip, line in zip(clips, lines, strict=True)}
    return Run(name=name, set=set_name, reports=reports, took=time.perf_counter() - begun, worked=_worked() - before)


def save(one: Run, path: Path) -> None:
    """One line for the run, one for each report, which names its recording by the clip alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        head = {"run": one.name, "set": one.set, "took": one.took, "worked": one.worked}
        for line in (head, *({"clip": clip, "report": report} for clip, report in one.reports.items())):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def load(path: Path) -> Run:
    """A saved run."""
    with path.open(encoding="utf-8") as file:
        head, *rows = [json.loads(line) for line in file]
    reports = {row["clip"]: row["report"] for row in rows}
    return Run(name=head["run"], set=head["set"], reports=reports, took=head["took"], worked=head["worked"])


def path_of(name: str, set_name: str) -> Path:
    """Where a run is kept."""
    plain = "".join(letter if letter.isalnum() or letter in "-.+" else "-" for letter in f"{set_name}-{name}")
    return REPORTS / f"{plain}.jsonl"


def of_set(runs: Iterable[Run], set_name: str, clips: Sequence[Clip]) -> list[Run]:
    """The runs over this set. Raises RunError where one lacks a clip."""
    mine = [one for one in runs if one.set == set_name]
    for one in mine:
        if lacking := [clip.name for clip in clips if clip.name not in one.reports]:
            raise RunError(f"{one.name}: no report of {', '.join(lacking[:5])} in {set_name}")
    return mine


def _worked() -> float:
    """Seconds of processor time of the children that have ended."""
    times = os.times()
    return times.children_user + times.children_system

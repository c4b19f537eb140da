"""`analyze` of files against faster-whisper's own plain decode: one long file, many short ones, words right."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import peer_threads
from benchmarks.log import ROOT, Log, Others, wait_until_quiet
from benchmarks.room import program
from benchmarks.speech import answer

OURS, PLAIN = "voice-interview analyze", "faster-whisper, plain"
COMMANDS = {
    OURS: [*program(), "analyze", "--json"],
    PLAIN: [sys.executable, str(ROOT / "benchmarks" / "plain.py"), "analyze", "--json"],
}
"""Both as a person would start them; plain.py loads the model once and hears file by file."""

SHORTEST, LONGEST = 6, 24
"""Seconds of the short files, spread evenly."""


def long_file(log: Log, seconds: float, times: int, *, patience: float = 60.0) -> None:
    """One file in one call, the two programs in turn."""
    _compare(log, "long file", [answer(seconds, 1)], times, patience)


def short_files(log: Log, number: int, times: int, *, patience: float = 60.0) -> None:
    """Many files in one call."""
    lengths = [SHORTEST + round((LONGEST - SHORTEST) * at / max(1, number - 1)) for at in range(number)]
    _compare(log, "short files", [answer(length, 100 + at) for at, length in enumerate(lengths)], times, patience)


def _compare(log: Log, what: str, answers: Sequence[tuple[Path, str]], times: int, patience: float) -> None:
    for number in range(times):
        for name, command in COMMANDS.items():
            if number in log.missing(times, what, name=name):
                peer_threads.choose(log, patience)
                busy = wait_until_quiet(patience)
                others = Others()
                found = _timed(command, answers)
                log.add(what, name=name, files=len(answers), busy=busy, others=others.lap(), **found)


def _timed(command: Sequence[str], answers: Sequence[tuple[Path, str]]) -> dict[str, Any]:
    begun = time.perf_counter()
    files = [str(path) for path, _ in answers]
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    took = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    heard = [json.loads(line)["transcript"]["text"] for line in done.stdout.splitlines()]
    sound = sum(path.stat().st_size for path, _ in answers) / 32_000  # 16 kHz, 16 bits
    return {"took": took, "sound": sound, "pairs": list(zip((text for _, text in answers), heard, strict=True))}

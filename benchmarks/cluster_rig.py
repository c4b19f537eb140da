"""A Dask cluster on this machine, short recordings for it, and the command that analyses them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.log import ROOT
from benchmarks.speech import RATE, answer
from voice_interview.crew import Work

SPOKEN = 120.0
"""Seconds of speech that the short recordings are cut from: to speak each anew would take longer than to hear it."""

WHEN = 1_770_000_000
"""When the recordings were made, so that takes of one content have one name wherever they are made."""


def clips(folder: Path, number: int, broken: int = 0, shortest: float = 6.0, longest: float = 10.0) -> list[Path]:
    """So many recordings of our own making in folders of ten, each another piece of speech, and among them `broken`
    ones, in turn empty, cut off in the header, and text with the ending of sound."""
    import soundfile

    spoken, _ = soundfile.read(answer(SPOKEN)[0], dtype="int16")
    made = []
    for at in range(number):
        path = folder / f"candidate-{at // 10:03}" / f"clip-{at:04}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        seconds = shortest + (longest - shortest) * (at * 7 % 20) / 19
        first = round((SPOKEN - seconds) * RATE * at / number)
        soundfile.write(path, spoken[first : first + round(seconds * RATE)], RATE, subtype="PCM_16")
        if broken and at % (number // broken) == 3:
            _break(path, at // (number // broken))
        os.utime(path, (WHEN, WHEN))
        made.append(path)
    return made


def _break(path: Path, way: int) -> None:
    data = path.read_bytes()
    path.write_bytes((b"", data[:30], b"No sound at all.\n" * 50)[way % 3])


class Cluster:
    """A scheduler, and workers that are killed, asked to leave, and joined by others; a context manager."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._folder = folder
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), **env}
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        named = self._folder / "scheduler.json"
        named.unlink(missing_ok=True)  # of a cluster before this one
        command = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(named)]
        self.scheduler = self._start(command)
        while not named.exists():
            time.sleep(0.1)
        self.address: str = json.loads(named.read_text(encoding="utf-8"))["address"]
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def join(self) -> None:
        command = ["worker", self.address, "--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--no-dashboard"]
        self.workers.append(self._start([*command, "--host", "127.0.0.1", "--local-directory", str(self._folder)]))

    def kill(self) -> None:
        """SIGKILL, as a machine that fails."""
        self.workers.pop(0).kill()

    def leave(self) -> None:
        """SIGTERM, as a machine that is taken away."""
        self.workers.pop(0).terminate()

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{command[0]}.log").open("ab")
        with log:
            return subprocess.Popen([sys.executable, "-m", "dask", *command], env=self._env, stdout=log, stderr=log)


@contextmanager
def analysing(folder: Path, clock: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command at work in a folder, with a clock on each job."""
    command = [sys.executable, "-m", "benchmarks.clocked", "cohort", "analyze", str(folder), "--json", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "BENCHMARK_CLOCK": str(clock)}
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        yield running


def analysed(folder: Path, clock: Path, *arguments: str) -> tuple[list[dict[str, Any]], str]:
    """What the command says of each recording, and at its end."""
    with analysing(folder, clock, *arguments) as running:
        out, err = running.communicate()
    if running.returncode not in (0, 1, 3) or " files: " not in err:
        raise RuntimeError(f"cohort analyze ended with {running.returncode}:\n{err[-2000:]}")
    return [json.loads(line) for line in out.splitlines()], err


def clocked(clock: Path, what: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in clock.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["what"] == what]


def nothing() -> tuple[str, Work]:
    """A crew's beginning whose jobs are none: what is left is the way there and back."""
    return "nothing", lambda _job, _told: None

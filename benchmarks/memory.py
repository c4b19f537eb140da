"""Memory over time of a half-hour take, and of `analyze` for files of up to two hours. Other work disturbs neither."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.log import Log
from benchmarks.room import Room, program
from benchmarks.speech import RATE, ROOM_DBFS, answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

PIECE = 600.0
"""Seconds of the answer that is said again and again to make a longer one."""

LOOK_EVERY = 5.0
SPEECH, SPARSE = "speech without end", "20 s of speech in three minutes"
MODEL = "tiny.en"
"""What `analyze` is measured with: how memory grows with the length has nothing to do with the model."""

FILES = ((10.0, SPARSE), (30.0, SPARSE), (120.0, SPARSE), (10.0, SPEECH), (30.0, SPEECH))
"""Minutes and kind."""


def take(log: Log, seconds: float, piece: float = PIECE) -> None:
    """`practice` with one answer of so many seconds, its memory looked at all the time."""
    if not log.missing(1, "long take", seconds=seconds):
        return
    sound, text = answer(min(piece, seconds), 1)
    with Room() as room:
        times = max(1, round(seconds / piece))
        whole = _write(room.folder / "answer.wav", [_read(sound)] * times)
        found = room.practise(whole, pause=0.0, look_every=LOOK_EVERY)
    if found["exit"] or found["faults"]:
        raise RuntimeError(f"the take ended with code {found['exit']} and the faults {found['faults']}")
    log.add("long take", seconds=seconds, wanted=" ".join([text] * times), **found)


def files(log: Log, wanted: Iterable[tuple[float, str]] = FILES) -> None:
    """`analyze` on one long file after the other."""
    for minutes, kind in wanted:
        if not log.missing(1, "long file memory", minutes=minutes, kind=kind):
            continue
        with tempfile.TemporaryDirectory(prefix="vi-bench-") as folder:
            path = _write(Path(folder) / "long.wav", _sound(minutes * 60, kind))
            took, peak, words = _analyze(path)
        log.add("long file memory", minutes=minutes, kind=kind, took=took, peak_mb=peak, words=words)


def _analyze(path: Path) -> tuple[float, float, int]:
    """Seconds, the most megabytes ever held, and the words that were heard."""
    import json

    command = [*program(), "analyze", "--json", "--model", MODEL, str(path)]
    begun = time.monotonic()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(command, stdout=told, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"analyze ended with code {child.returncode}")
        took = time.monotonic() - begun
        told.seek(0)
        words = len(json.load(told)["transcript"]["words"])
    return took, usage.ru_maxrss * 1024 / 1e6, words


def _sound(seconds: float, kind: str) -> Iterator[Samples]:
    """So many seconds of it, in pieces."""
    piece = _read(answer(PIECE if kind == SPEECH and seconds >= PIECE else 20.0, 1)[0])
    if kind == SPARSE:
        piece = _in_silence(piece, 180.0)
    left = round(seconds * RATE)
    while left > 0:
        yield piece[:left]
        left -= len(piece)


def _in_silence(speech: Samples, seconds: float) -> Samples:
    """The speech, and then the noise of a quiet room until so many seconds are full."""
    import numpy as np

    quiet = np.random.default_rng(2).normal(0, 10 ** (ROOM_DBFS / 20), round(seconds * RATE) - len(speech))
    return np.concatenate([speech, quiet.astype(np.float32)])


def _read(path: Path) -> Samples:
    import soundfile

    sound, _ = soundfile.read(path, dtype="float32")
    return sound  # type: ignore[no-any-return]


def _write(path: Path, pieces: Iterable[Samples]) -> Path:
    import soundfile

    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        for piece in pieces:
            file.write(piece)
    return path

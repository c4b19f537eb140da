"""Takes whose recording was cut off by a crash, a kill or a flat battery: found, and brought back."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from voice_interview.errors import VoiceInterviewError
from voice_interview.takes import Take, Takes

STILL_BEING_WRITTEN = 5.0
"""Seconds since the last write under which an unfinished take without a lock may belong to a practice that still
runs."""

LONGEST_PAUSE = 3600.0
"""Seconds for which a practice that still runs may have paused a recording without a lock; after that its process is
another one that was given the same number."""

HEAD = 400
"""Bytes of `take.json` in which its state stands; reading no more keeps the look at 500 takes under 10 ms."""


@dataclass(frozen=True)
class Machine:
    """What is asked of the machine: `now` in epoch seconds, and whether a process of a number `runs`."""

    now: float
    runs: Callable[[int], bool]


@dataclass(frozen=True)
class Recovered:
    """What came of it: takes that were brought back, with their seconds; the ids of those in which nothing had been
    recorded, which are gone; and those that could not be brought back, with the reason."""

    kept: tuple[tuple[Take, float], ...] = ()
    empty: tuple[str, ...] = ()
    failed: tuple[tuple[str, VoiceInterviewError], ...] = ()


def is_being_recorded(take: Take, machine: Machine) -> bool:
    """Whether a process still records into this take; of a damaged one its lock alone can tell."""
    try:
        return take.load().state == "recording" and not _is_abandoned(take, machine)
    except VoiceInterviewError:
        return _is_held(take) is True


def unfinished(takes: Takes, machine: Machine) -> tuple[Take, ...]:
    """Takes whose recording was never closed, and that nobody records any more."""
    return tuple(take for take in takes.all() if not _is_closed(take) and _is_abandoned(take, machine))


def recover(takes: Takes, machine: Machine, repair: Callable[[Path], float]) -> Recovered:
    """Close every unfinished take: `repair` mends a sound file and returns its seconds. Each is held meanwhile, so that
    two programs never mend one take; what cannot be mended does not stop the rest."""
    kept, empty, failed = [], [], []
    for take in unfinished(takes, machine):
        try:
            if take.hold() is False:
                continue
            seconds = _close(take, repair)
        except VoiceInterviewError as error:
            take.lock.let_go()
            failed.append((take.id, error))
            continue
        if seconds is None:
            continue
        if seconds > 0:
            kept.append((take, seconds))
        else:
            empty.append(take.id)
    return Recovered(tuple(kept), tuple(empty), tuple(failed))


def _close(take: Take, repair: Callable[[Path], float]) -> float | None:
    """Seconds that were recorded; None where another program has closed the take since it was found."""
    file = take.load()
    if file.state != "recording":
        take.lock.remove()
        return None
    seconds = repair(take.answer) if take.answer.exists() else 0.0
    if seconds > 0:
        take.record(msgspec.structs.replace(file.recording, seconds=seconds))
    else:
        take.delete()
    return seconds


def _is_closed(take: Take) -> bool:
    """Whether the beginning of `take.json` says so; where it does not, all of it is read."""
    try:
        handle = os.open(f"{take.folder}/take.json", os.O_RDONLY)
        try:
            return b'"state": "recorded"' in os.read(handle, HEAD)
        finally:
            os.close(handle)
    except OSError:
        return True  # what cannot be read cannot be brought back, and is told of by `takes list`


def _is_abandoned(take: Take, machine: Machine) -> bool:
    try:
        file = take.load()
        if file.state != "recording":
            return False
        held = _is_held(take)
        if held is not None:
            return not held
        quiet = machine.now - _last_write(take)
    except (VoiceInterviewError, OSError):  # it is damaged, or has been deleted meanwhile
        return False
    paused = file.pid is not None and machine.runs(file.pid) and quiet <= LONGEST_PAUSE
    return quiet > STILL_BEING_WRITTEN and not paused


def _is_held(take: Take) -> bool | None:
    """Whether another program records into it; None where no lock tells."""
    had = take.hold()
    if had:
        take.lock.let_go()
    return None if had is None else not had


def _last_write(take: Take) -> float:
    newest = take.answer if take.answer.exists() else take.folder / "take.json"
    return newest.stat().st_mtime

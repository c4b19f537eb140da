"""What runs in a worker of a cluster: it begins once, and then does one job at a time, whatever its threads.

What comes and goes is bytes, so that a worker of another version can say that it is one.
"""

from __future__ import annotations

import pickle
import threading
import time
from typing import Any

from voice_interview import __version__, crew
from voice_interview.crew import Begin, Ended, Work
from voice_interview.errors import VoiceInterviewError
from voice_interview.model import Fault

TELL_EVERY = 1.0
"""Seconds between two words of how far a job is."""

_busy = threading.Lock()
_begun: dict[bytes, tuple[Any, Work]] = {}
"""By what it was begun with: one at most, for it holds a model."""


def greet(version: str, begin: bytes) -> bytes:
    """Begin; returns what the worker says of itself and None, or None and its fault, pickled."""
    if version != __version__:
        fault = Fault(
            code="cluster",
            message=f"It runs voice-interview {__version__}, and this is {version}.",
            fix="Install the same version there.",
        )
        return pickle.dumps((None, fault))
    try:
        with _busy:
            return pickle.dumps((_of(begin)[0], None))
    except VoiceInterviewError as error:
        return pickle.dumps((None, crew.fault_of(error)))
    except (ImportError, AttributeError) as error:
        fault = Fault(code="cluster", message=f"Something is missing there: {error}.", fix="Install the same there.")
        return pickle.dumps((None, fault))


def do(begin: bytes, job: bytes, topic: str, ticket: int) -> bytes:
    """Do a job; returns `Ended`, pickled. How far it is goes to those who listen to `topic`, as [ticket, how far]."""
    from distributed import get_worker

    worker = get_worker()
    told_at = time.monotonic()

    def told(at: float) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= TELL_EVERY:
            told_at = now
            worker.log_event(topic, [ticket, at])

    with _busy:
        try:
            _, work = _of(begin)  # begun anew where another process has taken the place of the one that was greeted
        except VoiceInterviewError as error:
            return pickle.dumps(Ended(None, fault=crew.fault_of(error)))
        wanted = pickle.loads(job)  # nosec B301 # who reaches a worker can run anything on it anyway (docs/cohort.md)
        return pickle.dumps(crew.done(work, wanted, told))


def _of(begin: bytes) -> tuple[Any, Work]:
    if begin not in _begun:
        _begun.clear()
        make: Begin = pickle.loads(begin)  # nosec B301 # as below
        _begun[begin] = make()
    return _begun[begin]

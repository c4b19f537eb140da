"""Ctrl-C, and being told to end by the system: all of it closes and keeps the recording. And faults below Python, and
whether another process runs."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""What a system knows of these: SIGHUP where a terminal is closed on POSIX, SIGBREAK on Windows, for Ctrl-Break too."""

AGAIN_AFTER = 2.0
"""Seconds in which a second signal does nothing: an impatient second Ctrl-C must not break the closing of the take."""


def tell_faults() -> None:
    """Let a fault below Python print where it happened; without this the program is gone without a word.

    Sound libraries end the whole program where they find themselves in a state that they did not expect: PortAudio
    19.6, which Debian and Ubuntu ship, when ALSA fails under its hands (github.com/PortAudio/portaudio, issue 268).
    What they would print themselves goes nowhere, with all their other chatter (`audio.system`).
    """
    if sys.__stderr__ is not None:
        faulthandler.enable(sys.__stderr__)


@contextmanager
def as_interrupts() -> Iterator[None]:
    """Ctrl-C, a kill and a closed terminal window all raise KeyboardInterrupt for as long as this lasts."""
    last = -AGAIN_AFTER

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= AGAIN_AFTER:
            last = now
            raise KeyboardInterrupt

    named = (getattr(signal, name, None) for name in NAMES)
    before = {number: signal.signal(number, interrupt) for number in named if number is not None}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def runs(pid: int, system: str = os.name) -> bool:
    """Whether a process of that number exists. On Windows, where asking would end it, none is said to."""
    if system == "nt":
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):  # a damaged take can name a number that no process has
        return False
    except PermissionError:
        return True
    return True

"""What a microphone has delivered, against the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

HOLE = 1.0
"""Seconds of sound that the device owes by its clock from which some of it was lost, whether PortAudio says so or not:
a program or a machine that slept. Clocks drift by 0.2 s in half an hour (100 ppm), buffers hold 0.1 s."""

BEHIND = 0.3
"""Seconds that drift and buffers make it owe. Of more, what was said before the end of a recording is still on its way:
on a machine that was busy for half a minute, 1.03 s were (benchmarks/faults.md)."""

CATCHES_UP, COMES_NO_MORE = 2.0, 1.0
"""Seconds for which that is waited for at most, and without any of it coming."""

FASTER = 1.5
"""How much faster than it is spoken sound comes that was only late."""

LOOK = 0.01


class Delivered:
    """Counts the blocks of one recording; `last` is when the last one came, by `clock`, None before the first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._first: float | None = None
        self._frames = 0
        self._forgiven = 0.0
        self._owed_before = inf
        self._lost = False
        self.last: float | None = None

    def block(self, frames: int) -> None:
        """A block has come; called on PortAudio's thread."""
        self.last = self._clock()
        if self._first is None:
            self._first = self.last
        else:
            self._frames += frames

    def hole(self, rate: int) -> bool:
        """Whether some sound was lost between the first and the last block, outside the pauses. `rate` is the device's
        own."""
        return self._lost or min(self._owed_before, self._owed(rate)) > HOLE

    def pause(self, rate: int) -> None:
        """What is said from now on is not missed: most devices deliver it too, a program that was stopped gets none."""
        self._owed_before = min(self._owed_before, self._owed(rate))

    def resume(self, rate: int, over: Callable[[], bool]) -> None:
        """Let pass what was said in the pause and is still on its way (a sound server keeps some for a program that was
        stopped), and forgive the rest. What was lost before the pause stays lost."""
        self.catch_up(rate, over)
        self._lost, self._owed_before = self.hole(rate), inf
        missing = self._owed(rate, self._clock())
        if missing > BEHIND:
            self._forgiven += missing

    def catch_up(self, rate: int, over: Callable[[], bool]) -> None:
        """Wait for what was said before this moment and is still on its way, until it is `over`."""
        asked, before, came, idle = self._clock(), self._frames, self._frames, 0.0
        for _ in range(round(CATCHES_UP / LOOK)):
            if over() or self._owed(rate, asked) <= BEHIND or idle > COMES_NO_MORE:
                return
            time.sleep(LOOK)
            idle = 0.0 if self._frames > came else idle + LOOK
            came = self._frames
            since = self._clock() - asked
            if since > BEHIND and 0 < (came - before) / rate < FASTER * since:
                return  # this is said now: what is missing was lost long ago

    def _owed(self, rate: int, until: float | None = None) -> float:
        """Seconds of sound that should have come between the first block and the moment `until` (that of the last), and
        did not."""
        until = self.last if until is None else until
        if self._first is None or until is None:
            return 0.0
        return until - self._first - self._frames / rate - self._forgiven

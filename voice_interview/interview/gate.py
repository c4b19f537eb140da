"""Voice or silence, from the level alone: good enough to end an answer after seconds of silence, for nothing else."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice_interview.interview.roles import Gate

QUIETEST = -60.0
"""dBFS under which nothing counts as voice: the noise of a cheap sound card, and a digital zero, lie below."""

ABOVE_NOISE = 9.0
"""dB above the quietest recent level from which a level is voice; speech in a room stands 15 dB or more above it."""

BELOW_SPEECH = 25.0
"""dB under the loudest recent level down to which a level is still voice: soft syllables lie within."""

LOUD_ANYWAY = -30.0
"""dBFS from which everything is voice: a room as loud as that hides speech from Whisper as well."""

MEMORY = 100
"""Levels that are remembered: 10 s at ten a second, long enough to hold both speech and a breath between."""


class LevelGate:
    """Follows the quietest and the loudest level of the last ten seconds; voice is what stands clear of the noise.

    The threshold is the higher of "9 dB above the noise" and "25 dB below the speech", never under -60 dBFS, and never
    above -30 dBFS: someone who talks without a breath raises the noise that is seen, and would be taken for silent.
    """

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=MEMORY)

    def __call__(self, level_dbfs: float | None) -> bool:
        if level_dbfs is None:
            return False
        self._levels.append(level_dbfs)
        noise, speech = max(min(self._levels), -100.0), max(self._levels)
        threshold = max(noise + ABOVE_NOISE, speech - BELOW_SPEECH)
        return level_dbfs >= min(LOUD_ANYWAY, max(QUIETEST, threshold))


FIRST_WORD = 10.0
"""Seconds of silence that are always allowed before the first word: whoever is still thinking is not finished."""


class Patience:
    """Says when silence has lasted long enough to end an answer: `seconds` after the last voice."""

    def __init__(self, seconds: float, gate: Gate, now: float) -> None:
        self._seconds = seconds
        self._gate = gate
        self._since = now
        self._heard = False

    def over(self, level_dbfs: float | None, now: float) -> bool:
        """Whether it is over at `now` (seconds, never going back), with this level."""
        if self._gate(level_dbfs):
            self._heard, self._since = True, now
        return now - self._since >= (self._seconds if self._heard else max(self._seconds, FIRST_WORD))

    def hold(self, now: float) -> None:
        """Time that does not count, because recording is paused."""
        self._since = now

"""What of the sound is noise, and what is echo: how far each band of each step stands above what is heard in silence,
and where it is only the room that still rings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from voice_interview.hearing.activity import FLOOR_SHARE
from voice_interview.hearing.prosody import STEP_SECONDS, decibels, power

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.hearing.prosody import Decibels

AROUND = 10.0
"""Seconds before and after that tell the noise of a moment."""

NOISE_SHARE = 0.95
ABOVE_NOISE = 1.5
"""A band is more than noise when it stands as many dB above what this share of the silent steps around it stay under: a
steady hiss varies by 1 dB from step to step, a fan by 3, typing by 20."""

ENOUGH_SILENCE = 0.5
ABOVE_FLOOR = 5.0
"""With fewer silent seconds within reach (voices in the background, no pause at all) a band must stand as many dB above
what a tenth of all steps stay under, which is the same in steady noise; and the step must be loud enough besides:"""

CLIPPED = 20.0
SOFT, LOUD = 0.2, 0.85
BETWEEN = 0.25
"""The mean over its bands of the dB above that floor, `CLIPPED` at most, lies this far from what a fifth of all steps
stay under to what most of them do. The mean tells voices from babble better than any single band."""

LOWEST_BAND = -85.0
"""No band's floor is taken to be lower (dBFS): rooms of -75 have about that in each of six."""

FALL = 12.0
FEWEST_FALLS = 8
AT_ONCE = 600.0
"""How fast a room falls silent is the median over the last `FALL` dB of each band above its noise, at the ends of what
was said, in dB a second: in rooms of 0.3, 0.5 and 0.7 s (200, 120 and 86 dB/s) it was 160, 105 and 86, in dry sound 400
and more. Of fewer falls than `FEWEST_FALLS` it is not told, and the room is taken to have no echo."""

FALL_SECONDS = 0.6
"""Seconds before and after an end in which its last fall is looked for."""

RINGING = 12.0
ABOVE_RINGING = 8.0
"""A band is echo when it has fallen by more than 4 dB in the time in which the room falls by 12."""

SHORTEST_LAG = 0.05
"""Seconds over which a fall is looked at, at the least: dry voices fall by 20 dB within these, rooms do not."""

LASTING, LATELY = 0.1, 0.3
"""An echo is heard of what stood so far above the noise within 0.3 s before that the room takes as many seconds to sink
into it; a shorter one moves no edge by more than it may be off."""

SMOOTHED = 3
"""Steps over which levels are averaged to see them fall: an echo is as rough as noise."""


def above_noise(levels: Decibels, silent: NDArray[np.bool_]) -> tuple[Decibels, NDArray[np.bool_]]:
    """By how many dB each band of each step `(steps, 6)` is more than noise, below 0 where it may be noise; and which
    steps are noise whatever one band says. `silent` tells the steps in which surely nobody speaks. The noise is that of
    `AROUND` seconds, one value a second."""
    import numpy as np

    around, second = round(AROUND / STEP_SECONDS), round(1 / STEP_SECONDS)
    above, faint = np.empty_like(levels), np.zeros(len(levels), bool)
    every, before = np.ascontiguousarray(levels[silent].T), np.concatenate(([0], np.cumsum(silent)))
    for at in range(0, len(levels), second):
        first, last = max(0, at - around), min(at + around, len(levels))
        reach, here = slice(first, last), slice(at, at + second)
        still = every[:, before[first] : before[last]]
        if still.shape[1] * STEP_SECONDS >= ENOUGH_SILENCE:
            noise = np.maximum(_quantile(still.T, NOISE_SHARE) + ABOVE_NOISE, LOWEST_BAND + ABOVE_FLOOR)
            above[here] = levels[here] - noise
        else:
            above[here], faint[here] = _without_silence(levels[reach], levels[here])
    return above, faint


def fall(above: Decibels, ends: Iterable[float]) -> float:
    """How fast the room falls silent, in dB a second, from what comes before `ends` (seconds); `AT_ONCE` where it
    cannot be told."""
    import numpy as np

    rates: list[float] = []
    size = round(FALL_SECONDS / STEP_SECONDS)
    for end in ends:
        last = round(end / STEP_SECONDS) + SMOOTHED
        first = max(0, last - size)
        near = above[first : last + size]
        places = np.arange(len(near))[:, np.newaxis]
        high = np.where((near >= FALL) & (places < last - first), places, -1).max(axis=0, initial=-1)
        low = (near <= 0) & (places >= high)
        steps = (low.argmax(axis=0) - high)[(high >= 0) & low.any(axis=0)]
        rates += [FALL / (float(step) * STEP_SECONDS) for step in steps.tolist()]
    return float(np.median(rates)) if len(rates) >= FEWEST_FALLS else AT_ONCE


def ringing(levels: Decibels, above: Decibels, rate: float) -> NDArray[np.bool_]:
    """In which steps and bands there is no more than the echo of what was before, in a room that falls silent by `rate`
    dB a second."""
    import numpy as np

    lag = max(round(SHORTEST_LAG / STEP_SECONDS), round(RINGING / rate / STEP_SECONDS))
    padded = np.pad(power(levels), ((SMOOTHED // 2, SMOOTHED // 2), (0, 0)), mode="edge")
    smooth = decibels(np.mean([padded[at : at + len(levels)] for at in range(SMOOTHED)], axis=0, dtype=np.float32))
    falling = np.zeros(levels.shape, bool)
    falling[lag:] = smooth[lag:] < smooth[:-lag] - rate * lag * STEP_SECONDS + ABOVE_RINGING
    falling &= highest(above, round(LATELY / STEP_SECONDS), 0) >= rate * LASTING
    return falling


def highest(values: Decibels, before: int, after: int) -> Decibels:
    """The highest value of each column from so many rows before to so many after each row."""
    import numpy as np

    size = before + after + 1
    found, seen = np.concatenate((values, np.repeat(values[-1:], after, axis=0))), 1
    while seen < size:
        step = min(seen, size - seen)
        found[step:] = np.maximum(found[step:], found[:-step])
        seen += step
    return found[after:]


def _without_silence(reach: Decibels, here: Decibels) -> tuple[Decibels, NDArray[np.bool_]]:
    import numpy as np

    floor = np.maximum(_quantile(reach, FLOOR_SHARE), LOWEST_BAND)
    loudness = (reach - floor).clip(0, CLIPPED).mean(axis=1).astype(np.float32)
    soft, loud = _quantile(loudness, SOFT), _quantile(loudness, LOUD)
    faint = (here - floor).clip(0, CLIPPED).mean(axis=1) < soft + BETWEEN * (loud - soft)
    return here - floor - np.float32(ABOVE_FLOOR), faint


def _quantile(values: Decibels, share: float) -> Decibels:
    """What `share` of the values stay under, for each column."""
    import numpy as np

    place = min(len(values) - 1, int(len(values) * share))
    found: Decibels = np.partition(np.ascontiguousarray(values.T), place)[..., place]
    return found

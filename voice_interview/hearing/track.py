"""Level and pitch of the voiced sound: a coarse track over time, and the range of the pitch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from voice_interview.hearing.activity import FRAME_SECONDS, VOICE, Activity
from voice_interview.hearing.prosody import STEP_SECONDS, decibels, power
from voice_interview.model import Pitch, Span, Track

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRACK_STEP = 0.25
"""Seconds for each value of the track: about a syllable. Two minutes of it take 4 KB of JSON."""

VOICED_STEPS = 10
PITCHED_FRAMES = 3
"""Voiced 10 ms steps, and 32 ms frames with a pitch, from which a step of the track has a value: 0.1 s of either."""

RANGE = (0.75, 1.5)
"""What is lower than the first of these times the lower quartile, or higher than the second times the upper one, is no
pitch of this voice but an octave that was mistaken (Hirst 2007, "A Praat plugin for Momel and INTSINT", ICPhS)."""

SHARES = (0.1, 0.5, 0.9)

ENOUGH_PITCH = 1.0
"""Seconds with a pitch from which its range is told."""


def track(activity: Activity, voiced: Sequence[Span], at: float = 0.0) -> Track:
    """Level and pitch of each `TRACK_STEP` of the voiced spans, in a recording of which this sound begins at `at`."""
    import numpy as np

    levels = activity.prosody.levels()
    size, first = round(TRACK_STEP / STEP_SECONDS), round(at / STEP_SECONDS)
    count = -(-(first + len(levels)) // size)
    squares, inside = np.zeros(count * size, np.float32), np.zeros(count * size, np.float32)
    squares[first : first + len(levels)] = power(levels).sum(axis=1)
    inside[first : first + len(levels)] = _inside(voiced, len(levels), STEP_SECONDS)
    voiced_steps = inside.reshape(count, size).sum(axis=1)
    mean = (squares * inside).reshape(count, size).sum(axis=1) / np.maximum(voiced_steps, 1)
    loud = np.rint(decibels(mean.astype(np.float32))).astype(int).tolist()
    return Track(
        step=TRACK_STEP,
        level_dbfs=tuple(
            level if steps >= VOICED_STEPS else None for level, steps in zip(loud, voiced_steps.tolist(), strict=True)
        ),
        pitch_hz=_over_time(*_pitches(activity, voiced), count, at),
    )


def joined(tracks: Sequence[Track]) -> Track:
    """Tracks of parts of one recording, one after the other. In a step that holds the end of one part and the beginning
    of the next the first that has a value counts."""

    def first_values(every: Sequence[Sequence[int | None]]) -> tuple[int | None, ...]:
        return tuple(next((v for v in here if v is not None), None) for here in zip_longest(*every))

    return Track(
        step=TRACK_STEP,
        level_dbfs=first_values([one.level_dbfs for one in tracks]),
        pitch_hz=first_values([one.pitch_hz for one in tracks]),
    )


def pitch(activity: Activity, voiced: Sequence[Span]) -> Pitch | None:
    """The range of the pitch of the voiced spans; None where too little of them has one."""
    return pitch_range((voiced_pitches(activity, voiced),))


def voiced_pitches(activity: Activity, voiced: Sequence[Span]) -> NDArray[np.float32]:
    """The pitches (Hz) of the voiced frames that have one, `(frames,)`."""
    return _pitches(activity, voiced)[1]


def pitch_range(pitches: Sequence[NDArray[np.float32]]) -> Pitch | None:
    """The range of all of them; None where they are too few."""
    import numpy as np

    hertz = np.concatenate(pitches)
    seconds = len(hertz) * FRAME_SECONDS
    if seconds < ENOUGH_PITCH:
        return None
    low, median, high = (round(float(value), 1) for value in np.quantile(hertz, SHARES))
    return Pitch(median_hz=median, low_hz=low, high_hz=high, seconds=round(seconds, 1))


def _pitches(activity: Activity, voiced: Sequence[Span]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The frames that have a pitch, and their pitches in Hz."""
    import numpy as np

    hertz = activity.prosody.pitches()
    hertz = hertz[: len(activity.voice)]
    speech = np.asarray(activity.voice, np.float32)[: len(hertz)] >= VOICE
    frames = np.flatnonzero((hertz > 0) & speech & _inside(voiced, len(hertz), FRAME_SECONDS))
    found = hertz[frames]
    if len(found):
        lower, upper = np.quantile(found, (0.25, 0.75))
        own = (found >= RANGE[0] * lower) & (found <= RANGE[1] * upper)
        frames, found = frames[own], found[own]
    return frames, found


def _over_time(frames: NDArray[np.intp], hertz: NDArray[np.float32], count: int, at: float) -> tuple[int | None, ...]:
    """The median pitch of each step of the track."""
    import numpy as np

    steps = np.minimum(count - 1, ((at + (frames + 0.5) * FRAME_SECONDS) / TRACK_STEP).astype(int))
    ordered = hertz[np.lexsort((hertz, steps))]
    sizes = np.bincount(steps, minlength=count)
    middles = np.cumsum(sizes) - sizes + sizes // 2
    told = np.flatnonzero(sizes >= PITCHED_FRAMES)
    medians: list[int | None] = [None] * count
    for step, median in zip(told.tolist(), np.rint(ordered[middles[told]]).astype(int).tolist(), strict=True):
        medians[step] = median
    return tuple(medians)


def _inside(spans: Sequence[Span], count: int, seconds: float) -> NDArray[np.bool_]:
    """Which of `count` pieces of so many seconds have their middle in a span."""
    import numpy as np

    inside = np.zeros(count, bool)
    for span in spans:
        inside[max(0, round(span.start / seconds)) : max(0, round(span.end / seconds))] = True
    return inside

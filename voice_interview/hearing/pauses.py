"""Voiced spans and the silent pauses between them, read from the waveform: recognised words absorb pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from voice_interview.hearing import background
from voice_interview.hearing.activity import (
    FLOOR_LOWEST,
    FLOOR_SHARE,
    FRAME,
    FRAME_SECONDS,
    LOUD,
    STILL_VOICE,
    VOICE,
    Activity,
)
from voice_interview.hearing.prosody import STEP, STEP_SECONDS, decibels, power
from voice_interview.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.hearing.prosody import Decibels

SHORTEST_PAUSE = 0.3
"""Seconds from which silence is a pause; shorter ones belong to articulation (closures of p, t, k last up to 0.2 s)."""

SHORTEST_VOICED = 0.05
"""Seconds a voiced span lasts at least: a click is shorter, a syllable is not."""

REACH = 0.1
"""Seconds by which a span's edges may lie outside the frames that the gate opened: Silero starts up to 0.06 s late. It
also stays open 0.1 to 0.2 s after the sound has ended, so the edges are read from the levels."""

LOUD_SHARE = 0.9
BELOW_PEAK = 40.0
"""A step is voiced at most as many dB under the loud steps of its span, those that this share of them stay under: what
is weaker is not heard beside them."""

CLOSED = 0.15
"""Seconds around open frames that may not be silent yet."""

NO_VOICE = 0.1
SURE = 6
"""Voice probability under which a frame and as many on both sides (0.2 s) are silent, whatever level opened the gate: a
key that is struck."""

FAR = 4
FAINT = 0.15
"""In a run of open frames in which Silero mostly hears a voice, which it does not in whispering, a step is voiced only
where the probability comes to this within as many frames."""

HINT = 0.1
"""Voice probability within a span that was opened by level alone; without it (and without a word) it is breath or
noise."""


def voiced_spans(activity: Activity, seconds: float, spoken: Callable[[float, float], bool]) -> tuple[Span, ...]:
    """The voiced spans of a whole recording of `seconds`, in order, `SHORTEST_PAUSE` or more apart.

    `spoken(start, end)` says whether a word was recognised there: it decides for sound in which Silero hears no voice,
    such as whispering.
    """

    if not len(activity.voice):
        return ()
    levels = activity.prosody.levels()
    near, silent = _near(activity, decibels(power(levels).sum(axis=1)), spoken)
    above, faint = background.above_noise(levels, silent)
    near &= ~faint
    audible = _runs(near & (above >= 0).any(axis=1), seconds)
    fall = background.fall(above, [span.end for span in audible])
    return _runs(near & ((above >= 0) & ~background.ringing(levels, above, fall)).any(axis=1), seconds)


def pauses(voiced: Sequence[Span]) -> tuple[Span, ...]:
    """The silence between voiced spans, where it lasts `SHORTEST_PAUSE` or more."""
    gaps = (Span(a.end, b.start) for a, b in pairwise(voiced) if b.start > a.end)
    return tuple(gap for gap in gaps if gap.seconds >= SHORTEST_PAUSE - 1e-9)


def speech_level(activity: Activity, voiced: Sequence[Span]) -> float | None:
    """Median level (dBFS) of the 10 ms steps inside the voiced spans; None where there are none."""
    return median_level((voiced_levels(activity, voiced),))


def voiced_levels(activity: Activity, voiced: Sequence[Span]) -> Decibels:
    """Levels (dBFS) of the 10 ms steps inside the voiced spans, `(steps,)`."""
    import numpy as np

    levels = decibels(power(activity.prosody.levels()).sum(axis=1))
    parts = [levels[round(s.start / STEP_SECONDS) : round(s.end / STEP_SECONDS)] for s in voiced]
    return np.concatenate(parts) if parts else levels[:0]


def median_level(levels: Sequence[Decibels]) -> float | None:
    """The median over all of them, to a tenth; None where there are none."""
    import numpy as np

    every = np.concatenate(levels)
    return round(float(np.median(every)), 1) if len(every) else None


def share(spans: Sequence[Span], start: float, end: float) -> float:
    """The share of `[start, end]` that the spans cover; 0 for an empty stretch."""
    covered = sum(max(0.0, min(span.end, end) - max(span.start, start)) for span in spans)
    return covered / (end - start) if end > start else 0.0


def _near(
    activity: Activity, loud: Decibels, spoken: Callable[[float, float], bool]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Steps that may be voiced, and steps in which surely nobody speaks, from the gate and Silero."""
    import numpy as np

    voice = np.asarray(activity.voice, np.float32)
    frames = np.minimum((np.arange(len(loud)) * STEP + STEP // 2) // FRAME, len(voice) - 1)
    faint = background.highest(voice, FAR, FAR)[frames] < FAINT
    near, silent = np.zeros(len(loud), bool), np.ones(len(loud), bool)
    no_voice = background.highest(voice, SURE, SURE)[frames] < NO_VOICE
    for first, last in _open_runs(activity, _floors(activity)):
        start, end = first * FRAME_SECONDS, last * FRAME_SECONDS
        here, closing = _steps(start - REACH, end + REACH), _steps(start - CLOSED, end + CLOSED)
        silent[closing] = False
        heard = voice[first:last]
        if heard.mean() >= VOICE:
            near[here] |= _is_loud(loud[here]) & ~faint[here]
        elif spoken(start, end):
            near[here] |= _is_loud(loud[here])
            no_voice[closing] = False
        elif np.max(heard) >= HINT:
            near[here] |= _is_loud(loud[here])
    return near, silent | no_voice


def _floors(activity: Activity) -> NDArray[np.float64]:
    """The noise floor at every frame, from seconds on both sides, one value a second."""
    import numpy as np

    around, second = round(background.AROUND / FRAME_SECONDS), round(1 / FRAME_SECONDS)
    levels = np.asarray(activity.level)
    reach = [levels[max(0, at - around) : at + around] for at in range(0, len(levels), second)]
    lowest = [np.partition(part, place)[place] for part in reach for place in (int(len(part) * FLOOR_SHARE),)]
    floors: NDArray[np.float64] = np.repeat(np.maximum(FLOOR_LOWEST, np.array(lowest, np.float64)), second)
    return floors[: len(levels)]


def _open_runs(activity: Activity, floors: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Runs of frames at which the gate (`is_open`) is open, `[first, last)`."""
    import numpy as np

    voice, level = np.array(activity.voice, np.float64), np.array(activity.level, np.float64)
    loud = level >= floors + LOUD
    opens, stays = (voice >= VOICE) | loud, (voice >= STILL_VOICE) | loud
    frames = np.arange(len(voice))
    opened = np.maximum.accumulate(np.where(opens, frames, -1))
    closed = np.maximum.accumulate(np.where(stays, -1, frames))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (opened > closed).view(np.int8), [0]))))
    return [(first, last) for first, last in edges.reshape(-1, 2).tolist()]


def _steps(start: float, end: float) -> slice:
    return slice(max(0, round(start / STEP_SECONDS)), max(0, round(end / STEP_SECONDS)))


def _is_loud(loud: Decibels) -> NDArray[np.bool_]:
    """Which steps are loud enough beside the loud ones among them."""
    import numpy as np

    place = int(len(loud) * LOUD_SHARE)
    enough: NDArray[np.bool_] = loud >= (np.partition(loud, place)[place] if len(loud) else 0) - BELOW_PEAK
    return enough


def _runs(steps: NDArray[np.bool_], seconds: float) -> tuple[Span, ...]:
    """Runs of voiced steps; gaps that are no pause are closed, what is too short for a syllable is dropped."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], steps.view(np.int8), [0]))))
    runs = [(a * STEP_SECONDS, min(b * STEP_SECONDS, seconds)) for a, b in edges.reshape(-1, 2).tolist()]
    joined: list[tuple[float, float]] = []
    for start, end in (run for run in runs if run[1] - run[0] >= SHORTEST_VOICED):
        if joined and start - joined[-1][1] < SHORTEST_PAUSE:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(Span(round(start, 3), round(end, 3)) for start, end in joined)

"""Voiced spans and the silent pauses between them, read from the waveform: recognised words absorb pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from voice_interview.hearing.activity import FLOOR_SHARE, FRAME_SECONDS, Activity, is_open, noise_floor
from voice_interview.hearing.prosody import STEP_SECONDS, decibels, power
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

NOISE_SHARE = 0.95
ABOVE_NOISE = 1.5
"""A step may be voiced when in any band it stands as many dB above what this share of the silent steps around it stay
under: a steady hiss varies by 1 dB from step to step, a fan by 3, typing by 20."""

SILENT = 0.15
"""Seconds around open frames that may not be silent yet."""

ENOUGH_SILENCE = 2.0
ABOVE_FLOOR = 5.0
"""With fewer silent seconds within reach, it must stand as many dB above the noise floor of the band, which is the same
in steady noise."""

LOUD_SHARE = 0.9
BELOW_PEAK = 40.0
"""And when it is at most as many dB under the loud steps of its span, those that this share of them stay under: what is
weaker is not heard beside them."""

LOWEST_BAND = -85.0
"""No band's floor is taken to be lower (dBFS): rooms of -75 have about that in each of six."""

FALL = 12.0
FEWEST_FALLS = 8
AT_ONCE = 600.0
"""How fast a room falls silent is the median over the last `FALL` dB of each band above its noise, at the ends of the
spans, in dB a second: in rooms of 0.3, 0.5 and 0.7 s (200, 120 and 86 dB/s) it was 160, 105 and 86, in dry sound 400
and more. Of fewer falls than `FEWEST_FALLS` it is not told, and the room is taken to have no echo."""

FALL_SECONDS = 0.6
"""Seconds before the end of a span in which its last fall is looked for."""

RINGING = 12.0
ABOVE_RINGING = 8.0
"""A step is the room's echo where every band has fallen, by more than 4 dB in the time in which the room falls by 12. A
span ends where the voice ends, not where the room does."""

SHORTEST_LAG = 0.05
"""Seconds over which a fall is looked at, at the least: dry voices fall by 20 dB within these, rooms do not."""

STRONG, LATELY = 15.0, 0.3
"""An echo is heard of what stood as many dB above the noise within so many seconds before: beside noise that is nearer,
it sinks before it is long."""

SMOOTHED = 3
"""Steps over which levels are averaged to see them fall: an echo is as rough as noise."""

HINT = 0.1
"""Voice probability within a span that was opened by level alone; without it (and without a word) it is breath or
noise."""

AROUND = 10.0
"""Seconds before and after that give the noise floor of a moment."""


def voiced_spans(activity: Activity, seconds: float, spoken: Callable[[float, float], bool]) -> tuple[Span, ...]:
    """The voiced spans of a whole recording of `seconds`, in order, `SHORTEST_PAUSE` or more apart.

    `spoken(start, end)` says whether a word was recognised there: it decides for sound in which Silero hears no voice,
    such as whispering.
    """
    import numpy as np

    if not len(activity.voice):
        return ()
    levels = activity.prosody.levels()
    loud = decibels(power(levels).sum(axis=1))
    near, silent = np.zeros(len(levels), bool), np.ones(len(levels), bool)
    for first, last in _open_runs(activity, _floors(activity)):
        start, end = first * FRAME_SECONDS, last * FRAME_SECONDS
        silent[slice(*_steps(start - SILENT, end + SILENT))] = False
        if max(activity.voice[first:last]) >= HINT or spoken(start, end):
            _mark(near, loud, start - REACH, end + REACH)
    above = levels - _noise(levels, silent)
    fall = _fall(above, _runs(near & (above >= 0).any(axis=1), seconds))
    return _runs(near & ((above >= 0) & ~_ringing(levels, above, fall)).any(axis=1), seconds)


def pauses(voiced: Sequence[Span]) -> tuple[Span, ...]:
    """The silence between voiced spans, where it lasts `SHORTEST_PAUSE` or more."""
    gaps = (Span(a.end, b.start) for a, b in pairwise(voiced) if b.start > a.end)
    return tuple(gap for gap in gaps if gap.seconds >= SHORTEST_PAUSE - 1e-9)


def speech_level(activity: Activity, voiced: Sequence[Span]) -> float | None:
    """Median level (dBFS) of the 10 ms steps inside the voiced spans; None where there are none."""
    import numpy as np

    levels = decibels(power(activity.prosody.levels()).sum(axis=1))
    parts = [levels[round(s.start / STEP_SECONDS) : round(s.end / STEP_SECONDS)] for s in voiced]
    loud = np.concatenate(parts) if parts else levels[:0]
    return round(float(np.median(loud)), 1) if len(loud) else None


def share(spans: Sequence[Span], start: float, end: float) -> float:
    """The share of `[start, end]` that the spans cover; 0 for an empty stretch."""
    covered = sum(max(0.0, min(span.end, end) - max(span.start, start)) for span in spans)
    return covered / (end - start) if end > start else 0.0


def _floors(activity: Activity) -> list[float]:
    """The noise floor at every frame, from `AROUND` seconds on both sides, one value a second."""
    around, second = round(AROUND / FRAME_SECONDS), round(1 / FRAME_SECONDS)
    floors: list[float] = []
    for at in range(0, len(activity.level), second):
        floors += [noise_floor(activity.level[max(0, at - around) : at + around])] * second
    return floors


def _noise(levels: Decibels, silent: NDArray[np.bool_]) -> Decibels:
    """What each band must reach at every step to be more than noise, from `AROUND` seconds on both sides, one value a
    second."""
    import numpy as np

    around, second = round(AROUND / STEP_SECONDS), round(1 / STEP_SECONDS)
    noise = np.empty_like(levels)
    for at in range(0, len(levels), second):
        reach = slice(max(0, at - around), at + around)
        still = levels[reach][silent[reach]]
        enough = len(still) * STEP_SECONDS >= ENOUGH_SILENCE
        quiet, share = (still, NOISE_SHARE) if enough else (levels[reach], FLOOR_SHARE)
        place = int(len(quiet) * share)
        found = np.partition(quiet, place, axis=0)[place] + (ABOVE_NOISE if enough else ABOVE_FLOOR)
        noise[at : at + second] = np.maximum(found, LOWEST_BAND + ABOVE_FLOOR)
    return noise


def _open_runs(activity: Activity, floors: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of open frames, `[first, last)`."""
    runs: list[tuple[int, int]] = []
    before = False
    for at, (voice, level) in enumerate(zip(activity.voice, activity.level, strict=True)):
        now = is_open(voice, level, floors[at], before)
        if now and before:
            runs[-1] = (runs[-1][0], at + 1)
        elif now:
            runs.append((at, at + 1))
        before = now
    return runs


def _steps(start: float, end: float) -> tuple[int, int]:
    return max(0, round(start / STEP_SECONDS)), max(0, round(end / STEP_SECONDS))


def _mark(near: NDArray[np.bool_], loud: Decibels, start: float, end: float) -> None:
    """Mark the steps from `start` to `end` that are loud enough beside the loud ones among them."""
    import numpy as np

    a, b = _steps(start, end)
    part = loud[a:b]
    if len(part):
        place = int(len(part) * LOUD_SHARE)
        near[a:b] |= part >= np.partition(part, place)[place] - BELOW_PEAK


def _fall(above: Decibels, spans: Sequence[Span]) -> float:
    """How fast the room falls silent, in dB a second; `AT_ONCE` where it cannot be told."""
    import numpy as np

    rates: list[float] = []
    for span in spans:
        first, last = _steps(span.end - FALL_SECONDS, span.end)
        for band in above[first : last + 3].T:
            high = np.flatnonzero(band >= FALL)
            low = np.flatnonzero(band[high[-1] :] <= 0) if len(high) else high
            if len(low):
                rates.append(FALL / (float(low[0]) * STEP_SECONDS))
    return float(np.median(rates)) if len(rates) >= FEWEST_FALLS else AT_ONCE


def _ringing(levels: Decibels, above: Decibels, fall: float) -> NDArray[np.bool_]:
    """In which steps and bands there is no more than the echo of what was before."""
    import numpy as np
    from scipy.ndimage import maximum_filter1d

    lag = max(round(SHORTEST_LAG / STEP_SECONDS), round(RINGING / fall / STEP_SECONDS))
    padded = np.pad(power(levels), ((SMOOTHED // 2, SMOOTHED // 2), (0, 0)), mode="edge")
    smooth = decibels(np.mean([padded[at : at + len(levels)] for at in range(SMOOTHED)], axis=0, dtype=np.float32))
    ringing = np.zeros(levels.shape, bool)
    ringing[lag:] = smooth[lag:] < smooth[:-lag] - fall * lag * STEP_SECONDS + ABOVE_RINGING
    size = round(LATELY / STEP_SECONDS)
    lately = maximum_filter1d(above, size, axis=0, mode="nearest", origin=(size - 1) // 2)
    ringing &= lately >= STRONG
    return ringing


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

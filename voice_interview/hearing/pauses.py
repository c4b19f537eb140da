"""Voiced spans and the silent pauses between them, read from the waveform: recognised words absorb pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from voice_interview.hearing.activity import FRAME_SECONDS, LEVEL_STEP, Activity, is_open, noise_floor
from voice_interview.model import SAMPLE_RATE, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST_PAUSE = 0.3
"""Seconds from which silence is a pause; shorter ones belong to articulation (closures of p, t, k last up to 0.2 s)."""

SHORTEST_VOICED = 0.05
"""Seconds a voiced span lasts at least: a click is shorter, a syllable is not."""

STEP_SECONDS = LEVEL_STEP / SAMPLE_RATE

REACH = 0.1
"""Seconds by which a span's edges may lie outside the frames that the gate opened: Silero starts up to 0.06 s late."""

ABOVE_FLOOR = 6.0
BELOW_PEAK = 35.0
"""A 10 ms step is voiced when it stands 6 dB above the floor and at most 35 dB under the loud steps of its span: Silero
stays open 0.1 to 0.2 s after the sound has ended."""

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
    levels = np.asarray(activity.levels, np.float32)
    steps = np.zeros(len(levels), bool)
    floors = _floors(activity)
    for first, last in _open_runs(activity, floors):
        start, end = first * FRAME_SECONDS, last * FRAME_SECONDS
        if max(activity.voice[first:last]) >= HINT or spoken(start, end):
            _mark(steps, levels, (start - REACH, end + REACH), floors[(first + last) // 2])
    return _spans(steps, seconds)


def pauses(voiced: Sequence[Span]) -> tuple[Span, ...]:
    """The silence between voiced spans, where it lasts `SHORTEST_PAUSE` or more."""
    gaps = (Span(a.end, b.start) for a, b in pairwise(voiced) if b.start > a.end)
    return tuple(gap for gap in gaps if gap.seconds >= SHORTEST_PAUSE - 1e-9)


def speech_level(activity: Activity, voiced: Sequence[Span]) -> float | None:
    """Median level (dBFS) of the 10 ms steps inside the voiced spans; None where there are none."""
    import numpy as np

    levels = np.asarray(activity.levels, np.float32)
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


def _mark(steps: NDArray[np.bool_], levels: NDArray[np.float32], at: tuple[float, float], floor: float) -> None:
    import numpy as np

    a, b = max(0, round(at[0] / STEP_SECONDS)), round(at[1] / STEP_SECONDS)
    part = levels[a:b]
    if len(part):
        steps[a:b] |= part >= max(floor + ABOVE_FLOOR, float(np.percentile(part, 90)) - BELOW_PEAK)


def _spans(steps: NDArray[np.bool_], seconds: float) -> tuple[Span, ...]:
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

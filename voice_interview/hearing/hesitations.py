"""Filled pauses ("um", "uh") heard in the sound: a small network over the states of Whisper's encoder.

Whisper deletes fillers from what it writes, but its encoder heard them. The network was trained on synthetic speech
alone (`scripts/train_hesitations.py`); it looks at 0.8 s around each 20 ms and says how likely that is a
filler, and whether a nasal one. The weights lie in `weights/`, one file for each Whisper model; other models have none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from voice_interview.hearing.chunks import Chunk
from voice_interview.model import SAMPLE_RATE, Hesitation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import States

    Chances = NDArray[np.float32]
    """`(frames, 3)`: how likely each 20 ms is something else, an open filler (uh, er, ah), a nasal one (um, hm, mm)."""

EAR = "base"
"""The model that listens where another one, in whose states nothing can, hears the words."""

STATE_SECONDS = 0.02
"""What one state stands for."""

POSSIBLE = 0.5
"""Chance from which a stretch is a possible hesitation: more likely than not. In 17 minutes of synthetic speech by
voices held out of training, 0.4 and 0.5 found the same fillers; 0.4 made more sounds of words a perhaps (10, not 4)."""

SHORTEST = 0.12
LONGEST = 2.0
"""Seconds that a hesitation lasts, by convention: shorter ones are syllables, and a longer one is cut here."""

GAP = 0.1
"""Seconds under `POSSIBLE` that do not end a hesitation: less than any silence between two of them."""

SMOOTH = 3
"""Frames (60 ms) over which chances are averaged: a single frame says little. Over five, 3 of 92 fillers fewer counted
(17 minutes of synthetic speech by voices held out of training)."""


class Classifier:
    """One hidden layer over standardised, projected states of the frames around each; `sha256` names the weights."""

    def __init__(self, arrays: Mapping[str, Any], sha256: str) -> None:
        import numpy as np

        self.sha256 = sha256
        self._context = int(arrays["context"])
        self._temperature = float(arrays["temperature"])
        floats = {name: np.asarray(arrays[name], np.float32) for name in ("mean", "scale", "components", "b1", "b2")}
        self._mean, self._b1, self._b2 = floats["mean"], floats["b1"], floats["b2"]
        self._project = np.ascontiguousarray((floats["components"] / floats["scale"]).T)
        width = 2 * self._context + 1
        self._w1 = np.asarray(arrays["w1"], np.float32).reshape(width, self._project.shape[1], -1)
        self._w2 = np.asarray(arrays["w2"], np.float32)

    @property
    def size(self) -> int:
        """How many numbers a state has."""
        return len(self._mean)

    def __call__(self, states: States) -> Chances:
        """The chances at each of `states`; those beyond either end are taken to be like the one at it. Raises
        ValueError for states of another size."""
        import numpy as np

        if states.ndim != 2 or states.shape[1] != self.size:
            raise ValueError(f"states of shape {states.shape}, not (frames, {self.size})")
        inner = (states - self._mean) @ self._project
        padded = np.pad(inner, ((self._context, self._context), (0, 0)), mode="edge")
        # One product for each place of the context: all in one would copy the states 25 times.
        hidden = np.tile(self._b1, (len(states), 1))
        for place, weights in enumerate(self._w1):
            hidden += padded[place : place + len(states)] @ weights
        logits = (np.maximum(hidden, 0) @ self._w2 + self._b2) / self._temperature
        logits -= logits.max(axis=1, keepdims=True)
        raised = np.exp(logits)
        chances: Chances = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
        return chances


@cache
def classifier(model: str) -> Classifier | None:
    """The classifier for the states of the Whisper model of that name, from the package; None where it has none."""
    import io
    from importlib.resources import files

    import numpy as np

    file = files("voice_interview.hearing").joinpath("weights", f"hesitations-{model}.npz")
    if "/" in model or "\\" in model or not file.is_file():
        return None
    content = file.read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Classifier(arrays, hashlib.sha256(content).hexdigest())


def chances(classifier: Classifier | None, states: States | None) -> Chances | None:
    """What the classifier says of the states; None where either is missing, or they are of another model."""
    if classifier is None or states is None or states.shape[1] != classifier.size:
        return None
    return classifier(states)


def highest(chances: Chances) -> float:
    """The highest chance of a filler anywhere; 0 where there is no sound."""
    import numpy as np

    return float(np.max(chances[:, 1] + chances[:, 2], initial=0.0))


def events(chances: Chances) -> tuple[Hesitation, ...]:
    """The possible hesitations, in seconds of the sound: in order, none overlapping another, `confidence` the highest
    chance over `SMOOTH` frames."""
    import numpy as np

    if not len(chances):
        return ()
    filler = smooth(chances[:, 1] + chances[:, 2])
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (filler >= POSSIBLE).view(np.int8), [0])))).reshape(-1, 2)
    runs: list[list[int]] = []
    for first, last in edges.tolist():
        if runs and (first - runs[-1][1]) * STATE_SECONDS <= GAP:
            runs[-1][1] = last
        else:
            runs.append([first, last])
    long_enough, longest = SHORTEST / STATE_SECONDS - 1e-6, round(LONGEST / STATE_SECONDS)
    kept = [(a, min(b, a + longest)) for a, b in runs if b - a >= long_enough]
    return tuple(_event(chances[a:b], filler[a:b], a) for a, b in kept)


def smooth(chances: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each frame the mean of the `SMOOTH` frames around it; at both ends of those that there are."""
    import numpy as np

    window = np.ones(SMOOTH)
    means = np.convolve(chances, window, "same") / np.convolve(np.ones(len(chances)), window, "same")
    return np.clip(means[: len(chances)], 0, 1).astype(np.float32)


class Trace:
    """How likely each moment of a chunk is a hesitation; all times are seconds in the recording."""

    def __init__(self, chances: Chances, chunk: Chunk) -> None:
        self._chances = chances[:, 1] + chances[:, 2]
        self._moments = _moments(chunk, len(chances))
        self.events = tuple(_placed(event, chunk) for event in events(chances))

    def peak(self, start: float, end: float) -> float:
        """The highest chance from `start` to `end`, 0 where nothing was listened to."""
        import numpy as np

        first, last = np.searchsorted(self._moments, (start, end))
        return float(np.max(self._chances[first:last], initial=0.0))


def stitched(
    left: Sequence[Hesitation], right: Sequence[Hesitation], cut: float, near: float = 0.3
) -> tuple[Hesitation, ...]:
    """The hesitations of two windows that both hear what is around `cut`: each gives those whose middle lies on its
    side. Close to the cut one window may place it just beyond: what neither would give is taken from either."""
    before = [event for event in left if _middle(event) < cut]
    after = [event for event in right if _middle(event) >= cut]
    kept = [*before, *(event for event in after if not (before and event.start < before[-1].end))]
    for event in (*left, *right):
        at_cut = abs(_middle(event) - cut) < near
        if at_cut and all(max(event.start - one.end, one.start - event.end) >= 0 for one in kept):
            kept.append(event)
    return tuple(sorted(kept, key=lambda event: event.start))


def within(events: Sequence[Hesitation], seconds: float) -> tuple[Hesitation, ...]:
    """The events as far as they lie within the recording."""
    return tuple(replace(event, end=min(event.end, seconds)) for event in events if event.start < seconds)


def _event(chances: Chances, filler: NDArray[np.float32], first: int) -> Hesitation:
    """ "um" where its last third is more nasal than open."""
    import numpy as np

    tail = chances[-max(1, len(chances) // 3) :]
    return Hesitation(
        start=round(first * STATE_SECONDS, 3),
        end=round((first + len(chances)) * STATE_SECONDS, 3),
        confidence=round(float(np.max(filler)), 4),
        label="um" if float(tail[:, 2].sum()) > float(tail[:, 1].sum()) else "uh",
    )


def _placed(event: Hesitation, chunk: Chunk) -> Hesitation:
    start, end = chunk.place(event.start, event.end)
    return replace(event, start=round(start, 3), end=round(end, 3))


def _moments(chunk: Chunk, frames: int) -> NDArray[np.float64]:
    """The second of the recording in the middle of each frame of the chunk's sound."""
    import numpy as np

    at = (np.arange(frames) + 0.5) * STATE_SECONDS * SAMPLE_RATE
    lengths = np.array([b - a for a, b in chunk.pieces])
    ends = np.cumsum(lengths)
    piece = np.minimum(np.searchsorted(ends, at, side="right"), len(ends) - 1)
    begun = np.array([a for a, _ in chunk.pieces]) - (ends - lengths)
    seconds: NDArray[np.float64] = (at + begun[piece]) / SAMPLE_RATE
    return seconds


def _middle(event: Hesitation) -> float:
    return (event.start + event.end) / 2

"""Short, soft sounds that tell a speaker what a screen would: begin, thirty seconds left, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

Cue = Literal["speak", "soon", "end"]

CUE_RATE = 48_000

NOTES: dict[Cue, tuple[float, float]] = {
    "speak": (523.25, 659.26),  # C5, E5: rising, an invitation
    "soon": (587.33, 587.33),  # D5 twice: a knock
    "end": (659.26, 523.25),  # E5, C5: falling, done
}
"""Two notes each, in Hz, equal temperament on A4 = 440 Hz."""

NOTE = 0.18
LEVEL = 0.1
"""-20 dBFS at the peak: heard on headphones, too soft to startle."""


def soft_cue(cue: Cue, sample_rate: int = CUE_RATE) -> Samples:
    """A two-note sound of 0.4 s, mono float32 at `sample_rate`; each note swells and dies away without a click."""
    import numpy as np

    time = np.arange(round(NOTE * sample_rate)) / sample_rate
    shape = np.sin(np.pi * time / NOTE) ** 2
    gap = np.zeros(round(0.04 * sample_rate))
    first, second = (LEVEL * shape * np.sin(2 * np.pi * note * time) for note in NOTES[cue])
    return np.concatenate([first, gap, second]).astype(np.float32)

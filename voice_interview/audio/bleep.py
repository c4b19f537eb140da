"""A soft tone in the place of what was said, so that a listener knows that something was taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from voice_interview.model import SAMPLE_RATE, Span

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

HERTZ, LEVEL = 440.0, 0.02
"""A tone at -37 dBFS, softer than speech. Not the 1,000 Hz of broadcasters, which listeners, Whisper too, take for a
swear word."""

FADE = 0.005
"""Seconds in which the speech fades before a span and comes back after it; inside there is none of it."""


def bleeped(blocks: Iterable[Samples], spans: Sequence[Span]) -> Iterator[Samples]:
    """The blocks, mono at 16 kHz, with `spans` (seconds from the first sample, in order and apart) replaced."""
    import numpy as np

    edges = np.array([[span.start - FADE, span.start, span.end, span.end + FADE] for span in spans]).ravel()
    kept = np.tile([1.0, 0.0, 0.0, 1.0], len(spans))
    at = 0
    for block in blocks:
        times = (at + np.arange(len(block))) / SAMPLE_RATE
        at += len(block)
        if not len(edges):
            yield block
            continue
        gain = np.interp(times, edges, kept)
        inside = np.searchsorted(edges.reshape(-1, 4)[:, 1:3].ravel(), times, side="right") % 2 == 1
        tone = LEVEL * np.sin(2 * np.pi * HERTZ * times) * inside
        yield np.asarray(np.where(inside, 0.0, block * gain) + tone, np.float32)

"""How loud each band of the sound is, every 10 ms, and how high the voice, every 32 ms; blocks may have any size.

Sound is worked on in windows of 1.6 s that lie on a fixed grid: whatever the blocks, the same numbers are computed from
the same samples, to the bit.
"""

from __future__ import annotations

from array import array
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

    Decibels = NDArray[np.float32]

STEP = 160
"""Samples of a step (10 ms): where speech starts and ends is read from these."""

STEP_SECONDS = STEP / SAMPLE_RATE

FRAME = 512
"""Samples of a frame (32 ms), as Silero's: one pitch each."""

FRAME_SECONDS = FRAME / SAMPLE_RATE

GRID = 25_600
"""Samples worked on at once: 160 steps and 50 frames."""

MARGIN = 256
"""Samples known before and after a window."""

BANDS = (60, 400, 900, 1800, 3200, 5000, 7600)
"""Edges in Hz. A voice that sinks into the noise of a room does so in some bands first: rumble and fans hide its vowels
and leave its s and f, hiss hides those and leaves the vowels. Below 60 Hz is hum and rumble alone."""

HEARD_OVER = 400
"""Samples of the Hann window over which a step's level is taken (25 ms)."""

NOTHING = -120.0
"""The level written for no sound at all (dBFS)."""

LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
"""Where the pitch of a speaking voice is looked for."""

VOICED = 0.45
OCTAVE_COST = 0.055
"""Of the height of the normalised autocorrelation: from where on it is a pitch, and what an octave less costs, so that
the first of like peaks wins (Boersma 1993, "Accurate short-term analysis of the fundamental frequency", Praat's
method). Boersma's cost of .01 is for clean sound: at 5 dB of white noise it took 5 % of the frames of a gliding voice
an octave too low, at 0 dB 15 %; this one, which Praat has for filtered sound, 0 and 1 %."""

_CORRELATED = 648
"""Points of the transform that correlates 512 samples at 8 kHz with themselves: no lag wraps around. Its way back has
twice as many, so that lags come at 16 kHz: high voices have few samples a period."""


class Prosody:
    """Feeds on blocks of any size; keeps 6 bytes for each step and 2 for each frame (0.7 KB for a second)."""

    def __init__(self) -> None:
        import numpy as np

        self._steps = array("B")
        self._pitches = array("H")
        self._rest: list[Samples] = [np.zeros(MARGIN, np.float32)]
        self._waiting = MARGIN
        self._seen = 0

    def feed(self, block: Samples) -> None:
        """Take mono sound at 16 kHz."""
        import numpy as np

        self._rest.append(block)
        self._waiting += len(block)
        self._seen += len(block)
        if self._waiting < GRID + 2 * MARGIN:
            return
        sound, at = np.concatenate(self._rest).astype(np.float32, copy=False), 0
        while len(sound) - at >= GRID + 2 * MARGIN:
            self._measure(sound[at : at + GRID + 2 * MARGIN])
            at += GRID
        self._rest, self._waiting = [sound[at:].copy()], len(sound) - at

    def finish(self) -> None:
        """Measure what is left; no sound comes after this."""
        import numpy as np

        seen = self._seen
        self.feed(np.zeros(GRID + 2 * MARGIN - self._waiting, np.float32))
        self._seen = seen
        del self._steps[-(-seen // STEP) * (len(BANDS) - 1) :]
        del self._pitches[-(-seen // FRAME) :]

    def levels(self) -> Decibels:
        """dBFS of each step and band, `(steps, 6)`, to half a decibel."""
        import numpy as np

        coded = np.frombuffer(self._steps.tobytes(), np.uint8).reshape(-1, len(BANDS) - 1)
        return coded.astype(np.float32) * np.float32(0.5) + np.float32(NOTHING)

    def pitches(self) -> Decibels:
        """Hz of each frame, 0 where none was found."""
        import numpy as np

        return np.frombuffer(self._pitches.tobytes(), np.uint16).astype(np.float32) * np.float32(0.1)

    def _measure(self, sound: Samples) -> None:
        import numpy as np

        levels = band_levels(sound)
        self._steps.frombytes(np.rint(2 * (levels - NOTHING)).clip(0, 255).astype(np.uint8).tobytes())
        self._pitches.frombytes(np.rint(10 * pitch(sound)).astype(np.uint16).tobytes())


def band_levels(sound: Samples) -> Decibels:
    """dBFS of each band in the steps of one window with its margins, `(160, 6)`."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    window, shares = _bands()
    first = MARGIN - (HEARD_OVER - STEP) // 2
    parts = sliding_window_view(sound[first:], HEARD_OVER)[:GRID:STEP]
    return decibels(np.square(np.abs(np.fft.rfft(parts * window, FRAME))) @ shares)


def pitch(sound: Samples) -> Decibels:
    """Hz of the voice in the frames of one window with its margins, 0 where there is none, `(50,)`: the highest peak of
    the autocorrelation, divided by that of its window (Boersma 1993)."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    window, own = _correlation()
    halved = (sound[0::2] + sound[1::2]) / 2
    parts = sliding_window_view(halved, FRAME)[: GRID // 2 : FRAME // 2]
    parts = (parts - parts.mean(axis=1, keepdims=True)) * window
    shortest, longest = int(SAMPLE_RATE / HIGHEST_HZ), int(SAMPLE_RATE / LOWEST_HZ)
    spectra = np.square(np.abs(np.fft.rfft(parts, _CORRELATED)))
    found = np.fft.irfft(spectra, 2 * _CORRELATED)[:, : longest + 2] / own[: longest + 2]
    found = found / np.maximum(found[:, :1], 1e-12)
    lags = np.arange(shortest, longest + 1)
    before, here, after = found[:, shortest - 1 : longest], found[:, lags], found[:, shortest + 1 : longest + 2]
    peaks = (here > before) & (here >= after)
    # Between two lags a peak is as high as the parabola through the three around it.
    shifts = np.where(peaks, (before - after) / 2 / np.minimum(before - 2 * here + after, -1e-9), 0.0).clip(-1, 1)
    heights = here - (before - after) * shifts / 4
    scores = np.where(peaks, heights - OCTAVE_COST * np.log2(LOWEST_HZ * lags / SAMPLE_RATE), -1.0)
    best = np.arange(len(scores)), scores.argmax(axis=1)
    hertz: Decibels = np.where(
        peaks[best] & (heights[best] >= VOICED), SAMPLE_RATE / (lags[best[1]] + shifts[best]), 0.0
    )
    return hertz


def power(levels: Decibels) -> Decibels:
    """Mean squares of levels in dBFS."""
    import numpy as np

    squares: Decibels = np.power(np.float32(10), levels * np.float32(0.1))
    return squares


def decibels(squares: Decibels) -> Decibels:
    """Levels in dBFS of mean squares."""
    import numpy as np

    levels: Decibels = np.float32(10) * np.log10(np.maximum(squares, np.float32(1e-12)))
    return levels


@cache
def _bands() -> tuple[Any, Any]:
    """The window of a step, and what each frequency of its spectrum gives to each band (full scale is 0 dB)."""
    import numpy as np

    window = np.hanning(HEARD_OVER + 1)[:HEARD_OVER].astype(np.float32)
    hertz = np.fft.rfftfreq(FRAME, 1 / SAMPLE_RATE)
    shares = np.stack([(hertz >= a) & (hertz < b) for a, b in pairwise(BANDS)], axis=1)
    return window, (shares * 2 / (FRAME * np.sum(np.square(window)))).astype(np.float32)


@cache
def _correlation() -> tuple[Any, Any]:
    """The window of a frame at 8 kHz, and its own autocorrelation."""
    import numpy as np

    window = np.hanning(FRAME + 1)[:FRAME].astype(np.float32)
    own = np.fft.irfft(np.square(np.abs(np.fft.rfft(window, _CORRELATED))), 2 * _CORRELATED)
    return window, (own / own[0]).astype(np.float32)

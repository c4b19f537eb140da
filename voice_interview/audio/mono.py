"""Any sound, as it comes, to one channel at one rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

LIVE = 1e-2
"""A channel takes part in the mix from -20 dB below the loudest. The two capsules of a laptop lie within a few dB of
each other; the empty side of a headset or an unused input of an interface lies 40 dB down or at zero."""

CANCELLED = 5e-3
"""Under -23 dB of the loudest channel the mix has cancelled itself: uncorrelated channels lose 3 dB each time their
number doubles, eight of them 9 dB; capsules wired with opposite polarity lose nearly everything."""


def clean(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same sound with NaN as 0 and everything clipped to -1..1: one NaN would spoil a filter for good."""
    import numpy as np

    if not np.isfinite(frames).all():
        frames = np.nan_to_num(frames, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.clip(frames, -1.0, 1.0).astype(np.float32, copy=False)


class Mixdown:
    """Mixes `channels` down to one: the mean of the channels that carry sound.

    The plain mean of all would cost a microphone on one side of a stereo input 6 dB, on an interface of eight 18 dB.
    Which channels carry sound is decided from their energy since the start, so it is causal; weights move over one
    block, so a change does not click. Where the mean cancels itself (opposite polarity), the loudest is taken alone.
    """

    def __init__(self, channels: int) -> None:
        import numpy as np

        self._products = np.zeros((channels, channels))
        self._weights: NDArray[np.float64] | None = None

    def feed(self, frames: NDArray[np.float32]) -> Samples:
        """`frames` is (n, channels); n samples come back."""
        import numpy as np

        if frames.shape[1] == 1 or not len(frames):
            return frames[:, 0]
        exact = frames.astype(np.float64)
        self._products += exact.T @ exact
        after = self._choose()
        before = after if self._weights is None else self._weights
        self._weights = after
        if np.array_equal(before, after):
            return np.asarray(exact @ after, dtype=np.float32)
        share = np.linspace(0.0, 1.0, len(frames))[:, None]
        return np.asarray((exact * (before + (after - before) * share)).sum(axis=1), dtype=np.float32)

    def _choose(self) -> NDArray[np.float64]:
        import numpy as np

        energy = np.diag(self._products)
        live = energy >= np.max(energy) * LIVE
        weights = live / live.sum()
        if weights @ self._products @ weights < np.max(energy) * CANCELLED:
            weights = (np.arange(len(energy)) == np.argmax(energy)).astype(np.float64)
        return np.asarray(weights, dtype=np.float64)


class Mono:
    """A stream of blocks from `source_rate` and any number of channels to mono at `target_rate`, by soxr (HQ)."""

    def __init__(self, source_rate: int, target_rate: int) -> None:
        import soxr

        self.source_rate = source_rate
        self._mix: Mixdown | None = None
        self._channels = 0
        self._resampler = (
            None if source_rate == target_rate else soxr.ResampleStream(source_rate, target_rate, 1, "float32", "HQ")
        )

    def feed(self, frames: NDArray[np.float32]) -> Samples:
        """`frames` is (n, channels) of float32; what is ready comes back, which may be nothing yet."""
        frames = clean(frames)
        if self._mix is None or frames.shape[1] != self._channels:
            self._mix, self._channels = Mixdown(frames.shape[1]), frames.shape[1]
        mono = self._mix.feed(frames)
        if self._resampler is None:
            return mono
        # The filter rings above full scale on clipped sound.
        return clean(self._resampler.resample_chunk(mono))

    def flush(self) -> Samples:
        """What the filter still holds. The stream has ended; a new one needs a new `Mono`."""
        import numpy as np

        nothing: Samples = np.zeros(0, dtype=np.float32)
        return nothing if self._resampler is None else clean(self._resampler.resample_chunk(nothing, last=True))

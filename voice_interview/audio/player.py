"""A sound file to the loudspeaker, at its own rate, until it has been heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from queue import Empty, Full, Queue
from typing import TYPE_CHECKING, Any

from voice_interview.audio.decode import resampled
from voice_interview.audio.devices import Device
from voice_interview.audio.mono import Mono
from voice_interview.audio.system import Opener, TimedOutError, open_stream, portaudio, within
from voice_interview.errors import DeviceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

BLOCK = 0.1
AHEAD = 20
"""Blocks decoded ahead of what is heard: 2 s."""

LEAD_IN = 0.2
"""Seconds of silence first: loudspeakers that sleep (Bluetooth, HDMI) swallow the beginning."""

FADE = 0.01
"""Seconds: short beside any sound of speech, long beside the click of a step."""

STALLED = 3.0
"""Seconds without a request for sound after which the device is gone."""

ASLEEP = 1.0
"""Seconds between two looks, 0.05 apart, from which the program stood still (Ctrl-Z), and could not be asked."""


class Player:
    """Plays through `device`."""

    def __init__(
        self, device: Device, *, clock: Callable[[], float] = time.monotonic, opener: Opener = open_stream
    ) -> None:
        self.device = device
        self._clock = clock
        self._open = opener

    def play(self, sound: Path, stop: threading.Event | None = None) -> None:
        """Play a sound file; returns when it has been heard to its end, or soon after `stop` is set.

        Raises UnreadableAudioError before anything is heard, DeviceError where the device refuses or goes away.
        """
        self._play(lambda rate: resampled(sound, rate, seconds=BLOCK), stop)

    def play_samples(self, samples: Samples, sample_rate: int, stop: threading.Event | None = None) -> None:
        """The same for mono samples in memory, such as a cue."""

        def blocks(rate: int) -> Iterator[Samples]:
            mono = Mono(sample_rate, rate)
            size = max(1, round(BLOCK * sample_rate))
            for first in range(0, len(samples), size):
                yield mono.feed(samples[first : first + size].reshape(-1, 1))
            yield mono.flush()

        self._play(blocks, stop)

    def _play(self, blocks: Callable[[int], Iterator[Samples]], stop: threading.Event | None) -> None:
        stop = stop or threading.Event()
        own = max(1, min(2, self.device.channels))
        rates = dict.fromkeys((self.device.sample_rate, 48_000, 44_100))
        next(iter(blocks(self.device.sample_rate)), None)  # an unreadable file fails before the device is opened
        feed = _Feed(self._clock)
        shapes = [(rate, channels) for rate in rates for channels in dict.fromkeys((own, 1, 2))]
        stream, rate = self._open(self.device, "output", shapes, feed.fill, feed.finished.set)
        feed.asked = feed.looked = self._clock()  # opening takes seconds where it is Bluetooth
        try:
            self._feed(feed, _padded(blocks(rate), rate, stream.latency), stop)
        finally:
            _close(stream)

    def _feed(self, feed: _Feed, blocks: Iterable[Samples | None], stop: threading.Event) -> None:
        for block in blocks:
            while not feed.offer(block):
                if stop.is_set():
                    return
                self._check(feed)
        while not feed.finished.wait(0.02):
            if stop.is_set():
                return
            self._check(feed)
        self._check(feed)

    def _check(self, feed: _Feed) -> None:
        now = self._clock()
        if now - feed.looked > ASLEEP:
            feed.asked = now
        feed.looked = now
        if now - feed.asked > STALLED or (feed.finished.is_set() and not feed.over):
            raise DeviceError(
                f"The loudspeaker {self.device.name!r} went away while playing.",
                "Plug it in again, choose another, or go on without sound: --mute.",
            )


def part(sound: Samples, sample_rate: int, start: float, end: float) -> Samples:
    """The sound from `start` to `end` (seconds; what lies outside is left out), faded over `FADE` at both ends, for a
    cut into speech clicks."""
    import numpy as np

    piece = sound[max(0, round(start * sample_rate)) : max(0, round(end * sample_rate))].copy()
    ramp = min(round(FADE * sample_rate), len(piece) // 2)
    slope = np.linspace(0, 1, ramp, dtype=np.float32)
    piece[:ramp] *= slope
    piece[len(piece) - ramp :] *= slope[::-1]
    return piece


class _Feed:
    """Between the thread that decodes and PortAudio's thread, which must never wait."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._queue: Queue[Samples | None] = Queue(AHEAD)
        self._rest: Samples | None = None
        self._clock = clock
        self.asked = self.looked = clock()
        self.over = False
        self.finished = threading.Event()

    def offer(self, block: Samples | None) -> bool:
        """Queue a block, or None for the end; False where there was no room for 50 ms."""
        try:
            self._queue.put(block, timeout=0.05)
        except Full:
            return False
        return True

    def fill(self, out: NDArray[np.float32], frames: int, _time: Any, _status: Any) -> None:
        """PortAudio's thread: copy what there is; silence where nothing has been decoded in time."""
        self.asked = self._clock()
        done = 0
        while done < frames and not self.over:
            if self._rest is None or not len(self._rest):
                try:
                    self._rest = self._queue.get_nowait()
                except Empty:
                    break
                self.over = self._rest is None
                continue
            piece, self._rest = self._rest[: frames - done], self._rest[frames - done :]
            out[done : done + len(piece)] = piece[:, None]
            done += len(piece)
        out[done:] = 0
        if self.over:
            raise portaudio().CallbackStop


def _padded(blocks: Iterator[Samples], rate: int, latency: float) -> Iterator[Samples | None]:
    """With silence before, for loudspeakers that wake up, and after, so that the last word leaves the device's buffers;
    then the end mark."""
    import numpy as np

    def silence(seconds: float) -> Samples:
        return np.zeros(round(seconds * rate), dtype=np.float32)

    yield from chain([silence(LEAD_IN)], blocks, [silence(latency + BLOCK), None])


def _close(stream: Any) -> None:
    try:
        within(3.0, lambda: (stream.abort(ignore_errors=True), stream.close(ignore_errors=True)))
    except TimedOutError:
        return

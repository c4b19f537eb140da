"""The microphone to `answer.wav`, while it happens.

PortAudio's thread   copies, counts and leaves
writer               mixes down, resamples, writes to disk; a kill costs what PortAudio still held
listener             hands the same samples to `on_block`, however slow that is, and says when there are no more
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, BinaryIO

from msgspec import Struct

from voice_interview.audio.delivered import Delivered
from voice_interview.audio.devices import Device
from voice_interview.audio.mono import Mono
from voice_interview.audio.system import Opener, TimedOutError, open_stream, within
from voice_interview.audio.wav import WavWriter, quantised
from voice_interview.audio.wav import repair as repair
from voice_interview.errors import DeviceError, TakeError, VoiceInterviewError
from voice_interview.files import new_private
from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

LOST_AFTER = 5.0
"""Seconds without a block after which the device is gone: an unplugged one sends no event. With 1.5 s, four of
four answers of 4 to 30 minutes, on two cores that fifteen programs shared, were over before their speaker was: nothing
had been unplugged, nobody had been given a turn."""

ALL_ZERO_GRACE = 1.5
"""Seconds of nothing but zeros after which a microphone counts as live all the same: a noise gate or a very quiet room
looks like this. A headset that is still connecting sends zeros for less."""

DEAD = 5e-7
"""Samples below this are digital silence: a muted microphone, or macOS without permission. 16 bits begin at 3e-5."""

METER = 0.1
MANY_CHANNELS = 8
"""More than this is no microphone but ALSA's plug-in, which invents channels by copying."""


class Recorded(Struct, frozen=True, kw_only=True):
    """What came of a recording. `sample_rate` is the device's own (the file has 16 kHz), `cuts` the seconds in the file
    where it was paused."""

    seconds: float
    sample_rate: int
    overflows: int = 0
    cuts: tuple[float, ...] = ()


class _Mark:
    """Stands between what was captured before and after a `hold`; `pauses` is the number of its pause. `frames` of the
    file lie before it."""

    def __init__(self, pauses: int) -> None:
        self.pauses = pauses
        self.frames = 0
        self.passed = threading.Event()


class Recorder:
    """Records one take from `device` into the new file `path`; `on_block` gets the 16 kHz float blocks that it gets,
    and `on_end` is called after the last, while the file is being closed: a disk takes its time. Where one of them
    raises, none is called again, and the recording goes on.

    `error` is set when the recording ended by itself (a full disk): the file holds everything up to then.
    """

    def __init__(
        self,
        device: Device,
        path: Path,
        *,
        on_block: Callable[[Samples], None] | None = None,
        on_end: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        opener: Opener = open_stream,
    ) -> None:
        self.device = device
        self.path = path
        self.error: VoiceInterviewError | None = None
        self._on_block = on_block
        self._on_end = on_end
        self._clock = clock
        self._open = opener
        self._captured: SimpleQueue[tuple[NDArray[np.float32], int] | _Mark | None] = SimpleQueue()
        self._heard: SimpleQueue[Samples | _Mark | None] = SimpleQueue()
        self._recent: deque[Samples] = deque()
        self._stream: Any = None
        self._threads: list[threading.Thread] = []
        self._arrived = threading.Event()
        self._sounded = threading.Event()
        self._rate = device.sample_rate
        self._frames = 0
        self._overflows = 0
        self._cuts: list[float] = []
        self._delivered = Delivered(clock)
        self._pauses = 0
        self._paused = self._ended = self._lost = self._closing = False
        self._result: Recorded | None = None

    # -- for the caller -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the device and the file and begin. Raises DeviceError, NoAudioSystemError, TakeError."""
        file = _create(self.path)
        try:
            self._stream, self._rate = self._open(self.device, "input", self._shapes(), self._capture, self._end)
        except BaseException:
            file.close()
            self.path.unlink(missing_ok=True)
            raise
        self._begin(file)

    def wait_live(self, timeout: float) -> bool:
        """Wait for the first live buffer, the moment to say "speak"; False where no buffer came in `timeout` seconds,
        and at once where there is an `error`.

        Live is the first buffer with sound in it, or any buffer after 1.5 s of zeros.
        """
        begun = self._clock()
        if not self._arrived.wait(timeout) or self.error:
            return False
        left = timeout - (self._clock() - begun)
        self._sounded.wait(max(0.0, min(ALL_ZERO_GRACE, left)))
        return True

    def pause(self) -> None:
        """Leave out what is said from now on; the device stays open."""
        self._delivered.pause(self._rate)
        self._paused = True
        self._pauses += 1  # after `_paused`, see `_take_in`

    def resume(self) -> None:
        """Go on in the same file, without a gap, once what was said in the pause has come: 2 s at most, if late."""
        # `lost` is not asked: where the program was stopped, the first block is still to come.
        self._delivered.resume(self._rate, lambda: self._ended or self._closing or self.error is not None)
        self._paused = False

    def hold(self) -> Recorded:
        """Pause, and return what the recording is so far, once all of it is in the file and has gone to `on_block`.
        What comes after `resume` begins exactly at its `seconds`."""
        self._catch_up()
        self.pause()
        mark = _Mark(self._pauses)
        self._captured.put(mark)
        while not mark.passed.wait(0.1) and all(thread.is_alive() for thread in self._threads):
            pass  # a disk that is full ends the threads
        return self._so_far(mark.frames / SAMPLE_RATE if mark.passed.is_set() else self.seconds)

    def stop(self) -> Recorded:
        """End the recording and close the file; every block has gone to `on_block` when this returns. Calling it again
        gives the same value; after an interruption (Ctrl-C) it goes on where it was."""
        if self._result is None:
            self._lost = self.lost
            self._catch_up()
            self._closing = True
            self._captured.put(None)
            self._close_stream()
            for thread in self._threads:
                thread.join()
            self._result = self._so_far(self.seconds)
        return self._result

    @property
    def seconds(self) -> float:
        """Recorded so far."""
        return self._frames / SAMPLE_RATE

    @property
    def level_dbfs(self) -> float | None:
        """Root mean square of the last 100 ms in dB below full scale; None where they are digital silence."""
        import numpy as np

        recent = list(self._recent)
        if not recent:
            return None
        power = float(np.mean(np.square(np.concatenate(recent), dtype=np.float64)))
        return 10 * float(np.log10(power)) if power > DEAD**2 else None

    @property
    def lost(self) -> bool:
        """Whether the device stopped delivering; it stays so."""
        last = self._delivered.last
        if self._result is None and not self._closing and last is not None:
            self._lost = self._lost or self._ended or self._clock() - last > LOST_AFTER
        return self._lost

    # -- inside ---------------------------------------------------------------------------------------------------

    def _so_far(self, seconds: float) -> Recorded:
        return Recorded(
            seconds=seconds,
            sample_rate=self._rate,
            overflows=self._overflows or int(self._delivered.hole(self._rate)),
            cuts=tuple(self._cuts),
        )

    def _shapes(self) -> list[tuple[int, int]]:
        """Rates and channels to try: the device's own, then what is refused least often."""
        own = self.device.channels if self.device.channels <= MANY_CHANNELS else 2
        rates = dict.fromkeys((self.device.sample_rate, 48_000, 44_100, SAMPLE_RATE))
        return [(rate, channels) for rate in rates for channels in dict.fromkeys((own, min(own, 2), 1))]

    def _begin(self, file: BinaryIO) -> None:
        self._threads = [
            threading.Thread(target=self._write, args=(file,), name="recording-writer", daemon=True),
            threading.Thread(target=self._listen, name="recording-listener", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _capture(self, frames: NDArray[np.float32], count: int, _time: Any, status: Any) -> None:
        """PortAudio's thread: copy, count, leave."""
        if status and status.input_overflow and not self._paused:
            self._overflows += 1
        self._take_in(frames)
        self._delivered.block(count)  # at last: what is counted is no more waited for

    def _take_in(self, frames: NDArray[np.float32]) -> None:
        if self._closing or self.error is not None:
            return
        pauses = self._pauses  # before the look at `_paused`: a block that came with the pause has the old number
        if not self._paused:
            self._captured.put((frames.copy(), pauses))

    def _catch_up(self) -> None:
        """Take in what was said before this moment."""
        if not self._paused:
            self._delivered.catch_up(self._rate, lambda: self.lost or self._closing or self.error is not None)

    def _end(self) -> None:
        self._ended = True

    def _write(self, file: BinaryIO) -> None:
        try:
            wav = WavWriter(file)
            try:
                self._write_all(wav)
            finally:
                self._heard.put(None)
                self._frames = wav.frames
                wav.close()
        except OSError as error:
            self.error = TakeError(
                f"The recording ended: {self.path} could not be written ({error.strerror or error}).",
                "Free some space; what was said before is kept.",
            )
        except Exception as error:  # a bug must not take the answer with it; it is raised to nobody on this thread
            self.error = DeviceError(f"The recording ended by a fault of the program ({error!r}).", "Please report it.")
        finally:
            self._heard.put(None)
            self._arrived.set()  # or never will: an error ends the wait for it
            with suppress(OSError):  # what a full disk still owes was reported above
                file.close()

    def _write_all(self, wav: WavWriter) -> None:
        mono, held, past = Mono(self._rate, SAMPLE_RATE), 0, 0
        while (item := self._captured.get()) is not None:
            if isinstance(item, _Mark):
                self._store(wav, mono.flush())
                mono, held = Mono(self._rate, SAMPLE_RATE), item.pauses
                item.frames = wav.frames
                self._heard.put(item)
                continue
            frames, pauses = item
            if pauses < held:
                continue  # it came while the hold began, and belongs to neither answer
            if pauses > past:
                self._store(wav, mono.flush())
                mono, past = Mono(self._rate, SAMPLE_RATE), pauses
                if wav.frames:
                    self._cuts.append(wav.frames / SAMPLE_RATE)
            self._store(wav, mono.feed(frames))
            self._arrived.set()
        self._store(wav, mono.flush())

    def _store(self, wav: WavWriter, samples: Samples) -> None:
        import numpy as np

        if not len(samples):
            return
        wav.write(samples)
        self._frames = wav.frames
        if float(np.max(np.abs(samples))) > DEAD:
            self._sounded.set()
        exact = quantised(samples)
        self._recent.append(exact)
        held = sum(map(len, self._recent))
        while held - len(self._recent[0]) >= METER * SAMPLE_RATE:
            held -= len(self._recent.popleft())
        self._heard.put(exact)

    def _listen(self) -> None:
        while (block := self._heard.get()) is not None:
            if isinstance(block, _Mark):
                block.passed.set()
            elif self._on_block is not None:
                self._tell(partial(self._on_block, block))
        if self._on_end is not None:
            self._tell(self._on_end)

    def _tell(self, listener: Callable[[], None]) -> None:
        try:
            listener()
        except Exception:  # the answer matters more: all of it is in the file
            self._on_block = self._on_end = None

    def _close_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is None:
            return
        try:
            # A device that is gone fails here or never answers; the file is closed all the same.
            within(3.0, lambda: (stream.stop(ignore_errors=True), stream.close(ignore_errors=True)))
        except TimedOutError:
            return


def _create(path: Path) -> BinaryIO:
    """A new file, readable by its owner alone; an existing one is never overwritten."""
    try:
        return new_private(path)
    except OSError as error:
        message = f"The recording {path} could not be made ({error.strerror})."
        raise TakeError(message, "Choose a folder that can be written: --recordings DIR.") from error

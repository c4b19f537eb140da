"""`answer.wav` as it grows: 16 kHz, mono, 16-bit, with a header that is right after every block."""

from __future__ import annotations

import io
import os
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from voice_interview.errors import UnreadableAudioError
from voice_interview.files import ordinary
from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

HEADER = 44
SAMPLE = 2
LARGEST = 2**32 - 1 - HEADER
"""Bytes of sound that the header can tell of: 37 hours."""

SYNC_EVERY = 1.0
"""Seconds between two fsyncs: what a power cut may cost. A killed program loses nothing that was written."""


def quantised(samples: Samples) -> Samples:
    """`samples` as a 16-bit file gives them back, so that what is heard live is what is read from the file later."""
    import numpy as np

    return np.asarray(np.clip(np.round(samples * 32768.0), -32768, 32767) / 32768.0, dtype=np.float32)


class WavWriter:
    """Writes samples to an open binary file, block by block; each block is handed to the operating system at once and
    the header corrected after it. OSError (a full disk) comes through; what was written before it stays.

    The disk is waited for on a thread of its own: on one that does a write a second, a kill cost 2.9 s of sound which
    had come in while it was waited for in between (benchmarks/faults.md)."""

    def __init__(self, file: BinaryIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._synced = clock()
        self._data = 0
        self._syncing: threading.Thread | None = None
        self._failed: OSError | None = None
        self._write(header(0))

    @property
    def frames(self) -> int:
        """Samples in the file."""
        return self._data // SAMPLE

    def write(self, samples: Samples) -> None:
        """Append mono float samples, -1 to 1."""
        left = memoryview((quantised(samples) * 32768.0).astype("<i2").tobytes())
        while left:  # a disk that fills up takes a part, and refuses the next
            count = self._write(left)
            self._data += count
            left = left[count:]
        self._head()
        if self._clock() - self._synced >= SYNC_EVERY:
            self._sync_beside()

    def close(self) -> None:
        """Finish the file, reach the disk and close; raises OSError where the disk refuses, closed all the same."""
        try:
            if self._syncing is not None:
                self._syncing.join()
            self._head()
            self._file.truncate(HEADER + self.frames * SAMPLE)
            self._sync()
            self._tell_failure()
        finally:
            self._file.close()

    def _head(self) -> None:
        self._file.seek(0)
        self._write(header(self.frames * SAMPLE))
        self._file.seek(0, os.SEEK_END)

    def _write(self, data: bytes | memoryview) -> int:
        count = self._file.write(data)
        self._file.flush()
        return count

    def _sync_beside(self) -> None:
        """Reach the disk while more is being written; where it is still busy with what was written before, later."""
        if self._syncing is not None and self._syncing.is_alive():
            return
        self._tell_failure()
        self._synced = self._clock()
        self._syncing = threading.Thread(target=self._try_sync, name="recording-sync", daemon=True)
        self._syncing.start()

    def _try_sync(self) -> None:
        try:
            self._sync()
        except OSError as error:
            self._failed = error

    def _tell_failure(self) -> None:
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def _sync(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except io.UnsupportedOperation:  # a file in memory
            return


def header(data: int) -> bytes:
    """The 44 bytes before `data` bytes of 16 kHz mono 16-bit sound (RIFF WAVE, PCM), at most `LARGEST`."""
    rate = SAMPLE_RATE * SAMPLE
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, rate, SAMPLE, 8 * SAMPLE)
    return struct.pack("<4sI4s", b"RIFF", 36 + data, b"WAVE") + form + struct.pack("<4sI", b"data", data)


def repair(path: Path) -> float:
    """Mend the header of an `answer.wav` whose writer was killed, at whatever byte; returns the seconds it holds.

    A file that is right already is left as it is. A half-written last sample is cut off. Raises UnreadableAudioError
    where the file is missing, not writable, larger than a WAV file can be, or begins with something that this program
    does not write.
    """
    try:
        ordinary(path)
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            data = max(0, size - HEADER) // SAMPLE * SAMPLE
            file.seek(0)
            found = file.read(HEADER)
            if not _ours(found):
                raise UnreadableAudioError(f"{path} is no take of this program.", "Analyse it as a file instead.")
            if data > LARGEST:
                raise UnreadableAudioError(f"{path} is larger than any WAV file.", "It is no recording: delete it.")
            right = header(data)
            if found != right or size != HEADER + data:
                file.seek(0)
                file.write(right)
                file.truncate(HEADER + data)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise UnreadableAudioError(
            f"{path} cannot be mended ({error.strerror}).", "Check the disk and rights."
        ) from error
    return data / SAMPLE / SAMPLE_RATE


def _ours(found: bytes) -> bool:
    """Whether these first bytes are our header as far as they go, whatever its two sizes; a crash of the machine can
    leave zeros, when the file's length reached the disk and its content did not."""
    right = header(0)
    sizes = {*range(4, 8), *range(40, 44)}
    return not any(found) or all(i in sizes or byte == right[i] for i, byte in enumerate(found))

"""Spoken sound as a plain WAV file: mono, 16-bit."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import TYPE_CHECKING

from voice_interview.errors import VoiceError
from voice_interview.files import write_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

QUIET = 0.003
"""-50 dBFS: under this a synthetic voice is silent; its fricatives lie at -40 dBFS and above."""

BEFORE, AFTER = 0.05, 0.25
"""Seconds of silence left before and after the voice: enough for a breath, little enough not to be waited for."""


def write(samples: Samples, rate: int, to: Path) -> Path:
    """Write mono float samples as a 16-bit WAV file, whole or not at all; raises VoiceError where the disk refuses."""
    import numpy as np

    memory = io.BytesIO()
    with wave.open(memory, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    try:
        write_whole(to, memory.getvalue())
    except OSError as error:
        raise VoiceError(f"{to} could not be written ({error.strerror}).", "Free some space, or use --mute.") from error
    return to


def read(path: Path) -> tuple[Samples, int]:
    """A WAV file of 8, 16 or 32-bit integers as mono float samples, and its rate; VoiceError where it is none or empty.

    Synthesizers that write to a pipe leave lengths in the header that are wrong, so all that is there is read.
    """
    import numpy as np

    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(f"The voice wrote no sound ({error}).", "Try another --voice, or --mute.") from error
    kinds: dict[int, str] = {1: "u1", 2: "<i2", 4: "<i4"}
    if width not in kinds:
        raise VoiceError(f"The voice wrote {8 * width}-bit sound, which is not understood.", "Try another --voice.")
    if not data:
        raise VoiceError("The voice wrote no sound.", "Try another --voice, or --mute.")
    values: NDArray[np.float32] = np.frombuffer(
        data[: len(data) // (width * channels) * width * channels], kinds[width]
    )
    floats = (values.astype(np.float32) - (128 if width == 1 else 0)) / float(1 << (8 * width - 1))
    return floats.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate


def trimmed(samples: Samples, rate: int) -> Samples:
    """Without the long silence that voices put around a sentence; all of it where nothing is loud."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return samples
    return samples[max(0, loud[0] - round(BEFORE * rate)) : loud[-1] + 1 + round(AFTER * rate)]

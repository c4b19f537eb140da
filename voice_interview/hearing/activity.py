"""How likely each moment is speech, and how loud it is: causal, and the same whatever the size of the blocks."""

from __future__ import annotations

from array import array
from collections import deque
from typing import TYPE_CHECKING, Any

from voice_interview.hearing import prosody
from voice_interview.hearing.prosody import NOTHING
from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

FRAME = prosody.FRAME
"""Samples a frame (32 ms): what Silero's voice activity model takes at 16 kHz."""

FRAME_SECONDS = FRAME / SAMPLE_RATE

VOICE = 0.5
"""Probability from which a frame is voice: Silero's own default threshold."""

STILL_VOICE = 0.35
"""And until which it stays voice once it was: Silero's own default, 0.15 below."""

LOUD = 10.0
"""Decibels above the noise floor from which a frame counts as possible speech even where Silero hears no voice:
whispered speech measured 15 to 40 dB above its room and had a voice probability of .02 to .7; steady noise varies by
under 1 dB from frame to frame, and a fan by 2 to 3."""

FLOOR_SECONDS = 10.0
FLOOR_SHARE = 0.1
"""The noise floor is the level that a tenth of the last 10 s stay under: speech leaves more than a tenth of its frames
to gaps and closures."""

FLOOR_LOWEST = -75.0
"""No floor is taken to be lower (dBFS): digital silence has none, and 16-bit rooms measure -85 to -70."""


class Silero:
    """Silero's voice activity model, as faster-whisper carries it, frame by frame: each is heard with the end of the
    one before it, and the state goes along, so that what came in one block or in many makes no difference."""

    CONTEXT = 64

    def __init__(self) -> None:
        import numpy as np
        from faster_whisper.vad import get_vad_model

        self._session: Any = get_vad_model().session
        self._state = np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)
        self._before = np.zeros(self.CONTEXT, np.float32)

    def __call__(self, frame: Samples) -> float:
        """The probability of speech in the next frame."""
        import numpy as np

        heard = np.concatenate((self._before, np.clip(frame, -1, 1)))[np.newaxis]
        self._before = heard[0, -self.CONTEXT :]
        probability, *state = self._session.run(None, {"input": heard, "h": self._state[0], "c": self._state[1]})
        self._state = state[0], state[1]
        return float(np.ravel(probability)[0])


class Activity:
    """Frames of 32 ms: `voice` (probability), `level` (dBFS), `floor` (dBFS, from the past alone), which grow by 4
    bytes a frame each; and the `prosody`. A second of sound leaves 1 KB, nothing else is kept."""

    def __init__(self) -> None:
        self.voice = array("f")
        self.level = array("f")
        self.floor = array("f")
        self.prosody = prosody.Prosody()
        self._silero = Silero()
        self._rest: list[Samples] = []
        self._resting = 0
        self._past: deque[float] = deque(maxlen=int(FLOOR_SECONDS / FRAME_SECONDS))

    def feed(self, block: Samples) -> int:
        """Take a block of any size; returns how many frames it completed."""
        self.prosody.feed(block)
        return self._feed(block)

    def finish(self) -> int:
        """Complete the last frame with silence; no sound comes after this."""
        import numpy as np

        self.prosody.finish()
        return self._feed(np.zeros(FRAME - self._resting, np.float32)) if self._resting else 0

    def _feed(self, block: Samples) -> int:
        import numpy as np

        self._rest.append(block)
        self._resting += len(block)
        if self._resting < FRAME:
            return 0
        sound = np.concatenate(self._rest)
        frames = len(sound) // FRAME
        self._rest, self._resting = [sound[frames * FRAME :]], len(sound) - frames * FRAME
        self._measure(sound[: frames * FRAME])
        return frames

    def _measure(self, sound: Samples) -> None:
        import numpy as np

        frames = sound.reshape(-1, FRAME)
        levels = dbfs(np.mean(np.square(frames, dtype=np.float64), axis=1))
        for frame, level in zip(frames, levels.tolist(), strict=True):
            self.voice.append(self._silero(frame))
            self.level.append(level)
            self._past.append(level)
            self.floor.append(noise_floor(self._past))


def noise_floor(levels: deque[float] | array[float] | list[float]) -> float:
    """The level (dBFS) that `FLOOR_SHARE` of `levels` stay under, at least `FLOOR_LOWEST`."""
    ordered = sorted(levels)
    return max(FLOOR_LOWEST, ordered[int(len(ordered) * FLOOR_SHARE)])


def dbfs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean squares as decibels below full scale, `NOTHING` at the least."""
    import numpy as np

    levels: NDArray[np.float64] = 10 * np.log10(np.maximum(power, 1e-12))
    return np.maximum(levels, NOTHING)


def is_open(voice: float, level: float, floor: float, before: bool) -> bool:
    """The gate: voice, *or* a level well above the floor, so that whispered speech keeps its words. `before`: whether
    the frame before was open."""
    return voice >= (STILL_VOICE if before else VOICE) or level >= floor + LOUD

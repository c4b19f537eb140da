"""A sound file in the place of the microphone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voice_interview.audio import decode
from voice_interview.audio.recorder import Recorded
from voice_interview.audio.wav import WavWriter, quantised
from voice_interview.errors import TakeError, VoiceInterviewError
from voice_interview.files import new_private
from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    from voice_interview.plugins import Samples


def copy(source: Path, path: Path, on_block: Callable[[Samples], None] | None = None) -> float:
    """Write the sound of `source` to the new file `path`, as the recorder would have (16 kHz, mono, 16-bit); gives its
    seconds. `on_block` gets the samples as they are in the file. Raises UnreadableAudioError, TakeError."""
    blocks = decode.blocks(source)
    try:
        with new_private(path) as file:
            wav = WavWriter(file)
            for block in blocks:
                wav.write(block)
                if on_block is not None:
                    on_block(quantised(block))
            wav.close()
    except OSError as error:
        raise TakeError(f"{path} could not be written: {error.strerror}.", "Free some space.") from error
    return wav.frames / SAMPLE_RATE


class Replay:
    """Stands in for `Recorder`: the candidate has said what is in `source`, all of it by the time it is stopped."""

    error: VoiceInterviewError | None = None
    level_dbfs: float | None = None
    lost = False

    def __init__(self, source: Path, path: Path, on_block: Callable[[Samples], None]) -> None:
        self._source = source
        self._path = path
        self._on_block = on_block
        self._result: Recorded | None = None
        self.started = False

    @property
    def seconds(self) -> float:
        return self._result.seconds if self._result else 0.0

    def start(self) -> None:
        self.started = True

    def wait_live(self, timeout: float) -> bool:  # noqa: ARG002
        return True

    def pause(self) -> None:
        """There is nobody to wait for."""

    def resume(self) -> None:
        """There was nobody to wait for."""

    def hold(self) -> Recorded:
        """All has been said: there is nothing to go on with."""
        return self.stop()

    def stop(self) -> Recorded:
        if self._result is None:
            self._result = Recorded(seconds=copy(self._source, self._path, self._on_block), sample_rate=SAMPLE_RATE)
        return self._result

"""Is this recording fit to be judged? What is wrong with it, and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.model import SAMPLE_RATE, Fault

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

ALL_ZERO = 5e-7
"""No sample above this in the whole recording: what a microphone without permission or with its switch off delivers
(less than a hundredth of one step of 16 bits)."""

CLIP = 0.985
"""Samples from here on count as full scale: resampling moves the flat top of a clipped wave by about 1 %."""

CLIP_RUN = 4
"""Full-scale samples in a row that make one clipped peak: 0.25 ms flat, which no unclipped voice is."""

CLIPPED_SHARE = 0.05
"""Share of the voiced samples in clipped peaks from which a recording is refused. Of one recording overdriven more and
more, word errors stayed at 10 of 61 up to a share of .07 and were 44 at .34; levels are wrong well before."""

QUIET = -62.0
"""Median voiced level (dBFS) under which a recording is refused. Of one 16-bit recording turned down, word errors were
10 of 61 at -31, 14 at -61, 19 at -64 and 55 below that; a real whispered recording had -58."""

FAULTS = {
    "muted": (
        "The recording holds no sound at all: every sample is zero.",
        "Switch the microphone on, and allow this program to use it (on macOS: System Settings, Privacy & Security).",
    ),
    "no-speech": (
        "No speech was heard in the recording.",
        "Check with `voice-interview doctor` that the right microphone is chosen, and speak after the cue.",
    ),
    "too-quiet": (
        "The recording is too quiet to be judged.",
        "Move closer to the microphone, or raise its level in the system's sound settings.",
    ),
    "clipped": (
        "The recording is overdriven: its loud parts are cut off.",
        "Lower the microphone's level in the system's sound settings, or move away from it.",
    ),
    "echo": (
        "The microphone heard the question from the loudspeaker.",
        "Use headphones, or turn the loudspeaker down.",
    ),
}


class Fitness:
    """Watches the samples go by; keeps a few numbers."""

    def __init__(self) -> None:
        self._seen = 0
        self._peak = 0.0
        self._clipped = 0
        self._run = 0

    def feed(self, block: Samples) -> None:
        import numpy as np

        if not len(block):
            return
        size = np.abs(block)
        self._seen += len(block)
        self._peak = max(self._peak, float(size.max()))
        if self._run or float(size.max()) >= CLIP:
            self._count(size >= CLIP)

    def _count(self, full: object) -> None:
        """Add the clipped peaks of a block; a run may have begun in the block before."""
        import numpy as np

        flags = np.concatenate((np.ones(self._run, bool), np.asarray(full, bool)))
        edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.view(np.int8), [0])))).reshape(-1, 2)
        lengths = edges[:, 1] - edges[:, 0]
        counted = self._run if self._run >= CLIP_RUN else 0
        self._clipped += int(lengths[lengths >= CLIP_RUN].sum()) - counted
        self._run = int(lengths[-1]) if len(lengths) and edges[-1, 1] == len(flags) else 0

    def faults(self, voiced_seconds: float, level_dbfs: float | None, words: int) -> tuple[Fault, ...]:
        """What is wrong, given the voiced time, the median voiced level, and how many words were recognised."""
        if self._peak < ALL_ZERO:
            return (fault("muted"),)
        if not words or not voiced_seconds:
            return (fault("clipped" if self._clipped > CLIPPED_SHARE * self._seen else "no-speech"),)
        found = []
        if level_dbfs is not None and level_dbfs < QUIET:
            found.append(fault("too-quiet"))
        if self._clipped > CLIPPED_SHARE * voiced_seconds * SAMPLE_RATE:
            found.append(fault("clipped"))
        return tuple(found)


ECHO = 0.25
"""Correlation from which a piece of the prompt was heard in the recording. Echoes 20 dB and 50 dB down in a reverberant
room gave .68 and .42 (in the second best piece), under an answer .37; other speech and noise at most .14, and the same
synthetic voice saying one of the question's words .32."""

ECHO_SECONDS = 1.0
"""The prompt is looked for in pieces of this length, since a loudspeaker's clock drifts against the microphone's."""


ECHO_DRIFT = 0.1
"""Seconds by which two pieces of an echo may differ in how late they are: clocks drift by far less in a minute."""

SYLLABLE = 0.25
"""Seconds of the parts that are looked for one by one where an echo may be."""

ECHO_SHARE = 0.7
"""Share of the question's loud syllables that must be heard there. The same synthetic voice saying "customer service
means" in its answer gave .57 of "What does customer service mean to you?"; an echo gives nearly all from where it is
first heard."""


def echo(samples: Samples, prompt: Samples) -> Fault | None:
    """The fault `echo` where the question's own playback `prompt` (mono, 16 kHz) lies in `samples`, else None.

    Normalised cross-correlation (a matched filter) of whitened sound: the prompt's own waveform stands out by far. Two
    pieces of it must be found, equally late, and most of its syllables there: one word in the same voice is no echo.
    """
    piece = int(ECHO_SECONDS * SAMPLE_RATE)
    if len(prompt) < 1.5 * piece or len(samples) < piece:
        return None
    starts, heard = [*range(0, len(prompt) - piece, piece), len(prompt) - piece], _Whitened(samples)
    found = [(at, *heard.find(prompt[at : at + piece])) for at in starts]
    late = [place - at for at, score, place in found if score >= ECHO]
    near = ECHO_DRIFT * SAMPLE_RATE
    twice = [one for number, one in enumerate(late) if any(abs(one - other) <= near for other in late[:number])]
    return fault("echo") if any(_share(samples, prompt, delay) >= ECHO_SHARE for delay in twice) else None


def _share(samples: Samples, prompt: Samples, delay: int) -> float:
    """The share of the loud syllables of `prompt` that are in `samples`, `delay` samples later; those that would lie
    before the recording began do not count."""
    import numpy as np

    size, around = int(SYLLABLE * SAMPLE_RATE), int(ECHO_DRIFT * SAMPLE_RATE)
    syllables = [(at, prompt[at : at + size]) for at in range(0, len(prompt) - size + 1, size)]
    loudest = max(float(np.mean(np.square(part))) for _, part in syllables)
    scores = [
        _Whitened(samples[max(0, at + delay - around) : at + delay + size + around]).find(part)[0]
        for at, part in syllables
        if at + delay >= 0 and np.mean(np.square(part)) >= loudest / 100 and at + delay + size <= len(samples)
    ]
    return sum(score >= ECHO for score in scores) / len(scores) if scores else 0.0


class _Whitened:
    """Sound with its spectrum's tilt taken out, in which parts of another are looked for."""

    def __init__(self, samples: Samples) -> None:
        import numpy as np

        self._sound = np.diff(samples.astype(np.float64))
        self._size = 1 << len(samples).bit_length()
        self._spectrum = np.fft.rfft(self._sound, self._size)
        self._energy = np.cumsum(np.concatenate(([0.0], np.square(self._sound))))

    def find(self, part: Samples) -> tuple[float, int]:
        """The highest normalised correlation of `part`, no longer than the sound, anywhere in it, and the sample at
        which that is."""
        import numpy as np

        short = np.diff(part.astype(np.float64))
        spectrum = self._spectrum * np.conj(np.fft.rfft(short, self._size))
        products = np.fft.irfft(spectrum, self._size)[: len(self._sound) - len(short) + 1]
        around = self._energy[len(short) :] - self._energy[: -len(short)]
        scale = np.sqrt(np.maximum(around, 1e-9) * max(float(np.square(short).sum()), 1e-9))
        scores = np.abs(products) / scale
        place = int(scores.argmax())
        return float(scores[place]), place


def fault(code: str) -> Fault:
    """The fault of that code, with its sentences."""
    message, fix = FAULTS[code]
    return Fault(code=code, message=message, fix=fix)

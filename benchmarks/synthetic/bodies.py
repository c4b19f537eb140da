"""Breath, coughs, laughter, throats and lips, made from noise and formants: sounds of people that are no words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, sosfilt

from benchmarks.synthetic import voices
from benchmarks.synthetic.vocoder import Array
from benchmarks.synthetic.voices import RATE

Body = Callable[[np.random.Generator], Array]
Wave = NDArray[np.floating]


def breath(random: np.random.Generator) -> Array:
    """Air drawn in or let out, 0.25 to 1.2 s, through an open mouth."""
    size = round(random.uniform(0.25, 1.2) * RATE)
    at = np.linspace(0, 1, size)
    shape = at ** random.uniform(0.5, 2.0) * (1 - at) ** random.uniform(0.3, 1.5)
    air = _mouth(random, random.standard_normal(size), (700, 1500, 2600, 4000), (400, 500, 600, 800))
    return voices.louder(np.asarray(air * shape, np.float32), voices.LOUDNESS - 12)


def cough(random: np.random.Generator) -> Array:
    """One to three bursts: an explosion of air, then a rough voice that dies away."""
    bursts: list[Wave] = []
    for _ in range(int(random.integers(1, 4))):
        size = round(random.uniform(0.18, 0.4) * RATE)
        at = np.arange(size) / RATE
        air = random.standard_normal(size) * (np.exp(-at / 0.03) + 0.25 * np.exp(-at / 0.12))
        voice = _glottis(random, np.full(size, random.uniform(110, 260)), rough=0.25) * np.exp(-at / 0.1) * (at > 0.03)
        whole = _mouth(random, air + random.uniform(0.1, 0.8) * voice, (650, 1300, 2500, 3700), (150, 200, 300, 400))
        bursts += [whole, np.zeros(round(random.uniform(0.05, 0.3) * RATE))]
    return voices.louder(np.concatenate(bursts[:-1]).astype(np.float32), voices.LOUDNESS + random.uniform(-6, 3))


def laugh(random: np.random.Generator) -> Array:
    """Three to nine short voiced breaths ("ha ha ha"), a fifth of a second apart, falling."""
    high, notes = random.uniform(150, 420), int(random.integers(3, 10))
    shapes = [(750, 1300, 2500, 3600), (550, 1500, 2500, 3500), (400, 1900, 2600, 3600)]
    formants = np.asarray(random.choice(shapes)).tolist()
    every = random.uniform(0.16, 0.26)
    pieces = []
    for number in range(notes):
        size = round(every * random.uniform(0.9, 1.1) * RATE)
        at = np.linspace(0, 1, size)
        pitch = high * 2 ** (-number * random.uniform(0.2, 0.8) / 12) * (1 + 0.1 * np.sin(np.pi * at))
        voiced = _glottis(random, pitch, rough=0.04) * np.clip(np.sin(np.pi * np.clip((at - 0.25) / 0.6, 0, 1)), 0, 1)
        air = 0.3 * random.standard_normal(size) * np.exp(-(((at - 0.15) / 0.15) ** 2))
        pieces.append(_mouth(random, voiced + air, tuple(formants), (120, 160, 250, 350)) * 0.93**number)
    return voices.louder(np.concatenate(pieces).astype(np.float32), voices.LOUDNESS + random.uniform(-6, 3))


def throat(random: np.random.Generator) -> Array:
    """Clearing the throat: a rough, low, closed voice."""
    size = round(random.uniform(0.25, 0.7) * RATE)
    at = np.linspace(0, 1, size)
    rough = _glottis(random, np.full(size, random.uniform(70, 130)), rough=0.35)
    whole = _mouth(random, rough + 0.8 * random.standard_normal(size), (450, 1100, 2300, 3300), (200, 250, 300, 400))
    return voices.louder(
        np.asarray(whole * np.sin(np.pi * at) ** 0.5, np.float32), voices.LOUDNESS - random.uniform(2, 10)
    )


def lips(random: np.random.Generator) -> Array:
    """Lips or tongue coming apart: a click or two."""
    out = np.zeros(round(random.uniform(0.04, 0.12) * RATE))
    for _ in range(int(random.integers(1, 3))):
        begin = int(random.integers(0, len(out) - 160))
        out[begin : begin + 160] += random.standard_normal(160) * np.exp(-np.arange(160) / 25)
    sharp = sosfilt(butter(2, [1200, 6000], "band", fs=RATE, output="sos"), out)
    return voices.louder(sharp.astype(np.float32), voices.LOUDNESS - random.uniform(8, 18))


BODIES: dict[str, Body] = {"breath": breath, "cough": cough, "laugh": laugh, "throat": throat, "lips": lips}


def _glottis(random: np.random.Generator, pitch: Wave, rough: float) -> Array:
    """Pulses at `pitch` hertz a sample, softened; `rough`: how irregular they are."""
    every = np.arange(0, len(pitch) + 160, 160)
    wander = np.interp(np.arange(len(pitch)), every, random.normal(0, rough, len(every)))
    turns = np.cumsum(pitch * (1 + wander)) / RATE
    pulses = np.diff(np.floor(turns), prepend=0.0)
    return np.asarray(lfilter([1], [1, -1.7, 0.72], pulses), np.float32)


def _mouth(random: np.random.Generator, source: Wave, formants: tuple[float, ...], widths: tuple[float, ...]) -> Array:
    """The source through resonances in a row, each moved by up to a tenth."""
    out = np.asarray(source, np.float64)
    for hertz, width in zip(formants, widths, strict=True):
        turn = 2 * np.pi * hertz * random.uniform(0.9, 1.1) / RATE
        decay = np.exp(-np.pi * width / RATE)
        out = lfilter([1 - decay], [1, -2 * decay * np.cos(turn), decay**2], out)
    return np.asarray(out / max(float(np.std(out)), 1e-9), np.float32)

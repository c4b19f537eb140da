"""Noise made from formulas: each returns float32 at 16 kHz with a root mean square of 1, from a generator of chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

from benchmarks.synthetic import voices
from benchmarks.synthetic.texts import sentences
from benchmarks.synthetic.vocoder import Array
from benchmarks.synthetic.voices import RATE

Noise = Callable[[np.random.Generator, float], Array]


def white(random: np.random.Generator, seconds: float) -> Array:
    return random.standard_normal(round(seconds * RATE)).astype(np.float32)


def pink(random: np.random.Generator, seconds: float) -> Array:
    """3 dB less an octave, down to 30 Hz."""
    return coloured(random, seconds, -0.5)


def coloured(random: np.random.Generator, seconds: float, power: float) -> Array:
    """Noise whose amplitude goes with frequency to the `power`."""
    size = round(seconds * RATE)
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 30.0)
    return unit(np.fft.irfft(np.fft.rfft(random.standard_normal(size)) * hertz**power, size))


def fan(random: np.random.Generator, seconds: float) -> Array:
    """Air (low-pass noise) and the blades' hum with overtones, both swelling slowly."""
    size = round(seconds * RATE)
    at = np.arange(size) / RATE
    air = lfilter([1], [1, -0.96], random.standard_normal(size))
    blades = random.uniform(45, 130)
    turn = 2 * np.pi * np.cumsum(blades * (1 + 0.004 * np.sin(2 * np.pi * 0.3 * at))) / RATE
    hum = sum(np.sin(k * turn + random.uniform(0, 6)) / k**1.3 for k in range(1, 7))
    swell = 1 + 0.15 * np.sin(2 * np.pi * random.uniform(0.2, 1.0) * at)
    return unit((air / np.std(air) + random.uniform(0.1, 0.5) * hum) * swell)


def keyboard(random: np.random.Generator, seconds: float) -> Array:
    """Keys going down and up, in bursts of typing, over a faint floor."""
    out = 0.004 * random.standard_normal(round(seconds * RATE))
    at = random.uniform(0, 0.5)
    while at < seconds - 0.2:
        for _ in range(int(random.integers(2, 14))):
            for later, strength in ((0.0, 1.0), (random.uniform(0.06, 0.11), 0.45)):
                _add(out, at + later, _click(random) * strength * random.uniform(0.5, 1.2))
            at += random.uniform(0.09, 0.28)
        at += random.exponential(0.8)
    return unit(out)


def street(random: np.random.Generator, seconds: float) -> Array:
    """Rumble, and cars that come and go, now and then one that sounds its horn."""
    size = round(seconds * RATE)
    at = np.arange(size) / RATE
    out = coloured(random, seconds, -1.0).astype(np.float64)
    for _ in range(max(1, round(seconds / 6))):
        middle, width = random.uniform(0, seconds), random.uniform(0.8, 2.5)
        car = sosfilt(
            butter(2, [120, random.uniform(900, 2500)], "band", fs=RATE, output="sos"), random.normal(size=size)
        )
        out += 6 * random.uniform(0.3, 1.2) * car * np.exp(-(((at - middle) / width) ** 2))
    if random.random() < seconds / 40:
        horn = sum(np.sign(np.sin(2 * np.pi * hertz * at)) for hertz in (392.0, 494.0))
        begin = random.uniform(0, seconds)
        out += 0.8 * horn * ((at > begin) & (at < begin + random.uniform(0.2, 0.6)))
    return unit(out)


def music(random: np.random.Generator, seconds: float) -> Array:
    """Chords of plucked and held tones over a bass, one key, steady time."""
    out = np.zeros(round(seconds * RATE))
    beat, root = random.uniform(0.35, 0.7), random.uniform(90, 180)
    scale = np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16])
    for number, at in enumerate(np.arange(0, seconds - 0.1, beat)):
        if number % 4 == 0:
            _add(out, at, _tone(random, root / 2 * 2 ** (scale[number // 4 % 5] / 12), beat * 4, held=True) * 0.8)
        for note in random.choice(scale, size=int(random.integers(1, 4)), replace=False):
            held = bool(random.random() < 0.3)
            _add(
                out, at, _tone(random, root * 2 ** ((note + 12) / 12), beat * random.uniform(0.8, 2.5), held=held) * 0.4
            )
    return unit(out)


def babble(random: np.random.Generator, seconds: float) -> Array:
    """Six people at once, behind a wall of air."""
    pool, size = _talk(), round(seconds * RATE)
    out = np.zeros(size)
    for _ in range(6):
        start = int(random.integers(len(pool)))
        out += np.resize(np.roll(pool, -start), size) * random.uniform(0.4, 1.0)
    return unit(lfilter([1], [1, -0.6], out))


NOISES: dict[str, Noise] = {
    "white": white,
    "pink": pink,
    "fan": fan,
    "keyboard": keyboard,
    "street": street,
    "babble": babble,
    "music": music,
}


def unit(sound: Any) -> Array:
    """Root mean square 1; silence stays silence."""
    return np.asarray(sound / max(float(np.std(sound)), 1e-9), np.float32)


@cache
def _talk() -> Array:
    """Half a minute of four voices, one after the other."""
    random = np.random.default_rng(77)
    lines = random.permutation(np.array(sentences("train"), dtype=object))[:12]
    return np.concatenate([voices.draw(random, "train").say(str(line)) for line in lines])


def _click(random: np.random.Generator) -> Array:
    size = int(0.03 * RATE)
    body = random.standard_normal(size) * np.exp(-np.arange(size) / RATE / random.uniform(0.002, 0.006))
    return np.asarray(lfilter([1, -0.7], [1, -0.3], body), np.float32)


def _tone(random: np.random.Generator, hertz: float, seconds: float, *, held: bool) -> Array:
    at = np.arange(round(seconds * RATE)) / RATE
    shape = np.minimum(1, at / 0.02) * (np.minimum(1, (seconds - at) / 0.05) if held else np.exp(-3 * at / seconds))
    overtones = [
        np.sin(2 * np.pi * k * hertz * at) / k ** random.uniform(1.2, 2.2) for k in range(1, 8) if k * hertz < 7500
    ]
    return np.asarray(shape * np.sum(overtones, axis=0), np.float32)


def _add(out: Any, at: float, sound: Any) -> None:
    begin = round(at * RATE)
    size = min(len(sound), len(out) - begin)
    if size > 0:
        out[begin : begin + size] += sound[:size]

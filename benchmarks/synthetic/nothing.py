"""Recordings in which nobody says anything: not one word or filler may be found in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.synthetic import bodies, noises
from benchmarks.synthetic.bodies import Body
from benchmarks.synthetic.vocoder import Array
from benchmarks.synthetic.voices import RATE, louder

Nothing = Callable[[np.random.Generator, float], Array]

HISS = -72.0
"""dBFS of the noise that every real input has."""


def make(kind: str, minutes: float, seed: int = 0) -> Array:
    """`minutes` of a kind in `KINDS`: float32 at 16 kHz, at the level that a microphone on a desk gives it."""
    random = np.random.default_rng([seed, sorted(KINDS).index(kind)])
    seconds = minutes * 60
    hiss = 10 ** (HISS / 20) * random.standard_normal(round(seconds * RATE))
    return np.asarray(np.clip(KINDS[kind](random, seconds) + hiss, -1, 1), np.float32)


def _silence(_random: np.random.Generator, seconds: float) -> Array:
    return np.zeros(round(seconds * RATE), np.float32)


def _steady(noise: noises.Noise, loudest: float) -> Nothing:
    """The noise in stretches of up to a minute, each at a level of its own, at most `loudest` dBFS."""

    def fill(random: np.random.Generator, seconds: float) -> Array:
        pieces, missing = [], seconds
        while missing > 1e-6:
            length = min(missing, float(random.uniform(15, 60)))
            pieces.append(noise(random, length) * 10 ** (random.uniform(loudest - 20, loudest) / 20))
            missing -= length
        return np.resize(np.concatenate(pieces), round(seconds * RATE)).astype(np.float32)

    return fill


def _now_and_then(body: Body) -> Nothing:
    """One every one to five seconds, at levels over 20 dB."""

    def fill(random: np.random.Generator, seconds: float) -> Array:
        out = np.zeros(round(seconds * RATE), np.float32)
        at = float(random.uniform(0.5, 3))
        while True:
            sound = louder(body(random), float(random.uniform(-42, -20)))
            begin = round(at * RATE)
            if begin + len(sound) > len(out):
                return out
            out[begin : begin + len(sound)] += sound
            at += len(sound) / RATE + float(random.uniform(1, 5))

    return fill


KINDS: dict[str, Nothing] = {
    "silence": _silence,
    "fan": _steady(noises.fan, -35.0),
    "keyboard": _steady(noises.keyboard, -40.0),
    "street": _steady(noises.street, -30.0),
    "music": _steady(noises.music, -22.0),
    "breath": _now_and_then(bodies.breath),
    "cough": _now_and_then(bodies.cough),
    "laughter": _now_and_then(bodies.laugh),
}

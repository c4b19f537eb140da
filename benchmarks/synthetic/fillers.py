"""Filled pauses said by synthetic voices, and what is easily taken for one: lengthened words and signs of listening."""

from __future__ import annotations

from typing import Literal

import numpy as np
import soxr

from benchmarks.synthetic import vocoder, voices
from benchmarks.synthetic.vocoder import Array, Frames
from benchmarks.synthetic.voices import RATE, Voice

Label = Literal["um", "uh", "er", "ah", "hm", "mm"]

OFTEN: dict[Label, float] = {"um": 0.36, "uh": 0.36, "er": 0.09, "ah": 0.05, "hm": 0.05, "mm": 0.09}
"""How often each is said; "um" and "uh" are about equal in American conversation (Clark & Fox Tree 2002)."""

NASAL = ("um", "hm", "mm")

SHORTEST, LONGEST = 0.12, 1.3
"""Seconds. Fillers of 0.2 to 0.6 s are the usual ones (Shriberg 2001); rare ones last longer than a second."""

SPELT: dict[str, dict[Label, tuple[str, ...]]] = {
    "hibari": {
        "um": ("/ʌm", "/ʌm.", "/əm", "/ɜm", "/ɐm,", "Um,"),
        "uh": ("/ʌ", "/ʌ,", "/ə", "/ɐ", "/ɜ", "/æ", "Uh,"),
        "er": ("/ɜɹ", "/ɜː", "/əɹ,", "/ɜ"),
        "ah": ("/ɑ", "/ɑː,", "/a"),
        "hm": ("/hm", "/hm,", "/həm"),
        "mm": ("/m", "/mm,", "/m."),
    },
    "piper": {
        "um": ("/ʌm", "/ˈʌm,", "/əm", "/ɜːm", "/ˈʌːm", "/ɐm."),
        "uh": ("/ʌ", "/ˈʌ,", "/ə", "/ɐ", "/ɜː", "/ˈʌː,"),
        "er": ("/ɜː", "/ˈɜː,", "/ɚ", "/əː"),
        "ah": ("/ɑː", "/ˈɑː,", "/aː"),
        "hm": ("/hm", "/həm,", "/hˈʌm"),
        "mm": ("/m", "/əm", "/mˈm,"),
    },
    "espeak": {
        "um": ("/Vm", "/'Vm", "/@m", "/3:m", "/V:m", "/am"),
        "uh": ("/V", "/'V:", "/@", "/3:", "/a", "/@:"),
        "er": ("/3:", "/'3:", "/@r", "/3:r"),
        "ah": ("/A:", "/'A:", "/aa"),
        "hm": ("/hm", "/h@m", "/hVm"),
        "mm": ("/m", "/mm", "/m:"),
    },
}
"""Several ways to pronounce each, in the phonemes of the engine (after "/") or in letters."""

LENGTHENED = ("the", "a", "and", "so", "okay", "you", "to", "but", "of", "I", "or", "that", "with", "my", "well", "for")
"""Words that people draw out while they think, as they draw out "um"; they are words all the same."""

LISTENING = ("mhm", "uh-huh", "yeah", "yes", "right", "no", "oh", "ooh", "wow")

HUMMED: dict[str, dict[str, tuple[str, ...]]] = {
    "hibari": {"mhm": ("/mhˈm", "/m hˈm"), "uh-huh": ("/ʌhˈʌ", "/ʌ hˈʌ")},
    "piper": {"mhm": ("/mhˈm", "/əmhˈʌm"), "uh-huh": ("/ʌhˈʌ", "/əhˈʌ")},
    "espeak": {"mhm": ("/mh'm", "/m_h'@m"), "uh-huh": ("/Vh'V", "/V_h'V")},
}
"""The two that are spelt unlike they sound: two beats, the second higher, with breath between them."""


def label(random: np.random.Generator) -> Label:
    labels: list[Label] = list(OFTEN)
    return labels[random.choice(len(labels), p=list(OFTEN.values()))]


def seconds(random: np.random.Generator, said: Label) -> float:
    """Lognormal around 0.36 s (0.28 s where nothing closes the mouth)."""
    middle = 0.36 if said in NASAL else 0.28
    return float(np.clip(middle * np.exp(0.45 * random.standard_normal()), SHORTEST, LONGEST))


def filler(random: np.random.Generator, said: Label, voice: Voice) -> Array:
    """One filled pause, mostly drawn out and flattened, sometimes as the voice reads it; 16 kHz, of the common
    loudness."""
    spelt = str(random.choice(SPELT[voice.engine][said]))
    if random.random() < 0.25:
        return _as_read(random, spelt, voice)
    frames = _voiced(voice.frames(spelt))
    if said in NASAL and said != "mm":
        frames = _balanced(frames, float(random.uniform(0.25, 0.75)))
    return _out(random, _flattened(random, frames.lasting(seconds(random, said))))


def _as_read(random: np.random.Generator, spelt: str, voice: Voice) -> Array:
    sound = voice.say(spelt, pace=float(random.uniform(0.5, 1.3)), seed=int(random.integers(1 << 30)))
    longest = round(LONGEST * RATE)
    return sound if len(sound) >= SHORTEST * RATE else _out(random, voice.frames(spelt).lasting(0.2))[:longest]


def lengthened(random: np.random.Generator, word: str, voice: Voice) -> Array:
    """`word` drawn out to 0.3 to 0.9 s, by its vowel or all of it, often as flat as a filler."""
    frames = _voiced(voice.frames(word), keep=True)
    wanted = float(np.clip(0.42 * np.exp(0.35 * random.standard_normal()), 0.25, 0.95))
    drawn = frames.lasting(wanted) if random.random() < 0.4 else _drawn(random, frames, wanted)
    return _out(random, _flattened(random, drawn) if random.random() < 0.6 else drawn)


def listening(random: np.random.Generator, said: str, voice: Voice) -> Array:
    """A sign of listening ("mhm"), as the voice reads it or a little slower."""
    hummed = HUMMED[voice.engine].get(said)
    spelt = str(random.choice(hummed)) if hummed else said.capitalize() + ","
    return voice.say(spelt, pace=float(random.uniform(0.6, 1.1)), seed=int(random.integers(1 << 30)))


def _voiced(frames: Frames, keep: bool = False) -> Frames:
    """From the first to the last loud frame; without the voiceless ones at the edges unless they are to be kept."""
    loud = np.logaddexp(2 * frames.harmonics, 2 * frames.breath)[10:200].mean(axis=0)
    heard = loud > np.max(loud) - 6.0
    if not keep and (frames.pitch > 40)[heard].any():
        heard &= frames.pitch > 40
    places = np.flatnonzero(heard)
    return frames.part(int(places[0]), int(places[-1]) + 1)


def _balanced(frames: Frames, nasal: float) -> Frames:
    """With `nasal` of its time closed: where the sound above 1 kHz falls is where the lips close."""
    high = frames.harmonics[55:150].mean(axis=0)
    falls = (
        int(np.clip(np.argmin(np.diff(high, prepend=high[0])[2:-2]) + 2, 1, len(frames) - 2)) if len(frames) > 6 else 1
    )
    size = 96
    open_part = np.linspace(0, falls, max(2, round(size * (1 - nasal))))
    closed_part = np.linspace(falls, len(frames) - 1, max(2, round(size * nasal)))
    return frames.at(np.concatenate([open_part, closed_part[1:]]))


def _drawn(random: np.random.Generator, frames: Frames, wanted: float) -> Frames:
    """Lengthened around one voiced moment, nearer to the end, as people do; everything else keeps its time."""
    voiced = np.flatnonzero(frames.pitch > 40)
    if not len(voiced):
        return frames.lasting(wanted)
    where = float(voiced[int(random.uniform(0.4, 0.95) * (len(voiced) - 1))])
    extra = max(0, round(wanted / vocoder.FRAME_SECONDS) - len(frames))
    held = where + np.cumsum(random.normal(0, 0.08, extra))
    around = np.concatenate([np.arange(0, where), np.clip(held, 0, len(frames) - 1), np.arange(where, len(frames))])
    return frames.at(around)


def _flattened(random: np.random.Generator, frames: Frames) -> Frames:
    """As flat and low as the pitch of a thinking voice: around or a little under the voice's own, falling by up to
    three semitones, trembling; one in six creaks."""
    own = frames.pitch[frames.pitch > 40]
    middle = float(np.median(own)) if len(own) else 120.0
    creak = random.random() < 0.16
    start = float(np.clip(middle * random.uniform(0.78, 1.08), 70, 400)) * (0.55 if creak else 1.0)
    fall = 2 ** (-np.linspace(0, random.uniform(-0.5, 3.0), len(frames)) / 12)
    drift = np.cumsum(random.normal(0, 0.006, len(frames)))
    tremble = random.normal(0, 0.12 if creak else 0.012, len(frames))
    pitch = np.clip(start * fall * (1 + drift - drift.mean() + tremble), 45, 420)
    return frames.sung(pitch.astype(np.float32))


def _out(random: np.random.Generator, frames: Frames) -> Array:
    """To samples, with the swelling and fading of something said alone."""
    sound = frames.sound(int(random.integers(1 << 30)))
    rise, fall = random.uniform(0.01, 0.06), random.uniform(0.02, 0.15)
    at = np.arange(len(sound)) / vocoder.RATE
    left = at[-1] - at if len(at) else at
    shaped = sound * np.minimum(1, at / rise) ** 0.7 * np.minimum(1, left / fall) ** 0.7
    slow = np.asarray(soxr.resample(shaped.astype(np.float32), vocoder.RATE, RATE), np.float32)
    return voices.louder(voices.trimmed(slow))

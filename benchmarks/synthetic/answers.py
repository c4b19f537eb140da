"""Spoken answers with exact truth: what is said, where every filler lies, and where it is silent.

    made = make(7, "test", seconds=40, snr_db=10, room="office")

The same arguments give the same sound. Training and test differ in sentences, seeds and voices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.synthetic import bodies, fillers, noises, rooms, voices
from benchmarks.synthetic.texts import sentences
from benchmarks.synthetic.vocoder import Array
from benchmarks.synthetic.voices import RATE, Split, Voice

SHORTEST_PAUSE = 0.2
"""Seconds of silence from which a gap is listed; stop consonants close the mouth for up to 0.15 s."""

QUIET = -42.0
"""dB under the loudest, for SHORTEST_PAUSE or longer: a pause that the voice made itself, then made wholly silent."""

CLAUSES = ("and", "but", "so", "because", "which", "when", "who", "that", "then", "after", "before", "until", "if")
"""Before these words people hesitate more often than elsewhere."""

Kind = Literal["words", "lengthened", "listening", "filler", "body"]


@dataclass(frozen=True)
class Piece:
    """Something said in one go: `text` is the words, the filler's label or the body's noise; seconds in the sound."""

    kind: Kind
    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Made:
    """`sound`: float32 at 16 kHz. `text` and `words` are verbatim, fillers included. `fillers`: (label, start, end) in
    seconds, `pauses`: (start, end) of silence of the speaker, 0.2 s and longer, at both ends too. `snr_db` is infinite
    where there is no noise. `dry`: the voice alone, without room, noise and line, as loud as it was spoken."""

    sound: Array
    text: str
    words: tuple[str, ...]
    fillers: tuple[tuple[str, float, float], ...]
    pauses: tuple[tuple[float, float], ...]
    pieces: tuple[Piece, ...]
    voice: str
    snr_db: float
    noise: str
    room: str
    telephone: bool
    dry: Array

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


@dataclass(frozen=True)
class Manner:
    """How somebody speaks. Chances: `filled` of a filler before a word (three times that at the start of sentences and
    clauses), `drawn` of drawing out a word that can be, `listens` of a "mhm" and `bodily` of a breath or cough between
    sentences."""

    filled: float = 0.05
    drawn: float = 0.06
    listens: float = 0.0
    bodily: float = 0.08


FLUENT = Manner(filled=0.0)
"""Without fillers, with everything that may be taken for one."""


def make(
    seed: int,
    split: Split = "train",
    *,
    seconds: float = 30.0,
    snr_db: float | None = None,
    noise: str | None = None,
    room: str | None = None,
    manner: Manner | None = None,
    voice: Voice | None = None,
) -> Made:
    """An answer of about `seconds`. What is not given is drawn from `seed`: signal-to-noise ratio (12 to 45 dB, or
    `math.inf` for no noise), `noise` (a key of `noises.NOISES`), `room` (of `rooms.ROOMS`), voice, level, telephone."""
    random = np.random.default_rng([seed, ("train", "test").index(split)])
    voice = voice or voices.draw(random, split)
    track = _Track(random)
    _speak(track, random, split, seconds, voice, manner or Manner())
    dry, pieces = track.sound(), tuple(track.pieces)
    drawn_room = str(random.choice(list(rooms.ROOMS)))
    room = room or drawn_room
    drawn_noise = str(random.choice(list(noises.NOISES)))
    noise = noise or drawn_noise
    ratio = float(random.uniform(12, 45)) if snr_db is None else snr_db
    by_phone = bool(random.random() < 0.15)
    sound = rooms.within(random, dry, room)
    if np.isfinite(ratio):
        sound = rooms.over(sound, noises.NOISES[noise](random, len(sound) / RATE + 0.1)[: len(sound)], ratio)
    if by_phone:
        sound = rooms.telephone(sound)
    said = [piece for piece in pieces if piece.kind != "body"]
    text = " ".join(piece.text for piece in said)
    return Made(
        sound=rooms.at_level(sound, float(random.uniform(-36, -14))),
        text=text,
        words=tuple(word.strip(".,?!") for word in text.split()),
        fillers=tuple((piece.text.strip(".,"), piece.start, piece.end) for piece in said if piece.kind == "filler"),
        pauses=_silent(dry),
        pieces=pieces,
        voice=voice.name,
        snr_db=ratio,
        noise=noise,
        room=room,
        telephone=by_phone,
        dry=dry,
    )


class _Track:
    """Sound to which pieces are added one after the other."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._samples = np.zeros(round(random.uniform(0.25, 1.2) * RATE), np.float32)
        self.pieces: list[Piece] = []

    @property
    def seconds(self) -> float:
        return len(self._samples) / RATE

    def pause(self, seconds: float) -> None:
        self._samples = np.concatenate([self._samples, np.zeros(round(seconds * RATE), np.float32)])

    def add(self, kind: Kind, text: str, sound: Array, *, blend: float = 0.0) -> None:
        """The next piece; its first `blend` seconds lie over the last of what came before. The border is the middle."""
        size = min(round(blend * RATE), len(sound) // 3, len(self._samples))
        ramp = np.linspace(0, 1, size, dtype=np.float32)
        begin = len(self._samples) - size
        head = self._samples[begin:] * (1 - ramp) + sound[:size] * ramp
        self._samples = np.concatenate([self._samples[:begin], head, sound[size:]])
        border = (begin + size / 2) / RATE
        if size and self.pieces:
            last = self.pieces[-1]
            self.pieces[-1] = Piece(last.kind, last.text, last.start, min(last.end, border))
        self.pieces.append(Piece(kind, text, border, len(self._samples) / RATE))

    def sound(self) -> Array:
        """All of it, with some silence after it; the pauses that a voice makes by itself are wholly silent."""
        self.pause(float(self._random.uniform(0.3, 1.0)))
        for first, last in _still(self._samples):
            self._samples[first:last] = 0
        return self._samples


def _speak(
    track: _Track, random: np.random.Generator, split: Split, seconds: float, voice: Voice, manner: Manner
) -> None:
    lines = random.permutation(np.array(sentences(split), dtype=object))
    for number, line in enumerate(np.tile(lines, 20)):
        if number and track.seconds > seconds:
            return
        if number:
            track.pause(float(random.uniform(0.25, 1.4)))
            _between(track, random, voice, manner)
        _sentence(track, random, str(line).split(), voice, manner)


def _between(track: _Track, random: np.random.Generator, voice: Voice, manner: Manner) -> None:
    """What happens between sentences besides silence."""
    if random.random() < manner.bodily:
        name = str(random.choice(list(bodies.BODIES)))
        track.add("body", name, bodies.BODIES[name](random))
        track.pause(float(random.uniform(0.05, 0.6)))
    if random.random() < manner.listens:
        said = str(random.choice(fillers.LISTENING))
        track.add("listening", said.capitalize() + ".", fillers.listening(random, said, voice))
        track.pause(float(random.uniform(0.2, 0.8)))


def _sentence(track: _Track, random: np.random.Generator, words: list[str], voice: Voice, manner: Manner) -> None:
    """The sentence in runs of words, broken by fillers and drawn out words."""
    run: list[str] = []
    glued = 0.0

    def say() -> None:
        nonlocal glued
        if run:
            sound = voice.say(" ".join(run), seed=int(random.integers(1 << 30)))
            track.add("words", " ".join(run), sound, blend=glued)
            run.clear()
            glued = 0.0

    for number, word in enumerate(words):
        bare = word.strip(".,?!")
        opens = number == 0 or words[number - 1].endswith(",") or bare in CLAUSES
        if random.random() < manner.filled * (3 if opens else 1):
            say()
            glued = _hesitate(track, random, voice, alone=number == 0)
        if bare in fillers.LENGTHENED and random.random() < manner.drawn:
            say()
            sound = fillers.lengthened(random, bare, voice) * _softer(random)
            track.add("lengthened", word, sound, blend=glued or float(random.uniform(0, 0.03)))
            glued = _gap(track, random)
            continue
        if not run and not glued and number:
            glued = float(random.uniform(0.005, 0.03))
        run.append(word)
    say()


def _hesitate(track: _Track, random: np.random.Generator, voice: Voice, *, alone: bool) -> float:
    """One filler, sometimes two or three in a row, with the gaps around them; returns how far the next word blends."""
    glued = 0.0 if alone else _gap(track, random)
    for number in range(1 + int(random.random() < 0.08) + int(random.random() < 0.02)):
        if number:
            track.pause(float(random.uniform(0.05, 0.5)))
            glued = 0.0
        said = fillers.label(random)
        sound = fillers.filler(random, said, voice) * _softer(random)
        track.add("filler", said + ",", sound, blend=glued)
    return _gap(track, random)


def _gap(track: _Track, random: np.random.Generator) -> float:
    """Nothing (a third: returns seconds to blend), a short gap, or a pause."""
    kind = random.random()
    if kind < 0.36:
        return float(random.uniform(0.008, 0.05))
    track.pause(float(random.uniform(0.03, 0.18) if kind < 0.65 else random.uniform(0.2, 1.2)))
    return 0.0


def _softer(random: np.random.Generator) -> np.float32:
    """Fillers are mostly softer than words: -9 to +2 dB."""
    return np.float32(10 ** (random.uniform(-9, 2) / 20))


def _still(sound: Array) -> list[tuple[int, int]]:
    """Samples `[a, b)` in which every 10 ms lies under QUIET, for SHORTEST_PAUSE or longer."""
    found = voices.levels(sound)
    return [(160 * a, 160 * b) for a, b in _runs(found < np.max(found) + QUIET) if b - a >= 100 * SHORTEST_PAUSE]


def _silent(dry: Array) -> tuple[tuple[float, float], ...]:
    """Where there is not one sample of sound, in seconds."""
    return tuple((a / RATE, b / RATE) for a, b in _runs(dry == 0) if b - a >= RATE * SHORTEST_PAUSE)


def _runs(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """`[first, last)` of every unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], true.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]

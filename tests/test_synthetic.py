"""Material of the project's own making: its truth is exact, and it is the same each time."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.synthetic import answers, bodies, noises, nothing, rooms, texts, voices
from benchmarks.synthetic.voices import RATE, Voice

VOICES = (Voice("hibari"), Voice("hibari", pitch=0.6, tract=0.88), Voice("piper"), Voice("espeak", "en-us+f2"))
FILLED = answers.Manner(filled=0.3, drawn=0.3, listens=0.3, bodily=0.5)

spoken = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@spoken
@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.name)
def test_the_truth_is_exact(voice):
    made = answers.make(3, "test", seconds=2, snr_db=math.inf, room="near", manner=FILLED, voice=voice)
    assert made.fillers and made.pauses
    for _, start, end in made.fillers:
        inside = made.dry[round(start * RATE) : round(end * RATE)]
        assert 0.1 < end - start < 1.5 and voices.loudness(inside) > -36
        assert not any(a < (start + end) / 2 < b for a, b in made.pauses)
    for start, end in made.pauses:
        assert end - start >= 0.2 and not made.dry[round(start * RATE) : round(end * RATE)].any()
    said = [piece for piece in made.pieces if piece.kind != "body"]
    assert made.text == " ".join(piece.text for piece in said)
    assert all(a.end <= b.start + 1e-9 for a, b in zip(made.pieces, made.pieces[1:], strict=False))
    assert [label for label, *_ in made.fillers] == [p.text.strip(",") for p in said if p.kind == "filler"]


@spoken
def test_what_is_not_a_pause_is_sound():
    made = answers.make(4, "train", seconds=4, manner=FILLED, voice=Voice("espeak", "en-gb"))
    still = np.zeros(len(made.dry), bool)
    for start, end in made.pauses:
        still[round(start * RATE) : round(end * RATE)] = True
    longest = max((len(run) for run in "".join("x" if s else " " for s in (made.dry == 0) & ~still).split()), default=0)
    assert longest < 0.2 * RATE


@spoken
def test_the_same_seed_sounds_the_same_and_another_does_not():
    one, same, other = (answers.make(seed, "train", seconds=3) for seed in (5, 5, 6))
    assert np.array_equal(one.sound, same.sound) and one.fillers == same.fillers and one.text == same.text
    assert one.text != other.text


@spoken
def test_noise_lies_where_it_was_put():
    quiet = answers.make(8, "test", seconds=4, snr_db=math.inf, room="near", voice=VOICES[0])
    noisy = answers.make(8, "test", seconds=4, snr_db=10, noise="white", room="near", voice=VOICES[0])
    assert np.array_equal(quiet.dry, noisy.dry) and noisy.pauses == quiet.pauses
    found, dry = (10 ** (voices.levels(sound) / 10) for sound in (noisy.sound, noisy.dry))
    loud, still = dry > dry.max() / 100, dry < 1e-11
    under = found[still].mean()
    assert 10 * np.log10((found[loud].mean() - under) / under) == pytest.approx(10, abs=1)


def test_training_and_test_share_no_sentence_and_no_variant():
    assert not set(texts.sentences("train")) & set(texts.sentences("test"))
    assert not set(voices.ESPEAK["train"]) & set(voices.ESPEAK["test"])
    spoken_ums = {"um", "uh", "er", "hm", "mm", "ah", "uhm", "erm"}
    for split in ("train", "test"):
        words = {word.strip(".,?").lower() for line in texts.sentences(split) for word in line.split()}
        assert not words & spoken_ums


@pytest.mark.parametrize("kind", sorted(nothing.KINDS))
def test_recordings_of_nothing(kind):
    sound = nothing.make(kind, 0.1, seed=2)
    assert len(sound) == 6 * RATE and sound.dtype == np.float32 and np.abs(sound).max() <= 1
    assert np.array_equal(sound, nothing.make(kind, 0.1, seed=2))
    loud = float(np.std(sound))
    assert loud < 3e-4 if kind == "silence" else loud > 5e-4


@pytest.mark.parametrize("name", sorted(set(noises.NOISES) - {"babble"}))
def test_noises_are_of_one_loudness(name):
    assert np.std(noises.NOISES[name](np.random.default_rng(1), 2.0)) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("name", sorted(bodies.BODIES))
def test_bodies_are_short_and_heard(name):
    sound = bodies.BODIES[name](np.random.default_rng(1))
    assert 0.03 < len(sound) / RATE < 3 and np.isfinite(sound).all() and np.abs(sound).max() > 0.003


@pytest.mark.parametrize("room", sorted(set(rooms.ROOMS) - {"near"}))
def test_a_room_dies_away_as_fast_as_it_says(room):
    tail = rooms.impulse(np.random.default_rng(1), rooms.ROOMS[room]).astype(float)
    left = np.cumsum(tail[::-1] ** 2)[::-1]
    level = 10 * np.log10(left / left[round(0.03 * RATE)])
    a, b = (int(np.argmax((np.arange(len(level)) > 0.03 * RATE) & (level < db))) for db in (-5, -20))
    assert 4 * (b - a) / RATE == pytest.approx(rooms.ROOMS[room], rel=0.25)

"""What makes a recording unfit to be judged, and what does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spoken import Samples, espeak, noise, silence, speech, tone

from voice_interview.hearing.faults import FAULTS, Fitness, echo, fault


def codes(samples: Samples, voiced: float, level: float | None, words: int, size: int = 4_000) -> list[str]:
    fitness = Fitness()
    for at in range(0, len(samples), size):
        fitness.feed(samples[at : at + size])
    return [found.code for found in fitness.faults(voiced, level, words)]


@pytest.mark.parametrize(
    ("samples", "voiced", "level", "words", "expected"),
    [
        (silence(2.0), 0.0, None, 0, ["muted"]),
        (silence(2.0) + np.float32(4e-7), 0.0, None, 0, ["muted"]),
        (noise(2.0, -90.0), 0.0, None, 0, ["no-speech"]),
        (noise(2.0, -40.0), 1.0, -30.0, 0, ["no-speech"]),
        (tone(300, 2.0, amplitude=0.3), 2.0, -13.0, 5, []),
        (tone(300, 2.0, amplitude=0.97), 2.0, -3.0, 5, []),
        (np.clip(tone(300, 2.0, amplitude=3.0), -1, 1), 2.0, -1.0, 5, ["clipped"]),
        (np.clip(tone(300, 2.0, amplitude=30.0), -1, 1), 0.0, None, 0, ["clipped"]),
        (np.clip(tone(300, 2.0, amplitude=1.003), -1, 1), 200.0, -3.0, 5, []),
        (tone(300, 2.0, amplitude=0.0005), 2.0, -69.0, 5, ["too-quiet"]),
        (tone(300, 2.0, amplitude=0.004), 2.0, -51.0, 5, []),
    ],
)
def test_faults(samples: Samples, voiced: float, level: float | None, words: int, expected: list[str]) -> None:
    assert codes(samples, voiced, level, words) == expected


@pytest.mark.parametrize("size", [1, 7, 160, 32_000])
def test_clipping_does_not_depend_on_the_blocks(size: int) -> None:
    sound = tone(300, 0.2, amplitude=0.5)
    sound[1_000:1_010] = 1.0
    fitness = Fitness()
    for at in range(0, len(sound), size):
        fitness.feed(sound[at : at + size])
    assert fitness._clipped == 10


def test_every_fault_says_what_to_do() -> None:
    for code in FAULTS:
        assert fault(code).message.endswith(".") and fault(code).fix.endswith((".", ").")) and fault(code).code == code


@pytest.fixture
def prompt(tmp_path: Path) -> Samples:
    return speech("How do you handle a customer who is angry with you?", tmp_path)


@pytest.mark.parametrize(("loudness", "room"), [(0.3, -60.0), (0.1, -55.0), (0.05, -60.0)])
def test_the_prompt_is_recognised_in_the_recording(prompt: Samples, loudness: float, room: float) -> None:
    from scipy.signal import lfilter

    answer = np.concatenate([silence(0.4), prompt * loudness, silence(4.0)]).astype(np.float32)
    small_room = np.zeros(1_200)
    small_room[[0, 240, 700, 1_100]] = 1.0, 0.4, 0.25, 0.1
    heard = lfilter(small_room, [1.0], answer).astype(np.float32) + noise(len(answer) / 16_000, room)[: len(answer)]
    found = echo(heard, prompt)
    assert found is not None and found.code == "echo"


def test_another_voice_with_the_same_words_is_no_echo(prompt: Samples, tmp_path: Path) -> None:
    other = espeak("How do you handle a customer who is angry with you?", "en", tmp_path)
    assert echo(np.concatenate([silence(0.5), other]), prompt) is None


def test_the_same_voice_with_other_words_is_no_echo(prompt: Samples, tmp_path: Path) -> None:
    assert echo(speech("I listen, I say that I am sorry, and I call the manager.", tmp_path), prompt) is None


def test_one_word_of_the_question_in_the_same_voice_is_no_echo(prompt: Samples) -> None:
    """Its very waveform, and in a recording of a real candidate not even that."""
    word = prompt[: int(0.9 * 16_000)]
    assert echo(np.concatenate([noise(1.0, -60.0), word, noise(3.0, -60.0)]), prompt) is None


@pytest.mark.parametrize(
    "answer",
    ["Good service means listening before I speak.", "Customer service means a lot to me, and to you it should too."],
)
def test_the_same_voice_that_takes_up_the_question_is_no_echo(answer: str, tmp_path: Path) -> None:
    asked = speech("What does customer service mean to you?", tmp_path)
    assert echo(np.concatenate([silence(0.5), speech(answer, tmp_path)]), asked) is None


def test_silence_and_too_little_sound_are_no_echo(prompt: Samples) -> None:
    assert echo(silence(5.0), prompt) is None
    assert echo(noise(5.0, -40.0), prompt) is None
    assert echo(silence(0.1), prompt) is None
    assert echo(prompt, silence(0.0)) is None

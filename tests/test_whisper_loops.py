"""A decoder that runs in circles is told from a person who repeats something."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.model import Word
from voice_interview.whisper.loops import is_loop, repeats, unrolled
from voice_interview.whisper.words import best

LOOPS = [
    ("than the " + "acoustic corpus, uh, " * 12, 12.0),
    ("so one day a customer, " * 6, 10.0),
    ("no " * 40, 12.0),
    (" ".join(f"word{i}" for i in range(60)), 5.0),  # 12 words a second
]
SPEECH = [
    ("No, no, no, no, that is not what I meant.", 3.0),
    ("I I I was at the desk and and the guest was very very very angry.", 6.0),
    ("Last year I worked at the front desk of a small hotel in the old town.", 5.0),
    ("Yes.", 0.3),
    ("Um, um, um, uh, well.", 4.0),
]


@pytest.mark.parametrize(("text", "seconds"), LOOPS)
def test_loops(text: str, seconds: float) -> None:
    assert is_loop(text.split(), text, seconds)


@pytest.mark.parametrize(("text", "seconds"), SPEECH)
def test_speech(text: str, seconds: float) -> None:
    assert not is_loop(text.split(), text, seconds)


def test_what_is_kept_of_a_loop() -> None:
    keys = ["then", "the", *["acoustic", "corpus", "uh"] * 5]
    kept = keys[: unrolled(keys)]
    assert kept[:5] == keys[:5] and len(kept) <= 8
    assert not is_loop(kept, " ".join(kept), 12.0)


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_what_is_kept_repeats_less(keys: list[str]) -> None:
    kept = keys[: unrolled(keys)]
    assert kept == keys[: len(kept)]
    assert repeats(keys) <= 4 or len(kept) < len(keys)


CIRCLES = [
    (("uh " * 9, "go " * 9), "", "what was laughter goes round another circle each time"),
    (("I waited " + "no " * 9, "I waited " + "no " * 7), "I waited no", "said so, and then heard again and again"),
    (("I waited for " + "the " * 9, "I waited " + "so long " * 6), "I waited", "the circles begin where hearing ends"),
    (("uh " * 9, "I was at the desk"), "I was at the desk", "one way hears it"),
    (("I was at the desk", "uh " * 9), "I was at the desk", "and the next is not tried"),
    (("uh " * 9, ""), "", "one way hears that nothing is said"),
    (("no " * 9,), "no", "an engine that has one way only"),
    (("ha " * 9, "ha " * 9, "ho " * 9), "", "or three"),
]


@pytest.mark.parametrize(("written", "kept", "why"), CIRCLES)
def test_of_circles_only_that_is_kept_on_which_all_ways_agree(written: Sequence[str], kept: str, why: str) -> None:
    def decode(way: float) -> tuple[list[Word], str]:
        said = written[int(way)]
        return [Word(text=one, start=0.0, end=0.1, confidence=1.0) for one in said.split()], said

    heard = best(range(len(written)), decode, 12.0)

    assert " ".join(word.text for word in heard) == kept, why

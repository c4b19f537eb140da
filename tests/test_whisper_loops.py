"""A decoder that runs in circles is told from a person who repeats something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.whisper.loops import is_loop, repeats, unrolled

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

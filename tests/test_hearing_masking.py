"""What the words explain of the hesitations in the sound: a table of what must count and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.hearing.masking import SURELY, unexplained
from voice_interview.model import Hesitation, Word


def word(text: str, start: float, end: float, confidence: float = 0.9) -> Word:
    return Word(text=text, start=start, end=end, confidence=confidence)


def hesitation(start: float, end: float, confidence: float = 0.85) -> Hesitation:
    return Hesitation(start=start, end=end, confidence=confidence)


def always(_start: float, _end: float) -> float:
    return 1.0


CUSTOMER = word("customer", 2.0, 2.6)

COUNTS = {
    "in a gap": [word("the", 1.0, 1.2), CUSTOMER],
    "in a stretched word": [word("and", 1.0, 1.9), CUSTOMER],
    "in a stretched start": [word("the", 0.9, 1.1), word("guest", 1.1, 1.8)],
    "said so by the text": [word("um,", 1.2, 1.7), CUSTOMER],
}
DOES_NOT = {
    "under a short word heard surely": [word("the", 1.28, 1.62), CUSTOMER],
    "inside a word of ordinary length": [word("wonderful", 1.0, 1.7)],
    "across two words": [word("was", 1.2, 1.45), word("under", 1.45, 1.8)],
    "inside a long number": [word("$135", 1.0, 2.5)],
    "inside letters": [word("a.m.", 1.1, 1.65)],
    "inside capitals": [word("MFA", 1.0, 1.8)],
    "far from any word": [word("hello", 9.0, 9.4)],
    "where nothing was said": [],
}


@pytest.mark.parametrize("words", COUNTS.values(), ids=COUNTS.keys())
def test_counts(words: list[Word]) -> None:
    event = hesitation(1.3, 1.6)
    assert unexplained([event], words, always) == (event,)


@pytest.mark.parametrize("words", DOES_NOT.values(), ids=DOES_NOT.keys())
def test_does_not_count(words: list[Word]) -> None:
    assert unexplained([hesitation(1.3, 1.6)], words, always) == ()


def test_one_that_is_sure_counts_whatever_the_words_leave() -> None:
    words = DOES_NOT["under a short word heard surely"]
    sure, less = hesitation(1.3, 1.6, SURELY), hesitation(1.3, 1.6, SURELY - 0.01)
    assert unexplained([sure], words, always) == (sure,)
    assert unexplained([less], words, always) == ()
    assert unexplained([sure], [word("hello", 9.0, 9.4)], always) == ()


@pytest.mark.parametrize("said", ["a.m.", "MFA"])
def test_even_a_sure_one_is_no_filler_under_letters(said: str) -> None:
    sure = hesitation(1.3, 1.6, 1.0)
    assert unexplained([sure], [word("11", 0.8, 1.1), word(said, 1.1, 1.65)], always) == ()


def test_one_that_is_not_sure_wants_a_gate_that_is_open() -> None:
    """A soft one in noise leaves it closed; whether a sure one has voice under it is seen from the whole waveform."""
    words = COUNTS["in a gap"]
    less, sure = hesitation(1.3, 1.6, SURELY - 0.01), hesitation(1.3, 1.6, SURELY)
    assert unexplained([less], words, lambda *_: 0.2) == ()
    assert unexplained([less], words, lambda *_: 0.4) == (less,)
    assert unexplained([sure], words, lambda *_: 0.0) == (sure,)


TIMES = st.lists(st.floats(0.05, 1.0), max_size=12)


@given(TIMES, TIMES)
def test_order_and_number_stay(lengths: list[float], others: list[float]) -> None:
    events, words, at = [], [], 0.0
    for length in lengths:
        events.append(hesitation(at, at + length / 2))
        at += length
    at = 0.0
    for length in others:
        words.append(word("and", at, at + length))
        at += length
    found = unexplained(events, words, always)
    assert [event for event in events if event in found] == list(found)


def test_words_without_times_explain_nothing() -> None:
    words = [Word(text="customer"), CUSTOMER]
    assert unexplained([hesitation(1.3, 1.6)], words, always) == (hesitation(1.3, 1.6),)

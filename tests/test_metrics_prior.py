"""The chances of hesitations, corrected for how often a speaker hesitates: laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.metrics.prior import HIGHEST, LEARNT, USUAL, posteriors

CHANCES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30)
MINUTES = st.floats(0.01, 120.0)


@given(CHANCES, MINUTES)
def test_they_are_chances_and_keep_their_order(chances: list[float], minutes: float) -> None:
    found = posteriors(chances, minutes)
    assert len(found) == len(chances)
    assert all(0.0 <= one < 1.0 for one in found)
    ranked = sorted(range(len(chances)), key=chances.__getitem__)
    assert [found[at] for at in ranked] == sorted(found)


@given(CHANCES, MINUTES, st.floats(1.0, 60.0))
def test_the_same_in_a_longer_answer_is_less_likely(chances: list[float], minutes: float, more: float) -> None:
    pairs = zip(posteriors(chances, minutes), posteriors(chances, minutes + more), strict=True)
    assert all(longer <= shorter + 1e-9 for shorter, longer in pairs)


@given(CHANCES, MINUTES, st.floats(0.0, 1.0))
def test_another_makes_the_others_no_less_likely(chances: list[float], minutes: float, another: float) -> None:
    pairs = zip(posteriors(chances, minutes), posteriors([*chances, another], minutes), strict=False)
    assert all(after >= before - 1e-6 for before, after in pairs)


def test_a_speaker_who_hesitates_as_often_as_what_was_learnt_from_keeps_them() -> None:
    minutes = 10.0
    found = posteriors([HIGHEST] * round(LEARNT * minutes - 3) + [0.6], minutes)
    assert found[-1] == pytest.approx(0.6, abs=0.02)


def test_by_hand() -> None:
    """One chance of .9 in no time at all: p = a (1 + p) / (1 + a (1 + p)) with a = 9 / 16.3 * 5, so a p^2 + p = a."""
    a = 9 / LEARNT * USUAL
    assert posteriors([0.9], 0.0)[0] == pytest.approx((math.sqrt(1 + 4 * a * a) - 1) / (2 * a), abs=1e-5)


def test_nothing_heard_is_nothing() -> None:
    assert posteriors([], 1.0) == ()

"""When a figure has changed beyond its own range."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr

from voice_interview.history.ranges import FEWEST, Range, change, of_median
from voice_interview.metrics.fillers import interval

VALUES = st.integers(-50, 50).map(float)


def ranges(low: float, high: float) -> Range:
    return Range(value=(low + high) / 2, low=low, high=high)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (ranges(1, 2), ranges(2.1, 3), "higher"),
        (ranges(2.1, 3), ranges(1, 2), "lower"),
        (ranges(1, 2), ranges(2, 3), "within"),
        (ranges(1, 4), ranges(2, 3), "within"),
        (ranges(1, 2), None, "unknown"),
        (None, ranges(1, 2), "unknown"),
        (ranges(1, 2), Range(value=9.0), "unknown"),
        (Range(value=9.0), ranges(1, 2), "unknown"),
        (ranges(1, 2), Range(value=9.0, low=8.0), "unknown"),
    ],
)
def test_two_figures(before: Range | None, now: Range | None, said: str) -> None:
    assert change(before, now) == said


def test_one_filler_more_in_a_minute_is_no_change_and_ten_are() -> None:
    one, two, many = (Range(value=n, low=interval(n)[0], high=interval(n)[1]) for n in (1, 2, 14))
    assert change(one, two) == "within"
    assert change(one, many) == "higher"


@given(VALUES, VALUES, VALUES, VALUES)
def test_the_other_way_round_it_is_the_opposite(a: float, b: float, c: float, d: float) -> None:
    before, now = ranges(min(a, b), max(a, b)), ranges(min(c, d), max(c, d))
    opposite = {"higher": "lower", "lower": "higher", "within": "within"}
    assert change(now, before) == opposite[change(before, now)]
    assert change(before, before) == "within"


@given(st.lists(VALUES, min_size=1, max_size=60))
def test_the_range_of_a_median_encloses_it_and_is_made_of_the_values(values: list[float]) -> None:
    found = of_median(values)
    assert found is not None
    if len(values) < FEWEST:
        assert found.low is None and found.high is None
        return
    assert found.low is not None and found.high is not None
    assert found.low <= found.value <= found.high
    assert {found.low, found.high} <= set(values)
    assert of_median(sorted(values, reverse=True)) == found


@pytest.mark.parametrize(
    ("count", "low", "high"), [(6, 1, 6), (8, 1, 8), (9, 2, 8), (12, 3, 10), (20, 6, 15), (50, 18, 33)]
)
def test_the_ranks_of_a_median_are_those_of_the_binomial_distribution(count: int, low: int, high: int) -> None:
    found = of_median([float(n) for n in range(1, count + 1)])
    assert found is not None and (found.low, found.high) == (low, high)
    assert bdtr(low - 1, count, 0.5) <= 0.025 < bdtr(low, count, 0.5)


def test_without_values_there_is_no_median() -> None:
    assert of_median([]) is None


def test_the_range_of_a_median_holds_the_true_one_in_95_of_100() -> None:
    """Exactly for six values that lie on either side of their median by chance; and drawn, for 20."""
    outside = sum(all(signs) or not any(signs) for signs in product((True, False), repeat=6))
    assert outside / 2**6 <= 0.05
    chance = random.Random(1)
    held = 0
    for _ in range(1000):
        found = of_median([chance.gauss(0, 1) for _ in range(20)])
        assert found is not None and found.low is not None and found.high is not None
        held += found.low <= 0 <= found.high
    assert held >= 940

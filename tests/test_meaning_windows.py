"""How a long answer is cut for the sentence model."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from voice_interview.meaning.windows import best, windows

SIZES = st.lists(st.integers(1, 120), min_size=1, max_size=60)


@given(SIZES)
def test_every_sentence_is_in_a_window_and_none_is_too_long(sizes: list[int]) -> None:
    runs = windows(sizes, 200)
    assert {at for first, last in runs for at in range(first, last)} == set(range(len(sizes)))
    assert all(sum(sizes[first:last]) <= 200 or last - first == 1 for first, last in runs)
    assert all(a < b and c <= d for (a, c), (b, d) in itertools.pairwise(runs))


@given(SIZES)
def test_a_sentence_is_taken_from_a_window_that_holds_it(sizes: list[int]) -> None:
    runs = windows(sizes, 200)
    for sentence in range(len(sizes)):
        first, last = runs[best(runs, sentence)]
        assert first <= sentence < last


@given(st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_a_short_answer_is_read_whole(sizes: list[int]) -> None:
    assert windows(sizes) == ((0, len(sizes)),)


def test_windows_overlap_so_that_every_sentence_has_neighbours() -> None:
    runs = windows([50] * 20, 200)
    assert runs == ((0, 4), (3, 7), (6, 10), (9, 13), (12, 16), (15, 19), (18, 20))
    assert [best(runs, at) for at in (0, 1, 2, 4, 5, 18, 19)] == [0, 0, 0, 1, 1, 5, 6]


def test_nothing_has_no_windows() -> None:
    assert windows([]) == ()

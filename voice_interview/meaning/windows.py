"""Which sentences the model reads together: an answer of up to three minutes whole, a longer one in windows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

MOST_TOKENS = 500
"""Tokens of a window: MiniLM has 512 places, and was trained on answers of up to 500."""


OVERLAP = 4
"""Windows share one part in so many: more costs time when the report is waited for."""


def windows(sizes: Sequence[int], most: int = MOST_TOKENS) -> tuple[tuple[int, int], ...]:
    """Runs `[first, last)` of sentences of so many tokens each, which hold `most` at the most (one sentence may alone
    be longer) and overlap, so that every sentence is read with what stands around it."""
    sums = [0, *accumulate(sizes)]
    found: list[tuple[int, int]] = []
    first = last = 0
    while last < len(sizes):
        last = max(first + 1, _reach(sums, first, most))
        found.append((first, last))
        first = max(first + 1, _reach(sums, first, most - most // OVERLAP))
    return tuple(found)


def best(runs: Sequence[tuple[int, int]], sentence: int) -> int:
    """The number of the run in which `sentence` stands farthest from an edge that is not an end of the answer."""
    whole = max(last for _, last in runs)

    def margin(number: int) -> float:
        first, last = runs[number]
        if not first <= sentence < last:
            return -1.0
        before = sentence - first if first else float("inf")
        after = last - 1 - sentence if last < whole else float("inf")
        return min(before, after)

    return max(range(len(runs)), key=margin)


def _reach(sums: Sequence[int], first: int, most: int) -> int:
    """How far a run from `first` goes that holds at most so many tokens."""
    last = first
    while last < len(sums) - 1 and sums[last + 1] - sums[first] <= most:
        last += 1
    return last

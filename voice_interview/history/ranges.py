"""Whether a figure has changed beyond its own range: of one take, or at the median of several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import comb
from statistics import median
from typing import Literal

from msgspec import Struct

Change = Literal["higher", "lower", "within", "unknown"]
"""Of the later figure: over or under the earlier one with all of its range, within it, or one of them has no range."""

FEWEST = 6
"""Values from which their median has a range: of five, the lowest and the highest enclose it in 94 % of cases only."""

_OUTSIDE = 0.025
"""The chance that the median lies beyond one end of its range."""


class Range(Struct, frozen=True, kw_only=True):
    """A figure with the range that it is known in, 95 %; without `low` and `high` where none is known."""

    value: float
    low: float | None = None
    high: float | None = None


def change(before: Range | None, now: Range | None) -> Change:
    """How the later figure lies to the earlier one.

    Two ranges of 95 % that do not overlap differ surely: for equal figures, known equally well, that happens in under
    one case in a hundred (Schenker & Gentleman 2001, 10.1198/000313001317097960). To be cautious is right where fifteen
    measures are looked at together: at 5 % each, one of them would "change" in every second comparison.
    """
    if before is None or now is None or before.low is None or before.high is None or now.low is None:
        return "unknown"
    if now.high is None:
        return "unknown"
    if now.low > before.high:
        return "higher"
    return "lower" if now.high < before.low else "within"


def of_median(values: Sequence[float]) -> Range | None:
    """The median with its range, whatever the values are distributed like: the two of them in order that enclose it in
    95 % of cases or more, by the binomial distribution (Thompson 1936, Ann. Math. Statist. 7). Under `FEWEST` values
    no two do, and the median has no range; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    place = _place(len(ordered))
    if place is None:
        return Range(value=median(ordered))
    return Range(value=median(ordered), low=ordered[place], high=ordered[-1 - place])


@cache
def _place(count: int) -> int | None:
    """How many of `count` values lie beyond each end of the range of their median; None where none can be given."""
    chance, place = 0.0, 0
    while place < count // 2:
        chance += comb(count, place) / 2**count
        if chance > _OUTSIDE:
            break
        place += 1
    return place - 1 if place else None

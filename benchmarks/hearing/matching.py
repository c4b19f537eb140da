"""Which find tells of which event: one to one, the best pairing there is; counts and their exact intervals. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from voice_interview.model import Span

REACH = 0.3
"""Seconds that a find may lie from its event: recognised word times drift by about as much."""

One = TypeVar("One")
Other = TypeVar("Other")
Pairs = list[tuple[int, int]]


class Tally(Struct, frozen=True):
    """Events said, events found, and pairs of the two."""

    said: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.said + other.said, self.found + other.found, self.true + other.true)

    @property
    def missed(self) -> int:
        return self.said - self.true

    @property
    def invented(self) -> int:
        return self.found - self.true

    @property
    def recall(self) -> float | None:
        """Found of those said; None where nothing was said."""
        return self.true / self.said if self.said else None

    @property
    def precision(self) -> float | None:
        """True of those found; None where nothing was found."""
        return self.true / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of recall and precision; None where there is neither event nor find."""
        return 2 * self.true / (self.said + self.found) if self.said + self.found else None


def by_onset(said: Span, found: Span) -> float:
    """Seconds between the beginnings."""
    return abs(said.start - found.start)


def by_middle(said: Span, found: Span) -> float:
    """Seconds between the middles."""
    return abs(said.start + said.end - found.start - found.end) / 2


def by_gap(said: Span, found: Span) -> float:
    """Seconds of silence between the two; 0 where they overlap."""
    return max(0.0, said.start - found.end, found.start - said.end)


WAYS: dict[str, Callable[[Span, Span], float]] = {"onset": by_onset, "middle": by_middle, "gap": by_gap}
"""How far a find lies from an event. Figures are by onset, the strictest, unless they say otherwise."""


def pair(said: Sequence[One], found: Sequence[Other], far: Callable[[One, Other], float], reach: float) -> Pairs:
    """As many pairs `(place in said, place in found)` as there can be with `far` at most `reach`, each event and each
    find once, and of those pairings the one with the smallest sum (linear assignment)."""
    if not said or not found:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    distance = np.array([[far(one, other) for other in found] for one in said], np.float64)
    allowed = distance <= reach + 1e-9
    # One pair more is worth any distance: a forbidden pair costs more than all allowed ones together.
    cost = np.where(allowed, distance, (reach + 1.0) * (min(distance.shape) + 1))
    rows, columns = linear_sum_assignment(cost)
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if allowed[a, b]]


def by_count(said: int, found: int) -> Tally:
    """Where no times are known: what was found counts as true up to what was said, clip by clip."""
    return Tally(said, found, min(said, found))


def share_interval(true: int, of: int) -> tuple[float, float] | None:
    """Exact 95 % interval of a share (Clopper & Pearson 1934, 10.1093/biomet/26.4.404); None of nothing."""
    if not of:
        return None
    from scipy.stats import binomtest

    found = binomtest(true, of).proportion_ci(confidence_level=0.95, method="exact")
    return float(found.low), float(found.high)

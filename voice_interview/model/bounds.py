"""What values hold themselves to when they are made. Undefined is None, never 0; NaN and infinity are refused, because
JSON has no word for them and a reader would take them for nothing."""

from __future__ import annotations

import math

from msgspec import Struct

LATEST = 1e6
"""Seconds: eleven days and a half. What lies later in a recording is damage, and a scale up to it has no end."""


def check_finite(owner: Struct, *numbers: float | None) -> None:
    for number in numbers:
        if number is not None and not math.isfinite(number):
            raise ValueError(f"not a finite number in {owner}")


def check_times(owner: Struct, start: float | None, end: float | None) -> None:
    if start is None or end is None:
        check_finite(owner, start, end)
        if start is not end:
            raise ValueError(f"a start without an end, or an end without a start: {owner}")
    elif not 0 <= start <= end <= LATEST:  # alone on the common way: an answer of ten minutes is 2,000 words
        check_finite(owner, start, end)
        raise ValueError(f"ends before it starts, or after {LATEST:,.0f} s: {owner}")


def check_moments(owner: Struct, *moments: float | None) -> None:
    if any(at is not None and not 0 <= at <= LATEST for at in moments):
        raise ValueError(f"a time before 0 or after {LATEST:,.0f} s in {owner}")


def check_words(owner: Struct, first: int, last: int) -> None:
    if not 0 <= first <= last:
        raise ValueError(f"not a range of words: {owner}")


def check_share(owner: Struct, share: float | None) -> None:
    if share is not None and not 0 <= share <= 1:
        raise ValueError(f"not between 0 and 1: {owner}")

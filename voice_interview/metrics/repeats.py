"""Whether a sentence says again what another one said: the share of its words with content that stood there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from voice_interview import text
from voice_interview.metrics.vocabulary import FUNCTION_WORDS

FEWEST = 4
"""Words with content that a sentence needs before anything is said about it."""

AGAIN, PARTLY = 0.8, 0.6
"""Shares from which a sentence says the same again, and in part. In 869 answers written for the STAR reader, 3,970
sentences have four words with content and more; 4 of them share 0.6 of those with one earlier sentence, none 0.8."""

_NO = frozenset({"not", "no", "never", "nobody", "nothing", "none", "cannot", "without"})


class Said(Struct, frozen=True):
    """What a sentence says: the keys of its words that carry content, and whether a "not" is among them, for the same
    words with and without it say the opposite."""

    content: frozenset[str]
    denies: bool


def said(words: Sequence[str]) -> Said:
    """What the words of a sentence say; hesitations and grammar say nothing."""
    keys = [text.key(word) for word in words if not text.is_hesitation(word)]
    content = frozenset(key for key in keys if key and key not in FUNCTION_WORDS)
    return Said(content, any(key in _NO or key.endswith("n't") for key in keys))


def share_said(now: Said, before: Said) -> float:
    """The share, 0 to 1, of the content of `now` that `before` had; 0 where there is too little of it, or where one of
    them denies and the other does not."""
    if len(now.content) < FEWEST or now.denies != before.denies:
        return 0.0
    return len(now.content & before.content) / len(now.content)


def nearest(now: Said, before: Iterable[tuple[int, Said]]) -> tuple[int, float] | None:
    """Which of `before` (with their numbers) says most of `now`, the earliest among equals, and what share of it; None
    where none says enough to count."""
    share, number = max(((share_said(now, one), -place) for place, one in before), default=(0.0, 0))
    return (-number, share) if share >= PARTLY else None

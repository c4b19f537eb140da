"""Which possible hesitations are more than the sound of the recognised words: pure.

What looks like "uh" to a classifier may be the vowel of a word, a cough, or a laugh. Recognised words around it tell:
as a mask they raised the event F1 of acoustic filler detection from 71 to 93 (PodcastFillers, arXiv 2203.15135).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voice_interview import text
from voice_interview.model import Hesitation, Word

SPOKEN = 0.075
"""Seconds that a letter takes: 160 words a minute, of five letters each. In 17 minutes of synthetic speech by voices
held out of training 9 sounds of words passed for fillers with 0.06, and 7 with 0.075 or 0.09, at the same recall."""

SURELY = 0.95
"""Chance from which an event counts even where the words leave it no time, for their recognised times drift by as much
as a filler lasts, and where the gate is closed, as it is for soft ones in noise: in 43 minutes of synthetic speech by
voices held out of training 27 of 31 and 7 of 7 such events were fillers. The gate is the live one; whether a voice lies
under an event is seen again from the whole waveform before it counts."""

AMONG = 3.0
"""Seconds within which a word is spoken before or after a hesitation; a cough or a laugh may stand alone."""

LOUD_ENOUGH = 0.1
"""Seconds of voiced sound that lie under a hesitation at least."""

Voiced = Callable[[float, float], float]
"""The share of `[start, end]` that is voiced, 0 to 1."""


def unexplained(events: Sequence[Hesitation], words: Sequence[Word], voiced: Voiced) -> tuple[Hesitation, ...]:
    """The events that words say are fillers, those that are `SURELY` some, and those that no word explains: voiced, and
    with time left for the words around them. All of them are among words.

    Recognised words are stretched over the filler that was left out: where the words around an event, without it, keep
    `SPOKEN` seconds a letter, there is room for both; where they do not, the event is their own sound."""
    fillers = [word for word in words if text.is_hesitation(word.text)]
    others = [word for word in words if not text.is_hesitation(word.text)]
    return tuple(
        event
        for event in events
        if any(_shared(event, word) > 0 for word in fillers)
        or (_is_among(event, words) and (_is_sure(event, others) or _is_left_over(event, others, voiced)))
    )


def _is_voiced(event: Hesitation, voiced: Voiced) -> bool:
    return voiced(event.start, event.end) * (event.end - event.start) >= LOUD_ENOUGH - 1e-9


def _is_among(event: Hesitation, words: Sequence[Word]) -> bool:
    return any(_shared(event, word) > -AMONG for word in words)


def _is_sure(event: Hesitation, words: Sequence[Word]) -> bool:
    """ "a.m." is said as a filler is, so there the words are believed."""
    spelt = any(_by_letters(word.text) and _shared(event, word) > 0 for word in words)
    return event.confidence >= SURELY and not spelt


def _is_left_over(event: Hesitation, words: Sequence[Word], voiced: Voiced) -> bool:
    return _is_voiced(event, voiced) and not _is_explained(event, words)


def _is_explained(event: Hesitation, words: Sequence[Word]) -> bool:
    under = [word for word in words if _shared(event, word) > 0]
    if not under:
        return False
    first = min(event.start, *((word.start or 0.0) for word in under))
    last = max(event.end, *((word.end or 0.0) for word in under))
    needed = SPOKEN * sum(_letters(word.text) for word in under)
    return last - first - (event.end - event.start) < needed


def _letters(word: str) -> int:
    """How many letters a word has when it is spelt as it is spoken: "$5" is "five dollars", "MFA" is "em eff ay"."""
    by_letters = _by_letters(word)
    return sum(
        3 if by_letters else 5 if letter.isdigit() else 7 if letter in "%$€£" else 1 for letter in text.key(word)
    )


def _by_letters(word: str) -> bool:
    """Whether it is said letter by letter: "MFA", "a.m."."""
    bare = text.key(word)
    return bare.isalpha() and len(bare) > 1 and (word.isupper() or "." in word.strip("."))


def _shared(event: Hesitation, word: Word) -> float:
    """Seconds that both last at once; below 0 the seconds between them."""
    if word.start is None or word.end is None:
        return float("-inf")
    return min(event.end, word.end) - max(event.start, word.start)

"""Which words of an answer are fillers: the table of its language and the user's own list, and hesitation sounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from voice_interview import text
from voice_interview.metrics import expressions
from voice_interview.metrics.english_fillers import ENGLISH
from voice_interview.metrics.expressions import Expression
from voice_interview.model import FillerList

if TYPE_CHECKING:
    from voice_interview.model import Word

TABLES: Mapping[str, tuple[Expression, ...]] = {"en": ENGLISH}
"""The rows of each language that has been written down, by its two-letter code."""

NO_LIST = FillerList()

KEPT = 2
"""Answers whose filler words are kept: that of a report, and as it is corrected."""

RECOGNITION = frozenset({"i", "yes", "yeah", "okay", "ok", "right", "good", "great", "thanks", "sure"})
"""What follows an "ah" of understanding: "Ah, I see", "Ah, okay"; it is no hesitation."""


def filler_words(
    words: Sequence[Word], own: FillerList = NO_LIST, language: str = "en"
) -> Iterator[tuple[str, int, int]]:
    """(label, first, last) of each filler word or phrase, in order, none overlapping, the longest at each place.

    What `own` counts is found wherever it is said; what it never counts is left out, also as part of a longer phrase.
    """
    spared = _spared(words, own)
    for found in expressions.find((*_rows(own.count), *TABLES.get(language, ())), words):
        if not spared.issuperset(range(found[1], found[2])):
            yield found


@lru_cache(maxsize=KEPT)
def of_answer(words: tuple[Word, ...], own: FillerList) -> tuple[tuple[str, int, int], ...]:
    """The filler words of a whole answer: half of the measures ask for them."""
    return tuple(filler_words(words, own))


def hesitations(words: Sequence[Word], own: FillerList = NO_LIST) -> Iterator[tuple[str, int, int]]:
    """(label, first, last) of each hesitation sound; "Ah, I see", "5 mm", "mm hmm" and "uh huh" are none, nor is what
    `own` never counts."""
    spared = _spared(words, own)
    for place, word in enumerate(words):
        label = text.hesitation_label(word.text)
        if label is None or place in spared or label in own.never:
            continue
        if not _is_meant(words, place, label):
            yield label, place, place + 1


def filler_places(words: Sequence[Word], own: FillerList = NO_LIST) -> frozenset[int]:
    """Indices of all words that are filler words or hesitation sounds."""
    found = (*filler_words(words, own), *hesitations(words, own))
    return frozenset(place for _, first, last in found for place in range(first, last))


def opening(words: Sequence[Word], place: int = 0, own: FillerList = NO_LIST) -> int:
    """Index of the first word from `place` on that is no filler; `len(words)` where all are."""
    fillers = filler_places(words[place:], own)
    return next((i for i in range(place, len(words)) if i - place not in fillers), len(words))


def _rows(phrases: Sequence[str]) -> tuple[Expression, ...]:
    """Phrases without a rule. Those that hold a hesitation sound are none: it is counted already."""
    return tuple(
        Expression(words=keys, rule=expressions.always, hits=(), misses=())
        for keys in map(expressions.keys_of_line, phrases)
        if keys and not any(text.is_hesitation(key) for key in keys)
    )


def _spared(words: Sequence[Word], own: FillerList) -> frozenset[int]:
    """Indices of the words inside phrases that are never counted."""
    if not own.never:
        return frozenset()
    keys = expressions.keys_of(words)
    phrases = [expressions.keys_of_line(phrase) for phrase in own.never]
    return frozenset(
        place
        for phrase in phrases
        for first in range(len(keys) - len(phrase) + 1)
        if phrase and keys[first : first + len(phrase)] == phrase
        for place in range(first, first + len(phrase))
    )


def _is_meant(words: Sequence[Word], place: int, label: str) -> bool:
    before = text.key(words[place - 1].text) if place else ""
    after = text.key(words[place + 1].text) if place + 1 < len(words) else ""
    if label == "ah":
        return after in RECOGNITION and not (after == "i" and _key_at(words, place + 2) != "see")
    if label == "mm":
        return before[:1].isdigit() or after in ("hm", "hmm")
    if label == "hm":
        return before in ("mm", "m")
    return label == "uh" and after == "huh"


def _key_at(words: Sequence[Word], place: int) -> str:
    return text.key(words[place].text) if place < len(words) else ""

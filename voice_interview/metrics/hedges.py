"""Hedges: words that make what is said less certain, beside the fillers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.metrics import expressions, shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.metrics.hedge_words import HEDGES
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer, Word

SOURCE = "Hedges as in Lakoff 1973, 10.1007/BF00262952; no study known here says how many are too many"


def hedges(answer: Answer) -> Measure:
    """Hedges ("I think maybe", "just", "a little bit") by 100 words, fillers left out; never judged: doubt can be
    honest. An expression that is counted as a filler ("kind of") is none. Undefined under 30 words.

    Details: `count`, `words` and `by_label`, the count of each expression, the most frequent first.
    """
    if not shared.is_english(answer.transcript):
        return Measure(value=None, unit="per 100 words", caveat=shared.ENGLISH_ONLY, source=SOURCE)
    words = answer.transcript.words
    left_out = filler_places(answer)
    evidence = tuple(
        _evidence(words, *found)
        for found in expressions.find(HEDGES, words)
        if left_out.isdisjoint(range(found[1], found[2]))
    )
    count = sum(shared.is_spoken_word(word) for place, word in enumerate(words) if place not in left_out)
    labels = Counter(one.label for one in evidence)
    details: dict[str, Any] = {
        "count": len(evidence),
        "words": count,
        "by_label": dict(sorted(labels.items(), key=lambda one: (-one[1], one[0]))),
    }
    if count < shared.ENOUGH_WORDS:
        caveat = shared.FEW_WORDS
        return Measure(
            value=None, unit="per 100 words", caveat=caveat, source=SOURCE, evidence=evidence, details=details
        )
    value = 100 * len(evidence) / count
    return Measure(value=value, unit="per 100 words", source=SOURCE, evidence=evidence, details=details)


def _evidence(words: Sequence[Word], label: str, first: int, last: int) -> Evidence:
    start, end = text.times(words[first:last])
    return Evidence(
        label=label,
        start=start,
        end=end,
        first=first,
        last=last,
        found_by="text",
        note=shared.quote(words, first, last),
    )

"""Whether a story ended badly: pure, from what the sentence model says of it and the words of its Result."""

from __future__ import annotations

import math
from collections.abc import Sequence

from voice_interview.meaning.findings import Read, finding
from voice_interview.meaning.outcome_cues import OUTCOMES, Way
from voice_interview.model import Finding

WEIGHTS = (-0.67, 1.17, 0.9, 0.7, -0.49, -0.59, 0.91)
"""Log odds of a bad outcome without a word for it; what the first, second and third such word add; what each good one,
up to three, takes away, and "nobody complained" once more; and the weight of the sentence model's own log odds.
`scripts/star/findings.py` fits them to 1,907 stories of pens that the model had not seen, of which 268 end badly."""

YES, NO = 0.65, 0.1
"""Probabilities from which the outcome is called bad, and under which it is not: of those 1,907, each pen judged by
weights fitted to the others, 98 lie over the one (78 of them bad) and 1,271 under the other (58). Words alone had 73
(51) and called twice as many bad ones none; the model alone 76 (55)."""

TOLD = 0.5
"""Probability from which a sentence is a Result by its own words, whatever stands around it."""


def bad_outcome(read: Read) -> Finding | None:
    """Whether what came of it was bad; None where no sentence tells what came of it."""
    words = outcome_words(read)
    if words is None:
        return None
    odds = sum(weight * value for weight, value in zip(WEIGHTS, values(read, words), strict=True))
    shown = [(place, said) for place, way, said, _ in words if way == "bad"]
    return finding(1 / (1 + math.exp(-odds)), YES, NO, shown or [(_results(read)[-1], "")])


def outcome_words(read: Read) -> list[tuple[int, Way, str, str]] | None:
    """The words of the Result that tell how it ended: in which sentence, which way, the words, the name of their row.
    None without a Result; what was learned is none."""
    results = _results(read)
    return [(place, *found) for place in results for found in _found(read.said[place])] if results else None


def _results(read: Read) -> list[int]:
    """The sentences that tell a result."""
    return [
        place for place, label in enumerate(read.labels) if label == "result" or read.alone[place]["result"] >= TOLD
    ]


def values(read: Read, words: Sequence[tuple[int, Way, str, str]]) -> tuple[float, ...]:
    """What `WEIGHTS` weigh."""
    bad = sum(way == "bad" for _, way, _, _ in words)
    denied = any(name == "nothing bad" for *_, name in words)
    good = sum(way == "good" and name != "nothing bad" for _, way, _, name in words)
    return (1.0, float(bad > 0), float(bad > 1), float(bad > 2), float(min(3, good)), float(denied), read.bad)


def _found(said: str) -> list[tuple[Way, str, str]]:
    found: list[tuple[Way, str, str]] = []
    for cue in OUTCOMES:
        found += [(cue.way, match.group(), cue.name) for match in cue.pattern.finditer(said)]
        said = cue.pattern.sub("/", said)
    return found

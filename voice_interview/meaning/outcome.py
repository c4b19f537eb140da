"""Whether a story ended badly: pure, from the words of its Result."""

from __future__ import annotations

import math
from collections.abc import Sequence

from voice_interview.meaning.findings import Read, finding
from voice_interview.meaning.outcome_cues import OUTCOMES, Way
from voice_interview.model import Finding

WEIGHTS = (-3.1, 2.6, 1.65, 0.8, -1.1, -0.95)
"""Log odds of a bad outcome without a word for it; what the first, second and third such word add; what each good one,
up to three, takes away, and "nobody complained" once more. `scripts/star/findings.py` fits them to 456 stories of pens
that the model had not seen, of which 64 end badly."""

YES, NO = 0.6, 0.25
"""Probabilities from which the outcome is called bad, and under which it is not: of those 456, 38 lie over the one (33
of them bad) and 368 under the other (12). The words were collected from the same stories: others show less."""

TOLD = 0.5
"""Probability from which a sentence is a Result by its own words, whatever stands around it."""


def bad_outcome(read: Read) -> Finding | None:
    """Whether what came of it was bad; None where no sentence tells what came of it."""
    words = outcome_words(read)
    if words is None:
        return None
    odds = sum(weight * value for weight, value in zip(WEIGHTS, values(words), strict=True))
    return finding(1 / (1 + math.exp(-odds)), YES, NO, [(place, said) for place, way, said, _ in words if way == "bad"])


def outcome_words(read: Read) -> list[tuple[int, Way, str, str]] | None:
    """The words of the Result that tell how it ended: in which sentence, which way, the words, the name of their row.
    None without a Result; what was learned is none."""
    results = [
        place for place, label in enumerate(read.labels) if label == "result" or read.alone[place]["result"] >= TOLD
    ]
    if not results:
        return None
    return [(place, *found) for place in results for found in _found(read.said[place])]


def values(words: Sequence[tuple[int, Way, str, str]]) -> tuple[float, ...]:
    """What `WEIGHTS` weigh."""
    bad = sum(way == "bad" for _, way, _, _ in words)
    denied = any(name == "nothing bad" for *_, name in words)
    good = sum(way == "good" and name != "nothing bad" for _, way, _, name in words)
    return (1.0, float(bad > 0), float(bad > 1), float(bad > 2), float(min(3, good)), float(denied))


def _found(said: str) -> list[tuple[Way, str, str]]:
    found: list[tuple[Way, str, str]] = []
    for cue in OUTCOMES:
        found += [(cue.way, match.group(), cue.name) for match in cue.pattern.finditer(said)]
        said = cue.pattern.sub("/", said)
    return found

"""Coverage: which of the qualities that a question looks for the answer touches, by meaning and not by keywords."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer, Near

Touched = Literal["yes", "no", "unclear"]

YES, NO = 0.42, 0.34
"""Score from which a quality is touched, and under which it is not. Of sentences of our own (the half "choose" of
tests/quality_sentences.tsv) that show a quality 0.44 reach the one and 0.78 the other; of those that show none 0.006
and 0.026, and an answer has 15 of them, each of which is a chance to be wrong."""

MIDDLE, SPREAD = 0.370, 0.038
"""Of the logistic curve from score to confidence, fitted on the same half (`benchmarks.coverage --curves`)."""

SOURCE = "Likeness in meaning to sentences of our own that show the quality (all-MiniLM-L6-v2)"
UNREAD = "Meaning was not compared: this reading comes from an earlier version, or the model is damaged (doctor tells)."


def coverage(answer: Answer) -> Measure:
    """Qualities touched of those that the question looks for, as a share; undefined where it looks for none, in another
    language than English, and where meaning could not be compared. Evidence: the sentence that touches each. Details:
    `asked`, `touched`, and each quality with yes, no or unclear, its score (`similarity`), confidence and sentence.
    There is no band: nothing published says how many of them an answer should touch."""
    asked = answer.question.looks_for if answer.question else ()
    details: dict[str, Any] = {"asked": len(asked)} if asked else {}
    if caveat := _undefined(answer, asked):
        return Measure(value=None, unit="share", caveat=caveat, source=SOURCE, details=details)
    assert answer.reading is not None and answer.reading.touches is not None
    rows = [{"quality": quality} | judged(answer, answer.reading.touches.get(quality, ())) for quality in asked]
    touched = sum(row["touched"] == "yes" for row in rows)
    return Measure(
        value=touched / len(rows),
        unit="share",
        source=SOURCE,
        evidence=evidence([(str(row["quality"]), row) for row in rows if row["touched"] == "yes"]),
        details=details | {"touched": touched, "qualities": rows},
    )


def verdict(similarity: float | None, yes: float = YES, no: float = NO) -> Touched:
    """Whether what has this score is touched; what was compared with nothing is not."""
    if similarity is None or similarity < no:
        return "no"
    return "yes" if similarity >= yes else "unclear"


def confidence(similarity: float, middle: float = MIDDLE, spread: float = SPREAD) -> float:
    """How sure it is that something so near is touched, 0 to 1."""
    return round(1 / (1 + math.exp((middle - similarity) / spread)), 2)


def judged(answer: Answer, near: Sequence[Near]) -> dict[str, Any]:
    """What is said of one quality: touched or not, and the sentence that comes nearest, by words and time."""
    best = near[0] if near else None
    row: dict[str, Any] = {"touched": verdict(best.similarity if best else None)}
    if best is None:
        return row | {"similarity": None, "confidence": None, "sentence": None, "text": None}
    words = answer.transcript.words[best.first : best.last]
    sentence = answer.transcript.sentences[best.sentence]
    start, end = text.times(words)
    return row | {
        "similarity": best.similarity,
        "confidence": confidence(best.similarity),
        "sentence": best.sentence,
        "text": " ".join(word.text for word in words) or sentence.text,
        "first": best.first,
        "last": best.last,
        "start": start,
        "end": end,
    }


def evidence(rows: Sequence[tuple[str, dict[str, Any]]]) -> tuple[Evidence, ...]:
    """The sentence of each row, labelled, in the order in which they were said."""
    found = [
        Evidence(
            label=label,
            start=row["start"],
            end=row["end"],
            first=row["first"],
            last=row["last"],
            found_by="text",
            confidence=row["confidence"],
        )
        for label, row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.last)))


def _undefined(answer: Answer, asked: Sequence[str]) -> str | None:
    """Why nothing can be said, or None."""
    if not shared.is_english(answer.transcript):
        return shared.ENGLISH_ONLY
    if answer.question is None:
        return "No question was named, so nothing is looked for."
    if not asked:
        return "This question names no quality to look for."
    return unread(answer)


def unread(answer: Answer) -> str | None:
    """Why meaning was not compared, or None."""
    if not answer.transcript.sentences:
        return shared.NO_WORDS
    return UNREAD if answer.reading is None or answer.reading.touches is None else None

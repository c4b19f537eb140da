"""A company's own words: which of its statements the answer touches, and where it merely recites them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.metrics import coverage, shared
from voice_interview.metrics.recital import matches
from voice_interview.model import Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer, Company, Near, Statement

YES, NO = 0.40, 0.30
"""Cosine from which a statement is touched, and under which it is not. Of sentences of our own (the half "choose" of
tests/company_sentences.tsv) that say a statement in other words four in five reach the one and nearly all the other; of
those that speak to another statement 0.6 % and 4 %, of those that only share a word with it none and a quarter."""

MIDDLE, SPREAD = 0.399, 0.064
"""Of the logistic curve from cosine to confidence, fitted on the same half (`benchmarks.coverage --curves`)."""

SOURCE = "Likeness in meaning to the company's own sentences (all-MiniLM-L6-v2)"
NOT_GIVEN = "No text of a company was given (--company FILE)."


def company(answer: Answer) -> Measure:
    """Statements of the company's text that the answer touches; undefined where no text was given, in another language
    than English, and where meaning could not be compared. Evidence: the sentence that touches each. Details: each
    statement as in `coverage`, and `recited`, the stretches that the answer says word for word, with both wordings,
    which need no model and no English. A job advertisement states much that no answer should touch, so there is no
    share and no band.
    """
    given = answer.reading.company if answer.reading else None
    details: dict[str, Any] = {}
    recited: list[dict[str, Any]] = []
    if given is not None:
        recited = _recited(answer, given)
        details = {"name": given.name, "asked": len(given.statements), "recited": recited}
    english = None if shared.is_english(answer.transcript) else shared.ENGLISH_ONLY
    caveat = english or (coverage.unread(answer) if given else NOT_GIVEN)
    if given is None or caveat:
        return Measure(value=None, unit="statements", caveat=caveat, source=SOURCE, details=details)
    rows = [_row(answer, one, recited) for one in given.statements]
    touched = [row for row in rows if row["touched"] == "yes"]
    return Measure(
        value=float(len(touched)),
        unit="statements",
        source=SOURCE,
        evidence=coverage.evidence([(str(row["statement"]), row) for row in touched]),
        details=details | {"touched": len(touched), "statements": rows},
    )


def _row(answer: Answer, statement: Statement, recited: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A statement that names a quality is judged as that quality is; a sentence by the limits for sentences. What only
    recites it does not touch it."""
    own = [one for one in statement.near or () if not _lies_in(one, recited)]
    row = coverage.judged(answer, own)
    similarity = row["similarity"]
    if similarity is not None and statement.quality is None:
        row |= {
            "touched": coverage.verdict(similarity, YES, NO),
            "confidence": coverage.confidence(similarity, MIDDLE, SPREAD),
        }
    return {"statement": statement.text, "quality": statement.quality} | row


def _lies_in(near: Near, recited: Sequence[dict[str, Any]]) -> bool:
    """Whether at least half of these words are recited."""
    shared: int = sum(max(0, min(near.last, one["last"]) - max(near.first, one["first"])) for one in recited)
    return 2 * shared >= near.last - near.first


def _recited(answer: Answer, given: Company) -> list[dict[str, Any]]:
    """What is said word for word, in both wordings."""
    words, written = answer.transcript.words, [word for one in given.statements for word in one.text.split()]
    found = []
    for match in matches(words, written):
        own = words[match.first : match.last]
        start, end = text.times(own)
        found.append(
            {
                "words": match.equal,
                "said": text.join(own),
                "written": " ".join(written[match.from_ : match.until]),
                "first": match.first,
                "last": match.last,
                "start": start,
                "end": end,
            }
        )
    return found

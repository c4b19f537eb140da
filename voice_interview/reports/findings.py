"""What was found about a story as a whole, in words: only what is sure, with the words that earned it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from voice_interview.model import Measure
from voice_interview.reports import shapes
from voice_interview.reports.content import clean, moment

QUOTED = 8
"""Words of a sentence that are quoted."""

WORDS = 3
"""Words that earned a finding, of those it has."""


class FindingDetails(Struct, frozen=True, kw_only=True):
    """One entry of `star.details.findings`; reports of older versions have none."""

    present: str = "unclear"
    confidence: float | None = None
    cues: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()


class _Sentence(Struct, frozen=True, kw_only=True):
    text: str = ""
    start: float | None = None


class _Holder(Struct, frozen=True, kw_only=True):
    sentences: tuple[_Sentence, ...] = ()
    findings: dict[str, FindingDetails] = {}


def lines(measure: Measure) -> list[str]:
    """One sentence for each finding that is worth a word; none where all is as usual, or unclear."""
    return list(_lines(shapes.details(measure, _Holder)))


def _lines(found: _Holder) -> Iterator[str]:
    two, first, bad, own = (
        found.findings.get(name, FindingDetails())
        for name in ("two_stories", "result_first", "bad_outcome", "own_part")
    )
    if first.present == "yes":
        yield f"The result comes first{_place(found, first)}: that is one good way to tell a story{_sure(first)}."
    if two.present == "yes":
        yield f"There are two stories; the second begins{_place(found, two)}{_sure(two)}."
    if bad.present == "yes":
        shown = f": {_words(bad)}" if bad.cues else _place(found, bad)
        yield f"The outcome is not a good one{shown}; it is a result all the same{_sure(bad)}."
    if own.present == "no":
        yield f"What was done is told without “I”: {_words(own)}{_sure(own)}."


def _place(found: _Holder, one: FindingDetails) -> str:
    """When it was said, and how it begins; "" in a report that has not the sentence."""
    if not one.sentences or not 0 <= one.sentences[0] < len(found.sentences):
        return ""
    said = found.sentences[one.sentences[0]]
    words = clean(said.text).split()
    at = f" at {moment(said.start)}" if said.start is not None else ""
    return f"{at}, “{' '.join(words[:QUOTED])}{' …' if len(words) > QUOTED else ''}”"


def _words(one: FindingDetails) -> str:
    return ", ".join(f"“{clean(words)}”" for words in one.cues[:WORDS])


def _sure(one: FindingDetails) -> str:
    """How sure it is; "" where a person said so."""
    return f" ({100 * one.confidence:.0f} % sure)" if one.confidence is not None else ""

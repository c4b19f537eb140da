"""Finds of fillers, and what becomes of them once a person has corrected them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_words import hesitations, of_answer
from voice_interview.model import Evidence

if TYPE_CHECKING:
    from voice_interview.model import Answer

NEAR = 0.3
"""Seconds within which two finds are one event: recognised word times drift by about as much."""

Kind = Literal["sound", "word"]


class Event(Struct, frozen=True):
    """A find before it is counted: `kind` tells sounds (um) from words (you know), `doubt` why it is only a perhaps,
    `likely` how likely what the sound shows is, for a speaker who makes so many."""

    kind: Kind
    evidence: Evidence
    doubt: str | None = None
    likely: float | None = None


NO_VOICE_THERE = "no voice was heard there"
SAME_SOUND = "the same sound as the one beside it"
UNSURE_SOUND = "heard in the sound, but not surely"
UNUSUAL = "heard in the sound, but hardly another in so long an answer"
UNSURE_TEXT = "written in the text alone, and hardly believed"


def kind_of(label: str) -> Kind:
    """Whether a label names a hesitation sound or a filler word."""
    return "sound" if text.is_hesitation(label) else "word"


def settled(
    counted: Sequence[Event], perhaps: Sequence[Event], answer: Answer
) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """The counted and the uncounted events after a person's word: struck ones are gone, added ones are counted, each
    once. Where the machine counts an added event too, its own find stays."""
    counted = [event for event in counted if not _is_struck(event, answer.struck)]
    perhaps = [event for event in perhaps if not _is_struck(event, answer.struck)]
    for added in answer.added:
        heard = Event(kind_of(added.label), added)
        if not any(is_same(heard, event) for event in counted):
            perhaps = [event for event in perhaps if not is_same(heard, event)]
            counted.append(heard)
    return ordered(counted), tuple(perhaps)


def doubted(events: Iterable[Event], doubt: str) -> list[Event]:
    """The events with what speaks against each."""
    return [replace(event, doubt=doubt) for event in events]


def is_same(one: Event, other: Event) -> bool:
    """Whether two finds are one event: sounds, whatever they were written as, that start within 0.3 s of each other;
    words that are the same and overlap, or have no time and the same place."""
    if one.kind != other.kind:
        return False
    a, b = one.evidence, other.evidence
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return (a.label, a.first) == (b.label, b.first)
    if one.kind == "sound":
        return round(abs(a.start - b.start), 3) < NEAR
    return a.label == b.label and (a.start == b.start or (a.start < b.end and b.start < a.end))


def filler_places(answer: Answer) -> frozenset[int]:
    """Indices of all words that are filler words or hesitation sounds, as corrected."""
    struck = {place for one in answer.struck for place in range(one.first, one.last)}
    added = {place for one in answer.added for place in range(one.first, one.last)}
    words, own = answer.transcript.words, shared.own_fillers(answer)
    found = (*of_answer(words, own), *hesitations(words, own))
    return (frozenset(place for _, first, last in found for place in range(first, last)) - struck) | added


def ordered(events: Iterable[Event]) -> tuple[Event, ...]:
    """In order of time, then of words."""
    return tuple(sorted(events, key=lambda one: (one.evidence.start or 0.0, one.evidence.first, one.evidence.last)))


def _is_struck(event: Event, struck: Sequence[Evidence]) -> bool:
    return any(is_same(event, Event(kind_of(one.label), one)) or _explains(one, event) for one in struck)


def _explains(struck: Evidence, event: Event) -> bool:
    """Whether a sound without words is the one that was struck out with its word: within 0.3 s, both ends counted."""
    alone = event.kind == "sound" and event.evidence.first == event.evidence.last
    if not alone or struck.found_by == "sound" or kind_of(struck.label) != "sound":
        return False
    a, b = struck, event.evidence
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    return round(max(a.start - b.end, b.start - a.end), 3) <= NEAR

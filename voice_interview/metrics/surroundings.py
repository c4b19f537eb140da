"""What the rules ask about the words around a place: whether a clause begins, a number follows, a question is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.metrics.expressions import MARKS, PAUSES, any_of, ends_with
from voice_interview.metrics.word_classes import (
    AUXILIARIES,
    BEGIN_CLAUSES,
    CONTRACTED,
    DEGREES,
    DETERMINERS,
    JOINING,
    MEASURES,
    NUMBERS,
    OPENERS,
    PAST,
    SUBJECTS,
)

if TYPE_CHECKING:
    from voice_interview.metrics.expressions import Place


def trails(place: Place) -> bool:
    """Whether it closes what was said before: "he took it literally, and left"."""
    closed = ends_with(place.words[place.last - 1], PAUSES)
    return closed and not place.set_off_before and place.before() not in AUXILIARIES | JOINING | OPENERS


def mark_before(place: Place) -> bool:
    return place.first > 0 and ends_with(place.words[place.first - 1], MARKS)


def clause_follows(place: Place) -> bool:
    """Whether a clause of its own begins after: "he came in", "the customer didn't"; not "the rules"."""
    if place.ends:
        return False
    after = place.after()
    if after in BEGIN_CLAUSES:
        return bool(place.after(2)) and not (after == "it" and place.after(2) in JOINING)
    verb = 3 if after in DETERMINERS else 2 if after in ("people", "everybody", "everyone", "nobody") else 0
    if not verb or place.after(verb) in SUBJECTS:
        return False
    return is_finite(place.after(verb)) or is_finite(place.after(verb + 1))


def is_finite(word: str) -> bool:
    return word in AUXILIARIES or word in PAST or word.endswith("n't") or (word.endswith("ed") and len(word) > 4)


def is_past(word: str) -> bool:
    return word in PAST or (word.endswith("ed") and len(word) > 4 and word != "hundred")


def is_plural(word: str) -> bool:
    """Whether a word is rather a plural noun than a verb of a "he": "guests", not "takes"; "children"."""
    if word in any_of("children men women folk"):
        return True
    verbs = any_of("takes costs lasts waits needs gets makes goes comes says pays works spends does always")
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in verbs | AUXILIARIES


def is_number(word: str) -> bool:
    return word[:1].isdigit() or word in NUMBERS


def is_amount(place: Place) -> bool:
    """Whether a number, a measure or a degree follows: "three weeks", "an hour", "really late"."""
    after = place.after()
    if after in ("a", "an"):
        return place.after(2) in MEASURES
    return is_number(after) or after in DEGREES


def is_judgement(word: str) -> bool:
    """Whether a word says what something is in essence: "basically the same", "basically sound"."""
    return word in any_of(
        "same old opposite equivalent identical equal right wrong true false sound good fine safe legal illegal honest"
        " correct similar unchanged healthy stable solid free simple different new finished over done"
    )


def asks(place: Place) -> bool:
    """Whether a question is asked with the subject just before: "is it basically ...", "did anybody actually ...";
    also after "what", "who" and their like."""
    earlier = place.earlier
    if place.before() in any_of("what who how why which where whether"):
        return True
    inverted = any(word in AUXILIARIES and word not in CONTRACTED for word in earlier[:1])
    return inverted and len(earlier) > 1

"""How fast the answer is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.model import Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer, Band

SOURCE = "Usual range in speech coaching products (Microsoft Speaker Coach 100-165, others 125-170 words a minute)"
QUIET = (100.0, 190.0)
"""Words a minute that get no remark. Wider than the usual range on the fast side as on the slow one: slow speech was
read as anxious (Feiler & Powell 2016, 10.1007/s10869-015-9403-z), so nobody is pushed to slow down for its own sake."""

USUAL = (100.0, 170.0)


def pace(answer: Answer) -> Measure:
    """Speech rate: words without fillers a minute, from the first to the last voiced sound, pauses included. The
    articulation rate in the details divides by voiced time alone. Undefined under 20 s of speech."""
    words = answer.transcript.words
    english = shared.is_english(answer.transcript)
    left_out = filler_places(answer) if english else frozenset[int]()
    count = sum(shared.is_spoken_word(word) for place, word in enumerate(words) if place not in left_out)
    span = shared.speaking(answer)
    voiced = sum(one.seconds for one in answer.sound.voiced) if answer.sound is not None else None
    details: dict[str, Any] = {
        "articulation_rate": None,
        "words": count,
        "speaking_seconds": span.seconds if span else None,
        "voiced_seconds": voiced,
        "usual": list(USUAL),
        "quiet": list(QUIET),
    }
    caveat = _undefined(answer, count)
    if caveat or span is None:
        return Measure(value=None, unit="words/min", caveat=caveat, source=SOURCE, details=details)
    if voiced:
        details["articulation_rate"] = 60 * count / voiced
    value = 60 * count / span.seconds
    judged = english and answer.sound is not None
    return Measure(
        value=value,
        unit="words/min",
        band=_band(value) if judged else "none",
        caveat=None if judged else _unjudged(english),
        source=SOURCE,
        details=details,
    )


def _undefined(answer: Answer, count: int) -> str | None:
    span = shared.speaking(answer)
    if span is None:
        return shared.NO_VOICE if answer.sound is not None else "The text has no times."
    if not shared.enough(span):
        return shared.TOO_SHORT
    return None if count else shared.NO_WORDS


def _unjudged(english: bool) -> str:
    return "From the times of the text, not from sound." if english else "The usual range is that of English."


def _band(value: float) -> Band:
    return "good" if QUIET[0] <= round(value, 1) <= QUIET[1] else "watch"

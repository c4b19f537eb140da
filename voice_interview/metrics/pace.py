"""How fast the answer is spoken, as a whole and from moment to moment."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, to_builtins

from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.metrics.fillers import interval
from voice_interview.metrics.pauses import hesitation_sounds
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voice_interview.model import Answer, Band, Sound, Span

SOURCE = "Usual range in speech coaching products (Microsoft Speaker Coach 100-165, others 125-170 words a minute)"
QUIET = (100.0, 190.0)
"""Words a minute that get no remark. Wider than the usual range on the fast side as on the slow one: slow speech was
read as anxious (Feiler & Powell 2016, 10.1007/s10869-015-9403-z), so nobody is pushed to slow down for its own sake."""

USUAL = (100.0, 170.0)

WINDOW = 10.0
"""Seconds of each stretch whose pace is looked at: about two sentences, 25 words."""


class Stretch(Struct, frozen=True, kw_only=True):
    """Some seconds of the answer, and the words `[first, last)` that begin in them, `words` of them no fillers. `rate`
    is their articulation rate (words a minute of voice, without hesitation sounds) with its exact 95 % Poisson
    interval, None where nothing is voiced. `pace` is "rushed" or "dragging" where the rate of the whole answer lies
    outside that interval. Words come more evenly than Poisson events, so less than one stretch in twenty is told apart
    by chance."""

    start: float
    end: float
    first: int
    last: int
    words: int
    rate: float | None
    low: float | None
    high: float | None
    pace: Literal["even", "rushed", "dragging"] | None


def pace(answer: Answer) -> Measure:
    """Speech rate: words without fillers a minute of speaking time, pauses included, with the exact 95 % Poisson
    interval that count and length justify (Garwood 1936). Undefined under 20 s of speech.

    Details: the articulation rate, which divides by voiced time alone, and `over_time`, the stretches of 10 s; those
    that are rushed or dragging are the evidence. No band is given for them: no source says how even speech should be.
    """
    words = answer.transcript.words
    english = shared.is_english(answer.transcript)
    left_out = filler_places(answer) if english else frozenset[int]()
    counted = [place for place, word in enumerate(words) if place not in left_out and shared.is_spoken_word(word)]
    count = len(counted)
    span, seconds = shared.speaking(answer), shared.speaking_seconds(answer)
    voiced = sum(one.seconds for one in answer.sound.voiced) if answer.sound is not None else None
    details: dict[str, Any] = {
        "articulation_rate": None,
        "words": count,
        "speaking_seconds": seconds if span else None,
        "voiced_seconds": voiced,
        "usual": list(USUAL),
        "quiet": list(QUIET),
        "over_time": [],
    }
    caveat = _undefined(answer, count)
    if caveat or span is None:
        return Measure(value=None, unit="words/min", caveat=caveat, source=SOURCE, details=details)
    if voiced:
        details["articulation_rate"] = 60 * count / voiced
    stretches = over_time(answer, counted, span)
    details["over_time"] = [to_builtins(stretch) for stretch in stretches]
    low, high = interval(count)
    value = 60 * count / seconds
    judged = english and answer.sound is not None
    return Measure(
        value=value,
        unit="words/min",
        low=60 * low / seconds,
        high=60 * high / seconds,
        band=_band(value) if judged else "none",
        caveat=None if judged else _unjudged(english),
        source=SOURCE,
        evidence=tuple(_evidence(answer, one) for one in stretches if one.pace in ("rushed", "dragging")),
        details=details,
    )


def over_time(answer: Answer, counted: Sequence[int], span: Span) -> tuple[Stretch, ...]:
    """The speaking time in stretches of `WINDOW` seconds, what is left over with the last; () without sound. `counted`
    are places of words, in order."""
    if answer.sound is None:
        return ()
    count = max(1, int(round(span.seconds, 3) // WINDOW))
    edges = [span.start + WINDOW * number for number in range(count)] + [span.end]
    marks = shared.next_words(answer.transcript.words, edges[1:-1])
    places = [0, *marks, len(answer.transcript.words)]
    hesitating = hesitation_sounds(answer)
    exposed = [_voiced(answer.sound, hesitating, a, b) for a, b in pairwise(edges)]
    overall = len(counted) / sum(exposed) if sum(exposed) else 0.0
    found = []
    for number, seconds in enumerate(exposed):
        first, last = places[number], max(places[number : number + 2])
        words = bisect_left(counted, last) - bisect_left(counted, first)
        low, high = interval(words)
        found.append(
            Stretch(
                start=edges[number],
                end=edges[number + 1],
                first=first,
                last=last,
                words=words,
                rate=60 * words / seconds if seconds else None,
                low=60 * low / seconds if seconds else None,
                high=60 * high / seconds if seconds else None,
                pace=_told(low, overall * seconds, high) if seconds else None,
            )
        )
    return tuple(found)


def _told(low: float, expected: float, high: float) -> Literal["even", "rushed", "dragging"]:
    if round(expected, 6) < round(low, 6):
        return "rushed"
    return "dragging" if round(expected, 6) > round(high, 6) else "even"


def _voiced(sound: Sound, hesitating: Iterable[Span], start: float, end: float) -> float:
    """Voiced seconds within a stretch, without hesitation sounds: these are told of elsewhere."""
    filled = sum(
        shared.covered(sound.voiced, max(start, one.start), min(end, one.end))
        for one in hesitating
        if one.start < end and start < one.end
    )
    return max(0.0, round(shared.covered(sound.voiced, start, end) - filled, 6))


def _evidence(answer: Answer, stretch: Stretch) -> Evidence:
    words = answer.transcript.words
    return Evidence(
        label=str(stretch.pace),
        start=stretch.start,
        end=stretch.end,
        first=stretch.first,
        last=stretch.last,
        found_by="both",
        note=f"{stretch.rate or 0:.0f} words/min: {shared.quote(words, stretch.first, stretch.last)}",
    )


def _undefined(answer: Answer, count: int) -> str | None:
    span = shared.speaking(answer)
    if span is None:
        return shared.NO_VOICE if answer.sound is not None else "The text has no times."
    if not shared.enough(answer):
        return shared.TOO_SHORT
    return None if count else shared.NO_WORDS


def _unjudged(english: bool) -> str:
    return "From the times of the text, not from sound." if english else "The usual range is that of English."


def _band(value: float) -> Band:
    return "good" if QUIET[0] <= round(value, 1) <= QUIET[1] else "watch"

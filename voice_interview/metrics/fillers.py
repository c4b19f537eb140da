"""Fillers: hesitation sounds and filler words, each with its place and how it was found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import to_builtins
from msgspec.structs import replace

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import (
    NEAR,
    NO_VOICE_THERE,
    SAME_SOUND,
    UNSURE_SOUND,
    UNSURE_TEXT,
    UNUSUAL,
    Event,
    doubted,
    ordered,
    settled,
)
from voice_interview.metrics.filler_words import hesitations, of_answer
from voice_interview.metrics.prior import posteriors
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer, Band, Hesitation, Sound, Word

SOURCE = "Up to 5 fillers a minute did no harm, 12 did (Laske & DiGennaro Reed 2024, 10.1002/jaba.1093)"
HARMLESS, HARMFUL = 5.0, 12.0

UNLISTENED = (
    "Nothing listened for them in the sound: they are read from the text alone, which leaves out every third and more."
)
"""Of 23 hesitations in 39 recordings of people the texts of two decodes held 15 (docs/listening.md)."""

SURE = 0.9
"""Confidence from which a hesitation that the sound shows is counted, whether the text tells of it too or not; below,
it is a perhaps. In 39 recordings of people 24 finds have it, of which 21 are true; from .85 there are 28."""

LIKELY = 0.7
"""And how likely it must be besides, for a speaker who makes so many (`prior`). In 21 minutes of fluent synthetic
speech 3 sounds count with it and 8 without; in 38 minutes of synthetic answers and in those of people it takes away
none that is a filler."""

TEXT_ALONE = 0.15
"""Confidence from which a hesitation that only the text shows is counted. Below it there were two in 108 minutes of
synthetic answers, fluent speech, laughter and 39 recordings of people, and both were inventions ("ah" with .10 for
laughing, "uh" with .01 in noise); between it and 1 none."""


def fillers(answer: Answer) -> Measure:
    """Fillers a minute of speaking time, with the exact 95 % Poisson interval of that rate (Garwood 1936,
    10.1093/biomet/28.3-4.437). Undefined, but counted, under 20 s of speech and for a bare text.

    `details.at_least` to `details.at_most` is the count with every doubt on one side: at least those that text and
    sound both tell of, those that a person marked and the words, which are heard well and doubtful only in their
    meaning (on recordings that nothing was tuned on, none of what text and sound both told of was wrong); at most
    those and every perhaps that is a sound of its own. Of a bare text all is taken as it is written.

    Evidence holds the counted events; `details.perhaps` those that are not, each with its `doubt`: no voice under it,
    the same sound twice within 0.3 s, or a low confidence where sound and text do not agree; `details.struck`, where
    there are any, those that a person ruled out.
    """
    if not shared.is_english(answer.transcript):
        return Measure(
            value=None, unit="per min", caveat=shared.ENGLISH_ONLY, source=SOURCE, details=_details(None, (), ())
        )
    counted, perhaps = settled(*find(answer), answer)
    evidence = tuple(event.evidence for event in counted)
    details = _details(len(counted), counted, perhaps)
    if answer.sound is None:
        details["at_least"] = len(counted)
    if answer.struck:
        details["struck"] = [to_builtins(one) for one in answer.struck]
    missing = _missing(answer)
    if missing:
        return Measure(value=None, unit="per min", caveat=missing, source=SOURCE, evidence=evidence, details=details)
    caveat = UNLISTENED if answer.sound is not None and answer.sound.unlistened else None
    minutes = shared.speaking_seconds(answer) / 60
    value = len(counted) / minutes
    low, high = interval(len(counted))
    return Measure(
        value=value,
        unit="per min",
        low=None if caveat else low / minutes,
        high=None if caveat else high / minutes,
        band="none" if caveat else _band(value),
        caveat=caveat,
        source=SOURCE,
        evidence=evidence,
        details=details,
    )


def find(answer: Answer) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """The counted events, and the uncounted, before any correction; each in order of time."""
    words, own = answer.transcript.words, shared.own_fillers(answer)
    text_events = [_from_text(words, "sound", *found) for found in hesitations(words, own)]
    text_events += [_from_text(words, "word", *found) for found in of_answer(words, own)]
    if answer.sound is None:
        return ordered(text_events), ()
    voiced: list[Event] = []
    perhaps: list[Event] = []
    for event in text_events:
        (voiced if _is_voiced(event.evidence.start, event.evidence.end, answer.sound) else perhaps).append(event)
    kept, doubled = _thin([event for event in voiced if event.kind == "sound"])
    kept += [event for event in voiced if event.kind == "word"]
    kept, alone = _join_sound(kept, answer.sound, words)
    alone = [event for event in alone if event.evidence.label not in own.never]
    sure, doubled_sounds = _thin(event for event in alone if _doubt(event) is None)
    doubts = doubted(perhaps, NO_VOICE_THERE) + doubted(doubled + doubled_sounds, SAME_SOUND)
    doubts += [replace(event, doubt=_doubt(event)) for event in (*kept, *alone) if _doubt(event)]
    return ordered([event for event in kept if _doubt(event) is None] + sure), ordered(doubts)


def _doubt(event: Event) -> str | None:
    """What speaks against a find, if anything does: where the sound shows it, the sound decides."""
    found = event.evidence
    if event.kind == "word" or found.confidence is None:
        return None
    if found.found_by == "text":
        return UNSURE_TEXT if found.confidence < TEXT_ALONE else None
    if found.confidence < SURE:
        return UNSURE_SOUND
    return UNUSUAL if event.likely is not None and event.likely < LIKELY else None


def interval(count: int) -> tuple[float, float]:
    """Exact 95 % confidence interval of a Poisson mean, of which `count` events were seen (Garwood 1936)."""
    from scipy.special import gammaincinv

    low = float(gammaincinv(count, 0.025)) if count else 0.0
    return low, float(gammaincinv(count + 1, 0.975))


def _from_text(words: Sequence[Word], kind: Literal["sound", "word"], label: str, first: int, last: int) -> Event:
    start, end = text.times(words[first:last])
    sure = [word.confidence for word in words[first:last] if word.confidence is not None]
    evidence = Evidence(
        label=label,
        start=start,
        end=end,
        first=first,
        last=last,
        found_by="text",
        confidence=min(sure, default=None),
        note=shared.quote(words, first, last),
    )
    return Event(kind, evidence)


def _from_sound(words: Sequence[Word], heard: Hesitation, place: int, likely: float | None) -> Event:
    evidence = Evidence(
        label=heard.label,
        start=heard.start,
        end=heard.end,
        first=place,
        last=place,
        found_by="sound",
        confidence=heard.confidence,
        note=shared.quote(words, place, place) if words else None,
    )
    return Event("sound", evidence, likely=likely)


def _is_voiced(start: float | None, end: float | None, sound: Sound) -> bool:
    """Whether voiced sound lies anywhere between two moments; False where there are none."""
    if start is None or end is None:
        return False
    place = bisect_left(sound.voiced, start, key=lambda span: span.end)
    return place < len(sound.voiced) and sound.voiced[place].start <= end


def _thin(events: Iterable[Event]) -> tuple[list[Event], list[Event]]:
    """Events that start 0.3 s and more apart, and the others, which tell of the same sound twice."""
    kept: list[Event] = []
    doubled: list[Event] = []
    for event in ordered(events):
        near = bool(kept) and round(_start(event) - _start(kept[-1]), 3) < NEAR
        (doubled if near else kept).append(event)
    return kept, doubled


def _join_sound(events: list[Event], sound: Sound, words: Sequence[Word]) -> tuple[list[Event], list[Event]]:
    """Text events, each marked where the sound shows it too, and the voiced hesitations that are none of them: of
    several beside one filler in the text the nearest is that filler, and the others are further ones."""
    joined, likely = list(ordered(events)), _likely(sound)
    near = _neighbours(joined, sound)
    confirmed: set[int] = set()
    explained: set[int] = set()
    for _, at, place in sorted((_gap(joined[place], sound.hesitations[at]), at, place) for at, place in near):
        if joined[place].kind == "word":
            explained.add(at)
        elif place not in confirmed and at not in explained:
            joined[place] = _confirmed(joined[place], sound.hesitations[at], likely[at])
            confirmed.add(place)
            explained.add(at)
    explained |= {at for at, place in near if _is_one(joined[place], sound.hesitations[at])}
    places = shared.next_words(words, [heard.start for heard in sound.hesitations])
    alone = [
        _from_sound(words, heard, following, likely[at])
        for at, (heard, following) in enumerate(zip(sound.hesitations, places, strict=True))
        if at not in explained and _is_voiced(heard.start, heard.end, sound)
    ]
    return joined, alone


def _neighbours(events: Sequence[Event], sound: Sound) -> list[tuple[int, int]]:
    """(place in the sound's hesitations, place in `events`) of all that may be the same: within 0.3 s of a sound; of a
    word only where they overlap."""
    starts = [_start(event) for event in events]
    longest = max((_end(event) - _start(event) for event in events), default=0.0)
    pairs = []
    for at, heard in enumerate(sound.hesitations):
        first = bisect_left(starts, heard.start - longest - 2 * NEAR)
        last = bisect_right(starts, heard.end + 2 * NEAR)
        for place in range(first, last):
            gap = _gap(events[place], heard)
            if gap <= NEAR if events[place].kind == "sound" else gap < 0:
                pairs.append((at, place))
    return pairs


def _gap(event: Event, heard: Hesitation) -> float:
    """Seconds between a find and a heard hesitation; under 0 those that they share."""
    return round(max(_start(event) - heard.end, heard.start - _end(event)), 3)


def _is_one(event: Event, heard: Hesitation) -> bool:
    return _gap(event, heard) < 0 or round(abs(_start(event) - heard.start), 3) < NEAR


def _confirmed(event: Event, heard: Hesitation, likely: float | None) -> Event:
    confidence = max(event.evidence.confidence or 0.0, heard.confidence)
    return Event(event.kind, replace(event.evidence, found_by="both", confidence=confidence), likely=likely)


def _likely(sound: Sound) -> tuple[float | None, ...]:
    """How likely each hesitation is one, for a speaker who makes so many; None for those without a voice."""
    voiced = [_is_voiced(heard.start, heard.end, sound) for heard in sound.hesitations]
    chances = [heard.confidence for heard, is_voiced in zip(sound.hesitations, voiced, strict=True) if is_voiced]
    found = iter(posteriors(chances, sum(span.seconds for span in sound.voiced) / 60))
    return tuple(next(found) if is_voiced else None for is_voiced in voiced)


def _start(event: Event) -> float:
    return event.evidence.start or 0.0


def _end(event: Event) -> float:
    return event.evidence.end or 0.0


def _details(count: int | None, counted: Sequence[Event], perhaps: Sequence[Event]) -> dict[str, Any]:
    """Count None means that nothing was counted, which is not the same as none found."""
    low, high = interval(count) if count is not None else (None, None)
    kinds = [event.kind for event in counted]
    return {
        "count": count,
        "count_low": low,
        "count_high": high,
        "at_least": None if count is None else sum(_is_sure(event) for event in counted),
        "at_most": None if count is None else count + sum(event.doubt != SAME_SOUND for event in perhaps),
        "kind_counts": {kind: None if count is None else kinds.count(kind) for kind in ("sound", "word")},
        "perhaps": [to_builtins(event.evidence) | {"doubt": event.doubt} for event in perhaps],
    }


def _is_sure(event: Event) -> bool:
    return event.kind == "word" or event.evidence.found_by in ("both", "person")


def _missing(answer: Answer) -> str | None:
    """Why there is no rate; None where there is one."""
    if answer.sound is None:
        return "From the text alone: transcripts leave fillers out, so a rate would mislead."
    if answer.sound.speaking is None:
        return shared.NO_VOICE
    return None if shared.enough(answer) else shared.TOO_SHORT


def _band(value: float) -> Band:
    if value <= HARMLESS:
        return "good"
    return "watch" if value < HARMFUL else "act"
